// The curved lines from a move to what it answers, and the days it took.
#ifndef DECREE_TOOLS_PICTURE_SVG_LINKS_H_
#define DECREE_TOOLS_PICTURE_SVG_LINKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/picture/svg_boxes.h"
#include "tools/picture/svg_scene.h"

namespace decree::tools {

struct MoveLink {
  const Mark* from = nullptr;  // the move that is answered
  const Mark* to = nullptr;    // the move that answers
  bool answers = true;         // false: implements, confirms, replaces …
  std::optional<int64_t> days;
};

// Links between moves of the scene, answers last, so that they are drawn on top.
std::vector<MoveLink> LinksOf(const Scene& scene);
std::string DrawLinks(const std::vector<MoveLink>& links);

// "3 d" on the lines of answers, where there is room; the places are taken from then on.
std::string DrawDayLabels(const std::vector<MoveLink>& links, Boxes& taken);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_LINKS_H_

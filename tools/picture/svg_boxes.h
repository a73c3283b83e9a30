// Which parts of the picture are taken, so that text lands only where there is room.
#ifndef DECREE_TOOLS_PICTURE_SVG_BOXES_H_
#define DECREE_TOOLS_PICTURE_SVG_BOXES_H_

#include <vector>

namespace decree::tools {

// Pixels, from the upper left corner.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;

  bool Meets(const Box& other) const {
    return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
           other.y < y + height;
  }
};

class Boxes {
 public:
  void Add(const Box& box) { boxes_.push_back(box); }

  bool IsFree(const Box& box) const {
    for (const Box& taken : boxes_) {
      if (taken.Meets(box)) return false;
    }
    return true;
  }

  // Takes the place when it is free.
  bool TryAdd(const Box& box) {
    if (!IsFree(box)) return false;
    Add(box);
    return true;
  }

 private:
  std::vector<Box> boxes_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_BOXES_H_

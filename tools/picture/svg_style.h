// The colours and patterns of a picture, light and dark.
//
// Every colour is a CSS variable that a dark surrounding exchanges; each rule also names the light
// colour outright, for renderers that know no variables. Hues are apart for colour-blind readers,
// and no meaning rests on hue alone: bars differ by pattern, marks by shape.
#ifndef DECREE_TOOLS_PICTURE_SVG_STYLE_H_
#define DECREE_TOOLS_PICTURE_SVG_STYLE_H_

#include <string>

namespace decree::tools {

// <style> and <defs>; ids begin with "decree-", rules with ".decree".
std::string StyleAndPatterns();

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_STYLE_H_

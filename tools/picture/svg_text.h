// Text inside an SVG picture: escaped, and measured without a font.
//
// Widths are estimates, in pixels, by the wide end of what sans-serif fonts have (DejaVu Sans), so
// that text laid out by them does not run into its neighbour in a narrower font.
#ifndef DECREE_TOOLS_PICTURE_SVG_TEXT_H_
#define DECREE_TOOLS_PICTURE_SVG_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

namespace decree::tools {

// Text or an attribute's value of XML 1.0: one line; what XML cannot hold (control characters,
// invalid UTF-8, non-characters) becomes U+FFFD.
std::string XmlText(const std::string& text);

// A coordinate with at most one decimal: "12", "12.5".
std::string Px(double value);

// Pixels that `text` takes at most at `size_px`.
double TextWidth(const std::string& text, double size_px, bool bold = false);

// `text` if it fits into `width_px`, else its beginning with "…"; "" when less than `letters_min`
// characters would be left of it.
std::string FitText(const std::string& text, double width_px, double size_px, bool bold = false,
                    size_t letters_min = 4);

// At most `lines_max` lines broken at spaces; the last one ends in "…" when text is left over.
std::vector<std::string> FitLines(const std::string& text, double width_px, double size_px,
                                  size_t lines_max);

// The beginning of `text`, at most `letters_max` characters: for the titles that a pointer shows.
std::string Shortened(const std::string& text, size_t letters_max);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_TEXT_H_

#include "tools/picture/svg_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

// Widths of U+0020 … U+007E in thousandths of the font size.
constexpr std::array<uint16_t, 95> kAsciiWidths = {
    318,  401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,  // sp … /
    636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,  // 0 … ?
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 400, 656, 557, 863, 748, 787,  // @ … O
    603,  787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,  // P … _
    500,  613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,  // ` … o
    635,  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838};      // p … ~
constexpr double kOtherNarrow = 0.85, kOtherWide = 1.05, kBoldFactor = 1.13;

// Bytes of the character at `at` of a text that is Printable, hence valid.
size_t BytesAt(const std::string& text, size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  const size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(bytes, text.size() - at);
}

double WidthOfCharacter(const std::string& text, size_t at, size_t bytes) {
  const auto lead = static_cast<uint8_t>(text[at]);
  if (bytes == 1 && lead >= 0x20 && lead < 0x7F) return kAsciiWidths[lead - 0x20] / 1000.0;
  const size_t columns = ColumnsOf(text.substr(at, bytes));
  return columns == 0 ? 0 : columns == 1 ? kOtherNarrow : kOtherWide;
}

std::string WithEllipsis(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.pop_back();
  return text + "…";
}

}  // namespace

std::string XmlText(const std::string& text) {
  // Valid UTF-8 may still name the two non-characters that XML 1.0 has no place for.
  return absl::StrReplaceAll(Printable(text), {{"&", "&amp;"},
                                               {"<", "&lt;"},
                                               {">", "&gt;"},
                                               {"\"", "&quot;"},
                                               {"'", "&#39;"},
                                               {"\xEF\xBF\xBE", "\xEF\xBF\xBD"},
                                               {"\xEF\xBF\xBF", "\xEF\xBF\xBD"}});
}

std::string Px(double value) {
  const double rounded = std::round(value * 10) / 10;
  std::string text = absl::StrFormat("%.1f", rounded == 0 ? 0.0 : rounded);
  if (text.back() == '0') text.resize(text.size() - 2);
  return text;
}

double TextWidth(const std::string& text, double size_px, bool bold) {
  double width = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = BytesAt(text, at);
    width += WidthOfCharacter(text, at, bytes);
    at += bytes;
  }
  return width * size_px * (bold ? kBoldFactor : 1.0);
}

std::string FitText(const std::string& text, double width_px, double size_px, bool bold,
                    size_t letters_min) {
  if (TextWidth(text, size_px, bold) <= width_px) return text;
  const double room = width_px - TextWidth("…", size_px, bold);
  double used = 0;
  size_t at = 0, letters = 0;
  while (at < text.size()) {
    const size_t bytes = BytesAt(text, at);
    used += WidthOfCharacter(text, at, bytes) * size_px * (bold ? kBoldFactor : 1.0);
    if (used > room) break;
    at += bytes;
    ++letters;
  }
  return letters < letters_min ? "" : WithEllipsis(text.substr(0, at));
}

std::vector<std::string> FitLines(const std::string& text, double width_px, double size_px,
                                  size_t lines_max) {
  std::vector<std::string> lines;
  std::string rest = text;
  while (lines.size() + 1 < lines_max && TextWidth(rest, size_px) > width_px) {
    size_t end = 0;  // after the last word that fits
    for (size_t space = rest.find(' '); space != std::string::npos;
         space = rest.find(' ', space + 1)) {
      if (TextWidth(rest.substr(0, space), size_px) > width_px) break;
      end = space;
    }
    if (end == 0) break;  // a word wider than the line
    lines.push_back(rest.substr(0, end));
    rest.erase(0, end + 1);
  }
  const std::string last = FitText(rest, width_px, size_px, false, 1);
  if (!last.empty() || lines.empty()) lines.push_back(last);
  return lines;
}

std::string Shortened(const std::string& text, size_t letters_max) {
  size_t at = 0;
  for (size_t letters = 0; at < text.size() && letters < letters_max; ++letters) {
    at += BytesAt(text, at);
  }
  return at < text.size() ? WithEllipsis(text.substr(0, at)) : text;
}

}  // namespace decree::tools

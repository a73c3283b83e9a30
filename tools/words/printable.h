// Text that may be shown, and text measured in columns.
//
// Events come from outside: their text is made Printable before a person sees it, so that no escape
// sequence in a title reaches the terminal.
#ifndef DECREE_TOOLS_WORDS_PRINTABLE_H_
#define DECREE_TOOLS_WORDS_PRINTABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace decree::tools {

// One line without control characters.
std::string Printable(const std::string& text);
// What is not Printable as \u001b and the like, and U+FFFD for what is no text; tabs and line ends
// stay.
std::string EscapedControls(const std::string& text);

// For messages about a text: what is not Printable or cannot be seen (a zero-width or no-break
// space, a byte order mark) as \u200b and the like.
std::string Visible(const std::string& text);

size_t ColumnsOf(const std::string& text);
std::string PadTo(const std::string& text, size_t columns);
std::string CutTo(const std::string& text, size_t columns);                // with "…" when cut
std::vector<std::string> WrapTo(const std::string& text, size_t columns);  // at least one line

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_PRINTABLE_H_

// What is known of where text for people goes.
#ifndef DECREE_TOOLS_TEXT_TERMINAL_H_
#define DECREE_TOOLS_TEXT_TERMINAL_H_

#include <cstddef>
#include <string>

namespace decree::tools {

struct Terminal {
  bool is_terminal = false;
  bool color = false;  // a terminal, and NO_COLOR is not set
  size_t width = 100;  // columns
};

Terminal DescribeStdout();
Terminal DescribeStderr();

enum class Ink { kPlain, kBold, kFaint, kGreen, kRed, kYellow, kBlue };
std::string Colored(const Terminal& terminal, Ink ink, const std::string& text);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_TERMINAL_H_

#include "tools/text/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"

namespace decree::tools {
namespace {

constexpr size_t kWidthMin = 40;
constexpr size_t kWidthMax = 400;

Terminal Describe(int descriptor) {
  Terminal terminal;
  terminal.is_terminal = isatty(descriptor) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string(term) == "dumb";
  terminal.color = terminal.is_terminal && !dumb && (no_color == nullptr || *no_color == '\0');
  winsize size{};
  int columns = 0;
  const char* wished = std::getenv("COLUMNS");
  if (wished != nullptr && absl::SimpleAtoi(wished, &columns) && columns > 0) {
    terminal.width = static_cast<size_t>(columns);
  } else if (terminal.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  }
  terminal.width = std::clamp(terminal.width, kWidthMin, kWidthMax);
  return terminal;
}

}  // namespace

Terminal DescribeStdout() { return Describe(STDOUT_FILENO); }
Terminal DescribeStderr() { return Describe(STDERR_FILENO); }

std::string Colored(const Terminal& terminal, Ink ink, const std::string& text) {
  if (!terminal.color || ink == Ink::kPlain) return text;
  static constexpr const char* kCodes[] = {"0", "1", "2", "32", "31", "33", "34"};
  return std::string("\x1b[") + kCodes[static_cast<size_t>(ink)] + "m" + text + "\x1b[0m";
}

}  // namespace decree::tools

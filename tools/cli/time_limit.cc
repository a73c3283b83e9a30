#include "tools/cli/time_limit.h"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"

namespace decree::tools {
namespace {

constexpr absl::Duration kGrace = absl::Seconds(1);
constexpr absl::Duration kTimeoutMax = absl::Hours(24 * 366);

// What the handler says and does, which may call nothing that is not safe in a signal.
char g_message[256];
size_t g_message_bytes = 0;
int g_status = kOutOfTime;

extern "C" void EndProcess(int) {
  const ssize_t ignored = write(STDERR_FILENO, g_message, g_message_bytes);
  (void)ignored;
  _exit(g_status);
}

void SetTimer(absl::Duration after) {
  itimerval timer{};
  timer.it_value = absl::ToTimeval(after);
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

absl::StatusOr<absl::Duration> ParseTimeout(const std::string& text) {
  double seconds = 0;
  absl::Duration timeout;
  if (absl::SimpleAtod(text, &seconds)) {
    timeout = absl::Seconds(seconds);
  } else if (!absl::ParseDuration(text, &timeout)) {
    timeout = absl::ZeroDuration();
  }
  if (timeout > absl::ZeroDuration() && timeout <= kTimeoutMax) return timeout;
  return absl::InvalidArgumentError(
      absl::StrCat("--timeout: \"", text, "\" is no time; give seconds, or 500ms, 30s, 2m"));
}

EndedLate::EndedLate(absl::string_view verb, bool is_append, absl::Duration timeout) {
  const std::string message =
      is_append ? absl::StrCat("decree: ", verb, " was stopped by --timeout: outcome unknown; ",
                               "repeat with the same ids\n")
                : absl::StrCat("decree: ", verb, " was stopped by --timeout before it was done\n");
  g_message_bytes = std::min(message.size(), sizeof(g_message));
  std::memcpy(g_message, message.data(), g_message_bytes);
  g_status = is_append ? kOutcomeUnknown : kOutOfTime;
  struct sigaction action {};
  action.sa_handler = EndProcess;
  sigaction(SIGALRM, &action, nullptr);
  SetTimer(timeout + kGrace);
}

EndedLate::~EndedLate() {
  SetTimer(absl::ZeroDuration());
  std::signal(SIGALRM, SIG_DFL);
}

}  // namespace decree::tools

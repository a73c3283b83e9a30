#include "tools/cli/interruption.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "tools/input/whole_file.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

// What is left of a verb that was ended on the way, and what goes on from there. Verbs that are not
// named only read.
struct GoingOn {
  absl::string_view verb;
  absl::string_view how;
};
constexpr std::array<GoingOn, 7> kGoingOn = {{
    {"append",
     "what was not acknowledged may be stored or not; give the same command again: what is stored "
     "counts as repeats"},
    {"backup", "give the same command again: it goes on from what is there"},
    {"restore", "the new store is not there; give the same command again"},
    {"doctor", "the record is as it was; give the same command again"},
    {"projections", "the record is as it was; give the same command again"},
    {"audit", "what was to be written is there whole or not at all; give the same command again"},
    {"", "nothing was changed"},
}};

// A handler may call little, so what it writes lies ready; the one that is not in use is changed.
struct Message {
  std::array<char, 2048> text{};
  size_t bytes = 0;
};
std::array<Message, 2> g_lying_ready;
std::atomic<const Message*> g_told_now = nullptr;
std::string g_interrupted_verb;

extern "C" void EndInterrupted(int signal_number) {
  if (const Message* const message = g_told_now.load(); message != nullptr) {
    const ssize_t ignored = ::write(STDERR_FILENO, message->text.data(), message->bytes);
    (void)ignored;
  }
  RemoveUnfinishedFile();
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

void SetHandlers(void (*handler)(int)) {
  for (const int signal_number : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    ::sigaction(signal_number, nullptr, &now);
    if (now.sa_handler == SIG_IGN) continue;  // nohup and the like
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_NODEFER | SA_RESTART;
    ::sigaction(signal_number, &action, nullptr);
  }
}

}  // namespace

void TellInterruptionOf(const std::string& stored) {
  if (g_interrupted_verb.empty()) return;
  const auto* const going_on =
      std::find_if(kGoingOn.begin(), kGoingOn.end() - 1,
                   [](const GoingOn& known) { return known.verb == g_interrupted_verb; });
  // Behind the ^C that a terminal shows.
  const absl::string_view begin = ::isatty(STDERR_FILENO) == 1 ? "\n" : "";
  std::string text = absl::StrCat(begin, "decree: ", g_interrupted_verb, " was interrupted");
  if (!stored.empty()) absl::StrAppend(&text, "; stored: ", Printable(stored));
  if (stored.empty() || g_interrupted_verb == "append") absl::StrAppend(&text, "; ", going_on->how);
  absl::StrAppend(&text, "\n");
  Message& next = g_told_now.load() == g_lying_ready.data() ? g_lying_ready[1] : g_lying_ready[0];
  next.bytes = std::min(text.size(), next.text.size());
  std::memcpy(next.text.data(), text.data(), next.bytes);
  g_told_now.store(&next);
}

void RenameInterruption(absl::string_view name) {
  if (g_interrupted_verb.empty()) return;
  g_interrupted_verb = std::string(name);
  TellInterruptionOf("");
}

Interruption::Interruption(absl::string_view verb) : is_outermost_(g_interrupted_verb.empty()) {
  if (!is_outermost_) return;
  g_interrupted_verb = std::string(verb);
  TellInterruptionOf("");
  SetHandlers(EndInterrupted);
}

Interruption::~Interruption() {
  if (!is_outermost_) return;
  SetHandlers(SIG_DFL);
  g_told_now.store(nullptr);
  g_interrupted_verb.clear();
}

}  // namespace decree::tools

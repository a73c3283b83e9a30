#include "tools/cli/stored.h"

#include <csignal>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/interruption.h"

namespace decree::tools {

void Stored::Tell(const std::string& key, const std::string& what) {
  std::signal(SIGPIPE, SIG_IGN);
  told_[key] = what;
  TellInterruptionOf(Text());
}

std::string Stored::Text() const {
  return absl::StrJoin(
      told_, "; ", [](std::string* out, const auto& told) { absl::StrAppend(out, told.second); });
}

}  // namespace decree::tools

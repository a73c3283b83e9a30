// What is refused of what was handed in, and why.
#ifndef DECREE_TOOLS_INPUT_REFUSAL_H_
#define DECREE_TOOLS_INPUT_REFUSAL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace decree::tools {

struct Refusal {
  std::string file;
  uint64_t line = 0;  // 0: the file as a whole
  std::string error;  // without file and line
};
std::string TextOf(const Refusal& refusal);  // "FILE: line 12: …"

// True when the status speaks of what was handed in, so that other events may still be appended.
bool IsRefusal(const absl::Status& status);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_REFUSAL_H_

// --axis, of the verbs that follow one.
#ifndef DECREE_TOOLS_CLI_AXIS_FLAG_H_
#define DECREE_TOOLS_CLI_AXIS_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/decree.h"

namespace decree::tools {

// InvalidArgument naming --axis and what to write.
absl::StatusOr<Axis> AxisFromFlag(const std::string& text);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_AXIS_FLAG_H_

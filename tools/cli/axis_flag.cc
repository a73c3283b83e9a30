#include "tools/cli/axis_flag.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace decree::tools {

absl::StatusOr<Axis> AxisFromFlag(const std::string& text) {
  const std::optional<Axis> axis = AxisFromName(text);
  if (axis) return *axis;
  return absl::InvalidArgumentError(
      absl::StrCat("--axis: \"", text, "\" is no axis; give effective, known or recorded"));
}

}  // namespace decree::tools

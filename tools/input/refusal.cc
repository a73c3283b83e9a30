#include "tools/input/refusal.h"

#include "absl/strings/str_cat.h"

namespace decree::tools {

std::string TextOf(const Refusal& refusal) {
  if (refusal.line == 0) return absl::StrCat(refusal.file, ": ", refusal.error);
  return absl::StrCat(refusal.file, ": line ", refusal.line, ": ", refusal.error);
}

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

}  // namespace decree::tools

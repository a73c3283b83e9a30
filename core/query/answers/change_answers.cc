#include "core/query/answers/change_answers.h"

namespace decree {

absl::string_view NameOf(Axis value) {
  switch (value) {
    case Axis::kEffective:
      return "effective";
    case Axis::kKnown:
      return "known";
    case Axis::kRecorded:
      return "recorded";
  }
  return "effective";
}

std::optional<Axis> AxisFromName(absl::string_view name) {
  for (const Axis axis : {Axis::kEffective, Axis::kKnown, Axis::kRecorded}) {
    if (NameOf(axis) == name) return axis;
  }
  return std::nullopt;
}

absl::string_view NameOf(DiffKind value) {
  switch (value) {
    case DiffKind::kBegan:
      return "began";
    case DiffKind::kEnded:
      return "ended";
    case DiffKind::kChanged:
      return "changed";
    case DiffKind::kNewlyKnown:
      return "newlyKnown";
  }
  return "changed";
}

absl::string_view NameOf(OutlookKind value) {
  switch (value) {
    case OutlookKind::kBegins:
      return "begins";
    case OutlookKind::kEnds:
      return "ends";
    case OutlookKind::kReturns:
      return "returns";
    case OutlookKind::kSuspends:
      return "suspends";
    case OutlookKind::kChanges:
      return "changes";
  }
  return "changes";
}

}  // namespace decree

// diff A..B: what began, ended, changed and became known between two points of one axis.
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/axis_flag.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

struct DiffArguments {
  DiffQuestion question;
  std::string points, axis = "effective";
};

absl::Status ReadArguments(const Session& session, const DiffArguments& arguments,
                           DiffQuestion& question) {
  const size_t dots = arguments.points.find("..");
  const bool two = dots != std::string::npos && dots > 0 && dots + 2 < arguments.points.size() &&
                   arguments.points.find("..", dots + 2) == std::string::npos;
  if (!two) {
    return absl::InvalidArgumentError(
        absl::StrCat("A..B: \"", arguments.points,
                     "\" is not two points; write them with two dots between, e.g. "
                     "2025-11-01..2025-12-01"));
  }
  question.before = arguments.points.substr(0, dots);
  question.after = arguments.points.substr(dots + 2);
  const auto axis = AxisFromFlag(arguments.axis);
  if (!axis.ok()) return axis.status();
  question.axis = *axis;
  question.view = session.view;
  question.limits = session.limits;
  const auto moves = [&](Axis moving, const std::string& value, const char* flag) {
    if (question.axis != moving || value.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(flag, ": has no meaning with --axis ",
                                                   NameOf(moving), ", where A..B says it"));
  };
  absl::Status status = moves(Axis::kEffective, question.effective_on.text(), "--on");
  status.Update(moves(Axis::kKnown, question.view.known_by, "--known-by"));
  status.Update(moves(Axis::kRecorded, question.view.recorded_by, "--recorded-by"));
  return status;
}

int RunDiff(const Session& session, const DiffArguments& arguments) {
  DiffQuestion question = arguments.question;
  const absl::Status read = ReadArguments(session, arguments, question);
  if (!read.ok()) return Fail(read, Stage::kAsk);
  return AskAndPrint(session, [&](Record& record) { return record.Diff(question); });
}

}  // namespace

void DeclareDiff(CommandLine& line) {
  auto arguments = std::make_shared<DiffArguments>();
  DiffQuestion& question = arguments->question;
  line.AddVerb("diff", "What began, changed and ended between two points of an axis",
               "decree diff 2025-11-01..2025-12-01 --issuer US\n"
               "  decree diff 2025-10-20..2025-11-08 --axis known --on 2025-12-15\n"
               "  decree diff 70..80 --axis recorded --on 2025-12-15")
      .Required("A..B", arguments->points, "the two points, the earlier first")
      .Option("--axis", arguments->axis, "effective (the default), known or recorded")
      .Option("--on", question.effective_on,
              "the effective date; needed for the axes known and recorded")
      .Option("--issuer", question.issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question.measure, "only this measure, or a glob: 'us/*'")
      .Option("--origin", question.origin, "only measures that can reach goods of this origin")
      .Option("--destination", question.destination,
              "only measures that can reach this destination")
      .Option("--product", question.product,
              "only measures that can reach this product (HS:854142)")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunDiff(session, *arguments); });
}

}  // namespace decree::tools

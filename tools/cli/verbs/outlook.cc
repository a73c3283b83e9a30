// outlook DATE [--days N]: what begins, ends or snaps back in the days ahead.
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

struct OutlookArguments {
  OutlookQuestion question;
  std::string days = "30";
};

int RunOutlook(const Session& session, const OutlookArguments& arguments) {
  OutlookQuestion question = arguments.question;
  question.view = session.view;
  question.limits = session.limits;
  if (!absl::SimpleAtoi(arguments.days, &question.days)) {
    return Fail(absl::InvalidArgumentError(absl::StrCat("--days: \"", arguments.days,
                                                        "\" is no number of days; give a whole "
                                                        "number, e.g. 30")),
                Stage::kAsk);
  }
  return AskAndPrint(session, [&](Record& record) { return record.Outlook(question); });
}

}  // namespace

void DeclareOutlook(CommandLine& line) {
  auto arguments = std::make_shared<OutlookArguments>();
  OutlookQuestion& question = arguments->question;
  line.AddVerb("outlook", "What begins, ends or snaps back in the days after a date",
               "decree outlook 2026-10-15 --days 30 --known-by 2025-11-08")
      .Required("DATE", question.on, "the day to look ahead from: 2025-11-05, today, +30d")
      .Option("--days", arguments->days, "how many days to look ahead (30)")
      .Option("--issuer", question.issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question.measure, "only this measure, or a glob: 'us/*'")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunOutlook(session, *arguments); });
}

}  // namespace decree::tools

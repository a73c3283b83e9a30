// audit export [--out FILE] -- VERB …: an answer with all that proves it, in one file.
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "tools/cli/asked_words.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/input/whole_file.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

struct ExportArguments {
  std::string out;
  std::vector<std::string> words;
};

// What a bundle cannot hold is a question too wide, not a fault of the store.
int FailToExport(const absl::Status& status) {
  const bool too_wide = absl::IsResourceExhausted(status) && !IsNoRoom(status);
  return Fail(too_wide ? absl::InvalidArgumentError(status.message()) : status, Stage::kAsk);
}

int RunExport(const Session& session, const ExportArguments& arguments) {
  const auto words = WordsForBundle(arguments.words, SystemClock().NowMicros());
  if (!words.ok()) return Fail(words.status(), Stage::kAsk);
  std::error_code unreadable;
  if (arguments.out != "-" && std::filesystem::exists(arguments.out, unreadable)) {
    return Fail(absl::InvalidArgumentError(
                    absl::StrCat("--out: \"", arguments.out,
                                 "\" exists; a proof is never overwritten, name another file")),
                Stage::kAsk);
  }
  const auto store = OpenToAudit(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const absl::StatusOr<AnswerBundle> bundle = (*store)->Export(*words, AskWithJson);
  if (!bundle.ok()) return FailToExport(bundle.status());
  const absl::StatusOr<std::string> text = FormatBundle(*bundle);
  if (!text.ok()) return FailToExport(text.status());
  if (arguments.out.empty() || arguments.out == "-") {
    std::cout << *text;
    return kAnswered;
  }
  const absl::Status written = WriteWholeFile(arguments.out, *text);
  if (!written.ok()) return FailedOutput(written);
  session.stored->Tell("bundle", "the answer with its proofs in " + arguments.out);
  std::cout << "wrote " << Printable(arguments.out) << ": an answer, " << bundle->records.size()
            << " events and " << bundle->rows.size() << " rows of streams that it rests on\n";
  return kAnswered;
}

}  // namespace

void DeclareAuditExport(CommandLine& line) {
  auto arguments = std::make_shared<ExportArguments>();
  line.AddVerb(
          "audit export", "An answer at the newest checkpoint with all that proves it",
          "decree audit export --out answer.json -- as-of 2025-11-05 --measure us/a\n"
          "  decree audit export -- explain us/additional-100-cn --on 2025-11-05 > answer.json")
      .Option("--out", arguments->out, "where the bundle goes; else standard output")
      .Rest("VERB", arguments->words, "behind --: " + VerbsOfBundles() + ", with their own flags")
      .Runs([arguments](const Session& session) { return RunExport(session, *arguments); });
}

}  // namespace decree::tools

// screen --on DATE --origin J --destination J --product P …: one transaction; --file: many.

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"
#include "tools/cli/verbs/screen_file.h"

namespace decree::tools {
namespace {

struct ScreenArguments {
  std::string on;
  TransactionFlags transaction;
  std::string file, out;
  std::vector<std::string> ignored_columns;
  bool csv_safe = false;
  bool is_template = false;
};

// The columns that every file may have, with one row as they are filled.
int PrintTemplate() {
  std::cout << "id,on,origin,destination,exporter,importer,product,value,currency,party,endUse\n"
               "ship-1,2025-11-05,CN,US,,,HTS:8501.10.40,12500.00,USD,\"Acme Motors Ltd\",\n";
  std::cerr
      << "Leave out what you do not know. `product` and `party` take several, with ; between\n"
         "them, or as columns of the same name; other columns are facts that some measure\n"
         "on record reads, as --fact takes them (contentShare=0.1%, owner=ID:60%).\n";
  return kAnswered;
}

// What describes one transaction does not go with a file of them.
absl::Status CheckTogether(const Session& session, const ScreenArguments& arguments) {
  const bool is_file = !arguments.file.empty();
  if (!is_file && !arguments.out.empty()) {
    return absl::InvalidArgumentError("--out goes with --file");
  }
  if (!is_file && !arguments.ignored_columns.empty()) {
    return absl::InvalidArgumentError("--ignore-column goes with --file");
  }
  if (!is_file && arguments.csv_safe) {
    return absl::InvalidArgumentError("--csv-safe goes with --file, which answers as CSV");
  }
  if (!is_file && arguments.on.empty()) {
    return absl::InvalidArgumentError("--on is required: the date that each measure applies by");
  }
  if (!is_file) return absl::OkStatus();
  if (session.json) return absl::InvalidArgumentError("--file answers as CSV; leave out --json");
  if (!arguments.transaction.any()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--file: its columns are the transaction; of the flags only --on and the view go with it");
}

int RunScreen(const Session& session, const ScreenArguments& arguments) {
  if (arguments.is_template) {
    const bool is_alone = arguments.file.empty() && arguments.out.empty() && arguments.on.empty() &&
                          !arguments.transaction.any();
    if (is_alone) return PrintTemplate();
    return Fail(absl::InvalidArgumentError("--template stands alone; it only prints"), Stage::kAsk);
  }
  if (const absl::Status status = CheckTogether(session, arguments); !status.ok()) {
    return Fail(status, Stage::kAsk);
  }
  if (!arguments.file.empty()) {
    const CsvForm form = arguments.csv_safe ? CsvForm::kSafe : CsvForm::kExact;
    return ScreenFile(
        session, {arguments.file, arguments.out, arguments.on, arguments.ignored_columns, form});
  }
  const absl::StatusOr<Transaction> transaction = arguments.transaction.Read(arguments.on);
  if (!transaction.ok()) return Fail(transaction.status(), Stage::kAsk);
  ScreenQuestion question;
  question.transaction = *transaction;
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(session, [&](Record& record) { return record.Screen(question); });
}

}  // namespace

void DeclareScreen(CommandLine& line) {
  auto arguments = std::make_shared<ScreenArguments>();
  Verb& verb = line.AddVerb(
      "screen", "One transaction, or a file of them: may it go, at which duty, with which licence",
      "decree screen --on 2025-06-01 --origin CN --destination US --product HTS:8501.10.40\n"
      "  decree screen --on 2025-12-15 --origin DE --destination US --product tag:rare-earths "
      "--fact contentShare=0.2%\n"
      "  decree screen --on 2025-06-01 --file shipments.csv --out decisions.csv");
  verb.Option(
      "--on", arguments->on,
      "the date that each measure applies by (entry, export …): 2025-11-05, an instant, today; "
      "of a file: for rows without their own");
  arguments->transaction.Declare(verb);
  verb.Option(
          "--file", arguments->file,
          "a CSV of transactions, `-` for standard input; columns: id, on, origin, destination, "
          "exporter, importer, product, value, currency, party, endUse …, knownBy and recordedBy; "
          "every other column is a fact that some measure on record reads")
      .OptionList("--ignore-column", arguments->ignored_columns,
                  "with --file: a column that is not read; may be repeated")
      .Option("--out", arguments->out, "where the CSV of decisions goes; else standard output")
      .Flag("--template", arguments->is_template,
            "print the first row of such a file, and one row as it is filled")
      .Flag("--csv-safe", arguments->csv_safe,
            "with --file, for spreadsheets: no cell of the answer is taken for a formula")
      .View()
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunScreen(session, *arguments); });
}

}  // namespace decree::tools

// screen --on DATE --origin J --destination J --product P …: one transaction; --file: many.
#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/screen_answer.h"
#include "tools/cli/screen_file.h"
#include "tools/cli/verbs.h"

namespace decree::cli {
namespace {

struct FlagOfField {
  const char* flag;
  const char* field;
  const char* help;
};
constexpr std::array kFlags = {
    FlagOfField{"--origin", "origin", "where the goods come from (CN)"},
    FlagOfField{"--destination", "destination", "where they go (US)"},
    FlagOfField{"--shipped-from", "shippedFrom", "where they are shipped from"},
    FlagOfField{"--exporter", "exporter", "id of the exporter"},
    FlagOfField{"--importer", "importer", "id of the importer"},
    FlagOfField{"--consignee", "consignee", "id of the consignee"},
    FlagOfField{"--end-user", "endUser", "id of the end user"},
    FlagOfField{"--movement", "movement", "export, reExport or transfer"},
    FlagOfField{"--end-use", "endUse", "what it is used for"},
    FlagOfField{"--preference", "preference", "the preference claimed; `none` says there is none"},
    FlagOfField{"--value", "value", "customs value: 10000, or \"10000 USD\""},
    FlagOfField{"--currency", "currency", "of the value (USD)"},
};

struct ScreenArguments {
  std::string on;
  std::array<std::string, kFlags.size()> values;
  std::vector<std::string> products, parties, facts;
  std::string file, out;
};

absl::StatusOr<Transaction> TransactionOf(const ScreenArguments& arguments) {
  std::vector<TransactionField> fields = {{"on", arguments.on}};
  for (size_t i = 0; i < kFlags.size(); ++i)
    fields.push_back({kFlags[i].field, arguments.values[i]});
  for (const std::string& product : arguments.products) fields.push_back({"product", product});
  for (const std::string& party : arguments.parties) fields.push_back({"party", party});
  for (const std::string& fact : arguments.facts) {
    const size_t equals = fact.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == fact.size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--fact: \"", fact, "\" is no fact; write name=value, e.g. contentShare=0.1%"));
    }
    fields.push_back({fact.substr(0, equals), fact.substr(equals + 1)});
  }
  return TransactionFromFields(fields);
}

// What describes one transaction does not go with a file of them.
absl::Status CheckTogether(const Session& session, const ScreenArguments& arguments) {
  const bool is_file = !arguments.file.empty();
  if (!is_file && !arguments.out.empty()) {
    return absl::InvalidArgumentError("--out goes with --file");
  }
  if (!is_file && arguments.on.empty()) {
    return absl::InvalidArgumentError("--on is required: the date that each measure applies by");
  }
  if (!is_file) return absl::OkStatus();
  if (session.json) return absl::InvalidArgumentError("--file answers as CSV; leave out --json");
  const bool is_one = !arguments.products.empty() || !arguments.parties.empty() ||
                      !arguments.facts.empty() ||
                      std::any_of(arguments.values.begin(), arguments.values.end(),
                                  [](const std::string& value) { return !value.empty(); });
  if (!is_one) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--file: its columns are the transaction; of the flags only --on and the view go with it");
}

int RunScreen(const Session& session, const ScreenArguments& arguments) {
  if (const absl::Status status = CheckTogether(session, arguments); !status.ok()) {
    return Fail(status, Stage::kAsk);
  }
  if (!arguments.file.empty()) {
    return ScreenFile(session, {arguments.file, arguments.out, arguments.on});
  }
  const absl::StatusOr<Transaction> transaction = TransactionOf(arguments);
  if (!transaction.ok()) return Fail(transaction.status(), Stage::kAsk);
  ScreenQuestion question;
  question.transaction = *transaction;
  question.view = session.view;
  return AskAndPrint(
      session, [&](Decree& store) { return store.Screen(question); },
      [&](const auto& answer) { PrintScreenJson(answer, session.view.floor); }, [](const auto&) {},
      [&](const auto& answer, Decree&) { PrintScreenTable(session, answer); });
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
  verb.Option("--on", arguments->on,
              "the date that each measure applies by (entry, export …): EDTF, RFC 3339 or `today`; "
              "of a file: for rows without their own");
  for (size_t i = 0; i < kFlags.size(); ++i) {
    verb.Option(kFlags[i].flag, arguments->values[i], kFlags[i].help);
  }
  verb.OptionList("--product", arguments->products,
                  "code or tag of the product (HTS:8541.42.00); repeat it for its other codes and "
                  "tags")
      .OptionList("--party", arguments->parties, "id of a party involved; may be repeated")
      .Option(
          "--file", arguments->file,
          "a CSV of transactions, `-` for standard input; columns: id, on, origin, destination, "
          "exporter, importer, product, value, currency, party, endUse …, knownBy and recordedBy; "
          "every other column is a fact")
      .Option("--out", arguments->out, "where the CSV of decisions goes; else standard output")
      .OptionList("--fact", arguments->facts,
                  "name=value: contentShare=0.1%, owner=ID:60% (repeatable), exported=DATE, "
                  "loaded=DATE, entered=DATE, contract=DATE, exception=NAME, kg=1200 …")
      .View()
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunScreen(session, *arguments); });
}

}  // namespace decree::cli

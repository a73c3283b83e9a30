#include "tools/cli/verbs/screen_rows.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr char kKnownBy[] = "knownBy";
constexpr char kRecordedBy[] = "recordedBy";
constexpr size_t kViewsMax = 16;        // at a time; each keeps what it has read
constexpr size_t kWrittenMax = 16'384;  // outcomes that stand ready as text

}  // namespace

std::string AnswerHeaderLine(CsvForm form) {
  return CsvLine(form,
                 {"id", "decision", "added", "measures", "pending", "missing", "notes", "error"});
}

RowScreener::RowScreener(Record& record, const ViewText& view, const std::string& on,
                         const std::vector<std::string>& columns, CsvForm form)
    : record_(record), view_(view), on_(on), form_(form), columns_(columns.size()) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == "id") id_ = i;
    if (columns[i] == kKnownBy) {
      known_by_ = i;
    } else if (columns[i] == kRecordedBy) {
      recorded_by_ = i;
    } else if (!columns[i].empty()) {
      field_columns_.push_back(i);
      fields_.push_back({columns[i], ""});
    }
  }
}

absl::string_view RowScreener::Cell(const CsvRow& row, size_t column) const {
  return column < row.cells.size() ? absl::StripAsciiWhitespace(row.cells[column]) : "";
}

absl::StatusOr<Screenings*> RowScreener::ScreeningsFor(const CsvRow& row) {
  absl::string_view known_by = Cell(row, known_by_), recorded_by = Cell(row, recorded_by_);
  if (known_by.empty()) known_by = view_.known_by;
  if (recorded_by.empty()) recorded_by = view_.recorded_by;
  const bool is_newest =
      newest_ != nullptr && newest_view_.first == known_by && newest_view_.second == recorded_by;
  if (is_newest) return newest_;
  newest_view_ = {std::string(known_by), std::string(recorded_by)};
  newest_ = nullptr;
  if (views_.size() >= kViewsMax && !views_.contains(newest_view_)) views_.clear();
  std::unique_ptr<Screenings>& screenings = views_[newest_view_];
  if (screenings == nullptr) {
    ViewText view = view_;
    view.known_by = newest_view_.first;
    view.recorded_by = newest_view_.second;
    absl::StatusOr<std::unique_ptr<Screenings>> started = record_.StartScreening(view);
    if (!started.ok()) {
      views_.erase(newest_view_);
      return started.status();
    }
    screenings = *std::move(started);
  }
  return newest_ = screenings.get();
}

absl::Status RowScreener::AddWarnings(const Transaction& transaction, Screenings& screenings,
                                      AnsweredRows& answered) {
  for (const ProductCode& product : transaction.products) {
    if (product.system != ProductSystem::kTag) continue;
    if (warnings_.size() >= kWrittenMax && !warnings_.contains(product.code)) warnings_.clear();
    const auto [of_tag, is_new] = warnings_.try_emplace(product.code);
    if (is_new) {
      Transaction tagged;
      tagged.products.push_back(product);
      DECREE_ASSIGN_OR_RETURN(of_tag->second, screenings.WarningsOf(tagged));
    }
    for (const std::string& warning : of_tag->second) ++answered.warnings[warning];
  }
  return absl::OkStatus();
}

absl::StatusOr<RowScreener::RowAnswer> RowScreener::AnswerOf(const CsvRow& row,
                                                             AnsweredRows& answered) {
  if (row.cells.size() != columns_) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the row has ", row.cells.size(), " cells, the first row names ", columns_, " columns"));
  }
  for (size_t i = 0; i < fields_.size(); ++i) {
    const absl::string_view cell = Cell(row, field_columns_[i]);
    fields_[i].value.assign(cell.data(), cell.size());
  }
  DECREE_ASSIGN_OR_RETURN(Transaction transaction, TransactionFromFields(fields_));
  if (transaction.on.empty()) transaction.on = on_;
  if (transaction.on.empty()) {
    return absl::InvalidArgumentError(
        "on: missing; give the row a date in the column `on`, or all of them one with --on");
  }
  DECREE_ASSIGN_OR_RETURN(Screenings* const screenings, ScreeningsFor(row));
  DECREE_RETURN_IF_ERROR(AddWarnings(transaction, *screenings, answered));
  RowAnswer answer;
  DECREE_ASSIGN_OR_RETURN(answer.outcome, screenings->OutcomeOf(transaction));
  DECREE_ASSIGN_OR_RETURN(const std::vector<PossibleParty> possible,
                          screenings->PossiblePartiesOf(transaction));
  answer.notes = PartyNotes(transaction, possible);
  for (const std::string& note : NotesOfMany(screenings->header())) ++answered.warnings[note];
  return answer;
}

const std::string& RowScreener::TextOf(const Outcome& outcome) {
  if (written_.size() >= kWrittenMax && !written_.contains(outcome.get())) written_.clear();
  const auto [it, is_new] = written_.try_emplace(outcome.get());
  if (is_new) {
    it->second.outcome = outcome;
    for (const std::string& field :
         {std::string(NameOf(outcome->decision)), outcome->added.rate,
          absl::StrJoin(outcome->measures, ";"), absl::StrJoin(outcome->pending, ";"),
          absl::StrJoin(outcome->missing, ";")}) {
      AppendCsvField(form_, field, it->second.text);
      it->second.text.push_back(',');
    }
  }
  return it->second.text;
}

AnsweredRows RowScreener::Answer(absl::Span<const CsvRow* const> rows) {
  AnsweredRows answered;
  for (const CsvRow* const at : rows) {
    const CsvRow& row = *at;
    const absl::StatusOr<RowAnswer> answer = AnswerOf(row, answered);
    AppendCsvField(form_, Cell(row, id_), answered.text);
    if (answer.ok()) {
      absl::StrAppend(&answered.text, ",", TextOf(answer->outcome),
                      CsvLine(form_, {absl::StrJoin(answer->notes, "; "), ""}));
      ++answered.counts[static_cast<size_t>(answer->outcome->decision)];
      const std::string& trouble = answer->outcome->trouble;
      if (!trouble.empty()) answered.contradictions.insert(trouble);
    } else {
      const std::string trouble(answer.status().message());
      answered.troubles.push_back({row.line, trouble});
      absl::StrAppend(&answered.text, ",,,,,,,", CsvLine(form_, {trouble}));
    }
    answered.ends.push_back(answered.text.size());
  }
  return answered;
}

}  // namespace decree::tools

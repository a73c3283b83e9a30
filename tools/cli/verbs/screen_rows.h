// Rows of a file of transactions on their way to answers: read, screened and written as CSV again.
#ifndef DECREE_TOOLS_CLI_VERBS_SCREEN_ROWS_H_
#define DECREE_TOOLS_CLI_VERBS_SCREEN_ROWS_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/decree.h"
#include "core/model/asked_date.h"
#include "tools/input/csv_reader.h"
#include "tools/text/rows.h"

namespace decree::tools {

struct RowTrouble {
  uint64_t line = 0;
  std::string what;
};
// Rows by what ScreenDecision they came to.
using RowCounts = std::array<uint64_t, 4>;
struct AnsweredRows {
  RowCounts counts{};
  std::string text;          // a line of CSV for each row
  std::vector<size_t> ends;  // of each in the text
  std::vector<RowTrouble> troubles;
  std::set<std::string> contradictions;      // stacking rules that leave rows undetermined
  std::map<std::string, uint64_t> warnings;  // ScreenAnswer::warnings, with the rows they are of
};

// Which row of the answers is which: the first line of the output.
std::string AnswerHeaderLine(CsvForm form);

// Not safe for concurrent use: one a thread. The store must outlive it.
class RowScreener {
 public:
  // `view`, `on`: for rows without their own; `view.recorded_by` is set, so that all rows rest on
  // one state of the record. A column without a name is not read.
  RowScreener(Record& record, const ViewText& view, const std::string& on,
              const std::vector<std::string>& columns, CsvForm form);

  AnsweredRows Answer(absl::Span<const CsvRow* const> rows);

 private:
  using Outcome = std::shared_ptr<const ScreenOutcome>;
  static constexpr size_t kNoColumn = SIZE_MAX;

  struct RowAnswer {
    Outcome outcome;
    std::vector<std::string> notes;  // of this row alone
  };

  absl::StatusOr<RowAnswer> AnswerOf(const CsvRow& row, AnsweredRows& answered);
  absl::Status AddWarnings(const Transaction& transaction, Screenings& screenings,
                           AnsweredRows& answered);
  absl::StatusOr<Screenings*> ScreeningsFor(const CsvRow& row);
  const std::string& TextOf(const Outcome& outcome);
  absl::string_view Cell(const CsvRow& row, size_t column) const;

  Record& record_;
  const ViewText view_;
  const AskedDate on_;
  const CsvForm form_;
  const size_t columns_;
  size_t id_ = kNoColumn, known_by_ = kNoColumn, recorded_by_ = kNoColumn;
  std::vector<size_t> field_columns_;     // of `fields_`
  std::vector<TransactionField> fields_;  // their names stay, their values are a row's
  // By the known and the recorded word of the view.
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Screenings>, std::less<>> views_;
  Screenings* newest_ = nullptr;
  std::pair<std::string, std::string> newest_view_;
  struct Written {
    Outcome outcome;   // kept, so that the address stays its own
    std::string text;  // its cells, each with a comma after it
  };
  absl::flat_hash_map<const ScreenOutcome*, Written> written_;
  absl::flat_hash_map<std::string, std::vector<std::string>> warnings_;  // by tag
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_VERBS_SCREEN_ROWS_H_

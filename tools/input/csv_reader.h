// Rows of a CSV file (RFC 4180: quoted cells, line ends inside quotes) or of standard input, with
// the line on which each begins, in bounded memory. A line ends in LF, CRLF or a lone CR. Cells
// stand between commas; where the first line has none, between semicolons or else tabs, as
// spreadsheets write them. UTF-16 is read where its mark stands at the start. Parsing is libcsv's.
#ifndef DECREE_TOOLS_INPUT_CSV_READER_H_
#define DECREE_TOOLS_INPUT_CSV_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace decree::tools {

struct CsvRow {
  uint64_t line = 0;  // 1-based; greater than that of the row before
  std::vector<std::string> cells;
};

class CsvReader {
 public:
  static constexpr size_t kRowBytesMax = 4u << 20;
  static constexpr size_t kCellsMax = 10'000;

  // "-" is standard input. Errors: InvalidArgument when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<CsvReader>> Open(const std::string& path);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // False at the end. Empty lines are skipped; a UTF-8 byte order mark at the start is left out.
  // Errors: InvalidArgument `FILE:LINE: what is wrong`: a row over the limits, a quote that is not
  // closed, a file that cannot be read. There is no going on after one.
  absl::StatusOr<bool> Next(CsvRow& row);

  uint64_t bytes_read() const;
  uint64_t bytes_total() const;  // 0: unknown
  // What was found out of the file that is not as in the RFC, for people; "": nothing. Known once
  // the first row was read.
  std::string Described() const;

 private:
  struct State;
  explicit CsvReader(std::unique_ptr<State> state);

  absl::Status Refill();

  const std::unique_ptr<State> state_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_CSV_READER_H_

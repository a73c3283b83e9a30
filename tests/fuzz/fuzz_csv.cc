// Any bytes of a CSV file of transactions: rows within the limits and in order, or an error that
// names the line; and each row, under the names of the first, is refused or read.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/assert.h"
#include "core/model/transaction.h"
#include "tools/input/csv_reader.h"

namespace {

// One file in memory or in the temporary folder, overwritten for each input.
const std::string& ScratchPath() {
  static const auto& path = *new std::string(
      (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/decree-fuzz-csv-" : "/tmp/decree-fuzz-csv-") +
      std::to_string(::getpid()));
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::FILE* file = std::fopen(ScratchPath().c_str(), "wb");
  DECREE_ASSERT(file != nullptr && std::fwrite(data, 1, size, file) == size);
  DECREE_ASSERT(std::fclose(file) == 0);
  const auto reader = decree::tools::CsvReader::Open(ScratchPath());
  ::unlink(ScratchPath().c_str());
  DECREE_ASSERT(reader.ok());
  std::vector<std::string> names;
  decree::tools::CsvRow row;
  uint64_t line = 0;
  for (;;) {
    const absl::StatusOr<bool> more = (*reader)->Next(row);
    if (!more.ok()) {
      DECREE_ASSERT(absl::IsInvalidArgument(more.status()));
      break;
    }
    if (!*more) break;
    DECREE_ASSERT(row.line > line && row.cells.size() <= decree::tools::CsvReader::kCellsMax);
    line = row.line;
    if (names.empty()) {
      names = row.cells;
      continue;
    }
    std::vector<decree::TransactionField> fields;
    for (size_t i = 0; i < std::min(names.size(), row.cells.size()); ++i) {
      fields.push_back({names[i], row.cells[i]});
    }
    const auto transaction = decree::TransactionFromFields(fields);
    DECREE_ASSERT(transaction.ok() || !transaction.status().message().empty());
  }
  return 0;
}

// The words of a question about a transaction (`--origin CN`, `--fact name=value`, columns of a
// file): lines of name=value. Any of them is refused, or read into a transaction whose fields read
// back to an equal one.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/str_split.h"
#include "core/base/assert.h"
#include "core/model/edtf_date.h"
#include "core/model/transaction.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<decree::TransactionField> fields;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
    fields.push_back({parts.first, parts.second});
  }
  const auto transaction = decree::TransactionFromFields(fields);
  if (!transaction.ok()) {
    DECREE_ASSERT(!transaction.status().message().empty());
    return 0;
  }
  const auto again = decree::TransactionFromFields(decree::FieldsOf(*transaction));
  DECREE_ASSERT(again.ok() && *again == *transaction);
  return 0;
}

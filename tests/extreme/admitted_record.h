// What append admits of a record, and the check that nothing of it makes a question fail. Without a
// test framework, so that a fuzzer can use it.
#ifndef DECREE_TESTS_EXTREME_ADMITTED_RECORD_H_
#define DECREE_TESTS_EXTREME_ADMITTED_RECORD_H_

#include <cstdint>
#include <string>

#include "tests/extreme/extreme_record.h"

namespace decree::extreme {

struct Counts {
  uint64_t admitted = 0, refused = 0, questions = 0;
  double slowest_seconds = 0;
  std::string slowest;  // the question
};

// Appends the calm record, then what of `lines` is admitted, and asks everything: of the writer, of
// a reader beside it, and of the store opened anew. "" or what went wrong.
std::string CheckRecord(const Lines& lines, Counts& counts);

}  // namespace decree::extreme

#endif  // DECREE_TESTS_EXTREME_ADMITTED_RECORD_H_

// Every question of core/decree.h, asked of a store as a whole and of what is in it.
#ifndef DECREE_TESTS_EXTREME_FACADE_QUESTIONS_H_
#define DECREE_TESTS_EXTREME_FACADE_QUESTIONS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/decree.h"

namespace decree::extreme {

// What each question came to: its name, with its error, its rows and its seconds.
struct Asked {
  std::string question;
  absl::Status status;
  double seconds = 0;
};

// `each_max`: of a question that is asked for each one of many. A question that takes longer than
// `patience` is DeadlineExceeded.
std::vector<Asked> AskEverything(Decree& store, absl::Duration patience, size_t each_max);

// What the calm record of extreme_record.h answers, in all kinds of question, as text.
absl::StatusOr<std::string> AskCalm(Decree& store);

}  // namespace decree::extreme

#endif  // DECREE_TESTS_EXTREME_FACADE_QUESTIONS_H_

// One transaction's answer at instants of the three axes, how two of them differ, and which events
// made the difference. A step from one instant to the next screens only the measures that something
// between them touches, and puts them beside what the others came to before.
#ifndef DECREE_CORE_QUERY_CHANGE_TRANSACTION_READER_H_
#define DECREE_CORE_QUERY_CHANGE_TRANSACTION_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/answers/transaction_answers.h"
#include "core/query/change/transaction_sources.h"
#include "core/query/screen/screened_measure.h"

namespace decree {

// The fields in which two answers differ: "decision", "policy", "added", "missing".
std::vector<std::string> ChangedFields(const TransactionAnswer& before,
                                       const TransactionAnswer& after);

// Not safe for concurrent use.
class TransactionReader {
 public:
  struct SharedViewCache;
  struct Stand;  // what is asked, with the caches of its view and of its date
  struct Held;   // a measure as it came out at some stand, which holds at this one too

  struct Picture {
    std::shared_ptr<Stand> stand;
    std::vector<std::shared_ptr<const Held>> held;  // as the sources' measures; null: none of it
    std::vector<StackRule> rules;
    TransactionAnswer answer;
  };

  // All must outlive the reader and its pictures.
  TransactionReader(const QuestionContext& context, const Transaction& transaction,
                    TransactionSources& sources)
      : context_(context), transaction_(transaction), sources_(sources), cache_sources_(context) {}

  absl::StatusOr<Picture> At(const AskedAt& asked);
  // The picture at another instant, from which what `touched` leaves out looks the same.
  absl::StatusOr<Picture> Next(const Picture& from, const AskedAt& asked, const Touched& touched);

  // Of the candidates those that touch something that came out differently; where none does, all.
  Positions MovingBetween(const Positions& candidates, const Picture& from,
                          const Picture& to) const;

  // Of the candidates those that brought the second (CausesAmong, core/query/change/axis_walk.h).
  absl::StatusOr<std::vector<std::string>> CausesOf(const Positions& candidates,
                                                    const Picture& from, const Picture& to);

 private:
  absl::StatusOr<std::shared_ptr<const Held>> HoldMeasure(const std::shared_ptr<Stand>& stand,
                                                          const std::string& slug);
  absl::Status ConcludePicture(Picture& picture);
  absl::StatusOr<bool> DiffersWithout(uint64_t position, const Picture& picture);

  const QuestionContext& context_;
  const Transaction& transaction_;
  TransactionSources& sources_;
  ViewCacheSources cache_sources_;  // of all view caches
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_TRANSACTION_READER_H_

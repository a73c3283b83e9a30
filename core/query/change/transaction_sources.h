// Where the answer for one transaction can change: the instants of each axis at which something
// that it is read from begins to be visible or to have effect. The same for a transaction as
// core/query/change/axis_instants.h is for a measure; besides the measures that may reach it, the
// groups that its names may belong to, the owners of its parties, theirs, and the rules between
// duties count.
#ifndef DECREE_CORE_QUERY_CHANGE_TRANSACTION_SOURCES_H_
#define DECREE_CORE_QUERY_CHANGE_TRANSACTION_SOURCES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "core/query/change/axis_instants.h"
#include "core/query/change/transaction_candidates.h"
#include "core/query/context.h"

namespace decree {

// What must be looked at again where something changes.
struct Touched {
  std::set<size_t> measures;  // indices
  bool all_measures = false;  // a group's members may have changed
  bool rules = false;         // so may the rules between duties

  void Add(const Touched& more);
};

class TransactionSources {
 public:
  // What the context refers to must outlive it.
  static absl::StatusOr<std::unique_ptr<TransactionSources>> Of(const QuestionContext& context,
                                                                const Transaction& transaction,
                                                                TransactionCandidates candidates);

  const std::vector<std::string>& measures() const { return candidates_.measures; }
  const std::vector<std::string>& program_givers() const { return candidates_.program_givers; }

  // As KnownInstants, RecordedPositions, EventsBetween, EffectiveInstants
  // (core/query/change/axis_instants.h).
  std::map<int64_t, KnownInstant> Known(const ViewFilter& filter) const;
  Positions Recorded(const ViewFilter& filter) const;
  Positions Between(const ViewFilter& before, const ViewFilter& after) const;
  absl::StatusOr<std::map<int64_t, Positions>> Effective(const ViewFilter& filter);

  Touched TouchedBy(const Positions& events) const;

  EventReader& events() { return events_; }

 private:
  explicit TransactionSources(const QuestionContext& context)
      : context_(context), strands_(context.strands, &context.limits), events_(context.log) {}

  absl::Status AddMeasures();
  absl::Status AddGroups(const Transaction& transaction);
  absl::Status AddRules();
  void NoteTouched();
  void DropIdle(Positions& events) const;

  const QuestionContext& context_;
  RepairedStrands strands_;  // lets go of nothing: the sources point into it
  EventReader events_;
  TransactionCandidates candidates_;
  std::vector<AnswerSources> of_measures_;  // as candidates_.measures
  std::vector<AnswerSources> of_givers_;
  AnswerSources groups_, rules_;
  // Memberships and owners of others than the transaction names, and than own these.
  absl::flat_hash_set<uint64_t> idle_;
  absl::flat_hash_map<uint64_t, Touched> touched_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_TRANSACTION_SOURCES_H_

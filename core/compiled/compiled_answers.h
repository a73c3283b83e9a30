// CompiledAnswers answers point questions from the point table, and keeps in memory what it has
// read of the table, so that a question costs a few probes. The table follows the log by itself;
// what it cannot tell is asked by the slow path, so that the answers are those of `as-of`. On disk
// the table is the folder `image` of a store.
//
// Safe for concurrent use. Memory is bounded by `bytes_max`; beyond it keys are read anew for each
// question.
#ifndef DECREE_CORE_COMPILED_COMPILED_ANSWERS_H_
#define DECREE_CORE_COMPILED_COMPILED_ANSWERS_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/compiled/kept_entries.h"
#include "core/compiled/point_groups.h"
#include "core/compiled/point_table.h"
#include "core/log/log_prover.h"
#include "core/query/answers/answers.h"
#include "core/query/answers/point_question.h"

namespace decree {

struct CompiledStats {
  uint64_t head = 0;      // the position the table has followed the log to
  uint64_t measures = 0;  // in the table
  uint64_t keys = 0;      // kept in memory
  uint64_t bytes = 0;     // about; of what is kept
};

// The plain numbers of a measure's state.
PointHit HitOf(uint32_t number, const MeasureState& state);

// Where the table lies. Implemented by the façade.
class PointTableHome {
 public:
  virtual ~PointTableHome() = default;
  // The table as it stands. What a read-only store adds to it stays in memory.
  virtual absl::StatusOr<std::shared_ptr<OrderedStore>> Open() = 0;
  // An empty one in its place.
  virtual absl::StatusOr<std::shared_ptr<OrderedStore>> Replace() = 0;
  // Whether another process may be bringing the table up to date.
  virtual bool IsFollowed() const = 0;
  // Whether a table of so many events may be made here.
  virtual bool MayBuild(uint64_t events) const = 0;
  // Whether the record is larger than what is made faster than a table is opened.
  virtual bool IsLarge() const = 0;
};

struct PointExpected;

class CompiledAnswers {
 public:
  // Of a record that has no table: it never serves.
  CompiledAnswers() : log_(nullptr), home_(nullptr), bytes_max_(0) {}
  // Both must outlive it.
  CompiledAnswers(const LogProver& log, PointTableHome& home, uint64_t bytes_max)
      : log_(&log), home_(&home), bytes_max_(bytes_max) {}

  // Brings the table to `head`, where `strands` stand. A newer table stays as it is. What the
  // limits cut short (DeadlineExceeded, Cancelled) is kept where the table is, and gone on with.
  absl::Status Follow(std::shared_ptr<const StrandReader> strands, uint64_t head,
                      const QuestionLimits& limits = {});
  // Writes what is not written yet and lets go of the table.
  absl::Status Close();

  // Answers under `question.view` as of position `head`. False in `served`: the table stands
  // elsewhere, the question is too wide, or the view is one that the table does not hold (an
  // instant, a floor, a past position).
  absl::Status Ask(const PointQuestion& question, uint64_t head, PointAnswer& answer, bool& served);

  // Adds the slugs of the measures that may reach the transaction, or that some act puts under the
  // programme, in any view of the record up to `head`. False: the table stands elsewhere, or any
  // measure may.
  absl::StatusOr<bool> MayReach(const Transaction& transaction, uint64_t head,
                                std::vector<std::string>& slugs) const;
  absl::StatusOr<bool> OfProgram(const std::string& program, uint64_t head,
                                 std::vector<std::string>& slugs) const;
  // Likewise those whose scopes list a name that may nearly be `given`, or a group with such a
  // member.
  absl::StatusOr<bool> ListNearly(const std::string& given, uint64_t head,
                                  std::vector<std::string>& slugs) const;
  // Whether the record is so large that a table saves time in a question asked once.
  bool IsWorthwhile() const { return home_ != nullptr && home_->IsLarge(); }
  // The same of a block, as many answers as questions; false in `served` where one is not served:
  // then ask each of them. What one question waits for in memory is on its way while others are
  // answered.
  absl::Status AskBlock(absl::Span<const PointQuestion> questions, uint64_t head,
                        absl::Span<PointAnswer> answers, bool& served);

  // The slug of a measure's number. Numbers stay as long as this object.
  std::string SlugOf(uint32_t measure) const;
  uint32_t NumberOf(const std::string& slug);
  CompiledStats Stats() const;
  // The position that the table stands at.
  uint64_t followed() const { return followed_.load(std::memory_order_acquire); }
  // nullptr before the first question. Not while other threads ask.
  const PointTable* table() const { return table_ ? &*table_ : nullptr; }

 private:
  using Read = std::vector<PointEntry>;
  struct Asking;  // one question under way

  // With the mutex held alone.
  absl::Status FollowLocked(const StrandReader& strands, uint64_t head,
                            const QuestionLimits& limits);
  void DropTable();
  absl::Status OpenTable(uint64_t head);
  absl::Status CatchUpTable(const StrandReader& strands, uint64_t head,
                            const QuestionLimits& limits);
  absl::Status BuildAnew(const StrandReader& strands, uint64_t head, const QuestionLimits& limits);
  absl::Status GoOnBuilding(const StrandReader& strands, uint64_t head,
                            const QuestionLimits& limits);
  void ForgetAll();
  template <typename Key>
  void KeepOne(const Key& key, const Read& read, absl::flat_hash_map<Key, KeptEntries>& kept);

  // With the mutex held, shared.
  absl::Status AskHeld(Asking& asking) const;
  void Expect(const PointQuestion& question, PointExpected& expected) const;
  void Find(PointExpected& expected) const;
  absl::Status Probe(Asking& asking) const;
  absl::Status MatchAll(Asking& asking, absl::Span<const PointEntry> entries,
                        PlaceMatch origin) const;
  absl::Status MatchOne(Asking& asking, const PointEntry& entry, PlaceMatch origin) const;
  absl::Status MatchApart(Asking& asking, const PointEntry& entry, bool ask) const;
  absl::Status AskBySlowPath(Asking& asking) const;

  void Keep(const Asking& asking);

  absl::Status ReadPostings(absl::Span<const PostingKey> keys,
                            std::vector<uint32_t>& measures) const;
  absl::Status AddSlugs(std::vector<uint32_t>& measures, std::vector<std::string>& slugs) const;

  const LogProver* const log_;
  PointTableHome* const home_;
  const uint64_t bytes_max_;

  // Of all below: held alone to follow the log or to keep, shared to answer.
  mutable std::shared_mutex mutex_;
  std::atomic<uint64_t> followed_{0};
  std::optional<PointTable> table_;
  PointTableState state_;
  std::shared_ptr<const StrandReader> strands_;  // at `followed_`
  PointGroups groups_;
  absl::flat_hash_map<PointKey, KeptEntries> kept_;
  absl::flat_hash_map<uint32_t, KeptEntries> kept_apart_;
  uint64_t kept_bytes_ = 0;
  // Measures that were asked by the slow path and are not in the table, numbered from
  // kFirstStranger.
  absl::flat_hash_map<std::string, uint32_t> strangers_;
  std::vector<std::string> stranger_slugs_;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_COMPILED_ANSWERS_H_

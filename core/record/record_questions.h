// RecordQuestions: every question of the façade, asked of whatever record a subclass pins. The
// store pins its log and its views; an altered record (core/record/what_if.h) pins a draft over
// them. What changes a record is the subclass's.
#ifndef DECREE_CORE_RECORD_RECORD_QUESTIONS_H_
#define DECREE_CORE_RECORD_RECORD_QUESTIONS_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/compiled/compiled_answers.h"
#include "core/projections/projection.h"
#include "core/projections/strand.h"
#include "core/query/questions.h"
#include "core/record.h"
#include "core/record/names_on_record.h"
#include "core/store/ordered_store.h"

namespace decree {

// One state of a record, which later appends do not move. The log outlives it.
struct PinnedRecord {
  const RecordLog* log = nullptr;
  std::shared_ptr<const OrderedStore> views;  // the checkpoints; keeps alive what `strands` reads
  std::shared_ptr<const StrandReader> strands;
  uint64_t applied = 0;                   // the highest position that counts
  absl::flat_hash_set<uint64_t> without;  // positions left out
  bool knows_names = true;  // false: of a bundle, which proves no names; they are taken as given
};

inline NamesOnRecord NamesOf(const PinnedRecord& pinned) {
  return NamesOnRecord(pinned.knows_names ? pinned.strands.get() : nullptr);
}

// Of one Screenings, where nobody sets another bound.
inline constexpr uint64_t kScreeningBytesMax = 64ull << 20;

// Safe for concurrent use when PinRecord is.
class RecordQuestions : public virtual Record {
 public:
  absl::StatusOr<AsOfAnswer> AsOf(const AsOfQuestion& question) override;
  absl::StatusOr<PointQuestion> MakePointQuestion(const AsOfQuestion& question) override;
  absl::Status Point(const PointQuestion& question, PointAnswer& answer) override;
  absl::Status PointMany(absl::Span<const PointQuestion> questions, int threads,
                         const PointVisitor& visit) override;
  std::string MeasureOf(const PointHit& hit) override { return Compiled().SlugOf(hit.measure); }
  absl::StatusOr<ScreenAnswer> Screen(const ScreenQuestion& question) override;
  absl::StatusOr<std::unique_ptr<Screenings>> StartScreening(const ViewText& text,
                                                             const QuestionLimits& limits) override;
  absl::StatusOr<ExplainAnswer> Explain(const ExplainQuestion& question) override;
  absl::StatusOr<TransactionExplanation> ExplainTransaction(
      const ScreenQuestion& question) override;
  absl::StatusOr<TimelineAnswer> Timeline(const TimelineQuestion& question) override;
  absl::StatusOr<ReplayAnswer> Replay(const TimelineQuestion& question) override;
  absl::StatusOr<HistoryAnswer> History(const HistoryQuestion& question) override;
  absl::StatusOr<TransactionHistoryAnswer> TransactionHistory(
      const TransactionHistoryQuestion& question) override;
  absl::StatusOr<RecheckAnswer> Recheck(const RecheckQuestion& question) override;
  absl::StatusOr<DiffAnswer> Diff(const DiffQuestion& question) override;
  absl::StatusOr<OutlookAnswer> Outlook(const OutlookQuestion& question) override;
  absl::StatusOr<CoverageAnswer> Coverage(const CoverageQuestion& question) override;
  absl::StatusOr<ObservationsAnswer> Observations(const ObservationsQuestion& question) override;
  absl::StatusOr<std::unique_ptr<Record>> WhatIf(absl::Span<const std::string> without,
                                                 absl::Span<const NewEvent> with) override;
  absl::StatusOr<std::vector<AppendWarning>> CheckAppend(
      absl::Span<const NewEvent> events) override;
  absl::StatusOr<AnswerHeader> HeaderOf(const ViewText& text) override;
  absl::Status Scan(const EventFilter& filter, const EventVisitor& visit) override;
  absl::StatusOr<std::vector<StoredEvent>> Events(const EventFilter& filter) override;
  absl::StatusOr<StoredEvent> Show(absl::string_view id) override;
  absl::StatusOr<StoreStats> Stats() override;  // all but folder and sizes
  absl::StatusOr<std::vector<ProjectionInfo>> Projections() override;

 protected:
  RecordQuestions(const Clock& clock, const ProjectionList& projections,
                  uint64_t screening_bytes_max)
      : clock_(clock), projections_(projections), screening_bytes_max_(screening_bytes_max) {}

  const Clock& clock() const { return clock_; }

  // The log up to now; it says what an event is even where the views have stopped.
  virtual absl::StatusOr<const RecordLog*> LogNow() = 0;
  // What the record holds now, views and all.
  virtual absl::StatusOr<PinnedRecord> PinRecord() = 0;
  // The record's own, over the same log.
  virtual CompiledAnswers& Compiled() = 0;

  // A block of PointMany's; as many answers as questions.
  virtual absl::Status PointBlock(absl::Span<const PointQuestion> questions,
                                  absl::Span<PointAnswer> answers);
  absl::Status PointBySlowPath(const PointQuestion& question, PointAnswer& answer);

 private:
  // Empty where every measure is to be looked at.
  ScreenCandidates CandidatesFor(const PinnedRecord& pinned, const QuestionLimits& limits);
  TimelineQuestion Today(TimelineQuestion question) const;
  absl::Status AddDerived(StoreStats& stats);  // what the projections tell
  // It reads `pinned`.
  absl::StatusOr<QuestionContext> ContextOf(const PinnedRecord& pinned, const ViewText& text,
                                            const std::string& effective_on,
                                            const QuestionLimits& limits) const;

  // Pins, reads the view, and asks.
  template <typename Answering>
  auto Ask(const ViewText& text, const std::string& effective_on, const QuestionLimits& limits,
           Answering answering) -> decltype(answering(std::declval<const QuestionContext&>()));

  // Whether the record knows what a question names (core/record/names_on_record.h). Places may be
  // empty, or "*", which becomes empty.
  absl::Status CheckPlaces(std::string& issuer) { return CheckPlaces({{"issuer", &issuer}}); }
  absl::Status CheckPlaces(
      std::initializer_list<std::pair<absl::string_view, std::string*>> places);
  // Returns what is to be told first (ScreenAnswer::warnings).
  absl::StatusOr<std::vector<std::string>> CheckTransaction(const Transaction& transaction);

  // The same for questions about transactions.
  template <typename Answering>
  auto AskOfTrade(const ViewText& text, const std::string& effective_on,
                  const QuestionLimits& limits, Answering answering)
      -> decltype(answering(std::declval<const QuestionContext&>()));

  const Clock& clock_;
  const ProjectionList& projections_;
  const uint64_t screening_bytes_max_;  // of one Screenings
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_RECORD_QUESTIONS_H_

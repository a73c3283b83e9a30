// A Record answers every question: of what a store holds now, of one state of it that later appends
// do not move, of an altered record (what-if), of the events that a bundle proves. It only answers;
// what writes is the store's (core/decree.h).
//
//   decree::AsOfQuestion question; question.effective_on = "2025-11-05";
//   auto answer = record.AsOf(question);
#ifndef DECREE_CORE_RECORD_H_
#define DECREE_CORE_RECORD_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/codec/decision_from_json.h"
#include "core/log/record_log.h"
#include "core/model/event.h"
#include "core/model/view.h"
#include "core/query/answers/answers.h"
#include "core/query/answers/change_answers.h"
#include "core/query/answers/point_question.h"
#include "core/query/answers/record_answers.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/answers/transaction_answers.h"

namespace decree {

struct ProjectionInfo {
  std::string name;
  uint32_t rules_version = 0;
  Position applied = 0;
  uint64_t entities = 0, records = 0;
};
struct StoreStats {
  std::string dir;
  LogHead head;
  uint64_t measures = 0, threads = 0;
  std::vector<std::pair<std::string, uint64_t>> events_by_kind;  // kind order
  std::vector<ProjectionInfo> projections;
  uint64_t log_bytes = 0, views_bytes = 0;
  std::string trouble;  // why the projections do not read; what rests on them is zero then
};

// What Scan calls with each event; an error ends the scan. The event is valid until it returns. It
// may ask the store, but must not close it.
using EventVisitor = std::function<absl::Status(const StoredEvent&)>;

// What PointMany calls with the answer to questions[index]; it is valid until it returns.
using PointVisitor = std::function<absl::Status(size_t index, const PointAnswer&)>;

// Screens many transactions under one view of one state of the record, keeping what it reads,
// within bounds. Not safe for concurrent use: start one a thread; they must not outlive the store.
class Screenings {
 public:
  virtual ~Screenings() = default;
  // What Record::Screen answers, without the words. Transactions that differ in nothing that
  // matters share one outcome. Errors as of Screen.
  virtual absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOf(
      const Transaction& transaction) = 0;
  // What ScreenAnswer::warnings would say.
  virtual absl::StatusOr<std::vector<std::string>> WarningsOf(const Transaction& transaction) = 0;
  // Errors: InvalidArgument where no measure on record reads a fact of that name.
  virtual absl::Status CheckFact(const std::string& name) = 0;
  // ScreenAnswer::possible_parties of the transaction; they are no part of an outcome.
  virtual absl::StatusOr<std::vector<PossibleParty>> PossiblePartiesOf(
      const Transaction& transaction) = 0;
  // The view, and the position that all answers rest on.
  virtual const AnswerHeader& header() const = 0;
};

// Safe for concurrent use. Errors, everywhere: InvalidArgument names the field and what to do;
// DataLoss names the position, or the acknowledged positions that the log has lost;
// DeadlineExceeded when the projections do not reach the head in time; NotFound for a thread, an id
// or a measure to explain that is not on the record (AsOf says so in its notes).
class Record {
 public:
  virtual ~Record() = default;

  virtual absl::StatusOr<AsOfAnswer> AsOf(const AsOfQuestion& question) = 0;
  // For programs that ask by the million. MakePointQuestion reads the texts once; Point answers it
  // as AsOf would, as plain numbers; MeasureOf gives the slug of a hit's measure. Numbers stay the
  // same while the store is open.
  virtual absl::StatusOr<PointQuestion> MakePointQuestion(const AsOfQuestion& question) = 0;
  virtual absl::Status Point(const PointQuestion& question, PointAnswer& answer) = 0;
  // All of them, in blocks shared out to `threads` (at least 1), which wait for memory together.
  // Each answer is visited once, in any order and by several threads at a time; one that is not OK
  // stops the others. An event appended meanwhile may count for some and not for others: their
  // `head` tells.
  virtual absl::Status PointMany(absl::Span<const PointQuestion> questions, int threads,
                                 const PointVisitor& visit) = 0;
  virtual std::string MeasureOf(const PointHit& hit) = 0;

  // One transaction: may it go, at which duty, with which licence; rules: core/SEMANTICS.md,
  // "Screening". Errors: InvalidArgument also names a fact that cannot be read or that nothing
  // reads, and a place that neither a list nor the record knows. Stacking rules that
  // exclude each other in a circle are an answer (ScreenAnswer::trouble), here and everywhere.
  virtual absl::StatusOr<ScreenAnswer> Screen(const ScreenQuestion& question) = 0;
  // For programs that screen by the million. `limits`: its deadline and cancellation hold for all.
  virtual absl::StatusOr<std::unique_ptr<Screenings>> StartScreening(
      const ViewText& view, const QuestionLimits& limits = {}) = 0;

  virtual absl::StatusOr<ExplainAnswer> Explain(const ExplainQuestion& question) = 0;
  absl::StatusOr<ExplainAnswer> Explain(const std::string& measure, const AskedDate& effective_on,
                                        const ViewText& view) {
    return Explain({measure, effective_on, view, {}});
  }
  // For a transaction: each measure that reaches it or nearly does, with its acts, the match of its
  // scope, what authorizes, how the duties stack. Errors as Screen.
  virtual absl::StatusOr<TransactionExplanation> ExplainTransaction(
      const ScreenQuestion& question) = 0;
  virtual absl::StatusOr<TimelineAnswer> Timeline(const TimelineQuestion& question) = 0;
  virtual absl::StatusOr<ReplayAnswer> Replay(const TimelineQuestion& question) = 0;

  // What changes, when and by which events; rules: core/SEMANTICS.md, "Changes". An unknown measure
  // is a note. Errors: InvalidArgument names the date or the point that is missing, impossible or
  // out of order; those of QuestionLimits.
  virtual absl::StatusOr<HistoryAnswer> History(const HistoryQuestion& question) = 0;
  // The same for a transaction's answer.
  virtual absl::StatusOr<TransactionHistoryAnswer> TransactionHistory(
      const TransactionHistoryQuestion& question) = 0;
  // A decision that cannot be checked has a row that says why, and does not stop the others. The
  // answers of one call rest on one state of the store; calls for parts of a long list may run
  // beside each other.
  virtual absl::StatusOr<RecheckAnswer> Recheck(const RecheckQuestion& question) = 0;
  virtual absl::StatusOr<DiffAnswer> Diff(const DiffQuestion& question) = 0;
  virtual absl::StatusOr<OutlookAnswer> Outlook(const OutlookQuestion& question) = 0;
  virtual absl::StatusOr<CoverageAnswer> Coverage(const CoverageQuestion& question) = 0;
  virtual absl::StatusOr<ObservationsAnswer> Observations(const ObservationsQuestion& question) = 0;

  // What answers under the view say of it, but for the claims that each of them rests on.
  virtual absl::StatusOr<AnswerHeader> HeaderOf(const ViewText& view) = 0;

  // The same questions on an altered record: without some events (and what targets them), with
  // drafted ones after the last position. Nothing is stored and later appends do not show. The
  // record must outlive it. Errors: NotFound names an id that is not recorded; those of
  // Decree::Append for the drafts, with their index in `with` (core/base/append_error.h).
  virtual absl::StatusOr<std::unique_ptr<Record>> WhatIf(absl::Span<const std::string> without,
                                                         absl::Span<const NewEvent> with) = 0;

  // What an append of the events would warn of; nothing is stored. Errors: those of Decree::Append.
  virtual absl::StatusOr<std::vector<AppendWarning>> CheckAppend(
      absl::Span<const NewEvent> events) = 0;

  // The record itself, in position order. Repairs are events like any other here.
  // Scan holds one event at a time and Events all of them: prefer Scan where they may be many. What
  // is appended after it has begun is not visited. Errors, besides those above: the visitor's own.
  virtual absl::Status Scan(const EventFilter& filter, const EventVisitor& visit) = 0;
  virtual absl::StatusOr<std::vector<StoredEvent>> Events(const EventFilter& filter) = 0;
  virtual absl::StatusOr<StoredEvent> Show(absl::string_view id) = 0;

  virtual absl::StatusOr<StoreStats> Stats() = 0;
  virtual absl::StatusOr<std::vector<ProjectionInfo>> Projections() = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_H_

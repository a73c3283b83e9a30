// Decree: an append-only store of trade-policy announcements that answers, for any effective date
// and any state of knowledge, what was in force, why, and what was known when.
//
// This header is the library: open a store, append events, ask. Answers are plain structs; turning
// them into text or JSON is the caller's (tools/cli does). Events are made and read with
// core/codec/event_codec.h (JSON) and core/model/event.h (values); the rules are in
// core/SEMANTICS.md.
//
//   auto store = decree::Decree::Open("my-store", {});
//   auto lines = decree::EventsFromJsonLines(text);
//   (*store)->Append(events);
//   decree::AsOfQuestion question; question.effective_on = "2025-11-05";
//   auto answer = (*store)->AsOf(question);
#ifndef DECREE_CORE_DECREE_H_
#define DECREE_CORE_DECREE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/clock.h"
#include "core/codec/decision_from_json.h"
#include "core/codec/event_codec.h"
#include "core/documents/document_store.h"
#include "core/log/event_log.h"
#include "core/model/event.h"
#include "core/model/view.h"
#include "core/query/answers.h"
#include "core/query/change_answers.h"
#include "core/query/point_question.h"
#include "core/query/record_answers.h"
#include "core/query/screen_answer.h"
#include "core/query/transaction_answers.h"

namespace decree {

struct AppendOptions {
  // The events come from an earlier record, which took them: what is refused only since is admitted
  // (core/LIMITS.md, "Admission"). What cannot be stored or read at all is refused all the same.
  bool as_recorded = false;
};

// How a store is opened. Appends that would eat into the reserve of free disk are refused.
struct Options {
  const Clock* clock = nullptr;  // nullptr: the machine's
  bool read_only = false;        // beside a running writer; never takes the lock, and shows at
                                 // each question all that was acknowledged before it
  bool create = true;            // false: NotFound when the store does not exist
  bool allow_lost_end = false;   // read_only, for Doctor alone: opens a store that has lost
                                 // acknowledged events and shows what is left of it
  uint64_t disk_reserve_bytes = 64ull << 20;
  uint64_t memory_bytes_max = 256ull << 20;  // block caches
  uint64_t image_bytes_max = 256ull << 20;   // answers kept in memory for point questions; each
                                             // Screenings keeps a quarter of it at the most
  // How long closing may work on the answers of point questions; what is left is done at the next
  // closing, or when it is first asked for.
  absl::Duration close_max = absl::Seconds(20);
};

// An event to append, with the versions that its streams must have (none: whatever they have).
struct NewEvent {
  Event event;
  std::vector<ExpectedVersion> expected;
};

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
struct RebuildReport {
  uint64_t events = 0, entries = 0;
  bool identical = false;                // the same keys and values as before
  std::vector<std::string> differences;  // first differing keys
};
struct DoctorOptions {
  Progress progress;  // four steps an event: record and indexes, body, views, image
  // Of a store opened read-only that nobody writes: build views and image anew when they are not
  // what the record gives. Nothing else is ever changed.
  bool rebuild_projections = false;
};
struct DoctorReport {
  uint64_t events = 0, documents = 0, checkpoints = 0;
  std::vector<std::string>
      findings;                    // empty: sound; each says what is damaged and what can be done
  std::vector<std::string> notes;  // harmless, and worth knowing
  bool is_record_sound = false;    // log, documents and what was signed are; all else is made anew
  bool is_derived_sound = true;    // views and image are, where the log lets them be checked
  bool is_rebuilt = false;         // the projections were
  bool is_mark_taken = false;      // that of an earlier write error: writers may open it again
};

// What Scan calls with each event; an error ends the scan. The event lasts until it returns. It may
// ask the store, but must not close it.
using EventVisitor = std::function<absl::Status(const StoredEvent&)>;

// What PointMany calls with the answer to questions[index]; it lasts until it returns.
using PointVisitor = std::function<absl::Status(size_t index, const PointAnswer&)>;

// Screens many transactions under one view of one state of the record, keeping what it reads,
// within bounds. Not safe for concurrent use: start one a thread; they must not outlive the store.
class Screenings {
 public:
  virtual ~Screenings() = default;
  // What Decree::Screen answers, without the words. Transactions that differ in nothing that
  // matters share one outcome. Errors as of Screen.
  virtual absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOf(
      const Transaction& transaction) = 0;
  // The view, and the position that all answers rest on.
  virtual const AnswerHeader& header() const = 0;
};

// Safe for concurrent use. Errors, everywhere: InvalidArgument names the field and what to do;
// DataLoss names the position, or the acknowledged positions that the log has lost;
// DeadlineExceeded when the projections do not reach the head in time; NotFound for a thread, an id
// or a measure to explain that is not on the record (AsOf says so in its notes).
class Decree {
 public:
  virtual ~Decree() = default;

  // Makes the folder when it is missing and may be made. Errors: NotFound (no store there, and
  // read_only or not `create`); those of EventLog::Open.
  static absl::StatusOr<std::unique_ptr<Decree>> Open(const std::string& dir,
                                                      const Options& options);

  // All or nothing; durable when it returns. Errors as EventLog::Append. Warnings are things worth
  // a second look that are no errors (an amendment that covers a later scheduled step, a repeat …).
  struct Appended {
    std::vector<AppendResult> results;
    std::vector<std::string> warnings;
  };
  virtual absl::StatusOr<Appended> Append(absl::Span<const NewEvent> events,
                                          const AppendOptions& options = {}) = 0;

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
  // "Screening". Errors: InvalidArgument also names a fact that cannot be read. Stacking rules that
  // exclude each other in a circle are an answer (ScreenAnswer::trouble), here and everywhere.
  virtual absl::StatusOr<ScreenAnswer> Screen(const ScreenQuestion& question) = 0;
  // For programs that screen by the million. `limits`: its deadline and cancellation hold for all.
  virtual absl::StatusOr<std::unique_ptr<Screenings>> StartScreening(
      const ViewText& view, const QuestionLimits& limits = {}) = 0;

  virtual absl::StatusOr<ExplainAnswer> Explain(const ExplainQuestion& question) = 0;
  absl::StatusOr<ExplainAnswer> Explain(const std::string& measure, const std::string& effective_on,
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

  // The same questions on an altered record: without some events (and what targets them), with
  // drafted ones after the last position. Nothing is stored and later appends do not show; it only
  // answers (Append, KeepDocument, Rebuild and Doctor: FailedPrecondition). The store must outlive
  // it. Errors: NotFound names an id that is not recorded; those of Append for the drafts.
  virtual absl::StatusOr<std::unique_ptr<Decree>> WhatIf(absl::Span<const std::string> without,
                                                         absl::Span<const NewEvent> with) = 0;

  // The record itself, in position order. Repairs are events like any other here.
  // Scan holds one event at a time and Events all of them: prefer Scan where they may be many. What
  // is appended after it has begun is not visited. Errors, besides those above: the visitor's own.
  virtual absl::Status Scan(const EventFilter& filter, const EventVisitor& visit) = 0;
  virtual absl::StatusOr<std::vector<StoredEvent>> Events(const EventFilter& filter) = 0;
  virtual absl::StatusOr<StoredEvent> Show(absl::string_view id) = 0;

  virtual absl::StatusOr<StoreStats> Stats() = 0;
  // Keeps a source text (core/documents/document_store.h), or gives it back.
  virtual absl::StatusOr<KeptDocument> KeepDocument(const std::string& path) = 0;
  virtual absl::StatusOr<std::string> Document(absl::string_view sha256) = 0;

  // Checks every stored byte: the log with its hashes and indexes, the documents, the views and the
  // image against the same built anew. A mark that a write error left is taken away when nothing is
  // found.
  virtual absl::StatusOr<DoctorReport> Doctor(const DoctorOptions& options) = 0;
  absl::StatusOr<DoctorReport> Doctor() { return Doctor(DoctorOptions{}); }
  virtual absl::StatusOr<std::vector<ProjectionInfo>> Projections() = 0;
  // Builds the projections anew beside the old ones, compares, and switches. Each event is a step
  // of the progress, the comparison another one.
  virtual absl::StatusOr<RebuildReport> Rebuild(const Progress& progress) = 0;
  absl::StatusOr<RebuildReport> Rebuild() { return Rebuild(nullptr); }
  // Syncs and closes; the destructor closes too.
  virtual absl::Status Close() = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_DECREE_H_

// Decree: an append-only store of trade-policy announcements that answers, for any effective date and
// any state of knowledge, what was in force, why, and what was known when.
//
// This header is the library: open a store, append events, ask. Answers are plain structs; turning them
// into text or JSON is the caller's (tools/cli does). Events are made and read with
// core/codec/event_codec.h (JSON) and core/model/event.h (values); the rules are in core/SEMANTICS.md.
//
//   auto store = decree::Decree::Open("my-store", {});
//   auto lines = decree::EventsFromJsonLines(text);
//   (*store)->Append(events);
//   decree::AsOfQuestion question; question.effective_on = "2025-11-05";
//   auto answer = (*store)->AsOf(question);
#ifndef DECREE_CORE_DECREE_H_
#define DECREE_CORE_DECREE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/clock.h"
#include "core/codec/event_codec.h"
#include "core/log/event_log.h"
#include "core/model/event.h"
#include "core/model/view.h"

namespace decree {

struct Options {
  const Clock* clock = nullptr;  // nullptr: the machine's
  bool read_only = false;        // beside a running writer; never takes the lock
  bool create = true;            // false: NotFound when the store does not exist
  uint64_t disk_reserve_bytes = 64ull << 20;
  uint64_t memory_bytes_max = 256ull << 20;  // block caches
};

// The view flags as people type them. Empty: everything.
struct ViewText {
  std::string known_by;     // EDTF, RFC 3339, or "today"
  std::string recorded_by;  // a position, EDTF or RFC 3339
  Commitment floor = Commitment::kEnacted;
};

struct NewEvent {
  Event event;
  std::vector<ExpectedVersion> expected;
};

struct StoredEvent {
  Event event;
  LogRecord record;  // position, recorded instant, streams, leaf hash, body
};

struct AsOfQuestion {
  std::string effective_on;  // EDTF, RFC 3339 or "today"; required
  ViewText view;
  std::string issuer;       // jurisdiction; empty: any
  std::string measure;      // slug or glob (* and ?); empty: any
  std::string origin, destination, product;  // filters; empty: not asked
  bool all = false;         // also what does not apply and is not pending
};

struct IntervalText {
  std::string from, to, through;  // as the source says; `to` is always the exclusive end; empty: open
  bool certain = true;            // false: the asked window touches an imprecise boundary
};

struct MeasureState {
  std::string measure, title, issuer, program;
  MeasureClass measure_class = MeasureClass::kUnset;
  AppliesBy applies_by = AppliesBy::kUnset;
  Answer applies = Answer::kNo;
  Commitment commitment = Commitment::kNone;
  Possible<Force> force;
  Possible<Legality> legality;
  Possible<Enforcement> enforcement;
  Evidence evidence = Evidence::kNone;
  std::optional<Terms> terms;        // set when one reading
  std::vector<Terms> terms_possible;  // more than one reading
  bool terms_planned = false;        // not in effect yet: the plan's
  std::optional<Scope> scope;
  std::optional<IntervalText> effective;  // of what decides force; the planned one while pending
  std::vector<std::string> reasons;  // sentences for people, most important first
  std::vector<std::string> because;  // event ids that decided, deciding event first
  bool listed_by_default = false;    // applies, undetermined or pending
};

struct AnswerHeader {
  std::string effective_on, known_by, recorded_by;  // as asked
  uint64_t head = 0;                                // the position the answer rests on
};

struct AsOfAnswer {
  AnswerHeader header;
  std::vector<MeasureState> measures;  // sorted by slug
  std::vector<std::string> notes;      // e.g. no such measure is recorded
};

enum class ActFate : uint8_t { kDecides, kContributes, kLoses, kNotVisible };
struct ExplainedAct {
  std::string id;
  EventKind kind = EventKind::kReported;
  Position position = 0;
  ActFate fate = ActFate::kLoses;
  std::vector<std::string> facets;  // "force", "terms" … where it decides or contributes
  std::string why;                  // why it won, lost or is not visible
  std::string stated, published, from, to;
  Position repaired_by = 0;         // the repair that altered it in this view
  std::string repaired_by_id;
  std::vector<Source> sources;
};
struct ExplainAnswer {
  AnswerHeader header;
  MeasureState state;
  std::vector<ExplainedAct> acts;  // paint order, newest first
};

struct TimelineQuestion {
  std::string thread;  // empty: all events
  std::string from, to;  // EDTF bounds on `stated`, inclusive; empty: open
  ViewText view;
};
struct MoveAnswer {
  std::string rel, id;
  std::optional<int64_t> days;  // from the answered move's stated day to this one's
};
struct StateChange {
  std::string measure, before, after;  // "none" -> "announced, pending from 2025-11"
};
enum class MoveWeight : uint8_t { kNeutral, kEscalation, kEasing };
struct Move {
  StoredEvent stored;
  std::string side;  // the actor's jurisdiction
  std::vector<MoveAnswer> answers;
  MoveWeight weight = MoveWeight::kNeutral;
  bool card = false;  // puts a measure on the table, or raises its commitment
  std::vector<StateChange> changes;
};
struct SideTally {
  std::string side;
  int cards = 0, escalations = 0, easings = 0;
};
struct TimelineAnswer {
  AnswerHeader header;
  std::string thread;
  std::vector<Move> moves;  // by stated, published, position
};
struct ReplayAnswer {
  AnswerHeader header;
  std::string thread;
  std::vector<Move> moves;
  std::vector<std::vector<SideTally>> tallies;  // after each move, sides sorted by name
};

struct EventFilter {
  std::string measure, thread, issuer;  // measure may be a glob
  std::optional<EventKind> kind;
  ViewText view;
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
};
struct RebuildReport {
  uint64_t events = 0, entries = 0;
  bool identical = false;  // the same keys and values as before
  std::vector<std::string> differences;  // first differing keys
};
struct DoctorReport {
  uint64_t events = 0;
  std::vector<std::string> findings;  // empty: sound
};

// Safe for concurrent use. Errors, everywhere: InvalidArgument names the field and what to do; DataLoss
// names the position; DeadlineExceeded when the projections do not reach the head in time.
class Decree {
 public:
  virtual ~Decree() = default;

  static absl::StatusOr<std::unique_ptr<Decree>> Open(const std::string& dir, const Options& options);

  // All or nothing; durable when it returns. Errors as EventLog::Append. Warnings are things worth a
  // second look that are no errors (an amendment that covers a later scheduled step, a repeat …).
  struct Appended {
    std::vector<AppendResult> results;
    std::vector<std::string> warnings;
  };
  virtual absl::StatusOr<Appended> Append(absl::Span<const NewEvent> events) = 0;

  virtual absl::StatusOr<AsOfAnswer> AsOf(const AsOfQuestion& question) = 0;
  virtual absl::StatusOr<ExplainAnswer> Explain(const std::string& measure,
                                                const std::string& effective_on,
                                                const ViewText& view) = 0;
  virtual absl::StatusOr<TimelineAnswer> Timeline(const TimelineQuestion& question) = 0;
  virtual absl::StatusOr<ReplayAnswer> Replay(const TimelineQuestion& question) = 0;

  // The record itself, in position order. Repairs are events like any other here.
  virtual absl::StatusOr<std::vector<StoredEvent>> Events(const EventFilter& filter) = 0;
  virtual absl::StatusOr<StoredEvent> Show(absl::string_view id) = 0;

  virtual absl::StatusOr<StoreStats> Stats() = 0;
  virtual absl::StatusOr<DoctorReport> Doctor() = 0;
  virtual absl::StatusOr<std::vector<ProjectionInfo>> Projections() = 0;
  // Builds the projections anew beside the old ones, compares, and switches.
  virtual absl::StatusOr<RebuildReport> Rebuild() = 0;
  virtual absl::Status Close() = 0;
};

absl::string_view NameOf(Commitment value);  // "underReview"
absl::string_view NameOf(Force value);
absl::string_view NameOf(Legality value);
absl::string_view NameOf(Enforcement value);
absl::string_view NameOf(Evidence value);
absl::string_view NameOf(Answer value);
std::optional<Commitment> CommitmentFromName(absl::string_view name);

}  // namespace decree

#endif  // DECREE_CORE_DECREE_H_

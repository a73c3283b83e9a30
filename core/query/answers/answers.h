// The questions and answers of the library as plain structs: what is asked as people type it, what
// comes back ready to be shown. Explanations are sentences; everything a program needs has a field
// of its own. Dates are texts as their sources have them; terms are in core/model/terms.h. A text
// that cannot be read is InvalidArgument and names its field; where a name is not on the record,
// core/decree.h says.
#ifndef DECREE_CORE_QUERY_ANSWERS_ANSWERS_H_
#define DECREE_CORE_QUERY_ANSWERS_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/log/record_log.h"
#include "core/model/asked_date.h"
#include "core/model/event.h"
#include "core/model/view.h"
#include "core/query/answers/question_limits.h"

namespace decree {

// The view flags as people type them. Empty: everything.
struct ViewText {
  std::string known_by;     // EDTF, RFC 3339, or "today"
  std::string recorded_by;  // a position, EDTF or RFC 3339
  Commitment floor = Commitment::kEnacted;
  // Events count from when another system claims to have recorded them (Event::formerly), where one
  // does; `recorded_by` is then a date or an instant.
  bool formerly = false;
};

struct StoredEvent {
  Event event;
  LogRecord record;  // position, recorded instant, streams, leaf hash, body
};

struct AsOfQuestion {
  AskedDate effective_on;  // EDTF, RFC 3339 or "today"; required
  ViewText view;
  std::string issuer;                        // jurisdiction; empty: any
  std::string measure;                       // slug or glob (* and ?); empty: any
  std::string origin, destination, product;  // filters; empty: not asked
  bool all = false;                          // also what does not apply and is not pending
  QuestionLimits limits;
};

struct IntervalText {
  std::string from, to,
      through;          // as the source says; `to` is always the exclusive end; empty: open
  bool certain = true;  // false: the asked window touches an imprecise boundary, or rivals disagree
};

// How one measure stands: each facet by itself, then what they make of it together.
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
  std::optional<Terms> terms;         // set when one reading
  std::vector<Terms> terms_possible;  // more than one reading
  bool terms_planned = false;         // not in effect yet: those of the next step
  std::optional<Scope> scope;
  std::optional<IntervalText> effective;  // of what decides force; the planned one while pending
  std::vector<IntervalText> effective_rivals;  // as rivals of equal rank have it; not compared
  // Since when it runs or is suspended without a break, and since when at these terms, by the
  // issuer's clock; empty: not so, or not looked for.
  std::string force_since, terms_since;
  bool has_returned = false;         // it runs, or is suspended, again
  bool is_renewed = false;           // by an act that took over without a break
  bool lapsed = false;               // pending, and the day that was planned has passed
  std::vector<std::string> reasons;  // sentences for people, most important first
  std::vector<std::string> because;  // event ids that decided, deciding event first
  bool listed_by_default = false;    // applies, undetermined or pending
};

// Of the events read for an answer, how many count only because the system claims to have recorded
// them by then.
struct ClaimingSystem {
  std::string system;
  uint64_t events = 0;
};

struct AnswerHeader {
  std::string effective_on, known_by, recorded_by;  // as asked
  uint64_t head = 0;                                // the position the answer rests on
  bool formerly = false;                            // as asked
  std::vector<ClaimingSystem> claims;               // by name; only where `formerly`
  // The instant of the first record, where `recorded_by` is a date or an instant before it: by then
  // this store held nothing. Empty: not so.
  std::string store_begins;
};

struct AsOfAnswer {
  AnswerHeader header;
  std::vector<std::string> warnings;   // to be told first: a tag that nothing on record uses
  std::vector<MeasureState> measures;  // sorted by slug
  std::vector<std::string> notes;      // e.g. no such measure is recorded
};

// Which acts made a measure's state, and why the others did not.
struct ExplainQuestion {
  std::string measure;     // a slug
  AskedDate effective_on;  // EDTF, RFC 3339 or "today"; required
  ViewText view;
  QuestionLimits limits;
};
// What became of an act under the question asked.
enum class ActFate : uint8_t { kDecides, kContributes, kLoses, kNotVisible };
struct ExplainedAct {
  std::string id;
  EventKind kind = EventKind::kReported;
  Position position = 0;
  ActFate fate = ActFate::kLoses;
  std::vector<std::string> facets;  // "force", "terms" … where it decides or contributes
  // Where another act beats it, and which: painted later, but for a stay that outranks a ruling.
  struct Lost {
    std::string facet, by;  // `by`: an event's id
    bool by_rank = false;
  };
  std::vector<Lost> lost;
  std::string why;  // why it won, lost or is not visible
  std::string stated, published, from, to;
  Position repaired_by = 0;  // the repair that altered it in this view
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
  AskedDate from, to;  // bounds on `stated`, inclusive; none: open
  ViewText view;
  QuestionLimits limits;
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
  QuestionLimits limits;
};

absl::string_view NameOf(Commitment value);  // "underReview"
absl::string_view NameOf(Force value);
absl::string_view NameOf(Legality value);
absl::string_view NameOf(Enforcement value);
absl::string_view NameOf(Evidence value);
absl::string_view NameOf(Answer value);
std::optional<Commitment> CommitmentFromName(absl::string_view name);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_ANSWERS_H_

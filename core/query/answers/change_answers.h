// Questions about change: when one answer changed along an axis, what differs between two dates,
// what lies ahead. Plain structs; dates are texts as people read them, states are those of `as-of`.
#ifndef DECREE_CORE_QUERY_ANSWERS_CHANGE_ANSWERS_H_
#define DECREE_CORE_QUERY_ANSWERS_CHANGE_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/query/answers/answers.h"

namespace decree {

// The three axes of a question; never a bare "time".
enum class Axis : uint8_t { kEffective = 0, kKnown = 1, kRecorded = 2 };
absl::string_view NameOf(Axis value);  // "effective", "known", "recorded"
std::optional<Axis> AxisFromName(absl::string_view name);

// When did the answer for a measure change? Along `known` and `recorded` it is the answer on
// `effective_on`; along `effective` the view stays and the effective date moves.
struct HistoryQuestion {
  std::string measure;     // a slug
  AskedDate effective_on;  // EDTF, RFC 3339 or "today"; needed for known and recorded
  std::vector<Axis> axes;  // empty: all three (effective alone when no date is given)
  std::string origin, destination, product;  // what the answer is for, as in AsOfQuestion
  ViewText view;
  QuestionLimits limits;
};
// A change of an answer along an axis.
struct AxisChange {
  Axis axis = Axis::kKnown;
  // effective: the civil day or instant (in the issuer's zone) from which the answer holds; known:
  // the day or instant by which it was public; recorded: the instant, UTC.
  std::string at;
  Position position = 0;             // recorded only: the first position at which it holds
  std::vector<std::string> changed;  // the fields that differ from before
  std::vector<std::string> because;  // ids of the events that brought the change
};
// Fields: "record" (whether anything is visible), "applies", "commitment", "force", "legality",
// "enforcement", "evidence", "terms", "scope", "effective".
struct HistoryChange : AxisChange {
  bool on_record = true;  // false: from here on the view sees nothing of it
  MeasureState state;     // the answer from here on
};
struct HistoryAnswer {
  AnswerHeader header;
  std::string measure;
  std::vector<HistoryChange> changes;  // by axis, then ascending; the first leaves "no record"
  std::vector<std::string> notes;
};

// What differs between two points of one axis: measures that began, changed, ended, became known.
struct DiffQuestion {
  Axis axis = Axis::kEffective;
  std::string before, after;  // effective: dates; known: dates; recorded: positions or instants
  AskedDate effective_on;     // needed for known and recorded
  ViewText view;              // the axis asked is overridden
  std::string issuer, measure, origin, destination, product;  // filters as in AsOfQuestion
  QuestionLimits limits;
};
enum class DiffKind : uint8_t { kBegan, kEnded, kChanged, kNewlyKnown };
absl::string_view NameOf(DiffKind value);  // "began", "ended", "changed", "newlyKnown"
struct DiffRow {
  std::string measure;
  DiffKind kind = DiffKind::kChanged;
  std::optional<MeasureState> before, after;  // nullopt: not on the record there
  std::vector<std::string> changed;           // fields, as in a history
  std::vector<std::string> because;           // ids of the events that make the difference
};
struct DiffAnswer {
  AnswerHeader header;
  Axis axis = Axis::kEffective;
  std::string before, after;
  std::vector<DiffRow> rows;       // by slug
  std::vector<std::string> notes;  // e.g. no such measure is recorded
};

// What begins, ends or snaps back in (on, on + days], as the view knows it; what is only announced
// comes apart.
struct OutlookQuestion {
  AskedDate on;  // a day: EDTF or "today"; required
  int64_t days = 30;
  ViewText view;
  std::string issuer, measure;  // filters as in AsOfQuestion
  QuestionLimits limits;
};
// Returns: a suspension, or what else kept it from applying, lapses. Suspends: suspended, or stops
// applying while it stays in force. Changes: other terms, scope or standing.
enum class OutlookKind : uint8_t { kBegins, kEnds, kReturns, kSuspends, kChanges };
absl::string_view NameOf(OutlookKind value);  // "begins", "ends", "returns", "suspends", "changes"
struct OutlookRow {
  std::string at;       // the first civil day (or instant) of the change in the issuer's zone
  std::string latest;   // where the boundary is imprecise: the last, empty: open; else as `at`
  bool certain = true;  // false: imprecise, or it depends on a reading
  OutlookKind kind = OutlookKind::kChanges;
  std::string measure, title;
  MeasureState before, after;
  std::vector<std::string> because;
};
struct OutlookAnswer {
  AnswerHeader header;
  std::string until;                  // the last day looked at
  std::vector<OutlookRow> rows;       // by date, then slug
  std::vector<OutlookRow> announced;  // would be rows if what is announced were law
  std::vector<std::string> notes;     // e.g. no such measure is recorded
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_CHANGE_ANSWERS_H_

// The rows of a series and what they say of each other. Of several values for one period the
// later one in paint order is compared with.
#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/edtf_parse.h"
#include "core/projections/event_reader.h"
#include "core/query/fold/fold.h"
#include "core/query/state/resolve.h"
#include "core/query/thread/stated_change.h"
#include "core/query/thread/thread_questions.h"

namespace decree {
namespace {

constexpr char kObservations[] = "observations";

// A period that has one before it: a day, month, season or year. Others are not compared.
struct Period {
  int64_t first_day = 0;
  DateUnit unit = DateUnit::kDay;
  friend bool operator<(const Period& a, const Period& b) {
    return std::tie(a.first_day, a.unit) < std::tie(b.first_day, b.unit);
  }
};

std::optional<Period> PeriodOf(const std::string& text) {
  const absl::StatusOr<ParsedDate> parsed = ParseEdtf(text);
  if (!parsed.ok() || parsed->is_interval || !parsed->start) return std::nullopt;
  const DatePart& part = *parsed->start;
  if (part.unit == DateUnit::kClock || part.unspecified) return std::nullopt;
  return Period{part.first_day, part.unit};
}

struct ComparedRow {
  ObservationRow row;
  std::optional<Period> period;
  std::optional<Decimal> value;
};

// "420.5 t"
std::string Figure(const std::string& value, const std::string& unit) {
  return unit.empty() ? value : absl::StrCat(value, " ", unit);
}

std::string DecimalText(const std::optional<Decimal>& value) {
  return value ? FormatDecimal(*value) : std::string("a value with too many digits");
}

// How far the recorded value before is from what this row implies.
std::string FindingOf(const ComparedRow& compared, const ImpliedValue& implied,
                      const ComparedRow& before) {
  const Decimal& recorded = *before.value;
  const std::optional<bool> meets = Meets(implied, recorded);
  if (!meets) return "the figures have too many digits to be compared exactly";
  if (*meets) return "";
  const int scale = std::max(compared.value->scale, recorded.scale);
  const std::optional<Decimal> middle = Rounded(implied.middle, scale, Rounding::kNearest);
  const int outer = std::min(scale + 1, 18);
  std::string text = absl::StrCat(
      Figure(compared.row.value, compared.row.unit), " at ", compared.row.change, " implies about ",
      DecimalText(middle), " for ", before.row.period, " (",
      DecimalText(Rounded(implied.low, outer, Rounding::kDown)), " to ",
      DecimalText(Rounded(implied.high, outer, Rounding::kUp)), " with rounding), but ",
      Figure(before.row.value, before.row.unit), " is recorded (", before.row.id, ")");
  const std::optional<Decimal> off = middle ? Difference(recorded, *middle) : std::nullopt;
  if (!off || off->unscaled == 0) return text;
  const bool is_less = off->unscaled < 0;
  const Decimal size{is_less ? -off->unscaled : off->unscaled, off->scale};
  if (!IsRecordable(size)) return text;
  return absl::StrCat(text, ": ", Figure(FormatDecimal(size), before.row.unit),
                      is_less ? " less" : " more");
}

absl::StatusOr<std::vector<ComparedRow>> ComparedRowsOf(const QuestionContext& context,
                                                        EventReader& events,
                                                        const std::string& entity) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load(kObservations, entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.filter));
  Fold speaking;  // what confirms and disputes stands in the same strand
  speaking.AddStrand(seen);
  std::vector<ComparedRow> rows;
  for (const VisibleAct& act : seen.acts) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    if (act.record.kind != EventKind::kObservation || act.lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events.At(act.record.position));
    if (!body->observation) continue;
    ComparedRow compared;
    const Observation& observed = *body->observation;
    compared.value = observed.value;
    compared.period = PeriodOf(observed.period);
    compared.row.period = observed.period;
    compared.row.unit = observed.unit;
    compared.row.change = observed.change;
    if (observed.value) compared.row.value = FormatDecimal(*observed.value);
    compared.row.id = read->event.id;
    compared.row.evidence = EvidenceOf(act, speaking);
    rows.push_back(std::move(compared));
  }
  // Equal periods keep their paint order; what has no period comes first.
  std::stable_sort(rows.begin(), rows.end(), [](const ComparedRow& a, const ComparedRow& b) {
    return std::tie(a.period, a.row.period) < std::tie(b.period, b.row.period);
  });
  return rows;
}

void Compare(std::vector<ComparedRow>& rows, std::vector<std::string>& notes) {
  std::map<Period, const ComparedRow*> newest;
  for (const ComparedRow& compared : rows) {
    if (compared.period && compared.value) newest[*compared.period] = &compared;
  }
  bool has_shares = false;
  for (ComparedRow& compared : rows) {
    if (!compared.value || compared.row.change.empty()) continue;
    if (compared.row.unit == "%" && absl::EndsWith(compared.row.change, "%")) {
      has_shares = true;
      continue;
    }
    const std::optional<ImpliedValue> implied = ImpliedBefore(*compared.value, compared.row.change);
    if (!implied) {
      notes.push_back(absl::StrCat(compared.row.id, ": its change of ", compared.row.change,
                                   " implies no value before; it takes all away, is no decimal, "
                                   "or has too many digits"));
      continue;
    }
    const auto shown = Rounded(implied->middle, compared.value->scale, Rounding::kNearest);
    if (shown) compared.row.implied_previous = FormatDecimal(*shown);
    if (!compared.period) continue;
    const int64_t first = AddUnits(compared.period->first_day, compared.period->unit, -1);
    const auto before = newest.find(Period{first, compared.period->unit});
    if (before == newest.end()) continue;
    if (before->second->row.unit != compared.row.unit) {
      compared.row.finding =
          absl::StrCat("not compared: ", before->second->row.period, " is recorded in \"",
                       before->second->row.unit, "\", this in \"", compared.row.unit, "\"");
      continue;
    }
    compared.row.finding = FindingOf(compared, *implied, *before->second);
  }
  if (has_shares) {
    notes.push_back(
        "values in % are not compared: a change in % of them may mean points or a proportion");
  }
}

}  // namespace

absl::StatusOr<ObservationsAnswer> AnswerObservations(const QuestionContext& context,
                                                      const ObservationsQuestion& question) {
  ObservationsAnswer answer;
  answer.header = context.header;
  answer.series = question.series;
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(const auto entities, context.strands.Entities(kObservations, "s/"));
  for (const std::string& entity : entities) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, answer.all_series.size()));
    DECREE_ASSIGN_OR_RETURN(const std::vector<ComparedRow> rows,
                            ComparedRowsOf(context, events, entity));
    if (!rows.empty()) answer.all_series.push_back(entity.substr(2));
  }
  if (question.series.empty()) return answer;
  const std::string entity = absl::StrCat("s/", question.series);
  if (!std::binary_search(entities.begin(), entities.end(), entity)) {
    return absl::NotFoundError(
        absl::StrCat("series \"", question.series,
                     "\" is not recorded in this store; `decree observations` lists them"));
  }
  DECREE_ASSIGN_OR_RETURN(std::vector<ComparedRow> rows, ComparedRowsOf(context, events, entity));
  Compare(rows, answer.notes);
  for (ComparedRow& compared : rows) answer.rows.push_back(std::move(compared.row));
  if (answer.rows.empty()) answer.notes.push_back("nothing of this series is known in this view");
  return answer;
}

}  // namespace decree

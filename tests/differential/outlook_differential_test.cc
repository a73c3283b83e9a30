// Random histories: what `outlook` says lies ahead must be what the naive oracle sees when it is
// asked at every instant by brute force, at the view's floor and at that of announcements.
//
// The oracle knows no scopes, nor which terms are shown while none are in effect: rows that differ
// only there are compared with the states that they show. A failure prints seed, history and
// question.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/model/asked_date.h"
#include "gtest/gtest.h"
#include "tests/differential/both_ways.h"

namespace decree {
namespace {

// What the oracle says between two neighbouring points, and whether that is decided.
struct Standing {
  Fields fields;
  bool is_decided = false;
};

bool IsOneValue(const std::string& bits) {
  const int value = std::stoi(bits);
  return value != 0 && (value & (value - 1)) == 0;
}

Standing StandingOf(Fields fields) {
  // Neither commitment nor evidence is something to act on.
  fields.erase("commitment");
  fields.erase("evidence");
  const bool is_decided = fields["applies"] != "undetermined" && IsOneValue(fields["force"]) &&
                          IsOneValue(fields["legality"]) && IsOneValue(fields["enforcement"]) &&
                          !absl::StrContains(fields["terms"], " | ");
  return {std::move(fields), is_decided};
}

bool Has(const Fields& fields, Force force) {
  return Possible<Force>::FromBits(static_cast<uint8_t>(std::stoi(fields.at("force")))).Has(force);
}

// "Named by the force that becomes possible; with the same force by applies" (SEMANTICS, Changes);
// where force only becomes narrower, by what is left.
OutlookKind KindBetween(const Fields& before, const Fields& after) {
  const std::string& was = before.at("applies");
  const std::string& is = after.at("applies");
  if (before.at("force") == after.at("force")) {
    if (was == is) return OutlookKind::kChanges;
    return is == "yes" || was == "no" ? OutlookKind::kReturns : OutlookKind::kSuspends;
  }
  std::set<Force> named;
  for (const Force force :
       {Force::kPending, Force::kInForce, Force::kSuspended, Force::kExpired, Force::kRevoked}) {
    if (Has(after, force) && !Has(before, force)) named.insert(force);
  }
  const bool narrows = named.empty() || (named.size() == 1 && named.count(Force::kPending) > 0);
  if (narrows) {
    if (!IsOneValue(after.at("force"))) return OutlookKind::kChanges;
    for (const Force force :
         {Force::kPending, Force::kInForce, Force::kSuspended, Force::kExpired, Force::kRevoked}) {
      if (Has(after, force)) named.insert(force);
    }
  }
  if (named.count(Force::kInForce) > 0) {
    return Has(before, Force::kSuspended) ? OutlookKind::kReturns : OutlookKind::kBegins;
  }
  if (named.count(Force::kSuspended) > 0) return OutlookKind::kSuspends;
  const bool ends = named.count(Force::kExpired) > 0 || named.count(Force::kRevoked) > 0;
  return ends ? OutlookKind::kEnds : OutlookKind::kChanges;
}

int64_t CivilOf(const std::string& at) {
  const auto bound = ParseBound(at, BoundRole::kFrom, "Etc/UTC");
  EXPECT_TRUE(bound.ok()) << at << ": " << bound.status();
  return bound.ok() ? bound->earliest_civil_us : 0;
}

Fields StandingFields(const MeasureState& state) { return StandingOf(FieldsOf(state)).fields; }

// One floor of one outlook.
class Ahead {
 public:
  Ahead(const BothWays& both, const View& view, const CivilWindow& window,
        const std::set<int64_t>& points)
      : both_(both), view_(view), window_(window), points_(points) {}

  // Empty when the row is what the oracle sees at its instants.
  std::string WhatDiffers(const OutlookRow& row) const {
    const int64_t at = CivilOf(row.at);
    if (at <= window_.first_civil_us || at > window_.last_civil_us) return "not in the window";
    const Standing before = At(at - 1);
    if (!Differing(before.fields, StandingFields(row.before)).empty()) {
      return absl::StrCat("before: oracle ", Text(before.fields));
    }
    const bool is_open = row.latest.empty();
    const int64_t latest = is_open ? kAxisMax : CivilOf(row.latest);
    if (latest < at) return "latest is before the first instant";
    if (latest != at && !before.is_decided) return "a stretch that begins undecided";
    for (const int64_t point : points_) {
      if (point < at || point >= latest) continue;
      if (latest != at && At(point).is_decided) {
        return absl::StrCat("decided within the stretch, at ", FormatCivil(point));
      }
    }
    const Standing end = At(is_open ? at : latest);
    if (latest != at && !is_open && !end.is_decided) return "ends undecided";
    if (latest == at && before.is_decided && !end.is_decided)
      return "does not wait out the stretch";
    // Where all is as before in the end, the row shows what was possible in between; which of the
    // two it is the oracle cannot tell where one side has no terms in effect or the scope changes.
    const bool returns = latest != at && !is_open && Differing(before.fields, end.fields).empty();
    const Fields told = StandingFields(row.after);
    const bool is_end = Differing(end.fields, told).empty();
    const bool is_between = returns && Differing(At(at).fields, told).empty();
    const bool can_tell = !before.fields.at("terms").empty() && !end.fields.at("terms").empty() &&
                          row.before.scope == row.after.scope;
    if (!is_between && (!is_end || (returns && can_tell))) {
      return absl::StrCat("after: oracle ", Text((returns ? At(at) : end).fields));
    }
    const Standing& after = is_between ? At(at) : end;
    if (row.certain != (before.is_decided && At(at).is_decided)) return "certain";
    const OutlookKind kind = KindBetween(before.fields, after.fields);
    const bool is_seen = !Differing(before.fields, At(at).fields).empty();
    if (is_seen && row.kind != kind) {
      return absl::StrCat("kind, not ", NameOf(kind), ": oracle ", Text(before.fields), " -> ",
                          Text(after.fields));
    }
    const bool shown = row.before.scope != row.after.scope || row.before.terms != row.after.terms ||
                       row.before.terms_possible != row.after.terms_possible;
    // Where no terms were in effect, several may come into question, and go, in between.
    const bool opens_terms =
        before.fields.at("terms").empty() && absl::StrContains(At(at).fields.at("terms"), " | ");
    if (!is_seen && !shown && !opens_terms) return "nothing changes";
    return row.because.empty() ? "no event brings it" : "";
  }

  // Every instant at which the oracle sees a change is in a row.
  std::string WhatIsMissing(const std::vector<OutlookRow>& rows) const {
    for (const int64_t point : points_) {
      if (point <= window_.first_civil_us || point > window_.last_civil_us) continue;
      const std::set<std::string> fields = Differing(At(point - 1).fields, At(point).fields);
      if (fields.empty()) continue;
      bool is_told = false;
      for (const OutlookRow& row : rows) {
        const int64_t latest = row.latest.empty() ? kAxisMax : CivilOf(row.latest);
        is_told = is_told || (CivilOf(row.at) <= point && point <= latest);
      }
      if (is_told) continue;
      return absl::StrCat("no row for ", FormatCivil(point), ": ", absl::StrJoin(fields, ","), "\n",
                          Text(At(point - 1).fields), "\n", Text(At(point).fields));
    }
    return "";
  }

 private:
  const Standing& At(int64_t civil_us) const {
    const auto found = asked_.find(civil_us);
    if (found != asked_.end()) return found->second;
    return asked_.emplace(civil_us, StandingOf(both_.Oracle(view_, {civil_us, civil_us})))
        .first->second;
  }

  const BothWays& both_;
  const View view_;
  const CivilWindow window_;  // (first, last]
  const std::set<int64_t>& points_;
  mutable std::map<int64_t, Standing> asked_;
};

std::string RowText(const OutlookRow& row) {
  return absl::StrCat(row.at, " .. ", row.latest, " ", NameOf(row.kind),
                      row.certain ? "" : " (uncertain)", "\nrow: ", Text(FieldsOf(row.before)),
                      "\n  -> ", Text(FieldsOf(row.after)));
}

std::string WhatDiffers(const Ahead& ahead, const std::vector<OutlookRow>& rows) {
  for (const OutlookRow& row : rows) {
    const std::string wrong = ahead.WhatDiffers(row);
    if (!wrong.empty()) return absl::StrCat(wrong, "\n", RowText(row));
  }
  return "";
}

TEST(OutlookDifferential, WhatLiesAhead) {
  uint64_t outlooks = 0, rows = 0, announced = 0, stretches = 0;
  Runs::Of([&](const BothWays& both, const View& view, const std::vector<oracle::Record>& history,
               oracle::Draws& draws) -> std::string {
    if (!both.OnRecord(view)) return "";
    const std::set<int64_t> points = both.PointsToAsk(Axis::kEffective, draws);
    for (int i = 0; i < 3; ++i) {
      const std::string on = DrawOn(draws, history).substr(0, 10);
      if (on.size() < 10) continue;
      const int64_t days = draws.OneOf<int64_t>({1, 7, 30, 90});
      const int64_t start = ParseWindow(on, "Etc/UTC")->last_civil_us;
      const CivilWindow window = {start, start + days * kMicrosPerDay};
      const OutlookAnswer answer = both.Outlook(on, days);
      ++outlooks;
      rows += answer.rows.size();
      announced += answer.announced.size();
      for (const OutlookRow& row : answer.rows) stretches += row.latest != row.at ? 1 : 0;
      const Ahead law(both, view, window, points);
      std::string wrong = WhatDiffers(law, answer.rows);
      if (wrong.empty()) wrong = law.WhatIsMissing(answer.rows);
      if (wrong.empty() && view.floor == Commitment::kEnacted) {
        View lowered = view;
        lowered.floor = Commitment::kAnnounced;
        const Ahead planned(both, lowered, window, points);
        wrong = WhatDiffers(planned, answer.announced);
        std::vector<OutlookRow> all = answer.rows;
        all.insert(all.end(), answer.announced.begin(), answer.announced.end());
        if (wrong.empty()) wrong = planned.WhatIsMissing(all);
        if (!wrong.empty()) wrong = "announced: " + wrong;
      } else if (wrong.empty() && !answer.announced.empty()) {
        wrong = "announced apart, though the floor is lowered";
      }
      if (!wrong.empty()) return absl::StrCat("outlook ", on, " + ", days, ": ", wrong);
    }
    return "";
  });
  std::cout << outlooks << " outlooks, " << rows << " rows (" << stretches << " over a stretch), "
            << announced << " announced\n";
  EXPECT_GT(rows, 0u);
  EXPECT_GT(stretches, 0u);
  EXPECT_GT(announced, 0u);
}

}  // namespace
}  // namespace decree

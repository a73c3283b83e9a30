#include "core/append/covered_steps.h"

#include <algorithm>

namespace decree {
namespace {

struct Point {
  int64_t stated = 0, from = 0;
  const ActRecord* act = nullptr;
};
struct Asked {
  Point point;
  const ActRecord* found = nullptr;  // stated before it, begins after it, recorded first
};

// Points are put in by the order of statement, into a tree over their beginnings that keeps the
// first of each run.
void Find(std::vector<Point> points, std::vector<Asked>& asked) {
  std::vector<int64_t> starts;
  starts.reserve(points.size());
  for (const Point& point : points) starts.push_back(point.from);
  std::sort(starts.begin(), starts.end());
  const auto after = [&starts](int64_t from) {  // how many begin after it
    return static_cast<size_t>(starts.end() - std::upper_bound(starts.begin(), starts.end(), from));
  };
  std::vector<const ActRecord*> first(starts.size() + 1, nullptr);
  const auto keep_first = [](const ActRecord* act, const ActRecord*& kept) {
    if (act != nullptr && (kept == nullptr || act->position < kept->position)) kept = act;
  };
  const auto by_statement = [](const Point& a, const Point& b) { return a.stated < b.stated; };
  std::sort(points.begin(), points.end(), by_statement);
  std::sort(asked.begin(), asked.end(),
            [&](const Asked& a, const Asked& b) { return by_statement(a.point, b.point); });
  size_t next = 0;
  for (Asked& one : asked) {
    for (; next < points.size() && points[next].stated < one.point.stated; ++next) {
      for (size_t i = after(points[next].from) + 1; i < first.size(); i += i & (~i + 1)) {
        keep_first(points[next].act, first[i]);
      }
    }
    for (size_t i = after(one.point.from); i > 0; i -= i & (~i + 1))
      keep_first(first[i], one.found);
  }
}

bool Amends(const ActRecord& act) {
  return act.kind == EventKind::kAmended || act.kind == EventKind::kEased;
}

bool Gives(const ActRecord& act, Given given) {
  return act.Has(given == Given::kTerms     ? kActGivesTerms
                 : given == Given::kInclude ? kActGivesInclude
                                            : kActGivesExclude);
}

bool ChangesList(const ActRecord& act, Given given) {
  return (given == Given::kInclude && act.Has(kActChangesInclude)) ||
         (given == Given::kExclude && act.Has(kActChangesExclude));
}

Point Forward(const ActRecord& act) { return {act.stated_us, act.from_earliest, &act}; }
// Turned round, what was stated before is stated after, and begins before; open starts too.
Point Backward(const ActRecord& act) { return {~act.stated_us, ~act.from_earliest, &act}; }

}  // namespace

std::vector<CoveredStep> CoveredStepsOf(const std::vector<ActRecord>& acts,
                                        uint64_t first_position) {
  std::vector<CoveredStep> covered;
  for (const Given given : {Given::kTerms, Given::kInclude, Given::kExclude}) {
    std::vector<const ActRecord*> steps, amendments;
    for (const ActRecord& act : acts) {
      const bool is_step = Amends(act) || IsEnacting(act.kind);
      if (is_step && (Gives(act, given) || ChangesList(act, given))) steps.push_back(&act);
      if (Amends(act) && Gives(act, given) && !act.Has(kActHasTo)) amendments.push_back(&act);
    }
    std::vector<Point> points;
    std::vector<Asked> asked;
    points.reserve(steps.size());
    asked.reserve(steps.size());
    for (const ActRecord* const step : steps) points.push_back(Forward(*step));
    for (const ActRecord* const amendment : amendments) {
      if (amendment->position >= first_position) asked.push_back({Forward(*amendment)});
    }
    Find(points, asked);
    for (const Asked& one : asked) {
      if (one.found != nullptr) covered.push_back({one.point.act, one.found, given});
    }
    points.clear();
    asked.clear();
    for (const ActRecord* const amendment : amendments) {
      if (amendment->position < first_position) points.push_back(Backward(*amendment));
    }
    for (const ActRecord* const step : steps) {
      if (step->position >= first_position) asked.push_back({Backward(*step)});
    }
    Find(points, asked);
    for (const Asked& one : asked) {
      if (one.found != nullptr) covered.push_back({one.found, one.point.act, given});
    }
  }
  return covered;
}

}  // namespace decree

#include "core/append/stacking_warnings.h"

#include <algorithm>

#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/world/stacking_rules.h"

namespace decree {
namespace {

constexpr size_t kWarnedRulesMax = 4'096;
constexpr size_t kStepsMax = 4'096;

// Where rules may hold together, on the civil axis.
struct HeldTogether {
  int64_t first = kAxisMin, last = kAxisMax;

  HeldTogether Within(const ActRecord& record) const {
    return {std::max(first, record.from_earliest), std::min(last, record.to_latest)};
  }
  bool is_empty() const { return first >= last; }
};

class CircleSearch {
 public:
  explicit CircleSearch(const QuestionContext& context) : context_(context), events_(context.log) {}

  // The warning for the rule that `id` set for `program`; "" for none.
  std::string WarningFor(const std::string& id, const std::string& program) {
    return WarningFor(id, program, id, /*is_repaired=*/false);
  }

  // That for what the repair `id` made of a rule.
  std::string WarningForRepair(const std::string& id) {
    const absl::StatusOr<Position> position = context_.log.Find(id);
    if (!position.ok()) return "";
    const absl::StatusOr<const Event*> merged = events_.Body(*position);
    if (!merged.ok() || (*merged)->kind != EventKind::kStackingRuleSet || !(*merged)->stacking) {
      return "";
    }
    return WarningFor((*merged)->id, (*merged)->stacking->program, id, /*is_repaired=*/true);
  }

 private:
  std::string WarningFor(const std::string& rule, const std::string& program,
                         const std::string& said_by, bool is_repaired) {
    for (const DatedRule& dated : RulesOf(program)) {
      if (dated.rule.id != rule || dated.rule.effect != StackingEffect::kExcludes) continue;
      steps_left_ = kStepsMax;
      // A new rule is told of with those before it; what is repaired, with all.
      newest_ = is_repaired ? UINT64_MAX : dated.record.position;
      path_ = {&dated};
      stretch_ = HeldTogether().Within(dated.record);
      if (!stretch_.is_empty() && ClosesBehind(dated, stretch_)) return Text(said_by);
    }
    return "";
  }

  const std::vector<DatedRule>& RulesOf(const std::string& program) {
    const auto [it, is_new] = rules_.try_emplace(program);
    if (is_new) {
      auto rules = StackRulesUnder(absl::StrCat("k/", program), context_, events_);
      if (rules.ok()) it->second = *std::move(rules);
    }
    return it->second;
  }

  // Whether a circle leads from the last rule of the path to its first programme.
  bool ClosesBehind(const DatedRule& last, const HeldTogether& stretch) {
    const std::string& start = path_.front()->rule.program;
    for (const std::string& program : last.rule.over) {
      if (program == start) {
        stretch_ = stretch;
        return true;
      }
      const bool is_passed = std::any_of(path_.begin(), path_.end(), [&](const DatedRule* rule) {
        return rule->rule.program == program;
      });
      if (is_passed) continue;
      for (const DatedRule& next : RulesOf(program)) {
        if (steps_left_ == 0) return false;
        --steps_left_;
        if (next.rule.effect != StackingEffect::kExcludes || next.record.position > newest_) {
          continue;
        }
        const HeldTogether common = stretch.Within(next.record);
        if (common.is_empty()) continue;
        path_.push_back(&next);
        if (ClosesBehind(next, common)) return true;
        path_.pop_back();
      }
    }
    return false;
  }

  std::string Text(const std::string& said_by) const {
    std::vector<std::string> ids, programs;
    for (const DatedRule* dated : path_) {
      ids.push_back(absl::StrCat("\"", dated->rule.id, "\""));
      programs.push_back(dated->rule.program);
    }
    programs.push_back(programs.front());
    return absl::StrCat(
        "event \"", said_by, "\": the stacking rule", ids.size() == 1 ? " " : "s ",
        absl::StrJoin(ids, " and "), ids.size() == 1 ? " forms" : " form", " a cycle (",
        absl::StrJoin(programs, " excludes "), ") from ", FormatCivil(stretch_.first),
        stretch_.last == kAxisMax ? "" : absl::StrCat(" to ", FormatCivil(stretch_.last)),
        ": where their duties meet, what is due cannot be told; correct or retract one of them");
  }

  const QuestionContext& context_;
  EventReader events_;
  absl::node_hash_map<std::string, std::vector<DatedRule>> rules_;  // by programme
  std::vector<const DatedRule*> path_;
  HeldTogether stretch_;
  uint64_t newest_ = 0;
  size_t steps_left_ = 0;
};

}  // namespace

void AddStackingWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                         std::vector<AppendWarning>& warnings) {
  CircleSearch search(context);
  size_t looked_at = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i].event();
    const Event* const words = event.replacement.get();
    const bool sets = event.kind == EventKind::kStackingRuleSet && event.stacking.has_value();
    const bool repairs = event.kind == EventKind::kCorrected && words != nullptr &&
                         (words->stacking || words->effective || words->replacement != nullptr);
    if (!sets && !repairs) continue;
    if (++looked_at > kWarnedRulesMax) return;
    std::string warning = sets ? search.WarningFor(event.id, event.stacking->program)
                               : search.WarningForRepair(event.id);
    if (!warning.empty()) warnings.push_back({i, std::move(warning)});
  }
}

}  // namespace decree

#include "core/query/world/stacking_rules.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "core/base/status_macros.h"
#include "core/query/fold/fold.h"
#include "core/query/scope/transaction_match.h"

namespace decree {
namespace {

// When the rules gone through so far that say the same of the same programmes begin.
struct Beginnings {
  int64_t earliest = kAxisMax, latest = kAxisMax;
};

// Appends the rules of one strand, in paint order.
absl::Status AddRules(const VisibleStrand& seen, const QuestionContext& context,
                      EventReader& events, std::vector<DatedRule>& all) {
  std::vector<DatedRule> rules;  // newest first
  std::map<std::pair<StackingEffect, std::vector<std::string>>, Beginnings> newer;
  for (auto act = seen.acts.rbegin(); act != seen.acts.rend(); ++act) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    if (act->record.kind != EventKind::kStackingRuleSet || act->lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act->body));
    if (!body->stacking) continue;
    const StackingRule& stated = *body->stacking;
    DatedRule dated{
        {body->id, stated.program, stated.effect, stated.over, stated.cap_ppm.value_or(0), true},
        act->record,
        body->zone};
    std::vector<std::string> over = stated.over;
    std::sort(over.begin(), over.end());
    // A later one of the same programmes cuts it off, so the first of them to begin does.
    Beginnings& begun = newer[{stated.effect, std::move(over)}];
    dated.record.to_earliest = std::min(dated.record.to_earliest, begun.earliest);
    dated.record.to_latest = std::min(dated.record.to_latest, begun.latest);
    begun.earliest = std::min(begun.earliest, act->record.from_earliest);
    begun.latest = std::min(begun.latest, act->record.from_latest);
    rules.push_back(std::move(dated));
  }
  std::move(rules.rbegin(), rules.rend(), std::back_inserter(all));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<DatedRule>> StackRulesUnder(const std::string& entity,
                                                       const QuestionContext& context,
                                                       EventReader& events) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("stacking", entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.filter));
  std::vector<DatedRule> rules;
  DECREE_RETURN_IF_ERROR(AddRules(seen, context, events, rules));
  return rules;
}

absl::StatusOr<std::vector<DatedRule>> StackRulesSeen(const QuestionContext& context,
                                                      RepairedStrands& strands,
                                                      EventReader& events) {
  std::vector<DatedRule> rules;
  DECREE_ASSIGN_OR_RETURN(const auto entities, strands.reader().Entities("stacking", "k/"));
  for (const std::string& entity : entities) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, strands.Of("stacking", entity));
    DECREE_RETURN_IF_ERROR(AddRules(strand->SeenBy(context.filter), context, events, rules));
  }
  return rules;
}

absl::StatusOr<std::vector<StackRule>> StackRulesOn(const AskedDate& on,
                                                    const std::vector<DatedRule>& seen) {
  std::vector<StackRule> holding;
  absl::flat_hash_map<std::string, CivilWindow> windows;  // by zone
  for (const DatedRule& dated : seen) {
    const auto [asked, is_new] = windows.try_emplace(dated.zone);
    if (is_new) {
      DECREE_ASSIGN_OR_RETURN(asked->second, on.In(dated.zone));
    }
    const Tri holds = HoldsIn(dated.record, asked->second);
    if (holds == Tri::kNo) continue;
    holding.push_back(dated.rule);
    holding.back().is_certain = holds == Tri::kYes;
  }
  std::stable_sort(holding.begin(), holding.end(), [](const StackRule& a, const StackRule& b) {
    return std::tie(a.program, a.effect) < std::tie(b.program, b.effect);
  });
  return holding;
}

}  // namespace decree

#include "core/query/world_facts.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr size_t kRelatedCodesMax = 256;  // of one product through all its changes

void CutAt(const DatedRule& newer, DatedRule& older) {
  ActRecord& record = older.record;
  record.to_earliest = std::min(record.to_earliest, newer.record.from_earliest);
  record.to_latest = std::min(record.to_latest, newer.record.from_latest);
}

std::string SystemOf(const ProductCode& product) {
  const std::string text = FormatProductCode(product);
  return text.substr(0, text.find_first_of(":@"));
}

// Adds what a change of codes makes of `code`: of a new code its former ones, and the other way
// round.
void AddRelated(const Event& event, const std::string& system, const ProductCode& code,
                std::vector<RelatedCode>& related) {
  const auto parse = [&](const std::string& text) {
    const bool is_whole = text.find(':') != std::string::npos;
    return ParseProductCode(is_whole ? text : absl::StrCat(system, ":", text));
  };
  const auto relate = [&](const std::vector<std::string>& these,
                          const std::vector<std::string>& those, absl::string_view verb) {
    for (const std::string& text : these) {
      const absl::StatusOr<ProductCode> one = parse(text);
      if (!one.ok() || RelationOf(*one, code) != PrefixRelation::kCovers) continue;
      for (const std::string& other : those) {
        const absl::StatusOr<ProductCode> other_code = parse(other);
        const bool is_known = !other_code.ok() || std::any_of(related.begin(), related.end(),
                                                              [&](const RelatedCode& r) {
                                                                return r.code == *other_code;
                                                              });
        if (is_known || related.size() >= kRelatedCodesMax) continue;
        related.push_back(
            {*other_code, absl::StrCat(FormatProductCode(*one), verb,
                                       FormatProductCode(*other_code), " (", event.id, ")")});
      }
    }
  };
  relate(event.code->to, event.code->from, " came of ");
  relate(event.code->from, event.code->to, " became ");
}

}  // namespace

absl::StatusOr<std::vector<DatedRule>> StackRulesUnder(const std::string& entity,
                                                       const QuestionContext& context,
                                                       EventReader& events) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("stacking", entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.sight));
  std::vector<DatedRule> rules;  // newest first
  for (auto act = seen.acts.rbegin(); act != seen.acts.rend(); ++act) {
    if (act->record.kind != EventKind::kStackingRuleSet || act->lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act->body));
    if (!body->stacking) continue;
    const StackingRule& stated = *body->stacking;
    DatedRule dated{
        {body->id, stated.program, stated.effect, stated.over, stated.cap_ppm.value_or(0), true},
        act->record,
        stated.over,
        body->zone};
    std::sort(dated.over_sorted.begin(), dated.over_sorted.end());
    for (const DatedRule& newer : rules) {
      if (newer.rule.effect == dated.rule.effect && newer.over_sorted == dated.over_sorted) {
        CutAt(newer, dated);
      }
    }
    rules.push_back(std::move(dated));
  }
  std::reverse(rules.begin(), rules.end());
  return rules;
}

absl::StatusOr<std::vector<StackRule>> StackRulesOn(const std::string& on,
                                                    const std::optional<CivilWindow>& window,
                                                    const QuestionContext& context,
                                                    EventReader& events) {
  DECREE_ASSIGN_OR_RETURN(const auto entities, context.strands.Entities("stacking", "k/"));
  std::vector<StackRule> holding;
  for (const std::string& entity : entities) {
    DECREE_ASSIGN_OR_RETURN(std::vector<DatedRule> rules, StackRulesUnder(entity, context, events));
    for (DatedRule& dated : rules) {
      CivilWindow asked;
      if (window) {
        asked = *window;
      } else {
        DECREE_ASSIGN_OR_RETURN(asked, ParseWindow(on, dated.zone));
      }
      const Tri holds = HoldsIn(dated.record, asked);
      if (holds == Tri::kNo) continue;
      dated.rule.is_certain = holds == Tri::kYes;
      holding.push_back(std::move(dated.rule));
    }
  }
  std::stable_sort(holding.begin(), holding.end(), [](const StackRule& a, const StackRule& b) {
    return std::tie(a.program, a.effect) < std::tie(b.program, b.effect);
  });
  return holding;
}

absl::StatusOr<std::vector<RelatedCode>> RelatedCodesOn(const std::string& on,
                                                        const std::vector<ProductCode>& products,
                                                        const QuestionContext& context,
                                                        EventReader& events) {
  std::vector<RelatedCode> all;
  for (const ProductCode& product : products) {
    if (product.system == ProductSystem::kAny) continue;
    const std::string system = SystemOf(product);
    const std::string entity = absl::StrCat("x/", system);
    DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("codes", entity));
    DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                            See(strand, entity, context.strands, context.sight));
    std::vector<const Event*> changes;
    for (const VisibleAct& act : seen.acts) {
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
      if (!body->code || act.lifted_by != 0) continue;
      DECREE_ASSIGN_OR_RETURN(const CivilWindow window, ParseWindow(on, body->zone));
      if (HoldsIn(act.record, window) != Tri::kNo) changes.push_back(body);
    }
    std::vector<RelatedCode> related = {{product, ""}};
    for (size_t i = 0; i < related.size(); ++i) {
      const ProductCode code = related[i].code;
      for (const Event* change : changes) AddRelated(*change, system, code, related);
    }
    all.insert(all.end(), related.begin() + 1, related.end());
  }
  return all;
}

}  // namespace decree

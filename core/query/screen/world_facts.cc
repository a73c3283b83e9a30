#include "core/query/screen/world_facts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr size_t kRelatedCodesMax = 256;  // of one product through all its changes

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

std::string SystemOf(const ProductCode& product) {
  const std::string text = FormatProductCode(product);
  return text.substr(0, text.find_first_of(":@"));
}

// The changes of one system's codes, with the codes that they name found by their digits.
class CodeChanges {
 public:
  explicit CodeChanges(std::string system) : system_(std::move(system)) {}

  // In paint order. The event must outlive it.
  void Add(const Event& event) {
    AddSide(event, event.code->to, event.code->from, " came of ");
    AddSide(event, event.code->from, event.code->to, " became ");
  }

  // What the changes make of a product: of a new code its former ones, and the other way round, and
  // so on from those.
  std::vector<RelatedCode> RelatedTo(const ProductCode& product) const {
    std::vector<RelatedCode> related = {{product, ""}};
    Followed followed;
    followed.known.insert(FormatProductCode(product));
    followed.sides.resize(sides_.size());
    for (size_t i = 0; i < related.size() && related.size() < kRelatedCodesMax; ++i) {
      for (const Named& named : Naming(related[i].code)) Follow(named, followed, related);
    }
    related.erase(related.begin());
    return related;
  }

 private:
  // One direction of a change: what these codes are to those.
  struct Side {
    const Event* event;
    const std::vector<std::string>* these;
    const std::vector<std::string>* those;
    absl::string_view verb;
  };
  struct Named {
    size_t side, item;  // into `sides_` and its `these`
    friend bool operator<(const Named& a, const Named& b) {
      return std::tie(a.side, a.item) < std::tie(b.side, b.item);
    }
  };
  struct Followed {
    std::vector<bool> sides;  // whose other codes are all known
    absl::flat_hash_set<std::string> known;
  };

  absl::StatusOr<ProductCode> Parse(const std::string& text) const {
    const bool is_whole = text.find(':') != std::string::npos;
    return ParseProductCode(is_whole ? text : absl::StrCat(system_, ":", text));
  }

  void AddSide(const Event& event, const std::vector<std::string>& these,
               const std::vector<std::string>& those, absl::string_view verb) {
    for (size_t i = 0; i < these.size(); ++i) {
      absl::StatusOr<ProductCode> code = Parse(these[i]);
      if (code.ok()) by_code_[std::move(code->code)].push_back({sides_.size(), i});
    }
    sides_.push_back({&event, &these, &those, verb});
  }

  // In order; of each side the first code that covers the one given.
  std::vector<Named> Naming(const ProductCode& code) const {
    std::vector<Named> naming;
    for (size_t length = 1; length <= code.code.size(); ++length) {
      const auto found = by_code_.find(absl::string_view(code.code).substr(0, length));
      if (found == by_code_.end()) continue;
      for (const Named& named : found->second) {
        const absl::StatusOr<ProductCode> one = Parse((*sides_[named.side].these)[named.item]);
        if (one.ok() && RelationOf(*one, code) == PrefixRelation::kCovers) naming.push_back(named);
      }
    }
    std::sort(naming.begin(), naming.end());
    const auto same_side = [](const Named& a, const Named& b) { return a.side == b.side; };
    naming.erase(std::unique(naming.begin(), naming.end(), same_side), naming.end());
    return naming;
  }

  void Follow(const Named& named, Followed& followed, std::vector<RelatedCode>& related) const {
    if (followed.sides[named.side]) return;
    const Side& side = sides_[named.side];
    for (const std::string& text : *side.those) {
      if (related.size() >= kRelatedCodesMax) return;
      absl::StatusOr<ProductCode> other = Parse(text);
      if (!other.ok() || !followed.known.insert(FormatProductCode(*other)).second) continue;
      const absl::StatusOr<ProductCode> one = Parse((*side.these)[named.item]);
      std::string why = absl::StrCat(FormatProductCode(*one), side.verb, FormatProductCode(*other),
                                     " (", side.event->id, ")");
      related.push_back({*std::move(other), std::move(why)});
    }
    followed.sides[named.side] = true;
  }

  std::string system_;
  std::vector<Side> sides_;
  absl::flat_hash_map<std::string, std::vector<Named>> by_code_;
};

// Those in effect on the date, or which may be.
absl::StatusOr<CodeChanges> CodeChangesOn(const std::string& on, const std::string& system,
                                          const QuestionContext& context, EventReader& events) {
  CodeChanges changes(system);
  const std::string entity = absl::StrCat("x/", system);
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("codes", entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.sight));
  for (const VisibleAct& act : seen.acts) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
    if (!body->code || act.lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(const CivilWindow window, ParseWindow(on, body->zone));
    if (HoldsIn(act.record, window) != Tri::kNo) changes.Add(*body);
  }
  return changes;
}

}  // namespace

absl::StatusOr<std::vector<DatedRule>> StackRulesUnder(const std::string& entity,
                                                       const QuestionContext& context,
                                                       EventReader& events) {
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("stacking", entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.sight));
  std::vector<DatedRule> rules;
  DECREE_RETURN_IF_ERROR(AddRules(seen, context, events, rules));
  return rules;
}

absl::StatusOr<std::vector<DatedRule>> StackRulesSeen(const QuestionContext& context,
                                                      PreparedStrands& strands,
                                                      EventReader& events) {
  std::vector<DatedRule> rules;
  DECREE_ASSIGN_OR_RETURN(const auto entities, strands.reader().Entities("stacking", "k/"));
  for (const std::string& entity : entities) {
    DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const strand, strands.Of("stacking", entity));
    DECREE_RETURN_IF_ERROR(AddRules(strand->SeenBy(context.sight), context, events, rules));
  }
  return rules;
}

absl::StatusOr<std::vector<StackRule>> StackRulesOn(const std::string& on,
                                                    const std::optional<CivilWindow>& window,
                                                    const std::vector<DatedRule>& seen) {
  std::vector<StackRule> holding;
  absl::flat_hash_map<std::string, CivilWindow> windows;  // by zone
  for (const DatedRule& dated : seen) {
    CivilWindow asked;
    if (window) {
      asked = *window;
    } else {
      const auto [slot, is_new] = windows.try_emplace(dated.zone);
      if (is_new) {
        DECREE_ASSIGN_OR_RETURN(slot->second, ParseWindow(on, dated.zone));
      }
      asked = slot->second;
    }
    const Tri holds = HoldsIn(dated.record, asked);
    if (holds == Tri::kNo) continue;
    holding.push_back(dated.rule);
    holding.back().is_certain = holds == Tri::kYes;
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
  std::map<std::string, CodeChanges> by_system;
  for (const ProductCode& product : products) {
    if (product.system == ProductSystem::kAny) continue;
    const std::string system = SystemOf(product);
    auto changes = by_system.find(system);
    if (changes == by_system.end()) {
      DECREE_ASSIGN_OR_RETURN(CodeChanges read, CodeChangesOn(on, system, context, events));
      changes = by_system.emplace(system, std::move(read)).first;
    }
    std::vector<RelatedCode> related = changes->second.RelatedTo(product);
    std::move(related.begin(), related.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace decree

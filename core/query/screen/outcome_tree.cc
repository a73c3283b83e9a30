#include "core/query/screen/outcome_tree.h"

#include <algorithm>
#include <utility>

namespace decree {

void MatchTrail::Add(QuickScope* scope, const std::optional<QuickMatch>& match) {
  if (!can_be_learned_) return;
  if (!match) {
    can_be_learned_ = false;
    return;
  }
  const auto is_same = [scope](const Step& step) { return step.scope == scope; };
  if (std::none_of(steps_.begin(), steps_.end(), is_same)) steps_.push_back({scope, *match});
}

OutcomeTree::Node* OutcomeTree::Node::BranchFor(const QuickMatch& match) const {
  for (const auto& [of, node] : branches) {
    if (of == match) return node.get();
  }
  return nullptr;
}

std::shared_ptr<const ScreenOutcome> OutcomeTree::Find(const QuickTransaction& transaction) const {
  const Node* node = &root_;
  while (node->scope != nullptr) {
    const std::optional<QuickMatch> match = node->scope->Match(transaction);
    if (!match) return nullptr;
    node = node->BranchFor(*match);
    if (node == nullptr) return nullptr;
  }
  return node->outcome;
}

void OutcomeTree::Learn(const MatchTrail& trail, std::shared_ptr<const ScreenOutcome> outcome) {
  if (!trail.can_be_learned()) return;
  Node* node = &root_;
  for (const MatchTrail::Step& step : trail.steps()) {
    if (node->scope == nullptr) node->scope = step.scope;
    if (node->scope != step.scope || node->outcome != nullptr) return;  // never of one day
    Node* next = node->BranchFor(step.match);
    if (next == nullptr) {
      next = node->branches.emplace_back(step.match, std::make_unique<Node>()).second.get();
      ++nodes_;
    }
    node = next;
  }
  if (node->scope == nullptr) node->outcome = std::move(outcome);
}

}  // namespace decree

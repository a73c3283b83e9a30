#include "core/query/screen/outcome_cache.h"

#include <algorithm>
#include <utility>

namespace decree {

void MatchTrail::Add(CompiledScope* scope, const std::optional<CompiledMatch>& match) {
  if (!can_be_learned_) return;
  if (!match) {
    can_be_learned_ = false;
    return;
  }
  const auto is_same = [scope](const Step& step) { return step.scope == scope; };
  if (std::none_of(steps_.begin(), steps_.end(), is_same)) steps_.push_back({scope, *match});
}

OutcomeCache::Node* OutcomeCache::Node::BranchFor(const CompiledMatch& match) const {
  for (const auto& [of, node] : branches) {
    if (of == match) return node.get();
  }
  return nullptr;
}

std::shared_ptr<const ScreenOutcome> OutcomeCache::Find(
    const CompiledTransaction& transaction) const {
  const Node* node = &root_;
  while (node->scope != nullptr) {
    const std::optional<CompiledMatch> match = node->scope->Match(transaction);
    if (!match) return nullptr;
    node = node->BranchFor(*match);
    if (node == nullptr) return nullptr;
  }
  return node->outcome;
}

void OutcomeCache::Learn(const MatchTrail& trail, std::shared_ptr<const ScreenOutcome> outcome) {
  if (!trail.can_be_learned()) return;
  Node* node = &root_;
  for (const MatchTrail::Step& step : trail.steps()) {
    if (node->scope == nullptr) node->scope = step.scope;
    if (node->scope != step.scope || node->outcome != nullptr) return;  // never of one date
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

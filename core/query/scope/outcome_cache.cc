#include "core/query/scope/outcome_cache.h"

#include <algorithm>
#include <utility>

namespace decree {

namespace {

std::optional<CompiledMatch> AsMatch(const std::optional<size_t>& digits) {
  if (!digits) return std::nullopt;
  return CompiledMatch{Tri::kYes, static_cast<uint32_t>(*digits)};
}

}  // namespace

std::optional<CompiledMatch> MatchTrail::Question::AnswerFor(
    const CompiledTransaction& transaction) const {
  return is_of_digits ? AsMatch(scope->CodeDigits(transaction)) : scope->Match(transaction);
}

void MatchTrail::AddStep(const Question& question, const std::optional<CompiledMatch>& answer) {
  if (!can_be_learned_) return;
  if (!answer) {
    can_be_learned_ = false;
    return;
  }
  const auto is_same = [&](const Step& step) { return step.question == question; };
  if (std::none_of(steps_.begin(), steps_.end(), is_same)) steps_.push_back({question, *answer});
}

void MatchTrail::Add(CompiledScope* scope, const std::optional<CompiledMatch>& match) {
  AddStep({scope, false}, match);
}

void MatchTrail::AddDigits(CompiledScope* scope, const std::optional<size_t>& digits) {
  AddStep({scope, true}, AsMatch(digits));
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
  while (node->question.scope != nullptr) {
    const std::optional<CompiledMatch> match = node->question.AnswerFor(transaction);
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
    if (node->question.scope == nullptr) node->question = step.question;
    // Never of one date.
    if (!(node->question == step.question) || node->outcome != nullptr) return;
    Node* next = node->BranchFor(step.answer);
    if (next == nullptr) {
      next = node->branches.emplace_back(step.answer, std::make_unique<Node>()).second.get();
      ++nodes_;
    }
    node = next;
  }
  if (node->question.scope == nullptr) node->outcome = std::move(outcome);
}

}  // namespace decree

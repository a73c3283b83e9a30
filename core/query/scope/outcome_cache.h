// Outcomes of screening on one date, found again by how the scopes match: a transaction that every
// scope asked matches alike has the same outcome. So a file of a million transactions is folded,
// stacked and decided once for each way in which they differ.
//
// A tree of the questions that screening put to the scopes, in its order: each node is one scope,
// each branch how it matched (or, of base duties, how many digits of the code it names). What hangs
// on more than matches (a share, a quantity) is not learned.
//
// Not safe for concurrent use.
#ifndef DECREE_CORE_QUERY_SCOPE_OUTCOME_CACHE_H_
#define DECREE_CORE_QUERY_SCOPE_OUTCOME_CACHE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/query/answers/screen_answer.h"
#include "core/query/scope/compiled_scope.h"

namespace decree {

// The questions of one screening.
class MatchTrail {
 public:
  // `match`: nullopt where the scope could not decide the match.
  void Add(CompiledScope* scope, const std::optional<CompiledMatch>& match);
  // Likewise how many digits of the transaction's code the scope names.
  void AddDigits(CompiledScope* scope, const std::optional<size_t>& digits);
  // The outcome hangs on facts that no scope asks for.
  void NoteFacts() { can_be_learned_ = false; }

  bool can_be_learned() const { return can_be_learned_; }
  struct Question {
    // As a match, which is certain of digits. nullopt: the scope cannot decide.
    std::optional<CompiledMatch> AnswerFor(const CompiledTransaction& transaction) const;

    CompiledScope* scope = nullptr;
    bool is_of_digits = false;  // else whether the scope matches
    friend bool operator==(const Question&, const Question&) = default;
  };
  struct Step {
    Question question;
    CompiledMatch answer;
  };
  const std::vector<Step>& steps() const { return steps_; }

 private:
  void AddStep(const Question& question, const std::optional<CompiledMatch>& answer);

  std::vector<Step> steps_;  // each question once
  bool can_be_learned_ = true;
};

class OutcomeCache {
 public:
  // nullptr: not known.
  std::shared_ptr<const ScreenOutcome> Find(const CompiledTransaction& transaction) const;
  void Learn(const MatchTrail& trail, std::shared_ptr<const ScreenOutcome> outcome);
  size_t size() const { return nodes_; }

 private:
  struct Node {
    Node* BranchFor(const CompiledMatch& match) const;  // nullptr: not taken yet

    MatchTrail::Question question;  // of no scope: a leaf, or nothing yet
    std::vector<std::pair<CompiledMatch, std::unique_ptr<Node>>> branches;
    std::shared_ptr<const ScreenOutcome> outcome;
  };

  Node root_;
  size_t nodes_ = 1;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_OUTCOME_CACHE_H_

#include "core/projections/composed_lists.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

using Clauses = std::vector<ScopeClause>;

// In stored normal form equal clauses have equal texts.
std::string TextOf(const ScopeClause& clause) {
  Scope scope;
  scope.include = Clauses{clause};
  return ScopeToJson(scope);
}

// Of which it is open whether it is there, and which then matches everything.
ScopeClause OpenClause() {
  ScopeClause clause;
  clause.product = {"*"};
  Bound anywhere;
  anywhere.earliest_civil_us = kAxisMin;
  anywhere.latest_civil_us = kAxisMax;
  clause.effective.emplace().from = anywhere;
  return clause;
}

}  // namespace

// A list under change: its clauses with their texts.
class ComposedLists::Changed {
 public:
  void Add(const Clauses& clauses, uint64_t writer) {
    for (const ScopeClause& clause : clauses) {
      std::string text = TextOf(clause);
      if (told_.insert(text).second) items_.push_back({clause, std::move(text), writer});
    }
  }

  void Remove(const Clauses& clauses) {
    absl::flat_hash_set<std::string> removed;
    for (const ScopeClause& clause : clauses) {
      std::string text = TextOf(clause);
      if (told_.erase(text) != 0) removed.insert(std::move(text));
    }
    if (removed.empty()) return;
    items_.erase(
        std::remove_if(items_.begin(), items_.end(),
                       [&removed](const Item& item) { return removed.contains(item.text); }),
        items_.end());
  }

  Clauses Take() {
    Clauses clauses;
    clauses.reserve(items_.size());
    for (Item& item : items_) clauses.push_back(std::move(item.clause));
    return clauses;
  }

  std::vector<uint64_t> Writers() const {
    std::vector<uint64_t> writers;
    writers.reserve(items_.size());
    for (const Item& item : items_) writers.push_back(item.writer);
    return writers;
  }

 private:
  struct Item {
    ScopeClause clause;
    std::string text;
    uint64_t writer = 0;
  };
  std::vector<Item> items_;
  absl::flat_hash_set<std::string> told_;
};

uint64_t ComposedLists::With(uint64_t below, ScopePart part, uint64_t change) {
  if (below == kOpenList) return kOpenList;
  const uint64_t next = (uint64_t{1} << 63) | changes_.size();
  const auto [slot, is_new] =
      numbers_[static_cast<size_t>(part)].try_emplace({below, change}, next);
  if (is_new) changes_.push_back({below, change, part});
  return slot->second;
}

std::vector<uint64_t> ComposedLists::PartsOf(uint64_t list) const {
  std::vector<uint64_t> parts;
  if (list == kOpenList) return parts;
  while (IsComposed(list)) {
    parts.push_back(At(list).change);
    list = At(list).below;
  }
  parts.push_back(list);
  std::reverse(parts.begin(), parts.end());
  return parts;
}

absl::StatusOr<ComposedLists::Changed> ComposedLists::ChangedOf(uint64_t list,
                                                                const BodyAt& body_at) const {
  const bool is_include = At(list).part == ScopePart::kInclude;
  Changed changed;
  const std::vector<uint64_t> parts = PartsOf(list);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == 0) continue;  // an empty list
    DECREE_ASSIGN_OR_RETURN(const Event* const body, body_at(parts[i]));
    if (!body->scope) continue;
    const Scope& scope = *body->scope;
    if (i == 0) {
      const Scope::List& whole = is_include ? scope.include : scope.exclude;
      if (whole) changed.Add(*whole, parts[i]);
      continue;
    }
    const Scope::List& remove = is_include ? scope.include_remove : scope.exclude_remove;
    const Scope::List& add = is_include ? scope.include_add : scope.exclude_add;
    if (remove) changed.Remove(*remove);
    if (add) changed.Add(*add, parts[i]);
  }
  return changed;
}

absl::StatusOr<Event> ComposedLists::Compose(uint64_t list, const BodyAt& body_at) const {
  Event event;
  Scope& scope = event.scope.emplace();
  if (list == kOpenList) {
    scope.include = scope.exclude = Clauses{OpenClause()};
    return event;
  }
  DECREE_ASSIGN_OR_RETURN(Changed changed, ChangedOf(list, body_at));
  const bool is_include = At(list).part == ScopePart::kInclude;
  (is_include ? scope.include : scope.exclude) = changed.Take();
  return event;
}

absl::StatusOr<std::vector<uint64_t>> ComposedLists::WritersOf(uint64_t list,
                                                               const BodyAt& body_at) const {
  if (list == kOpenList) return std::vector<uint64_t>{0};
  DECREE_ASSIGN_OR_RETURN(const Changed changed, ChangedOf(list, body_at));
  return changed.Writers();
}

}  // namespace decree

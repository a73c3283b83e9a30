// What a measure covers: included and excluded clauses; each clause is a conjunction over
// dimensions. A dimension left empty does not restrict; "*" matches anything. Do not confuse a
// scope (a measure's words) with a transaction (the facts a question brings). Shares are parts per
// million; dates are bounds on the civil axis (core/model/edtf_date.h).
#ifndef DECREE_CORE_MODEL_SCOPE_H_
#define DECREE_CORE_MODEL_SCOPE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/edtf_date.h"

namespace decree {

// While an act holds: [from, to). A missing end is open, or left to the acts before it.
struct EffectiveInterval {
  std::optional<Bound> from;
  std::optional<Bound> to;  // exclusive; Bound::is_through tells the source's own form
  std::string wording;      // the source's words: "next month"
  friend bool operator==(const EffectiveInterval&, const EffectiveInterval&) = default;
};

struct ScopeClause {
  // ISO codes, groups, parties, or "*".
  std::vector<std::string> origin, destination, shipped_from, exporter, importer, consignee,
      end_user;
  std::vector<std::string> movement;  // export, reExport, transfer
  std::vector<std::string> product;   // normalised: "HTS:85414200", "tag:rare-earths", "*"
  std::vector<std::string> party;
  std::optional<int64_t> ownership_at_least_ppm;
  std::vector<std::string> end_use;
  std::optional<int64_t> content_share_at_least_ppm;
  std::string
      value_below;  // decimal, optionally followed by a space and a currency; "" when absent
  std::optional<Bound> exported_before, loaded_before, entered_before, contract_before;
  std::vector<std::string> preference;
  std::optional<EffectiveInterval> effective;  // exclusions with their own validity
  friend bool operator==(const ScopeClause&, const ScopeClause&) = default;
};

// `include` and `exclude` are replaced separately and whole: nullopt means "not said". The others
// change the list that lies below on the act's interval (`amended`, `eased`): removals first, a
// clause taken away by writing it again.
struct Scope {
  using List = std::optional<std::vector<ScopeClause>>;
  List include, exclude;
  List include_add, include_remove, exclude_add, exclude_remove;

  bool changes_include() const { return include_add || include_remove; }
  bool changes_exclude() const { return exclude_add || exclude_remove; }
  friend bool operator==(const Scope&, const Scope&) = default;
};

// Every list, by its name in JSON.
struct ScopeList {
  const char* field;
  Scope::List Scope::*list;
  bool is_change;
};
inline constexpr std::array<ScopeList, 6> kScopeLists = {{
    {"include", &Scope::include, false},
    {"exclude", &Scope::exclude, false},
    {"includeAdd", &Scope::include_add, true},
    {"includeRemove", &Scope::include_remove, true},
    {"excludeAdd", &Scope::exclude_add, true},
    {"excludeRemove", &Scope::exclude_remove, true},
}};

}  // namespace decree

#endif  // DECREE_CORE_MODEL_SCOPE_H_

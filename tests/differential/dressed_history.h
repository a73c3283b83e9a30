// Drawn histories dressed for questions about trade: scopes with places, codes, tags and parties,
// rates, memberships; and a home in memory for the compiled answers that follow them.
#ifndef DECREE_TESTS_DIFFERENTIAL_DRESSED_HISTORY_H_
#define DECREE_TESTS_DIFFERENTIAL_DRESSED_HISTORY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/compiled/compiled_answers.h"
#include "core/model/event.h"
#include "core/store/ordered_store.h"
#include "tests/model/draws.h"

namespace decree {

inline const std::vector<std::string>& Places() {
  static const auto& places = *new std::vector<std::string>{"CN", "US", "DE", "EU", "*"};
  return places;
}

inline ScopeClause DrawClause(oracle::Draws& draws) {
  static const auto& products = *new std::vector<std::string>{
      "*",       "HS:85", "HS:8541",  "HS:854142", "HTS:8541",   "HTS:85414200",   "HTS:8541420010",
      "CN:8541", "HS:72", "HTS:7208", "tag:chips", "ECCN:3A090", "HTS@2025:854142"};
  ScopeClause clause;
  if (draws.Percent(80)) clause.origin = {draws.OneOf(Places())};
  if (draws.Percent(20)) clause.origin.push_back("MX");
  if (draws.Percent(40)) clause.destination = {draws.OneOf(Places())};
  if (draws.Percent(85)) {
    clause.product = {draws.Percent(85) ? products[draws.Below(10)] : draws.OneOf(products)};
    if (draws.Percent(20)) clause.product.push_back(draws.OneOf(products));
  }
  if (draws.Percent(5)) clause.end_use = {"military"};
  if (draws.Percent(6)) clause.party = {draws.Percent(50) ? "acme" : "listed", "zeta"};
  if (draws.Percent(2)) clause.ownership_at_least_ppm = 500'000;
  if (draws.Percent(5)) {  // so many keys that the answers stand apart
    clause.origin = {"CN", "DE", "US", "MX"};
    for (int i = 0; i < 80; ++i) clause.product.push_back(absl::StrCat("HTS:72080", 1000 + i));
  }
  return clause;
}

// Gives the acts of a drawn history scopes, terms and now and then an authorization.
inline void Dress(oracle::Draws& draws, Event& event) {
  if (event.scope || draws.Percent(event.kind == EventKind::kImposed ? 70 : 10)) {
    // Most of the exclusions that were drawn go: each makes the compiled answers ask.
    if (!event.scope || draws.Percent(80)) event.scope.emplace();
    Scope& scope = *event.scope;
    const bool only_excludes = scope.exclude && event.kind == EventKind::kAmended;
    if (!only_excludes || draws.Percent(50)) scope.include.emplace().push_back(DrawClause(draws));
    if (scope.include && draws.Percent(20)) scope.include->push_back(DrawClause(draws));
    if (draws.Percent(8)) scope.exclude.emplace().push_back(DrawClause(draws));
    if (draws.Percent(4)) scope.exclude.emplace();
  }
  if (event.terms && draws.Percent(70)) {
    Tariff& tariff = event.terms.emplace().tariff.emplace();
    tariff.ad_valorem_ppm = draws.Between(0, 3) * 50'000;
    if (draws.Percent(10)) tariff.minimum_ppm = 10'000;
  }
}

inline Event GroupEvent(oracle::Draws& draws, const Event& like, size_t number) {
  Event event;
  event.id = absl::StrCat("group-", number);
  event.kind = draws.Percent(70) ? EventKind::kMembershipStarted : EventKind::kMembershipEnded;
  event.stated = like.stated;
  event.published = like.published;
  event.zone = like.zone;
  event.effective.emplace().from = StartOfMoment(*like.stated);
  event.membership = Membership{"EU", draws.Percent(50) ? "DE" : "CN", "", {}};
  return event;
}

class MemoryHome final : public PointTableHome {
 public:
  absl::StatusOr<std::shared_ptr<OrderedStore>> Open() override { return Replace(); }
  absl::StatusOr<std::shared_ptr<OrderedStore>> Replace() override {
    return std::shared_ptr<OrderedStore>(NewMemoryStore());
  }
  bool IsFollowed() const override { return false; }
  bool MayBuild(uint64_t) const override { return true; }
  bool IsLarge() const override { return true; }
};

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_DRESSED_HISTORY_H_

#include "core/query/screen/screen_view_cache.h"

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "core/query/control/measure_filter.h"
#include "core/query/screen/listed_names.h"
#include "core/query/screen/screen_candidates.h"
#include "core/query/screen/screen_duties.h"

namespace decree {

absl::Status ScreenViewCache::Fill(CachedMeasure& cached) {
  cached.zone = std::string(ZoneOfJurisdiction(cached.loaded.attributes.issuer));
  std::vector<const VisibleStrand*> strands = {&cached.loaded.own};
  for (const NamedStrand& instrument : cached.loaded.instruments) {
    strands.push_back(&instrument.strand);
  }
  for (const VisibleStrand* strand : strands) {
    for (const VisibleAct& act : strand->acts) {
      if (IsLimitedByScope(act.record) && act.lifted_by == 0) cached.limited.push_back(&act);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<CachedMeasure*> ScreenViewCache::Measure(const std::string& slug) {
  const auto found = measures_.find(slug);
  if (found != measures_.end()) return found->second.get();
  repaired_.Forget();
  auto cached = std::make_unique<CachedMeasure>();
  DECREE_ASSIGN_OR_RETURN(cached->loaded, builder_.Load(slug));
  DECREE_RETURN_IF_ERROR(Fill(*cached));
  return (measures_[slug] = std::move(cached)).get();
}

absl::StatusOr<const MeasureList*> ScreenViewCache::AuthorizationsOf(CachedMeasure& measure) {
  if (!measure.authorizations) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                            builder_.AuthorizationsOf(measure.loaded.slug));
    MeasureList authorizations;
    for (const std::string& slug : slugs) {
      DECREE_ASSIGN_OR_RETURN(CachedMeasure* const cached, Measure(slug));
      authorizations.push_back(cached);
    }
    measure.authorizations = std::move(authorizations);
  }
  return &*measure.authorizations;
}

absl::StatusOr<const MeasureList*> ScreenViewCache::All() {
  if (!all_) {
    if (only_ != nullptr) {
      slugs_ = *only_;
    } else {
      DECREE_ASSIGN_OR_RETURN(slugs_, SlugsMatching("", context_.strands));
    }
    MeasureList all;
    repaired_.ExpectMeasures(slugs_);
    const absl::Cleanup expect_nothing = [this] { repaired_.ExpectNothing(); };
    for (const std::string& slug : slugs_) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
      DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, Measure(slug));
      if (measure->is_seen() && !measure->is_authorization()) all.push_back(measure);
    }
    all_ = std::move(all);
  }
  return &*all_;
}

absl::StatusOr<const std::vector<DatedRule>*> ScreenViewCache::StackRules() {
  if (!rules_) {
    DECREE_ASSIGN_OR_RETURN(rules_, StackRulesSeen(context_, repaired_, events_));
  }
  return &*rules_;
}

absl::StatusOr<bool> ScreenViewCache::IsEverDuty(const CachedMeasure& measure) {
  switch (measure.loaded.attributes.measure_class) {
    case MeasureClass::kTariff:
    case MeasureClass::kBaseDuty:
    case MeasureClass::kQuota:
      return true;
    case MeasureClass::kUnset:
    case MeasureClass::kOther:
      break;
    default:
      return false;
  }
  for (const VisibleAct& act : measure.loaded.own.acts) {
    if (!act.record.Has(kActGivesTerms)) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(act.body));
    if (body->terms && body->terms->tariff) return true;
  }
  return false;
}

absl::StatusOr<bool> ScreenViewCache::HasDutyOf(const std::string& program) {
  const auto known = programs_.find(program);
  if (known != programs_.end()) return known->second;
  std::vector<std::string> slugs = {program};  // a measure's name is its programme by default
  bool is_found = false;
  if (context_.candidates != nullptr) {
    DECREE_ASSIGN_OR_RETURN(is_found, context_.candidates->of_program(program, slugs));
  }
  MeasureList measures;
  if (is_found) {
    for (const std::string& slug : slugs) {
      DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, Measure(slug));
      if (measure->is_seen() && !measure->is_authorization()) measures.push_back(measure);
    }
  } else {
    DECREE_ASSIGN_OR_RETURN(const MeasureList* const all, All());
    measures = *all;
  }
  bool has_duty = false;
  for (const CachedMeasure* const measure : measures) {
    if (measure->loaded.attributes.program != program) continue;
    DECREE_ASSIGN_OR_RETURN(has_duty, IsEverDuty(*measure));
    if (has_duty) break;
  }
  programs_[program] = has_duty;
  return has_duty;
}

// nullopt: something beside places and the heading may decide where it is looked for.
std::optional<ScreenViewCache::PlainKey> ScreenViewCache::PlainKeyOf(const Transaction& t) {
  constexpr size_t kHeadingDigits = 4;
  const bool names_parties = !t.parties.empty();
  if (names_parties || t.products.size() != 1) return std::nullopt;
  const std::optional<TradeCode> code = TradeCode::Of(t.products.front());
  if (!code || code->digits < kHeadingDigits) return std::nullopt;
  return PlainKey(names_.Of(t.origin), names_.Of(t.destination), code->system,
                  code->numbers[kHeadingDigits]);
}

absl::StatusOr<const MeasureList*> ScreenViewCache::FindReached(const Transaction& transaction) {
  std::vector<std::string> slugs;
  DECREE_ASSIGN_OR_RETURN(const bool is_found, context_.candidates->reaching(transaction, slugs));
  if (!is_found) return All();
  std::sort(slugs.begin(), slugs.end());
  MeasureList measures;
  for (const std::string& slug : slugs) {
    DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, Measure(slug));
    if (measure->is_seen() && !measure->is_authorization()) measures.push_back(measure);
  }
  std::unique_ptr<const MeasureList>& kept = lists_of_measures_[measures];
  if (kept == nullptr) kept = std::make_unique<const MeasureList>(std::move(measures));
  return kept.get();
}

absl::StatusOr<const MeasureList*> ScreenViewCache::MayReach(const Transaction& transaction) {
  if (context_.candidates == nullptr) return All();
  const std::optional<PlainKey> key = PlainKeyOf(transaction);
  if (!key) return FindReached(transaction);
  const auto known = reached_.find(*key);
  if (known != reached_.end()) return known->second;
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const found, FindReached(transaction));
  reached_[*key] = found;
  return found;
}

ListedNames& ScreenViewCache::listed_names() {
  if (listed_names_ == nullptr) listed_names_ = std::make_shared<ListedNames>(*this);
  return *listed_names_;
}

size_t ScreenViewCache::listed_names_kept() const {
  return listed_names_ == nullptr ? 0 : listed_names_->size();
}

}  // namespace decree

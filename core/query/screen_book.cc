#include "core/query/screen_book.h"

#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "core/query/measure_filter.h"
#include "core/query/screen_duties.h"

namespace decree {

absl::Status ScreenBook::Fill(BookedMeasure& booked) {
  booked.zone = std::string(ZoneOfJurisdiction(booked.loaded.facts.issuer));
  std::vector<const VisibleStrand*> strands = {&booked.loaded.own};
  for (const NamedStrand& instrument : booked.loaded.instruments) {
    strands.push_back(&instrument.strand);
  }
  for (const VisibleStrand* strand : strands) {
    for (const VisibleAct& act : strand->acts) {
      if (IsLimitedByScope(act.record) && act.lifted_by == 0) booked.limited.push_back(&act);
    }
  }
  for (const VisibleAct& act : booked.loaded.own.acts) {
    if (IsLimitedByScope(act.record)) continue;
    if (act.record.Has(kActGivesInclude)) booked.planned_include = act.body;
    if (act.record.Has(kActGivesExclude)) booked.planned_exclude = act.body;
  }
  return absl::OkStatus();
}

absl::StatusOr<BookedMeasure*> ScreenBook::Measure(const std::string& slug) {
  const auto found = measures_.find(slug);
  if (found != measures_.end()) return found->second.get();
  prepared_.Forget();
  auto booked = std::make_unique<BookedMeasure>();
  DECREE_ASSIGN_OR_RETURN(booked->loaded, builder_.Load(slug));
  DECREE_RETURN_IF_ERROR(Fill(*booked));
  return (measures_[slug] = std::move(booked)).get();
}

absl::StatusOr<const std::vector<BookedMeasure*>*> ScreenBook::AuthorizationsOf(
    BookedMeasure& measure) {
  if (!measure.authorizations) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<LoadedMeasure> loaded,
                            builder_.AuthorizationsOf(measure.loaded.slug));
    std::vector<BookedMeasure*> authorizations;
    for (const LoadedMeasure& authorization : loaded) {
      DECREE_ASSIGN_OR_RETURN(BookedMeasure* const booked, Measure(authorization.slug));
      authorizations.push_back(booked);
    }
    measure.authorizations = std::move(authorizations);
  }
  return &*measure.authorizations;
}

absl::StatusOr<const std::vector<BookedMeasure*>*> ScreenBook::All() {
  if (!all_) {
    if (only_ != nullptr) {
      slugs_ = *only_;
    } else {
      DECREE_ASSIGN_OR_RETURN(slugs_, SlugsMatching("", context_.strands));
    }
    std::vector<BookedMeasure*> all;
    prepared_.ExpectMeasures(slugs_);
    for (const std::string& slug : slugs_) {
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
      DECREE_ASSIGN_OR_RETURN(BookedMeasure* const measure, Measure(slug));
      if (measure->is_seen() && !measure->is_authorization()) all.push_back(measure);
    }
    all_ = std::move(all);
  }
  return &*all_;
}

absl::StatusOr<bool> ScreenBook::IsEverDuty(const BookedMeasure& measure) {
  switch (measure.loaded.facts.measure_class) {
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

absl::StatusOr<const std::set<std::string>*> ScreenBook::DutyPrograms() {
  if (!programs_) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<BookedMeasure*>* const all, All());
    std::set<std::string> programs;
    for (const BookedMeasure* measure : *all) {
      DECREE_ASSIGN_OR_RETURN(const bool is_duty, IsEverDuty(*measure));
      if (is_duty) programs.insert(measure->loaded.facts.program);
    }
    programs_ = std::move(programs);
  }
  return &*programs_;
}

}  // namespace decree

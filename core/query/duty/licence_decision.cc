#include "core/query/duty/licence_decision.h"

#include <algorithm>

namespace decree {
namespace {

Restrictiveness RestrictivenessOf(LicencePolicy policy) {
  switch (policy) {
    case LicencePolicy::kLicence:
      return Restrictiveness::kApproval;
    case LicencePolicy::kCaseByCase:
      return Restrictiveness::kCaseByCase;
    case LicencePolicy::kPresumptionOfDenial:
      return Restrictiveness::kPresumptionOfDenial;
    case LicencePolicy::kDenial:
      return Restrictiveness::kProhibited;
  }
  return Restrictiveness::kLicence;
}

LicenceOutcome OutcomeOf(Restrictiveness restrictiveness) {
  if (restrictiveness == Restrictiveness::kNone) return LicenceOutcome::kAllowed;
  return restrictiveness == Restrictiveness::kProhibited ? LicenceOutcome::kProhibited
                                                         : LicenceOutcome::kLicenceRequired;
}

}  // namespace

Restrictiveness RestrictivenessOf(MeasureClass measure_class, const Terms* terms) {
  const ExportControl* control =
      terms != nullptr && terms->export_control ? &*terms->export_control : nullptr;
  switch (measure_class) {
    case MeasureClass::kExportBan:
    case MeasureClass::kImportBan:
      return Restrictiveness::kProhibited;  // a ban stays one, whatever policy its exceptions are
                                            // judged by
    case MeasureClass::kEasing:
    case MeasureClass::kSubsidy:
    case MeasureClass::kAuthorization:
      return Restrictiveness::kNone;
    default:
      break;
  }
  if (control != nullptr && control->policy) return RestrictivenessOf(*control->policy);
  switch (measure_class) {
    case MeasureClass::kSanction:
      return Restrictiveness::kProhibited;
    case MeasureClass::kExportControl:
    case MeasureClass::kListing:
    case MeasureClass::kLicensing:
      return Restrictiveness::kLicence;
    default:
      return control != nullptr ? Restrictiveness::kLicence : Restrictiveness::kNone;
  }
}

std::optional<LicencePolicy> PolicyOf(Restrictiveness restrictiveness) {
  switch (restrictiveness) {
    case Restrictiveness::kApproval:
      return LicencePolicy::kLicence;
    case Restrictiveness::kCaseByCase:
      return LicencePolicy::kCaseByCase;
    case Restrictiveness::kPresumptionOfDenial:
      return LicencePolicy::kPresumptionOfDenial;
    default:
      return std::nullopt;
  }
}

RestrictivenessRange Hardest(const std::vector<RestrictivenessRange>& measures) {
  RestrictivenessRange all;
  for (const RestrictivenessRange& measure : measures) {
    all.least = std::max(all.least, measure.least);
    all.most = std::max(all.most, measure.most);
  }
  return all;
}

LicenceOutcome OutcomeOf(const RestrictivenessRange& all) {
  const LicenceOutcome least = OutcomeOf(all.least);
  return least == OutcomeOf(all.most) ? least : LicenceOutcome::kOpen;
}

bool CanRaise(const RestrictivenessRange& measure, const RestrictivenessRange& all) {
  return measure.most > all.least;
}

}  // namespace decree

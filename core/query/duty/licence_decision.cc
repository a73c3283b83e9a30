#include "core/query/duty/licence_decision.h"

#include <algorithm>

namespace decree {
namespace {

Bite BiteOf(LicencePolicy policy) {
  switch (policy) {
    case LicencePolicy::kLicence:
      return Bite::kApproval;
    case LicencePolicy::kCaseByCase:
      return Bite::kCaseByCase;
    case LicencePolicy::kPresumptionOfDenial:
      return Bite::kPresumptionOfDenial;
    case LicencePolicy::kDenial:
      return Bite::kProhibited;
  }
  return Bite::kLicence;
}

LicenceOutcome OutcomeOf(Bite bite) {
  if (bite == Bite::kNone) return LicenceOutcome::kAllowed;
  return bite == Bite::kProhibited ? LicenceOutcome::kProhibited : LicenceOutcome::kLicenceRequired;
}

}  // namespace

Bite BiteOf(MeasureClass measure_class, const Terms* terms) {
  const ExportControl* control =
      terms != nullptr && terms->export_control ? &*terms->export_control : nullptr;
  switch (measure_class) {
    case MeasureClass::kExportBan:
    case MeasureClass::kImportBan:
      return Bite::kProhibited;  // a ban stays one, whatever policy its exceptions are judged by
    case MeasureClass::kEasing:
    case MeasureClass::kSubsidy:
    case MeasureClass::kAuthorization:
      return Bite::kNone;
    default:
      break;
  }
  if (control != nullptr && control->policy) return BiteOf(*control->policy);
  switch (measure_class) {
    case MeasureClass::kSanction:
      return Bite::kProhibited;
    case MeasureClass::kExportControl:
    case MeasureClass::kListing:
    case MeasureClass::kLicensing:
      return Bite::kLicence;
    default:
      return control != nullptr ? Bite::kLicence : Bite::kNone;
  }
}

std::optional<LicencePolicy> PolicyOf(Bite bite) {
  switch (bite) {
    case Bite::kApproval:
      return LicencePolicy::kLicence;
    case Bite::kCaseByCase:
      return LicencePolicy::kCaseByCase;
    case Bite::kPresumptionOfDenial:
      return LicencePolicy::kPresumptionOfDenial;
    default:
      return std::nullopt;
  }
}

BiteRange Hardest(const std::vector<BiteRange>& measures) {
  BiteRange all;
  for (const BiteRange& measure : measures) {
    all.least = std::max(all.least, measure.least);
    all.most = std::max(all.most, measure.most);
  }
  return all;
}

LicenceOutcome OutcomeOf(const BiteRange& all) {
  const LicenceOutcome least = OutcomeOf(all.least);
  return least == OutcomeOf(all.most) ? least : LicenceOutcome::kOpen;
}

bool CanRaise(const BiteRange& measure, const BiteRange& all) { return measure.most > all.least; }

}  // namespace decree

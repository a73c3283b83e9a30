#include "core/model/event_names.h"

namespace decree {

absl::string_view NameOf(MeasureClass value) { return NameIn(kMeasureClassNames, value); }
absl::string_view NameOf(AppliesBy value) { return NameIn(kAppliesByNames, value); }
absl::string_view NameOf(Standing value) { return NameIn(kStandingNames, value); }
absl::string_view NameOf(Tone value) { return NameIn(kToneNames, value); }
absl::string_view NameOf(LinkRel value) { return NameIn(kLinkRelNames, value); }
absl::string_view NameOf(LicencePolicy value) { return NameIn(kLicencePolicyNames, value); }
absl::string_view NameOf(StackingEffect value) { return NameIn(kStackingEffectNames, value); }

// UNCTAD's classification of non-tariff measures (2019). Tariffs are outside it, and easings and
// authorizations are no measures of a chapter of their own: they have none.
absl::string_view MastChapterOf(MeasureClass value) {
  switch (value) {
    case MeasureClass::kExportControl:
    case MeasureClass::kExportBan:
      return "P3";  // export licences, quotas, prohibitions and other restrictions
    case MeasureClass::kLicensing:
      return "E1";  // non-automatic import licensing
    case MeasureClass::kImportBan:
      return "E3";  // prohibitions
    case MeasureClass::kQuota:
      return "E2";  // quotas
    case MeasureClass::kPortFee:
      return "F";  // price-control measures, with additional taxes and charges
    case MeasureClass::kSubsidy:
      return "L";  // subsidies and other forms of support
    case MeasureClass::kInvestmentRestriction:
      return "I";  // trade-related investment measures
    case MeasureClass::kListing:
    case MeasureClass::kSanction:
      return "P";  // export-related measures
    case MeasureClass::kUnset:
    case MeasureClass::kTariff:
    case MeasureClass::kBaseDuty:
    case MeasureClass::kEasing:
    case MeasureClass::kAuthorization:
    case MeasureClass::kOther:
      return "";
  }
  return "";
}

absl::string_view GtaInterventionOf(MeasureClass value) {
  switch (value) {
    case MeasureClass::kTariff:
    case MeasureClass::kBaseDuty:
      return "Import tariff";
    case MeasureClass::kExportControl:
      return "Export licensing requirement";
    case MeasureClass::kExportBan:
      return "Export ban";
    case MeasureClass::kImportBan:
      return "Import ban";
    case MeasureClass::kListing:
    case MeasureClass::kSanction:
      return "Export-related non-tariff measure, nes";
    case MeasureClass::kPortFee:
      return "Import-related non-tariff measure, nes";
    case MeasureClass::kInvestmentRestriction:
      return "FDI: Entry and ownership rule";
    case MeasureClass::kSubsidy:
      return "State aid, nes";
    case MeasureClass::kQuota:
      return "Import quota";
    case MeasureClass::kLicensing:
      return "Import licensing requirement";
    case MeasureClass::kOther:
      return "Instrument unclear";
    case MeasureClass::kUnset:
    case MeasureClass::kEasing:
    case MeasureClass::kAuthorization:
      return "";
  }
  return "";
}

}  // namespace decree

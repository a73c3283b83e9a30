// The words of every enum of an event: one table each, read in both directions. The numbers are
// stored and the words are the JSON form: never change either. NameOf() is declared in event.h.
#ifndef DECREE_CORE_MODEL_EVENT_NAMES_H_
#define DECREE_CORE_MODEL_EVENT_NAMES_H_

#include <array>
#include <optional>

#include "absl/strings/string_view.h"
#include "core/model/event.h"

namespace decree {

template <typename Enum>
struct NamedValue {
  Enum value;
  absl::string_view name;
};

inline constexpr std::array<NamedValue<MeasureClass>, 15> kMeasureClassNames = {{
    {MeasureClass::kTariff, "tariff"},
    {MeasureClass::kExportControl, "exportControl"},
    {MeasureClass::kExportBan, "exportBan"},
    {MeasureClass::kImportBan, "importBan"},
    {MeasureClass::kListing, "listing"},
    {MeasureClass::kPortFee, "portFee"},
    {MeasureClass::kInvestmentRestriction, "investmentRestriction"},
    {MeasureClass::kSubsidy, "subsidy"},
    {MeasureClass::kEasing, "easing"},
    {MeasureClass::kAuthorization, "authorization"},
    {MeasureClass::kBaseDuty, "baseDuty"},
    {MeasureClass::kQuota, "quota"},
    {MeasureClass::kLicensing, "licensing"},
    {MeasureClass::kSanction, "sanction"},
    {MeasureClass::kOther, "other"},
}};

inline constexpr std::array<NamedValue<AppliesBy>, 5> kAppliesByNames = {{
    {AppliesBy::kEntry, "entry"},
    {AppliesBy::kExport, "export"},
    {AppliesBy::kLoading, "loading"},
    {AppliesBy::kContract, "contract"},
    {AppliesBy::kAdmission, "admission"},
}};

inline constexpr std::array<NamedValue<Standing>, 5> kStandingNames = {{
    {Standing::kOfficial, "official"},
    {Standing::kReported, "reported"},
    {Standing::kAnonymousSources, "anonymousSources"},
    {Standing::kOpinion, "opinion"},
    {Standing::kInferred, "inferred"},
}};

inline constexpr std::array<NamedValue<Tone>, 3> kToneNames = {{
    {Tone::kHardening, "hardening"},
    {Tone::kSoftening, "softening"},
    {Tone::kNeutral, "neutral"},
}};

inline constexpr std::array<NamedValue<LinkRel>, 6> kLinkRelNames = {{
    {LinkRel::kRespondsTo, "respondsTo"},
    {LinkRel::kConfirms, "confirms"},
    {LinkRel::kImplements, "implements"},
    {LinkRel::kReplaces, "replaces"},
    {LinkRel::kConditionalOn, "conditionalOn"},
    {LinkRel::kCoordinatedWith, "coordinatedWith"},
}};

inline constexpr std::array<NamedValue<LicencePolicy>, 4> kLicencePolicyNames = {{
    {LicencePolicy::kLicence, "licence"},
    {LicencePolicy::kCaseByCase, "caseByCase"},
    {LicencePolicy::kPresumptionOfDenial, "presumptionOfDenial"},
    {LicencePolicy::kDenial, "denial"},
}};

inline constexpr std::array<NamedValue<StackingEffect>, 2> kStackingEffectNames = {{
    {StackingEffect::kExcludes, "excludes"},
    {StackingEffect::kCappedBy, "cappedBy"},
}};

// The word of `value`; "" when it has none (an unset value).
template <typename Table, typename Enum>
constexpr absl::string_view NameIn(const Table& table, Enum value) {
  for (const auto& row : table) {
    if (row.value == value) return row.name;
  }
  return "";
}

}  // namespace decree

#endif  // DECREE_CORE_MODEL_EVENT_NAMES_H_

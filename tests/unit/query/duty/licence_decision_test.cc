#include "core/query/duty/licence_decision.h"

#include "gtest/gtest.h"

namespace decree {
namespace {

Terms Policy(LicencePolicy policy) {
  Terms terms;
  terms.export_control.emplace().policy = policy;
  return terms;
}

TEST(LicenceDecision, WhatAMeasureComesTo) {
  struct Case {
    MeasureClass measure_class;
    std::optional<LicencePolicy> policy;
    Restrictiveness restrictiveness;
  };
  const std::vector<Case> cases = {
      {MeasureClass::kExportControl, LicencePolicy::kLicence, Restrictiveness::kApproval},
      {MeasureClass::kExportControl, LicencePolicy::kCaseByCase, Restrictiveness::kCaseByCase},
      {MeasureClass::kExportControl, LicencePolicy::kPresumptionOfDenial,
       Restrictiveness::kPresumptionOfDenial},
      {MeasureClass::kExportControl, LicencePolicy::kDenial, Restrictiveness::kProhibited},
      {MeasureClass::kExportControl, std::nullopt, Restrictiveness::kLicence},
      {MeasureClass::kListing, LicencePolicy::kPresumptionOfDenial,
       Restrictiveness::kPresumptionOfDenial},
      {MeasureClass::kListing, std::nullopt, Restrictiveness::kLicence},
      {MeasureClass::kLicensing, std::nullopt, Restrictiveness::kLicence},
      {MeasureClass::kExportBan, std::nullopt, Restrictiveness::kProhibited},
      {MeasureClass::kExportBan, LicencePolicy::kPresumptionOfDenial, Restrictiveness::kProhibited},
      {MeasureClass::kImportBan, std::nullopt, Restrictiveness::kProhibited},
      {MeasureClass::kSanction, std::nullopt, Restrictiveness::kProhibited},
      {MeasureClass::kSanction, LicencePolicy::kCaseByCase, Restrictiveness::kCaseByCase},
      {MeasureClass::kOther, LicencePolicy::kLicence, Restrictiveness::kApproval},
      {MeasureClass::kOther, std::nullopt, Restrictiveness::kNone},
      {MeasureClass::kTariff, std::nullopt, Restrictiveness::kNone},
      {MeasureClass::kPortFee, std::nullopt, Restrictiveness::kNone},
      {MeasureClass::kEasing, LicencePolicy::kLicence, Restrictiveness::kNone},
  };
  for (const Case& c : cases) {
    const Terms terms = c.policy ? Policy(*c.policy) : Terms();
    EXPECT_EQ(RestrictivenessOf(c.measure_class, &terms), c.restrictiveness)
        << NameOf(c.measure_class);
    if (!c.policy) {
      EXPECT_EQ(RestrictivenessOf(c.measure_class, nullptr), c.restrictiveness);
    }
  }
}

TEST(LicenceDecision, OpenOnlyWhereTheWordMayStillChange) {
  const auto outcome = [](const std::vector<RestrictivenessRange>& measures) {
    return OutcomeOf(Hardest(measures));
  };
  const RestrictivenessRange sure_licence{Restrictiveness::kApproval, Restrictiveness::kApproval};
  const RestrictivenessRange open_licence{Restrictiveness::kNone,
                                          Restrictiveness::kPresumptionOfDenial};
  const RestrictivenessRange open_ban{Restrictiveness::kNone, Restrictiveness::kProhibited};
  const RestrictivenessRange sure_ban{Restrictiveness::kProhibited, Restrictiveness::kProhibited};
  EXPECT_EQ(outcome({}), LicenceOutcome::kAllowed);
  EXPECT_EQ(outcome({sure_licence}), LicenceOutcome::kLicenceRequired);
  EXPECT_EQ(outcome({open_licence}), LicenceOutcome::kOpen);
  EXPECT_EQ(outcome({sure_licence, open_licence}), LicenceOutcome::kLicenceRequired);
  EXPECT_EQ(outcome({sure_licence, open_ban}), LicenceOutcome::kOpen);
  EXPECT_EQ(outcome({sure_ban, open_ban, open_licence}), LicenceOutcome::kProhibited);
  // The open one may still make the policy stricter, and its facts are worth asking for.
  EXPECT_TRUE(CanRaise(open_licence, Hardest({sure_licence, open_licence})));
  EXPECT_FALSE(CanRaise(open_licence, Hardest({sure_ban, open_licence})));
}

}  // namespace
}  // namespace decree

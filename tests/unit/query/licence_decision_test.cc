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
    Bite bite;
  };
  const std::vector<Case> cases = {
      {MeasureClass::kExportControl, LicencePolicy::kLicence, Bite::kApproval},
      {MeasureClass::kExportControl, LicencePolicy::kCaseByCase, Bite::kCaseByCase},
      {MeasureClass::kExportControl, LicencePolicy::kPresumptionOfDenial,
       Bite::kPresumptionOfDenial},
      {MeasureClass::kExportControl, LicencePolicy::kDenial, Bite::kProhibited},
      {MeasureClass::kExportControl, std::nullopt, Bite::kLicence},
      {MeasureClass::kListing, LicencePolicy::kPresumptionOfDenial, Bite::kPresumptionOfDenial},
      {MeasureClass::kListing, std::nullopt, Bite::kLicence},
      {MeasureClass::kLicensing, std::nullopt, Bite::kLicence},
      {MeasureClass::kExportBan, std::nullopt, Bite::kProhibited},
      {MeasureClass::kExportBan, LicencePolicy::kPresumptionOfDenial, Bite::kProhibited},
      {MeasureClass::kImportBan, std::nullopt, Bite::kProhibited},
      {MeasureClass::kSanction, std::nullopt, Bite::kProhibited},
      {MeasureClass::kSanction, LicencePolicy::kCaseByCase, Bite::kCaseByCase},
      {MeasureClass::kOther, LicencePolicy::kLicence, Bite::kApproval},
      {MeasureClass::kOther, std::nullopt, Bite::kNone},
      {MeasureClass::kTariff, std::nullopt, Bite::kNone},
      {MeasureClass::kPortFee, std::nullopt, Bite::kNone},
      {MeasureClass::kEasing, LicencePolicy::kLicence, Bite::kNone},
  };
  for (const Case& c : cases) {
    const Terms terms = c.policy ? Policy(*c.policy) : Terms();
    EXPECT_EQ(BiteOf(c.measure_class, &terms), c.bite) << NameOf(c.measure_class);
    if (!c.policy) {
      EXPECT_EQ(BiteOf(c.measure_class, nullptr), c.bite);
    }
  }
}

TEST(LicenceDecision, OpenOnlyWhereTheWordMayStillChange) {
  const auto outcome = [](const std::vector<BiteRange>& measures) {
    return OutcomeOf(Hardest(measures));
  };
  const BiteRange sure_licence{Bite::kApproval, Bite::kApproval};
  const BiteRange open_licence{Bite::kNone, Bite::kPresumptionOfDenial};
  const BiteRange open_ban{Bite::kNone, Bite::kProhibited};
  const BiteRange sure_ban{Bite::kProhibited, Bite::kProhibited};
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

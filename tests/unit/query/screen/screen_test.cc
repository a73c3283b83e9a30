#include "absl/strings/str_join.h"
#include "tests/unit/query/screened_log.h"

namespace decree {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kTenPercent[] = R"("adValorem":"10%")";
constexpr char kAuthorization[] = R"("authorizes":["us/a*"],"scope":{"include":[)";

std::vector<std::string> Measures(const ScreenAnswer& answer) {
  std::vector<std::string> slugs;
  for (const ScreenRow& row : answer.measures) slugs.push_back(row.state.measure);
  return slugs;
}

// "us/a 2025-07-01 inForce>expired e1"
std::vector<std::string> Pending(const ScreenAnswer& answer) {
  std::vector<std::string> rows;
  for (const PendingRow& row : answer.pending) {
    rows.push_back(absl::StrCat(row.measure, " ", row.from, " ", row.force, ">",
                                row.is_plan ? row.commitment : row.then, " ",
                                absl::StrJoin(row.because, ",")));
  }
  return rows;
}

TEST(Screen, ATransactionThatNothingReachesIsAllowed) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent);
  const ScreenAnswer answer =
      log.Screen({{"on", "2025-06-01"}, {"origin", "VN"}, {"destination", "US"}});
  EXPECT_EQ(answer.decision, kSaysAllowed);
  EXPECT_EQ(answer.duty.added.rate, "0%");
  EXPECT_EQ(answer.duty.base.rate, "");
  EXPECT_THAT(answer.measures, IsEmpty());
}

TEST(Screen, TheTraceOfADuty) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent, "first");
  log.Tariff("us/b", R"("adValorem":"25%")");
  log.Tariff("us/base", R"("adValorem":"2.5%")", "", "baseDuty");
  log.Stack("rule", R"("program":"us/b","effect":"excludes","over":["first"])");
  const ScreenAnswer answer = log.FromChina({{"value", "1000 USD"}});
  EXPECT_EQ(answer.decision, kSaysAllowed);
  EXPECT_EQ(answer.duty.added.rate, "25%");
  EXPECT_EQ(answer.duty.added.amount, "250");
  EXPECT_EQ(answer.duty.base.rate, "2.5%");
  EXPECT_EQ(answer.duty.base.amount, "25");
  ASSERT_EQ(answer.duty.lines.size(), 2u);
  EXPECT_EQ(answer.duty.lines[0].measure, "us/base");
  EXPECT_TRUE(answer.duty.lines[0].is_base);
  EXPECT_EQ(answer.duty.lines[1].program, "us/b");
  EXPECT_THAT(answer.duty.lines[1].because, ElementsAre("e-us/b"));
  ASSERT_EQ(answer.duty.rejected.size(), 1u);
  EXPECT_EQ(answer.duty.rejected[0].measure, "us/a");
  EXPECT_EQ(answer.duty.rejected[0].why, "excluded by the stacking rule rule");
  EXPECT_THAT(answer.duty.rejected[0].because, ElementsAre("rule"));
}

TEST(Screen, StackingRulesAreDated) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent, "a");
  log.Tariff("us/b", R"("adValorem":"25%")", "b");
  log.Stack("rule", R"("program":"b","effect":"excludes","over":["a"])",
            R"("effective":{"from":"2025-03-04","to":"2025-06-01"})");
  const auto added = [&](const char* on) {
    return log.Screen({{"on", on}, {"origin", "CN"}, {"destination", "US"}}).duty.added;
  };
  EXPECT_EQ(added("2025-03-03").rate, "35%");
  EXPECT_EQ(added("2025-03-04").rate, "25%");
  EXPECT_EQ(added("2025-05-31").rate, "25%");
  EXPECT_EQ(added("2025-06-01").rate, "35%");
  EXPECT_EQ(added("2025-05/2025-06").rate, "unknown");
  EXPECT_EQ(added("2025-05/2025-06").rate_min, "25%");
  EXPECT_EQ(added("2025-05/2025-06").rate_max, "35%");
}

TEST(Screen, ALaterRuleOverTheSameProgrammesReplacesAnEarlierOne) {
  ScreenedLog log;
  log.Tariff("us/a", R"("adValorem":"40%")", "a");
  log.Stack("cap-30", R"("program":"p","effect":"cappedBy","over":["a"],"cap":"30%")");
  log.Add(EventText("cap-35", "stackingRuleSet",
                    R"("stated":"2025-05-01","effective":{"from":"2025-05-01"},"stacking":)"
                    R"({"program":"p","effect":"cappedBy","over":["a"],"cap":"35%"})"));
  const Fields april = {{"on", "2025-04-01"}, {"origin", "CN"}, {"destination", "US"}};
  EXPECT_EQ(log.Screen(april).duty.added.rate, "30%");
  EXPECT_EQ(log.FromChina().duty.added.rate, "35%");
  View before;
  before.position_max = 2;
  EXPECT_EQ(log.Screen({{"on", "2025-06-01"}, {"origin", "CN"}, {"destination", "US"}}, before)
                .duty.added.rate,
            "30%");
}

TEST(Screen, ACycleOfRulesLeavesTheAnswerOpen) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent, "a");
  log.Tariff("us/b", kTenPercent, "b");
  log.Stack("r1", R"("program":"a","effect":"excludes","over":["b"])");
  log.Stack("r2", R"("program":"b","effect":"excludes","over":["a"])");
  const ScreenAnswer answer = log.FromChina();
  EXPECT_EQ(answer.decision, kSaysOpen);
  EXPECT_THAT(answer.reasons[1], HasSubstr("\"r1\" and \"r2\" form a cycle"));
  EXPECT_THAT(answer.duty.lines.at(0).why, HasSubstr("may be excluded by the stacking rule r2"));
  log.Impose("ban", "us/ban", "importBan", R"("scope":{"include":[{"origin":["CN"]}]})");
  EXPECT_EQ(log.FromChina().decision, kSaysProhibited);
  const Fields others = {{"on", "2025-06-01"}, {"origin", "VN"}, {"destination", "US"}};
  EXPECT_EQ(log.Screen(others).decision, kSaysAllowed) << "neither reaches these goods";
}

TEST(Screen, MissingFactsAreNamedWhereTheyMatter) {
  ScreenedLog log;
  log.Impose("duty", "us/a", "tariff",
             R"("scope":{"include":[{"origin":["CN"],"product":["HTS:8541"]}]},)"
             R"("terms":{"tariff":{"adValorem":"25%"}})");
  log.Impose("zero", "us/z", "tariff",
             R"("scope":{"include":[{"origin":["CN"],"endUse":["research"]}]},)"
             R"("terms":{"tariff":{"adValorem":"0%"}})");
  const ScreenAnswer none = log.Screen({{"on", "2025-06-01"}, {"origin", "CN"}});
  EXPECT_EQ(none.decision, kSaysOpen);
  EXPECT_THAT(none.missing, ElementsAre("product"));  // the end use changes nothing
  EXPECT_EQ(none.duty.added.rate, "unknown");
  EXPECT_EQ(none.duty.added.rate_min, "0%");
  EXPECT_EQ(none.duty.added.rate_max, "25%");
  ASSERT_EQ(none.measures.size(), 2u);
  EXPECT_THAT(none.measures[1].missing, ElementsAre("endUse"));
  const ScreenAnswer shipped = log.FromChina();
  EXPECT_EQ(shipped.decision, kSaysAllowed);
  EXPECT_EQ(shipped.duty.added.rate, "25%");
  EXPECT_THAT(shipped.missing, IsEmpty());
}

TEST(Screen, AMeasureThatIsNotInForceAsksForNothing) {
  ScreenedLog log;
  log.Control("us/a", R"({"origin":["US"],"endUse":["military"]})");
  log.Add(EventText("end", "revoked",
                    R"("measure":"us/a","stated":"2025-05-01","effective":{"from":"2025-05-01"})"));
  EXPECT_EQ(log.Screen({{"on", "2025-04-01"}, {"origin", "US"}}).decision, kSaysOpen);
  const ScreenAnswer later = log.Screen({{"on", "2025-06-01"}, {"origin", "US"}});
  EXPECT_EQ(later.decision, kSaysAllowed);
  EXPECT_THAT(later.missing, IsEmpty());
}

TEST(Screen, ThePolicyIsThatOfTheStrictestMeasure) {
  ScreenedLog log;
  log.Control("us/a", R"({"destination":["CN"]})");
  log.Control("us/b", R"({"destination":["CN"],"endUser":["acme"]})",
              R"("policy":"presumptionOfDenial")");
  log.Control("us/c", R"({"destination":["RU"]})", R"("policy":"denial")");
  const auto screen = [&](const Fields& more) {
    Fields fields = {{"on", "2025-06-01"}, {"origin", "US"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return log.Screen(fields);
  };
  const ScreenAnswer other = screen({{"destination", "CN"}, {"endUser", "other"}});
  EXPECT_EQ(other.decision, kSaysLicence);
  EXPECT_EQ(other.policy, LicencePolicy::kLicence);
  EXPECT_THAT(other.because, ElementsAre("e-us/a"));
  EXPECT_EQ(screen({{"destination", "CN"}, {"endUser", "acme"}}).policy,
            LicencePolicy::kPresumptionOfDenial);
  // A licence is needed either way; which policy hangs on the end user.
  const ScreenAnswer open = screen({{"destination", "CN"}});
  EXPECT_EQ(open.decision, kSaysLicence);
  EXPECT_EQ(open.policy, LicencePolicy::kLicence);
  EXPECT_THAT(open.missing, ElementsAre("endUser"));
  EXPECT_EQ(screen({{"destination", "RU"}}).decision, kSaysProhibited);
}

TEST(Screen, AnAuthorizationCarvesOut) {
  ScreenedLog log;
  log.Control("us/a1", R"({"destination":["CN"]})");
  log.Impose("general", "us/gl", "authorization",
             absl::StrCat(kAuthorization, R"({"endUser":["friend"],"valueBelow":"1000 USD"}]})"));
  const Fields base = {{"on", "2025-06-01"}, {"destination", "CN"}, {"endUser", "friend"}};
  const auto with = [&](const Fields& more) {
    Fields fields = base;
    fields.insert(fields.end(), more.begin(), more.end());
    return log.Screen(fields);
  };
  const ScreenAnswer carved = with({{"value", "999 USD"}});
  EXPECT_EQ(carved.decision, kSaysAllowed);
  ASSERT_EQ(carved.measures.size(), 1u);
  EXPECT_EQ(carved.measures[0].state.applies, Answer::kNo);
  EXPECT_THAT(carved.measures[0].state.reasons[0], HasSubstr("carved out by us/gl"));
  EXPECT_THAT(carved.measures[0].state.because, Contains("general"));
  EXPECT_EQ(with({{"value", "1000 USD"}}).decision, kSaysLicence);
  const ScreenAnswer open = with({});
  EXPECT_EQ(open.decision, kSaysOpen);
  EXPECT_THAT(open.missing, ElementsAre("value"));
  EXPECT_THAT(with({{"value", "5 EUR"}}).missing, ElementsAre("value in USD"));
}

TEST(Screen, AMeasureExcludedAndReincludedInOverlappingIntervals) {
  ScreenedLog log;
  log.Tariff("us/a", R"("adValorem":"25%")");
  const auto authorize = [&](const char* id, const char* slug, const char* effective) {
    log.Add(EventText(id, "imposed",
                      absl::StrCat(R"("class":"authorization","stated":"2025-01-01","measure":")",
                                   slug, R"(","effective":)", effective, ",", kAuthorization,
                                   R"({"product":["HTS:8541"]}]})")));
  };
  authorize("x1", "us/x1", R"({"from":"2025-02-01","to":"2025-05-01"})");
  authorize("x2", "us/x2", R"({"from":"2025-04-01","to":"2025-07-01"})");
  log.Add(EventText(
      "x2-pause", "suspended",
      R"("measure":"us/x2","stated":"2025-04-10","effective":{"from":"2025-04-15","to":"2025-06-01"})"));
  const auto added = [&](const char* on) {
    return log
        .Screen({{"on", on}, {"origin", "CN"}, {"destination", "US"}, {"product", "HTS:8541.42"}})
        .duty.added.rate;
  };
  EXPECT_EQ(added("2025-01-31"), "25%");
  EXPECT_EQ(added("2025-02-01"), "0%");
  EXPECT_EQ(added("2025-04-20"), "0%");   // the first one still holds
  EXPECT_EQ(added("2025-05-15"), "25%");  // the second one is suspended
  EXPECT_EQ(added("2025-06-01"), "0%");
  EXPECT_EQ(added("2025-07-01"), "25%");
}

TEST(Screen, DeMinimisAndClaimedExceptions) {
  ScreenedLog log;
  log.Control("us/a", R"({"destination":["CN"]})",
              R"("policy":"licence","deMinimis":"25%","exceptions":["TMP"])");
  const auto screen = [&](const Fields& more) {
    Fields fields = {{"on", "2025-06-01"}, {"origin", "DE"}, {"destination", "CN"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return log.Screen(fields);
  };
  EXPECT_EQ(screen({{"contentShare", "24.9999%"}}).decision, kSaysAllowed);
  EXPECT_EQ(screen({{"contentShare", "25%"}}).decision, kSaysLicence);
  EXPECT_THAT(screen({}).missing, ElementsAre("contentShare"));
  EXPECT_EQ(screen({{"exception", "TMP"}}).decision, kSaysAllowed);
  EXPECT_EQ(screen({{"contentShare", "30%"}, {"exception", "RPL"}}).decision, kSaysLicence);
}

TEST(Screen, AnActLimitedToAScopeBindsOnlyWhomItNames) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent);
  log.Add(EventText(
      "ruling", "heldUnlawful",
      R"("measure":"us/a","stated":"2025-03-01","scope":{"include":[{"importer":["plaintiff"]}]})"));
  EXPECT_EQ(log.FromChina({{"importer", "plaintiff"}}).duty.added.rate, "0%");
  EXPECT_THAT(log.FromChina({{"importer", "plaintiff"}}).duty.rejected[0].why,
              HasSubstr("heldUnlawful (ruling)"));
  EXPECT_EQ(log.FromChina({{"importer", "other"}}).duty.added.rate, "10%");
  const ScreenAnswer open = log.FromChina();
  EXPECT_EQ(open.decision, kSaysOpen);
  EXPECT_EQ(open.duty.added.rate_max, "10%");
  EXPECT_THAT(open.missing, ElementsAre("importer"));
}

TEST(Screen, MembershipIsReadOnTheDateThatAppliesByNames) {
  ScreenedLog log;
  for (const char* member : {"AA", "BB"}) {
    log.Add(EventText(
        absl::StrCat("join-", member), "membershipStarted",
        absl::StrCat(R"("stated":"2024-01-01","effective":{"from":"2024-01-01"},)",
                     R"("membership":{"group":"CLUB","member":"GB","kind":")", member, R"("})")));
  }
  log.Add(EventText("left", "membershipEnded",
                    R"("stated":"2025-05-01","effective":{"from":"2025-05-15"},)"
                    R"("membership":{"group":"CLUB","member":"GB","kind":"AA"})"));
  log.Impose(
      "duty", "us/entry", "tariff",
      R"("scope":{"include":[{"origin":["CLUB:AA"]}]},"terms":{"tariff":{"adValorem":"5%"}})");
  log.Impose(
      "customs", "us/customs", "tariff",
      R"("scope":{"include":[{"origin":["CLUB:BB"]}]},"terms":{"tariff":{"adValorem":"1%"}})");
  const auto added = [&](const char* on) {
    return log.Screen({{"on", on}, {"origin", "GB"}, {"exported", "2025-05-01"}}).duty.added.rate;
  };
  EXPECT_EQ(added("2025-05-14"), "6%");
  // Exported as a member, entered as none.
  EXPECT_EQ(added("2025-05-15"), "1%");
}

TEST(Screen, AConcordanceAloneNeverWidensAScope) {
  ScreenedLog log;
  log.Impose("duty", "us/a", "tariff",
             R"("scope":{"include":[{"product":["HTS:8541.42.00"]}]},)"
             R"("terms":{"tariff":{"adValorem":"25%"}})");
  log.Add(EventText("renamed", "codeRenamed",
                    R"("stated":"2025-03-01","effective":{"from":"2025-04-01"},)"
                    R"("code":{"system":"HTS","from":["8541.42.00"],"to":["8541.49.00"]})"));
  const ScreenAnswer renamed = log.Screen({{"on", "2025-06-01"}, {"product", "HTS:8541.49.00.10"}});
  EXPECT_EQ(renamed.duty.added.rate, "0%");
  EXPECT_THAT(renamed.notes, Contains(HasSubstr("HTS:8541.49.00 came of HTS:8541.42.00 (ren")));
  EXPECT_THAT(log.Screen({{"on", "2025-03-31"}, {"product", "HTS:8541.49.00"}}).notes, IsEmpty());
  EXPECT_EQ(log.Screen({{"on", "2025-06-01"}, {"product", "HTS:8541.42.00"}}).duty.added.rate,
            "25%");
}

TEST(Screen, WhatIsPending) {
  ScreenedLog log;
  log.Tariff("us/a", kTenPercent);
  log.Add(EventText("raise", "amended",
                    R"("measure":"us/a","stated":"2025-05-20","effective":{"from":"2025-07-01"},)"
                    R"("terms":{"tariff":{"adValorem":"20%"}})"));
  log.Add(EventText("threat", "threatened",
                    R"("measure":"us/t","class":"tariff","stated":"2025-05-21","effective":)"
                    R"({"from":"2025-11"},"scope":{"include":[{"origin":["CN"]}]},)"
                    R"("terms":{"tariff":{"adValorem":"100%"}})"));
  log.Add(EventText("elsewhere", "threatened",
                    R"("measure":"us/u","class":"tariff","stated":"2025-05-21",)"
                    R"("scope":{"include":[{"origin":["VN"]}]})"));
  const ScreenAnswer answer = log.FromChina();
  EXPECT_EQ(answer.duty.added.rate, "10%");
  EXPECT_THAT(Pending(answer), ElementsAre("us/a 2025-07-01 inForce>terms raise",
                                           "us/t 2025-11 pending>threatened threat"));
  EXPECT_EQ(answer.pending[0].terms->tariff->ad_valorem_ppm, 200'000);
  EXPECT_EQ(answer.pending[1].terms->tariff->ad_valorem_ppm, 1'000'000);
  EXPECT_THAT(Measures(answer), ElementsAre("us/a", "us/t"));
}

TEST(Screen, CoverageTellsNoMeasureFromNotMonitored) {
  ScreenedLog log;
  log.Add(EventText("watch", "coverageSet",
                    R"("stated":"2025-01-01","effective":{"from":"2025-01-01","to":"2025-12-01"},)"
                    R"("coverage":{"issuer":"US","domain":"tariffs","sources":["FR"]})"));
  log.Add(EventText("eu", "coverageSet",
                    R"("stated":"2025-01-01","coverage":{"issuer":"EU","domain":"duties"})"));
  log.Add(EventText("de", "membershipStarted",
                    R"("stated":"2020-01-01","membership":{"group":"EU","member":"DE"})"));
  const auto rows = [&](const Fields& fields) {
    std::vector<std::string> lines;
    for (const ScreenCoverage& row : log.Screen(fields).coverage) {
      lines.push_back(
          absl::StrCat(row.issuer, " ", row.domain, " ", NameOf(row.monitored), " ", row.since));
    }
    return lines;
  };
  EXPECT_THAT(rows({{"on", "2025-06-01"}, {"origin", "CN"}, {"destination", "US"}}),
              ElementsAre("CN  no ", "US tariffs yes 2025-01-01"));
  EXPECT_THAT(rows({{"on", "2025-12-01"}, {"destination", "US"}}),
              ElementsAre("US tariffs no 2025-01-01"));
  EXPECT_THAT(rows({{"on", "2025-06-01"}, {"destination", "DE"}}),
              ElementsAre("DE  no ", "EU duties yes 2025-01-01"));
  EXPECT_THAT(log.FromChina().notes, Contains(HasSubstr("CN is not monitored")));
}

TEST(Screen, ABanThatCertainlyAppliesProhibitsWhateverElseIsOpen) {
  ScreenedLog log;
  log.Impose("ban", "us/ban", "importBan", R"("scope":{"include":[{"origin":["CN"]}]})");
  log.Control("us/a", R"({"endUse":["military"]})");
  log.Impose("duty", "us/d", "tariff",
             R"("scope":{"include":[{"preference":["none"]}]},)"
             R"("terms":{"tariff":{"adValorem":"5%"}})");
  const ScreenAnswer answer = log.FromChina();
  EXPECT_EQ(answer.decision, kSaysProhibited);
  EXPECT_THAT(answer.reasons, Contains("prohibited by us/ban"));
  EXPECT_THAT(answer.missing, ElementsAre("preference"));  // the duty shown is still open
}

TEST(Screen, ADutyWhoseRateIsUnknownIsNoOpenQuestion) {
  ScreenedLog log;
  log.Tariff("us/a", R"("unknown":true)");
  log.Tariff("us/b", kTenPercent);
  const ScreenAnswer answer = log.FromChina();
  EXPECT_EQ(answer.decision, kSaysAllowed);
  EXPECT_EQ(answer.duty.added.rate, "unknown");
  EXPECT_EQ(answer.duty.added.rate_min, "10%");
  EXPECT_EQ(answer.duty.added.rate_max, "");
  EXPECT_THAT(answer.missing, IsEmpty());
}

TEST(Screen, EnactedWithoutAnIntervalMayApplyOnItsPlannedTerms) {
  ScreenedLog log;
  log.Add(EventText("act", "enacted",
                    R"("measure":"us/a","class":"tariff","stated":"2025-05-01",)"
                    R"("scope":{"include":[{"origin":["CN"]}]},)"
                    R"("terms":{"tariff":{"adValorem":"30%"}})"));
  const ScreenAnswer answer = log.FromChina();
  EXPECT_EQ(answer.decision, kSaysOpen);
  EXPECT_EQ(answer.duty.added.rate_min, "0%");
  EXPECT_EQ(answer.duty.added.rate_max, "30%");
  EXPECT_THAT(answer.missing, IsEmpty());
  EXPECT_EQ(log.Screen({{"on", "2025-04-30"}, {"origin", "CN"}}).decision, kSaysAllowed);
}

TEST(Screen, AnImpreciseStartLeavesTheAnswerOpenWithoutMissingFacts) {
  ScreenedLog log;
  log.Add(EventText("rule", "imposed",
                    R"("measure":"us/a","class":"exportControl","stated":"2025-05-01",)"
                    R"("effective":{"from":"2025-06"},"scope":{"include":[{"origin":["US"]}]},)"
                    R"("terms":{"exportControl":{"policy":"licence"}})"));
  const auto decide = [&](const char* on) { return log.Screen({{"on", on}, {"origin", "US"}}); };
  EXPECT_EQ(decide("2025-05-31").decision, kSaysAllowed);
  EXPECT_EQ(decide("2025-06-15").decision, kSaysOpen);
  EXPECT_THAT(decide("2025-06-15").missing, IsEmpty());
  EXPECT_EQ(decide("2025-06-30").decision, kSaysLicence);
}

}  // namespace
}  // namespace decree

#include "core/query/scope/scope_match.h"

#include <string>
#include <vector>

#include "core/query/state/measure_state.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

TEST(MatchesGlob, Table) {
  struct Case {
    const char* pattern;
    const char* text;
    bool matches;
  };
  const std::vector<Case> cases = {
      {"", "", true},
      {"", "a", false},
      {"a", "a", true},
      {"a", "ab", false},
      {"ab", "a", false},
      {"*", "", true},
      {"*", "us/a", true},
      {"us/*", "us/a", true},
      {"us/*", "us/", true},
      {"us/*", "us", false},
      {"us/*", "cn/a", false},
      {"*-cn", "us/a-cn", true},
      {"*-cn", "us/a-cnx", false},
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"us/?", "us/a", true},
      {"u?/*", "us/a/b", true},
      {"a*b*c", "aXbYc", true},
      {"a*b*c", "abc", true},
      {"a*b*c", "aXbY", false},
      {"a**c", "abc", true},
      {"*a", "aaab", false},
      {"*aab", "aaaab", true},
      {"*?", "", false},
      {"?*", "a", true},
      {"a.c", "abc", false},
  };
  for (const Case& c : cases)
    EXPECT_EQ(MatchesGlob(c.pattern, c.text), c.matches) << c.pattern << " " << c.text;
}

constexpr ClauseMatch kMatchNo = ClauseMatch::kNo, kMatchOpen = ClauseMatch::kOpen,
                      kMatchPart = ClauseMatch::kPart, kMatchWhole = ClauseMatch::kWhole;

AskedFacts Facts(std::string origin, std::string destination, absl::string_view product) {
  AskedFacts facts;
  facts.origin = std::move(origin);
  facts.destination = std::move(destination);
  if (!product.empty()) {
    const auto code = ParseProductCode(product);
    EXPECT_TRUE(code.ok()) << code.status();
    if (code.ok()) facts.product = *code;
  }
  return facts;
}

class ScopeMatchTest : public ::testing::Test {
 protected:
  // A scope as events write it.
  static Scope ScopeOf(absl::string_view json) {
    return *EventOf(
                ActText("x", "announced", absl::StrCat(R"("stated":"2025-01-01","scope":)", json)))
                .scope;
  }
  ScopeVerdict Verdict(absl::string_view json, const AskedFacts& facts,
                       absl::string_view on = "2025-06-15") {
    const Scope scope = ScopeOf(json);
    const ViewFilter filter{View(), {}};
    Memberships memberships(store_.strands(), filter);
    const auto verdict =
        MatchScope(scope.include ? &*scope.include : nullptr,
                   scope.exclude ? &*scope.exclude : nullptr, facts, WindowOf(on), memberships);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.ok() ? *verdict : ScopeVerdict();
  }
  ClauseMatch Includes(absl::string_view clause, const AskedFacts& facts,
                       absl::string_view on = "2025-06-15") {
    return Verdict(absl::StrCat(R"({"include":[)", clause, "]}"), facts, on).include;
  }
  void Join(absl::string_view id, absl::string_view kind, absl::string_view from,
            absl::string_view group, absl::string_view member, absl::string_view aspect = "") {
    store_.Add(
        EventText(id, kind,
                  absl::StrCat(R"("stated":")", from.substr(0, 10), R"(","effective":{"from":")",
                               from, R"("},"membership":{"group":")", group, R"(","member":")",
                               member, aspect.empty() ? "" : R"(","kind":")", aspect, R"("})")));
  }
  ProjectedLog store_;
};

TEST_F(ScopeMatchTest, ProductsMatchByPrefixWithinASystem) {
  constexpr char kClause[] = R"({"product":["HTS:8541.42","tag:rare-earths"]})";
  EXPECT_EQ(Includes(kClause, Facts("", "", "HTS:8541420010")), kMatchWhole);
  EXPECT_EQ(Includes(kClause, Facts("", "", "HTS:85414")), kMatchOpen);
  // The tag may or may not hold for a code: only a clause of one system decides.
  EXPECT_EQ(Includes(kClause, Facts("", "", "HTS:8542")), kMatchOpen);
  EXPECT_EQ(Includes(R"({"product":["HTS:8541.42"]})", Facts("", "", "HTS:8542")), kMatchNo);
  EXPECT_EQ(Includes(kClause, Facts("", "", "tag:rare-earths")), kMatchWhole);
  EXPECT_EQ(Includes(kClause, Facts("US", "", "")), kMatchPart);
  EXPECT_EQ(Includes(R"({"product":["*"]})", Facts("", "", "HS:0101")), kMatchWhole);
}

TEST_F(ScopeMatchTest, ATooShortProductSaysSo) {
  const ScopeVerdict verdict =
      Verdict(R"({"include":[{"product":["HTS:8541.42"]}]})", Facts("", "", "HTS:8541"));
  ASSERT_EQ(verdict.notes.size(), 1u);
  EXPECT_NE(verdict.notes[0].find("HTS:8541 is too short"), std::string::npos) << verdict.notes[0];
}

TEST_F(ScopeMatchTest, PlacesMatchLiterallyOrByTheStar) {
  EXPECT_EQ(Includes(R"({"origin":["CN","HK"]})", Facts("HK", "", "")), kMatchWhole);
  EXPECT_EQ(Includes(R"({"origin":["CN","HK"]})", Facts("TW", "", "")), kMatchNo);
  EXPECT_EQ(Includes(R"({"origin":["*"]})", Facts("TW", "", "")), kMatchWhole);
  EXPECT_EQ(Includes(R"({"destination":["US"]})", Facts("CN", "", "")), kMatchPart);
  EXPECT_EQ(Includes(R"({"origin":["CN"],"destination":["US"]})", Facts("CN", "US", "")),
            kMatchWhole);
  EXPECT_EQ(Includes(R"({"origin":["CN"],"destination":["US"]})", Facts("CN", "JP", "")), kMatchNo);
  // A group asked for by name needs no member.
  EXPECT_EQ(Includes(R"({"origin":["EU"]})", Facts("EU", "", "")), kMatchWhole);
  EXPECT_EQ(Includes(R"({"origin":["CN"],"endUse":["military"]})", Facts("CN", "", "")),
            kMatchPart);
  EXPECT_EQ(Includes(R"({"origin":["CN"],"endUse":["*"]})", Facts("CN", "", "")), kMatchWhole);
}

TEST_F(ScopeMatchTest, GroupMembershipIsDated) {
  Join("in", "membershipStarted", "2013-07-01", "EU", "HR");
  Join("out", "membershipEnded", "2020-02-01", "EU", "HR");
  constexpr char kClause[] = R"({"origin":["EU"]})";
  EXPECT_EQ(Includes(kClause, Facts("HR", "", ""), "2013-06-30"), kMatchNo);
  EXPECT_EQ(Includes(kClause, Facts("HR", "", ""), "2013-07-01"), kMatchWhole);
  EXPECT_EQ(Includes(kClause, Facts("HR", "", ""), "2020-01-31"), kMatchWhole);
  EXPECT_EQ(Includes(kClause, Facts("HR", "", ""), "2020-02-01"), kMatchNo);
  EXPECT_EQ(Includes(kClause, Facts("HR", "", ""), "2013"), kMatchOpen);
  EXPECT_EQ(Includes(kClause, Facts("DE", "", ""), "2015-01-01"), kMatchNo);
}

TEST_F(ScopeMatchTest, AGroupOfWhichNothingIsRecordedSaysSo) {
  const ScopeVerdict verdict =
      Verdict(R"({"include":[{"origin":["G7"]},{"origin":["OPEC"]}]})", Facts("US", "", ""));
  EXPECT_EQ(verdict.include, kMatchNo);
  ASSERT_EQ(verdict.notes.size(), 2u);
  EXPECT_EQ(verdict.notes[0], "no member of G7 is recorded in this view");
  EXPECT_EQ(verdict.notes[1], "no member of OPEC is recorded in this view");
}

TEST_F(ScopeMatchTest, AspectsOfAGroupStayApart) {
  Join("in", "membershipStarted", "2013-07-01", "EU", "HR");
  Join("customs", "membershipStarted", "1996-01-01", "EU", "TR", "customs");
  EXPECT_EQ(Includes(R"({"origin":["EU"]})", Facts("TR", "", "")), kMatchNo);
  EXPECT_EQ(Includes(R"({"origin":["EU:customs"]})", Facts("TR", "", "")), kMatchWhole);
  EXPECT_EQ(Includes(R"({"origin":["EU:customs"]})", Facts("HR", "", "")), kMatchNo);
  EXPECT_EQ(Includes(R"({"origin":["EU"]})", Facts("HR", "", "")), kMatchWhole);
}

TEST_F(ScopeMatchTest, TheBestInclusionAndTheStrongestExclusionCount) {
  constexpr char kScope[] = R"({"include":[{"origin":["CN"]},{"product":["HS:8541"]}],
                               "exclude":[{"product":["HTS:85414200"]}]})";
  ScopeVerdict verdict = Verdict(kScope, Facts("CN", "", "HTS:8541420010"));
  EXPECT_EQ(verdict.include, kMatchWhole);
  EXPECT_EQ(verdict.exclude, kMatchWhole);
  verdict = Verdict(kScope, Facts("CN", "", "HTS:85414300"));
  EXPECT_EQ(verdict.exclude, kMatchNo);
  verdict = Verdict(kScope, Facts("TW", "", "HTS:854142"));
  EXPECT_EQ(verdict.include, kMatchWhole);
  EXPECT_EQ(verdict.exclude, kMatchOpen);
  verdict = Verdict(kScope, Facts("CN", "", ""));
  EXPECT_EQ(verdict.exclude, kMatchPart);
  verdict = Verdict(kScope, Facts("TW", "", "HS:0101"));
  EXPECT_EQ(verdict.include, kMatchNo);
}

TEST_F(ScopeMatchTest, AnExclusionCountsWhileItIsValid) {
  constexpr char kScope[] = R"({"include":[],"exclude":[{"origin":["CN"],
                               "effective":{"from":"2025-12-01","through":"2026-05-31"}}]})";
  const AskedFacts facts = Facts("CN", "", "");
  EXPECT_EQ(Verdict(kScope, facts, "2025-11-30").exclude, kMatchNo);
  EXPECT_EQ(Verdict(kScope, facts, "2025-12-01").exclude, kMatchWhole);
  EXPECT_EQ(Verdict(kScope, facts, "2026-05-31").exclude, kMatchWhole);
  EXPECT_EQ(Verdict(kScope, facts, "2026-06-01").exclude, kMatchNo);
  EXPECT_EQ(Verdict(kScope, facts, "2025-12").exclude, kMatchWhole);
  EXPECT_EQ(Verdict(kScope, facts, "2026").exclude, kMatchOpen);
}

TEST_F(ScopeMatchTest, AMissingScopeIsOpenAndAnEmptyOneReachesNothing) {
  const ScopeVerdict missing = Verdict(R"({"exclude":[]})", Facts("CN", "", ""));
  EXPECT_TRUE(missing.scope_missing);
  EXPECT_EQ(missing.include, kMatchOpen);
  EXPECT_EQ(missing.exclude, kMatchNo);
  const ScopeVerdict empty = Verdict(R"({"include":[]})", Facts("CN", "", ""));
  EXPECT_FALSE(empty.scope_missing);
  EXPECT_EQ(empty.include, kMatchNo);
}

TEST_F(ScopeMatchTest, AnExclusionInsideAWiderWindowIsOpen) {
  const char* scope =
      R"({"include":[{"product":["*"]}],"exclude":[{"origin":["CN"],"effective":{"from":"2025-05-01","to":"2025-06-01"}}]})";
  EXPECT_EQ(Verdict(scope, Facts("CN", "", ""), "2025").exclude, kMatchOpen);
  EXPECT_EQ(Verdict(scope, Facts("CN", "", ""), "2025-05-10").exclude, kMatchWhole);
  EXPECT_EQ(Verdict(scope, Facts("CN", "", ""), "2025-06-01").exclude, kMatchNo);
}

TEST_F(ScopeMatchTest, AGroupMayBeRecordedUnderItsWholeName) {
  store_.Add(
      R"({"id":"tr","kind":"membershipStarted","stated":"1995-12-31","effective":{"from":"1995-12-31"},"membership":{"group":"EU:customs","member":"TR"}})");
  EXPECT_EQ(Includes(R"({"origin":["EU:customs"]})", Facts("TR", "", "")), kMatchWhole);
  EXPECT_EQ(Includes(R"({"origin":["EU"]})", Facts("TR", "", "")), kMatchNo);
}

}  // namespace
}  // namespace decree

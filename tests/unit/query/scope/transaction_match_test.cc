#include "core/query/scope/transaction_match.h"

#include "tests/unit/query/screened_log.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Tri kIsYes = Tri::kYes, kIsNo = Tri::kNo, kIsOpen = Tri::kOpen;

class TransactionMatchTest : public testing::Test {
 protected:
  static Scope ScopeOf(absl::string_view json) {
    return *EventOf(
                ActText("x", "announced", absl::StrCat(R"("stated":"2025-01-01","scope":)", json)))
                .scope;
  }
  Kleene Scoped(absl::string_view json, const Fields& fields, absl::string_view on = "2025-06-15",
                AppliesBy by = AppliesBy::kEntry) {
    const Scope scope = ScopeOf(json);
    const Transaction transaction = TransactionOf(fields);
    const ViewFilter filter{View(), {}};
    Memberships memberships(log_.strands(), filter);
    const std::vector<RelatedCode> related;
    const TransactionReading reading{transaction, related, WindowOf(on), by, "Etc/UTC", false};
    ProductLists lists;
    TransactionMatcher matcher(reading, memberships, lists);
    const auto match = matcher.MatchScope(scope.include ? &*scope.include : nullptr,
                                          scope.exclude ? &*scope.exclude : nullptr);
    EXPECT_TRUE(match.ok()) << match.status();
    notes_ = matcher.notes();
    return match.ok() ? *match : Kleene();
  }
  Kleene Clause(absl::string_view clause, const Fields& fields, absl::string_view on = "2025-06-15",
                AppliesBy by = AppliesBy::kEntry) {
    return Scoped(absl::StrCat(R"({"include":[)", clause, "]}"), fields, on, by);
  }
  void Join(absl::string_view kind, absl::string_view from, absl::string_view group,
            absl::string_view member) {
    log_.Add(EventText(
        absl::StrCat(kind, group, member, from), kind,
        absl::StrCat(R"("stated":")", from, R"(","effective":{"from":")", from,
                     R"("},"membership":{"group":")", group, R"(","member":")", member, R"("})")));
  }
  ProjectedLog log_;
  std::vector<std::string> notes_;
};

TEST_F(TransactionMatchTest, EachDimensionMatchesMissesOrIsMissing) {
  struct Case {
    const char* clause;
    Fields match, miss;
    const char* fact;  // what is missing when nothing is given
  };
  const std::vector<Case> cases = {
      {R"({"origin":["CN","HK"]})", {{"origin", "HK"}}, {{"origin", "US"}}, "origin"},
      {R"({"destination":["US"]})",
       {{"destination", "US"}},
       {{"destination", "CN"}},
       "destination"},
      {R"({"shippedFrom":["MX"]})",
       {{"shippedFrom", "MX"}},
       {{"shippedFrom", "CN"}},
       "shippedFrom"},
      {R"({"exporter":["a"]})", {{"exporter", "a"}}, {{"exporter", "b"}}, "exporter"},
      {R"({"importer":["a"]})", {{"importer", "a"}}, {{"importer", "b"}}, "importer"},
      {R"({"consignee":["a"]})", {{"consignee", "a"}}, {{"consignee", "b"}}, "consignee"},
      {R"({"endUser":["a"]})", {{"endUser", "a"}}, {{"endUser", "b"}}, "endUser"},
      {R"({"movement":["reExport"]})",
       {{"movement", "reExport"}},
       {{"movement", "export"}},
       "movement"},
      {R"({"endUse":["military"]})", {{"endUse", "military"}}, {{"endUse", "civil"}}, "endUse"},
      {R"({"preference":["USMCA"]})",
       {{"preference", "USMCA"}},
       {{"preference", "none"}},
       "preference"},
      {R"({"party":["acme"]})", {{"party", "acme"}}, {{"party", "other"}}, "party"},
      {R"({"contentShareAtLeast":"10%"})",
       {{"contentShare", "10%"}},
       {{"contentShare", "9.9999%"}},
       "contentShare"},
      {R"({"valueBelow":"800 USD"})",
       {{"value", "799.99 USD"}},
       {{"value", "800.00 USD"}},
       "value"},
      {R"({"product":["HTS:8541"]})",
       {{"product", "HTS:8541.42"}},
       {{"product", "HTS:8542.31"}},
       "product"},
      {R"({"exportedBefore":"2025-04-05"})",
       {{"exported", "2025-04-04"}},
       {{"exported", "2025-04-05"}},
       "exported"},
      {R"({"loadedBefore":"2025-04-05"})",
       {{"loaded", "2025-04-04"}},
       {{"loaded", "2025-04-05"}},
       "loaded"},
      {R"({"contractBefore":"2025-04-05"})",
       {{"contract", "2025-03"}},
       {{"contract", "2025-05"}},
       "contract"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Clause(c.clause, c.match).value, kIsYes) << c.clause;
    EXPECT_EQ(Clause(c.clause, c.miss).value, kIsNo) << c.clause;
    const Kleene open = Clause(c.clause, {});
    EXPECT_EQ(open.value, kIsOpen) << c.clause;
    EXPECT_THAT(open.missing, ElementsAre(c.fact)) << c.clause;
    const Kleene excluded =
        Scoped(absl::StrCat(R"({"include":[{"product":["*"]}],"exclude":[)", c.clause, "]}"), {});
    EXPECT_EQ(excluded.value, kIsOpen) << c.clause;
    EXPECT_THAT(excluded.missing, ElementsAre(c.fact)) << c.clause;
  }
}

TEST_F(TransactionMatchTest, OnlyFactsThatCanStillChangeTheMatchAreNamed) {
  constexpr char kClause[] =
      R"({"origin":["CN"],"contentShareAtLeast":"1%","endUse":["military"]})";
  EXPECT_EQ(Clause(kClause, {{"origin", "US"}}).value, kIsNo);
  EXPECT_THAT(Clause(kClause, {{"origin", "US"}}).missing, IsEmpty());
  EXPECT_THAT(Clause(kClause, {{"origin", "CN"}, {"endUse", "civil"}}).missing, IsEmpty());
  EXPECT_THAT(Clause(kClause, {{"endUse", "military"}}).missing,
              ElementsAre("contentShare", "origin"));
  // Another clause decides.
  constexpr char kTwo[] =
      R"({"include":[{"origin":["CN"],"endUse":["military"]},{"origin":["CN"]}]})";
  EXPECT_EQ(Scoped(kTwo, {{"origin", "CN"}}).value, kIsYes);
  EXPECT_THAT(Scoped(kTwo, {{"origin", "CN"}}).missing, IsEmpty());
  // A sure exclusion leaves nothing to ask.
  constexpr char kExcluded[] =
      R"({"include":[{"endUse":["military"]}],"exclude":[{"destination":["CA"]}]})";
  EXPECT_EQ(Scoped(kExcluded, {{"destination", "CA"}}).value, kIsNo);
  EXPECT_THAT(Scoped(kExcluded, {{"destination", "US"}}).missing, ElementsAre("endUse"));
}

TEST_F(TransactionMatchTest, WithoutAScopeTheMatchIsOpenAndAnEmptyOneReachesNothing) {
  EXPECT_EQ(Scoped(R"({"exclude":[]})", {}).value, kIsOpen);
  EXPECT_EQ(Scoped(R"({"include":[]})", {}).value, kIsNo);
  EXPECT_EQ(Scoped(R"({"include":[{"product":["*"]}]})", {}).value, kIsYes);
}

TEST_F(TransactionMatchTest, ProductsByPrefixAtAnyLength) {
  const std::vector<std::string> digits = {
      "85", "854", "8541", "85414", "854142", "8541420", "85414200", "854142001", "8541420010"};
  for (const std::string& scope : digits) {
    const std::string clause = absl::StrCat(R"({"product":["HTS:)", scope, R"("]})");
    for (const std::string& product : digits) {
      if (product.size() % 2 != 0) continue;  // a recorded scope may have it, goods may not
      const Tri want = product.size() >= scope.size() ? kIsYes : kIsOpen;
      EXPECT_EQ(Clause(clause, {{"product", "HTS:" + product}}).value, want)
          << scope << " " << product;
    }
    EXPECT_EQ(Clause(clause, {{"product", "HTS:9901000000"}}).value, kIsNo) << scope;
  }
  EXPECT_EQ(Clause(R"({"product":["HS:8541.42"]})", {{"product", "CN:8541 42 00"}}).value, kIsYes);
  EXPECT_EQ(Clause(R"({"product":["HTS:8541.42.00"]})", {{"product", "HS:8541.42"}}).value,
            kIsOpen);
  EXPECT_EQ(Clause(R"({"product":["HTS:8541.42.00"]})", {{"product", "HS:8542.31"}}).value, kIsNo);
  EXPECT_EQ(Clause(R"({"product":["ECCN:3A090"]})", {{"product", "ECCN:3A090.a"}}).value, kIsYes);
  EXPECT_EQ(Clause(R"({"product":["CNCTRL:1E902"]})", {{"product", "CNCTRL:1E902"}}).value, kIsYes);
}

TEST_F(TransactionMatchTest, AProductInAnotherSystemIsOpenAndSaysWhy) {
  const Kleene match = Clause(R"({"product":["tag:rare-earths"]})", {{"product", "HTS:2805.30"}});
  EXPECT_EQ(match.value, kIsOpen);
  EXPECT_THAT(match.missing, ElementsAre("product"));
  EXPECT_THAT(match.reasons, ElementsAre(HasSubstr("the scope names tag codes")));
  EXPECT_THAT(Clause(R"({"product":["HTS:8541.42"]})", {{"product", "HTS:8541"}}).reasons,
              ElementsAre(HasSubstr("HTS:8541 is too short")));
}

TEST_F(TransactionMatchTest, AProductMayBeKnownByCodesAndTags) {
  constexpr char kClause[] = R"({"product":["tag:list-3","ECCN:3A090"]})";
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8541"}, {"product", "tag:list-3"}}).value, kIsYes);
  // A tag that was given says which tags hold; the control list remains open until it is named.
  EXPECT_EQ(Clause(kClause, {{"product", "tag:list-1"}}).value, kIsOpen);
  EXPECT_EQ(Clause(kClause, {{"product", "tag:list-1"}, {"product", "ECCN:EAR99"}}).value, kIsNo);
}

TEST_F(TransactionMatchTest, TagsAreGroupsOfCodesWithDates) {
  constexpr char kClause[] = R"({"product":["tag:rare-earths"]})";
  Join("membershipStarted", "2025-01-01", "tag:rare-earths", "HS:2805.30");
  Join("membershipStarted", "2025-01-01", "tag:rare-earths", "HTS:8505.11.00");
  Join("membershipEnded", "2025-07-01", "tag:rare-earths", "HTS:8505.11.00");
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:2805.30.00"}}).value, kIsYes);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8505.11.00.50"}}).value, kIsYes);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8505.11.00.50"}}, "2025-07-01").value, kIsNo);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8505.11.00.50"}}, "2025-06/2025-07").value, kIsOpen);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8501"}}).value, kIsNo);
  EXPECT_THAT(Clause(kClause, {{"product", "HTS:8505"}}).missing, ElementsAre("product"));
  // Codes of other systems tell nothing of it, nor do they unsay a tag that is given.
  EXPECT_EQ(Clause(kClause, {{"product", "ECCN:EAR99"}}).value, kIsOpen);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8501"}, {"product", "tag:rare-earths"}}).value,
            kIsYes);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:2805.30"}, {"product", "tag:x"}}).value, kIsYes);
  EXPECT_EQ(Clause(kClause, {{"product", "HTS:8505"}, {"product", "tag:x"}}).value, kIsNo);
}

TEST_F(TransactionMatchTest, OnSuppliesExactlyTheDateOfAppliesBy) {
  constexpr char kClause[] = R"({"exportedBefore":"2025-04-05","enteredBefore":"2025-05-27"})";
  const Fields exported = {{"exported", "2025-04-01"}};
  EXPECT_EQ(Clause(kClause, exported, "2025-05-26", AppliesBy::kEntry).value, kIsYes);
  EXPECT_EQ(Clause(kClause, exported, "2025-05-27", AppliesBy::kEntry).value, kIsNo);
  EXPECT_THAT(Clause(kClause, {}, "2025-05-26", AppliesBy::kEntry).missing,
              ElementsAre("exported"));
  EXPECT_THAT(Clause(kClause, {}, "2025-04-01", AppliesBy::kExport).missing,
              ElementsAre("entered"));
  EXPECT_THAT(Clause(kClause, {}, "2025-04-01", AppliesBy::kContract).missing,
              ElementsAre("entered", "exported"));
  // An imprecise date is open, and no fact is missing.
  const Kleene open = Clause(R"({"exportedBefore":"2025-04-05"})", {{"exported", "2025-04"}});
  EXPECT_EQ(open.value, kIsOpen);
  EXPECT_THAT(open.missing, IsEmpty());
  EXPECT_THAT(open.reasons, ElementsAre(HasSubstr("not exact enough")));
}

TEST_F(TransactionMatchTest, ValuesInAnotherCurrencyAreNotConverted) {
  constexpr char kClause[] = R"({"valueBelow":"800 USD"})";
  const Kleene euros = Clause(kClause, {{"value", "5 EUR"}});
  EXPECT_EQ(euros.value, kIsOpen);
  EXPECT_THAT(euros.missing, ElementsAre("value in USD"));
  EXPECT_THAT(Clause(kClause, {{"value", "5"}}).missing, ElementsAre("currency"));
  EXPECT_EQ(Clause(R"({"valueBelow":"800"})", {{"value", "5"}}).value, kIsYes);
  EXPECT_EQ(Clause(kClause, {{"value", "799.999999999999999 USD"}}).value, kIsYes);
}

TEST_F(TransactionMatchTest, OwnersAreSummedOverTheListed) {
  constexpr char kClause[] = R"({"party":["a","b","listed"],"ownershipAtLeast":"50%"})";
  Join("membershipStarted", "2025-01-01", "listed", "c");
  const auto with = [](const Fields& owners) {
    Fields fields = {{"party", "sub"}};
    fields.insert(fields.end(), owners.begin(), owners.end());
    return fields;
  };
  EXPECT_EQ(Clause(kClause, with({{"owner", "a:25%"}, {"owner", "b:25%"}})).value, kIsYes);
  EXPECT_EQ(Clause(kClause, with({{"owner", "a:25%"}, {"owner", "b:24.9999%"}})).value, kIsNo);
  EXPECT_EQ(Clause(kClause, with({{"owner", "a:25%"}, {"owner", "x:75%"}})).value, kIsNo);
  EXPECT_EQ(Clause(kClause, with({{"owner", "a:25%"}, {"owner", "c:25%"}})).value, kIsYes);
  EXPECT_EQ(Clause(kClause, with({{"owner", "c:50%"}}), "2024-06-01").value, kIsNo);
  EXPECT_THAT(Clause(kClause, with({})).missing, ElementsAre("owner"));
  EXPECT_EQ(Clause(kClause, {{"party", "a"}}).value, kIsYes);
  EXPECT_THAT(Clause(kClause, {}).missing, ElementsAre("owner", "party"));
}

TEST_F(TransactionMatchTest, AListedPartyIsReachedInAnyRole) {
  constexpr char kClause[] = R"({"party":["acme"]})";
  for (const char* role : {"party", "exporter", "importer", "consignee", "endUser"}) {
    EXPECT_EQ(Clause(kClause, {{role, "acme"}}).value, kIsYes) << role;
  }
  // Another role says nothing of the rest.
  EXPECT_THAT(Clause(kClause, {{"importer", "other"}}).missing, ElementsAre("party"));
}

TEST_F(TransactionMatchTest, TwoGroupsMayShareAMember) {
  Join("membershipStarted", "2025-01-01", "EU", "DE");
  Join("membershipStarted", "2025-01-01", "G7", "DE");
  Join("membershipStarted", "2025-01-01", "G7", "JP");
  Join("membershipEnded", "2025-07-01", "EU", "DE");
  EXPECT_EQ(Clause(R"({"origin":["EU"]})", {{"origin", "DE"}}).value, kIsYes);
  EXPECT_EQ(Clause(R"({"origin":["EU"]})", {{"origin", "DE"}}, "2025-07-01").value, kIsNo);
  EXPECT_EQ(Clause(R"({"origin":["G7"]})", {{"origin", "DE"}}, "2025-07-01").value, kIsYes);
  EXPECT_EQ(Clause(R"({"origin":["EU","G7"]})", {{"origin", "DE"}}, "2025-07-01").value, kIsYes);
  EXPECT_EQ(
      Scoped(R"({"include":[{"origin":["G7"]}],"exclude":[{"origin":["EU"]}]})", {{"origin", "DE"}})
          .value,
      kIsNo);
  // The month in which it left leaves it open, and no fact is missing.
  const Kleene open = Clause(R"({"origin":["EU"]})", {{"origin", "DE"}}, "2025-06/2025-07");
  EXPECT_EQ(open.value, kIsOpen);
  EXPECT_THAT(open.missing, IsEmpty());
}

TEST_F(TransactionMatchTest, AGroupOfWhichNothingIsRecordedSaysSo) {
  EXPECT_EQ(Clause(R"({"origin":["ASEAN"]})", {{"origin", "VN"}}).value, kIsNo);
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("no member of ASEAN is recorded")));
  EXPECT_EQ(Clause(R"({"origin":["CN"]})", {{"origin", "VN"}}).value, kIsNo);
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(TransactionMatchTest, ExclusionsMayOverlapAndHaveTheirOwnValidity) {
  constexpr char kScope[] = R"({"include":[{"product":["HTS:85"]}],"exclude":[
      {"product":["HTS:8541"],"effective":{"from":"2025-02-01","to":"2025-04-01"}},
      {"product":["HTS:8541.42"],"effective":{"from":"2025-03-01","to":"2025-05-01"}}]})";
  const Fields cell = {{"product", "HTS:85414200"}}, diode = {{"product", "HTS:85411000"}};
  EXPECT_EQ(Scoped(kScope, cell, "2025-01-31").value, kIsYes);
  EXPECT_EQ(Scoped(kScope, cell, "2025-02-01").value, kIsNo);
  EXPECT_EQ(Scoped(kScope, cell, "2025-03-15").value, kIsNo);
  EXPECT_EQ(Scoped(kScope, cell, "2025-04-30").value, kIsNo);
  EXPECT_EQ(Scoped(kScope, cell, "2025-05-01").value, kIsYes);
  EXPECT_EQ(Scoped(kScope, diode, "2025-03-15").value, kIsNo);
  EXPECT_EQ(Scoped(kScope, diode, "2025-04-01").value, kIsYes);
  EXPECT_EQ(Scoped(kScope, cell, "2025-04/2025-05").value, kIsOpen);
  // Too short for one of the exclusions only.
  EXPECT_EQ(Scoped(kScope, {{"product", "HTS:8541"}}, "2025-04-15").value, kIsOpen);
}

TEST_F(TransactionMatchTest, AHundredThousandCodesInOneScope) {
  std::string codes;
  for (int i = 0; i < 100'000; ++i) {
    absl::StrAppend(&codes, i == 0 ? "" : ",", "\"HTS:", 8'500'000'000 + i * 10, "\"");
  }
  const std::string clause = absl::StrCat(R"({"product":[)", codes, "]}");
  EXPECT_EQ(Clause(clause, {{"product", "HTS:8500999990"}}).value, kIsYes);
  EXPECT_EQ(Clause(clause, {{"product", "HTS:8500999991"}}).value, kIsNo);
  EXPECT_EQ(Clause(clause, {{"product", "HTS:85009999"}}).value, kIsOpen);
  EXPECT_EQ(Clause(clause, {{"product", "HTS:8501000000"}}).value, kIsNo);
}

TEST_F(TransactionMatchTest, NamesOfPartiesCompareFolded) {
  constexpr char kClause[] = R"({"party":["Société d’Exemple S.A.","A; B","club"]})";
  log_.Add(
      EventText("m-1", "membershipStarted",
                R"("stated":"2020-01-01","membership":{"group":"Club","member":"Łódź Maszyny"})"));
  for (const char* given :
       {"SOCIÉTÉ  D’EXEMPLE S.A.", "SOCIE\xCC\x81TE\xCC\x81 d’exemple s.a. ", "a; b",
        "ŁÓDŹ MASZYNY", "x; Société d’Exemple S.A.", "y;łódź maszyny;z"}) {
    EXPECT_EQ(Clause(kClause, {{"party", given}}).value, kIsYes) << given;
    EXPECT_EQ(
        Clause(R"({"endUser":["Société d’Exemple S.A.","A; B","club"]})", {{"endUser", given}})
            .value,
        kIsYes)
        << given;
  }
  for (const char* given : {"Société d'Exemple S.A.", "A", "B; A", "Lodz Maszyny", "A;B;"}) {
    EXPECT_EQ(Clause(kClause, {{"party", given}}).value, kIsNo) << given;
  }
}

TEST_F(TransactionMatchTest, APartOfATextExcludesNothingForCertain) {
  constexpr char kScope[] = R"({"include":[{"origin":["CN"]}],"exclude":[{"party":["acme"]}]})";
  EXPECT_EQ(Scoped(kScope, {{"origin", "CN"}, {"party", "Acme"}}).value, kIsNo);
  const Kleene open = Scoped(kScope, {{"origin", "CN"}, {"party", "other; Acme"}});
  EXPECT_TRUE(open.is_open());
  EXPECT_TRUE(open.missing.empty());
  EXPECT_THAT(open.reasons, ElementsAre("\"other; Acme\" names it in part only: acme"));
  // Two parties apart are two, and one of them is excluded.
  EXPECT_EQ(Scoped(kScope, {{"origin", "CN"}, {"party", "other"}, {"party", "Acme"}}).value, kIsNo);
}

}  // namespace
}  // namespace decree

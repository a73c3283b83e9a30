#include "core/query/scope/ownership.h"

#include "absl/strings/str_cat.h"
#include "core/query/scope/transaction_match.h"
#include "tests/unit/query/screened_log.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kHalf[] = R"({"party":["acme"],"ownershipAtLeast":"50%"})";

class OwnershipTest : public testing::Test {
 protected:
  // `more`: other fields of the event, each with a comma before it.
  void Owns(const std::string& owner, const std::string& share, const std::string& owned,
            const std::string& from = "2025-01-01", const std::string& more = "") {
    log_.Add(EventText(
        absl::StrCat("own-", ++owned_), "membershipStarted",
        absl::StrCat(
            R"("stated":"2024-01-01","effective":{"from":")", from, R"("},"membership":{"group":")",
            owned, R"(","member":")", owner, R"(","kind":"owns")",
            share.empty() ? "" : absl::StrCat(R"(,"share":")", share, R"(")"), "}", more)));
  }
  void Ended(const std::string& owner, const std::string& owned, const std::string& from) {
    log_.Add(EventText(absl::StrCat("end-", owner, "-", owned), "membershipEnded",
                       absl::StrCat(R"("stated":"2024-01-01","effective":{"from":")", from,
                                    R"("},"membership":{"group":")", owned, R"(","member":")",
                                    owner, R"(","kind":"owns"})")));
  }
  Kleene Match(const Fields& fields, absl::string_view on = "2025-06-15",
               absl::string_view clause = kHalf, bool is_authorization = false) {
    const Scope scope =
        *EventOf(
             ActText("x", "announced",
                     absl::StrCat(R"("stated":"2025-01-01","scope":{"include":[)", clause, "]}")))
             .scope;
    const Transaction transaction = TransactionOf(fields);
    const ViewFilter filter{View(), {}};
    Memberships memberships(log_.strands(), filter);
    const std::vector<RelatedCode> related;
    const TransactionReading reading{transaction,       related,   WindowOf(on),
                                     AppliesBy::kEntry, "Etc/UTC", is_authorization};
    ProductLists lists;
    TransactionMatcher matcher(reading, memberships, lists);
    const auto match = matcher.MatchScope(&*scope.include, nullptr);
    EXPECT_TRUE(match.ok()) << match.status();
    owners_.clear();
    for (const OwnershipLink& link : matcher.owners()) {
      owners_.push_back(absl::StrCat(link.owner, ">", link.owned, " ", link.least_ppm / 10'000, "-",
                                     link.most_ppm / 10'000));
    }
    return match.ok() ? *match : Kleene();
  }
  Tri Of(const std::string& party, absl::string_view on = "2025-06-15") {
    return Match({{"party", party}}, on).value;
  }
  int owned_ = 0;
  ProjectedLog log_;
  std::vector<std::string> owners_;
};

TEST_F(OwnershipTest, OwnersOnRecordCountDirectlyTogetherAndThroughOthers) {
  Owns("ACME ", "60%", "sub");
  Owns("Sub", "50%", "deep");
  Owns("acme", "30%", "mix");
  Owns("deep", "20%", "mix");
  Owns("acme", "49.9999%", "less");
  EXPECT_EQ(Of("sub"), Tri::kYes);
  EXPECT_EQ(Of("deep"), Tri::kYes);
  EXPECT_THAT(owners_, ElementsAre("Sub>deep 50-50", "ACME >sub 60-60"));
  EXPECT_EQ(Of("mix"), Tri::kYes);
  EXPECT_EQ(Of("less"), Tri::kNo);
  EXPECT_THAT(owners_, IsEmpty());
  EXPECT_THAT(Match({{"party", "somebody"}}).missing, ElementsAre("owner"));
  EXPECT_EQ(Match({{"endUser", "deep"}, {"party", "less"}}).value, Tri::kYes) << "in any role";
}

TEST_F(OwnershipTest, CirclesEnd) {
  Owns("a", "100%", "b");
  Owns("b", "100%", "a");
  EXPECT_EQ(Of("a"), Tri::kNo);
  Owns("acme", "50%", "b", "2025-06-01");
  EXPECT_EQ(Of("a"), Tri::kYes);
  EXPECT_EQ(Of("a", "2025-05-01"), Tri::kNo);
}

TEST_F(OwnershipTest, ItIsDated) {
  Owns("acme", "60%", "sub", "2025-02-01");
  Owns("acme", "40%", "sub", "2025-04-01");
  Owns("other", "10%", "sub", "2025-02-01");
  Ended("acme", "sub", "2025-05-01");
  Owns("acme", "50%", "blur", "2025-06");
  EXPECT_THAT(Match({{"party", "sub"}}, "2025-01-31").missing, ElementsAre("owner"));
  EXPECT_EQ(Of("sub", "2025-02-01"), Tri::kYes);
  EXPECT_EQ(Of("sub", "2025-04-01"), Tri::kNo);
  EXPECT_EQ(Of("sub", "2025-05-01"), Tri::kNo);
  EXPECT_EQ(Of("sub", "2025-03"), Tri::kYes);
  EXPECT_EQ(Of("sub", "2025-03/2025-04"), Tri::kOpen);
  const Kleene blur = Match({{"party", "blur"}}, "2025-06-15");
  EXPECT_EQ(blur.value, Tri::kOpen);
  EXPECT_THAT(blur.missing, IsEmpty());
  EXPECT_THAT(blur.reasons, testing::Contains(HasSubstr("whether the listed own 50% of blur")));
  EXPECT_THAT(owners_, ElementsAre("acme>blur 0-50"));
  EXPECT_EQ(Of("blur", "2025-07-01"), Tri::kYes);
}

TEST_F(OwnershipTest, AfterAnEndNobodyIsKnownToOwn) {
  Owns("acme", "60%", "sub");
  Ended("acme", "sub", "2025-05-01");
  EXPECT_EQ(Of("sub", "2025-04-30"), Tri::kYes);
  EXPECT_THAT(Match({{"party", "sub"}}, "2025-05-01").missing, ElementsAre("owner"));
}

TEST_F(OwnershipTest, AShareThatIsNotRecordedIsPossible) {
  Owns("acme", "", "sub");
  const Kleene match = Match({{"party", "sub"}});
  EXPECT_EQ(match.value, Tri::kOpen);
  EXPECT_THAT(match.missing, IsEmpty());
}

TEST_F(OwnershipTest, WhatIsGivenStandsBeforeWhatIsRecorded) {
  Owns("acme", "60%", "sub");
  Owns("sub", "50%", "deep");
  EXPECT_EQ(Match({{"party", "sub"}, {"owner", "Acme:10%"}}).value, Tri::kNo);
  EXPECT_EQ(Match({{"party", "sub"}, {"owner", "other:10%"}}).value, Tri::kYes);
  EXPECT_EQ(Match({{"party", "new"}, {"owner", "deep:30%"}, {"owner", "Deep:20%"}}).value,
            Tri::kYes);
  EXPECT_EQ(Match({{"party", "new"}, {"owner", "deep:49%"}}).value, Tri::kNo);
  EXPECT_EQ(Match({{"party", "deep"}, {"owner", "acme:1%"}}).value, Tri::kYes)
      << "of the owner it is recorded still";
}

TEST_F(OwnershipTest, WhoseSharesAreGivenMayBeOpen) {
  Owns("acme", "60%", "sub");
  const Kleene of_some = Match({{"exporter", "sub"}, {"owner", "acme:10%"}});
  EXPECT_EQ(of_some.value, Tri::kOpen);
  EXPECT_THAT(of_some.missing, ElementsAre("party"));
  const Fields two = {{"party", "sub"}, {"party", "other"}, {"owner", "acme:10%"}};
  EXPECT_EQ(Match(two).value, Tri::kOpen);
  EXPECT_EQ(Match({{"exporter", "sub"}, {"party", "x"}, {"owner", "acme:10%"}}).value, Tri::kYes);
  EXPECT_EQ(Match({{"exporter", "x"}, {"party", "y"}, {"owner", "acme:10%"}}).value, Tri::kNo);
}

TEST_F(OwnershipTest, TextsOfSeveralNames) {
  Owns("acme", "60%", "sub");
  Owns("x", "100%", "new");
  EXPECT_EQ(Match({{"party", "new; sub"}}).value, Tri::kYes);
  EXPECT_THAT(Match({{"party", "new; gone"}}).missing, ElementsAre("owner"));
  EXPECT_EQ(Match({{"party", "new; sub"}}, "2025-06-15", kHalf, true).value, Tri::kOpen)
      << "what authorizes means the whole";
  EXPECT_EQ(Match({{"party", "p"}, {"owner", "other; sub:50%"}}).value, Tri::kYes);
  EXPECT_EQ(Match({{"party", "p"}, {"owner", "other; acme:50%"}}).value, Tri::kYes);
}

TEST_F(OwnershipTest, WhereAllAreListedAllSharesCount) {
  Owns("a", "30%", "sub");
  Owns("b", "30%", "sub");
  EXPECT_EQ(Match({{"party", "sub"}}, "2025-06-15", R"({"ownershipAtLeast":"60%"})").value,
            Tri::kYes);
  EXPECT_EQ(Match({{"party", "sub"}}, "2025-06-15", R"({"ownershipAtLeast":"61%"})").value,
            Tri::kNo);
}

TEST_F(OwnershipTest, ItIsNoMembershipOfAGroup) {
  Owns("acme", "60%", "sub");
  EXPECT_EQ(Match({{"party", "acme"}}, "2025-06-15", R"({"party":["sub"]})").value, Tri::kNo);
  EXPECT_EQ(Match({{"party", "acme"}}, "2025-06-15", R"({"party":["sub:owns"]})").value, Tri::kNo);
  const ViewFilter filter{View(), {}};
  Memberships memberships(log_.strands(), filter);
  const auto answer = memberships.IsMember("sub", "acme", WindowOf("2025-06-15"));
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->may_be_in);
  EXPECT_FALSE(answer->known);
  const auto members = memberships.MembersOf("sub", WindowOf("2025-06-15"));
  ASSERT_TRUE(members.ok());
  EXPECT_TRUE(members->empty());
}

TEST_F(OwnershipTest, BeyondTheLimitItIsOpen) {
  constexpr int kOwners = kOwnershipPartiesMax + 2;
  for (int i = 0; i < kOwners; ++i) {
    Owns(absl::StrCat("p", i + 1), "50%", absl::StrCat("p", i));
  }
  const Kleene match = Match({{"party", "p0"}});
  EXPECT_EQ(match.value, Tri::kOpen);
  EXPECT_THAT(match.reasons, testing::Contains(HasSubstr("not further")));
  EXPECT_EQ(Of(absl::StrCat("p", 10)), Tri::kNo) << "nobody listed at the end";
  Owns("acme", "50%", "p0");
  EXPECT_EQ(Of("p0"), Tri::kYes) << "what is certain is so however far the rest goes";
}

}  // namespace
}  // namespace decree

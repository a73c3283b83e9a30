// Which names new events and questions may bring, and that what is recorded reads as before.
#include "core/append/name_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "gmock/gmock.h"
#include "tests/unit/decree/altered_store.h"

namespace decree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Imposed(const std::string& id, const std::string& scope,
                    const std::string& actor = "US") {
  return absl::StrCat(R"({"id":")", id, R"(","kind":"imposed","measure":"us/)", id,
                      R"(","class":"tariff","actor":{"jurisdiction":")", actor,
                      R"("},"stated":"2025-01-10","effective":{"from":"2025-02-01"},"scope":)",
                      scope, R"(,"terms":{"tariff":{"adValorem":"5%"}}})");
}
std::string From(const std::string& place) {
  return absl::StrCat(R"({"include":[{"origin":[")", place, R"("]}]})");
}

class NameChecksTest : public AlteredStoreTest {
 protected:
  // The field that is refused, "" where it is taken.
  std::string Refused(const std::vector<std::string>& lines, bool as_recorded = false) {
    std::vector<NewEvent> events;
    for (const std::string& line : lines) events.push_back(NewEvent(EventOf(line), {}));
    AppendOptions options;
    options.as_recorded = as_recorded;
    const auto appended = store_->Append(events, options);
    if (appended.ok()) return "";
    EXPECT_TRUE(absl::IsInvalidArgument(appended.status())) << appended.status();
    trouble_ = std::string(appended.status().message());
    return AppendErrorOf(appended.status())->field;
  }
  absl::StatusOr<ScreenAnswer> Screen(std::vector<TransactionField> fields) {
    fields.push_back({"on", "2025-06-01"});
    ScreenQuestion question;
    const auto transaction = TransactionFromFields(fields);
    if (!transaction.ok()) return transaction.status();
    question.transaction = *transaction;
    return store_->Screen(question);
  }

  std::string trouble_;
};

TEST_F(NameChecksTest, AScopeNamesPlacesThatAreKnown) {
  EXPECT_EQ(Refused({Imposed("a", From("China"))}), "scope.include[0].origin");
  EXPECT_THAT(trouble_, HasSubstr("did you mean CN?"));
  EXPECT_EQ(Refused({Imposed("a", From("club"))}), "scope.include[0].origin");
  int known = 0;
  for (const char* const place : {"CN", "SUHH", "US-CA", "EU", "G7", "EU:customs", "*"}) {
    EXPECT_EQ(Refused({Imposed(absl::StrCat("known-", ++known), From(place))}), "") << trouble_;
  }
}

TEST_F(NameChecksTest, AGroupIsKnownFromTheRecordOrTheCall) {
  const std::string joins =
      R"({"id":"m","kind":"membershipStarted","stated":"2025-01-01","effective":{"from":"2025-01-01"},)"
      R"("membership":{"group":"club","member":"DE"}})";
  EXPECT_EQ(Refused({Imposed("a", From("club")), joins}), "");
  EXPECT_EQ(Refused({Imposed("b", From("club"))}), "");
  EXPECT_EQ(Refused({Imposed("c", From("club:customs"))}), "");
  const std::string with_private =
      R"({"id":"p","kind":"membershipStarted","stated":"2025-01-01","effective":{"from":"2025-01-01"},)"
      R"("membership":{"group":"club","member":"QM"}})";
  EXPECT_EQ(Refused({Imposed("d", From("QM")), with_private}), "");
}

TEST_F(NameChecksTest, APartyThatIsOwnedIsNoPlace) {
  const std::string owns =
      R"({"id":"o","kind":"membershipStarted","stated":"2025-01-01","effective":{"from":"2025-01-01"},)"
      R"("membership":{"group":"sub","member":"acme","kind":"owns"%}})";
  const auto with = [&](const std::string& share) {
    std::string line = owns;
    return line.replace(line.find('%'), 1, share);
  };
  const std::string half = R"(,"share":"50%")";
  EXPECT_EQ(Refused({Imposed("a", From("sub")), with(half)}), "scope.include[0].origin");
  EXPECT_EQ(Refused({with("")}), "membership.share");
  EXPECT_EQ(Refused({with("")}, /*as_recorded=*/true), "");  // as it once could be
  EXPECT_EQ(Refused({Imposed("a", From("sub"))}), "scope.include[0].origin");
  EXPECT_THAT(Screen({{"origin", "sub"}}).status().message(), HasSubstr("origin: \"sub\""));
  EXPECT_EQ(Refused({R"({"id":"r","kind":"corrected","target":"o","replacement":{"membership":)"
                     R"({"group":"sub","member":"acme","kind":"owns"}}})"}),
            "replacement.membership.share");
  EXPECT_EQ(Refused({R"({"id":"r","kind":"corrected","target":"o","replacement":{"note":"N"}})"}),
            "");
}

TEST_F(NameChecksTest, WhoActsMayBeAnyNameButASlip) {
  EXPECT_EQ(Refused({Imposed("a", From("CN"), "USA")}), "actor.jurisdiction");
  EXPECT_EQ(Refused({Imposed("b", From("XA"))}), "scope.include[0].origin");
  EXPECT_EQ(Refused({Imposed("c", From("CN"), "XA")}), "");
  EXPECT_EQ(Refused({Imposed("d", From("XA"))}), "");
}

TEST_F(NameChecksTest, CodesOfGoodsCanBeOnes) {
  const std::string odd = R"({"include":[{"product":["HTS:101210010"]}]})";
  const std::string nowhere =
      R"({"include":[{"product":["HS:01"]}],"exclude":[{"product":["HS:7701"]}]})";
  EXPECT_EQ(Refused({Imposed("a", odd)}), "scope.include[0].product");
  EXPECT_EQ(Refused({Imposed("b", nowhere)}), "scope.exclude[0].product");
  EXPECT_EQ(Refused({Imposed("c", odd)}, /*as_recorded=*/true), "");
}

TEST_F(NameChecksTest, WhatIsRecordedStays) {
  EXPECT_EQ(Refused({Imposed("old", From("China"))}, /*as_recorded=*/true), "");
  EXPECT_EQ(Refused({Imposed("old", From("China"))}), "");  // a repeat
  const std::string corrected =
      R"({"id":"r","kind":"corrected","target":"old","replacement":{"scope":{"include":[{"origin":["%"]}]}}})";
  const auto with = [&](const std::string& place) {
    std::string line = corrected;
    return line.replace(line.find('%'), 1, place);
  };
  EXPECT_EQ(Refused({with("Cathay")}), "replacement.scope.include[0].origin");
  EXPECT_EQ(
      Refused({R"({"id":"t","kind":"corrected","target":"old","replacement":{"title":"T"}})"}), "");
  const auto answer = Screen({{"origin", "CN"}});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->notes, testing::Contains(HasSubstr("the scope names China, which is not")));
  EXPECT_EQ(Refused({with("CN")}), "");
}

TEST_F(NameChecksTest, QuestionsNameWhatIsKnown) {
  Add(Imposed("a", R"({"include":[{"origin":["CN"],"product":["tag:steel"]}]})"));
  EXPECT_THAT(Screen({{"origin", "Chinaa"}}).status().message(), HasSubstr("origin: \"Chinaa\""));
  EXPECT_THAT(Screen({{"origin", "CN"}, {"metal", "40%"}}).status().message(),
              HasSubstr("metal: no measure on record reads a fact of that name"));
  const auto answer = Screen({{"origin", "CN"}, {"product", "tag:steal"}});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->warnings, ElementsAre(HasSubstr("did you mean \"tag:steel\"?")));
  EXPECT_TRUE(Screen({{"origin", "CN"}, {"product", "tag:steel"}})->warnings.empty());
  const auto screenings = store_->StartScreening({});
  ASSERT_TRUE(screenings.ok());
  EXPECT_TRUE(absl::IsInvalidArgument((*screenings)->CheckFact("metal")));
  Transaction transaction;
  transaction.on = "2025-06-01";
  transaction.origin = "Chinaa";
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT((*screenings)->OutcomeOf(transaction).status().message(),
                HasSubstr("origin: \"Chinaa\""));
  }
}

TEST_F(NameChecksTest, DraftsAreHeldToItAsAppendHoldsThem) {
  Add(Imposed("a", From("CN")));
  const NewEvent draft(EventOf(Imposed("b", From("China"))), {});
  const auto what_if = store_->WhatIf({}, {&draft, 1});
  EXPECT_THAT(what_if.status().message(), HasSubstr("did you mean CN?"));
}

}  // namespace
}  // namespace decree

// Which fields a kind uses, and that a correction is held to the act that it comes to.
#include "core/append/field_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "gtest/gtest.h"
#include "tests/unit/decree/altered_store.h"

namespace decree {
namespace {

const char kStart[] = R"("actor":{"jurisdiction":"US"},"stated":"2025-01-10","measure":"us/a")";

std::string Of(const std::string& kind, const std::string& more) {
  return absl::StrCat(R"({"id":"x","kind":")", kind, R"(",)", kStart, more, "}");
}

TEST(FieldChecksTest, WhatAKindDoesNotUseIsRefusedByName) {
  const std::string rate = R"(,"terms":{"tariff":{"adValorem":"5%"}})";
  const std::string scope = R"(,"scope":{"include":[{"origin":["CN"]}]})";
  const std::string whole = R"(,"effective":{"from":"2025-02-01","to":"2025-03-01"})";
  const struct {
    const char* kind;
    std::string more;
    const char* field;
  } rows[] = {{"extended", rate, "terms"},       {"suspended", rate, "terms"},
              {"statement", rate, "terms"},      {"withdrawn", rate, "terms"},
              {"statement", scope, "scope"},     {"withdrawn", scope, "scope"},
              {"withdrawn", whole, "effective"}, {"extended", whole, "effective.from"},
              {"revoked", whole, "effective.to"}};
  for (const auto& row : rows) {
    const Event event = EventOf(Of(row.kind, row.more));
    const absl::Status status = CheckFieldUse(*event.kind, event);
    ASSERT_FALSE(status.ok()) << row.kind << " " << row.more;
    EXPECT_EQ(AppendErrorOf(status)->field, row.field) << status;
  }
  for (const char* const kind : {"imposed", "amended", "eased", "announced", "enacted"}) {
    const Event event = EventOf(Of(kind, rate + scope + whole));
    EXPECT_TRUE(CheckFieldUse(*event.kind, event).ok()) << kind;
  }
  const Event meeting = EventOf(Of("meetingScheduled", whole));
  EXPECT_TRUE(CheckFieldUse(*meeting.kind, meeting).ok());
}

using AppendFieldsTest = AlteredStoreTest;

TEST_F(AppendFieldsTest, ACorrectionIsHeldToTheActThatItComesTo) {
  Add(R"({"id":"a","kind":"imposed","measure":"us/a","actor":{"jurisdiction":"US"},)"
      R"("stated":"2025-01-10","effective":{"from":"2025-02-01","to":"2025-06-01"}})");
  Add(R"({"id":"b","kind":"suspended","measure":"us/a","actor":{"jurisdiction":"US"},)"
      R"("stated":"2025-03-10"})");
  const auto refused = [this](const std::string& line) {
    const NewEvent event(EventOf(line), {});
    const auto appended = store_->Append({&event, 1});
    return appended.ok() ? std::string("taken") : AppendErrorOf(appended.status())->field;
  };
  EXPECT_EQ(refused(R"({"id":"c","kind":"corrected","target":"a",)"
                    R"("replacement":{"effective":{"from":"2025-07-01"}}})"),
            "replacement.effective");
  EXPECT_EQ(refused(R"({"id":"d","kind":"corrected","target":"b",)"
                    R"("replacement":{"terms":{"tariff":{"adValorem":"5%"}}}})"),
            "replacement.terms");
  // A correction of a correction, in one call with it as well.
  Add(R"({"id":"e","kind":"corrected","target":"a","replacement":{"effective":{"to":null}}})");
  EXPECT_EQ(refused(R"({"id":"f","kind":"corrected","target":"a",)"
                    R"("replacement":{"effective":{"from":"2025-07-01"}}})"),
            "replacement.effective")
      << "it stands in for e, not on it";
  EXPECT_EQ(refused(R"({"id":"g","kind":"corrected","target":"a",)"
                    R"("replacement":{"effective":{"from":"2025-07-01","to":null}}})"),
            "taken");
  // What was recorded is a repeat, whatever it says.
  const NewEvent old(EventOf(R"({"id":"h","kind":"extended","measure":"us/a",)"
                             R"("actor":{"jurisdiction":"US"},"stated":"2025-04-01",)"
                             R"("effective":{"to":"2026-01-01"},"terms":{"text":"5%"}})"),
                     {});
  ASSERT_TRUE(store_->Append({&old, 1}, {.as_recorded = true}).ok());
  EXPECT_TRUE(store_->Append({&old, 1}).ok());
}

TEST_F(AppendFieldsTest, AMoveThatTurnsAnIntervalRoundIsRefusedInOneCallToo) {
  const std::string imposed =
      R"({"id":"a","kind":"imposed","measure":"us/a","actor":{"jurisdiction":"US"},)"
      R"("stated":"2025-01-10","effective":{"from":"2025-02-01","to":"2025-06-01"}})";
  const std::string postponed =
      R"({"id":"b","kind":"postponed","measure":"us/a","actor":{"jurisdiction":"US"},)"
      R"("stated":"2025-01-20","effective":{"from":"2025-07-01")";
  const std::vector<NewEvent> turned = {{EventOf(imposed), {}}, {EventOf(postponed + "}}"), {}}};
  const auto refused = store_->Append(turned);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(AppendErrorOf(refused.status())->index, 1u);
  EXPECT_EQ(AppendErrorOf(refused.status())->field, "effective");
  const std::vector<NewEvent> both = {{EventOf(imposed), {}},
                                      {EventOf(postponed + R"(,"to":"2025-11-01"}})"), {}}};
  EXPECT_TRUE(store_->Append(both).ok());
}

}  // namespace
}  // namespace decree

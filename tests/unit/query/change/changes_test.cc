// history, diff and outlook over small records: exactly which changes, when, and by which events.
#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class ChangesTest : public ::testing::Test {
 protected:
  void Add(absl::string_view json) { store_.Add(json); }
  // An act of us/a.
  void Act(absl::string_view id, absl::string_view kind, absl::string_view rest) {
    store_.Add(ActText(id, kind, rest));
  }
  QuestionContext Context(const View& view = {}) const {
    return {store_.log(), store_.strands(), ViewFilter{view, {}}, {}, limits_};
  }
  static View KnownBy(absl::string_view day) {
    View view;
    view.known_by_us = WindowOf(day).last_civil_us;
    return view;
  }

  absl::StatusOr<HistoryAnswer> Ask(const HistoryQuestion& question, const View& view = {},
                                    const AskedFacts& facts = {}) const {
    return AnswerHistory(Context(view), question, facts);
  }
  // "2025-10-09 start; …"
  std::string HistoryOf(Axis axis, const std::string& on = "2025-12-15",
                        const View& view = {}) const {
    HistoryQuestion question;
    question.measure = "us/a";
    question.axes = {axis};
    question.effective_on = on;
    const auto answer = Ask(question, view);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return "";
    std::string text;
    for (const HistoryChange& change : answer->changes) {
      EXPECT_EQ(change.axis, axis);
      absl::StrAppend(&text, text.empty() ? "" : "; ",
                      axis == Axis::kRecorded ? absl::StrCat(change.position) : change.at, " ",
                      NameOf(change.state.applies), " ", absl::StrJoin(change.because, ","));
    }
    return text;
  }
  absl::StatusOr<DiffAnswer> Diff(const std::string& before, const std::string& after) const {
    DiffQuestion question;
    question.before = before;
    question.after = after;
    return AnswerDiff({Context(), before}, {Context(), after}, question, {});
  }
  // "us/a began start [applies,force]; …"
  static std::string RowsOf(const absl::StatusOr<DiffAnswer>& answer) {
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return "";
    return absl::StrJoin(answer->rows, "; ", [](std::string* out, const DiffRow& row) {
      absl::StrAppend(out, row.measure, " ", NameOf(row.kind), " ", absl::StrJoin(row.because, ","),
                      " [", absl::StrJoin(row.changed, ","), "]");
    });
  }
  static std::string RowsOf(const std::vector<OutlookRow>& rows) {
    return absl::StrJoin(rows, "; ", [](std::string* out, const OutlookRow& row) {
      absl::StrAppend(out, row.at, row.latest == row.at ? "" : absl::StrCat("…", row.latest),
                      row.certain ? " " : "? ", NameOf(row.kind), " ", row.measure, " ",
                      absl::StrJoin(row.because, ","));
    });
  }
  OutlookAnswer Outlook(const std::string& on, int64_t days, const View& view = {}) const {
    OutlookQuestion question;
    question.on = on;
    question.days = days;
    const auto answer = AnswerOutlook(Context(view), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : OutlookAnswer();
  }

  ProjectedLog store_;
  QuestionLimits limits_;
};

TEST_F(ChangesTest, HistoryNamesWhatBringsEachChange) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-12-01"})");
  Act("talk", "statement", R"("stated":"2025-11-07")");
  Act("pause", "suspended",
      R"("stated":"2025-11-07","effective":{"from":"2025-11-07","to":"2026-11-10"})");
  EXPECT_EQ(HistoryOf(Axis::kKnown), "2025-10-09 yes start; 2025-11-07 no pause");
  EXPECT_EQ(HistoryOf(Axis::kRecorded), "1 yes start; 3 no pause");
  EXPECT_EQ(HistoryOf(Axis::kEffective), "2025-12-01 no start; 2026-11-10 yes pause");
  EXPECT_EQ(HistoryOf(Axis::kEffective, "", KnownBy("2025-10-31")), "2025-12-01 yes start");
  EXPECT_EQ(HistoryOf(Axis::kKnown, "2025-12-15", KnownBy("2025-10-31")), "2025-10-09 yes start");
}

TEST_F(ChangesTest, HistoryWithoutADateIsOfTheEffectiveAxis) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-12-01"})");
  HistoryQuestion question;
  question.measure = "us/a";
  auto answer = Ask(question);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->changes.size(), 1u);
  EXPECT_EQ(answer->changes[0].changed, (std::vector<std::string>{"applies", "force"}));
  question.effective_on = "2025-12-15";
  answer = Ask(question);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->changes.size(), 3u);
  EXPECT_EQ(answer->changes[1].changed.front(), "record");
  EXPECT_EQ(answer->changes[2].at, FormatUtc(1));
}

TEST_F(ChangesTest, HistoryTellsWhatIsMissingOrWrong) {
  HistoryQuestion question;
  question.axes = {Axis::kKnown};
  EXPECT_EQ(Ask(question).status().code(), absl::StatusCode::kInvalidArgument);
  question.measure = "us/none";
  const absl::Status no_date = Ask(question).status();
  EXPECT_EQ(no_date.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(no_date.message().find("--on"), absl::string_view::npos) << no_date;
  question.effective_on = "2025-02-30";
  EXPECT_EQ(Ask(question).status().code(), absl::StatusCode::kInvalidArgument);
  question.effective_on = "2025-02-28";
  const auto unknown = Ask(question);
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_TRUE(unknown->changes.empty());
  ASSERT_EQ(unknown->notes.size(), 1u);
  question.measure = "us/*";
  EXPECT_EQ(Ask(question).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ChangesTest, LimitsHold) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-12-01"})");
  Act("end", "revoked", R"("stated":"2025-11-09","effective":{"from":"2025-12-05"})");
  limits_.rows_max = 1;
  HistoryQuestion question;
  question.measure = "us/a";
  EXPECT_EQ(Ask(question).status().code(), absl::StatusCode::kResourceExhausted);
  limits_ = {};
  const std::atomic<bool> cancelled = true;
  limits_.cancel = &cancelled;
  EXPECT_EQ(Ask(question).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Diff("2025-11-01", "2025-12-10").status().code(), absl::StatusCode::kCancelled);
}

TEST_F(ChangesTest, AChangeInsideTheDayKeepsItsClock) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-11-10T14:30:00"})");
  Act("end", "revoked",
      R"("stated":"2025-11-12","published":"2025-11-12T09:00:00-05:00","effective":{"from":"2025-11-12"})");
  EXPECT_EQ(HistoryOf(Axis::kEffective), "2025-11-10T14:30:00 yes start; 2025-11-12 no end");
  EXPECT_EQ(HistoryOf(Axis::kKnown), "2025-10-09 yes start; 2025-11-12T09:00:00-05:00 no end");
  View instant;
  instant.known_by_us = kAxisMax - 1;
  instant.known_by_is_instant = true;
  EXPECT_EQ(HistoryOf(Axis::kKnown, "2025-12-15", instant),
            "2025-10-10T03:59:59.999999Z yes start; 2025-11-12T14:00:00Z no end");
}

TEST_F(ChangesTest, TwoEventsOfOneDayShareTheChangeOrOneOfThemHasIt) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-10-10"})");
  Act("more", "amended", R"("stated":"2025-10-09","terms":{"tariff":{"adValorem":"20%"}})");
  Act("idle", "challenged", R"("stated":"2025-10-09","effective":{"from":"2026-01-01"})");
  EXPECT_EQ(HistoryOf(Axis::kKnown), "2025-10-09 yes start,more");
}

TEST_F(ChangesTest, AnAuthorizationBringsAndTakesAwayTheChange) {
  const absl::string_view scope =
      R"("scope":{"include":[{"origin":["CN"],"destination":["US"],"product":["HTS:8486"]}]})";
  Act("duty", "imposed",
      absl::StrCat(R"("stated":"2018-09-21","effective":{"from":"2018-09-24"},)", scope));
  Add(absl::StrCat(R"({"id":"solar","kind":"imposed","measure":"us/x","class":"authorization",)",
                   R"("actor":{"jurisdiction":"US"},"authorizes":["us/*"],"stated":"2024-09-18",)",
                   R"("effective":{"from":"2024-01-01","to":"2025-06-01"},)", scope, "}"));
  HistoryQuestion question;
  question.measure = "us/a";
  question.effective_on = "2024-03-01";
  question.axes = {Axis::kKnown};
  const auto answer = Ask(question, {}, {"CN", "US", *ParseProductCode("HTS:8486.10")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->changes.size(), 2u);
  EXPECT_EQ(answer->changes[1].because, std::vector<std::string>{"solar"});
  EXPECT_EQ(answer->changes[1].changed, std::vector<std::string>{"applies"});
  EXPECT_EQ(answer->changes[1].state.applies, Answer::kNo);
}

TEST_F(ChangesTest, AMembershipBringsTheChangeForAnOrigin) {
  Act("duty", "imposed",
      R"("stated":"2019-12-01","effective":{"from":"2020-01-01"},"scope":{"include":[{"origin":["EU"]}]})");
  Add(R"({"id":"in","kind":"membershipStarted","stated":"1973-01-01","effective":{"from":"1973-01-01"},)"
      R"("membership":{"group":"EU","member":"GB"},"actor":{"jurisdiction":"EU"}})");
  Add(R"({"id":"out","kind":"membershipEnded","stated":"2020-01-29","effective":{"from":"2020-02-01"},)"
      R"("membership":{"group":"EU","member":"GB"},"actor":{"jurisdiction":"EU"}})");
  HistoryQuestion question;
  question.measure = "us/a";
  question.axes = {Axis::kEffective};
  const auto answer = Ask(question, {}, {"GB", "", {}});
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->changes.size(), 2u);
  EXPECT_EQ(answer->changes[0].at, "2020-01-01");
  EXPECT_EQ(answer->changes[1].at, "2020-02-01");
  EXPECT_EQ(answer->changes[1].because, std::vector<std::string>{"out"});
  EXPECT_EQ(answer->changes[1].state.applies, Answer::kNo);
}

TEST_F(ChangesTest, DiffSaysWhatBeganEndedAndChanged) {
  Act("start", "imposed",
      R"("stated":"2025-01-09","effective":{"from":"2025-02-01"},"terms":{"tariff":{"adValorem":"10%"}})");
  Act("more", "amended",
      R"("stated":"2025-02-20","effective":{"from":"2025-03-01"},"terms":{"tariff":{"adValorem":"20%"}})");
  Act("most", "amended",
      R"("stated":"2025-02-21","effective":{"from":"2025-03-10"},"terms":{"tariff":{"adValorem":"30%"}})");
  Act("end", "revoked", R"("stated":"2025-04-01","effective":{"from":"2025-04-10"})");
  // Before it begins, what is shown are the terms of the next step.
  EXPECT_EQ(RowsOf(Diff("2025-01-31", "2025-02-01")), "us/a began start [applies,force]");
  EXPECT_EQ(RowsOf(Diff("2025-02-01", "2025-02-28")), "");
  EXPECT_EQ(RowsOf(Diff("2025-02-28", "2025-03-20")), "us/a changed most [terms]");
  EXPECT_EQ(RowsOf(Diff("2025-03-20", "2025-04-10")), "us/a ended end [applies,force,effective]");
  EXPECT_EQ(Diff("2025-03-20", "2025-03-01").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Diff("2025-03-20", "").status().code(), absl::StatusCode::kInvalidArgument);
  DiffQuestion other;
  other.before = "2025-01-31";
  other.after = "2025-02-01";
  other.issuer = "CN";
  EXPECT_EQ(RowsOf(AnswerDiff({Context(), other.before}, {Context(), other.after}, other, {})), "");
}

TEST_F(ChangesTest, DiffOfKnowledgeSaysWhatIsNewlyKnown) {
  Act("plan", "announced", R"("stated":"2025-10-10","effective":{"from":"2025-11"})");
  DiffQuestion question;
  question.axis = Axis::kKnown;
  question.before = "2025-10-01";
  question.after = "2025-10-31";
  EXPECT_EQ(AnswerDiff({Context(), {}}, {Context(), {}}, question, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  question.effective_on = "2025-12-01";
  const auto answer =
      AnswerDiff({Context(KnownBy("2025-10-01")), question.effective_on},
                 {Context(KnownBy("2025-10-31")), question.effective_on}, question, {});
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->rows.size(), 1u);
  EXPECT_EQ(answer->rows[0].kind, DiffKind::kNewlyKnown);
  EXPECT_FALSE(answer->rows[0].before.has_value());
  EXPECT_TRUE(answer->rows[0].after.has_value());
}

TEST_F(ChangesTest, OutlookSeesTheSnapBack) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-10-09"})");
  Act("pause", "suspended",
      R"("stated":"2025-11-07","effective":{"from":"2025-11-07","to":"2026-11-10"})");
  EXPECT_EQ(RowsOf(Outlook("2025-11-01", 30).rows), "2025-11-07 suspends us/a pause");
  EXPECT_EQ(RowsOf(Outlook("2026-11-01", 9).rows), "2026-11-10 returns us/a pause");
  EXPECT_EQ(RowsOf(Outlook("2026-11-01", 8).rows), "");
  EXPECT_EQ(RowsOf(Outlook("2026-11-10", 8).rows), "");
  EXPECT_EQ(Outlook("2026-11-01", 8).until, "2026-11-09");
}

TEST_F(ChangesTest, OutlookKeepsImpreciseBoundariesAndPlansApart) {
  Act("plan", "announced",
      R"("stated":"2025-10-10","effective":{"from":"2025-11"},"terms":{"tariff":{"adValorem":"100%"}})");
  const OutlookAnswer planned = Outlook("2025-10-20", 15);
  EXPECT_EQ(RowsOf(planned.rows), "");
  EXPECT_EQ(RowsOf(planned.announced), "2025-11-01…2025-11-30? begins us/a plan");
  View lowered;
  lowered.floor = Commitment::kAnnounced;
  EXPECT_EQ(RowsOf(Outlook("2025-10-20", 15, lowered).rows),
            "2025-11-01…2025-11-30? begins us/a plan");
  Act("start", "imposed",
      R"("stated":"2025-10-30","effective":{"from":"2025-11-05","to":"2025-12/.."})");
  const OutlookAnswer law = Outlook("2025-10-20", 60);
  EXPECT_EQ(RowsOf(law.rows), "2025-11-05 begins us/a start; 2025-12-01…? ends us/a start");
  EXPECT_EQ(RowsOf(law.announced), "");
}

TEST_F(ChangesTest, OutlookOfAWaiverIsNotAnEnd) {
  Act("start", "imposed", R"("stated":"2025-10-09","effective":{"from":"2025-10-09"})");
  Act("grace", "waived",
      R"("stated":"2025-10-20","effective":{"from":"2025-11-01","to":"2025-12-01"})");
  EXPECT_EQ(RowsOf(Outlook("2025-10-25", 60).rows),
            "2025-11-01 suspends us/a grace; 2025-12-01 returns us/a grace");
}

}  // namespace
}  // namespace decree

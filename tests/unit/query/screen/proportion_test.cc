// What questions cost as one thing that they read grows in number, counted in what is read and
// compared, never in time: twice as many of it may cost about twice as much a point.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/query/questions.h"
#include "core/query/world/code_concordance.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

// Counts the entries of the strands that are loaded.
class CountedStrands final : public StrandReader {
 public:
  explicit CountedStrands(const StrandReader& reader) : reader_(reader) {}
  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override {
    auto strand = reader_.Load(projection, entity);
    if (strand.ok()) loaded_ += strand->acts.size() + strand->sides.size();
    return strand;
  }
  absl::StatusOr<StrandRange> LoadRange(absl::string_view projection, const std::string& first,
                                        const std::string& last) const override {
    auto range = reader_.LoadRange(projection, first, last);
    if (!range.ok()) return range;
    for (const auto& [name, strand] : range->strands) {
      loaded_ += strand.acts.size() + strand.sides.size();
    }
    return range;
  }
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override {
    return reader_.Repairs(root);
  }
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override {
    return reader_.Entities(projection, prefix);
  }
  uint64_t loaded() const { return loaded_; }

 private:
  const StrandReader& reader_;
  mutable uint64_t loaded_ = 0;
};

std::string Day(int64_t i) { return FormatCivil((14'000 + i) * kMicrosPerDay).substr(0, 10); }

std::string Act(const std::string& id, const std::string& kind, const std::string& rest) {
  return absl::StrCat(R"({"id":")", id, R"(","kind":")", kind,
                      R"(","actor":{"jurisdiction":"US"},)", rest, "}");
}

std::string Duty(const std::string& measure, const std::string& program = "") {
  return Act(measure, "imposed",
             absl::StrFormat(
                 R"("measure":"%s","class":"tariff","program":"%s","stated":"2000-01-01",)"
                 R"("effective":{"from":"2000-01-01"},"terms":{"tariff":{"adValorem":"10%%"}},)"
                 R"("scope":{"include":[{"origin":["CN"],"product":["HTS:8486"]}]})",
                 measure, program.empty() ? measure : program));
}

Transaction Goods(const std::string& product = "HTS:84861000") {
  const auto transaction =
      TransactionFromFields({{"on", "2015-01-01"}, {"origin", "CN"}, {"product", product}});
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

// Entries loaded for the history of a transaction along all axes.
uint64_t LoadedForHistory(const ProjectedLog& store) {
  const CountedStrands strands(store.strands());
  TransactionHistoryQuestion question;
  question.transaction = Goods();
  const auto answer =
      AnswerTransactionHistory({store.log(), strands, ViewFilter(), {}, {}}, question);
  EXPECT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer.ok() && answer->changes.size() > 1);
  return strands.loaded();
}

uint64_t LoadedForAuthorizations(int count, int patterns) {
  ProjectedLog store;
  store.Add(Duty("us/a"));
  for (int i = 0; i < count; ++i) {
    std::string authorizes = R"("us/a*")";
    for (int p = 1; p < patterns; ++p)
      absl::StrAppend(&authorizes, R"(,"us/x)", i, "-", p, R"(*")");
    store.Add(Act(absl::StrCat("x", i), "imposed",
                  absl::StrFormat(R"("measure":"us/x%d","class":"authorization","authorizes":[%s],)"
                                  R"("stated":"%s","effective":{"from":"%s"},)"
                                  R"("scope":{"include":[{"product":["HTS:8486.%d"]}]})",
                                  i, authorizes, Day(i), Day(i), 10 + i % 40)));
  }
  return LoadedForHistory(store);
}

TEST(ProportionTest, AuthorizationsAreReadOnceForAllPoints) {
  const uint64_t few = LoadedForAuthorizations(20, 4), many = LoadedForAuthorizations(40, 4);
  EXPECT_LT(many, 3 * few) << few;
  EXPECT_LT(LoadedForAuthorizations(20, 8), 3 * few) << few;
}

TEST(ProportionTest, RulesAreReadOnceForAllPoints) {
  const auto loaded = [](int count) {
    ProjectedLog store;
    store.Add(Duty("us/a"));
    store.Add(Duty("us/b"));
    for (int i = 0; i < count; ++i) {
      store.Add(Act(absl::StrCat("k", i), "stackingRuleSet",
                    absl::StrFormat(R"("stated":"%s","effective":{"from":"%s"},"stacking":)"
                                    R"({"program":"us/a","effect":"excludes","over":["us/b"]})",
                                    Day(i), Day(i))));
    }
    return LoadedForHistory(store);
  };
  const uint64_t few = loaded(20), many = loaded(40);
  EXPECT_LT(many, 3 * few) << few;
}

TEST(ProportionTest, AReplayReadsAMeasureOnce) {
  const auto loaded = [](int count) {
    ProjectedLog store;
    for (int i = 0; i < count; ++i) {
      store.Add(Act(absl::StrCat("m", i), "announced",
                    absl::StrFormat(R"("measure":"us/a","threads":["t"],"stated":"%s",)"
                                    R"("effective":{"from":"%s"})",
                                    Day(i), Day(i + 30))));
    }
    const CountedStrands strands(store.strands());
    TimelineQuestion question;
    question.thread = "t";
    const auto answer = AnswerReplay({store.log(), strands, ViewFilter(), {}, {}}, question);
    EXPECT_TRUE(answer.ok() && answer->moves.size() == static_cast<size_t>(count) &&
                answer->moves.back().changes.size() == 1);
    return strands.loaded();
  };
  const uint64_t few = loaded(50), many = loaded(100);
  EXPECT_LT(many, 3 * few) << few;
}

TEST(ProportionTest, AClaimOfCoverageNamesWhatEndsItOnly) {
  const auto named = [](int count) {
    ProjectedLog store;
    for (int i = 0; i < count; ++i) {
      store.Add(Act(absl::StrCat("v", i), "coverageSet",
                    absl::StrFormat(R"("stated":"%s","effective":{"from":"%s"},"coverage":)"
                                    R"({"issuer":"CN","domain":"tariffs"})",
                                    Day(i), Day(i))));
    }
    const auto answer = AnswerCoverage({store.log(), store.strands(), ViewFilter(), {}, {}}, {});
    EXPECT_TRUE(answer.ok() && answer->rows.size() == static_cast<size_t>(count));
    size_t ids = 0;
    if (answer.ok()) {
      for (const CoverageRow& row : answer->rows) ids += row.because.size();
      EXPECT_EQ(answer->rows[1].to, Day(2));
      EXPECT_EQ(answer->rows[1].because, (std::vector<std::string>{"v1", "v2"}));
    }
    return ids;
  };
  EXPECT_EQ(named(10), 19u);
  EXPECT_EQ(named(20), 39u);
}

TEST(ProportionTest, PatternsThatBeginOtherwiseAreNotTried) {
  AuthorizationPatterns patterns;
  for (uint64_t i = 1; i <= 1'000; ++i) {
    patterns.Add(i, absl::StrCat("us/x", i), {absl::StrCat("us/m", i, "-*"), "us/plain"});
  }
  patterns.Add(1'001, "us/all", {"us/*", "?s/m7-*"});
  const std::vector<AuthorizationPatterns::Fit>& fits = patterns.Fitting("us/m7-a");
  EXPECT_EQ(patterns.SlugsOf(fits, ViewFilter()), (std::vector<std::string>{"us/x7", "us/all"}));
  EXPECT_EQ(patterns.tried(), 3u);
  patterns.Fitting("us/m7-a");
  EXPECT_EQ(patterns.tried(), 3u);
  ViewFilter filter;
  filter.view.position_max = 1'000;
  EXPECT_EQ(patterns.SlugsOf(fits, filter), std::vector<std::string>{"us/x7"});
  filter.without.insert(7);
  EXPECT_TRUE(patterns.SlugsOf(fits, filter).empty());
}

// What changes of codes make of one, over chains and circles of them.
class CodeChangesTest : public ::testing::Test {
 protected:
  void Change(const std::string& kind, const std::string& from, const std::string& to) {
    const std::string id = absl::StrCat("c", ++changes_);
    store_.Add(Act(id, kind,
                   absl::StrFormat(R"("stated":"%s","effective":{"from":"%s"},"code":)"
                                   R"({"system":"HTS","from":[%s],"to":[%s]})",
                                   Day(0), Day(0), from, to)));
  }
  std::vector<std::string> Related(const std::string& product) {
    EventReader events(store_.log());
    const auto codes = CodesOn("2015-01-01", {*ParseProductCode(product)},
                               {store_.log(), store_.strands(), ViewFilter(), {}, {}}, events);
    EXPECT_TRUE(codes.ok()) << codes.status();
    std::vector<std::string> texts;
    for (const RelatedCode& code : codes->related) {
      texts.push_back(absl::StrCat(FormatProductCode(code.code), ": ", code.why));
    }
    return texts;
  }
  std::vector<std::string> Ended(const std::string& product, const char* on) {
    EventReader events(store_.log());
    const auto codes = CodesOn(on, {*ParseProductCode(product)},
                               {store_.log(), store_.strands(), ViewFilter(), {}, {}}, events);
    EXPECT_TRUE(codes.ok()) << codes.status();
    return codes->ended;
  }
  ProjectedLog store_;
  int changes_ = 0;
};

TEST_F(CodeChangesTest, AreFollowedBothWaysInTheirOrder) {
  Change("codeSplit", R"("1001")", R"("2001","2002")");
  Change("codeSplit", R"("2002","2001.10")", R"("3001")");
  Change("codeRenamed", R"("3001")", R"("1001")");
  EXPECT_EQ(
      Related("HTS:1001.50"),
      (std::vector<std::string>{
          "HTS:2001: HTS:1001 became HTS:2001 (c1)", "HTS:2002: HTS:1001 became HTS:2002 (c1)",
          "HTS:3001: HTS:1001 came of HTS:3001 (c3)", "HTS:1001: HTS:2001 came of HTS:1001 (c1)",
          "HTS:200110: HTS:3001 came of HTS:2001.10 (c2)"}));
  EXPECT_TRUE(Related("HTS:9001").empty());
}

TEST_F(CodeChangesTest, OfHsAreFollowedByLongerCodesAndEndThem) {
  const auto change = [this](const char* id, const char* kind, const char* day, const char* code) {
    store_.Add(Act(id, kind,
                   absl::StrCat(R"("stated":")", day, R"(","effective":{"from":")", day,
                                R"("},"code":)", code)));
  };
  change("h1", "codeSplit", "2010-01-01",
         R"({"system":"HS","from":["6815.10"],"to":["6815.10","9620.00"]})");
  change("h2", "codeRenamed", "2012-01-01",
         R"({"system":"HS","from":["8517.62"],"to":["8517.71"]})");
  EXPECT_EQ(Related("HTS:9620.00.10.00"),
            (std::vector<std::string>{"HS:681510: HS:9620.00 came of HS:6815.10 (h1)"}));
  EXPECT_EQ(Related("CN:8517.71.00"),
            (std::vector<std::string>{"HS:851762: HS:8517.71 came of HS:8517.62 (h2)"}));
  EXPECT_EQ(
      Ended("CN:8517.62.00", "2015-01-01"),
      (std::vector<std::string>{"code HS:8517.62 ended on 2012-01-01 and became HS:8517.71 (h2)"}));
  EXPECT_TRUE(Ended("CN:8517.62.00", "2011-12-31").empty());
  EXPECT_TRUE(Ended("HS:6815.10", "2015-01-01").empty());
  change("h3", "codeRenamed", "2014-01-01",
         R"({"system":"HS","from":["8517.99"],"to":["8517.62"]})");
  EXPECT_TRUE(Ended("HS:8517.62", "2015-01-01").empty());
}

TEST_F(CodeChangesTest, StopAtTheirLimit) {
  for (int i = 0; i < 400; ++i) {
    Change("codeSplit", absl::StrCat("\"", 10'000'000 + i, "\""),
           absl::StrCat("\"", 10'000'001 + i, "\",\"", 50'000'000 + i, "\""));
  }
  EXPECT_EQ(Related("HTS:10000000").size(), 255u);
}

}  // namespace
}  // namespace decree

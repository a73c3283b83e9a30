// What compiling a measure may cost has a bound, and work on the table may be cut short at any
// measure: however a table came to stand at a position, it holds what one made anew holds.
#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/compiled/measure/strand_digest.h"
#include "core/compiled/point_follow.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

std::string Day(int i) { return FormatCivil((14'000 + i) * kMicrosPerDay).substr(0, 10); }

// Act number i of a measure: known and in force from a day of its own, for a product of its own.
std::string Act(const std::string& measure, int i, const std::string& jurisdiction = "US") {
  return absl::StrCat(R"({"id":")", measure, "-", i, R"(","kind":"imposed","measure":")", measure,
                      R"(","actor":{"jurisdiction":")", jurisdiction, R"("},"stated":")", Day(i),
                      R"(","effective":{"from":")", Day(i + 3),
                      R"("},"scope":{"include":[{"origin":["CN"],"product":["HS:)", 1000 + i % 50,
                      R"("]}]},"terms":{"tariff":{"adValorem":")", i % 40, R"(%"}}})");
}

std::string TextOf(PointEntry entry) {
  entry.measure = 0;
  return absl::BytesToHexString({reinterpret_cast<const char*>(&entry), sizeof(entry)});
}

// What is filed, by the names of the measures; `asking`: how many entries ask by the slow path.
std::multiset<std::string> Contents(const PointTable& table, size_t* asking = nullptr) {
  std::multiset<std::string> contents;
  std::set<uint32_t> apart;
  const absl::Status status =
      table.ForEach([&](const PointKey& key, absl::Span<const PointEntry> entries) {
        for (const PointEntry& entry : entries) {
          contents.insert(absl::StrCat(*table.SlugOf(entry.measure), " ", key.issuer, " ",
                                       key.origin, " ", key.part, " ", TextOf(entry)));
          if ((entry.flags & kPointApart) != 0) apart.insert(entry.measure);
          if (asking != nullptr && (entry.flags & kPointAsk) != 0) ++*asking;
        }
      });
  EXPECT_TRUE(status.ok()) << status;
  for (const uint32_t measure : apart) {
    const auto answers = table.AnswersOf(measure);
    EXPECT_TRUE(answers.ok()) << answers.status();
    for (const PointEntry& entry : *answers) {
      contents.insert(absl::StrCat(*table.SlugOf(measure), " apart ", TextOf(entry)));
    }
  }
  return contents;
}

// A table that follows a log.
class Followed {
 public:
  explicit Followed(const ProjectedLog& log) : log_(log) {}

  absl::Status Follow(const QuestionLimits& limits = {}, const StrandReader* strands = nullptr) {
    if (strands == nullptr) strands = &log_.strands();
    const uint64_t head = log_.log().Head().size;
    const PointTableState state = table_.State()->value_or(PointTableState());
    const auto update = [&](const PointTableState& from) -> absl::Status {
      const auto measures = MeasuresToFollow(log_.log(), *strands, from, head);
      if (!measures.ok()) return measures.status();
      return UpdateTable(log_.log(), *strands, *measures, head, table_, from, limits).status();
    };
    if (state.followed != 0) return update(state);
    if (state.goal != 0) {
      const absl::Status status = update(state);
      if (!status.ok()) return status;
    }
    return BuildTable(log_.log(), *strands, head, table_,
                      table_.State()->value_or(PointTableState()), 1, limits);
  }
  std::multiset<std::string> Anew() const {
    PointTable fresh(NewMemoryStore());
    const absl::Status made =
        BuildTable(log_.log(), log_.strands(), log_.log().Head().size, fresh, {}, 1);
    EXPECT_TRUE(made.ok()) << made;
    return Contents(fresh);
  }
  const PointTable& table() const { return table_; }

 private:
  const ProjectedLog& log_;
  PointTable table_{NewMemoryStore()};
};

TEST(PointGrowthTest, AMeasureBeyondTheBoundTakesTheSlowPath) {
  ProjectedLog log;
  Followed followed(log);
  bool was_compiled = false, was_asking = false;
  for (int i = 0; i < 300; ++i) {
    log.Add(Act("us/a", i));
    if (i % 50 != 49 && (i < 250 || i > 262)) continue;
    ASSERT_TRUE(followed.Follow().ok());
    size_t asking = 0;
    const auto contents = Contents(followed.table(), &asking);
    EXPECT_TRUE(contents == followed.Anew()) << i;
    const bool is_too_much = uint64_t(i + 1) * uint64_t(i + 1) > kCompileStepsMax;
    EXPECT_EQ(asking > 0, is_too_much) << i;
    if (is_too_much) {
      EXPECT_LE(contents.size(), 50u) << "an entry a product";
    }
    was_compiled = was_compiled || !is_too_much;
    was_asking = was_asking || is_too_much;
  }
  EXPECT_TRUE(was_compiled && was_asking);
}

TEST(PointGrowthTest, AMeasureOfManyIssuersIsFiledByThem) {
  ProjectedLog log;
  Followed followed(log);
  const std::vector<std::string> issuers = {"US", "CN", "EU", "JP", "KR", "GB", "CA", "MX",
                                            "IN", "BR", "AU", "NZ", "CH", "NO", "TR", "RU",
                                            "VN", "TH", "MY", "ID", "SG", "PH"};
  for (size_t i = 0; i < issuers.size(); ++i) {
    log.Add(Act("us/a", static_cast<int>(i), issuers[i]));
    ASSERT_TRUE(followed.Follow().ok());
    const auto contents = Contents(followed.table());
    EXPECT_TRUE(contents == followed.Anew()) << i;
    if (i >= kActorsFiledMax) {
      EXPECT_EQ(contents.size(), i + 1);
    }
  }
}

// Strands that raise a flag when a number of them was read.
class CancellingStrands final : public StrandReader {
 public:
  CancellingStrands(const StrandReader& strands, int loads, std::atomic<bool>& flag)
      : strands_(strands), loads_(loads), flag_(flag) {}
  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override {
    if (--loads_ <= 0) flag_ = true;
    return strands_.Load(projection, entity);
  }
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override {
    return strands_.Repairs(root);
  }
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override {
    return strands_.Entities(projection, prefix);
  }

 private:
  const StrandReader& strands_;
  mutable int loads_;
  std::atomic<bool>& flag_;
};

TEST(PointGrowthTest, WorkThatIsCutShortGoesOnWhereItWas) {
  for (const int loads : {1, 3, 8, 20}) {
    ProjectedLog log;
    Followed followed(log);
    int act = 0;
    const auto add = [&](int acts) {
      for (int i = 0; i < acts; ++i, ++act) {
        log.Add(Act(absl::StrCat("us/m", act * 7 % 40), act));
      }
    };
    // Made anew, then brought up to date, appended to in between; cut short again and again.
    for (int round = 0; round < 4; ++round) {
      add(round == 0 ? 60 : 25);
      int cuts = 0;
      while (true) {
        ASSERT_LT(cuts, 200);
        std::atomic<bool> cancel = false;
        const CancellingStrands strands(log.strands(), loads + 2, cancel);
        QuestionLimits limits;
        limits.cancel = &cancel;
        const absl::Status status = followed.Follow(limits, &strands);
        if (status.ok()) break;
        ASSERT_TRUE(absl::IsCancelled(status)) << status;
        EXPECT_NE((*followed.table().State())->goal, 0u);
        if (++cuts == 2 && round % 2 == 1) add(3);
      }
      EXPECT_GT(cuts, 0) << loads;
      EXPECT_EQ((*followed.table().State())->goal, 0u);
      EXPECT_EQ((*followed.table().State())->followed, log.log().Head().size);
      EXPECT_TRUE(Contents(followed.table()) == followed.Anew()) << loads << " round " << round;
    }
  }
}

}  // namespace
}  // namespace decree

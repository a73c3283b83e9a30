// The compiled answers of a store on disk: kept when a store closes, followed by readers, made anew
// when they are damaged or another store's. They are always those of `as-of`.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/store/ordered_store.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr int kMeasures = 2'100;  // so many events that the compiled answers are kept on disk

using Hits = std::set<std::pair<std::string, int64_t>>;

std::string Imposed(const std::string& slug, int rate) {
  return absl::StrCat(R"({"id":"impose-)", slug, R"(","kind":"imposed","measure":"us/)", slug,
                      R"(","actor":{"jurisdiction":"US"},"stated":"2025-01-02",)",
                      R"("effective":{"from":"2025-01-03"},"scope":{"include":[{"origin":["CN"],)",
                      R"("product":["HS:)", 1000 + rate % 50, R"("]}]},)",
                      R"("terms":{"tariff":{"adValorem":")", rate, R"(%"}}})");
}

class CompiledAnswersTest : public ::testing::Test {
 protected:
  void Fill(const std::string& name) {
    std::vector<std::string> lines;
    for (int i = 0; i < kMeasures; ++i) lines.push_back(Imposed(absl::StrCat("m", i), i));
    const auto store = folder_.Open(name);
    ASSERT_TRUE(store->Append(EventsOf(lines)).ok());
    ASSERT_TRUE(store->Close().ok());
    ASSERT_TRUE(fs::exists(folder_.Dir(name) + "/image/CURRENT"));
  }

  // By the compiled answers and the slow path; they must agree.
  static Hits Ask(Decree& store, int heading = 1007) {
    AsOfQuestion text;
    text.effective_on = "2025-03-01";
    text.issuer = "US";
    text.origin = "CN";
    text.product = absl::StrCat("HTS:", heading, "000000");
    const auto question = store.MakePointQuestion(text);
    PointAnswer answer;
    const absl::Status status = store.Point(*question, answer);
    EXPECT_TRUE(status.ok()) << status;
    Hits fast, slow;
    for (const PointHit& hit : answer.hits) fast.emplace(store.MeasureOf(hit), hit.rate_ppm);
    const auto states = store.AsOf(text);
    EXPECT_TRUE(states.ok()) << states.status();
    for (const MeasureState& state : states->measures) {
      if (state.applies == Answer::kNo) continue;
      slow.emplace(state.measure, *state.terms->tariff->ad_valorem_ppm);
    }
    EXPECT_EQ(fast, slow);
    return fast;
  }

  StoreFolder folder_;
};

TEST_F(CompiledAnswersTest, IsKeptAndFollowed) {
  Fill("store");
  const auto store = folder_.Open("store");
  const size_t before = Ask(*store).size();
  EXPECT_EQ(before, static_cast<size_t>(kMeasures / 50));
  const auto reader = folder_.OpenReader("store");
  EXPECT_EQ(Ask(*reader).size(), before);
  ASSERT_TRUE(store->Append(EventsOf({Imposed("late", 57)})).ok());
  EXPECT_EQ(Ask(*store).size(), before + 1);
  EXPECT_EQ(Ask(*reader).size(), before + 1);
  // What one changes shows in both, and goes on showing when the writer has stored it.
  ASSERT_TRUE(store
                  ->Append(EventsOf({R"({"id":"end","kind":"revoked","measure":"us/m7",)"
                                     R"("actor":{"jurisdiction":"US"},"stated":"2025-02-01"})"}))
                  .ok());
  EXPECT_EQ(Ask(*reader).size(), before);
  EXPECT_EQ(Ask(*store).size(), before);
  ASSERT_TRUE(store->Close().ok());
  EXPECT_EQ(Ask(*reader).size(), before);
  EXPECT_EQ(Ask(*folder_.OpenReader("store")).size(), before);
}

TEST_F(CompiledAnswersTest, IsMadeAnewWhenDamaged) {
  Fill("store");
  for (const auto& file : fs::directory_iterator(folder_.Dir("store") + "/image")) {
    const std::string name = file.path().filename();
    if (name == "CURRENT") std::ofstream(file.path(), std::ios::trunc) << "MANIFEST-999999\n";
  }
  {
    const auto reader = folder_.OpenReader("store");  // makes its own, in memory
    EXPECT_FALSE(Ask(*reader).empty());
  }
  const auto store = folder_.Open("store");
  EXPECT_FALSE(Ask(*store).empty());
  ASSERT_TRUE(store->Close().ok());
  EXPECT_FALSE(Ask(*folder_.OpenReader("store")).empty());
}

TEST_F(CompiledAnswersTest, OfAnotherStoreAreNone) {
  Fill("store");
  {
    std::vector<std::string> lines;
    for (int i = 0; i < kMeasures; ++i) lines.push_back(Imposed(absl::StrCat("m", i), 3 * i));
    const auto other = folder_.Open("other");
    ASSERT_TRUE(other->Append(EventsOf(lines)).ok());
    ASSERT_TRUE(other->Close().ok());
  }
  fs::remove_all(folder_.Dir("store") + "/image");
  fs::copy(folder_.Dir("other") + "/image", folder_.Dir("store") + "/image");
  EXPECT_FALSE(Ask(*folder_.OpenReader("store")).empty());
  EXPECT_FALSE(Ask(*folder_.Open("store")).empty());
}

TEST_F(CompiledAnswersTest, ThatCannotBeMadeFailsNoAppendAndNoQuestion) {
  Fill("store");
  const std::string image = folder_.Dir("store") + "/image";
  fs::remove_all(image);
  // Whoever holds its folder keeps the store from writing there, as missing rights would.
  auto holder = OpenRocksdbStore(image, {});
  ASSERT_TRUE(holder.ok()) << holder.status();
  ASSERT_TRUE((*holder)->Flush().ok());
  {
    const auto store = folder_.Open("store");
    const size_t before = Ask(*store).size();
    EXPECT_EQ(before, static_cast<size_t>(kMeasures / 50));
    const auto appended = store->Append(EventsOf({Imposed("late", 57)}));
    ASSERT_TRUE(appended.ok()) << appended.status();
    EXPECT_TRUE(appended->warnings.empty());
    EXPECT_EQ(Ask(*store).size(), before + 1);
    EXPECT_TRUE(store->Close().ok());
  }
  EXPECT_FALSE(fs::exists(image + "/CURRENT"));  // nothing was made
  holder->reset();
  // Free again, it is made by the next who needs it.
  const auto store = folder_.Open("store");
  EXPECT_FALSE(Ask(*store).empty());
  ASSERT_TRUE(store->Close().ok());
  EXPECT_TRUE(fs::exists(image + "/CURRENT"));
}

TEST_F(CompiledAnswersTest, WithoutMemoryAnswersAreTheSame) {
  Fill("store");
  Options options;
  options.image_bytes_max = 0;
  const auto store = folder_.Open("store", options);
  EXPECT_EQ(Ask(*store), Ask(*store));
  EXPECT_TRUE(Ask(*store, 4711).empty());
}

// In blocks, on three threads, some of them asked by the slow path: the answers of Point, each
// once.
TEST_F(CompiledAnswersTest, ManyAreAnsweredAsOneByOne) {
  Fill("store");
  const auto store = folder_.Open("store");
  std::vector<PointQuestion> questions;
  for (int i = 0; i < 2'000; ++i) {
    AsOfQuestion text;
    text.effective_on = i % 700 == 3 ? "2025-03" : absl::StrCat("2025-0", 1 + i % 3, "-02");
    text.issuer = "US";
    text.origin = i % 5 == 0 ? "DE" : "CN";
    text.product = absl::StrCat("HTS:", 1000 + i % 60, "000000");
    questions.push_back(*store->MakePointQuestion(text));
  }
  std::vector<PointAnswer> answers(questions.size());
  std::vector<int> visits(questions.size());
  const absl::Status status =
      store->PointMany(questions, 3, [&](size_t index, const PointAnswer& answer) {
        ++visits[index];
        answers[index] = answer;
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  size_t hits = 0;
  for (size_t i = 0; i < questions.size(); ++i) {
    EXPECT_EQ(visits[i], 1);
    PointAnswer one;
    ASSERT_TRUE(store->Point(questions[i], one).ok());
    EXPECT_EQ(answers[i].hits, one.hits) << i;
    EXPECT_EQ(answers[i].head, one.head);
    hits += one.hits.size();
  }
  EXPECT_GT(hits, 10'000u);
}

TEST_F(CompiledAnswersTest, ManyStopAtAnError) {
  Fill("store");
  const auto store = folder_.Open("store");
  AsOfQuestion text;
  text.effective_on = "2025-03-01";
  text.origin = "CN";
  text.product = "HTS:1007000000";
  const std::vector<PointQuestion> questions(10'000, *store->MakePointQuestion(text));
  std::atomic<size_t> visits = 0;
  const absl::Status stopped = store->PointMany(questions, 2, [&](size_t, const PointAnswer&) {
    return ++visits == 300 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(stopped.message(), "enough");
  EXPECT_LT(visits, questions.size());
  EXPECT_FALSE(
      store->PointMany(questions, 0, [](size_t, const PointAnswer&) { return absl::OkStatus(); })
          .ok());
  EXPECT_TRUE(store->PointMany({}, 2, nullptr).ok());
}

}  // namespace
}  // namespace decree

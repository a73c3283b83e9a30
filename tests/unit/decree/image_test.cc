// The image of a store on disk: kept when a store closes, followed by readers, made anew when it is
// damaged or another store's. Its answers are always those of `as-of`.
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

constexpr int kMeasures = 2'100;  // so many events that the image is kept on disk

using Hits = std::set<std::pair<std::string, int64_t>>;

std::string Imposed(const std::string& slug, int rate) {
  return absl::StrCat(R"({"id":"impose-)", slug, R"(","kind":"imposed","measure":"us/)", slug,
                      R"(","actor":{"jurisdiction":"US"},"stated":"2025-01-02",)",
                      R"("effective":{"from":"2025-01-03"},"scope":{"include":[{"origin":["CN"],)",
                      R"("product":["HS:)", 1000 + rate % 50, R"("]}]},)",
                      R"("terms":{"tariff":{"adValorem":")", rate, R"(%"}}})");
}

class ImageTest : public ::testing::Test {
 protected:
  void Fill(const std::string& name) {
    std::vector<std::string> lines;
    for (int i = 0; i < kMeasures; ++i) lines.push_back(Imposed(absl::StrCat("m", i), i));
    const auto store = folder_.Open(name);
    ASSERT_TRUE(store->Append(EventsOf(lines)).ok());
    ASSERT_TRUE(store->Close().ok());
    ASSERT_TRUE(fs::exists(folder_.Dir(name) + "/image/CURRENT"));
  }

  // By the image and the long way; they must agree.
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

TEST_F(ImageTest, IsKeptAndFollowed) {
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

TEST_F(ImageTest, IsMadeAnewWhenDamaged) {
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

TEST_F(ImageTest, OfAnotherStoreIsNoImage) {
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

TEST_F(ImageTest, ThatCannotBeMadeFailsNoAppendAndNoQuestion) {
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

TEST_F(ImageTest, WithoutMemoryAnswersAreTheSame) {
  Fill("store");
  Options options;
  options.image_bytes_max = 0;
  const auto store = folder_.Open("store", options);
  EXPECT_EQ(Ask(*store), Ask(*store));
  EXPECT_TRUE(Ask(*store, 4711).empty());
}

}  // namespace
}  // namespace decree

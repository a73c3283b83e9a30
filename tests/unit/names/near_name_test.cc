#include "core/names/near_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace decree {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

int Score(const char* a, const char* b) {
  const int score = NearScore(ReadNearName(a), ReadNearName(b));
  EXPECT_EQ(NearScore(ReadNearName(b), ReadNearName(a)), score) << a << " | " << b;
  return score;
}

TEST(JaroWinkler, IsThePublishedMeasure) {
  // Winkler (1990), in ten-thousandths and rounded down.
  EXPECT_NEAR(JaroWinkler(U"martha", U"marhta"), 9611, 2);
  EXPECT_NEAR(JaroWinkler(U"dwayne", U"duane"), 8400, 2);
  EXPECT_NEAR(JaroWinkler(U"dixon", U"dicksonx"), 8133, 2);
  EXPECT_EQ(JaroWinkler(U"abc", U"xyz"), 0);
  EXPECT_EQ(JaroWinkler(U"a", U"a"), 10'000);
  EXPECT_EQ(JaroWinkler(U"", U"a"), 0);
}

TEST(NearScore, WordsMayStandInAnyOrder) {
  EXPECT_EQ(Score("Ivan Petrovich Sidorov", "SIDOROV, Ivan Petrovich"), 100);
  EXPECT_EQ(Score("Société d’Exemple S.A.", "Societe d'Exemple SA"), 100);
  EXPECT_EQ(Score("Ørsted Skibsværft", "Orsted Skibsvaerft"), 100);
  EXPECT_EQ(Score("Bay View", "Bayview"), 100);
  EXPECT_EQ(Score("Example Company Limited", "Example Co., Ltd."), 100);
}

TEST(NearScore, AnInitialStandsForItsWordAndAFormForLittle) {
  EXPECT_GE(Score("Ivan P. Sidorov", "Ivan Petrovich Sidorov"), kNearScoreMin);
  EXPECT_LT(Score("Ivan S. Sidorov", "Ivan Petrovich Sidorov"), kNearScoreMin);
  EXPECT_GE(Score("Example Aero", "Example Aero GmbH"), kNearScoreMin);
  EXPECT_EQ(Score("GmbH", "GmbH"), 0) << "a form alone is no name";
  EXPECT_EQ(Score("", "acme"), 0);
  EXPECT_EQ(Score("\xFF", "acme"), 0);
}

TEST(NearKeys, AreOfWordsThatTell) {
  EXPECT_THAT(NearKeys(ReadNearName("Huawei Co., Ltd.")), ElementsAre("=h", "hua"));
  EXPECT_THAT(NearKeys(ReadNearName("J. Ltd")), IsEmpty());
}

TEST(ReadNearName, LooksAtSoManyWordsOnly) {
  std::string name;
  for (int i = 0; i < 1'000; ++i) name += "word" + std::to_string(i) + " ";
  EXPECT_EQ(ReadNearName(name).words.size(), kNearWordsMax);
}

}  // namespace
}  // namespace decree

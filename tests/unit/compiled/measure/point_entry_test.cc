#include "core/compiled/measure/point_entry.h"

#include "core/model/edtf_date.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

ProductCode Code(absl::string_view text) {
  const auto code = ParseProductCode(text);
  EXPECT_TRUE(code.ok()) << code.status();
  return *code;
}

uint32_t Packed(absl::string_view text) {
  const ProductCode code = Code(text);
  return PackedCode(code.system, code.code);
}

AskedCode::Match MatchOf(absl::string_view clause, absl::string_view asked) {
  return AskedCode(Code(asked)).Of(Packed(clause));
}

TEST(PointEntryTest, DaysHoldTwoCenturiesAndOpenEnds) {
  EXPECT_EQ(DayOf(0), 0);
  EXPECT_EQ(DayOf(-1), -1);
  EXPECT_EQ(DayOf(kMicrosPerDay), 1);
  EXPECT_EQ(DayOf(kAxisMin), kDayMin);
  EXPECT_EQ(EntryDayOf(kDayMin), kEntryDayMin);
  EXPECT_EQ(EntryDayOf(kDayMax), kEntryDayMax);
  for (const int32_t day : {-18'262, -1, 0, 20'000, 47'270}) {
    ASSERT_TRUE(IsAskable(day)) << day;
    EXPECT_EQ(DayOfEntry(EntryDayOf(day)), day);
    EXPECT_GT(EntryDayOf(day), kEntryDayMin);
    EXPECT_LT(EntryDayOf(day), kEntryDayMax);
  }
  EXPECT_FALSE(IsAskable(-18'263));
  EXPECT_EQ(EntryDayOf(-18'263), kEntryDayMin);
  EXPECT_FALSE(IsAskable(47'272));
  EXPECT_EQ(EntryDayOf(47'272), kEntryDayMax);
}

TEST(PointEntryTest, AStretchIsHalfOpen) {
  PointEntry entry;
  entry.from = EntryDayOf(10);
  entry.until = EntryDayOf(12);
  entry.known_from = EntryDayOf(5);
  const EntryDay known = EntryDayOf(5);
  EXPECT_FALSE(entry.Covers(EntryDayOf(9), known));
  EXPECT_TRUE(entry.Covers(EntryDayOf(10), known));
  EXPECT_TRUE(entry.Covers(EntryDayOf(11), known));
  EXPECT_FALSE(entry.Covers(EntryDayOf(12), known));
  EXPECT_FALSE(entry.Covers(EntryDayOf(10), EntryDayOf(4)));
}

TEST(PointEntryTest, PlacesOfFourCharactersAreExact) {
  EXPECT_EQ(PlaceNumber(""), 0u);
  EXPECT_NE(PlaceNumber("CN"), PlaceNumber("NC"));
  EXPECT_NE(PlaceNumber("SU"), PlaceNumber("SUN"));
  EXPECT_FALSE(IsHashedPlace(PlaceNumber("SUHH")));
  EXPECT_TRUE(IsHashedPlace(PlaceNumber("EU:customs")));
  EXPECT_TRUE(IsHashedPlace(PlaceNumber("\xc3\x89")));
}

TEST(PointEntryTest, CodesMatchByBeginningAsScopesDo) {
  for (const char* const clause :
       {"HS:8", "HS:85", "HS:8541", "HS:854142", "HTS:85", "HTS:8541", "HTS:854142", "HTS:85414200",
        "HTS:8541420010", "HS:84", "HS:8542", "HTS:8541430010", "HTS:854101", "HS:72"}) {
    const auto parsed = ParseProductCode(clause);
    if (!parsed.ok()) continue;
    for (const char* const asked : {"HTS:8541420010", "HTS:85414200", "HS:854142", "HS:8541",
                                    "HTS:8541010000", "HTS:0801000000"}) {
      const PrefixRelation relation = RelationOf(*parsed, Code(asked));
      const AskedCode::Match match = MatchOf(clause, asked);
      // Entries of another heading are filed elsewhere and never held against the product.
      const bool is_beside =
          parsed->code.size() >= 4 && PartOf(parsed->code) != AskedCode(Code(asked)).part();
      if (is_beside) continue;
      EXPECT_EQ(match == AskedCode::Match::kYes, relation == PrefixRelation::kCovers)
          << clause << " " << asked;
      EXPECT_EQ(match == AskedCode::Match::kOpen, relation == PrefixRelation::kOpen)
          << clause << " " << asked;
    }
  }
  EXPECT_EQ(AskedCode(Code("HTS:8541420010")).Of(0), AskedCode::Match::kYes);
  EXPECT_EQ(MatchOf("CN:85414200", "HTS:8541420010"), AskedCode::Match::kNo);
}

}  // namespace
}  // namespace decree

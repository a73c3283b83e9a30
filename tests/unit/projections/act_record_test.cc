#include "core/projections/act_record.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

constexpr char kStated[] = R"("stated":"2025-10-10")";

ActRecord RecordOf(absl::string_view kind, absl::string_view rest) {
  return MakeActRecord(EventOf(ActText("x", kind, rest)), 7);
}

std::string With(absl::string_view more) { return absl::StrCat(kStated, more); }

TEST(ActRecord, EachFieldSetsItsFlag) {
  const std::vector<std::pair<std::string, int>> cases = {
      {"", 0},
      {R"(,"effective":{"from":"2025-11-01"})", kActHasFrom},
      {R"(,"effective":{"to":"2025-11-01"})", kActHasTo},
      {R"(,"effective":{"through":"2025-11-01"})", kActHasTo},
      {R"(,"effective":{"wording":"soon"})", 0},
      {R"(,"terms":{"tariff":{"adValorem":"10%"}})", kActGivesTerms},
      {R"(,"scope":{"include":[]})", kActGivesInclude},
      {R"(,"scope":{"exclude":[]})", kActGivesExclude},
      {R"(,"class":"tariff")", kActGivesClass},
      {R"(,"title":"T")", kActGivesTitle},
      {R"(,"program":"p")", kActGivesProgram},
      {R"(,"appliesBy":"entry")", kActGivesAppliesBy},
      {R"(,"instrument":{"id":"us/eo-1"})", kActNamesInstrument},
      {R"(,"sources":[{"publisher":"A","standing":"reported"}])", kActUnofficial},
      {R"(,"sources":[{"publisher":"A","standing":"official"}])", kActOfficial},
      {R"(,"sources":[{"publisher":"A","standing":"opinion"},{"publisher":"A","standing":"official"}])",
       kActOfficial},
      {R"(,"sources":[{"publisher":"A","standing":"reported"},{"publisher":"B","standing":"reported"}])",
       kActUnofficial | kActTwoPublishers},
  };
  for (const auto& [more, flags] : cases) {
    EXPECT_EQ(RecordOf("announced", With(more)).flags, flags) << more;
  }
}

TEST(ActRecord, BoundsAndMomentsComeFromTheEvent) {
  const ActRecord record = RecordOf("announced", R"("stated":"2025-10-10","published":"2025-10-12",
                               "effective":{"from":"2025-11","to":"2026-01-01"})");
  EXPECT_EQ(record.position, 7u);
  EXPECT_EQ(record.kind, EventKind::kAnnounced);
  EXPECT_EQ(record.id_hash, IdHash("x"));
  EXPECT_EQ(FormatUtc(record.stated_us), "2025-10-11T03:59:59.999999Z");
  EXPECT_EQ(FormatUtc(record.published_us), "2025-10-13T03:59:59.999999Z");
  EXPECT_EQ(record.published_offset_min, -240);
  EXPECT_EQ(FormatCivil(record.from_earliest), "2025-11-01");
  EXPECT_EQ(FormatCivil(record.from_latest), "2025-11-30");
  EXPECT_EQ(FormatCivil(record.to_earliest), "2026-01-01");
  EXPECT_EQ(record.to_latest, record.to_earliest);
}

TEST(ActRecord, WithoutFromItStartsOnTheDayStated) {
  const ActRecord record = RecordOf("suspended", kStated);
  EXPECT_FALSE(record.has_interval());
  EXPECT_EQ(FormatCivil(record.from_earliest), "2025-10-10");
  EXPECT_EQ(record.from_latest, record.from_earliest);
  EXPECT_EQ(record.to_earliest, kAxisMax);
  EXPECT_EQ(record.to_latest, kAxisMax);
}

TEST(ActRecord, DefaultFromDependsOnTheKind) {
  // Kind, then the bounds of `from` of an act that gives only `to` (November 2025).
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"revoked", "2025-11-15 2025-11-15"},   {"replaced", "2025-11-15 2025-11-15"},
      {"expired", "2025-11-15 2025-11-15"},   {"enacted", "2025-10-10 2025-11-15"},
      {"announced", "2025-10-10 2025-11-15"}, {"reported", "2025-10-10 2025-11-15"},
      {"suspended", "2025-10-10 2025-10-10"}, {"amended", "2025-10-10 2025-10-10"},
      {"withdrawn", "2025-10-10 2025-10-10"},
  };
  for (const auto& [kind, bounds] : cases) {
    ActRecord record = RecordOf(kind, With(R"(,"effective":{"to":"2025-11-15"})"));
    SetDefaultFrom(record);
    EXPECT_EQ(FormatCivil(record.from_earliest) + " " + FormatCivil(record.from_latest), bounds)
        << kind;
  }
}

TEST(ActRecord, DefaultFromLeavesGivenAndOpenIntervalsAlone) {
  for (const char* effective : {R"(,"effective":{"from":"2025-11-01","to":"2025-12-01"})", ""}) {
    const ActRecord before = RecordOf("revoked", With(effective));
    ActRecord after = before;
    SetDefaultFrom(after);
    EXPECT_TRUE(after == before) << effective;
  }
}

TEST(ActRecord, AnEndBeforeTheDayStatedBoundsTheOpenStart) {
  ActRecord record = RecordOf("enacted", With(R"(,"effective":{"to":"2025-09-01"})"));
  SetDefaultFrom(record);
  EXPECT_EQ(FormatCivil(record.from_earliest), "2025-09-01");
  EXPECT_EQ(FormatCivil(record.from_latest), "2025-09-01");
}

ActRecord Distinct() {
  ActRecord record;
  record.position = 0x0102030405060708;
  record.stated_us = 11;
  record.published_us = -2;
  record.from_earliest = 13;
  record.from_latest = 14;
  record.to_earliest = 15;
  record.to_latest = 16;
  record.id_hash = 17;
  record.published_offset_min = -240;
  record.flags = kActHasFrom | kActNamesInstrument;
  record.kind = EventKind::kRetracted;
  return record;
}

TEST(ActRecord, IsStoredLittleEndianInTheOrderOfItsFields) {
  std::string bytes = "before";
  AppendActRecord(Distinct(), bytes);
  ASSERT_EQ(bytes.size(), 6 + kActRecordBytes);
  EXPECT_TRUE(ReadActRecord(bytes.data() + 6) == Distinct());
  const std::string stored = bytes.substr(6);
  EXPECT_EQ(stored.substr(0, 8), "\x08\x07\x06\x05\x04\x03\x02\x01");
  const std::string minus_two = "\xfe" + std::string(7, '\xff');
  EXPECT_EQ(stored.substr(16, 8), minus_two);
  const std::vector<std::pair<size_t, char>> small = {{8, 11},  {24, 13}, {32, 14}, {40, 15},
                                                      {48, 16}, {56, 17}, {68, 46}};
  for (const auto& [offset, value] : small) EXPECT_EQ(stored[offset], value) << offset;
  EXPECT_EQ(stored.substr(64, 2), std::string("\x10\xff"));  // -240
  EXPECT_EQ(stored.substr(66, 2), std::string("\x01\x10"));  // flags
  EXPECT_EQ(stored.substr(69), std::string(3, '\0'));
}

TEST(ActRecord, PaintOrderIsRankStatedPublishedPosition) {
  ActRecord base;
  base.position = 5;
  base.stated_us = 100;
  base.published_us = 100;
  ActRecord unofficial = base, stated = base, published = base, position = base;
  unofficial.flags = kActUnofficial;
  unofficial.stated_us = 999;
  stated.stated_us = 101;
  stated.published_us = 0;
  published.published_us = 101;
  published.position = 1;
  position.position = 6;
  for (const ActRecord& later : {stated, published, position}) {
    EXPECT_TRUE(PaintsBefore(base, later));
    EXPECT_FALSE(PaintsBefore(later, base));
    EXPECT_TRUE(StatedBefore(base, later));
    EXPECT_FALSE(StatedBefore(later, base));
  }
  EXPECT_TRUE(PaintsBefore(unofficial, base));
  EXPECT_FALSE(PaintsBefore(base, unofficial));
  EXPECT_TRUE(StatedBefore(base, unofficial));
  EXPECT_FALSE(PaintsBefore(base, base));
}

TEST(ActRecord, RepairsAndTheUndatedAreNoActs) {
  EXPECT_TRUE(IsAct(EventOf(
      ActText("x", "imposed", R"("stated":"2025-01-01","effective":{"from":"2025-01-01"})"))));
  EXPECT_TRUE(IsAct(EventOf(EventText("x", "statement", kStated))));
  EXPECT_TRUE(IsAct(EventOf(EventText("x", "confirmed", With(R"(,"target":"y")")))));
  EXPECT_FALSE(IsAct(EventOf(EventText("x", "retracted", With(R"(,"target":"y")")))));
  EXPECT_FALSE(IsAct(
      EventOf(EventText("x", "corrected", With(R"(,"target":"y","replacement":{"title":"T"})")))));
  Event undated = EventOf(EventText("x", "statement", kStated));
  undated.stated.reset();
  EXPECT_FALSE(IsAct(undated));
}

TEST(ActRecord, KnownByADayIsCivilAndByAnInstantIsUtc) {
  // Published on 10 October in Washington: until 2025-10-11T03:59:59.999999Z.
  const ActRecord record = RecordOf("announced", kStated);
  const auto known = [&record](int64_t by, bool is_instant) {
    View view;
    view.known_by_us = by;
    view.known_by_is_instant = is_instant;
    return IsKnown(record.published_us, record.published_offset_min, view);
  };
  const int64_t end_of_day = record.published_us - 240 * 60 * kMicrosPerSecond;
  EXPECT_EQ(FormatCivil(end_of_day + 1), "2025-10-11");
  EXPECT_TRUE(known(end_of_day, false));
  EXPECT_FALSE(known(end_of_day - 1, false));
  EXPECT_FALSE(known(end_of_day, true));
  EXPECT_TRUE(known(record.published_us, true));
  EXPECT_FALSE(known(record.published_us - 1, true));
  EXPECT_TRUE(known(kAxisMax, false));
}

TEST(ActRecord, PublicationDayIsTheLastCivilDayOfPublished) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"2025-10-10", "2025-10-10"},
      {"2025-10", "2025-10-31"},
      {"2025-10-11T02:00:00Z", "2025-10-10"},
      {"1960-05-05", "1960-05-05"},
  };
  for (const auto& [published, day] : cases) {
    const ActRecord record = RecordOf(
        "enacted", absl::StrCat(R"("stated":"1950-01-01","published":")", published, R"(")"));
    EXPECT_EQ(FormatCivil(PublicationDay(record)), day) << published;
  }
}

TEST(ActRecord, IdHashIsFixedAndSpread) {
  // Stored: the value of an id may never change.
  EXPECT_EQ(IdHash(""), 0xf52a15e9a9b5e89bull);
  EXPECT_EQ(IdHash("us-2025-10-10"), 0xe2e5729451c42017ull);
  EXPECT_NE(IdHash("ab"), IdHash("ba"));
}

}  // namespace
}  // namespace decree

#include "core/projections/side_entry.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

TEST(SideEntry, RoundTripsEveryKind) {
  for (uint8_t kind = 1; kind <= 8; ++kind) {
    const SideEntry entry{static_cast<SideKind>(kind), 12, UINT64_MAX, std::string("a\0b", 3)};
    const auto back = DecodeSideEntry(EncodeSideEntry(entry));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_TRUE(*back == entry) << int{kind};
  }
}

TEST(SideEntry, IsFourNumbersThenTheText) {
  const std::string bytes = EncodeSideEntry({SideKind::kTie, 2, 3, "us/eo"});
  EXPECT_EQ(bytes.size(), 32u + 5);
  EXPECT_EQ(bytes[0], 5);
  EXPECT_EQ(bytes[8], 2);
  EXPECT_EQ(bytes[16], 3);
  EXPECT_EQ(bytes[24], 5);
  EXPECT_EQ(bytes.substr(32), "us/eo");
}

TEST(SideEntry, AMemberSideHoldsItsKindAndShare) {
  const auto text_of = [](const Membership& membership) {
    Event event;
    event.membership = membership;
    return SideEntriesOf(event, 1, 0).at(0).text;
  };
  EXPECT_EQ(text_of({"EU", "HR", "treaty", {}}), "HR\x1ftreaty");
  EXPECT_EQ(text_of({"sub", "acme", "owns", 600'000}),
            "acme\x1fowns\x1f"
            "600000");
  const MemberSide owner = ReadMemberSide(
      "acme\x1fowns\x1f"
      "600000");
  EXPECT_EQ(owner.member, "acme");
  EXPECT_TRUE(owner.is_ownership());
  EXPECT_EQ(owner.share_ppm, 600'000);
  EXPECT_TRUE(ReadMemberSide("acme\x1fowns").is_ownership());
  EXPECT_EQ(ReadMemberSide("acme\x1fowns").share_ppm, std::nullopt);
  const MemberSide member = ReadMemberSide("HR\x1ftreaty");
  EXPECT_EQ(member.kind, "treaty");
  EXPECT_FALSE(member.is_ownership());
  EXPECT_EQ(ReadMemberSide("HR").member, "HR");
}

TEST(SideEntry, BytesThatDoNotFitAreDataLoss) {
  const std::string bytes = EncodeSideEntry({SideKind::kMember, 12, 0, "HR\x1ftreaty"});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeSideEntry(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeSideEntry(bytes + '\0').status()));
  for (const char kind : {0, 9}) {
    std::string other = bytes;
    other[0] = kind;
    EXPECT_TRUE(absl::IsDataLoss(DecodeSideEntry(other).status())) << int{kind};
  }
  std::string endless = bytes;
  for (size_t i = 24; i < 32; ++i) endless[i] = '\xff';
  EXPECT_TRUE(absl::IsDataLoss(DecodeSideEntry(endless).status()));
}

TEST(SideEntry, AnActLeavesItsLinksTargetTieAndMember) {
  const Event act = EventOf(ActText("x", "imposed", R"("stated":"2025-01-01",
      "effective":{"from":"2025-01-01"},"instrument":{"id":"us/eo-1"},
      "links":[{"rel":"replaces","id":"a"},{"rel":"respondsTo","id":"b"},{"rel":"confirms","id":"c"}])"));
  const std::vector<SideEntry> sides = SideEntriesOf(act, 9, 4);
  ASSERT_EQ(sides.size(), 4u);
  EXPECT_TRUE(sides[0] == (SideEntry{SideKind::kReplaces, 9, IdHash("a"), ""}));
  EXPECT_TRUE(sides[1] == (SideEntry{SideKind::kConfirms, 9, IdHash("c"), ""}));
  EXPECT_TRUE(sides[2] == (SideEntry{SideKind::kTarget, 9, 4, ""}));
  EXPECT_TRUE(sides[3] == (SideEntry{SideKind::kTie, 9, 0, "us/eo-1"}));
}

TEST(SideEntry, AnInstrumentActTiesNothingAndAMemberKeepsItsKind) {
  const Event alone =
      EventOf(EventText("x", "revoked", R"("stated":"2025-01-01","instrument":{"id":"us/eo-1"})"));
  EXPECT_TRUE(SideEntriesOf(alone, 9, 0).empty());
  const Event joins = EventOf(EventText(
      "x", "membershipStarted",
      R"("stated":"2013-07-01","membership":{"group":"EU","member":"HR","kind":"treaty"})"));
  const std::vector<SideEntry> sides = SideEntriesOf(joins, 9, 0);
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_TRUE(sides[0] == (SideEntry{SideKind::kMember, 9, 0, "HR\x1ftreaty"}));
}

RepairEntry SampleRepair() {
  RepairEntry entry;
  entry.position = 30;
  entry.target = 20;
  entry.root = 10;
  entry.is_dated = true;
  entry.published_us = -5;
  entry.published_offset_min = -240;
  entry.act = MakeActRecord(EventOf(ActText("x", "announced", R"("stated":"2025-01-01")")), 10);
  entry.streams = {"m/us/a", "t/talks"};
  entry.sides = {{SideKind::kTie, 10, 0, "us/eo-1"}, {SideKind::kReplaces, 10, 77, ""}};
  return entry;
}

TEST(RepairEntry, RoundTrips) {
  RepairEntry entry = SampleRepair();
  for (int flags = 0; flags < 4; ++flags) {
    entry.is_retraction = (flags & 1) != 0;
    entry.is_dated = (flags & 2) != 0;
    const auto back = DecodeRepairEntry(EncodeRepairEntry(entry));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_TRUE(*back == entry) << flags;
  }
  const RepairEntry bare;
  const auto back = DecodeRepairEntry(EncodeRepairEntry(bare));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(*back == bare);
}

TEST(RepairEntry, KeepsItsOffsets) {
  const std::string bytes = EncodeRepairEntry(SampleRepair());
  EXPECT_EQ(bytes[0], 30);
  EXPECT_EQ(bytes[8], 20);
  EXPECT_EQ(bytes[16], 10);
  EXPECT_EQ(bytes[24], 2);
  EXPECT_EQ(bytes.substr(32, 8), "\xfb" + std::string(7, '\xff'));
  EXPECT_EQ(bytes.substr(40, 8), "\x10" + std::string(7, '\xff'));
  EXPECT_TRUE(ReadActRecord(bytes.data() + 48) == SampleRepair().act);
  EXPECT_EQ(bytes[120], 2);  // streams
  EXPECT_EQ(bytes[128], 6);
  EXPECT_EQ(bytes.substr(136, 6), "m/us/a");
}

TEST(RepairEntry, BytesThatDoNotFitAreDataLoss) {
  const std::string bytes = EncodeRepairEntry(SampleRepair());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeRepairEntry(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeRepairEntry(bytes + '\0').status()));
  std::string endless = bytes;
  for (size_t i = 120; i < 128; ++i) endless[i] = '\xff';
  EXPECT_TRUE(absl::IsDataLoss(DecodeRepairEntry(endless).status()));
}

}  // namespace
}  // namespace decree

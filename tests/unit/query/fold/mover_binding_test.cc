// Acts that come and go in any order are bound as if they had all been there from the start.
#include "core/query/fold/mover_binding.h"

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/from_environment.h"

namespace decree {
namespace {

using Presence = MoverBinding::Presence;

class BindingDraws {
 public:
  explicit BindingDraws(uint32_t seed) : random_(seed) {}
  int64_t Below(int64_t end) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(end));
  }

  std::vector<ActRecord> Records(int count) {
    static constexpr EventKind kKinds[] = {
        EventKind::kImposed,   EventKind::kEnacted,   EventKind::kAnnounced, EventKind::kAmended,
        EventKind::kSuspended, EventKind::kRevoked,   EventKind::kExtended,  EventKind::kPostponed,
        EventKind::kExtended,  EventKind::kPostponed, EventKind::kWithdrawn, EventKind::kUpheld};
    std::vector<ActRecord> records;
    for (int i = 0; i < count; ++i) {
      ActRecord& record = records.emplace_back();
      record.kind = kKinds[Below(12)];
      record.position = static_cast<uint64_t>(i + 1);
      record.stated_us = record.published_us = Day(i / 2);
      // Unofficial acts paint first.
      if (i < count / 4) record.flags |= kActUnofficial;
      if (record.kind != EventKind::kExtended && Below(4) > 0) record.flags |= kActHasFrom;
      record.from_earliest = record.from_latest = Day(i / 2 + Below(20));
      if (Below(3) > 0) {
        record.flags |= kActHasTo;
        record.to_earliest = record.to_latest = Day(i / 2 + Below(40));
      }
    }
    return records;
  }

 private:
  static int64_t Day(int64_t day) { return day * kMicrosPerDay; }
  std::mt19937 random_;
};

// What is bound when all that is there was there from the start.
std::string Fresh(const std::vector<ActRecord>& records, const std::vector<Presence>& presence,
                  const std::vector<int>& targets, const MoverBinding& bound) {
  MoverBinding fresh(records, /*can_go_back=*/false);
  for (int i = 0; i < static_cast<int>(records.size()); ++i) {
    if (targets[static_cast<size_t>(i)] >= 0) fresh.SetTarget(i, targets[static_cast<size_t>(i)]);
    fresh.Set(i, presence[static_cast<size_t>(i)]);
  }
  std::vector<int> touched;
  fresh.Bind(touched);
  for (int i = 0; i < static_cast<int>(records.size()); ++i) {
    if (!(fresh.BoundOf(i) == bound.BoundOf(i))) return absl::StrCat("the bounds of ", i);
    if (fresh.MovedBy(i) != bound.MovedBy(i)) return absl::StrCat("what ", i, " moves");
  }
  return "";
}

TEST(MoverBindingTest, GoingBackIsAsIfNothingHadBeen) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20261130);
  size_t moved = 0;
  for (uint32_t round = 0; round < 200; ++round) {
    BindingDraws draw(static_cast<uint32_t>(seed) + round);
    const int count = static_cast<int>(4 + draw.Below(60));
    const std::vector<ActRecord> records = draw.Records(count);
    std::vector<Presence> presence(records.size(), Presence::kAbsent);
    std::vector<int> targets(records.size(), -1);
    MoverBinding bound(records, /*can_go_back=*/true);
    for (int i = 1; i < count; ++i) {
      if (!MovesAnother(records[static_cast<size_t>(i)].kind) || draw.Below(3) > 0) continue;
      targets[static_cast<size_t>(i)] = static_cast<int>(draw.Below(i));
      bound.SetTarget(i, targets[static_cast<size_t>(i)]);
    }
    for (int step = 0; step < 60; ++step) {
      for (int64_t turns = 1 + draw.Below(4); turns > 0; --turns) {
        const auto act = static_cast<size_t>(draw.Below(count));
        presence[act] = static_cast<Presence>(draw.Below(3));
        bound.Set(static_cast<int>(act), presence[act]);
      }
      std::vector<int> touched;
      bound.Bind(touched);
      moved += touched.size();
      ASSERT_EQ(Fresh(records, presence, targets, bound), "") << "seed " << seed + round;
    }
  }
  EXPECT_GT(moved, 1'000u);
}

TEST(MoverBindingTest, TellsWhereOthersQualified) {
  ActRecord duty, truce, longer;
  duty.kind = EventKind::kImposed;
  truce.kind = EventKind::kEased;
  longer.kind = EventKind::kExtended;
  duty.position = 1;
  truce.position = 2;
  longer.position = 3;
  duty.flags = truce.flags = longer.flags = kActHasTo;
  duty.to_earliest = duty.to_latest = 5 * kMicrosPerDay;
  truce.to_earliest = truce.to_latest = 4 * kMicrosPerDay;
  longer.to_earliest = longer.to_latest = 9 * kMicrosPerDay;
  duty.stated_us = 0;
  truce.stated_us = 1 * kMicrosPerDay;
  longer.stated_us = 2 * kMicrosPerDay;
  for (const bool are_two : {true, false}) {
    MoverBinding binding({duty, truce, longer}, false);
    for (int act = are_two ? 0 : 1; act < 3; ++act) binding.Set(act, Presence::kPresent);
    std::vector<int> touched;
    binding.Bind(touched);
    EXPECT_EQ(binding.MovedBy(2), 1);
    EXPECT_EQ(binding.ChoseOneOfSeveral(2), are_two);
    EXPECT_EQ(binding.BoundOf(1).record.to_latest, 9 * kMicrosPerDay);
  }
}

}  // namespace
}  // namespace decree

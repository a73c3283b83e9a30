// Random histories: leaving out the last events answers as the store did before them, and drafts
// answer as if they had been appended.

#include <algorithm>

#include "tests/model/history_generator.h"
#include "tests/unit/decree/altered_store.h"

namespace decree {
namespace {

constexpr uint64_t kHistories = 40;

class WhatIfPropertyTest : public AlteredStoreTest {
 protected:
  struct Drawn {
    std::vector<NewEvent> events;
    std::vector<std::string> days;  // to ask about
  };
  static Drawn Draw(uint64_t seed) {
    oracle::Draws draws(seed);
    Drawn drawn;
    for (oracle::Record& record : oracle::DrawHistory(draws)) {
      Event& event = record.event;  // dates default to each other where events are parsed
      if (!event.published) event.published = event.stated;
      if (!event.stated) event.stated = event.published;
      if (record.event.stated) {
        drawn.days.push_back(FormatUtc(record.event.stated->latest_utc_us).substr(0, 10));
      }
      drawn.events.push_back({std::move(record.event), {}});
    }
    return drawn;
  }
  static std::vector<std::string> MovesOf(Record& record, const ViewText& view = {}) {
    TimelineQuestion question;
    question.view = view;
    const auto answer = record.Replay(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> moves;
    if (!answer.ok()) return moves;
    for (const Move& move : answer->moves) {
      std::string text = absl::StrCat(move.stored.event.id, "@", move.stored.record.position);
      for (const StateChange& change : move.changes) {
        absl::StrAppend(&text, ";", change.measure, ":", change.before, ">", change.after);
      }
      moves.push_back(std::move(text));
    }
    return moves;
  }
  static std::vector<std::string> RecordsOf(Record& record) {
    std::vector<std::string> records;
    const auto events = record.Events({});
    EXPECT_TRUE(events.ok()) << events.status();
    for (const StoredEvent& stored : *events) {
      std::string text = absl::StrCat(stored.record.position, " ", stored.record.target, " ",
                                      stored.record.recorded_us, EventToJson(stored.event));
      for (const StreamVersion& stream : stored.record.streams) {
        absl::StrAppend(&text, " ", stream.stream, "#", stream.version);
      }
      records.push_back(std::move(text));
    }
    return records;
  }

  // Those that append takes, one after the other.
  static std::vector<NewEvent> Admitted(Decree& store, const std::vector<NewEvent>& drawn) {
    std::vector<NewEvent> admitted;
    for (const NewEvent& event : drawn) {
      if (store.Append({&event, 1}).ok()) admitted.push_back(event);
    }
    return admitted;
  }
};

TEST_F(WhatIfPropertyTest, WithoutTheLastEventsIsTheStoreBeforeThem) {
  size_t compared = 0;
  for (uint64_t seed = 1; seed <= kHistories; ++seed) {
    const Drawn drawn = Draw(seed);
    const auto store = OpenStore(absl::StrCat("store-", seed));
    AppendTo(*store, drawn.events, {.as_recorded = true});
    for (size_t left = 0; left < drawn.events.size(); left += 1 + drawn.events.size() / 4) {
      std::vector<std::string> without;
      for (size_t i = left; i < drawn.events.size(); ++i) {
        without.push_back(drawn.events[i].event().id);
      }
      const auto altered = Altered(*store, without);
      ViewText view;
      view.recorded_by = std::to_string(left);
      for (const std::string& day : drawn.days) {
        EXPECT_EQ(StatesOf(*altered, day, {}, true), StatesOf(*store, day, view, true))
            << "seed " << seed << ", the first " << left << " events, on " << day;
        ++compared;
      }
      EXPECT_EQ(MovesOf(*altered), MovesOf(*store, view)) << "seed " << seed << ", " << left;
    }
  }
  EXPECT_GT(compared, 300u);
}

TEST_F(WhatIfPropertyTest, DraftsAnswerAsIfAppended) {
  size_t compared = 0;
  for (uint64_t seed = 1; seed <= kHistories; ++seed) {
    Drawn drawn = Draw(seed);
    drawn.events = Admitted(*OpenStore(absl::StrCat("admitted-", seed)), drawn.events);
    const auto whole = OpenStore(absl::StrCat("whole-", seed));
    AppendTo(*whole, drawn.events, {.as_recorded = true});
    const auto part = OpenStore(absl::StrCat("part-", seed));
    const size_t recorded = seed % (drawn.events.size() + 1);
    const auto middle = drawn.events.begin() + static_cast<ptrdiff_t>(recorded);
    AppendTo(*part, {drawn.events.begin(), middle}, {.as_recorded = true});
    const std::vector<NewEvent> drafts(middle, drawn.events.end());
    const auto altered = part->WhatIf({}, drafts);
    // Together they may move what none of them moved alone.
    if (absl::IsInvalidArgument(altered.status())) continue;
    ASSERT_TRUE(altered.ok()) << "seed " << seed << ": " << altered.status();
    ++compared;
    EXPECT_EQ(RecordsOf(**altered), RecordsOf(*whole)) << "seed " << seed;
    EXPECT_EQ(MovesOf(**altered), MovesOf(*whole)) << "seed " << seed;
    for (const std::string& day : drawn.days) {
      EXPECT_EQ(StatesOf(**altered, day, {}, true), StatesOf(*whole, day, {}, true))
          << "seed " << seed << ", " << recorded << " recorded, on " << day;
    }
    EXPECT_EQ(part->Stats()->head.size, recorded);
  }
  EXPECT_GT(compared, kHistories / 2);
}

}  // namespace
}  // namespace decree

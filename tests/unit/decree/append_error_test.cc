// Which event of a call is refused, and which of its fields: as data, the same by Append and on an
// altered record (core/base/append_error.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "core/base/no_room.h"
#include "core/projections/repair_chain.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

using ::testing::HasSubstr;

constexpr char kFromFebruary[] = R"("stated":"2025-01-01","effective":{"from":"2025-02-01"})";

// As the command line and programs that read JSON make it: with its bytes.
NewEvent Read(const std::string& json) {
  absl::StatusOr<EncodedEvent> event = EncodedEventFromJson(json);
  EXPECT_TRUE(event.ok()) << event.status() << "\n" << json;
  return {*std::move(event), {}};
}

class AppendErrorTest : public testing::Test {
 protected:
  AppendErrorTest() : store_(folder_.Open("store")) {
    EXPECT_TRUE(store_->Append({{Read(ActText("known", "imposed", kFromFebruary))}}).ok());
  }

  // Two sound events, then `event`: refused by both ways, at the same place.
  AppendErrorPlace PlaceOf(const NewEvent& event) {
    const std::vector<NewEvent> events = {Read(ActText("x", "imposed", kFromFebruary)),
                                          Read(ActText("y", "announced", kFromFebruary)), event};
    const absl::Status refused = store_->Append(events).status();
    EXPECT_FALSE(refused.ok());
    const absl::Status drafted = store_->WhatIf({}, events).status();
    EXPECT_EQ(drafted.code(), refused.code());
    const std::optional<AppendErrorPlace> place = AppendErrorOf(refused);
    const std::optional<AppendErrorPlace> draft_place = AppendErrorOf(drafted);
    if (!place || !draft_place) {
      ADD_FAILURE() << "no place in " << refused << " or " << drafted;
      return {};
    }
    EXPECT_EQ(draft_place->index, place->index);
    EXPECT_EQ(draft_place->field, place->field);
    EXPECT_TRUE(absl::EndsWith(std::string(refused.message()), place->problem)) << place->problem;
    EXPECT_FALSE(absl::StrContains(place->problem, "of the call")) << place->problem;
    EXPECT_EQ(store_->Stats()->head.size, 1u);
    return *place;
  }
  void ExpectThird(const NewEvent& event, const std::string& field) {
    const AppendErrorPlace place = PlaceOf(event);
    EXPECT_EQ(place.index, std::optional<size_t>(2)) << field;
    EXPECT_EQ(place.field, field);
  }

  StoreFolder folder_;
  std::unique_ptr<Decree> store_;
};

TEST_F(AppendErrorTest, WhatTheLogRefuses) {
  ExpectThird(Read(ActText("known", "announced", kFromFebruary)), "id");
  ExpectThird(Read(ActText("x", "announced", kFromFebruary)), "id");
  ExpectThird(Read(R"({"id":"r","kind":"retracted","target":"nowhere"})"), "target");
  const auto behind = EncodedEventFromJson(ActText("late", "suspended", kFromFebruary));
  ExpectThird({*behind, {{"m/us/a", 1}}}, "");
  ExpectThird({*behind, {{std::string(600, 's'), 1}}}, "");
}

TEST_F(AppendErrorTest, WhatIsNotAdmitted) {
  std::vector<NewEvent> chain;
  for (uint64_t i = 1; i <= kRepairChainMax + 1; ++i) {
    const std::string target = i == 1 ? "known" : absl::StrCat("r", i - 1);
    chain.push_back(Read(
        absl::StrCat(R"({"id":"r)", i, R"(","kind":"retracted","target":")", target, R"("})")));
  }
  for (const absl::Status& refused :
       {store_->Append(chain).status(), store_->WhatIf({}, chain).status()}) {
    const auto place = AppendErrorOf(refused);
    ASSERT_TRUE(place.has_value()) << refused;
    EXPECT_EQ(place->index, std::optional<size_t>(kRepairChainMax));
    EXPECT_EQ(place->field, "target");
    EXPECT_THAT(place->problem, HasSubstr("event \"r65\": target: \"r64\""));
    EXPECT_EQ(place->problem, std::string(refused.message()));
  }
}

TEST_F(AppendErrorTest, WhatAProgramMadeByHand) {
  Event event = EventOf(ActText("h", "imposed", kFromFebruary));
  event.actor.reset();
  ExpectThird({event, {}}, "actor");

  event = EventOf(ActText("h", "imposed", kFromFebruary));
  event.effective->from->text = "2025-13";
  event.zone.clear();
  ExpectThird({event, {}}, "effective.from");

  event = EventOf(ActText("h", "imposed", kFromFebruary));
  event.links.push_back({LinkRel::kRespondsTo, "h"});
  ExpectThird({event, {}}, "links[0].id");

  event = EventOf(R"({"id":"h","kind":"corrected","target":"known","replacement":{"title":"T"}})");
  for (int depth = 0; depth < 6; ++depth) {
    auto outer = std::make_shared<Event>();
    outer->replacement = event.replacement;
    event.replacement = outer;
  }
  ExpectThird({event, {}}, "replacement");

  event = EventOf(ActText("h", "imposed", kFromFebruary));
  event.note = std::string(5u << 20, 'n');
  ExpectThird({event, {}}, "");
  ExpectThird({Event(), {}}, "id");
}

TEST_F(AppendErrorTest, WhatIsOfNoSingleEventHasNoPlace) {
  std::vector<NewEvent> many(65'537, Read(ActText("x", "imposed", kFromFebruary)));
  const absl::Status refused = store_->Append(many).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_FALSE(AppendErrorOf(refused).has_value()) << refused;
  EXPECT_FALSE(AppendErrorOf(absl::OkStatus()).has_value());
}

TEST_F(AppendErrorTest, OtherWordsKeepThePlace) {
  const absl::Status refused = InCall(7, WithField(absl::NotFoundError("gone"), "target"));
  EXPECT_EQ(refused.message(), "event 7 of the call: gone");
  for (const absl::Status& status :
       {Prefixed("file: ", refused), Reworded(refused, "other"), WithPlace(refused, 8, "id")}) {
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    const auto place = AppendErrorOf(status);
    ASSERT_TRUE(place.has_value()) << status;
    EXPECT_EQ(place->index, std::optional<size_t>(7));
    EXPECT_EQ(place->field, "target");
    EXPECT_EQ(place->problem, "gone");
  }
  const absl::Status full = Prefixed("x: ", WithIndex(NoRoomError("full"), 1));
  EXPECT_TRUE(IsNoRoom(full));
  EXPECT_EQ(AppendErrorOf(full)->index, std::optional<size_t>(1));
  EXPECT_TRUE(InCall(1, absl::OkStatus()).ok());
}

TEST_F(AppendErrorTest, WarningsNameTheirEvent) {
  const std::vector<NewEvent> events = {
      Read(ActText("step", "amended",
                   R"("stated":"2025-01-02","effective":{"from":"2026-01-01"},)"
                   R"("terms":{"text":"x"})")),
      Read(ActText("cover", "amended",
                   R"("stated":"2025-01-03","effective":{"from":"2025-12-01"},)"
                   R"("terms":{"text":"y"})"))};
  const auto appended = store_->Append(events);
  ASSERT_TRUE(appended.ok()) << appended.status();
  ASSERT_EQ(appended->warnings.size(), 1u);
  EXPECT_EQ(appended->warnings[0].index, std::optional<size_t>(1));
  EXPECT_THAT(appended->warnings[0].text, HasSubstr("event \"cover\": amends us/a"));
}

// The bytes that travel are those that would be made: also of a repair, whose dates move into the
// zone of its target, and of an event whose bytes were moved away.
TEST_F(AppendErrorTest, BytesThatTravelAreTheBytesThatAreMade) {
  const std::vector<std::string> lines = {
      ActText("a", "imposed", kFromFebruary),
      R"({"id":"moved","kind":"corrected","target":"a","stated":"2025-01-05T10:00","replacement":)"
      R"({"effective":{"from":"2025-03-01"}}})"};
  std::vector<NewEvent> read;
  for (const std::string& line : {lines[0], lines[1]}) read.push_back(Read(line));
  ASSERT_TRUE(read[0].body() != nullptr);
  ASSERT_TRUE(store_->Append(read).ok());
  EXPECT_EQ(store_->Show("moved")->event.zone, "America/New_York");
  const auto again = store_->Append(EventsOf({lines[0], lines[1]}));
  ASSERT_TRUE(again.ok()) << again.status();
  for (const AppendResult& result : again->results) EXPECT_TRUE(result.repeated);

  NewEvent gone = Read(ActText("gone", "imposed", kFromFebruary));
  const NewEvent taken = std::move(gone);
  EXPECT_EQ(gone.body(), nullptr);  // NOLINT: what is left is looked at on purpose
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Append({{gone}}).status()));
  EXPECT_TRUE(store_->Append({{taken}}).ok());
}

}  // namespace
}  // namespace decree

// JSON -> Event -> bytes -> Event -> JSON -> Event gives the same event, for one event of every
// kind.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/model/scope_dimensions.h"
#include "samples.h"

namespace decree {
namespace {

TEST(RoundTrip, SamplesCoverEveryKind) {
  std::set<EventKind> kinds;
  for (const Event& event : SampleEvents()) kinds.insert(*event.kind);
  EXPECT_EQ(kinds.size(), kEventKindCount);
}

TEST(RoundTrip, SamplesNameEveryDimensionOfAScope) {
  std::set<std::string> named;
  for (const Event& event : SampleEvents()) {
    if (!event.scope || !event.scope->include) continue;
    for (const ScopeClause& clause : *event.scope->include) {
      for (const ScopeDimension& dimension : kScopeDimensions) {
        if (dimension.IsIn(clause)) named.insert(dimension.field);
      }
    }
  }
  EXPECT_EQ(named.size(), kScopeDimensions.size());
}

TEST(RoundTrip, EveryKindIsAFixpoint) {
  for (const Event& event : SampleEvents()) {
    const std::string bytes = EncodeEvent(event);
    const absl::StatusOr<Event> decoded = DecodeEvent(bytes);
    ASSERT_TRUE(decoded.ok()) << event.id << " " << decoded.status();
    EXPECT_TRUE(*decoded == event) << event.id;
    EXPECT_EQ(EncodeEvent(*decoded), bytes) << event.id;
    const std::string json = EventToJson(*decoded);
    const absl::StatusOr<Event> parsed = EventFromJson(json);
    ASSERT_TRUE(parsed.ok()) << event.id << " " << parsed.status();
    EXPECT_TRUE(*parsed == event) << json;
    EXPECT_EQ(EventToJson(*parsed), json);
  }
}

TEST(RoundTrip, PointPartsAreThoseOfTheWholeEvent) {
  for (const Event& event : SampleEvents()) {
    const auto parts = DecodeEvent(EncodeEvent(event), DecodedParts::kPointParts);
    ASSERT_TRUE(parts.ok()) << event.id << " " << parts.status();
    Event expected;
    expected.id = event.id;
    expected.kind = event.kind;
    expected.actor = event.actor;
    expected.scope = event.scope;
    expected.terms = event.terms;
    expected.program = event.program;
    EXPECT_TRUE(*parts == expected) << event.id;
  }
}

TEST(RoundTrip, AClaimIsReadByItself) {
  for (const Event& event : SampleEvents("events-4.jsonl")) {
    if (!event.formerly) continue;
    const auto parts = DecodeEvent(EncodeEvent(event), DecodedParts::kClaim);
    ASSERT_TRUE(parts.ok()) << event.id << " " << parts.status();
    Event expected;
    expected.id = event.id;
    expected.kind = event.kind;
    expected.formerly = event.formerly;
    EXPECT_TRUE(*parts == expected) << event.id;
  }
}

// Whatever the zone of the event, the other system's clock is told in UTC.
TEST(RoundTrip, AClaimIsOfADayOrAnInstantInUtc) {
  const auto claimed = [](const std::string& recorded) {
    return EventFromJson(
        R"({"id":"x","kind":"announced","measure":"m","stated":"2025-10-10",)"
        R"("actor":{"jurisdiction":"US"},"formerly":{"system":"old","recorded":")" +
        recorded + "\"}}");
  };
  const auto day = claimed("2024-06-14");
  ASSERT_TRUE(day.ok()) << day.status();
  EXPECT_EQ(FormatUtc(day->formerly->recorded.latest_utc_us), "2024-06-14T23:59:59.999999Z");
  const auto instant = claimed("2024-06-14T09:30:00+02:00");
  ASSERT_TRUE(instant.ok()) << instant.status();
  EXPECT_EQ(FormatUtc(instant->formerly->recorded.latest_utc_us), "2024-06-14T07:30:00Z");
}

TEST(RoundTrip, EncodingDoesNotDependOnWhatWasEncodedBefore) {
  const std::vector<Event> events = SampleEvents();
  std::vector<std::string> first;
  for (const Event& event : events) first.push_back(EncodeEvent(event));
  for (size_t i = events.size(); i-- > 0;) EXPECT_EQ(EncodeEvent(events[i]), first[i]);
}

TEST(RoundTrip, AnyFieldChangesTheBytes) {
  Event event = SampleEvents()[4];
  const std::string bytes = EncodeEvent(event);
  event.effective->from->latest_civil_us += 1;
  EXPECT_NE(EncodeEvent(event), bytes);
  event = SampleEvents()[4];
  event.zone = "Etc/UTC";
  EXPECT_NE(EncodeEvent(event), bytes);
}

// Fields in another order, white space and one-element lists make no difference to the bytes.
TEST(RoundTrip, SpellingOfTheJsonDoesNotMatter) {
  const auto a = EventFromJson(R"({"id":"x","kind":"announced","measure":"m","stated":"2025-10-10",
      "actor":{"jurisdiction":"US"},"scope":{"include":[{"product":"HTS:8541.42"}]}})");
  const auto b = EventFromJson(
      R"({"scope":{"include":[{"product":["HTS:854142"]}]},"published":"2025-10-10",)"
      R"("stated":"2025-10-10","actor":{"jurisdiction":"US"},"measure":"m","kind":"announced","id":"x"})");
  ASSERT_TRUE(a.ok()) << a.status();
  ASSERT_TRUE(b.ok()) << b.status();
  EXPECT_EQ(EncodeEvent(*a), EncodeEvent(*b));
}

}  // namespace
}  // namespace decree

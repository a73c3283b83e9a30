// JSON that is an event, and what is made of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/codec/event_codec.h"

namespace decree {
namespace {

using testing::ElementsAre;

Event Parsed(const std::string& json) {
  absl::StatusOr<Event> event = EventFromJson(json);
  EXPECT_TRUE(event.ok()) << event.status();
  return event.ok() ? *event : Event{};
}

std::string Act(const std::string& fields) {
  return R"({"id":"x","kind":"announced","measure":"m","actor":{"jurisdiction":"US"},)" + fields +
         "}";
}

TEST(JsonAccept, TheInterfaceExample) {
  const Event event = Parsed(
      R"({"id":"us-2025-10-10-additional-100","kind":"announced","measure":"us/additional-100-cn",
 "class":"tariff","title":"Additional 100% on Chinese goods",
 "actor":{"jurisdiction":"US","office":"President"},"stated":"2025-10-10","published":"2025-10-10",
 "effective":{"from":"2025-11","wording":"next month"},"appliesBy":"entry",
 "scope":{"include":[{"origin":["CN"],"destination":["US"],"product":["*"]}]},
 "terms":{"tariff":{"adValorem":"100%"}},"program":"additional-100",
 "threads":["us-cn-2025"],"links":[{"rel":"respondsTo","id":"cn-2025-10-09-rare-earths"}],
 "sources":[{"publisher":"Asia Business Daily","published":"2025-10","standing":"reported"}],
 "note":"…"})");
  EXPECT_EQ(event.kind, EventKind::kAnnounced);
  EXPECT_EQ(event.measure_class, MeasureClass::kTariff);
  EXPECT_EQ(event.zone, "America/New_York");
  EXPECT_EQ(event.terms->tariff->ad_valorem_ppm, 1'000'000);
  EXPECT_EQ(FormatCivil(event.effective->from->earliest_civil_us), "2025-11-01");
  EXPECT_EQ(FormatCivil(event.effective->from->latest_civil_us), "2025-11-30");
  EXPECT_EQ(event.links[0].rel, LinkRel::kRespondsTo);
  EXPECT_EQ(event.note, "…");
}

TEST(JsonAccept, StatedAndPublishedStandInForEachOther) {
  EXPECT_EQ(Parsed(Act(R"("stated":"2025-10-10")")).published->text, "2025-10-10");
  EXPECT_EQ(Parsed(Act(R"("published":"2025-10-11")")).stated->text, "2025-10-11");
  const Event clerical =
      Parsed(R"({"id":"r","kind":"corrected","target":"x","replacement":{"stated":"2025-10"}})");
  EXPECT_FALSE(clerical.stated.has_value());
  EXPECT_FALSE(clerical.published.has_value());
  EXPECT_TRUE(clerical.replacement->stated.has_value());
  EXPECT_FALSE(clerical.replacement->published.has_value());
}

TEST(JsonAccept, ZoneOfActorGroupIssuerOrUtc) {
  EXPECT_EQ(Parsed(R"({"id":"m","kind":"membershipStarted","stated":"2013-07-01",
    "membership":{"group":"EU","member":"HR"}})")
                .zone,
            "Europe/Brussels");
  EXPECT_EQ(Parsed(R"({"id":"c","kind":"coverageSet","stated":"2013-07-01",
    "coverage":{"issuer":"CN","domain":"duties"}})")
                .zone,
            "Asia/Shanghai");
  EXPECT_EQ(Parsed(R"({"id":"r","kind":"retracted","target":"x"})").zone, "Etc/UTC");
  EXPECT_EQ(Parsed(R"({"id":"r","kind":"corrected","target":"x",
    "replacement":{"actor":{"jurisdiction":"CN"}}})")
                .zone,
            "Asia/Shanghai");
}

TEST(JsonAccept, EscapesDecodeToUtf8) {
  const Event event =
      Parsed(Act(R"("stated":"2025","note":"\u00e9 \ud83d\ude00 \"\\\/\b\f\n\r\t \u0001 \u4e2d")"));
  EXPECT_EQ(event.note, "é 😀 \"\\/\b\f\n\r\t \x01 中");
  EXPECT_EQ(Parsed(EventToJson(event)), event);
}

TEST(JsonAccept, NumbersKeepTheirDigits) {
  const Event event = Parsed(R"({"id":"o","kind":"observation","stated":"2025",
    "observation":{"series":"s","value":420.50,"change":-28.70}})");
  EXPECT_EQ(FormatDecimal(*event.observation->value), "420.50");
  EXPECT_EQ(event.observation->change, "-28.70");
  const Event duty = Parsed(Act(R"("stated":"2025",
    "terms":{"tariff":{"specific":{"amount":0.10,"currency":"USD","per":"kg"}}})"));
  EXPECT_EQ(FormatDecimal(duty.terms->tariff->specific->amount), "0.10");
}

TEST(JsonAccept, OneWordStandsForAListOfOne) {
  const Event event = Parsed(
      Act(R"("stated":"2025","scope":{"include":[{"origin":"CN","product":"HTS:8541.42.00"}]})"));
  EXPECT_THAT((*event.scope->include)[0].origin, ElementsAre("CN"));
  EXPECT_THAT((*event.scope->include)[0].product, ElementsAre("HTS:85414200"));
}

TEST(JsonAccept, InstrumentIsAnIdOrAnObject) {
  const Event id = Parsed(Act(R"("stated":"2025","instrument":"us/eo-1")"));
  EXPECT_EQ(id.instrument->id, "us/eo-1");
  const Event object = Parsed(Act(R"("stated":"2025","instrument":{"id":"us/eo-1"})"));
  EXPECT_EQ(object, id);
  EXPECT_NE(EventToJson(object).find(R"("instrument":"us/eo-1")"), std::string::npos);
}

TEST(JsonAccept, StandingsAreReportedUnlessTheySay) {
  const Event event = Parsed(Act(
      R"("stated":"2025","sources":[{"publisher":"a"},{"publisher":"b","standing":"anonymous_sources","step":"web"}])"));
  EXPECT_EQ(event.sources[0].standing, Standing::kReported);
  EXPECT_EQ(event.sources[1].standing, Standing::kAnonymousSources);
  EXPECT_EQ(event.sources[1].step, "web");
}

TEST(JsonAccept, EmptyScopeListsAreSaid) {
  const Event event = Parsed(Act(R"("stated":"2025","scope":{"exclude":[]})"));
  EXPECT_FALSE(event.scope->include.has_value());
  EXPECT_TRUE(event.scope->exclude->empty());
}

TEST(JsonAccept, ThroughIsKeptAsThrough) {
  const Event event = Parsed(Act(R"("stated":"2025","effective":{"through":"2025-06"})"));
  EXPECT_TRUE(event.effective->to->is_through);
  EXPECT_EQ(FormatCivil(event.effective->to->latest_civil_us), "2025-07-01");
  EXPECT_NE(EventToJson(event).find(R"("effective":{"through":"2025-06"})"), std::string::npos);
}

TEST(JsonAccept, ARepairOfARepair) {
  const Event event = Parsed(R"({"id":"r","kind":"corrected","target":"q",
    "replacement":{"replacement":{"title":"T"}}})");
  EXPECT_EQ(event.replacement->replacement->title, "T");
}

TEST(JsonParts, AreWrittenAlone) {
  Terms terms;
  terms.text = "a \"b\"";
  EXPECT_EQ(TermsToJson(terms), R"({"text":"a \"b\""})");
  Scope scope;
  scope.include.emplace(1)[0].origin = {"CN"};
  EXPECT_EQ(ScopeToJson(scope), R"({"include":[{"origin":["CN"]}]})");
  Source source;
  source.publisher = "P";
  EXPECT_EQ(SourceToJson(source), R"({"publisher":"P","standing":"reported"})");
  EXPECT_EQ(JsonQuote("\x1f\x7f"), "\"\\u001f\x7f\"");
}

}  // namespace
}  // namespace decree

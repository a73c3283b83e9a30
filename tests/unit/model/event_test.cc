#include "core/model/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/event_names.h"

namespace decree {
namespace {

using testing::ElementsAre;

Event Imposed() {
  Event event;
  event.id = "a";
  event.kind = EventKind::kImposed;
  event.measure = "us/a";
  event.actor = Actor{"US", "President", ""};
  event.effective.emplace();
  event.effective->from = *ParseBound("2025-02-04", BoundRole::kFrom, "America/New_York");
  event.effective->to = *ParseBound("2026-02-04", BoundRole::kTo, "America/New_York");
  event.scope.emplace();
  event.scope->include.emplace(1)[0].origin = {"CN"};
  event.scope->exclude.emplace(1)[0].product = {"tag:books"};
  event.threads = {"t"};
  event.zone = "America/New_York";
  return event;
}

TEST(Event, EqualityLooksIntoReplacements) {
  Event a = Imposed();
  Event b = Imposed();
  a.replacement = std::make_shared<Event>(Imposed());
  EXPECT_FALSE(a == b);
  b.replacement = std::make_shared<Event>(Imposed());
  EXPECT_TRUE(a == b);
  Event other = Imposed();
  other.note = "n";
  b.replacement = std::make_shared<Event>(other);
  EXPECT_FALSE(a == b);
}

TEST(MergeReplacement, PutsOnlyWhatIsGiven) {
  Event replacement;
  replacement.effective.emplace();
  replacement.effective->from = *ParseBound("2025-03-04", BoundRole::kFrom, "America/New_York");
  replacement.scope.emplace();
  replacement.scope->exclude.emplace();  // no exclusion is left
  replacement.title = "New";
  const Event merged = MergeReplacement(Imposed(), replacement);
  EXPECT_EQ(merged.id, "a");
  EXPECT_EQ(merged.kind, EventKind::kImposed);
  EXPECT_EQ(merged.title, "New");
  EXPECT_EQ(merged.effective->from->text, "2025-03-04");
  EXPECT_EQ(merged.effective->to->text, "2026-02-04");
  EXPECT_EQ(merged.scope->include->size(), 1u);
  EXPECT_TRUE(merged.scope->exclude->empty());
  EXPECT_THAT(merged.threads, ElementsAre("t"));
  EXPECT_EQ(merged.zone, "America/New_York");
}

TEST(MergeReplacement, AGivenActorBringsItsZone) {
  Event replacement;
  replacement.kind = EventKind::kEnacted;
  replacement.actor = Actor{"CN", "", ""};
  replacement.zone = "Asia/Shanghai";
  const Event merged = MergeReplacement(Imposed(), replacement);
  EXPECT_EQ(merged.kind, EventKind::kEnacted);
  EXPECT_EQ(merged.actor->office, "");
  EXPECT_EQ(merged.zone, "Asia/Shanghai");
}

TEST(MergeReplacement, PublishedFollowsACorrectedStatedWhereItStoodInForIt) {
  Event target = Imposed();
  target.stated = *ParseMoment("2025-02-01", "America/New_York");
  target.published = target.stated;
  Event replacement;
  replacement.stated = *ParseMoment("2025-02-02", "America/New_York");
  EXPECT_EQ(MergeReplacement(target, replacement).published->text, "2025-02-02");
  target.published = *ParseMoment("2025-02-03", "America/New_York");
  EXPECT_EQ(MergeReplacement(target, replacement).published->text, "2025-02-03");
}

TEST(StreamsOf, NamesEachOnce) {
  Event event = Imposed();
  event.threads = {"t", "u", "t"};
  event.instrument = Instrument{"us/eo-1", "", "", "", ""};
  EXPECT_THAT(StreamsOf(event), ElementsAre("m/us/a", "t/t", "t/u"));
  event.measure.clear();
  EXPECT_THAT(StreamsOf(event), ElementsAre("t/t", "t/u", "i/us/eo-1"));
}

TEST(StreamsOf, WorldEventsAndRepairs) {
  Event event;
  event.observation = Observation{"s", "", "", Decimal{1, 0}, ""};
  event.membership = Membership{"EU", "HR", "", {}};
  event.coverage = Coverage{"US", "tariffs", {}};
  event.stacking = StackingRule{"p", StackingEffect::kExcludes, {"q"}, std::nullopt};
  event.code = CodeChange{"HS", "2022", {"1"}, {"2"}};
  EXPECT_THAT(StreamsOf(event), ElementsAre("s/s", "g/EU", "c/US", "k/p", "x/HS"));
  Event repair;
  repair.replacement = std::make_shared<Event>(Imposed());
  EXPECT_THAT(StreamsOf(repair), ElementsAre("m/us/a", "t/t"));
}

TEST(Names, EveryClassHasAWord) {
  for (uint8_t i = 1; i <= kMeasureClassNames.size(); ++i) {
    EXPECT_NE(NameOf(static_cast<MeasureClass>(i)), "") << int{i};
  }
  EXPECT_EQ(NameOf(MeasureClass::kUnset), "");
  EXPECT_EQ(NameOf(Standing::kAnonymousSources), "anonymousSources");
  EXPECT_EQ(MastChapterOf(MeasureClass::kTariff), "");
  EXPECT_EQ(MastChapterOf(MeasureClass::kExportControl), "P3");
  EXPECT_EQ(GtaInterventionOf(MeasureClass::kTariff), "Import tariff");
  EXPECT_EQ(GtaInterventionOf(MeasureClass::kExportControl), "Export licensing requirement");
}

TEST(Kinds, TableIsInOrderOfItsNumbers) {
  for (size_t i = 0; i < kEventKindCount; ++i) {
    EXPECT_EQ(static_cast<size_t>(kEventKinds[i].kind), i + 1);
    EXPECT_EQ(EventKindFromName(kEventKinds[i].name), kEventKinds[i].kind);
  }
}

}  // namespace
}  // namespace decree

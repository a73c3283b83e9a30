// Files of events: one JSON object a line.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/append_error.h"
#include "samples.h"

namespace decree {
namespace {

constexpr char kOne[] = R"({"id":"a","kind":"retracted","target":"x"})";
constexpr char kTwo[] = R"({"id":"b","kind":"retracted","target":"x"})";

TEST(JsonLines, MarkCarriageReturnsAndEmptyLinesAreSkipped) {
  const std::string text = std::string("\xEF\xBB\xBF") + kOne + "\r\n\r\n  \n" + kTwo;
  const auto lines = EventsFromJsonLines(text);
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->size(), 2u);
  EXPECT_EQ((*lines)[0].line, 1);
  EXPECT_EQ((*lines)[0].event->id, "a");
  EXPECT_EQ((*lines)[1].line, 4);
  EXPECT_EQ((*lines)[1].event->id, "b");
}

TEST(JsonLines, NothingIsNoError) {
  EXPECT_TRUE(EventsFromJsonLines("")->empty());
  EXPECT_TRUE(EventsFromJsonLines("\n\n")->empty());
  EXPECT_TRUE(EventsFromJsonLines("\xEF\xBB\xBF")->empty());
}

TEST(JsonLines, ATruncatedLastLineIsNamed) {
  const auto lines = EventsFromJsonLines(std::string(kOne) + "\n{\"id\":\"b\"");
  EXPECT_EQ(lines.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(lines.status().message()),
            "line 2: truncated JSON: a bracket is not closed");
}

TEST(JsonLines, TheMarkIsOnlySkippedAtTheStart) {
  const auto lines = EventsFromJsonLines(std::string(kOne) + "\n\xEF\xBB\xBF" + kTwo);
  EXPECT_EQ(lines.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(JsonLines, BadLinesCanBeSkipped) {
  std::vector<int> bad;
  std::vector<std::string> messages;
  const auto lines = EventsFromJsonLines(std::string("{}\n") + kOne + "\n[]\n" + kTwo + "\n",
                                         [&](int line, const absl::Status& status) {
                                           bad.push_back(line);
                                           messages.emplace_back(status.message());
                                         });
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ(lines->size(), 2u);
  EXPECT_EQ(bad, (std::vector<int>{1, 3}));
  EXPECT_EQ(messages[1], "line 3: must be an object, not a list");
}

TEST(JsonLines, ABadLineNamesItsFieldAsData) {
  const auto field_of = [](const std::string& line) {
    const absl::Status status = EventsFromJsonLines(std::string(kOne) + "\n" + line).status();
    const auto place = AppendErrorOf(status);
    EXPECT_FALSE(place && place->index.has_value());
    return place ? place->field : "none: " + std::string(status.message());
  };
  const std::string act = R"({"id":"c","kind":"imposed","measure":"us/a","stated":"2025-01-01",)"
                          R"("actor":{"jurisdiction":"US"},)";
  EXPECT_EQ(field_of(act + R"("effective":{"from":"2025-02-30"}})"), "effective.from");
  EXPECT_EQ(field_of(act + R"("effective":{"from":"2025-03-01","to":"2025-02-01"}})"), "effective");
  EXPECT_EQ(field_of(act + R"("effective":{"from":"2025-02-01"},"x\ny":1})"), "x\ny");
  EXPECT_EQ(
      field_of(
          act +
          R"("effective":{"from":"2025-02-01"},"scope":{"include":[{"origin":["CN"]},{"origin":["CN"],"hs":1}]}})"),
      "scope.include[1].hs");
  EXPECT_EQ(field_of(R"({"id":"c","kind":"imposed","measure":"us/a","stated":"2025-01-01"})"),
            "actor");
  EXPECT_EQ(field_of("[]"), "");
  EXPECT_EQ(field_of("{").substr(0, 4), "none");
}

TEST(JsonLines, WhatIsReadBringsItsCanonicalBytes) {
  const auto event = EncodedEventFromJson(kOne);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(**event == *EventFromJson(kOne));
  EXPECT_EQ(event->body(), EncodeEvent(**event));
}

// Every timeline shipped with the project is read and comes back equal.
TEST(JsonLines, ShippedTimelinesParse) {
  const std::filesystem::path folder = std::string(DECREE_SOURCE_DIR) + "/tools/timelines";
  ASSERT_TRUE(std::filesystem::exists(folder)) << folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    const auto lines = EventsFromJsonLines(ReadWholeFile(entry.path()));
    ASSERT_TRUE(lines.ok()) << entry.path() << " " << lines.status();
    for (const JsonLine& line : *lines) {
      const auto again = EventFromJson(EventToJson(*line.event));
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_TRUE(*again == *line.event) << entry.path() << " line " << line.line;
    }
  }
}

}  // namespace
}  // namespace decree

// Whatever the projections leave somewhere, the stream table must count: an event that a question
// can find under a name either joins that name or bears on it.
#include "core/audit/bearing_names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/audit/stream_table.h"
#include "core/projections/projection_names.h"
#include "tests/differential/projected_history.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

std::vector<std::string> AllNames(const LogRecord& record, const EventLog& log) {
  RepairMerger repairs([&log](uint64_t at) { return log.Read(at); });
  std::vector<std::string> names = *BearingNames(record, repairs);
  for (const StreamVersion& stream : record.streams) names.push_back(stream.stream);
  return names;
}

void ExpectCounted(const EventLog& log, const StrandReader& strands, uint64_t seed) {
  const ProjectionList projections = AllProjections();
  for (const auto& projection : projections) {
    if (projection->Name() == kNameProjection)
      continue;  // no answer rests on it, and no bundle proves it
    const std::vector<std::string> entities = *strands.Entities(projection->Name(), "");
    for (const std::string& entity : entities) {
      const Strand strand = *strands.Load(projection->Name(), entity);
      std::vector<uint64_t> positions;
      for (const ActRecord& act : strand.acts) positions.push_back(act.position);
      for (const SideEntry& side : strand.sides) positions.push_back(side.position);
      for (const uint64_t position : positions) {
        const std::vector<std::string> names = AllNames(*log.Read(position), log);
        EXPECT_NE(std::find(names.begin(), names.end(), entity), names.end())
            << "seed " << seed << ": position " << position << " left something at " << entity;
      }
    }
  }
}

TEST(BearingNamesTest, CoverWhatTheProjectionsLeaveOfDrawnHistories) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    oracle::Draws draws(seed);
    const std::vector<oracle::Record> history = DrawReadHistory(draws);
    const ProjectedHistory projected(history);
    ExpectCounted(projected.log(), projected.strands(), seed);
  }
}

TEST(BearingNamesTest, OfAnAuthorizationAndItsRepair) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "imposed", R"("class":"tariff","stated":"2025-01-01",
    "effective":{"from":"2025-02-01"},"terms":{"tariff":{"adValorem":"1%"}})"));
  recorded.Add(EventText("b", "imposed", R"("measure":"us/licence","class":"authorization",
    "authorizes":["us/a","us/x-*"],"instrument":{"id":"eo-1"},"stated":"2025-01-02",
    "effective":{"from":"2025-02-01"})"));
  recorded.Add(R"({"id":"c","kind":"corrected","target":"b","replacement":{"authorizes":["us/b"],
    "measure":"us/other"}})");
  recorded.Add(R"({"id":"d","kind":"corrected","target":"b","note":"again",
    "replacement":{"title":"Licence"}})");
  const auto names = [&](Position position) {
    RepairMerger repairs([&](uint64_t at) { return recorded.log.Read(at); });
    return *BearingNames(*recorded.log.Read(position), repairs);
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(1), Names{});
  EXPECT_EQ(names(2), (Names{"a/*", "a/us/a", "n/eo-1"}));
  EXPECT_EQ(names(3), (Names{"a/us/b", "n/eo-1"}));
  EXPECT_EQ(names(4), (Names{"a/*", "a/us/a", "n/eo-1"}));
}

TEST(StreamTableTest, CountsAndComesBack) {
  StreamTable table;
  LogRecord record;
  record.position = 1;
  record.streams = {{"m/a", 1}, {"t/x", 1}};
  record.leaf[0] = 1;
  ASSERT_TRUE(table.Add(record, {"a/b"}).ok());
  record.position = 2;
  record.streams = {{"m/a", 2}};
  record.leaf[0] = 2;
  ASSERT_TRUE(table.Add(record, {"a/b", "t/x"}).ok());
  const std::vector<StreamRow> rows = table.Rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0], (StreamRow{"a/b", 0, 0, 2, {}}));
  EXPECT_EQ(rows[1], (StreamRow{"m/a", 2, 2, 0, record.leaf}));
  EXPECT_EQ(rows[2].length, 1u);
  EXPECT_EQ(rows[2].bearing, 1u);
  const auto again = StreamTable::Decode(table.Encode());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->Rows(), rows);
  EXPECT_EQ(again->Root(), table.Root());
}

TEST(StreamTableTest, RefusesGapsAndDamage) {
  StreamTable table;
  LogRecord record;
  record.position = 1;
  record.streams = {{"m/a", 2}};
  EXPECT_EQ(table.Add(record, {}).code(), absl::StatusCode::kDataLoss);
  StreamTable sound;
  record.streams = {{"m/a", 1}, {"m/b", 1}};
  ASSERT_TRUE(sound.Add(record, {}).ok());
  const std::string bytes = sound.Encode();
  for (size_t cut = 1; cut < bytes.size(); ++cut) {
    const auto read = StreamTable::Decode(bytes.substr(0, cut));
    EXPECT_TRUE(!read.ok() || read->size() == 1) << cut;
  }
  const size_t half = bytes.size() / 2;
  EXPECT_FALSE(StreamTable::Decode(bytes.substr(half) + bytes.substr(0, half)).ok());
  EXPECT_FALSE(StreamTable::Decode(bytes.substr(half) + bytes.substr(half)).ok());
}

}  // namespace
}  // namespace decree

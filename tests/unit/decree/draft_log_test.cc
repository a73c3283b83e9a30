#include "core/record/draft_log.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/memory_log/memory_log.h"

namespace decree {
namespace {

AppendRequest RequestOf(const std::string& id) {
  AppendRequest request;
  request.id = id;
  request.body = "body of " + id;
  return request;
}

TEST(DraftLog, ReadsManyAcrossWhatIsRecordedAndWhatIsDrafted) {
  MemoryLog base;
  for (const char* id : {"a", "b", "c", "d"}) ASSERT_TRUE(base.Append({RequestOf(id)}).ok());
  DraftLog draft(base, 3, {2});  // without b, and d is not there yet
  ASSERT_TRUE(draft.AddDrafts({RequestOf("x"), RequestOf("y")}, 10).ok());
  const auto read = [&](const std::vector<Position>& positions, std::vector<std::string>& bodies) {
    return draft.ReadMany(positions, [&](const LogRecord& record) {
      bodies.push_back(record.body);
      return absl::OkStatus();
    });
  };
  std::vector<std::string> bodies;
  ASSERT_TRUE(read({1, 2, 3, 4, 5}, bodies).ok());
  EXPECT_THAT(bodies, testing::ElementsAre("body of a", "body of b", "body of c", "body of x",
                                           "body of y"));
  bodies.clear();
  EXPECT_TRUE(absl::IsNotFound(read({3, 6}, bodies)));
  EXPECT_THAT(bodies, testing::ElementsAre("body of c"));
  EXPECT_TRUE(absl::IsInvalidArgument(read({5, 4}, bodies)));
  EXPECT_TRUE(absl::IsInvalidArgument(read({5, 1}, bodies)));
}

}  // namespace
}  // namespace decree

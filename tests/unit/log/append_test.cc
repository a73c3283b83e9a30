// What Append accepts and refuses: ids, targets, expected versions, limits, all or nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/append_error.h"
#include "core/log/event_log.h"
#include "core/log/limits.h"
#include "core/merkle/sha256.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;

class AppendTest : public testing::Test {
 protected:
  AppendRequest Expecting(AppendRequest request, const std::string& stream, uint64_t version) {
    request.expected.push_back({stream, version});
    return request;
  }

  TestFolder folder_;
  std::unique_ptr<EventLog> log_ = OpenOrDie(folder_.Sub("log"));
};

TEST_F(AppendTest, TheSameIdAndBodyGivesTheOldPosition) {
  ASSERT_TRUE(log_->Append({Request("a"), Request("b")}).ok());
  const auto again = *log_->Append({Request("b"), Request("c"), Request("a")});
  EXPECT_EQ(again[0].position, 2u);
  EXPECT_TRUE(again[0].repeated);
  EXPECT_EQ(again[0].recorded_us, log_->Read(2)->recorded_us);
  EXPECT_EQ(again[1].position, 3u);
  EXPECT_FALSE(again[1].repeated);
  EXPECT_EQ(again[2].position, 1u);
  EXPECT_EQ(log_->Head().size, 3u);
}

TEST_F(AppendTest, TheSameIdWithAnotherBodyNamesBothHashes) {
  ASSERT_TRUE(log_->Append({Request("a")}).ok());
  AppendRequest other = Request("a");
  other.body = "another body";
  const auto refused = log_->Append({Request("new"), other});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  Sha256 sha;
  const std::string text(refused.status().message());
  EXPECT_THAT(text, HasSubstr(ToHex(sha.Plain("body of a"))));
  EXPECT_THAT(text, HasSubstr(ToHex(sha.Plain("another body"))));
  EXPECT_EQ(log_->Head().size, 1u);
  EXPECT_EQ(log_->Find("new").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AppendTest, IdsRepeatedWithinOneCall) {
  const auto results = *log_->Append({Request("a"), Request("a"), Request("b")});
  EXPECT_EQ(results[1].position, 1u);
  EXPECT_TRUE(results[1].repeated);
  EXPECT_EQ(results[2].position, 2u);
  AppendRequest other = Request("x");
  other.body = "another body";
  EXPECT_EQ(log_->Append({Request("x"), other}).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(log_->Head().size, 2u);
}

TEST_F(AppendTest, TheTargetMustExistAndLendsItsStreams) {
  const auto missing = log_->Append({Request("b", {}, "a")});
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("'a'"));
  EXPECT_EQ(log_->Append({Request("a", {}, "a")}).status().code(), absl::StatusCode::kNotFound);

  ASSERT_TRUE(log_->Append({Request("a", {"m/1", "m/2"}), Request("b", {"m/3"}, "a")}).ok());
  EXPECT_EQ(log_->Read(2)->target, 1u);
  EXPECT_EQ(log_->Read(2)->streams,
            (std::vector<StreamVersion>{{"m/3", 1}, {"m/1", 2}, {"m/2", 2}}));
  // From the database, with overlap and over two steps.
  ASSERT_TRUE(log_->Append({Request("c", {"m/2", "m/2"}, "b")}).ok());
  EXPECT_EQ(log_->Read(3)->target, 2u);
  EXPECT_EQ(log_->Read(3)->streams,
            (std::vector<StreamVersion>{{"m/2", 3}, {"m/3", 2}, {"m/1", 3}}));
  EXPECT_EQ(*log_->StreamPositions("m/1"), (std::vector<Position>{1, 2, 3}));
  EXPECT_TRUE(log_->Check()->empty());
}

TEST_F(AppendTest, ExpectedVersions) {
  ASSERT_TRUE(log_->Append({Expecting(Request("a", {"m/1"}), "m/1", 0)}).ok());
  const auto conflict = log_->Append({Expecting(Request("b", {"m/1"}), "m/1", 0)});
  EXPECT_EQ(conflict.status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(conflict.status().message()), HasSubstr("at version 1, not 0"));
  // Within a call the events before count; a repeated event is not held to its expectation again.
  EXPECT_TRUE(log_->Append({Expecting(Request("a", {"m/1"}), "m/1", 0),
                            Expecting(Request("b", {"m/1"}), "m/1", 1),
                            Expecting(Request("c", {"m/1"}), "m/1", 2)})
                  .ok());
  // Also of a stream that the event does not join.
  EXPECT_TRUE(log_->Append({Expecting(Request("d"), "m/1", 3)}).ok());
  EXPECT_EQ(log_->Append({Expecting(Request("e"), "m/none", 1)}).status().code(),
            absl::StatusCode::kAborted);
}

TEST_F(AppendTest, ARefusedCallLeavesNoTrace) {
  ASSERT_TRUE(log_->Append({Request("a", {"m/1"})}).ok());
  const LogHead before = log_->Head();
  std::vector<AppendRequest> call = Requests("x", 300);
  call.push_back(Request("y", {"m/1"}, "nowhere"));
  EXPECT_EQ(log_->Append(call).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(log_->Head().size, before.size);
  EXPECT_EQ(log_->Head().root, before.root);
  EXPECT_EQ(*log_->StreamLength("m/x0"), 0u);
  call.pop_back();
  const auto results = *log_->Append(call);
  EXPECT_EQ(results.front().position, 2u);
  EXPECT_EQ(results.back().position, 301u);
  EXPECT_TRUE(log_->Check()->empty());
}

TEST_F(AppendTest, LimitsOfIdsAndStreams) {
  const auto code = [&](AppendRequest request) {
    return log_->Append({std::move(request)}).status().code();
  };
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code(Request("")), invalid);
  EXPECT_EQ(code(Request(std::string(129, 'i'))), invalid);
  EXPECT_EQ(code(Request(std::string(128, 'i'))), absl::StatusCode::kOk);
  EXPECT_EQ(code(Request("a", {""})), invalid);
  EXPECT_EQ(code(Request("a", {std::string(513, 's')})), invalid);
  EXPECT_EQ(code(Request("a", {}, std::string(129, 't'))), invalid);
  EXPECT_EQ(code(Request("a", std::vector<std::string>(257, "s"))), invalid);
  std::vector<std::string> many;
  for (int i = 0; i < 256; ++i) many.push_back("s" + std::to_string(i));
  EXPECT_EQ(code(Request("many", many)), absl::StatusCode::kOk);
  EXPECT_EQ(code(Request("more", {"t"}, "many")), invalid);
  EXPECT_EQ(log_->Append({Request("many2", many), Request("more", {"t"}, "many2")}).status().code(),
            invalid);
  EXPECT_EQ(code(Expecting(Request("a"), "", 0)), invalid);
  EXPECT_TRUE(log_->Check()->empty());
}

TEST_F(AppendTest, ARefusalNamesItsEventAndField) {
  ASSERT_TRUE(log_->Append({Request("a", {"m/1"})}).ok());
  const auto expect = [&](AppendRequest bad, const std::string& field, const std::string& problem) {
    const absl::Status refused = log_->Append({Request("x"), std::move(bad)}).status();
    const auto place = AppendErrorOf(refused);
    ASSERT_TRUE(place.has_value()) << refused;
    EXPECT_EQ(place->index, std::optional<size_t>(1)) << refused;
    EXPECT_EQ(place->field, field) << refused;
    EXPECT_THAT(place->problem, testing::StartsWith(problem));
    EXPECT_THAT(std::string(refused.message()), testing::StartsWith("event 1 of the call"));
    EXPECT_THAT(std::string(refused.message()), testing::EndsWith(place->problem));
  };
  AppendRequest other = Request("a");
  other.body = "another body";
  expect(other, "id", "the id 'a' is recorded");
  expect(Request("b", {}, "nowhere"), "target", "its target 'nowhere'");
  expect(Expecting(Request("b"), "m/1", 0), "", "the stream 'm/1' is at version 1, not 0");
  expect(Request(std::string(129, 'i')), "id", "the id has 129 bytes");
  expect(Request("b", {}, std::string(129, 't')), "target", "the target's id has 129 bytes");
  expect(Request("b", {""}), "", "a stream's name has 0 bytes");
  expect(Expecting(Request("b"), "", 0), "", "an expected stream's name has 0 bytes");
  expect(Request("b", std::vector<std::string>(257, "s")), "", "joins 257 streams");
  std::vector<std::string> many;
  for (int i = 0; i < 256; ++i) many.push_back("s" + std::to_string(i));
  ASSERT_TRUE(log_->Append({Request("many", many)}).ok());
  expect(Request("b", {"t"}, "many"), "", "with those of its target it joins more than 256");
  EXPECT_FALSE(AppendErrorOf(log_->Append(Requests("a", kEventsPerCallMax + 1)).status()));
}

TEST_F(AppendTest, LimitsOfOneCall) {
  EXPECT_EQ(log_->Append(Requests("a", kEventsPerCallMax + 1)).status().code(),
            absl::StatusCode::kInvalidArgument);
  AppendRequest large = Request("large");
  large.body.assign(kBytesPerCallMax, 'x');
  EXPECT_EQ(log_->Append({large}).status().code(), absl::StatusCode::kInvalidArgument);
  large.body.resize(kBytesPerCallMax - large.id.size());
  EXPECT_EQ((*log_->Append({large}))[0].position, 1u);
  EXPECT_EQ(log_->Append(Requests("a", kEventsPerCallMax))->back().position, kEventsPerCallMax + 1);
  EXPECT_EQ(log_->Read(1)->body, large.body);
  EXPECT_TRUE(log_->Check()->empty());
}

TEST_F(AppendTest, AnEmptyBodyIsAllowed) {
  AppendRequest request = Request("a");
  request.body.clear();
  ASSERT_TRUE(log_->Append({request}).ok());
  EXPECT_EQ(log_->Read(1)->body, "");
}

}  // namespace
}  // namespace decree

// Every limit of core/model/limits.h that JSON can meet: the last value kept, the first refused.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "core/model/limits.h"

namespace decree {
namespace {

std::string DatedAct(const std::string& fields) {
  return absl::StrCat(R"({"id":"x","kind":"announced","measure":"m",)",
                      R"("actor":{"jurisdiction":"US"},"stated":"2025-10-10",)", fields, "}");
}

std::string Repeated(absl::string_view item, size_t count) {
  std::string list;
  list.reserve((item.size() + 1) * count);
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&list, i == 0 ? "" : ",", item);
  return list;
}

void ExpectRefused(const std::string& json, absl::string_view message) {
  const absl::Status status = EventFromJson(json).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()), std::string(message));
}

void ExpectText(absl::string_view field, size_t bytes_max) {
  const auto json = [field](size_t size) {
    return DatedAct(absl::StrCat("\"", field, "\":\"", std::string(size, 'a'), "\""));
  };
  EXPECT_TRUE(EventFromJson(json(bytes_max)).ok()) << field;
  ExpectRefused(json(bytes_max + 1),
                absl::StrCat(field, ": has ", bytes_max + 1, " bytes, at most ", bytes_max,
                             " are kept; shorten it"));
}

TEST(Limits, Texts) {
  ExpectText("note", kLongTextBytesMax);
  ExpectText("reason", kLongTextBytesMax);
  ExpectText("title", kTextBytesMax);
}

TEST(Limits, AMegabyteOfTextNamesItsField) {
  ExpectRefused(DatedAct(absl::StrCat("\"title\":\"", std::string(1'000'000, 'a'), "\"")),
                "title: has 1000000 bytes, at most 4096 are kept; shorten it");
}

TEST(Limits, Ids) {
  const std::string longest(kIdBytesMax, 'a');
  EXPECT_TRUE(EventFromJson(DatedAct(absl::StrCat("\"program\":\"", longest, "\""))).ok());
  EXPECT_EQ(EventFromJson(DatedAct(absl::StrCat("\"program\":\"", longest, "a\""))).status().code(),
            absl::StatusCode::kInvalidArgument);
}

void ExpectList(absl::string_view field, absl::string_view item, size_t count_max,
                absl::string_view hint) {
  const auto json = [&](size_t count) {
    return DatedAct(absl::StrCat("\"", field, "\":[", Repeated(item, count), "]"));
  };
  EXPECT_TRUE(EventFromJson(json(count_max)).ok()) << field;
  ExpectRefused(json(count_max + 1),
                absl::StrCat(field, ": has ", count_max + 1, " entries, at most ", count_max,
                             " are kept; ", hint));
}

TEST(Limits, Lists) {
  ExpectList("threads", "\"t\"", kThreadsMax, "split it");
  ExpectList("authorizes", "\"us/*\"", kAuthorizesMax, "split it");
  ExpectList("links", R"({"rel":"confirms","id":"y"})", kLinksMax, "split the event");
  ExpectList("sources", R"({"publisher":"p"})", kSourcesMax, "split the event");
}

TEST(Limits, Clauses) {
  const auto json = [](size_t count) {
    return DatedAct(
        absl::StrCat("\"scope\":{\"exclude\":[", Repeated(R"({"origin":"CN"})", count), "]}"));
  };
  EXPECT_TRUE(EventFromJson(json(kClausesMax)).ok());
  ExpectRefused(json(kClausesMax + 1),
                absl::StrCat("scope.exclude: has ", kClausesMax + 1, " clauses, at most ",
                             kClausesMax, " are kept; join clauses that differ in one list"));
}

TEST(Limits, AHundredThousandProductsAreStored) {
  const auto json = [](size_t count) {
    return DatedAct(absl::StrCat("\"scope\":{\"include\":[{\"product\":[",
                                 Repeated("\"HTS:8541420010\"", count), "]}]}"));
  };
  const absl::StatusOr<Event> event = EventFromJson(json(kProductsPerClauseMax));
  ASSERT_TRUE(event.ok()) << event.status();
  const std::string bytes = EncodeEvent(*event);
  EXPECT_LE(bytes.size(), kEventBytesMax);
  const absl::StatusOr<Event> decoded = DecodeEvent(bytes);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(*decoded == *event);
  ExpectRefused(json(kProductsPerClauseMax + 1),
                absl::StrCat("scope.include[0].product: has ", kProductsPerClauseMax + 1,
                             " entries, at most ", kProductsPerClauseMax, " are kept; split it"));
}

TEST(Limits, WholeEvent) {
  const std::string json =
      DatedAct(absl::StrCat("\"note\":\"", std::string(kEventJsonBytesMax, 'a'), "\""));
  ExpectRefused(
      json, absl::StrCat("the JSON of an event has at most ", kEventJsonBytesMax,
                         " bytes, this has ", json.size(), "; move long texts into a document"));
}

TEST(Limits, CanonicalBytes) {
  // Many short words fill the stored form sooner than the JSON.
  std::string clauses;
  const std::string origins = Repeated("\"C-1\"", kWordsPerListMax);
  for (int i = 0; i < 30; ++i) {
    absl::StrAppend(&clauses, i == 0 ? "" : ",", "{\"origin\":[", origins, "]}");
  }
  const absl::Status status =
      EventFromJson(DatedAct(absl::StrCat("\"scope\":{\"include\":[", clauses, "]}"))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StartsWith(status.message(), "the stored form of an event has at most "))
      << status;
}

TEST(Limits, Values) {
  ExpectRefused(DatedAct(absl::StrCat("\"threads\":[", Repeated("1", kJsonValuesMax), "]")),
                absl::StrCat("threads[", kJsonValuesMax - 8, "]: more than ", kJsonValuesMax,
                             " JSON values in one event"));
}

TEST(Limits, Depth) {
  const auto nested = [](size_t depth) {
    return DatedAct(absl::StrCat("\"note\":", std::string(depth, '['), std::string(depth, ']')));
  };
  ExpectRefused(nested(kJsonDepthMax), "note: must be a string, not a list");
  std::string path = "note";
  for (size_t i = 0; i < kJsonDepthMax; ++i) path += "[0]";
  ExpectRefused(nested(kJsonDepthMax + 1),
                absl::StrCat(path, ": nested deeper than ", kJsonDepthMax, " levels"));
  EXPECT_FALSE(EventFromJson(nested(100'000)).ok());
}

TEST(Limits, RepairsOfRepairs) {
  const auto nested = [](size_t depth) {
    std::string body = R"({"title":"t"})";
    for (size_t i = 1; i < depth; ++i) body = absl::StrCat("{\"replacement\":", body, "}");
    return absl::StrCat(R"({"id":"r","kind":"corrected","target":"x","replacement":)", body, "}");
  };
  const absl::StatusOr<Event> deepest = EventFromJson(nested(kReplacementDepthMax));
  ASSERT_TRUE(deepest.ok()) << deepest.status();
  EXPECT_TRUE(*DecodeEvent(EncodeEvent(*deepest)) == *deepest);
  std::string path = "replacement";
  for (size_t i = 0; i < kReplacementDepthMax; ++i) path += ".replacement";
  ExpectRefused(
      nested(kReplacementDepthMax + 1),
      absl::StrCat(path, ": repairs inside repairs go at most ", kReplacementDepthMax, " deep"));
}

}  // namespace
}  // namespace decree

#include "core/codec/json_writer.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

TEST(JsonWriter, PlacesTheCommas) {
  JsonWriter json;
  json.BeginObject().Field("a", "").FieldOrNull("b", "").FieldIfAny("c", "");
  json.IntegerField("d", UINT64_MAX).Key("e").BeginArray().Integer(-1).Bool(true).Null();
  json.BeginObject().EndObject().EndArray().StringsField("f", {}).FieldIfAny("g", "x");
  EXPECT_EQ(json.EndObject().Take(),
            R"({"a":"","b":null,"d":18446744073709551615,"e":[-1,true,null,{}],"f":[],"g":"x"})");
}

TEST(JsonWriter, IsTakenInPieces) {
  JsonWriter json;
  json.BeginArray().String("a");
  EXPECT_EQ(json.Take(), R"(["a")");
  EXPECT_EQ(json.String("b").EndArray().Take(), R"(,"b"])");
}

TEST(JsonWriter, WritesUtf8WhateverItQuotes) {
  const auto quoted = [](absl::string_view text) { return JsonWriter().String(text).Take(); };
  EXPECT_EQ(quoted("\xE4\xB8\xAD\xF0\x9F\x90\x89"), "\"\xE4\xB8\xAD\xF0\x9F\x90\x89\"");
  // Cut short, stray, overlong, a surrogate, beyond the last code: U+FFFD for each byte.
  EXPECT_EQ(quoted("a\xE4\xB8"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(quoted("\x80z"), "\"\xEF\xBF\xBDz\"");
  EXPECT_EQ(quoted("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(quoted("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(quoted("\xF4\x90\x80\x80\""),
            "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\\\"\"");
}

}  // namespace
}  // namespace decree

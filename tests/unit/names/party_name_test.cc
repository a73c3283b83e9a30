#include "core/names/party_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace decree {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FoldedName, IsNfkcCasefoldWithWhiteSpaceCollapsed) {
  const std::pair<const char*, const char*> rows[] = {
      {"ACME Co.", "acme co."},
      {"  ACME \t\n Co. ", "acme co."},
      {"ＡＣＭＥ　Ｃｏ．", "acme co."},  // full width, with the ideographic space
      {"ACME\xC2\xA0"
       "Co.",
       "acme co."},  // a space that does not break
      {"ACME\xE2\x80\xA8"
       "Co.",
       "acme co."},  // a separator of lines
      {"AC\xC2\xAD"
       "ME\xE2\x80\x8B Co.",
       "acme co."},  // a soft hyphen, a space of no width
      {"SOCIÉTÉ", "société"},
      {"SOCIE\xCC\x81"
       "TE\xCC\x81",
       "société"},  // accents apart
      {"Straße", "strasse"},
      {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
      {"ﬁnance №5", "finance no5"},
      {"", ""},
      {" \t", ""},
  };
  for (const auto& [name, folded] : rows) EXPECT_EQ(FoldedName(name), folded) << name;
  EXPECT_NE(FoldedName("Société d’Exemple"), FoldedName("Société d'Exemple"));
}

TEST(FoldedName, LeavesWhatIsNoUtf8) {
  EXPECT_EQ(FoldedName("AC\xFFME  Co"), "ac\xFFme co");
  EXPECT_EQ(FoldedName("\xC3"), "\xC3");
  EXPECT_EQ(FoldedName("\x85 a"), "\x85 a");
}

TEST(FoldedName, FoldingAgainChangesNothing) {
  for (const char* name : {"ＡＣＭＥ　Ｃｏ．", "Straße ﬁn", "İstanbul", "ΐ ΰ", "  a ; B "}) {
    const std::string folded = FoldedName(name);
    EXPECT_EQ(FoldedName(folded), folded) << name;
  }
}

TEST(ReadGivenName, IsTheWholeAndItsParts) {
  const GivenName plain = ReadGivenName("ACME");
  EXPECT_EQ(plain.whole, "acme");
  EXPECT_THAT(plain.parts, IsEmpty());
  const GivenName several = ReadGivenName(" Other ; ACME  Co;; other;");
  EXPECT_EQ(several.whole, "other ; acme co;; other;");
  EXPECT_THAT(several.parts, ElementsAre("other", "acme co"));
  EXPECT_THAT(ReadGivenName("a；b").parts, ElementsAre("a", "b"));  // of full width
}

TEST(IsPlaceholder, KnowsWhatFormsAndRegistersWrite) {
  for (const char* text :
       {"-0-", "n/a", "N/A", " None ", "NULL", "-", "unknown", "n/a; -0-", "Not  Applicable"}) {
    EXPECT_TRUE(IsPlaceholder(text)) << text;
  }
  for (const char* text : {"acme", "n/a; acme", "None Such Ltd", "Nil Trading", "100"}) {
    EXPECT_FALSE(IsPlaceholder(text)) << text;
  }
}

}  // namespace
}  // namespace decree

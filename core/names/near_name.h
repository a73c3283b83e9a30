// Whether two names of parties are nearly the same: a slip of the pen, an initial, another order of
// words, an accent left out, a legal form abbreviated or dropped. A near name is told and decides
// nothing; whether it is the same party is for people.
//
// The score, in hundredths, is 2 × m ÷ (weight of one name + weight of the other). A name is cut
// into words: compatibility forms, marks and case are folded (Unicode, core/names/party_name.h),
// letters that no fold opens are written out (ø o, ł l, đ d, æ ae, þ th …), apostrophes and the
// dots of abbreviations go, anything else that is no letter or digit parts words. A word weighs as
// many points as it has letters, at least 2 and at most 8; a legal form or a word of no meaning
// ("ltd", "gmbh", "of") weighs 1. Words pair off, the best first, whatever their order; a pair adds
// the lesser weight of the two times how near they are: equal 100, an initial with a word that it
// begins 80, two words by Jaro and Winkler's measure (1990) with a prefix scale of 0.1, which
// counts from 88 on where both have four letters or more. m is the sum. Forms of one meaning (ltd,
// limited) are one word, and so are two words side by side that the other name writes as one.
//
// All arithmetic is of integers, so that scores are the same on every machine.
#ifndef DECREE_CORE_NAMES_NEAR_NAME_H_
#define DECREE_CORE_NAMES_NEAR_NAME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace decree {

// A pair of names is near from this score on. What it finds and what it raises in vain is measured
// in tests/unit/names/near_name_measure_test.cc.
inline constexpr int kNearScoreMin = 85;
inline constexpr size_t kNearWordsMax = 32;  // of a name; words beyond are not looked at

struct NearName {
  struct Word {
    std::u32string letters;
    int weight = 0;
  };
  std::vector<Word> words;
  int weight = 0;
};
NearName ReadNearName(absl::string_view name);

// 0 to 100; of names that fold alike it says nothing of use. 0 where either has no word that
// weighs.
int NearScore(const NearName& a, const NearName& b);

// Keys that near names share at least one of, nearly always: of each word that is no legal form and
// no initial its first three letters, and its first letter with the consonants after it. Sorted,
// each once.
std::vector<std::string> NearKeys(const NearName& name);

// How near two words are by Jaro and Winkler, in ten-thousandths.
int JaroWinkler(const std::u32string& a, const std::u32string& b);

}  // namespace decree

#endif  // DECREE_CORE_NAMES_NEAR_NAME_H_

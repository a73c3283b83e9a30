#include "core/names/near_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "core/names/party_name.h"

namespace decree {
namespace {

constexpr int kWhole = 10'000;  // of a measure of words
constexpr int kInitialNear = 80, kEqual = 100;
constexpr int kWordNearMin = 88;
constexpr size_t kFuzzyLettersMin = 4;
constexpr int kWeightMin = 2, kWeightMax = 8, kFormWeight = 1;

// Letters that no decomposition opens, as they are written where they are not at hand.
struct Spelled {
  char32_t letter;
  const char* as;
};
constexpr std::array<Spelled, 14> kSpelled = {{{U'ø', "o"},
                                               {U'ł', "l"},
                                               {U'đ', "d"},
                                               {U'ð', "d"},
                                               {U'æ', "ae"},
                                               {U'œ', "oe"},
                                               {U'þ', "th"},
                                               {U'ħ', "h"},
                                               {U'ı', "i"},
                                               {U'ŋ', "n"},
                                               {U'ŧ', "t"},
                                               {U'ĸ', "k"},
                                               {U'ß', "ss"},
                                               {U'ſ', "s"}}};

// Legal forms and words of no meaning, each with what stands for it.
struct Form {
  const char32_t* word;
  const char32_t* means;
};
constexpr std::array<Form, 52> kForms = {{
    {U"ltd", U"ltd"},
    {U"limited", U"ltd"},
    {U"co", U"co"},
    {U"company", U"co"},
    {U"cia", U"co"},
    {U"corp", U"corp"},
    {U"corporation", U"corp"},
    {U"inc", U"inc"},
    {U"incorporated", U"inc"},
    {U"llc", U"llc"},
    {U"llp", U"llp"},
    {U"lp", U"lp"},
    {U"plc", U"plc"},
    {U"gmbh", U"gmbh"},
    {U"mbh", U"gmbh"},
    {U"ag", U"ag"},
    {U"kg", U"kg"},
    {U"se", U"se"},
    {U"sa", U"sa"},
    {U"sas", U"sas"},
    {U"sarl", U"sarl"},
    {U"srl", U"srl"},
    {U"spa", U"spa"},
    {U"sl", U"sl"},
    {U"bv", U"bv"},
    {U"nv", U"nv"},
    {U"ab", U"ab"},
    {U"as", U"as"},
    {U"oy", U"oy"},
    {U"oyj", U"oy"},
    {U"pty", U"pty"},
    {U"pte", U"pte"},
    {U"pvt", U"pvt"},
    {U"private", U"pvt"},
    {U"jsc", U"jsc"},
    {U"ojsc", U"jsc"},
    {U"pjsc", U"jsc"},
    {U"oao", U"jsc"},
    {U"pao", U"jsc"},
    {U"ooo", U"llc"},
    {U"zao", U"jsc"},
    {U"kk", U"kk"},
    {U"sdn", U"sdn"},
    {U"bhd", U"bhd"},
    {U"the", U"the"},
    {U"of", U"of"},
    {U"and", U"and"},
    {U"for", U"for"},
    {U"de", U"de"},
    {U"la", U"la"},
    {U"et", U"and"},
    {U"und", U"and"},
}};

bool IsLetter(char32_t code) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
  const bool is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
  return is_letter || (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}
bool IsMark(char32_t code) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}
// What stands inside a word without parting it: marks, apostrophes, the dots of "S.A.".
bool IsInside(char32_t code) {
  return IsMark(code) || code == U'\'' || code == U'’' || code == U'‘' || code == U'ʼ' ||
         code == U'`' || code == U'´' || code == U'.' || code == U'ʹ' || code == U'·';
}

// The characters of a folded name, decomposed.
std::u32string Decomposed(absl::string_view folded) {
  std::u32string codes;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(folded.data());
  auto left = static_cast<utf8proc_ssize_t>(folded.size());
  while (left > 0) {
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t bytes = utf8proc_iterate(at, left, &code);
    if (bytes < 1) {  // no UTF-8
      code = ' ';
      bytes = 1;
    }
    at += bytes;
    left -= bytes;
    std::array<utf8proc_int32_t, 32> parts{};
    int last_boundclass = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        code, parts.data(), parts.size(),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &last_boundclass);
    if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) continue;
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
      codes.push_back(static_cast<char32_t>(parts[static_cast<size_t>(i)]));
    }
  }
  return codes;
}

void AppendSpelled(char32_t letter, std::u32string& to) {
  for (const Spelled& spelled : kSpelled) {
    if (spelled.letter != letter) continue;
    for (const char* c = spelled.as; *c != '\0'; ++c) to.push_back(static_cast<char32_t>(*c));
    return;
  }
  to.push_back(letter);
}

NearName::Word WordOf(std::u32string letters) {
  for (const Form& form : kForms) {
    if (letters == form.word) return {form.means, kFormWeight};
  }
  const int weight = std::clamp(static_cast<int>(std::min<size_t>(letters.size(), kWeightMax)),
                                kWeightMin, kWeightMax);
  return {std::move(letters), weight};
}

// 0 to 100.
int WordNearness(const std::u32string& a, const std::u32string& b) {
  if (a == b) return kEqual;
  if (a.size() == 1 || b.size() == 1) return a.front() == b.front() ? kInitialNear : 0;
  if (a.size() < kFuzzyLettersMin || b.size() < kFuzzyLettersMin) return 0;
  const int near = JaroWinkler(a, b) / (kWhole / kEqual);
  return near >= kWordNearMin ? near : 0;
}

// Two words side by side of one name that are one word of the other become that word.
NearName JoinedAs(const NearName& name, const NearName& other) {
  NearName joined;
  const auto add = [&joined](NearName::Word word) {
    joined.weight += word.weight;
    joined.words.push_back(std::move(word));
  };
  for (size_t i = 0; i < name.words.size(); ++i) {
    if (i + 1 < name.words.size()) {
      std::u32string both = name.words[i].letters + name.words[i + 1].letters;
      const bool is_one =
          std::any_of(other.words.begin(), other.words.end(),
                      [&](const NearName::Word& word) { return word.letters == both; });
      if (is_one) {
        add(WordOf(std::move(both)));
        ++i;
        continue;
      }
    }
    add(name.words[i]);
  }
  return joined;
}

bool IsVowel(char32_t letter) {
  return letter == U'a' || letter == U'e' || letter == U'i' || letter == U'o' || letter == U'u' ||
         letter == U'y' || letter == U'h' || letter == U'w';
}

void AppendUtf8(char32_t code, std::string& to) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const utf8proc_ssize_t count =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes.data());
  to.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(count));
}

}  // namespace

NearName ReadNearName(absl::string_view name) {
  NearName near;
  std::u32string word;
  const auto end_word = [&] {
    if (word.empty() || near.words.size() >= kNearWordsMax) return word.clear();
    near.words.push_back(WordOf(std::move(word)));
    near.weight += near.words.back().weight;
    word.clear();
  };
  for (const char32_t code : Decomposed(FoldedName(name))) {
    if (IsLetter(code)) {
      AppendSpelled(code, word);
    } else if (!IsInside(code)) {
      end_word();
    }
  }
  end_word();
  return near;
}

int JaroWinkler(const std::u32string& a, const std::u32string& b) {
  constexpr size_t kPrefixMax = 4;
  constexpr int kPrefixScale = 10;  // one tenth for each letter
  if (a.empty() || b.empty()) return 0;
  const size_t longer = std::max(a.size(), b.size());
  const size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::vector<bool> taken_a(a.size()), taken_b(b.size());
  int64_t matches = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const size_t first = i > window ? i - window : 0;
    const size_t last = std::min(b.size(), i + window + 1);
    for (size_t j = first; j < last; ++j) {
      if (taken_b[j] || a[i] != b[j]) continue;
      taken_a[i] = taken_b[j] = true;
      ++matches;
      break;
    }
  }
  if (matches == 0) return 0;
  int64_t out_of_order = 0;
  for (size_t i = 0, j = 0; i < a.size(); ++i) {
    if (!taken_a[i]) continue;
    while (!taken_b[j]) ++j;
    if (a[i] != b[j]) ++out_of_order;
    ++j;
  }
  const auto size_a = static_cast<int64_t>(a.size()), size_b = static_cast<int64_t>(b.size());
  const int64_t jaro = (kWhole * matches / size_a + kWhole * matches / size_b +
                        kWhole * (matches - out_of_order / 2) / matches) /
                       3;
  size_t prefix = 0;
  while (prefix < std::min({kPrefixMax, a.size(), b.size()}) && a[prefix] == b[prefix]) ++prefix;
  const int64_t bonus = static_cast<int64_t>(prefix) * (kWhole - jaro) / kPrefixScale;
  return static_cast<int>(jaro + bonus);
}

int NearScore(const NearName& first, const NearName& second) {
  const NearName a = JoinedAs(first, second), b = JoinedAs(second, first);
  const auto has_weight = [](const NearName& name) {
    return std::any_of(name.words.begin(), name.words.end(), [](const NearName::Word& word) {
      return word.weight > kFormWeight && word.letters.size() > 1;
    });
  };
  if (!has_weight(a) || !has_weight(b)) return 0;
  // The nearest pairs first; ties by their places, so that nothing hangs on the order of a sort.
  std::vector<std::tuple<int, int, size_t, size_t>> pairs;
  for (size_t i = 0; i < a.words.size(); ++i) {
    for (size_t j = 0; j < b.words.size(); ++j) {
      const int near = WordNearness(a.words[i].letters, b.words[j].letters);
      const int weight = std::min(a.words[i].weight, b.words[j].weight);
      if (near > 0) pairs.emplace_back(-near, -weight, i, j);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<bool> taken_a(a.words.size()), taken_b(b.words.size());
  int sum = 0;
  for (const auto& [near, weight, i, j] : pairs) {
    if (taken_a[i] || taken_b[j]) continue;
    taken_a[i] = taken_b[j] = true;
    // An initial stands for the whole word that it begins.
    const bool is_initial = -near == kInitialNear;
    sum += is_initial ? -near * (a.words[i].weight + b.words[j].weight) / 2 : near * weight;
  }
  return std::min(kEqual, 2 * sum / (a.weight + b.weight));
}

std::vector<std::string> NearKeys(const NearName& name) {
  constexpr size_t kBeginning = 3, kConsonants = 4;
  std::vector<std::string> keys;
  for (const NearName::Word& word : name.words) {
    if (word.weight == kFormWeight || word.letters.size() < 2) continue;
    std::string beginning, skeleton = "=";
    for (size_t i = 0; i < std::min(kBeginning, word.letters.size()); ++i) {
      AppendUtf8(word.letters[i], beginning);
    }
    size_t taken = 0;
    char32_t before = 0;
    for (size_t i = 0; i < word.letters.size() && taken < kConsonants; ++i) {
      const char32_t letter = word.letters[i];
      if (i > 0 && (IsVowel(letter) || letter == before)) continue;
      AppendUtf8(letter, skeleton);
      before = letter;
      ++taken;
    }
    keys.push_back(std::move(beginning));
    keys.push_back(std::move(skeleton));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace decree

#include "core/model/date_slips.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "core/model/ascii.h"

namespace decree {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr size_t kMonthLettersMin = 3;

// "2025-11-05"; "" where there is no such day.
std::string Iso(int64_t year, int64_t month, int64_t day) {
  const absl::CivilDay civil(year, static_cast<int>(month), static_cast<int>(day));
  const bool exists =
      year >= 1 && civil.year() == year && civil.month() == month && civil.day() == day;
  return exists ? absl::FormatCivilTime(civil) : "";
}

std::optional<int64_t> NumberOf(absl::string_view word) {
  int64_t number = 0;
  if (word.empty() || word.size() > 4 || !IsDigit(word.front())) return std::nullopt;
  if (!absl::SimpleAtoi(word, &number)) return std::nullopt;
  return number;
}

bool IsYear(absl::string_view word) { return word.size() == 4 && NumberOf(word).has_value(); }

std::optional<int64_t> MonthNamed(absl::string_view word) {
  const std::string name = absl::AsciiStrToLower(word);
  if (name.size() < kMonthLettersMin) return std::nullopt;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (absl::StartsWith(kMonths[i], name)) return static_cast<int64_t>(i + 1);
  }
  return std::nullopt;
}

std::string OneMeaning(const std::string& iso) {
  return iso.empty() ? "" : absl::StrCat("write ", iso);
}

// Three numbers: with the year in front the order is plain, else it is not.
std::string OfNumbers(const std::vector<absl::string_view>& words) {
  const auto a = NumberOf(words[0]), b = NumberOf(words[1]), c = NumberOf(words[2]);
  if (!a || !b || !c) return "";
  if (IsYear(words[0])) return OneMeaning(Iso(*a, *b, *c));
  if (!IsYear(words[2])) return "";
  const std::string day_first = Iso(*c, *b, *a), month_first = Iso(*c, *a, *b);
  if (day_first.empty() || month_first.empty() || day_first == month_first) {
    return OneMeaning(day_first.empty() ? month_first : day_first);
  }
  return absl::StrCat("write ", day_first, " if the day stands first, ", month_first,
                      " if the month does");
}

// "Nov 5 2025", "5 November 2025", "November 2025".
std::string OfNames(const std::vector<absl::string_view>& words) {
  std::optional<int64_t> month, day, year;
  for (absl::string_view word : words) {
    for (const absl::string_view ending : {"st", "nd", "rd", "th"}) {
      if (word.size() > ending.size() && IsDigit(word.front()) && absl::EndsWith(word, ending)) {
        word.remove_suffix(ending.size());
      }
    }
    if (const auto named = MonthNamed(word); named && !month) {
      month = named;
    } else if (IsYear(word) && !year) {
      year = NumberOf(word);
    } else if (const auto number = NumberOf(word); number && !day) {
      day = number;
    } else {
      return "";
    }
  }
  if (!month || !year) return "";
  if (day) return OneMeaning(Iso(*year, *month, *day));
  return absl::StrCat("write ", Iso(*year, *month, 1).substr(0, 7));
}

}  // namespace

std::string MeantByDateSlip(absl::string_view text) {
  constexpr size_t kBytesMax = 40, kPlainDigits = 8;
  if (text.empty() || text.size() > kBytesMax || text.front() == '-') return "";
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar("./-, "), absl::SkipEmpty());
  if (words.size() == 1 && words[0].size() == kPlainDigits) {
    return OfNumbers({words[0].substr(0, 4), words[0].substr(4, 2), words[0].substr(6)});
  }
  if (words.size() == 3) {
    std::string meant = OfNumbers(words);
    if (!meant.empty()) return meant;
  }
  return words.size() == 2 || words.size() == 3 ? OfNames(words) : "";
}

}  // namespace decree

#include "core/compiled/measure/point_entry.h"

#include <algorithm>

#include "core/model/edtf_date.h"
#include "core/projections/act_record.h"

namespace decree {
namespace {

constexpr int32_t kFirstEntryDay = -18'262;  // 1920-01-01
constexpr size_t kHeadingDigits = 4;

uint32_t ValueOf(absl::string_view digits) {
  uint32_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<uint32_t>(c - '0');
  return value;
}

}  // namespace

int32_t DayOf(int64_t civil_us) {
  if (civil_us == kAxisMin) return kDayMin;
  if (civil_us == kAxisMax) return kDayMax;
  const int64_t day = civil_us / kMicrosPerDay;
  return static_cast<int32_t>(civil_us % kMicrosPerDay < 0 ? day - 1 : day);
}

uint32_t PlaceNumber(absl::string_view place) {
  const bool is_short = place.size() <= 4 && std::all_of(place.begin(), place.end(), [](char c) {
                          return static_cast<uint8_t>(c) < 0x80;
                        });
  if (!is_short) return static_cast<uint32_t>(IdHash(place)) | 0x80000000u;
  uint32_t number = 0;
  for (const char c : place) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

EntryDay EntryDayOf(int32_t day) {
  if (day < kFirstEntryDay) return kEntryDayMin;
  if (day >= kFirstEntryDay + kEntryDayMax - 1) return kEntryDayMax;
  return static_cast<EntryDay>(day - kFirstEntryDay + 1);
}

int32_t DayOfEntry(EntryDay day) { return kFirstEntryDay + day - 1; }

bool IsAskable(int32_t day) {
  return day >= kFirstEntryDay && day < kFirstEntryDay + kEntryDayMax - 1;
}

uint32_t PackedCode(ProductSystem system, absl::string_view digits) {
  const absl::string_view rest =
      digits.size() < kHeadingDigits ? digits : digits.substr(kHeadingDigits);
  return uint32_t{static_cast<uint8_t>(system)} << 24 | static_cast<uint32_t>(digits.size()) << 20 |
         ValueOf(rest);
}

bool IsNumeric(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

bool AreComparable(ProductSystem a, ProductSystem b) {
  return a == b || (a == ProductSystem::kHs && IsNumeric(b)) ||
         (b == ProductSystem::kHs && IsNumeric(a));
}

uint32_t PartOf(absl::string_view digits) {
  return digits.size() < kHeadingDigits ? kWidePart : ValueOf(digits.substr(0, kHeadingDigits)) + 1;
}

AskedCode::AskedCode(const ProductCode& product)
    : system_(product.system),
      length_(static_cast<uint32_t>(std::min(product.code.size(), kDigitsMax))),
      part_(PartOf(product.code)) {
  for (uint32_t i = 1; i <= length_; ++i) {
    const uint32_t before = i == kHeadingDigits ? 0 : digits_[i - 1] * 10;
    digits_[i] =
        i == kHeadingDigits ? 0 : before + static_cast<uint32_t>(product.code[i - 1] - '0');
  }
}

}  // namespace decree

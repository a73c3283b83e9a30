#include "core/image/point_entry.h"

#include <algorithm>

#include "core/model/edtf_date.h"
#include "core/projections/act_record.h"

namespace decree {

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

uint64_t PackedCode(ProductSystem system, absl::string_view digits) {
  uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<uint64_t>(c - '0');
  return uint64_t{static_cast<uint8_t>(system)} << 56 | uint64_t{digits.size()} << 48 | value;
}

bool IsNumeric(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

bool AreComparable(ProductSystem a, ProductSystem b) {
  return a == b || (a == ProductSystem::kHs && IsNumeric(b)) ||
         (b == ProductSystem::kHs && IsNumeric(a));
}

uint32_t PartOf(uint64_t code) {
  const uint32_t length = LengthOf(code);
  if (length < 4) return kWidePart;
  uint64_t digits = DigitsOf(code);
  for (uint32_t i = length; i > 4; --i) digits /= 10;
  return static_cast<uint32_t>(digits) + 1;
}

AskedCode::AskedCode(const ProductCode& product)
    : system_(product.system),
      length_(static_cast<uint32_t>(std::min(product.code.size(), kDigitsMax))) {
  for (uint32_t i = 1; i <= length_; ++i) {
    prefixes_[i] = prefixes_[i - 1] * 10 + static_cast<uint64_t>(product.code[i - 1] - '0');
  }
}

}  // namespace decree

// The entries of the point table: what a measure's answer is for one key, one stretch of knowledge
// and one stretch of the effective axis. Plain numbers of fixed size, stored as they are.
//
// Do not confuse an entry with an act record: it is an answer that was worked out, valid for the
// record it was worked out of, and can be made again.
#ifndef DECREE_CORE_COMPILED_MEASURE_POINT_ENTRY_H_
#define DECREE_CORE_COMPILED_MEASURE_POINT_ENTRY_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/model/product_code.h"
#include "core/model/view.h"

namespace decree {

inline constexpr int32_t kDayMin = INT32_MIN;  // open beginnings
inline constexpr int32_t kDayMax = INT32_MAX;  // open ends

// The civil day that holds an instant of the civil axis; kAxisMin and kAxisMax stay open.
int32_t DayOf(int64_t civil_us);

// A jurisdiction or group as a number: the bytes of up to four characters; longer names are hashed
// (IsHashedPlace), which may bring two together. 0: the empty text, any.
uint32_t PlaceNumber(absl::string_view place);
constexpr bool IsHashedPlace(uint32_t place) { return (place >> 31) != 0; }

// Days in entries: two bytes from 1920 to 2099, with open ends. What lies beyond counts as open,
// which is exact for every day that can be asked (IsAskable).
using EntryDay = uint16_t;
inline constexpr EntryDay kEntryDayMin = 0, kEntryDayMax = UINT16_MAX;
EntryDay EntryDayOf(int32_t day);
int32_t DayOfEntry(EntryDay day);  // of one that is not open
bool IsAskable(int32_t day);

// Numeric codes as numbers: system (3 bits), digits given (4 bits), value of the digits that its
// part does not tell (20 bits). 0: any.
uint32_t PackedCode(ProductSystem system, absl::string_view digits);
constexpr ProductSystem SystemOf(uint32_t code) { return static_cast<ProductSystem>(code >> 24); }
constexpr uint32_t LengthOf(uint32_t code) { return code >> 20 & 0xf; }
constexpr uint32_t DigitsOf(uint32_t code) { return code & 0xfffff; }
bool IsNumeric(ProductSystem system);
// Whether codes of the two systems can be told apart by their digits.
bool AreComparable(ProductSystem a, ProductSystem b);

// Which part of a tariff schedule a key is about: the heading (first four digits, plus one), or
// kWidePart for shorter codes and no code. The others list measures whose codes a question of
// another system cannot be compared with.
inline constexpr uint32_t kWidePart = 0;
inline constexpr uint32_t kOtherSystemsPart = 0x10000;
inline constexpr uint32_t kHtsPart = 0x10001;
inline constexpr uint32_t kCnPart = 0x10002;
uint32_t PartOf(absl::string_view digits);

inline constexpr size_t kDigitsMax = 10;

// Where an entry is filed and found.
struct PointKey {
  uint32_t issuer = 0;  // PlaceNumber
  uint32_t origin = 0;  // of the scope: a place, a group, or 0 for any
  uint32_t part = 0;
  friend bool operator==(const PointKey&, const PointKey&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const PointKey&, const PointKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PointKey& key) {
    return H::combine(std::move(h), uint64_t{key.issuer} << 32 | key.origin, key.part);
  }
};

enum PointFlag : uint8_t {
  // The scope, the day or the measure asks for more than numbers tell: ask by the slow path.
  kPointAsk = 1 << 0,
  // The measure has many keys: its answers stand apart, once (PointTable::AnswersOf); rate_ppm
  // holds
  // the number of the scope that was in effect.
  kPointApart = 1 << 1,
};

// Half-open stretches of civil days.
struct PointEntry {
  uint32_t code = 0;  // of the scope; 0: any product. Apart: the scope's number
  uint32_t measure = 0;
  uint32_t destination = 0;  // of the scope; 0: any. Apart: the issuer
  int32_t rate_ppm = -1;     // kRateNotPlain: no plain ad valorem rate
  EntryDay known_from = kEntryDayMin, known_until = kEntryDayMax;
  EntryDay from = kEntryDayMin, until = kEntryDayMax;
  Answer applies = Answer::kUndetermined;
  uint8_t force_bits = 0;
  uint8_t flags = 0;
  uint8_t reserved = 0;

  bool Covers(EntryDay day, EntryDay known_day) const {
    return from <= day && day < until && known_from <= known_day && known_day < known_until;
  }
  friend bool operator==(const PointEntry&, const PointEntry&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const PointEntry&, const PointEntry&) = default;
};
inline constexpr size_t kPointEntryBytes = 28;
static_assert(sizeof(PointEntry) == kPointEntryBytes);

// A question's product, ready to be held against entries.
class AskedCode {
 public:
  AskedCode() = default;  // of nothing: only to be assigned to
  // `product` is numeric, with at least four digits.
  explicit AskedCode(const ProductCode& product);
  enum class Match : uint8_t { kNo, kYes, kOpen };  // kOpen: the code is longer than the product
  Match Of(uint32_t code) const {
    if (code == 0) return Match::kYes;
    const ProductSystem system = SystemOf(code);
    if (system != system_ && system != ProductSystem::kHs && system_ != ProductSystem::kHs) {
      return Match::kNo;  // another system's: found where such are listed
    }
    const uint32_t length = LengthOf(code);
    if (length <= length_) return DigitsOf(code) == digits_[length] ? Match::kYes : Match::kNo;
    return DigitsOf(code) / kPowers[length - length_] == digits_[length_] ? Match::kOpen
                                                                          : Match::kNo;
  }
  uint32_t part() const { return part_; }
  ProductSystem system() const { return system_; }

 private:
  static constexpr uint32_t kPowers[] = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
  ProductSystem system_ = ProductSystem::kAny;
  uint32_t length_ = 0, part_ = 0;
  uint32_t digits_[kDigitsMax + 1] = {};  // as PackedCode has them for each beginning
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_POINT_ENTRY_H_

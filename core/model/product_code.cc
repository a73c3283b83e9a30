#include "core/model/product_code.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/ascii.h"
#include "core/model/identifier.h"
#include "core/model/limits.h"

namespace decree {
namespace {

struct SystemRow {
  ProductSystem system;
  absl::string_view name;
  size_t digits_max;  // 0: not numeric
};

constexpr std::array<SystemRow, 6> kSystems = {{
    {ProductSystem::kHs, "HS", 6},
    {ProductSystem::kHts, "HTS", 10},
    {ProductSystem::kCn, "CN", 8},
    {ProductSystem::kEccn, "ECCN", 0},
    {ProductSystem::kCnControl, "CNCTRL", 0},
    {ProductSystem::kTag, "tag", 0},
}};
constexpr size_t kDigitsMin = 2;
constexpr size_t kHeadingDigits = 4;  // before the first dot
constexpr size_t kEditionBytesMax = 16;
constexpr size_t kControlEntryLength = 5;  // "3A090"
// Normalising adds at most one byte, the dot after a control list entry. A text with that dot is
// taken as the same text without it is: what a record gives out is read again.
constexpr size_t kProductBytesMax = kIdBytesMax + 1;

absl::Status NotAProduct(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, kIdBytesMax), "\" is not a product (", why, ")"));
}

std::string WithoutSeparators(absl::string_view code) {
  std::string bare;
  for (char c : code) {
    if (c != '.' && c != ' ') bare.push_back(c);
  }
  return bare;
}

// "3a090.a.1" -> "3A090.A1"; other shapes ("EAR99") only lose their separators.
std::string NormalControlCode(absl::string_view code) {
  std::string bare = absl::AsciiStrToUpper(WithoutSeparators(code));
  const bool is_entry = bare.size() > kControlEntryLength && IsDigit(bare[0]) &&
                        !IsDigit(bare[1]) && IsDigit(bare[2]) && IsDigit(bare[3]) &&
                        IsDigit(bare[4]);
  if (is_entry) bare.insert(kControlEntryLength, 1, '.');
  return bare;
}

absl::StatusOr<std::string> NormalCode(const SystemRow& row, absl::string_view text,
                                       absl::string_view code) {
  if (row.system == ProductSystem::kTag) {
    if (!IsIdentifier(code)) {
      return NotAProduct(text, "a tag is made of letters, digits and . _ : / -");
    }
    return std::string(code);
  }
  if (row.digits_max == 0) {
    std::string normal = NormalControlCode(code);
    if (!IsIdentifier(normal)) return NotAProduct(text, "letters and digits only, e.g. ECCN:3A090");
    return normal;
  }
  std::string digits = WithoutSeparators(code);
  if (digits.size() < kDigitsMin || digits.size() > row.digits_max ||
      !std::all_of(digits.begin(), digits.end(), IsDigit)) {
    return NotAProduct(text, absl::StrCat(row.name, " codes have ", kDigitsMin, " to ",
                                          row.digits_max, " digits"));
  }
  return digits;
}

bool IsHsBased(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

}  // namespace

absl::StatusOr<ProductCode> ParseProductCode(absl::string_view text) {
  ProductCode product;
  if (text == "*") return product;
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || text.size() > kProductBytesMax) {
    return NotAProduct(text, "write HS:, HTS:, CN:, ECCN:, CNCTRL:, tag: and a code, or *");
  }
  absl::string_view name = text.substr(0, colon);
  const size_t at = name.find('@');
  if (at != absl::string_view::npos) {
    const absl::string_view edition = name.substr(at + 1);
    if (edition.empty() || edition.size() > kEditionBytesMax ||
        !std::all_of(edition.begin(), edition.end(),
                     [](char c) { return IsAlnum(c) || c == '.' || c == '-'; })) {
      return NotAProduct(text, "an edition is 1 to 16 letters, digits, dots or dashes: HTS@2025:");
    }
    product.edition = std::string(edition);
    name = name.substr(0, at);
  }
  const auto* row = std::find_if(kSystems.begin(), kSystems.end(),
                                 [name](const SystemRow& r) { return r.name == name; });
  if (row == kSystems.end()) {
    return NotAProduct(text, "the systems are HS, HTS, CN, ECCN, CNCTRL and tag");
  }
  product.system = row->system;
  DECREE_ASSIGN_OR_RETURN(product.code, NormalCode(*row, text, text.substr(colon + 1)));
  if (FormatProductCode(product).size() > kProductBytesMax) {
    return NotAProduct(text, absl::StrCat("at most ", kIdBytesMax, " bytes are taken"));
  }
  return product;
}

std::string FormatProductCode(const ProductCode& product) {
  for (const SystemRow& row : kSystems) {
    if (row.system != product.system) continue;
    return absl::StrCat(row.name, product.edition.empty() ? "" : "@", product.edition, ":",
                        product.code);
  }
  return "*";
}

std::string DottedProductCode(const ProductCode& product) {
  if (!IsHsBased(product.system)) return FormatProductCode(product);
  ProductCode dotted = product;
  for (size_t at = kHeadingDigits; at < dotted.code.size(); at += 3) dotted.code.insert(at, 1, '.');
  return FormatProductCode(dotted);
}

PrefixRelation RelationOf(const ProductCode& clause, const ProductCode& product) {
  if (clause.system == ProductSystem::kAny) return PrefixRelation::kCovers;
  if (product.system == ProductSystem::kAny) return PrefixRelation::kOpen;
  if (clause.system == ProductSystem::kTag && product.system == ProductSystem::kTag) {
    return clause.code == product.code ? PrefixRelation::kCovers : PrefixRelation::kOutside;
  }
  const bool same = clause.system == product.system;
  const bool clause_is_hs = clause.system == ProductSystem::kHs && IsHsBased(product.system);
  const bool product_is_hs = product.system == ProductSystem::kHs && IsHsBased(clause.system);
  if (!same && !clause_is_hs && !product_is_hs) return PrefixRelation::kOpen;
  if (same && !clause.edition.empty() && !product.edition.empty() &&
      clause.edition != product.edition) {
    return PrefixRelation::kOpen;
  }
  if (absl::StartsWith(product.code, clause.code)) return PrefixRelation::kCovers;
  if (absl::StartsWith(clause.code, product.code)) return PrefixRelation::kOpen;
  return PrefixRelation::kOutside;
}

}  // namespace decree

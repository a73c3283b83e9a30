// A product as a scope or a transaction names it: a classification system, its edition and a code.
//
// Text forms: "HTS:8541.42.00", "HS:8541", "CN:8541 42 00", "HTS@2025:85414200", "ECCN:3A090.a",
// "CNCTRL:1C902", "tag:rare-earths", "*" (any product). Normalised: numeric codes without dots and
// spaces; control list codes in upper case with one dot after the entry ("ECCN:3A090.A1").
#ifndef DECREE_CORE_MODEL_PRODUCT_CODE_H_
#define DECREE_CORE_MODEL_PRODUCT_CODE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

enum class ProductSystem : uint8_t { kAny, kHs, kHts, kCn, kEccn, kCnControl, kTag };

struct ProductCode {
  ProductSystem system = ProductSystem::kAny;
  std::string edition;  // "" when none is named
  std::string code;     // normalised; "" only for kAny
  friend bool operator==(const ProductCode&, const ProductCode&) = default;
};

// Errors: InvalidArgument `"HS:85414200" is not a product (…)`.
absl::StatusOr<ProductCode> ParseProductCode(absl::string_view text);
std::string FormatProductCode(const ProductCode& product);  // the normalised text
// As people write codes of goods: "HTS:8541.42.00.10". Others as they are normalised.
std::string DottedProductCode(const ProductCode& product);

// How the code of a clause relates to the product of a transaction.
enum class PrefixRelation : uint8_t {
  kCovers,   // the product lies under the clause
  kOutside,  // it does not
  kOpen,     // too short, another system or another edition: it may or may not
};

// By prefix within one system; an HS clause reads the first six digits of HTS and CN, and a longer
// HTS or CN clause leaves an HS product open unless its digits already differ. Tags match whole.
PrefixRelation RelationOf(const ProductCode& clause, const ProductCode& product);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PRODUCT_CODE_H_

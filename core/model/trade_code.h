// Whether a code of goods can be one: HS, HTS and CN codes have 2, 4, 6, 8 or 10 digits, in
// chapters that exist (HS 2022: 01 to 97 without 77; 98 and 99 are for national use). Source: the
// Harmonized System's nomenclature; hts.usitc.gov; the EU's Combined Nomenclature.
#ifndef DECREE_CORE_MODEL_TRADE_CODE_H_
#define DECREE_CORE_MODEL_TRADE_CODE_H_

#include "absl/status/status.h"
#include "core/model/product_code.h"

namespace decree {

// Of goods that a question names, and of scopes of new events; what is recorded may say anything.
// Errors: InvalidArgument with the likely cause: of an odd number of digits a leading zero that
// went lost.
absl::Status CheckTradeCode(const ProductCode& product);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_TRADE_CODE_H_

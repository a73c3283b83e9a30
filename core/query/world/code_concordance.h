// Which codes of a classification became which, as of a date.
#ifndef DECREE_CORE_QUERY_WORLD_CODE_CONCORDANCE_H_
#define DECREE_CORE_QUERY_WORLD_CODE_CONCORDANCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/product_code.h"
#include "core/projections/event_reader.h"
#include "core/query/context.h"
#include "core/query/scope/transaction_match.h"

namespace decree {

struct CodesOnDate {
  // What these products had before, or got after, changes that are in effect on the date, followed
  // through several changes. At most 256 of each product; what one change says is gone through once
  // a product.
  std::vector<RelatedCode> related;
  // A sentence for each code given that is, or may be, no more by the date.
  std::vector<std::string> ended;
};

// HTS and CN codes follow the changes of HS codes as well, by their first six digits. Codes are
// told as the changes write them.
absl::StatusOr<CodesOnDate> CodesOn(const AskedDate& on, const std::vector<ProductCode>& products,
                                    const QuestionContext& context, EventReader& events);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WORLD_CODE_CONCORDANCE_H_

// What a question names is held against the lists and the record before it is asked.
#include <algorithm>

#include "core/base/status_macros.h"
#include "core/model/place/place.h"
#include "core/model/scope_dimensions.h"
#include "core/record/record_questions.h"

namespace decree {

absl::Status RecordQuestions::CheckPlaces(
    std::initializer_list<std::pair<absl::string_view, std::string*>> places) {
  bool are_listed = true;
  for (const auto& [field, place] : places) {
    if (*place == "*") place->clear();
    are_listed = are_listed && (place->empty() || IsListedPlace(*place));
  }
  if (are_listed) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  for (const auto& [field, place] : places) {
    DECREE_RETURN_IF_ERROR(NamesOf(pinned).CheckPlace(field, *place));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RecordQuestions::CheckTransaction(
    const Transaction& transaction) {
  const std::vector<std::string> places = PlacesOf(transaction);
  const std::vector<ProductCode>& products = transaction.products;
  const bool is_plain =
      transaction.facts.empty() && std::all_of(places.begin(), places.end(), IsListedPlace) &&
      std::none_of(products.begin(), products.end(), [](const ProductCode& product) {
        return product.system == ProductSystem::kTag;
      });
  if (is_plain) return std::vector<std::string>();
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  const NamesOnRecord names = NamesOf(pinned);
  DECREE_RETURN_IF_ERROR(names.CheckTransaction(transaction));
  return names.UnusedTags(transaction);
}

}  // namespace decree

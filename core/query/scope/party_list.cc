#include "core/query/scope/party_list.h"

namespace decree {
namespace {

constexpr size_t kGivenMax = 65'536;

}  // namespace

PartyList::PartyList(const std::vector<std::string>& names) : names_(names) {
  folded_.reserve(names.size());
  for (const std::string& name : names) folded_.insert(FoldedName(name));
}

PartyList& PartyLists::Of(const std::vector<std::string>& names) {
  std::unique_ptr<PartyList>& list = lists_[&names];
  if (list == nullptr) list = std::make_unique<PartyList>(names);
  return *list;
}

const GivenName& PartyLists::Given(const std::string& text) {
  if (given_.size() >= kGivenMax && !given_.contains(text)) given_.clear();
  std::unique_ptr<const GivenName>& given = given_[text];
  if (given == nullptr) given = std::make_unique<const GivenName>(ReadGivenName(text));
  return *given;
}

}  // namespace decree

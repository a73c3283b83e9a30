#include "tools/cli/transaction_flags.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace decree::tools {
namespace {

struct FlagOfField {
  const char* flag;
  const char* field;
  const char* help;
};
constexpr std::array kFlags = {
    FlagOfField{"--origin", "origin", "where the goods come from (CN)"},
    FlagOfField{"--destination", "destination", "where they go (US)"},
    FlagOfField{"--shipped-from", "shippedFrom", "where they are shipped from"},
    FlagOfField{"--exporter", "exporter", "id of the exporter"},
    FlagOfField{"--importer", "importer", "id of the importer"},
    FlagOfField{"--consignee", "consignee", "id of the consignee"},
    FlagOfField{"--end-user", "endUser", "id of the end user"},
    FlagOfField{"--movement", "movement", "export, reExport or transfer"},
    FlagOfField{"--end-use", "endUse", "what it is used for"},
    FlagOfField{"--preference", "preference", "the preference claimed; `none` says there is none"},
    FlagOfField{"--value", "value", "customs value: 10000, or \"10000 USD\""},
    FlagOfField{"--currency", "currency", "of the value (USD)"},
};

}  // namespace

void TransactionFlags::Declare(Verb& verb) {
  for (const FlagOfField& flag : kFlags) verb.Option(flag.flag, values_[flag.field], flag.help);
  verb.OptionList("--product", products_,
                  "code or tag of the product (HTS:8541.42.00); repeat it for its other codes and "
                  "tags")
      .OptionList("--party", parties_, "id of a party involved; may be repeated")
      .OptionList("--fact", facts_,
                  "name=value: contentShare=0.1%, owner=ID:60% (repeatable), exported=DATE, "
                  "loaded=DATE, entered=DATE, contract=DATE, exception=NAME, kg=1200 …");
}

bool TransactionFlags::any() const {
  return !products_.empty() || !parties_.empty() || !facts_.empty() ||
         std::any_of(values_.begin(), values_.end(),
                     [](const auto& value) { return !value.second.empty(); });
}

bool TransactionFlags::any_beyond_goods() const {
  return products_.size() > 1 || !parties_.empty() || !facts_.empty() ||
         std::any_of(values_.begin(), values_.end(), [](const auto& value) {
           return !value.second.empty() && value.first != "origin" && value.first != "destination";
         });
}

absl::StatusOr<Transaction> TransactionFlags::Read(const std::string& on) const {
  std::vector<TransactionField> fields = {{"on", on}};
  for (const FlagOfField& flag : kFlags) fields.push_back({flag.field, values_.at(flag.field)});
  for (const std::string& product : products_) fields.push_back({"product", product});
  for (const std::string& party : parties_) fields.push_back({"party", party});
  for (const std::string& fact : facts_) {
    const size_t equals = fact.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == fact.size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--fact: \"", fact, "\" is no fact; write name=value, e.g. contentShare=0.1%"));
    }
    fields.push_back({fact.substr(0, equals), fact.substr(equals + 1)});
  }
  return TransactionFromFields(fields);
}

}  // namespace decree::tools

#include "tools/cli/transaction_flags.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/model/scope_dimensions.h"

namespace decree::tools {
namespace {

constexpr char kProducts[] = "--product";
constexpr char kParties[] = "--party";
constexpr char kFacts[] = "--fact";

struct FlagOfField {
  std::string flag;
  const char* field;
  const char* help;
};

// --end-user of endUser.
std::string FlagOf(absl::string_view fact) {
  std::string flag = "--";
  for (const char c : fact) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) flag.push_back('-');
    flag.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return flag;
}

// Those that take one text: of the dimensions of scopes, then the value.
const std::vector<FlagOfField>& FlagsOfFields() {
  static const auto* const flags = [] {
    auto* const all = new std::vector<FlagOfField>;
    for (const ScopeDimension* const dimension : kDimensionsAsFacts) {
      if (dimension->given == nullptr) continue;
      all->push_back({FlagOf(dimension->fact), dimension->fact, dimension->help});
    }
    all->push_back({"--value", "value", "customs value: 10000, or \"10000 USD\""});
    all->push_back({"--currency", "currency", "of the value (USD)"});
    return all;
  }();
  return *flags;
}

}  // namespace

std::vector<std::string> TransactionFlags::Names() {
  std::vector<std::string> names = {kProducts, kParties, kFacts};
  for (const FlagOfField& flag : FlagsOfFields()) names.push_back(flag.flag);
  return names;
}

void TransactionFlags::Declare(Verb& verb) {
  for (const FlagOfField& flag : FlagsOfFields())
    verb.Option(flag.flag, values_[flag.field], flag.help);
  verb.OptionList(kProducts, products_,
                  "code or tag of the product (HTS:8541.42.00); repeat it for its other codes and "
                  "tags")
      .OptionList(kParties, parties_, "id of a party involved; may be repeated")
      .OptionList(kFacts, facts_,
                  "name=value: contentShare=0.1%, owner=ID:60% (repeatable; what is "
                  "recorded of other owners counts too), exported=DATE, "
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
  for (const FlagOfField& flag : FlagsOfFields())
    fields.push_back({flag.field, values_.at(flag.field)});
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

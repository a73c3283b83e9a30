#include "core/model/transaction.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/model/ascii.h"
#include "core/model/identifier.h"
#include "core/model/limits.h"
#include "core/model/parts_per_million.h"
#include "core/model/place/place.h"
#include "core/model/scope_dimensions.h"
#include "core/model/trade_code.h"
#include "core/model/zone.h"
#include "core/names/party_name.h"

namespace decree {
namespace {

constexpr std::array<absl::string_view, 3> kMovements = {"export", "reExport", "transfer"};

absl::Status Problem(absl::string_view value, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("\"", value.substr(0, kIdBytesMax), "\" ", what));
}

absl::Status TakeText(absl::string_view value, std::string& to) {
  if (value.size() > kShortTextBytesMax) {
    return Problem(value, absl::StrCat("has ", value.size(), " bytes, at most ", kShortTextBytesMax,
                                       " are taken"));
  }
  to = std::string(value);
  return absl::OkStatus();
}

// The shape of a place. Whether it is one is a question of lists and of the record.
absl::Status TakePlace(absl::string_view value, std::string& to) {
  if (value == "*") return absl::OkStatus();
  const bool is_like_one = value.size() == 2 ? IsJurisdictionCode(value) : IsIdentifier(value);
  if (!is_like_one) return absl::InvalidArgumentError(NotAPlace(value));
  to = std::string(value);
  return absl::OkStatus();
}

absl::Status TakeMovement(absl::string_view value, std::string& to) {
  if (std::find(kMovements.begin(), kMovements.end(), value) == kMovements.end()) {
    return Problem(value, "is not known; use export, reExport, transfer");
  }
  to = std::string(value);
  return absl::OkStatus();
}

absl::Status TakeCurrency(absl::string_view value, std::string& to) {
  if (value.size() != 3 || !std::all_of(value.begin(), value.end(), IsUpper)) {
    return Problem(value, "is not a currency; write ISO 4217, e.g. \"USD\"");
  }
  if (!to.empty() && to != value) {
    return Problem(value, absl::StrCat("and the currency \"", to, "\" differ; keep one"));
  }
  to = std::string(value);
  return absl::OkStatus();
}

absl::Status TakeDate(absl::string_view value, AskedDate& to) {
  if (value.size() > kDateTextBytesMax) return Problem(value, "is too long for a date");
  to = value;
  return IsDayFromToday(value) ? absl::OkStatus() : to.trouble();
}

// "1200" or "1200 USD".
absl::Status TakeValue(absl::string_view value, Transaction& to) {
  const size_t space = value.find(' ');
  DECREE_ASSIGN_OR_RETURN(const Decimal amount, ParseDecimal(value.substr(0, space)));
  if (amount.unscaled < 0) return Problem(value, "is negative; a value is not");
  to.value = amount;
  if (space == absl::string_view::npos) return absl::OkStatus();
  return TakeCurrency(value.substr(space + 1), to.currency);
}

absl::Status TakeOwner(absl::string_view value, Transaction& to) {
  const size_t colon = value.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return Problem(value, "is not an owner; write its id and its share, e.g. acme:60%");
  }
  DECREE_ASSIGN_OR_RETURN(const int64_t share, ParseShare(value.substr(colon + 1)));
  OwnerShare owner{"", share};
  DECREE_RETURN_IF_ERROR(TakeText(value.substr(0, colon), owner.id));
  to.owners.push_back(std::move(owner));
  return absl::OkStatus();
}

// One or several with ";" between them. A name may hold a ";" itself: what stands before one
// without a share of its own belongs to the name that follows.
absl::Status TakeOwners(absl::string_view value, Transaction& to) {
  size_t begin = 0;
  for (size_t from = 0; from <= value.size();) {
    const size_t end = std::min(value.find(';', from), value.size());
    const absl::string_view item = absl::StripAsciiWhitespace(value.substr(begin, end - begin));
    const size_t colon = item.rfind(':');
    const bool has_share = colon != absl::string_view::npos && item.rfind(';') + 1 <= colon &&
                           ParseRatePpm(item.substr(colon + 1)).ok();
    from = end + 1;
    if (!has_share && end < value.size() && !item.empty()) continue;
    if (!item.empty()) DECREE_RETURN_IF_ERROR(TakeOwner(item, to));
    begin = from;
  }
  return absl::OkStatus();
}

// A text that names one party, or several with ";" between them; which, the scopes tell
// (core/names/party_name.h). It is kept as it is given.
absl::Status TakeParty(absl::string_view value, Transaction& to) {
  size_t count = 0;
  std::string part_kept;
  for (const absl::string_view part : absl::StrSplit(value, ';')) {
    DECREE_RETURN_IF_ERROR(TakeText(part, part_kept));
    if (++count > kTransactionListMax) {
      return absl::InvalidArgumentError(
          absl::StrCat("more than ", kTransactionListMax, " are given"));
    }
  }
  to.parties.emplace_back(value);
  return absl::OkStatus();
}

absl::Status TakeProduct(absl::string_view value, Transaction& to) {
  DECREE_ASSIGN_OR_RETURN(ProductCode code, ParseProductCode(value));
  DECREE_RETURN_IF_ERROR(CheckTradeCode(code));
  to.products.push_back(std::move(code));
  to.product_texts.emplace_back(value);
  return absl::OkStatus();
}

absl::Status TakeShare(absl::string_view value, std::optional<int64_t>& to) {
  DECREE_ASSIGN_OR_RETURN(to, ParseShare(value));
  return absl::OkStatus();
}

absl::Status TakeDimension(const ScopeDimension& dimension, absl::string_view value,
                           Transaction& to) {
  switch (dimension.matching) {
    case ScopeMatching::kPlace:
      return TakePlace(value, to.*dimension.given);
    case ScopeMatching::kProduct:
      return TakeProduct(value, to);
    case ScopeMatching::kParty:
      return TakeParty(value, to);
    case ScopeMatching::kRole:
    case ScopeMatching::kWord:
      return TakeText(value, to.*dimension.given);
    case ScopeMatching::kMovement:
      return TakeMovement(value, to.*dimension.given);
    case ScopeMatching::kOwnership:
      return TakeOwner(value, to);
    case ScopeMatching::kShare:
      return TakeShare(value, to.*dimension.given_share_ppm);
    case ScopeMatching::kValue:
      return TakeValue(value, to);
    case ScopeMatching::kDate:
      return TakeDate(value, to.*dimension.given_date);
  }
  return absl::InternalError("no such matching");
}

// The names that mean a field of their own: the dimensions of scopes, then these. The rest are
// named facts.
constexpr std::array<absl::string_view, 3> kBesideScopes = {"id", "on", "currency"};
constexpr size_t kFieldCount = kScopeDimensionCount + kBesideScopes.size();

absl::string_view NameOfField(size_t field) {
  return field < kScopeDimensionCount ? kScopeDimensions[field].fact
                                      : kBesideScopes[field - kScopeDimensionCount];
}

bool Repeats(size_t field) {
  if (field >= kScopeDimensionCount) return false;
  const ScopeMatching matching = kScopeDimensions[field].matching;
  return matching == ScopeMatching::kProduct || matching == ScopeMatching::kParty ||
         matching == ScopeMatching::kOwnership;
}

absl::Status TakeOne(size_t field, absl::string_view value, Transaction& to) {
  if (field < kScopeDimensionCount) return TakeDimension(kScopeDimensions[field], value, to);
  const absl::string_view name = NameOfField(field);
  if (name == "id") return TakeText(value, to.id);
  return name == "on" ? TakeDate(value, to.on) : TakeCurrency(value, to.currency);
}

absl::Status TakeFact(const TransactionField& field, Transaction& to) {
  if (field.name.empty() || field.name.size() > kIdBytesMax) {
    return Problem(field.name, "is no name of a fact; write e.g. contentShare=0.1%");
  }
  // A near miss of a known name is a slip, not a fact of its own.
  for (size_t known = 0; known < kFieldCount; ++known) {
    if (absl::EqualsIgnoreCase(NameOfField(known), field.name)) {
      return Problem(field.name, absl::StrCat("is not known; write \"", NameOfField(known), "\""));
    }
  }
  std::string value;
  DECREE_RETURN_IF_ERROR(TakeText(field.value, value));
  if (!to.facts.emplace(field.name, std::move(value)).second) {
    return Problem(field.name, "is given twice");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckShare(absl::string_view name, const NamedFact& fact) {
  if (!ParseRatePpm(fact.text).ok()) return absl::OkStatus();
  absl::Status status = ParseShare(fact.text).status();
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(name, ": ", status.message()));
}

namespace {

bool NamesAParty(size_t field) {
  if (field >= kScopeDimensionCount) return false;
  const ScopeMatching matching = kScopeDimensions[field].matching;
  return matching == ScopeMatching::kParty || matching == ScopeMatching::kRole;
}

absl::Status TakeField(size_t field, absl::string_view value, bool is_again, Transaction& to) {
  if (NamesAParty(field) && IsPlaceholder(value)) {
    if (FoldedName(value).empty()) return absl::OkStatus();  // white space says nothing at all
    to.placeholders.push_back({std::string(NameOfField(field)), std::string(value)});
    return absl::OkStatus();
  }
  const bool is_party =
      field < kScopeDimensionCount && kScopeDimensions[field].matching == ScopeMatching::kParty;
  if (is_party) return TakeParty(value, to);
  const bool is_owner =
      field < kScopeDimensionCount && kScopeDimensions[field].matching == ScopeMatching::kOwnership;
  if (is_owner) return TakeOwners(value, to);
  if (!Repeats(field)) {
    return is_again ? Problem(value, "is given twice") : TakeOne(field, value, to);
  }
  for (const absl::string_view part : absl::StrSplit(value, ';')) {
    const absl::string_view item = absl::StripAsciiWhitespace(part);
    if (!item.empty()) DECREE_RETURN_IF_ERROR(TakeOne(field, item, to));
  }
  return absl::OkStatus();
}

}  // namespace

NamedFact::NamedFact(std::string given) : text(std::move(given)) {
  if (const absl::StatusOr<int64_t> share = ParseShare(text); share.ok()) share_ppm = *share;
  const absl::StatusOr<Decimal> number = ParseDecimal(text);
  if (number.ok() && number->unscaled >= 0) quantity = *number;
}

absl::StatusOr<int64_t> ParseShare(absl::string_view text) {
  DECREE_ASSIGN_OR_RETURN(const int64_t share, ParseRatePpm(text));
  if (share >= 0 && share <= kWholePpm) return share;
  return Problem(text, "is not a share; write 0% to 100%");
}

absl::StatusOr<Transaction> TransactionFromFields(absl::Span<const TransactionField> fields) {
  if (fields.size() > kTransactionFieldsMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "transaction: ", fields.size(), " fields, at most ", kTransactionFieldsMax, " are taken"));
  }
  Transaction transaction;
  std::array<bool, kFieldCount> seen{};
  for (const TransactionField& field : fields) {
    if (field.value.empty()) continue;
    size_t known = 0;
    while (known < kFieldCount && NameOfField(known) != field.name) ++known;
    absl::Status taken;
    if (known == kFieldCount) {
      taken = TakeFact(field, transaction);
    } else {
      taken = TakeField(known, field.value, seen[known], transaction);
      seen[known] = true;
    }
    if (!taken.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(field.name, ": ", taken.message()));
    }
    if (transaction.products.size() > kTransactionListMax ||
        transaction.parties.size() > kTransactionListMax ||
        transaction.owners.size() > kTransactionListMax) {
      return absl::InvalidArgumentError(
          absl::StrCat(field.name, ": more than ", kTransactionListMax, " are given"));
    }
  }
  return transaction;
}

std::string ShownProduct(const Transaction& transaction, size_t index) {
  const std::vector<std::string>& texts = transaction.product_texts;
  const bool is_as_given = texts.size() == transaction.products.size();
  return is_as_given ? texts[index] : FormatProductCode(transaction.products[index]);
}

bool IsTransactionField(absl::string_view name) {
  for (size_t field = 0; field < kFieldCount; ++field) {
    if (NameOfField(field) == name) return true;
  }
  return false;
}

absl::string_view ClosestField(absl::string_view name) {
  std::array<absl::string_view, kFieldCount> names;
  for (size_t field = 0; field < kFieldCount; ++field) names[field] = NameOfField(field);
  return ClosestName(name, names);
}

std::vector<TransactionField> FieldsOf(const Transaction& transaction) {
  std::vector<TransactionField> fields;
  const auto add = [&fields](absl::string_view name, const std::string& value) {
    if (!value.empty()) fields.push_back({std::string(name), value});
  };
  add("id", transaction.id);
  add("on", transaction.on.text());
  for (const ScopeDimension* const dimension : kDimensionsAsFacts) {
    const char* const name = dimension->fact;
    switch (dimension->matching) {
      case ScopeMatching::kPlace:
      case ScopeMatching::kRole:
      case ScopeMatching::kMovement:
      case ScopeMatching::kWord:
        add(name, transaction.*dimension->given);
        break;
      case ScopeMatching::kProduct:
        for (size_t i = 0; i < transaction.products.size(); ++i) {
          add(name, ShownProduct(transaction, i));
        }
        break;
      case ScopeMatching::kParty:
        for (const std::string& party : transaction.parties) add(name, party);
        break;
      case ScopeMatching::kOwnership:
        for (const OwnerShare& owner : transaction.owners) {
          add(name, absl::StrCat(owner.id, ":", FormatRatePpm(owner.share_ppm)));
        }
        break;
      case ScopeMatching::kShare: {
        const std::optional<int64_t>& share_ppm = transaction.*dimension->given_share_ppm;
        if (share_ppm) add(name, FormatRatePpm(*share_ppm));
        break;
      }
      case ScopeMatching::kValue:
        if (transaction.value) add(name, FormatDecimal(*transaction.value));
        add("currency", transaction.currency);
        break;
      case ScopeMatching::kDate:
        add(name, (transaction.*dimension->given_date).text());
        break;
    }
  }
  for (const auto& [name, fact] : transaction.facts) add(name, fact.text);
  for (const TransactionField& placeholder : transaction.placeholders)
    fields.push_back(placeholder);
  return fields;
}

}  // namespace decree

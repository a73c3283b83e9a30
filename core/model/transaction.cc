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
#include "core/model/zone.h"

namespace decree {
namespace {

constexpr int64_t kWholePpm = 1'000'000;
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

absl::Status TakePlace(absl::string_view value, std::string& to) {
  const std::string upper = absl::AsciiStrToUpper(value);
  const bool known = value.size() == 2 ? IsJurisdictionCode(value) : IsIdentifier(value);
  if (known) {
    to = std::string(value);
    return absl::OkStatus();
  }
  if (upper == "UK") return Problem(value, "is not a jurisdiction; write \"GB\"");
  if (upper != value && IsJurisdictionCode(upper)) {
    return Problem(value, absl::StrCat("is not a jurisdiction; write \"", upper, "\""));
  }
  return Problem(value, "is not a jurisdiction; write its ISO 3166-1 code, e.g. \"CN\"");
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
  return value == kToday ? absl::OkStatus() : to.trouble();
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

absl::Status TakeProduct(absl::string_view value, Transaction& to) {
  DECREE_ASSIGN_OR_RETURN(ProductCode code, ParseProductCode(value));
  to.products.push_back(std::move(code));
  return absl::OkStatus();
}

absl::Status TakeParty(absl::string_view value, Transaction& to) {
  return TakeText(value, to.parties.emplace_back());
}

absl::Status TakeShare(absl::string_view value, std::optional<int64_t>& to) {
  DECREE_ASSIGN_OR_RETURN(to, ParseShare(value));
  return absl::OkStatus();
}

// The names that mean a field of their own, with how each is read; the rest are named facts.
struct Row {
  absl::string_view name;
  bool repeats;
  absl::Status (*take)(absl::string_view value, Transaction& to);
};
#define DECREE_TEXT(field, taking) \
  [](absl::string_view value, Transaction& to) { return taking(value, to.field); }
constexpr std::array<Row, 22> kRows = {{
    {"id", false, DECREE_TEXT(id, TakeText)},
    {"on", false, DECREE_TEXT(on, TakeDate)},
    {"origin", false, DECREE_TEXT(origin, TakePlace)},
    {"destination", false, DECREE_TEXT(destination, TakePlace)},
    {"shippedFrom", false, DECREE_TEXT(shipped_from, TakePlace)},
    {"product", true, TakeProduct},
    {"party", true, TakeParty},
    {"exporter", false, DECREE_TEXT(exporter, TakeText)},
    {"importer", false, DECREE_TEXT(importer, TakeText)},
    {"consignee", false, DECREE_TEXT(consignee, TakeText)},
    {"endUser", false, DECREE_TEXT(end_user, TakeText)},
    {"movement", false, DECREE_TEXT(movement, TakeMovement)},
    {"endUse", false, DECREE_TEXT(end_use, TakeText)},
    {"preference", false, DECREE_TEXT(preference, TakeText)},
    {"owner", true, TakeOwner},
    {"contentShare", false, DECREE_TEXT(content_share_ppm, TakeShare)},
    {"value", false, TakeValue},
    {"currency", false, DECREE_TEXT(currency, TakeCurrency)},
    {"exported", false, DECREE_TEXT(exported, TakeDate)},
    {"loaded", false, DECREE_TEXT(loaded, TakeDate)},
    {"entered", false, DECREE_TEXT(entered, TakeDate)},
    {"contract", false, DECREE_TEXT(contract, TakeDate)},
}};
#undef DECREE_TEXT

absl::Status TakeFact(const TransactionField& field, Transaction& to) {
  if (field.name.empty() || field.name.size() > kIdBytesMax) {
    return Problem(field.name, "is no name of a fact; write e.g. contentShare=0.1%");
  }
  // A near miss of a known name is a slip, not a fact of its own.
  for (const Row& row : kRows) {
    if (absl::EqualsIgnoreCase(row.name, field.name)) {
      return Problem(field.name, absl::StrCat("is not known; write \"", row.name, "\""));
    }
  }
  std::string value;
  DECREE_RETURN_IF_ERROR(TakeText(field.value, value));
  if (!to.facts.emplace(field.name, std::move(value)).second) {
    return Problem(field.name, "is given twice");
  }
  return absl::OkStatus();
}

absl::Status TakeRow(const Row& row, absl::string_view value, bool is_again, Transaction& to) {
  if (!row.repeats) return is_again ? Problem(value, "is given twice") : row.take(value, to);
  for (const absl::string_view part : absl::StrSplit(value, ';')) {
    const absl::string_view item = absl::StripAsciiWhitespace(part);
    if (!item.empty()) DECREE_RETURN_IF_ERROR(row.take(item, to));
  }
  return absl::OkStatus();
}

std::string ValueText(const Transaction& transaction) {
  return transaction.value ? FormatDecimal(*transaction.value) : "";
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
  std::array<bool, kRows.size()> seen{};
  for (const TransactionField& field : fields) {
    if (field.value.empty()) continue;
    const auto* row = std::find_if(kRows.begin(), kRows.end(),
                                   [&](const Row& r) { return r.name == field.name; });
    absl::Status taken;
    if (row == kRows.end()) {
      taken = TakeFact(field, transaction);
    } else {
      bool& again = seen[static_cast<size_t>(row - kRows.begin())];
      taken = TakeRow(*row, field.value, again, transaction);
      again = true;
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

std::vector<TransactionField> FieldsOf(const Transaction& transaction) {
  std::vector<TransactionField> fields;
  const auto add = [&fields](absl::string_view name, const std::string& value) {
    if (!value.empty()) fields.push_back({std::string(name), value});
  };
  add("id", transaction.id);
  add("on", transaction.on.text());
  add("origin", transaction.origin);
  add("destination", transaction.destination);
  add("shippedFrom", transaction.shipped_from);
  for (const ProductCode& product : transaction.products)
    add("product", FormatProductCode(product));
  for (const std::string& party : transaction.parties) add("party", party);
  add("exporter", transaction.exporter);
  add("importer", transaction.importer);
  add("consignee", transaction.consignee);
  add("endUser", transaction.end_user);
  add("movement", transaction.movement);
  add("endUse", transaction.end_use);
  add("preference", transaction.preference);
  for (const OwnerShare& owner : transaction.owners) {
    add("owner", absl::StrCat(owner.id, ":", FormatRatePpm(owner.share_ppm)));
  }
  if (transaction.content_share_ppm) {
    add("contentShare", FormatRatePpm(*transaction.content_share_ppm));
  }
  add("value", ValueText(transaction));
  add("currency", transaction.currency);
  add("exported", transaction.exported.text());
  add("loaded", transaction.loaded.text());
  add("entered", transaction.entered.text());
  add("contract", transaction.contract.text());
  for (const auto& [name, fact] : transaction.facts) add(name, fact.text);
  return fields;
}

}  // namespace decree

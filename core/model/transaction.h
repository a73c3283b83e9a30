// A transaction as a question brings it: one shipment, order or transfer, with the facts that
// scopes, thresholds and duties are tested against. Do not confuse it with a scope (a measure's
// words). What is left out is unknown, never "no".
//
// It is read from (name, value) pairs, so that flags, facts and the columns of a CSV row are one
// language: {"origin","CN"}, {"product","HTS:8541.42.00"}, {"owner","acme:60%"}. Shares are parts
// per million; an instant is given to the clock of each measure's issuer.
#ifndef DECREE_CORE_MODEL_TRANSACTION_H_
#define DECREE_CORE_MODEL_TRANSACTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/model/asked_date.h"
#include "core/model/decimal.h"
#include "core/model/product_code.h"

namespace decree {

struct TransactionField {
  std::string name, value;
  friend bool operator==(const TransactionField&, const TransactionField&) = default;
};

struct OwnerShare {
  std::string id;  // of a party that owns a share of the party asked about
  int64_t share_ppm = 0;
  friend bool operator==(const OwnerShare&, const OwnerShare&) = default;
};

// A fact by its name, with what it can be taken for.
struct NamedFact {
  explicit NamedFact(std::string given);
  std::string text;  // as it is given
  std::optional<int64_t> share_ppm;
  std::optional<Decimal> quantity;  // not negative
  friend bool operator==(const NamedFact&, const NamedFact&) = default;
};

struct Transaction {
  std::string id;                                 // the caller's name for it
  AskedDate on;                                   // the date that each measure's appliesBy names
  std::string origin, destination, shipped_from;  // places, and groups of them
  std::vector<ProductCode> products;              // one product: its codes and tags
  std::vector<std::string> product_texts;         // the same as given; none where made by hand
  std::vector<std::string> parties;  // those involved, whatever their role; texts as given
  std::string exporter, importer, consignee, end_user;
  std::string movement;  // export, reExport, transfer
  std::string end_use, preference;
  std::vector<OwnerShare> owners;  // of the party; what is not listed is held by nobody of interest
  std::optional<int64_t> content_share_ppm;
  std::optional<Decimal> value;
  std::string currency;  // ISO 4217
  AskedDate exported, loaded, entered, contract;
  std::map<std::string, NamedFact> facts;  // shares by their name, quantities by their unit
  // Parties named by a placeholder ("-0-", "n/a"): they are missing, as if the field were left out.
  std::vector<TransactionField> placeholders;
  friend bool operator==(const Transaction&, const Transaction&) = default;
};

// Names: id, on, origin, destination, shippedFrom, product, party, exporter, importer, consignee,
// endUser, movement, endUse, preference, owner, contentShare, value, currency, exported, loaded,
// entered, contract; any other name is a fact of that name. `product`, `party` and `owner` may be
// repeated; `product` and `owner` may list several with ";" between them, where a part of `owner`
// without a share belongs to the name behind it ("Smith; Sons:60%"), and a text of `party` or the
// name of an owner counts as a whole and in its parts between ";". Placeholders of parties ("-0-",
// "n/a") are kept apart. An empty value leaves the field out, and so does "*" for a place. Whether
// a place or a fact is one that the record knows is the record's to say. Errors: InvalidArgument
// `owner: "acme" is not …`.
absl::StatusOr<Transaction> TransactionFromFields(absl::Span<const TransactionField> fields);

// That a fact written in percent is a share of something: 0% to 100%. Errors: InvalidArgument.
absl::Status CheckShare(absl::string_view name, const NamedFact& fact);

// The same as pairs again, in the order above, products as they are shown.
std::vector<TransactionField> FieldsOf(const Transaction& transaction);

// A product as it was given, dots and all; normalised where it was made by hand.
std::string ShownProduct(const Transaction& transaction, size_t index);

// The field whose name is closest to `name`, or "" when none is close; whether it is one of them.
absl::string_view ClosestField(absl::string_view name);
bool IsTransactionField(absl::string_view name);

// Both 0% to 100%. Errors: InvalidArgument naming the text.
absl::StatusOr<int64_t> ParseShare(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_TRANSACTION_H_

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/parts_from_json.h"
#include "core/model/limits.h"
#include "core/model/parts_per_million.h"
#include "core/model/product_code.h"
#include "core/model/scope_dimensions.h"
#include "core/model/zone.h"
#include "core/names/party_name.h"

namespace decree {
namespace {

bool IsTwoLetters(absl::string_view text) {
  return text.size() == 2 && absl::ascii_isalpha(static_cast<unsigned char>(text[0])) &&
         absl::ascii_isalpha(static_cast<unsigned char>(text[1]));
}

// A country, a group, a party, or "*". Two letters are always a country or bloc code.
absl::StatusOr<std::string> CheckPlace(absl::string_view text) {
  if (text == "*") return std::string(text);
  return CheckMember(text);
}

absl::StatusOr<std::string> CheckMovement(absl::string_view text) {
  if (text == "export" || text == "reExport" || text == "transfer") return std::string(text);
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not known; use export, reExport, transfer"));
}

absl::StatusOr<std::string> CheckProduct(absl::string_view text) {
  DECREE_ASSIGN_OR_RETURN(const ProductCode product, ParseProductCode(text));
  return FormatProductCode(product);
}

// "800" or "800 USD".
absl::Status CheckValue(absl::string_view text) {
  const size_t space = text.find(' ');
  const absl::StatusOr<Decimal> amount = ParseDecimal(text.substr(0, space));
  bool ok = amount.ok() && amount->unscaled >= 0;
  if (space != absl::string_view::npos) {
    const absl::string_view currency = text.substr(space + 1);
    ok = ok && currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
  }
  if (ok) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is not a value; write an amount and its currency, e.g. \"800 USD\""));
}

void ReadDateBound(JsonFields& fields, absl::string_view field, std::optional<Bound>& to) {
  std::string text;
  if (!fields.Text(field, text, kDateTextBytesMax)) return;
  CheckDateText(fields, field, text);
  to.emplace();
  to->text = std::move(text);
}

void ReadValueBound(JsonFields& fields, absl::string_view field, std::string& to) {
  if (!fields.Text(field, to, kDateTextBytesMax)) return;
  const absl::Status checked = CheckValue(to);
  if (!checked.ok()) fields.Fail(field, checked.message());
}

void ReadDimension(JsonFields& fields, const ScopeDimension& dimension, ScopeClause& to) {
  const absl::string_view field = dimension.field;
  switch (dimension.matching) {
    case ScopeMatching::kPlace:
      fields.List(field, to.*dimension.list, kWordsPerListMax, CheckPlace);
      return;
    case ScopeMatching::kRole:
      fields.List(field, to.*dimension.list, kWordsPerListMax, CheckPartyOrPlace);
      return;
    case ScopeMatching::kProduct:
      fields.List(field, to.*dimension.list, kProductsPerClauseMax, CheckProduct);
      return;
    case ScopeMatching::kMovement:
      fields.List(field, to.*dimension.list, kWordsPerListMax, CheckMovement);
      return;
    case ScopeMatching::kParty:
    case ScopeMatching::kWord:
      fields.List(field, to.*dimension.list, kWordsPerListMax, CheckWords);
      return;
    case ScopeMatching::kOwnership:
    case ScopeMatching::kShare:
      fields.RatePpm(field, to.*dimension.share_ppm, kWholePpm);
      return;
    case ScopeMatching::kValue:
      return ReadValueBound(fields, field, to.*dimension.value);
    case ScopeMatching::kDate:
      return ReadDateBound(fields, field, to.*dimension.before);
  }
}

void ReadClause(const JsonValue& value, std::string path, FieldErrors& errors, ScopeClause& to) {
  JsonFields fields(value, std::move(path), errors);
  for (const ScopeDimension& dimension : kScopeDimensions) ReadDimension(fields, dimension, to);
  ReadEffective(fields, to.effective);
  fields.Finish();
  if (value.keys.empty()) {
    fields.Fail("product", "missing; a clause names a dimension, \"product\":[\"*\"] covers all");
  }
}

// An empty list is allowed here: it says that nothing is included, or that no exclusion is left.
void ReadClauses(JsonFields& scope, absl::string_view field,
                 std::optional<std::vector<ScopeClause>>& to) {
  const JsonValue* value = scope.Find(field);
  if (value == nullptr) return;
  if (value->type != JsonValue::Type::kArray) {
    scope.Fail(field, absl::StrCat("must be a list of clauses, not ", NameOf(value->type)));
    return;
  }
  if (value->items.size() > kClausesMax) {
    scope.Fail(field, absl::StrCat("has ", value->items.size(), " clauses, at most ", kClausesMax,
                                   " are kept; join clauses that differ in one list"));
    return;
  }
  to.emplace(value->items.size());
  for (size_t i = 0; i < value->items.size() && scope.ok(); ++i) {
    ReadClause(value->items[i], absl::StrCat(scope.PathOf(field), "[", i, "]"), scope.errors(),
               (*to)[i]);
  }
}

}  // namespace

absl::StatusOr<std::string> CheckJurisdiction(absl::string_view text) {
  if (IsJurisdictionCode(text)) return std::string(text);
  std::string hint = "write ISO 3166-1 alpha-2 (US), a historic code (SUHH) or a group (EU, G7)";
  const std::string upper = absl::AsciiStrToUpper(text);
  if (upper == "UK") {
    hint = "write \"GB\"";
  } else if (upper != text && IsTwoLetters(text) && IsJurisdictionCode(upper)) {
    hint = absl::StrCat("write \"", upper, "\"");
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, kIdBytesMax), "\" is not a jurisdiction; ", hint));
}

absl::StatusOr<std::string> CheckIdentifier(absl::string_view text) {
  if (IsIdentifier(text)) return std::string(text);
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, kIdBytesMax),
                   "\" is not an id; use 1 to 128 letters, digits and . _ : / - and begin with a "
                   "letter or digit"));
}

absl::StatusOr<std::string> CheckMember(absl::string_view text) {
  return IsTwoLetters(text) ? CheckJurisdiction(text) : CheckIdentifier(text);
}

absl::StatusOr<std::string> CheckPartyOrPlace(absl::string_view text) {
  if (text == "*") return std::string(text);
  if (IsTwoLetters(text) || IsIdentifier(text)) return CheckMember(text);
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  constexpr size_t kCodeBytes = 2;
  if (!has_control && FoldedName(text).size() > kCodeBytes) return std::string(text);
  return absl::InvalidArgumentError(absl::StrCat("\"", text.substr(0, kIdBytesMax),
                                                 "\" is neither an id nor a name; a name has more "
                                                 "than two letters and no control characters"));
}

absl::StatusOr<std::string> CheckWords(absl::string_view text) { return std::string(text); }

void ReadEffective(JsonFields& fields, std::optional<EffectiveInterval>& to) {
  const JsonValue* value = fields.Find("effective");
  if (value == nullptr) return;
  JsonFields inner(*value, fields.PathOf("effective"), fields.errors());
  inner.TakeNulls(fields.nulls());
  const size_t nulls = fields.nulls() == nullptr ? 0 : fields.nulls()->size();
  to.emplace();
  ReadDateBound(inner, "from", to->from);
  ReadDateBound(inner, "to", to->to);
  std::optional<Bound> through;
  ReadDateBound(inner, "through", through);
  inner.Text("wording", to->wording, kTextBytesMax);
  inner.Finish();
  if (through && to->to) inner.Fail("through", "given beside `to`; keep the one the source has");
  if (through) {
    through->is_through = true;
    to->to = std::move(through);
  }
  if (*to == EffectiveInterval()) {
    to.reset();
    if (fields.nulls() != nullptr && fields.nulls()->size() > nulls) return;
    fields.Fail("effective", "says nothing; give from, to, through or wording, or leave it out");
  }
}

void ReadScope(JsonFields& fields, std::optional<Scope>& to) {
  const JsonValue* value = fields.Find("scope");
  if (value == nullptr) return;
  JsonFields inner(*value, fields.PathOf("scope"), fields.errors());
  inner.TakeNulls(fields.nulls());
  const size_t nulls = fields.nulls() == nullptr ? 0 : fields.nulls()->size();
  to.emplace();
  for (const ScopeList& one : kScopeLists) ReadClauses(inner, one.field, (*to).*one.list);
  inner.Finish();
  for (const ScopeList& one : kScopeLists) {
    if (one.is_change && (*to).*one.list && ((*to).*one.list)->empty()) {
      inner.Fail(one.field, "changes nothing; name a clause, or leave it out");
    }
  }
  const auto both = [&inner](absl::string_view list) {
    inner.Fail(list, absl::StrCat("given beside ", list, "Add or ", list,
                                  "Remove; give the whole list, or what changes of it"));
  };
  if (to->include && to->changes_include()) both("include");
  if (to->exclude && to->changes_exclude()) both("exclude");
  if (*to == Scope()) {
    to.reset();
    if (fields.nulls() != nullptr && fields.nulls()->size() > nulls) return;
    fields.Fail(
        "scope",
        "says nothing; give include or exclude (of \"amended\" also includeAdd, includeRemove, "
        "excludeAdd, excludeRemove), or leave it out");
  }
}

}  // namespace decree

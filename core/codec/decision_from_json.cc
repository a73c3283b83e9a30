#include "core/codec/decision_from_json.h"

#include <array>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/json_fields.h"
#include "core/codec/json_value.h"
#include "core/model/edtf_date.h"
#include "core/model/limits.h"

namespace decree {
namespace {

constexpr JsonLimits kLimits = {kDecisionJsonBytesMax, kTransactionFieldsMax};
constexpr std::array<absl::string_view, 4> kDecisions = {"allowed", "licenceRequired", "prohibited",
                                                         "undetermined"};

// Without the fields that are null: nothing was asked there.
JsonValue WithoutNulls(const JsonValue& object) {
  JsonValue kept = object;
  kept.items.clear();
  kept.keys.clear();
  for (size_t i = 0; i < object.items.size(); ++i) {
    if (object.items[i].type == JsonValue::Type::kNull) continue;
    kept.keys.push_back(object.keys[i]);
    kept.items.push_back(object.items[i]);
  }
  return kept;
}

// A text, or a number as it was written.
const std::string* TextOf(const JsonValue& value) {
  const bool is_text =
      value.type == JsonValue::Type::kString || value.type == JsonValue::Type::kNumber;
  return is_text ? &value.text : nullptr;
}

void TakeField(const std::string& name, const JsonValue& value, FieldErrors& errors,
               std::vector<TransactionField>& fields) {
  const std::string path = absl::StrCat("transaction.", name);
  if (const std::string* text = TextOf(value)) {
    fields.push_back({name, *text});
    return;
  }
  if (value.type == JsonValue::Type::kNull) return;
  if (value.type != JsonValue::Type::kArray) {
    errors.Add(path, absl::StrCat("must be a text or a list of texts, not ", NameOf(value.type)));
    return;
  }
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (const std::string* text = TextOf(value.items[i])) {
      fields.push_back({name, *text});
    } else {
      errors.Add(absl::StrCat(path, "[", i, "]"),
                 absl::StrCat("must be a text, not ", NameOf(value.items[i].type)));
    }
  }
}

// The value stated with the decision and the one inside the transaction are one and the same.
void TakeStated(JsonFields& fields, const char* name, std::vector<TransactionField>& to) {
  const JsonValue* const value = fields.Find(name);
  if (value == nullptr) return;
  const std::string* const text = TextOf(*value);
  if (text == nullptr) {
    fields.Fail(name, absl::StrCat("must be a text, not ", NameOf(value->type)));
    return;
  }
  for (const TransactionField& field : to) {
    if (field.name != name || field.value == *text) continue;
    fields.Fail(name, absl::StrCat("\"", text->substr(0, kIdBytesMax),
                                   "\" is not what "
                                   "transaction.",
                                   name, " says; give it once"));
  }
  if (fields.ok()) to.push_back({name, *text});
}

absl::Status ReadTransaction(JsonFields& fields, FieldErrors& errors, PastDecision& decision) {
  const JsonValue* const transaction = fields.Find("transaction");
  fields.Require(transaction != nullptr, "transaction", "what was shipped: origin, product …");
  if (transaction == nullptr) return errors.status();
  if (transaction->type != JsonValue::Type::kObject) {
    fields.Fail("transaction", absl::StrCat("must be an object, not ", NameOf(transaction->type)));
    return errors.status();
  }
  std::vector<TransactionField> pairs;
  for (size_t i = 0; i < transaction->items.size(); ++i) {
    TakeField(transaction->keys[i], transaction->items[i], errors, pairs);
  }
  std::vector<TransactionField> stated;
  for (const TransactionField& pair : pairs) {
    if (pair.name == "value" || pair.name == "currency") stated.push_back(pair);
  }
  const size_t given = stated.size();
  TakeStated(fields, "value", stated);
  TakeStated(fields, "currency", stated);
  for (size_t i = given; i < stated.size(); ++i) {
    bool is_known = false;
    for (size_t j = 0; j < given; ++j) is_known = is_known || stated[j].name == stated[i].name;
    if (!is_known) pairs.push_back(stated[i]);
  }
  DECREE_RETURN_IF_ERROR(errors.status());
  absl::StatusOr<Transaction> read = TransactionFromFields(pairs);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("transaction.", read.status().message()));
  }
  if (read->on.empty()) {
    return absl::InvalidArgumentError(
        "transaction.on: missing; the date that each measure applies by");
  }
  decision.transaction = *std::move(read);
  return absl::OkStatus();
}

void ReadView(JsonFields& fields, FieldErrors& errors, PastDecision& decision) {
  const JsonValue* const view = fields.Find("view");
  if (view == nullptr) return;
  if (view->type != JsonValue::Type::kObject) {
    fields.Fail("view", absl::StrCat("must be an object, not ", NameOf(view->type)));
    return;
  }
  const JsonValue said = WithoutNulls(*view);
  JsonFields parts(said, "view", errors);
  const auto take = [&parts](const char* name, std::string& to) {
    const JsonValue* const value = parts.Find(name);
    if (value == nullptr) return;
    const std::string* const text = TextOf(*value);
    if (text == nullptr || text->size() > kDateTextBytesMax) {
      parts.Fail(name, "must be a date or a position");
      return;
    }
    to = *text;
  };
  take("knownBy", decision.known_by);
  take("recordedBy", decision.recorded_by);
  take("floor", decision.floor);
  parts.Bool("formerly", decision.formerly);
  parts.Finish();
}

void ReadAnswer(JsonFields& fields, FieldErrors& errors, PastDecision& decision) {
  const JsonValue* const answer = fields.Find("answer");
  fields.Require(answer != nullptr, "answer", "what was decided: {\"decision\",\"added\"}");
  if (answer == nullptr) return;
  const JsonValue said = answer->type == JsonValue::Type::kObject ? WithoutNulls(*answer) : *answer;
  JsonFields parts(said, "answer", errors);
  if (!errors.ok()) return;
  const bool is_given = parts.Text("decision", decision.decision, kShortTextBytesMax);
  parts.Require(is_given, "decision", "allowed, licenceRequired, prohibited or undetermined");
  parts.Text("added", decision.added, kShortTextBytesMax);
  parts.Finish();
  for (const absl::string_view known : kDecisions) {
    if (!errors.ok() || decision.decision == known) return;
  }
  parts.Fail("decision", absl::StrCat("\"", decision.decision.substr(0, kIdBytesMax),
                                      "\" is not known; use allowed, licenceRequired, prohibited "
                                      "or undetermined"));
}

}  // namespace

absl::StatusOr<PastDecision> DecisionFromJson(absl::string_view json) {
  DECREE_ASSIGN_OR_RETURN(const JsonValue value, ParseJson(json, kLimits));
  FieldErrors errors;
  JsonFields fields(value, "", errors);
  if (!errors.ok()) return errors.status();
  PastDecision decision;
  fields.Require(fields.Text("id", decision.id, kShortTextBytesMax), "id", "your name for it");
  fields.Require(fields.Text("decided", decision.decided, kDateTextBytesMax), "decided",
                 "when it was taken, e.g. 2024-06-14");
  DECREE_RETURN_IF_ERROR(errors.status());
  if (const auto when = ParseMoment(decision.decided, "Etc/UTC"); !when.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("decided: ", when.status().message()));
  }
  ReadView(fields, errors, decision);
  DECREE_RETURN_IF_ERROR(ReadTransaction(fields, errors, decision));
  ReadAnswer(fields, errors, decision);
  fields.Finish();
  DECREE_RETURN_IF_ERROR(errors.status());
  return decision;
}

}  // namespace decree

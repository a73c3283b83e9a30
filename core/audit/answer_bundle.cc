#include "core/audit/answer_bundle.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_fields.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/proof_text.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

constexpr absl::string_view kFormat = "decree-bundle/v1";
constexpr size_t kBundleValuesMax = 3'000'000;
constexpr size_t kAnswerBytesMax = kBundleBytesMax;
// A proof of k leaves in a tree of 2^63 holds at most 63 hashes for each.
constexpr size_t kSubsetHashesMax = 1'000'000;

class BundleReader {
 public:
  absl::StatusOr<AnswerBundle> Read(const JsonValue& root) {
    JsonFields fields(root, "", errors_);
    std::string format;
    fields.Require(fields.Text("format", format, 64), "format", "a bundle names its format");
    if (errors_.ok() && format != kFormat) {
      fields.Fail("format", absl::StrCat("\"", format, "\" is not ", kFormat,
                                         "; a newer version may know it"));
    }
    ReadWords(fields);
    fields.Require(fields.Text("answer", bundle_.answer, kAnswerBytesMax), "answer", "required");
    fields.Require(fields.Text("checkpoint", bundle_.note, kNoteBytesMax), "checkpoint",
                   "required");
    ReadRecords(fields);
    ReadProof(fields, "recordsProof", bundle_.records_proof);
    ReadRows(fields);
    ReadProof(fields, "streamsProof", bundle_.rows_proof);
    fields.Finish();
    if (!errors_.ok()) return errors_.status();
    return std::move(bundle_);
  }

 private:
  // The items of a list; an empty one where there is none.
  absl::Span<const JsonValue> ItemsOf(JsonFields& fields, absl::string_view field,
                                      size_t count_max) {
    const JsonValue* const list = fields.Find(field);
    if (list == nullptr) return {};
    if (list->type != JsonValue::Type::kArray) {
      fields.Fail(field, absl::StrCat("must be a list, not ", NameOf(list->type)));
      return {};
    }
    if (list->items.size() <= count_max) return list->items;
    fields.Fail(field, absl::StrCat("has ", list->items.size(), " items, at most ", count_max));
    return {};
  }

  void ReadWords(JsonFields& fields) {
    for (const JsonValue& word : ItemsOf(fields, "question", kBundleWordsMax)) {
      if (word.type != JsonValue::Type::kString || word.text.size() > kBundleWordBytesMax) {
        return fields.Fail("question", absl::StrCat("its words are strings of at most ",
                                                    kBundleWordBytesMax, " bytes"));
      }
      bundle_.question.push_back(word.text);
    }
    fields.Require(!bundle_.question.empty(), "question", "required");
  }

  void ReadRecords(JsonFields& fields) {
    for (const JsonValue& item : ItemsOf(fields, "records", kBundleRecordsMax)) {
      absl::StatusOr<std::string> bytes = absl::InvalidArgumentError("not a string");
      if (item.type == JsonValue::Type::kString && item.text.size() / 4 * 3 <= kProofRecordBytesMax)
        bytes = FromBase64(item.text);
      if (!bytes.ok()) {
        return fields.Fail(absl::StrCat("records[", bundle_.records.size(), "]"),
                           "must be base64 of a record of at most 8 MiB");
      }
      bundle_.records.push_back(*std::move(bytes));
    }
  }

  void ReadProof(JsonFields& fields, absl::string_view field, std::vector<Hash256>& proof) {
    const JsonValue* const text = fields.Find(field);
    if (text == nullptr) return;  // none is needed where every leaf is there
    absl::StatusOr<std::vector<Hash256>> hashes = absl::InvalidArgumentError("not a string");
    if (text->type == JsonValue::Type::kString) {
      hashes = HashesFromBase64(text->text, kSubsetHashesMax);
    }
    if (!hashes.ok()) return fields.Fail(field, "must be base64 of hashes of 32 bytes");
    proof = *std::move(hashes);
  }

  void ReadNumber(JsonFields& fields, absl::string_view field, uint64_t& to) {
    const JsonValue* const value = fields.Find(field);
    const absl::StatusOr<uint64_t> number =
        value != nullptr && value->type == JsonValue::Type::kNumber
            ? ParsePlainNumber(value->text)
            : absl::InvalidArgumentError("missing or no number");
    if (!number.ok()) return fields.Fail(field, number.status().message());
    to = *number;
  }

  void ReadRows(JsonFields& fields) {
    for (const JsonValue& item : ItemsOf(fields, "streams", kBundleRowsMax)) {
      if (!errors_.ok()) return;
      JsonFields row(item, absl::StrCat("streams[", bundle_.rows.size(), "]"), errors_);
      IndexedRow read;
      ReadNumber(row, "index", read.index);
      row.Require(row.Text("name", read.row.name, kShortTextBytesMax), "name", "required");
      ReadNumber(row, "length", read.row.length);
      ReadNumber(row, "last", read.row.last);
      ReadNumber(row, "bearing", read.row.bearing);
      std::string leaf;
      row.Require(row.Text("lastLeaf", leaf, 64), "lastLeaf", "required");
      const absl::StatusOr<Hash256> hash = HashFromBase64(leaf);
      if (hash.ok()) {
        read.row.last_leaf = *hash;
      } else {
        row.Fail("lastLeaf", hash.status().message());
      }
      row.Finish();
      bundle_.rows.push_back(std::move(read));
    }
  }

  FieldErrors errors_;
  AnswerBundle bundle_;
};

void AppendList(std::string& out, absl::string_view name, const std::vector<std::string>& quoted) {
  absl::StrAppend(&out, ",\n\"", name, "\":[");
  for (size_t i = 0; i < quoted.size(); ++i)
    absl::StrAppend(&out, i == 0 ? "\n" : ",\n", quoted[i]);
  out += "]";
}

std::string RowJson(const IndexedRow& indexed) {
  const StreamRow& row = indexed.row;
  return absl::StrCat("{\"index\":", indexed.index, ",\"name\":", JsonQuote(row.name),
                      ",\"length\":", row.length, ",\"last\":", row.last,
                      ",\"bearing\":", row.bearing, ",\"lastLeaf\":\"", ToBase64(row.last_leaf),
                      "\"}");
}

}  // namespace

absl::StatusOr<AnswerBundle> ParseBundle(absl::string_view json) {
  if (json.size() > kBundleBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("a bundle has at most ", kBundleBytesMax, " bytes, this has ", json.size()));
  }
  DECREE_ASSIGN_OR_RETURN(const JsonValue root,
                          ParseJson(json, {kBundleBytesMax, kBundleValuesMax}));
  return BundleReader().Read(root);
}

absl::StatusOr<std::string> FormatBundle(const AnswerBundle& bundle) {
  std::vector<std::string> words, records, rows;
  for (const std::string& word : bundle.question) words.push_back(JsonQuote(word));
  for (const std::string& record : bundle.records) {
    records.push_back(absl::StrCat("\"", ToBase64(record), "\""));
  }
  for (const IndexedRow& row : bundle.rows) rows.push_back(RowJson(row));
  std::string out = absl::StrCat("{\"format\":\"", kFormat, "\"");
  AppendList(out, "question", words);
  absl::StrAppend(&out, ",\n\"answer\":", JsonQuote(bundle.answer));
  absl::StrAppend(&out, ",\n\"checkpoint\":", JsonQuote(bundle.note));
  AppendList(out, "records", records);
  if (!bundle.records_proof.empty()) {
    absl::StrAppend(&out, ",\n\"recordsProof\":\"", HashesToBase64(bundle.records_proof), "\"");
  }
  AppendList(out, "streams", rows);
  if (!bundle.rows_proof.empty()) {
    absl::StrAppend(&out, ",\n\"streamsProof\":\"", HashesToBase64(bundle.rows_proof), "\"");
  }
  out += "}\n";
  if (out.size() <= kBundleBytesMax && bundle.records.size() <= kBundleRecordsMax &&
      bundle.rows.size() <= kBundleRowsMax) {
    return out;
  }
  return absl::ResourceExhaustedError(absl::StrCat(
      "the answer rests on ", bundle.records.size(), " events and ", bundle.rows.size(),
      " rows of streams, more than a bundle may hold (64 MiB, 200,000 of each); ask about fewer "
      "measures"));
}

}  // namespace decree

#include "core/merkle/proof_text.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/signed_note.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

constexpr absl::string_view kRecordProofHeader = "c2sp.org/tlog-proof@v1\n";
constexpr absl::string_view kOld = "old ";

absl::Status ProofTextRefused(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the proof ", why));
}

// Takes a line off the front of `text`, without its line feed.
absl::StatusOr<absl::string_view> TakeLine(absl::string_view& text) {
  const size_t end = text.find('\n');
  if (end == absl::string_view::npos) return ProofTextRefused("is cut off");
  const absl::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

absl::StatusOr<uint64_t> TakeNumber(absl::string_view& text, absl::string_view name) {
  DECREE_ASSIGN_OR_RETURN(absl::string_view line, TakeLine(text));
  if (!absl::ConsumePrefix(&line, name))
    return ProofTextRefused(absl::StrCat("lacks its line `", name, "`"));
  return ParsePlainNumber(line);
}

// The hashes up to the blank line, then the note.
absl::Status TakeRest(absl::string_view text, std::vector<Hash256>& hashes, std::string& note) {
  while (true) {
    DECREE_ASSIGN_OR_RETURN(const absl::string_view line, TakeLine(text));
    if (line.empty()) break;
    if (hashes.size() == kProofHashesMax) {
      return ProofTextRefused(absl::StrCat("has more than ", kProofHashesMax, " hashes"));
    }
    DECREE_ASSIGN_OR_RETURN(const Hash256 hash, HashFromBase64(line));
    hashes.push_back(hash);
  }
  if (text.size() > kNoteBytesMax) return ProofTextRefused("has too long a note");
  note = std::string(text);
  return absl::OkStatus();
}

void AppendRest(const std::vector<Hash256>& hashes, const std::string& note, std::string& out) {
  for (const Hash256& hash : hashes) absl::StrAppend(&out, ToBase64(hash), "\n");
  absl::StrAppend(&out, "\n", note);
}

}  // namespace

bool IsGrowthProof(absl::string_view text) { return absl::StartsWith(text, kOld); }
bool IsRecordProof(absl::string_view text) { return absl::StartsWith(text, kRecordProofHeader); }

absl::StatusOr<GrowthProof> ParseGrowthProof(absl::string_view text) {
  GrowthProof proof;
  DECREE_ASSIGN_OR_RETURN(proof.old_size, TakeNumber(text, kOld));
  DECREE_RETURN_IF_ERROR(TakeRest(text, proof.hashes, proof.note));
  return proof;
}

absl::StatusOr<RecordProof> ParseRecordProof(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kRecordProofHeader)) {
    return ProofTextRefused(absl::StrCat("does not begin with ", kRecordProofHeader));
  }
  RecordProof proof;
  DECREE_ASSIGN_OR_RETURN(absl::string_view extra, TakeLine(text));
  if (!absl::ConsumePrefix(&extra, "extra ")) return ProofTextRefused("lacks its line `extra `");
  if (extra.size() / 4 * 3 > kProofRecordBytesMax) return ProofTextRefused("has too long a record");
  DECREE_ASSIGN_OR_RETURN(proof.record, FromBase64(extra));
  DECREE_ASSIGN_OR_RETURN(proof.index, TakeNumber(text, "index "));
  DECREE_RETURN_IF_ERROR(TakeRest(text, proof.hashes, proof.note));
  return proof;
}

std::string FormatGrowthProof(const GrowthProof& proof) {
  std::string out = absl::StrCat(kOld, proof.old_size, "\n");
  AppendRest(proof.hashes, proof.note, out);
  return out;
}

std::string FormatRecordProof(const RecordProof& proof) {
  std::string out = absl::StrCat(kRecordProofHeader, "extra ", ToBase64(proof.record), "\nindex ",
                                 proof.index, "\n");
  AppendRest(proof.hashes, proof.note, out);
  return out;
}

}  // namespace decree

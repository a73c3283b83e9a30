#include "core/merkle/log_checkpoint.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

constexpr absl::string_view kStreamsName = "decree-streams/v1";
constexpr size_t kFixedLines = 3;

absl::Status Refused(absl::string_view line, const absl::Status& why) {
  return absl::InvalidArgumentError(absl::StrCat("the checkpoint's ", line, ": ", why.message()));
}

absl::Status ParseStreams(absl::string_view line, LogCheckpoint& checkpoint) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  if (words.size() != 3) return absl::InvalidArgumentError("it needs rows and a root");
  DECREE_ASSIGN_OR_RETURN(checkpoint.stream_rows, ParsePlainNumber(words[1]));
  DECREE_ASSIGN_OR_RETURN(checkpoint.stream_root, HashFromBase64(words[2]));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> ParsePlainNumber(absl::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  uint64_t number = 0;
  if (digits && (text[0] != '0' || text.size() == 1) && absl::SimpleAtoi(text, &number) &&
      number >> 63 == 0) {
    return number;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text.substr(0, 32), "\" is no number (digits without leading zeros, below 2^63)"));
}

absl::StatusOr<LogCheckpoint> ParseLogCheckpoint(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() < kFixedLines + 1 || !lines.back().empty()) {
    return absl::InvalidArgumentError(
        "the text is no checkpoint: origin, size and root are a line each");
  }
  lines.pop_back();
  LogCheckpoint checkpoint;
  checkpoint.origin = std::string(lines[0]);
  if (const absl::Status status = CheckNoteName(lines[0]); !status.ok()) {
    return Refused("origin", status);
  }
  const absl::StatusOr<uint64_t> size = ParsePlainNumber(lines[1]);
  if (!size.ok()) return Refused("size", size.status());
  checkpoint.size = *size;
  const absl::StatusOr<Hash256> root = HashFromBase64(lines[2]);
  if (!root.ok()) return Refused("root", root.status());
  checkpoint.root = *root;
  bool has_streams = false;
  for (size_t i = kFixedLines; i < lines.size(); ++i) {
    if (lines[i].empty()) return absl::InvalidArgumentError("the checkpoint has an empty line");
    if (!absl::StartsWith(lines[i], absl::StrCat(kStreamsName, " "))) continue;
    if (has_streams) return absl::InvalidArgumentError("the checkpoint has two stream tables");
    has_streams = true;
    const absl::Status status = ParseStreams(lines[i], checkpoint);
    if (!status.ok()) return Refused("stream table", status);
  }
  if (has_streams) return checkpoint;
  return absl::InvalidArgumentError(
      absl::StrCat("the checkpoint has no line ", kStreamsName, ": it is not one of this program"));
}

std::string FormatLogCheckpoint(const LogCheckpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", ToBase64(checkpoint.root),
                      "\n", kStreamsName, " ", checkpoint.stream_rows, " ",
                      ToBase64(checkpoint.stream_root), "\n");
}

absl::StatusOr<SignedCheckpoint> OpenCheckpoint(absl::string_view note, const VerifierKey& key) {
  DECREE_ASSIGN_OR_RETURN(const SignedNote parsed, ParseSignedNote(note));
  DECREE_RETURN_IF_ERROR(VerifyNote(parsed, key));
  SignedCheckpoint opened;
  DECREE_ASSIGN_OR_RETURN(opened.checkpoint, ParseLogCheckpoint(parsed.text));
  if (opened.checkpoint.origin != key.name()) {
    return absl::InvalidArgumentError(absl::StrCat("the checkpoint is of the log \"",
                                                   opened.checkpoint.origin, "\", the key of \"",
                                                   key.name(), "\""));
  }
  opened.note = std::string(note);
  return opened;
}

absl::StatusOr<SignedCheckpoint> SignCheckpoint(const LogCheckpoint& checkpoint,
                                                const SigningKey& key) {
  if (checkpoint.origin != key.verifier().name()) {
    return absl::InvalidArgumentError(absl::StrCat("the log's origin is \"", checkpoint.origin,
                                                   "\", the key is of \"", key.verifier().name(),
                                                   "\""));
  }
  SignedNote note;
  note.text = FormatLogCheckpoint(checkpoint);
  DECREE_ASSIGN_OR_RETURN(const NoteSignature signature, key.Sign(note.text));
  note.signatures.push_back(signature);
  return SignedCheckpoint{checkpoint, FormatSignedNote(note)};
}

}  // namespace decree

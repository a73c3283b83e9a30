#include "core/merkle/signed_note.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

constexpr absl::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a space
constexpr size_t kKeyIdBytes = 4;

absl::Status NoteRefused(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the signed note ", why));
}

bool IsUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = Utf8BytesAt(text, at);
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

// The spaces of Unicode beyond ASCII, as UTF-8.
bool HasUnicodeSpace(absl::string_view text) {
  for (const absl::string_view space :
       {"\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
        "\xE2\x81\x9F", "\xE3\x80\x80"}) {
    if (absl::StrContains(text, space)) return true;
  }
  for (char last = '\x80'; last <= '\x8A'; ++last) {  // U+2000 to U+200A
    if (absl::StrContains(text, std::string("\xE2\x80") + last)) return true;
  }
  return false;
}

absl::StatusOr<NoteSignature> ParseSignature(absl::string_view line) {
  if (!absl::StartsWith(line, kDash)) {
    return NoteRefused("has a line behind the blank one that is no signature");
  }
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) return NoteRefused("has a signature without a name");
  NoteSignature signature;
  signature.name = std::string(line.substr(0, space));
  DECREE_RETURN_IF_ERROR(CheckNoteName(signature.name));
  const absl::string_view encoded = line.substr(space + 1);
  if (encoded.size() / 4 * 3 > kNoteSignatureBytesMax + kKeyIdBytes) {
    return NoteRefused(
        absl::StrCat("has a signature of more than ", kNoteSignatureBytesMax, " bytes"));
  }
  DECREE_ASSIGN_OR_RETURN(const std::string bytes, FromBase64(encoded));
  if (bytes.size() <= kKeyIdBytes) return NoteRefused("has a signature without bytes");
  for (size_t i = 0; i < kKeyIdBytes; ++i) {
    signature.key_id = (signature.key_id << 8) | static_cast<uint8_t>(bytes[i]);
  }
  signature.signature = bytes.substr(kKeyIdBytes);
  return signature;
}

}  // namespace

absl::Status CheckNoteName(absl::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<uint8_t>(c) > ' ' && c != '+' && c != '\x7F';
  });
  if (!name.empty() && name.size() <= kNoteNameBytesMax && plain && IsUtf8(name) &&
      !HasUnicodeSpace(name)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name.substr(0, 64), "\" is no name of a key or log: it needs 1 to ",
                   kNoteNameBytesMax, " bytes of UTF-8 without spaces and without `+`"));
}

absl::StatusOr<SignedNote> ParseSignedNote(absl::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) {
    return NoteRefused(absl::StrCat("has more than ", kNoteBytesMax, " bytes"));
  }
  const bool has_control = std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<uint8_t>(c) < ' ' && c != '\n';
  });
  if (has_control || !IsUtf8(bytes)) return NoteRefused("holds control characters or is not UTF-8");
  const size_t blank = bytes.rfind("\n\n");
  if (blank == absl::string_view::npos)
    return NoteRefused("has no blank line before its signatures");
  SignedNote note;
  note.text = std::string(bytes.substr(0, blank + 1));
  if (note.text.size() < 2) return NoteRefused("has no text");
  absl::string_view rest = bytes.substr(blank + 2);
  if (rest.empty()) return NoteRefused("has no signature");
  while (!rest.empty()) {
    if (note.signatures.size() == kNoteSignaturesMax) {
      return NoteRefused(absl::StrCat("has more than ", kNoteSignaturesMax, " signatures"));
    }
    const size_t end = rest.find('\n');
    if (end == absl::string_view::npos) return NoteRefused("is cut off: its last line has no end");
    DECREE_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignature(rest.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

std::string FormatSignedNote(const SignedNote& note) {
  std::string out = absl::StrCat(note.text, "\n");
  for (const NoteSignature& signature : note.signatures) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(signature.key_id >> shift));
    }
    absl::StrAppend(&out, kDash, signature.name, " ", ToBase64(bytes + signature.signature), "\n");
  }
  return out;
}

}  // namespace decree

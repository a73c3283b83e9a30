// A log checkpoint (C2SP tlog-checkpoint): what a log says of itself at one size, as the text of a
// signed note. Do not confuse it with a projection's checkpoint, which only says how far it has
// read.
//
//   example.org/trade-policy                          origin: the log's name
//   124                                               size
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      RFC 6962 root, base64
//   decree-streams/v1 61 qGbxAqbT…=                   rows and root of the stream table
//
// The last line is an extension, which others pass over; core/audit/stream_table.h has its rows.
#ifndef DECREE_CORE_MERKLE_LOG_CHECKPOINT_H_
#define DECREE_CORE_MERKLE_LOG_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/note_keys.h"
#include "core/merkle/sha256.h"
#include "core/merkle/signed_note.h"

namespace decree {

struct LogCheckpoint {
  std::string origin;
  uint64_t size = 0;
  Hash256 root{};
  uint64_t stream_rows = 0;
  Hash256 stream_root{};
  friend bool operator==(const LogCheckpoint&, const LogCheckpoint&) = default;
};

// Errors: InvalidArgument naming the line. Extension lines of others are passed over.
absl::StatusOr<LogCheckpoint> ParseLogCheckpoint(absl::string_view text);
std::string FormatLogCheckpoint(const LogCheckpoint& checkpoint);

// A checkpoint with the note that it came in.
struct SignedCheckpoint {
  LogCheckpoint checkpoint;
  std::string note;
};

// The checkpoint in `note` when `key` has signed it and its origin is the key's name.
// Errors: InvalidArgument.
absl::StatusOr<SignedCheckpoint> OpenCheckpoint(absl::string_view note, const VerifierKey& key);

// Errors: InvalidArgument unless the origin is the key's name; Internal.
absl::StatusOr<SignedCheckpoint> SignCheckpoint(const LogCheckpoint& checkpoint,
                                                const SigningKey& key);

// A decimal number as checkpoints and proofs write it: no sign, no leading zeros, below 2^63.
absl::StatusOr<uint64_t> ParsePlainNumber(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_LOG_CHECKPOINT_H_

// A LogPrefix says of which log something was made and how far that log went then. Whatever is
// derived from a log carries one, so that it is never taken for something of another log.
//
// The id alone does not do: two stores that were restored from one backup have the same, and go on
// apart. Do not confuse it with a checkpoint, which is signed and made for outsiders.
#ifndef DECREE_CORE_LOG_LOG_PREFIX_H_
#define DECREE_CORE_LOG_LOG_PREFIX_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/log_prover.h"

namespace decree {

struct LogPrefix {
  StoreId log{};
  Position position = 0;
  Hash256 root{};  // over the leaves 1..position
  friend bool operator==(const LogPrefix&, const LogPrefix&) = default;
};

// Store id (16), position (8, little-endian), root (32).
inline constexpr size_t kLogPrefixBytes = 56;
std::string EncodeLogPrefix(const LogPrefix& prefix);
// nullopt where the length is another.
std::optional<LogPrefix> DecodeLogPrefix(absl::string_view bytes);

// 32 hexadecimal digits; nullopt for any other text.
std::string StoreIdText(const StoreId& store);
std::optional<StoreId> ParseStoreId(absl::string_view text);

// Errors: those of LogProver::RootAt.
absl::StatusOr<LogPrefix> PrefixOf(const LogProver& log, Position position);

enum class LogFit {
  kOf,      // the log begins with this prefix
  kBeyond,  // the prefix has the log's id and goes beyond the end that the log shows
  kOther,   // of another log, or of one of the same id that went on otherwise
};
// Some tens of reads, whatever the length of the log. Errors: those of LogProver::RootAt.
absl::StatusOr<LogFit> FitOf(const LogPrefix& prefix, const LogProver& log);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_PREFIX_H_

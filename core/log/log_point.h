// A LogPoint says of which log something was made and how far that log went then. Whatever is
// derived from a log carries one, so that it is never taken for something of another log.
//
// The id alone does not do: two stores that were restored from one backup have the same, and go on
// apart. Do not confuse it with a checkpoint, which is signed and made for outsiders.
#ifndef DECREE_CORE_LOG_LOG_POINT_H_
#define DECREE_CORE_LOG_LOG_POINT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/log_prover.h"

namespace decree {

struct LogPoint {
  StoreId log{};
  Position position = 0;
  Hash256 root{};  // over the leaves 1..position
  friend bool operator==(const LogPoint&, const LogPoint&) = default;
};

// Store id (16), position (8, little-endian), root (32).
inline constexpr size_t kLogPointBytes = 56;
std::string EncodeLogPoint(const LogPoint& point);
// nullopt where the length is another.
std::optional<LogPoint> DecodeLogPoint(absl::string_view bytes);

// 32 hexadecimal digits; nullopt for any other text.
std::string StoreIdText(const StoreId& store);
std::optional<StoreId> ParseStoreId(absl::string_view text);

// Errors: those of LogProver::RootAt.
absl::StatusOr<LogPoint> PointOf(const LogProver& log, Position position);

enum class LogFit {
  kOf,      // the log went through this point
  kBeyond,  // the point has the log's id and is beyond the end that the log shows
  kOther,   // of another log, or of one of the same id that went on otherwise
};
// Some tens of reads, whatever the length of the log. Errors: those of LogProver::RootAt.
absl::StatusOr<LogFit> FitOf(const LogPoint& point, const LogProver& log);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_POINT_H_

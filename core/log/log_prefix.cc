#include "core/log/log_prefix.h"

#include <cstring>

#include "absl/strings/escaping.h"
#include "core/base/status_macros.h"
#include "core/log/little_endian.h"

namespace decree {

static_assert(kLogPrefixBytes == sizeof(StoreId) + sizeof(Position) + sizeof(Hash256));

std::string EncodeLogPrefix(const LogPrefix& prefix) {
  std::string out(reinterpret_cast<const char*>(prefix.log.data()), prefix.log.size());
  AppendLe<uint64_t>(out, prefix.position);
  out.append(reinterpret_cast<const char*>(prefix.root.data()), prefix.root.size());
  return out;
}

std::optional<LogPrefix> DecodeLogPrefix(absl::string_view bytes) {
  if (bytes.size() != kLogPrefixBytes) return std::nullopt;
  LogPrefix prefix;
  std::memcpy(prefix.log.data(), bytes.data(), prefix.log.size());
  prefix.position = GetLe<uint64_t>(bytes.data() + prefix.log.size());
  std::memcpy(prefix.root.data(), bytes.data() + prefix.log.size() + 8, prefix.root.size());
  return prefix;
}

std::string StoreIdText(const StoreId& store) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(store.data()), store.size()));
}

std::optional<StoreId> ParseStoreId(absl::string_view text) {
  StoreId store;
  if (text.size() != 2 * store.size() ||
      text.find_first_not_of("0123456789abcdef") != absl::string_view::npos) {
    return std::nullopt;
  }
  std::memcpy(store.data(), absl::HexStringToBytes(text).data(), store.size());
  return store;
}

absl::StatusOr<LogPrefix> PrefixOf(const LogProver& log, Position position) {
  LogPrefix prefix{log.Id(), position, {}};
  const LogHead head = log.Head();
  if (head.size == position) {
    prefix.root = head.root;
    return prefix;
  }
  DECREE_ASSIGN_OR_RETURN(prefix.root, log.RootAt(position));
  return prefix;
}

absl::StatusOr<LogFit> FitOf(const LogPrefix& prefix, const LogProver& log) {
  if (prefix.log != log.Id()) return LogFit::kOther;
  if (prefix.position > log.Head().size) return LogFit::kBeyond;
  DECREE_ASSIGN_OR_RETURN(const LogPrefix here, PrefixOf(log, prefix.position));
  return here == prefix ? LogFit::kOf : LogFit::kOther;
}

}  // namespace decree

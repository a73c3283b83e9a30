#include "core/log/log_point.h"

#include <cstring>

#include "absl/strings/escaping.h"
#include "core/base/status_macros.h"
#include "core/log/little_endian.h"

namespace decree {

static_assert(kLogPointBytes == sizeof(StoreId) + sizeof(Position) + sizeof(Hash256));

std::string EncodeLogPoint(const LogPoint& point) {
  std::string out(reinterpret_cast<const char*>(point.log.data()), point.log.size());
  AppendLe<uint64_t>(out, point.position);
  out.append(reinterpret_cast<const char*>(point.root.data()), point.root.size());
  return out;
}

std::optional<LogPoint> DecodeLogPoint(absl::string_view bytes) {
  if (bytes.size() != kLogPointBytes) return std::nullopt;
  LogPoint point;
  std::memcpy(point.log.data(), bytes.data(), point.log.size());
  point.position = GetLe<uint64_t>(bytes.data() + point.log.size());
  std::memcpy(point.root.data(), bytes.data() + point.log.size() + 8, point.root.size());
  return point;
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

absl::StatusOr<LogPoint> PointOf(const LogProver& log, Position position) {
  LogPoint point{log.Id(), position, {}};
  const LogHead head = log.Head();
  if (head.size == position) {
    point.root = head.root;
    return point;
  }
  DECREE_ASSIGN_OR_RETURN(point.root, log.RootAt(position));
  return point;
}

absl::StatusOr<LogFit> FitOf(const LogPoint& point, const LogProver& log) {
  if (point.log != log.Id()) return LogFit::kOther;
  if (point.position > log.Head().size) return LogFit::kBeyond;
  DECREE_ASSIGN_OR_RETURN(const LogPoint here, PointOf(log, point.position));
  return here == point ? LogFit::kOf : LogFit::kOther;
}

}  // namespace decree

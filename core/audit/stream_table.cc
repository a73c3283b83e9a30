#include "core/audit/stream_table.h"

#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/little_endian.h"
#include "core/merkle/right_edge.h"

namespace decree {
namespace {

constexpr absl::string_view kMagic = "DECREEST";
constexpr uint16_t kTableFormat = 1;
constexpr size_t kNameAt = 72;

absl::Status Damaged(absl::string_view why) {
  return absl::DataLossError(absl::StrCat("the stream table does not read: ", why));
}

// Takes one row off the front of `bytes`.
absl::StatusOr<StreamRow> TakeRow(absl::string_view& bytes) {
  if (bytes.size() < kNameAt || !absl::StartsWith(bytes, kMagic)) return Damaged("a row is cut");
  if (GetLe<uint16_t>(bytes.data() + 8) != kTableFormat) return Damaged("unknown format");
  const size_t name_bytes = GetLe<uint16_t>(bytes.data() + 10);
  if (bytes.size() < kNameAt + name_bytes) return Damaged("a name is cut");
  StreamRow row;
  row.length = GetLe<uint64_t>(bytes.data() + 16);
  row.last = GetLe<uint64_t>(bytes.data() + 24);
  row.bearing = GetLe<uint64_t>(bytes.data() + 32);
  std::memcpy(row.last_leaf.data(), bytes.data() + 40, row.last_leaf.size());
  row.name = std::string(bytes.substr(kNameAt, name_bytes));
  bytes.remove_prefix(kNameAt + name_bytes);
  return row;
}

}  // namespace

std::string EncodeStreamRow(const StreamRow& row) {
  std::string out(kMagic);
  AppendLe<uint16_t>(out, kTableFormat);
  AppendLe<uint16_t>(out, static_cast<uint16_t>(row.name.size()));
  AppendLe<uint32_t>(out, 0);
  AppendLe<uint64_t>(out, row.length);
  AppendLe<uint64_t>(out, row.last);
  AppendLe<uint64_t>(out, row.bearing);
  const absl::string_view leaf = AsBytes(row.last_leaf);
  out.append(leaf.data(), leaf.size());
  out += row.name;
  return out;
}

absl::Status StreamTable::Add(const LogRecord& record,
                              const std::vector<std::string>& bearing_names) {
  for (const StreamVersion& stream : record.streams) {
    StreamRow& row = rows_[stream.stream];
    if (row.name.empty()) row.name = stream.stream;
    if (stream.version != row.length + 1) {
      return absl::DataLossError(absl::StrCat(
          "position ", record.position, " has version ", stream.version, " of the stream '",
          stream.stream, "', the records before it give ", row.length, "; run `decree doctor`"));
    }
    row.length = stream.version;
    row.last = record.position;
    row.last_leaf = record.leaf;
  }
  for (const std::string& name : bearing_names) {
    StreamRow& row = rows_[name];
    if (row.name.empty()) row.name = name;
    ++row.bearing;
  }
  return absl::OkStatus();
}

Hash256 StreamTable::Root() const {
  Sha256 sha;
  RightEdge edge;
  for (const auto& [name, row] : rows_) {
    edge.Append(sha, sha.Leaf(EncodeStreamRow(row)), 0, nullptr);
  }
  return edge.Root(sha);
}

std::vector<StreamRow> StreamTable::Rows() const {
  std::vector<StreamRow> rows;
  rows.reserve(rows_.size());
  for (const auto& [name, row] : rows_) rows.push_back(row);
  return rows;
}

std::string StreamTable::Encode() const {
  std::string out;
  for (const auto& [name, row] : rows_) out += EncodeStreamRow(row);
  return out;
}

absl::StatusOr<StreamTable> StreamTable::Decode(absl::string_view bytes) {
  StreamTable table;
  while (!bytes.empty()) {
    DECREE_ASSIGN_OR_RETURN(StreamRow row, TakeRow(bytes));
    if (!table.rows_.empty() && row.name <= table.rows_.rbegin()->first) {
      return Damaged("its rows are out of order");
    }
    std::string name = row.name;
    table.rows_.emplace_hint(table.rows_.end(), std::move(name), std::move(row));
  }
  return table;
}

std::vector<Hash256> LeavesOf(const std::vector<StreamRow>& rows) {
  Sha256 sha;
  std::vector<Hash256> leaves;
  leaves.reserve(rows.size());
  for (const StreamRow& row : rows) leaves.push_back(sha.Leaf(EncodeStreamRow(row)));
  return leaves;
}

NodeReader ReaderOf(const std::vector<Hash256>& leaves) {
  return [&leaves](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
    Sha256 sha;
    std::vector<Hash256> row(leaves.begin() + static_cast<ptrdiff_t>(index << level),
                             leaves.begin() + static_cast<ptrdiff_t>((index + 1) << level));
    for (; row.size() > 1; row.resize(row.size() / 2)) {
      for (size_t i = 0; i < row.size() / 2; ++i) row[i] = sha.Node(row[2 * i], row[2 * i + 1]);
    }
    return row[0];
  };
}

}  // namespace decree

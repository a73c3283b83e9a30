#include "core/log/record_format.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/log/little_endian.h"

namespace decree {
namespace {

constexpr size_t kStreamPrefixBytes = 10;  // version and length of the name

void Assign(std::string& to, absl::string_view from) { to.assign(from.data(), from.size()); }

absl::Status Damaged(const RecordHeader& header, absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the record that claims position ", header.position, " is damaged: ", why));
}

absl::Status DecodeStreams(const RecordHeader& header, absl::string_view bytes,
                           std::vector<StreamVersion>& streams) {
  streams.resize(header.streams);
  for (StreamVersion& stream : streams) {
    if (bytes.size() < kStreamPrefixBytes) return Damaged(header, "its streams are cut");
    const size_t name_bytes = GetLe<uint16_t>(bytes.data() + 8);
    if (bytes.size() < kStreamPrefixBytes + name_bytes) return Damaged(header, "a name is cut");
    stream.version = GetLe<uint64_t>(bytes.data());
    Assign(stream.stream, bytes.substr(kStreamPrefixBytes, name_bytes));
    bytes.remove_prefix(kStreamPrefixBytes + name_bytes);
  }
  return bytes.empty() ? absl::OkStatus() : Damaged(header, "bytes follow its streams");
}

}  // namespace

void EncodeRecord(const RecordParts& parts, std::string& out) {
  size_t streams_bytes = 0;
  for (const StreamVersionView& stream : parts.streams) {
    streams_bytes += kStreamPrefixBytes + stream.stream.size();
  }
  const RecordHeader header{kRecordFormat,
                            static_cast<uint16_t>(parts.streams.size()),
                            static_cast<uint16_t>(parts.id.size()),
                            0,
                            static_cast<uint32_t>(parts.body.size()),
                            static_cast<uint32_t>(streams_bytes),
                            parts.position,
                            parts.recorded_us,
                            parts.target};
  out.append(reinterpret_cast<const char*>(&header), sizeof(header));
  out.append(parts.id.data(), parts.id.size());
  for (const StreamVersionView& stream : parts.streams) {
    AppendLe<uint64_t>(out, stream.version);
    AppendLe<uint16_t>(out, static_cast<uint16_t>(stream.stream.size()));
    out.append(stream.stream.data(), stream.stream.size());
  }
  out.append(parts.body.data(), parts.body.size());
}

absl::Status DecodeRecord(absl::string_view bytes, LogRecord& record) {
  RecordHeader header{};
  if (bytes.size() < sizeof(header)) return Damaged(header, "it is shorter than its header");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.format > kRecordFormat) {
    return absl::UnimplementedError(absl::StrCat("the record has format ", header.format,
                                                 ", this program knows up to ", kRecordFormat));
  }
  if (header.format != kRecordFormat || header.zero != 0) return Damaged(header, "unknown format");
  bytes.remove_prefix(sizeof(header));
  const uint64_t rest =
      uint64_t{header.id_bytes} + uint64_t{header.streams_bytes} + uint64_t{header.body_bytes};
  if (bytes.size() != rest) return Damaged(header, "its length is wrong");
  record.position = header.position;
  record.recorded_us = header.recorded_us;
  record.target = header.target;
  Assign(record.id, bytes.substr(0, header.id_bytes));
  Assign(record.body, bytes.substr(header.id_bytes + header.streams_bytes));
  return DecodeStreams(header, bytes.substr(header.id_bytes, header.streams_bytes), record.streams);
}

}  // namespace decree

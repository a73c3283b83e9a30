#include "core/log/group_format.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"
#include "core/log/little_endian.h"

namespace decree {
namespace {

absl::Status Damaged(Position position, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("the group of position ", position, ": ", why));
}

}  // namespace

void GroupWriter::Start(Position first, int64_t recorded_us) {
  first_ = first;
  recorded_us_ = recorded_us;
  ends_.clear();
  leaves_.clear();
  records_.clear();
}

const Hash256& GroupWriter::Add(Sha256& sha, RecordParts parts) {
  DECREE_ASSERT(ends_.size() < kGroupEventsMax);
  parts.position = first_ + ends_.size();
  parts.recorded_us = recorded_us_;
  const size_t begin = records_.size();
  EncodeRecord(parts, records_);
  ends_.push_back(static_cast<uint32_t>(records_.size()));
  leaves_.push_back(sha.Leaf(absl::string_view(records_).substr(begin)));
  return leaves_.back();
}

absl::string_view GroupWriter::Finish() {
  DECREE_ASSERT(!empty());
  const GroupHeader header{kGroupFormat, static_cast<uint16_t>(ends_.size()),
                           static_cast<uint32_t>(records_.size()), first_, recorded_us_};
  value_.clear();
  value_.append(reinterpret_cast<const char*>(&header), sizeof(header));
  value_.append(reinterpret_cast<const char*>(ends_.data()), ends_.size() * sizeof(uint32_t));
  value_.append(reinterpret_cast<const char*>(leaves_.data()), leaves_.size() * sizeof(Hash256));
  value_.append(records_);
  return value_;
}

absl::StatusOr<GroupView> GroupView::Parse(absl::string_view value, Position key_position) {
  GroupView view;
  GroupHeader& header = view.header_;
  if (value.size() < sizeof(header)) return Damaged(key_position, "shorter than its header");
  std::memcpy(&header, value.data(), sizeof(header));
  if (header.format > kGroupFormat) {
    return absl::UnimplementedError(absl::StrCat("the group of position ", key_position,
                                                 " has format ", header.format,
                                                 ", this program knows up to ", kGroupFormat));
  }
  if (header.format != kGroupFormat) return Damaged(key_position, "unknown format");
  if (header.first != key_position) return Damaged(key_position, "it belongs to another position");
  if (header.events == 0 || header.events > kGroupEventsMax) {
    return Damaged(key_position, "impossible number of events");
  }
  const size_t before_records = sizeof(header) + size_t{header.events} * (4 + sizeof(Hash256));
  if (value.size() != before_records + header.records_bytes) {
    return Damaged(key_position, "its length is wrong");
  }
  view.ends_ = value.data() + sizeof(header);
  view.leaves_ = view.ends_ + size_t{header.events} * 4;
  view.records_ = value.data() + before_records;
  uint32_t begin = 0;
  for (uint32_t i = 0; i < header.events; ++i) {
    if (view.End(i) < begin) return Damaged(key_position, "its offsets are not in order");
    begin = view.End(i);
  }
  if (begin != header.records_bytes) return Damaged(key_position, "bytes follow its records");
  return view;
}

uint32_t GroupView::End(uint32_t index) const { return GetLe<uint32_t>(ends_ + size_t{index} * 4); }

absl::string_view GroupView::RecordBytes(uint32_t index) const {
  DECREE_ASSERT(index < header_.events);
  const uint32_t begin = index == 0 ? 0 : End(index - 1);
  return {records_ + begin, End(index) - begin};
}

Hash256 GroupView::Leaf(uint32_t index) const {
  DECREE_ASSERT(index < header_.events);
  Hash256 leaf;
  std::memcpy(leaf.data(), leaves_ + size_t{index} * leaf.size(), leaf.size());
  return leaf;
}

absl::Status GroupView::Read(uint32_t index, Sha256& sha, bool verify_leaf,
                             LogRecord& record) const {
  const Position position = first() + index;
  const absl::string_view bytes = RecordBytes(index);
  record.leaf = Leaf(index);
  if (verify_leaf && sha.Leaf(bytes) != record.leaf) {
    return absl::DataLossError(absl::StrCat("position ", position,
                                            ": the stored bytes do not give the leaf hash ",
                                            ToHex(record.leaf)));
  }
  DECREE_RETURN_IF_ERROR(DecodeRecord(bytes, record));
  if (record.position != position || record.recorded_us != recorded_us()) {
    return absl::DataLossError(
        absl::StrCat("position ", position, ": its record claims another position or instant"));
  }
  return absl::OkStatus();
}

}  // namespace decree

#include "core/projections/side_entry.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr char kUnit = '\x1f';  // between the parts of a text

void PutU64(uint64_t value, std::string& out) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
}

void PutText(absl::string_view text, std::string& out) {
  PutU64(text.size(), out);
  out.append(text.data(), text.size());
}

// Reads what the Put functions wrote; `ok` falls once bytes run out and stays down.
struct Reader {
  absl::string_view rest;
  bool ok = true;

  uint64_t U64() {
    if (rest.size() < 8) {
      ok = false;
      return 0;
    }
    uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
      value |= static_cast<uint64_t>(static_cast<uint8_t>(rest[static_cast<size_t>(i)])) << (8 * i);
    }
    rest.remove_prefix(8);
    return value;
  }
  std::string Text() {
    const uint64_t size = U64();
    if (!ok || size > rest.size()) {
      ok = false;
      return "";
    }
    std::string text(rest.substr(0, size));
    rest.remove_prefix(size);
    return text;
  }
};

void PutSide(const SideEntry& entry, std::string& out) {
  PutU64(static_cast<uint64_t>(entry.kind), out);
  PutU64(entry.position, out);
  PutU64(entry.number, out);
  PutText(entry.text, out);
}

SideEntry ReadSide(Reader& reader) {
  SideEntry entry;
  const uint64_t kind = reader.U64();
  if (kind < 1 || kind > 8) reader.ok = false;
  entry.kind = static_cast<SideKind>(kind);
  entry.position = reader.U64();
  entry.number = reader.U64();
  entry.text = reader.Text();
  return entry;
}

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat(what, ": stored bytes do not read; rebuild the projections"));
}

}  // namespace

std::vector<SideEntry> SideEntriesOf(const Event& event, uint64_t position, uint64_t target) {
  std::vector<SideEntry> sides;
  for (const Link& link : event.links) {
    if (link.rel == LinkRel::kReplaces) {
      sides.push_back({SideKind::kReplaces, position, IdHash(link.id), ""});
    } else if (link.rel == LinkRel::kConfirms) {
      sides.push_back({SideKind::kConfirms, position, IdHash(link.id), ""});
    }
  }
  if (target != 0) sides.push_back({SideKind::kTarget, position, target, ""});
  if (event.instrument && !event.measure.empty()) {
    sides.push_back({SideKind::kTie, position, 0, event.instrument->id});
  }
  if (event.membership) {
    std::string text = event.membership->member + '\x1f' + event.membership->kind;
    if (event.membership->share_ppm) absl::StrAppend(&text, "\x1f", *event.membership->share_ppm);
    sides.push_back({SideKind::kMember, position, 0, std::move(text)});
  }
  return sides;
}

MemberSide ReadMemberSide(absl::string_view text) {
  MemberSide side;
  const size_t end = text.find(kUnit);
  side.member = text.substr(0, end);
  if (end == absl::string_view::npos) return side;
  const size_t behind_kind = text.find(kUnit, end + 1);
  side.kind = text.substr(
      end + 1, behind_kind == absl::string_view::npos ? behind_kind : behind_kind - end - 1);
  int64_t share_ppm = 0;
  if (behind_kind != absl::string_view::npos &&
      absl::SimpleAtoi(text.substr(behind_kind + 1), &share_ppm)) {
    side.share_ppm = share_ppm;
  }
  return side;
}

std::string EncodeSideEntry(const SideEntry& entry) {
  std::string out;
  PutSide(entry, out);
  return out;
}

absl::StatusOr<SideEntry> DecodeSideEntry(absl::string_view bytes) {
  Reader reader{bytes};
  SideEntry entry = ReadSide(reader);
  if (!reader.ok || !reader.rest.empty()) return Damaged("side entry");
  return entry;
}

std::string EncodeRepairEntry(const RepairEntry& entry) {
  std::string out;
  PutU64(entry.position, out);
  PutU64(entry.target, out);
  PutU64(entry.root, out);
  PutU64((entry.is_retraction ? 1u : 0u) | (entry.is_dated ? 2u : 0u), out);
  PutU64(static_cast<uint64_t>(entry.published_us), out);
  PutU64(static_cast<uint64_t>(static_cast<int64_t>(entry.published_offset_min)), out);
  AppendActRecord(entry.act, out);
  PutU64(entry.streams.size(), out);
  for (const std::string& stream : entry.streams) PutText(stream, out);
  PutU64(entry.sides.size(), out);
  for (const SideEntry& side : entry.sides) PutSide(side, out);
  return out;
}

absl::StatusOr<RepairEntry> DecodeRepairEntry(absl::string_view bytes) {
  Reader reader{bytes};
  RepairEntry entry;
  entry.position = reader.U64();
  entry.target = reader.U64();
  entry.root = reader.U64();
  const uint64_t flags = reader.U64();
  entry.is_retraction = (flags & 1) != 0;
  entry.is_dated = (flags & 2) != 0;
  entry.published_us = static_cast<int64_t>(reader.U64());
  entry.published_offset_min = static_cast<int16_t>(static_cast<int64_t>(reader.U64()));
  if (!reader.ok || reader.rest.size() < kActRecordBytes) return Damaged("repair entry");
  entry.act = ReadActRecord(reader.rest.data());
  if (!IsValidEventKind(static_cast<uint8_t>(entry.act.kind))) return Damaged("repair entry");
  reader.rest.remove_prefix(kActRecordBytes);
  const uint64_t streams = reader.U64();
  for (uint64_t i = 0; reader.ok && i < streams; ++i) entry.streams.push_back(reader.Text());
  const uint64_t sides = reader.U64();
  for (uint64_t i = 0; reader.ok && i < sides; ++i) entry.sides.push_back(ReadSide(reader));
  if (!reader.ok || !reader.rest.empty()) return Damaged("repair entry");
  return entry;
}

}  // namespace decree

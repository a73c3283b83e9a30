#include "core/log/head_file.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/crc32c.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr size_t kSlotBytes = 4096;
// How often and after which pause a head file with a slot that does not read is read again.
constexpr int kHeadReadsMax = 4;
constexpr absl::Duration kHeadReadPause = absl::Milliseconds(1);

constexpr char kMagic[8] = {'D', 'E', 'C', 'R', 'E', 'E', 'H', 'D'};

struct SlotBytes {
  char magic[8];
  uint32_t format;
  uint32_t zero;
  StoreId store;
  uint64_t sequence;
  uint64_t size;
  Hash256 root;
  int64_t recorded_us;
  char zeroes[36];
  uint32_t crc;
};
static_assert(sizeof(SlotBytes) == 128);
static_assert(offsetof(SlotBytes, store) == 16);
static_assert(offsetof(SlotBytes, sequence) == 32);
static_assert(offsetof(SlotBytes, size) == 40);
static_assert(offsetof(SlotBytes, root) == 48);
static_assert(offsetof(SlotBytes, recorded_us) == 80);
static_assert(offsetof(SlotBytes, crc) == 124);

uint32_t CrcOf(const SlotBytes& slot) {
  return Crc32c({reinterpret_cast<const char*>(&slot), offsetof(SlotBytes, crc)});
}

std::string EncodeSlot(const HeadSlot& slot) {
  SlotBytes bytes{};
  std::memcpy(bytes.magic, kMagic, sizeof(kMagic));
  bytes.format = kLogFormat;
  bytes.store = slot.store;
  bytes.sequence = slot.sequence;
  bytes.size = slot.head.size;
  bytes.root = slot.head.root;
  bytes.recorded_us = slot.head.recorded_us;
  bytes.crc = CrcOf(bytes);
  std::string out(kSlotBytes, '\0');
  std::memcpy(out.data(), &bytes, sizeof(bytes));
  return out;
}

// nullopt when the slot is empty, torn or damaged.
absl::StatusOr<std::optional<HeadSlot>> DecodeSlot(absl::string_view content) {
  SlotBytes bytes;
  if (content.size() < sizeof(bytes)) return std::optional<HeadSlot>();
  std::memcpy(&bytes, content.data(), sizeof(bytes));
  if (std::memcmp(bytes.magic, kMagic, sizeof(kMagic)) != 0) return std::optional<HeadSlot>();
  if (bytes.crc != CrcOf(bytes)) return std::optional<HeadSlot>();
  if (bytes.format > kLogFormat) {
    return absl::UnimplementedError(absl::StrCat("the log has format ", bytes.format,
                                                 ", this program knows up to ", kLogFormat));
  }
  HeadSlot slot;
  slot.store = bytes.store;
  slot.sequence = bytes.sequence;
  slot.head = {bytes.size, bytes.root, bytes.recorded_us};
  return std::optional<HeadSlot>(slot);
}

}  // namespace

absl::StatusOr<std::optional<HeadSlot>> ParseHeadFile(absl::string_view content) {
  std::optional<HeadSlot> newest;
  bool is_damaged = content.size() < 2 * kSlotBytes;
  for (size_t at = 0; at < 2 * kSlotBytes && at < content.size(); at += kSlotBytes) {
    const absl::string_view bytes = content.substr(at, kSlotBytes);
    DECREE_ASSIGN_OR_RETURN(const auto slot, DecodeSlot(bytes));
    if (!slot.has_value()) {
      // A slot that was never written is zero.
      if (bytes.find_first_not_of('\0') != absl::string_view::npos) is_damaged = true;
      continue;
    }
    if (!newest.has_value() || slot->sequence > newest->sequence) newest = slot;
  }
  if (newest.has_value()) newest->other_is_damaged = is_damaged;
  return newest;
}

absl::StatusOr<std::optional<HeadSlot>> ReadHeadFile(const std::string& dir) {
  const auto content = ReadSlotFile(absl::StrCat(dir, "/", kHeadFileName));
  if (absl::IsNotFound(content.status())) return std::optional<HeadSlot>();
  if (!content.ok()) return content.status();
  return ParseHeadFile(*content);
}

absl::StatusOr<std::optional<HeadSlot>> ReadSettledHead(const std::string& dir) {
  for (int attempt = 1;; ++attempt) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadHeadFile(dir));
    if (!slot.has_value() || !slot->other_is_damaged || attempt == kHeadReadsMax) return slot;
    absl::SleepFor(kHeadReadPause);
  }
}

absl::StatusOr<std::unique_ptr<HeadFile>> HeadFile::Open(const std::string& dir,
                                                         const HeadSlot& last, bool create,
                                                         const std::shared_ptr<FileSeam>& files) {
  if (create) {
    DECREE_RETURN_IF_ERROR(CreateSlotFile(dir, kHeadFileName, 2 * kSlotBytes, files));
  }
  DECREE_ASSIGN_OR_RETURN(auto file, OpenSlotFile(absl::StrCat(dir, "/", kHeadFileName), files));
  return std::unique_ptr<HeadFile>(new HeadFile(std::move(file), last));
}

absl::Status HeadFile::Write(const LogHead& head, bool sync) {
  ++last_.sequence;
  last_.head = head;
  DECREE_RETURN_IF_ERROR(file_->Write((last_.sequence % 2) * kSlotBytes, EncodeSlot(last_)));
  return sync ? file_->Sync() : absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<HeadWatch>> HeadWatch::Open(const std::string& dir) {
  DECREE_ASSIGN_OR_RETURN(auto file, OpenSlotReader(absl::StrCat(dir, "/", kHeadFileName)));
  return std::unique_ptr<HeadWatch>(new HeadWatch(std::move(file)));
}

absl::StatusOr<HeadWatch::Mark> HeadWatch::Look() const {
  Mark mark;
  static_assert(2 * sizeof(SlotBytes) == sizeof(Mark));
  for (size_t slot = 0; slot < 2; ++slot) {
    DECREE_RETURN_IF_ERROR(
        file_->Read(slot * kSlotBytes,
                    absl::MakeSpan(mark).subspan(slot * sizeof(SlotBytes), sizeof(SlotBytes))));
  }
  return mark;
}

}  // namespace decree

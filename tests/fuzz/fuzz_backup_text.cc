// The texts that a restore reads: a backup's manifest, a checkpoint, a line of an exported record.
// Any bytes are refused or read; what is read is written as it was, and names no file outside a
// store.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_split.h"
#include "core/backup/backup_manifest.h"
#include "core/backup/checkpoint_file.h"
#include "core/base/assert.h"
#include "core/codec/record_line.h"
#include "core/merkle/sha256.h"

namespace {

// Two dots lead out of a folder only where they are the whole name: `1..2.sst` is a file like
// others.
bool NamesFileBelow(absl::string_view path) {
  for (const absl::string_view name : absl::StrSplit(path, '/')) {
    if (name.empty() || name == "." || name == "..") return false;
  }
  return true;
}

void ReadManifest(absl::string_view text) {
  const auto manifest = decree::ParseManifest(text);
  if (!manifest.ok()) return;
  for (const decree::BackupFile& file : manifest->files) {
    DECREE_ASSERT(NamesFileBelow(file.path));
  }
  const auto again = decree::ParseManifest(decree::EncodeManifest(*manifest));
  DECREE_ASSERT(again.ok() && again->files.size() == manifest->files.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  ReadManifest(text);
  // With the hash that it needs to be looked into.
  decree::Sha256 sha;
  ReadManifest(std::string(text) + "end " + decree::ToHex(sha.Plain(text)) + "\n");
  const auto checkpoint = decree::ParseCheckpointFile(text);
  DECREE_ASSERT(checkpoint.ok() || absl::IsInvalidArgument(checkpoint.status()));
  const auto line = decree::RecordLineFromJson(text);
  if (line.ok()) {
    const auto again = decree::RecordLineFromJson(decree::RecordLineToJson(*line));
    DECREE_ASSERT(again.ok() && again->event == line->event && again->leaf == line->leaf &&
                  again->recorded_us == line->recorded_us && again->position == line->position);
  }
  return 0;
}

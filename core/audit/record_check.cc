#include "core/audit/record_check.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/log/record_format.h"
#include "core/merkle/proof.h"
#include "core/merkle/proof_text.h"

namespace decree {

absl::StatusOr<ReadRecord> ReadRecordBytes(absl::string_view bytes) {
  ReadRecord read;
  LogRecord& record = read.record;
  if (const absl::Status status = DecodeRecord(bytes, record); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("no record: ", status.message()));
  }
  if (record.position == 0 || record.target >= record.position) {
    return absl::InvalidArgumentError(
        absl::StrCat("position ", record.position, " targets ", record.target));
  }
  record.leaf = Sha256().Leaf(bytes);
  absl::StatusOr<Event> event = DecodeEvent(record.body);
  if (!event.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("position ", record.position, " is no event: ", event.status().message()));
  }
  if (event->id != record.id || EncodeEvent(*event) != record.body) {
    return absl::InvalidArgumentError(absl::StrCat("the body of position ", record.position,
                                                   " is not the canonical one of its event"));
  }
  read.event = *std::move(event);
  return read;
}

absl::StatusOr<CheckedRecord> CheckRecordProof(absl::string_view text, const VerifierKey& key) {
  DECREE_ASSIGN_OR_RETURN(const RecordProof proof, ParseRecordProof(text));
  CheckedRecord checked;
  DECREE_ASSIGN_OR_RETURN(checked.checkpoint, OpenCheckpoint(proof.note, key));
  DECREE_ASSIGN_OR_RETURN(ReadRecord read, ReadRecordBytes(proof.record));
  if (read.record.position != proof.index + 1) {
    return absl::InvalidArgumentError(absl::StrCat("the proof is of position ", proof.index + 1,
                                                   ", the record says ", read.record.position));
  }
  const LogCheckpoint& checkpoint = checked.checkpoint.checkpoint;
  const absl::Status included = VerifyInclusion(read.record.leaf, proof.index, checkpoint.size,
                                                proof.hashes, checkpoint.root);
  if (!included.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the signed log does not hold the record: ", included.message()));
  }
  checked.record = std::move(read.record);
  checked.event = std::move(read.event);
  return checked;
}

}  // namespace decree

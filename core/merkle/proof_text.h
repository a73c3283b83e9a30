// Proofs as texts that people pass on and other programs read.
//
// That a log has grown (the body of a C2SP tlog-witness request), and that a record is in it (C2SP
// tlog-proof, with the record's bytes as its extra data):
//
//   old 100                                 c2sp.org/tlog-proof@v1
//   8f6a…=   (up to 63 hashes)              extra AQABAC8A…=
//                                           index 41
//   <the newer checkpoint, signed>          8f6a…=   (up to 63 hashes)
//
//                                           <the checkpoint, signed>
#ifndef DECREE_CORE_MERKLE_PROOF_TEXT_H_
#define DECREE_CORE_MERKLE_PROOF_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/sha256.h"

namespace decree {

inline constexpr size_t kProofHashesMax = 63;
inline constexpr size_t kProofRecordBytesMax = 8 << 20;

struct GrowthProof {
  uint64_t old_size = 0;
  std::vector<Hash256> hashes;  // core/merkle/proof.h, consistency
  std::string note;             // not verified by parsing
};

struct RecordProof {
  std::string record;
  uint64_t index = 0;           // position - 1
  std::vector<Hash256> hashes;  // core/merkle/proof.h, inclusion
  std::string note;             // not verified by parsing
};

// Whether a text begins as one of the two does; a bare note begins as neither.
bool IsGrowthProof(absl::string_view text);
bool IsRecordProof(absl::string_view text);

// Errors: InvalidArgument.
absl::StatusOr<GrowthProof> ParseGrowthProof(absl::string_view text);
absl::StatusOr<RecordProof> ParseRecordProof(absl::string_view text);
std::string FormatGrowthProof(const GrowthProof& proof);
std::string FormatRecordProof(const RecordProof& proof);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_PROOF_TEXT_H_

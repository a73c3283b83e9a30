// The source texts that events cite: whole files, each kept under the SHA-256 of its bytes, which
// is what an event's `sources[].sha256` names. A text is never changed and never removed.
//
//   <dir>/<64 hexadecimal digits>
//
// Do not confuse a document with an event: the log does not know of documents, and a citation of
// one that is not here is no fault. Safe for concurrent use; two that keep the same text agree.
#ifndef DECREE_CORE_DOCUMENTS_DOCUMENT_STORE_H_
#define DECREE_CORE_DOCUMENTS_DOCUMENT_STORE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

inline constexpr uint64_t kDocumentBytesMax = 64ull << 20;

struct KeptDocument {
  std::string sha256;  // 64 lower-case hexadecimal digits
  uint64_t bytes = 0;
  bool repeated = false;  // it was here already
};

class DocumentStore {
 public:
  explicit DocumentStore(std::string dir, std::shared_ptr<FileSeam> files = nullptr)
      : dir_(std::move(dir)), files_(std::move(files)) {}

  // Keeps the file at `path`; durable when it returns OK. Errors: InvalidArgument (no such file, no
  // regular file, empty, over kDocumentBytesMax, changed while it was read); no room;
  // Internal.
  absl::StatusOr<KeptDocument> Keep(const std::string& path) const;

  // The bytes, which have been hashed. Errors: InvalidArgument (no hash), NotFound, DataLoss.
  absl::StatusOr<std::string> Read(absl::string_view sha256) const;

  // Reads every document and calls `finding` with what is wrong; returns how many there are.
  absl::StatusOr<uint64_t> Check(const std::function<void(std::string)>& finding) const;

 private:
  std::string PathOf(absl::string_view sha256) const;

  const std::string dir_;
  const std::shared_ptr<FileSeam> files_;
};

// 64 lower-case hexadecimal digits.
bool IsSha256Hex(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_DOCUMENTS_DOCUMENT_STORE_H_

// The SHA-256 of bytes that come in pieces, for files that do not fit in memory. What fits is
// hashed by core/merkle/sha256.h.
#ifndef DECREE_CORE_BACKUP_FILE_HASH_H_
#define DECREE_CORE_BACKUP_FILE_HASH_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/store/plain_files.h"

struct evp_md_ctx_st;

namespace decree {

// Not safe for concurrent use.
class FileHash {
 public:
  FileHash();
  ~FileHash();
  FileHash(const FileHash&) = delete;
  FileHash& operator=(const FileHash&) = delete;

  void Add(absl::string_view piece);
  std::string Hex();  // ends it: 64 lower-case hexadecimal digits

 private:
  evp_md_ctx_st* context_;
};

// Told of each piece of bytes that was dealt with.
using CountBytes = std::function<void(uint64_t bytes)>;

// Of all that `source` holds. Errors: as FileSource::Read.
absl::StatusOr<std::string> HashOf(const FileSource& source, const CountBytes& count);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_FILE_HASH_H_

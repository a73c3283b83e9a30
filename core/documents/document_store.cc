#include "core/documents/document_store.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/merkle/sha256.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHexDigits = 64;

absl::Status CheckIsDocument(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": cannot be looked at: ", error.message()));
  }
  if (!fs::exists(status)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": there is no such file"));
  }
  if (!fs::is_regular_file(status)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": it is no regular file"));
  }
  const uint64_t bytes = fs::file_size(path, error);
  if (error || bytes == 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": it is empty or cannot be read"));
  }
  if (bytes > kDocumentBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": has ", bytes, " bytes, at most ",
                                                   kDocumentBytesMax, " are kept; split it"));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsSha256Hex(absl::string_view text) {
  return text.size() == kHexDigits &&
         text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

std::string DocumentStore::PathOf(absl::string_view sha256) const {
  return absl::StrCat(dir_, "/", sha256);
}

absl::StatusOr<KeptDocument> DocumentStore::Keep(const std::string& path) const {
  DECREE_RETURN_IF_ERROR(CheckIsDocument(path));
  // What is given may lie anywhere; only the store's own files go through the seam.
  const auto content = PlainFiles().ReadAll(path, kDocumentBytesMax);
  if (!content.ok()) return absl::InvalidArgumentError(content.status().message());
  Sha256 sha;
  KeptDocument kept{ToHex(sha.Plain(*content)), content->size(), false};
  if (const auto stored = Read(kept.sha256); stored.ok()) {
    kept.repeated = true;
    return kept;
  }
  // Absent, or damaged: then the sound text takes its place.
  const PlainFiles files(files_);
  DECREE_ASSIGN_OR_RETURN(const bool was_there, IsThere(dir_));
  DECREE_RETURN_IF_ERROR(files.MakeFolder(dir_));
  DECREE_RETURN_IF_ERROR(files.Make(PathOf(kept.sha256),
                                    [&](const PlainFiles::Sink& sink) { return sink(*content); }));
  DECREE_RETURN_IF_ERROR(files.SyncFolder(dir_));
  if (!was_there) DECREE_RETURN_IF_ERROR(files.SyncFolder(FolderAbove(dir_)));
  return kept;
}

absl::StatusOr<std::string> DocumentStore::Read(absl::string_view sha256) const {
  if (!IsSha256Hex(sha256)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", sha256, "\" is no SHA-256: give 64 lower-case hexadecimal digits"));
  }
  auto content = PlainFiles(files_).ReadAll(PathOf(sha256), kDocumentBytesMax);
  if (absl::IsNotFound(content.status())) {
    return absl::NotFoundError(absl::StrCat("no document ", sha256, " is kept in this store"));
  }
  if (!content.ok()) return content.status();
  Sha256 sha;
  if (ToHex(sha.Plain(*content)) != sha256) {
    return absl::DataLossError(absl::StrCat("document ", sha256,
                                            " is damaged: its bytes have another hash; append the "
                                            "file again, or restore a backup"));
  }
  return content;
}

absl::StatusOr<uint64_t> DocumentStore::Check(
    const std::function<void(std::string)>& finding) const {
  const auto names = PlainFiles(files_).List(dir_);
  if (absl::IsNotFound(names.status())) return 0;
  if (!names.ok()) return names.status();
  uint64_t documents = 0;
  for (const std::string& name : *names) {
    if (absl::EndsWith(name, PlainFiles::kTemporaryEnding)) continue;  // an append that was killed
    if (!IsSha256Hex(name)) {
      finding(absl::StrCat("documents/", name, " is no document; take it away"));
      continue;
    }
    ++documents;
    if (const auto content = Read(name); !content.ok()) {
      finding(std::string(content.status().message()));
    }
  }
  return documents;
}

}  // namespace decree

// Writing a file so that it is there whole or not at all.
#ifndef DECREE_TOOLS_INPUT_WHOLE_FILE_H_
#define DECREE_TOOLS_INPUT_WHOLE_FILE_H_

#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace decree::tools {

// Writes under a temporary name in the same folder, syncs, and renames over `path`; what a symbolic
// link names is replaced, not the link. Errors: InvalidArgument names `path`, the cause and what to
// do; no room, Internal when the medium fails; a file that was there is then unchanged.
absl::Status WriteWholeFile(const std::string& path, const std::string& text);

// The same bit by bit. What is not committed is taken away, and the file that was there is as it
// was.
class WholeFileWriter {
 public:
  // What is no regular file (/dev/stdout, a pipe) is written to directly. Errors: as
  // WriteWholeFile.
  static absl::StatusOr<std::unique_ptr<WholeFileWriter>> Begin(const std::string& path);
  ~WholeFileWriter();
  WholeFileWriter(const WholeFileWriter&) = delete;
  WholeFileWriter& operator=(const WholeFileWriter&) = delete;

  std::ostream& stream() { return stream_; }
  // Puts what was written where it belongs. Errors: as WriteWholeFile.
  absl::Status Commit();

 private:
  WholeFileWriter(std::string path, std::string target, std::string temporary, int descriptor);

  const std::string path_, target_, temporary_;
  const int descriptor_;
  std::ofstream stream_;
  bool is_committed_ = false;
};

// Takes away what a writer has not committed yet, for a process that is ended by a signal; may be
// called in its handler.
void RemoveUnfinishedFile();

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_WHOLE_FILE_H_

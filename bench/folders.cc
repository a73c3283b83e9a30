#include "bench/folders.h"

#include <filesystem>
#include <system_error>

#include "bench/require.h"

namespace decree::bench {

namespace fs = std::filesystem;

std::string FreshFolder(const std::string& dir, const std::string& name) {
  const std::string path = dir + "/" + name;
  RemoveFolder(path);
  std::error_code error;
  fs::create_directories(path, error);
  Require(!error, "cannot create " + path);
  return path;
}

void RemoveFolder(const std::string& dir) {
  std::error_code error;
  fs::remove_all(dir, error);
  Require(!error, "cannot remove " + dir);
}

uint64_t BytesUnder(const std::string& dir) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) bytes += it->file_size(ignored);
  }
  return bytes;
}

}  // namespace decree::bench

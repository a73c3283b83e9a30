// The files of a folder, as bytes.
#ifndef DECREE_TESTS_UNIT_LOG_FOLDER_BYTES_H_
#define DECREE_TESTS_UNIT_LOG_FOLDER_BYTES_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace decree {

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::map<std::string, std::string> AllBytes(const std::filesystem::path& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) files[entry.path().string()] = ReadFile(entry.path());
  }
  return files;
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_LOG_FOLDER_BYTES_H_

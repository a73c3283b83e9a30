// What the tests of backups share: a store that is a log and documents, its files' bytes, and the
// comparison of two logs.
#ifndef DECREE_TESTS_UNIT_BACKUP_BACKUP_TESTING_H_
#define DECREE_TESTS_UNIT_BACKUP_BACKUP_TESTING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/backup/backup.h"
#include "core/backup/restore.h"
#include "core/documents/document_store.h"
#include "core/merkle/sha256.h"
#include "tests/unit/log/log_testing.h"

namespace decree {

namespace fs = std::filesystem;

inline std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// By their paths below `dir`.
inline std::map<std::string, std::string> AllBytes(const fs::path& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) {
      files[fs::relative(entry.path(), dir).string()] = ReadFile(entry.path());
    }
  }
  return files;
}

inline void PutBytes(const fs::path& dir, const std::map<std::string, std::string>& files) {
  fs::remove_all(dir);
  for (const auto& [name, bytes] : files) {
    fs::create_directories((dir / name).parent_path());
    WriteFile(dir / name, bytes);
  }
}

class BackupFolderTest : public testing::Test {
 protected:
  // Appends `count` events, all in one call, or one call each.
  void Append(const std::string& prefix, size_t count, bool in_one_call = true) {
    const auto log = OpenOrDie(LogDir());
    const std::vector<AppendRequest> requests = Requests(prefix, count);
    if (in_one_call) {
      ASSERT_TRUE(log->Append(requests).ok());
      return;
    }
    for (const AppendRequest& request : requests) ASSERT_TRUE(log->Append({request}).ok());
  }

  std::string Keep(const std::string& text) {
    const std::string path = folder_.Sub("text");
    WriteFile(path, text);
    const auto kept = DocumentStore(Store() + "/documents").Keep(path);
    EXPECT_TRUE(kept.ok()) << kept.status();
    return kept.ok() ? kept->sha256 : "";
  }

  absl::StatusOr<BackupReport> BackUp() { return BackUpStore(Store(), Backup(), {}); }
  absl::StatusOr<BackupReport> Verify() { return VerifyBackup(Backup(), {}); }
  absl::StatusOr<RestoreReport> Restore(const std::string& name,
                                        const RestoreOptions& options = {}) {
    return RestoreStore(Backup(), folder_.Sub(name), options);
  }

  LogHead HeadOf(const std::string& store) {
    LogOptions reading;
    reading.read_only = true;
    return OpenOrDie(folder_.Sub(store) + "/log", reading)->Head();
  }

  // Every record of the two logs, and the check of the second.
  void ExpectSameLog(const std::string& a, const std::string& b) {
    const auto first = OpenOrDie(folder_.Sub(a) + "/log");
    const auto second = OpenOrDie(folder_.Sub(b) + "/log");
    EXPECT_EQ(first->Head().size, second->Head().size);
    EXPECT_EQ(first->Head().root, second->Head().root);
    EXPECT_EQ(first->Id(), second->Id());
    EXPECT_THAT(*second->Check(), testing::IsEmpty());
    const auto same = [&](const LogRecord& record) {
      const auto other = second->Read(record.position);
      EXPECT_TRUE(other.ok()) << other.status();
      EXPECT_EQ(other->body, record.body);
      EXPECT_EQ(other->recorded_us, record.recorded_us);
      return absl::OkStatus();
    };
    EXPECT_TRUE(first->Scan(1, first->Head().size, true, same).ok());
  }

  std::string Store() { return folder_.Sub("store"); }
  std::string LogDir() { return Store() + "/log"; }
  std::string Backup() { return folder_.Sub("backup"); }

  TestFolder folder_;
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_BACKUP_BACKUP_TESTING_H_

// An AuditedFolder is a scratch store with a key, for tests of what is signed and proven of it.
#ifndef DECREE_TESTS_UNIT_AUDIT_AUDITED_FOLDER_H_
#define DECREE_TESTS_UNIT_AUDIT_AUDITED_FOLDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/proof/audited_store.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {

inline std::string Duty(const std::string& id, const std::string& measure,
                        const std::string& rest = "") {
  return absl::StrCat(R"({"id":")", id, R"(","kind":"imposed","measure":")", measure,
                      R"(","class":"tariff","title":"T","actor":{"jurisdiction":"US"},)",
                      R"("stated":"2025-02-01","effective":{"from":"2025-02-04"},)",
                      R"("terms":{"tariff":{"adValorem":"10%"}})", rest, "}");
}

class AuditedFolder {
 public:
  explicit AuditedFolder(const std::string& origin = "example.org/log")
      : key_(*SigningKey::Generate(origin)) {}

  std::string Dir() const { return folder_.Dir("store"); }
  std::string AuditDir() const { return Dir() + "/audit"; }
  const SigningKey& key() const { return key_; }

  void Append(const std::vector<std::string>& lines) { AppendEvents(EventsOf(lines)); }
  void AppendEvents(const std::vector<NewEvent>& events, const AppendOptions& options = {}) {
    const std::unique_ptr<Decree> store = folder_.Open("store");
    const auto appended = store->Append(events, options);
    EXPECT_TRUE(appended.ok()) << appended.status();
  }

  std::unique_ptr<AuditedStore> Open() {
    auto store = AuditedStore::Open(Dir());
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  absl::StatusOr<MadeCheckpoint> Sign(const CheckpointOptions& options = {}) {
    return Open()->MakeCheckpoint(key_, options);
  }
  StoreFolder& folder() { return folder_; }

 private:
  StoreFolder folder_;
  const SigningKey key_;
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_AUDIT_AUDITED_FOLDER_H_

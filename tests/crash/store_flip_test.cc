// One bit is flipped in the bytes of everything beside the log: views and documents. A question is
// then answered as before or not at all, and `doctor` finds every flip in a document and all but
// those in the filler at the end of a table.
//
// Every 3rd byte (OPTIONS: every 64th); DECREE_FLIP_STRIDE=1 takes them all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/decree.h"
#include "tests/crash/child_process.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

// The end of a RocksDB table has bytes that say nothing and that no block's checksum covers.
constexpr int kFillerBytes = 40;
constexpr size_t kChildren = 6;
constexpr unsigned kSecondsMax = 1800;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToRead(const std::string& dir) {
  Options options;
  options.read_only = true;
  options.memory_bytes_max = 4 << 20;
  return Decree::Open(dir, options);
}

void MakeStore(const std::string& dir, const std::string& document) {
  auto store = Decree::Open(dir, Options{});
  DECREE_ASSERT(store.ok());
  std::vector<NewEvent> events;
  for (int i = 0; i < 8; ++i) {
    const auto event = EventFromJson(
        R"({"id":"e)" + std::to_string(i) + R"(","kind":"imposed","measure":"us/m)" +
        std::to_string(i) + R"(","class":"tariff","actor":{"jurisdiction":"US"},)" +
        R"("stated":"2025-02-01","effective":{"from":"2025-02-04"},"appliesBy":"entry",)" +
        R"("terms":{"tariff":{"adValorem":"1)" + std::to_string(i) + R"(%"}}})");
    DECREE_ASSERT(event.ok());
    events.push_back({*event, {}});
  }
  DECREE_ASSERT((*store)->Append(events).ok());
  DECREE_ASSERT((*store)->KeepDocument(document).ok());
  DECREE_ASSERT((*store)->Close().ok());
}

// "" when the question is not answered.
std::string Answer(const std::string& dir) {
  const auto store = OpenToRead(dir);
  if (!store.ok()) return "";
  AsOfQuestion question;
  question.effective_on = "2025-03-01";
  question.all = true;
  const auto answer = (*store)->AsOf(question);
  if (!answer.ok()) return "";
  std::string text = "answer";
  for (const MeasureState& state : answer->measures) {
    text += "\n" + state.measure + " " + std::string(NameOf(state.applies));
    for (const std::string& reason : state.reasons) text += " " + reason;
    for (const std::string& id : state.because) text += " " + id;
  }
  return text;
}

bool DoctorFinds(const std::string& dir) {
  const auto store = OpenToRead(dir);
  if (!store.ok()) return true;
  const auto report = (*store)->Doctor();
  return !report.ok() || !report->findings.empty();
}

class StoreFlipTest : public testing::Test {
 protected:
  void SetUp() override {
    WriteFile(folder_.Sub("notice"), "the text of a notice, with a few words\n");
    ASSERT_TRUE(InChild([&](int) {
                  MakeStore(folder_.Sub("store"), folder_.Sub("notice"));
                  return DoctorFinds(folder_.Sub("store")) ? 1 : 0;
                }).answered());
    for (const auto& entry : fs::recursive_directory_iterator(folder_.Sub("store"))) {
      const std::string name = fs::relative(entry.path(), folder_.Sub("store")).string();
      if (entry.is_regular_file() && !name.starts_with("log/")) names_.push_back(name);
    }
    ASSERT_GE(names_.size(), 6u);
  }

  int FlipSome(const std::string& name, size_t begin, size_t end, int output) const {
    const bool is_options = name.find("OPTIONS") != std::string::npos;
    const auto stride =
        static_cast<size_t>(FromEnvironment("DECREE_FLIP_STRIDE", is_options ? 64 : 3));
    const std::string copy = folder_.Sub("copy" + std::to_string(begin));
    fs::copy(folder_.Sub("store"), copy, fs::copy_options::recursive);
    const std::string sound = Answer(copy);
    if (sound.empty()) return 1;
    const std::string bytes = ReadFile(copy + "/" + name);
    int found = 0, flips = 0;
    for (size_t at = begin; at < end; at += stride) {
      std::string bent = bytes;
      bent[at] = static_cast<char>(bent[at] ^ (1 << (at * 5 % 8)));
      WriteFile(copy + "/" + name, bent);
      const std::string answer = Answer(copy);
      if (!answer.empty() && answer != sound) {
        Say(output, "wrong: " + name + " byte " + std::to_string(at) + "\n");
      }
      ++flips;
      if (DoctorFinds(copy)) ++found;
    }
    fs::remove_all(copy);
    Say(output, "\nfound " + std::to_string(found) + " of " + std::to_string(flips));
    return 0;
  }

  const MemoryFolder folder_;
  std::vector<std::string> names_;
};

TEST_F(StoreFlipTest, NoAnswerIsAnotherOneAndDoctorFindsDamage) {
  for (const std::string& name : names_) {
    const size_t size = fs::file_size(folder_.Sub("store") + "/" + name);
    const size_t part = size / kChildren + 1;
    std::vector<Running> children;
    for (size_t begin = 0; begin < size; begin += part) {
      children.push_back(StartChild(
          [&, begin](int output) {
            return FlipSome(name, begin, std::min(size, begin + part), output);
          },
          kSecondsMax));
    }
    int found = 0, flips = 0;
    for (const Running& child : children) {
      const Ended ended = WaitFor(child);
      EXPECT_TRUE(ended.answered()) << name << ": status " << ended.status;
      EXPECT_THAT(ended.text, testing::Not(testing::HasSubstr("wrong")));
      int some_found = 0, some_flips = 0;
      const size_t counts = ended.text.rfind("\nfound ");
      if (counts == std::string::npos) continue;
      std::sscanf(ended.text.c_str() + counts, "\nfound %d of %d", &some_found, &some_flips);
      found += some_found;
      flips += some_flips;
    }
    std::printf("%-90s %6zu bytes: %5d flips, doctor found %5d\n", name.c_str(), size, flips,
                found);
    std::fflush(stdout);
    if (name.starts_with("documents/")) {
      EXPECT_EQ(found, flips) << name;
    } else if (name.ends_with(".sst")) {
      EXPECT_LE(flips - found, kFillerBytes) << name;
    }
  }
}

}  // namespace
}  // namespace decree

// Parts of two stores are exchanged: every file and every folder of one is replaced by the other's,
// emptied, or taken away. The other is the same store at an earlier or a later time, one that
// parted from it, one of the same events, and one of others; both were closed, or killed. Whoever
// opens what comes of it is refused with the name of the folder, or gets the answers of the sound
// store; no append goes on from anything else, and nothing else is signed.
//
// DECREE_SURGERY_PAIRS=n exchanges two files at a time, every n-th pair (1: all), beginning with
// pair DECREE_SURGERY_FIRST (0).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/match.h"
#include "core/compiled/point_table.h"
#include "core/log/log_prefix.h"
#include "core/projections/runner.h"
#include "core/store/ordered_store.h"
#include "tests/crash/child_process.h"
#include "tests/crash/power_run.h"
#include "tests/crash/surgery_stores.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChildren = 3;
constexpr int kStatements = 2'020;  // with them compiled answers are kept on disk

enum class Cut { kReplaced, kEmptied, kTakenAway };
const char* NameOf(Cut cut) {
  return cut == Cut::kReplaced ? "replaced" : cut == Cut::kEmptied ? "emptied" : "taken away";
}

struct Operation {
  std::string part;  // path below the store
  Cut cut = Cut::kReplaced;
};

struct Case {
  std::string victim, donor;
  std::vector<Operation> operations;
  std::string Text() const {
    std::string text = victim;
    for (const Operation& operation : operations) {
      absl::StrAppend(&text, ", ", operation.part, " ", NameOf(operation.cut));
    }
    return absl::StrCat(text, " (", donor, ")");
  }
};

void Operate(const Operation& operation, const std::string& donor, const std::string& store) {
  const fs::path part = fs::path(store) / operation.part;
  const fs::path from = fs::path(donor) / operation.part;
  const bool was_folder = fs::is_directory(part);
  fs::remove_all(part);
  if (operation.cut == Cut::kReplaced && fs::exists(from)) {
    fs::create_directories(part.parent_path());
    fs::copy(from, part, fs::copy_options::recursive);
  } else if (operation.cut == Cut::kEmptied && was_folder) {
    fs::create_directory(part);
  } else if (operation.cut == Cut::kEmptied) {
    std::ofstream(part, std::ios::binary).flush();
  }
}

class SurgeryTest : public testing::Test {
 protected:
  void Make(int statements) {
    ASSERT_TRUE(InChild([&](int) {
                  MakeSurgeryStores(folder_.Sub("."), statements, key_);
                  return 0;
                }).answered());
    for (const char* const name : {"a", "a-killed", "later", "later-killed"}) {
      const std::string copy = folder_.Sub(absl::StrCat(name, "-asked"));
      fs::copy(folder_.Sub(name), copy, fs::copy_options::recursive);
      // In two children: what both say is longer than a pipe, so each goes into a file.
      const Ended asked = InChild([&](int) {
        const Told told = Ask(copy, /*read_only=*/true);
        std::ofstream(copy + ".history") << told.history;
        std::ofstream(copy + ".answers") << told.answers;
        return told.refused.empty() ? 0 : 1;
      });
      ASSERT_TRUE(asked.answered());
      told_[name] = {ReadWhole(copy + ".history"), ReadWhole(copy + ".answers"), ""};
      ASSERT_FALSE(told_[name].history.empty());
    }
  }

  static std::string ReadWhole(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  // Files of either, by their paths below the store; with the folders that hold them.
  std::vector<std::string> PartsOf(const std::string& victim, const std::string& donor,
                                   bool with_folders) const {
    std::set<std::string> parts;
    for (const std::string& name : {victim, donor}) {
      const fs::path store = folder_.Sub(name);
      for (const auto& entry : fs::recursive_directory_iterator(store)) {
        if (with_folders || entry.is_regular_file()) {
          parts.insert(fs::relative(entry.path(), store).string());
        }
      }
    }
    return {parts.begin(), parts.end()};
  }

  std::vector<Told> Allowed(const Case& each) const {
    std::vector<Told> allowed = {told_.at(each.victim)};
    if (absl::StartsWith(each.donor, "later")) allowed.push_back(told_.at(each.donor));
    return allowed;
  }

  // In children, some at a time.
  void JudgeAll(const std::vector<Case>& cases) {
    std::deque<std::pair<const Case*, Running>> running;
    for (size_t i = 0; i < cases.size() || !running.empty();) {
      if (i < cases.size() && running.size() < kChildren) {
        running.emplace_back(&cases[i], Start(cases[i], folder_.Sub(absl::StrCat("case-", i))));
        ++i;
        continue;
      }
      Count(*running.front().first, WaitFor(running.front().second));
      running.pop_front();
    }
    std::printf("%zu cases: %d refused, %d as before, %d ended\n", cases.size(), refused_,
                as_before_, ended_);
    EXPECT_GT(refused_, 0);
    EXPECT_GT(as_before_, 0);
  }

  Running Start(const Case& each, const std::string& copy) const {
    return StartChild(
        [&each, copy, this](int output) {
          fs::copy(folder_.Sub(each.victim), copy, fs::copy_options::recursive);
          for (const Operation& operation : each.operations) {
            Operate(operation, folder_.Sub(each.donor), copy);
          }
          bool was_refused = false;
          const std::string problems = ProblemsOf(copy, Allowed(each), key_, was_refused);
          fs::remove_all(copy);
          WriteText(output, problems);
          if (!problems.empty()) return 2;
          return was_refused ? 1 : 0;
        },
        /*seconds_max=*/120);
  }

  void Count(const Case& each, const Ended& ended) {
    if (ended.aborted()) {
      ++ended_;  // an assertion of the database: no answer
    } else if (ended.answered()) {
      ++as_before_;
    } else if (WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 1) {
      ++refused_;
    } else {
      problems_.push_back(
          absl::StrCat(each.Text(), ": ", ended.text, " (status ", ended.status, ")"));
      ADD_FAILURE() << problems_.back();
    }
  }

  const MemoryFolder folder_;
  const SigningKey key_ = *SigningKey::Generate("example.org/log");
  std::map<std::string, Told> told_;
  std::vector<std::string> problems_;
  int refused_ = 0, as_before_ = 0, ended_ = 0;
};

TEST_F(SurgeryTest, EveryPartOfASmallStore) {
  Make(0);
  std::vector<Case> cases;
  for (const std::string killed : {"", "-killed"}) {
    const std::string victim = "a" + killed;
    for (const char* const donor : {"early", "later", "fork", "same", "other"}) {
      for (const std::string& part : PartsOf(victim, donor + killed, /*with_folders=*/true)) {
        cases.push_back({victim, donor + killed, {{part, Cut::kReplaced}}});
      }
    }
    for (const std::string& part : PartsOf(victim, victim, /*with_folders=*/true)) {
      for (const Cut cut : {Cut::kEmptied, Cut::kTakenAway}) {
        cases.push_back({victim, victim, {{part, cut}}});
      }
    }
  }
  JudgeAll(cases);
}

// Where compiled answers are kept; what such a store shares with a small one is not looked at
// again.
TEST_F(SurgeryTest, EveryPartOfWhatIsDerivedOfALargeStore) {
  Make(kStatements);
  ASSERT_TRUE(fs::exists(folder_.Sub("a") + "/image/CURRENT"));
  std::vector<Case> cases;
  for (const char* const donor : {"early", "later", "fork", "same", "other"}) {
    for (const std::string& part : PartsOf("a", donor, /*with_folders=*/true)) {
      if (part == "log" || part == "views" || absl::StartsWith(part, "image")) {
        cases.push_back({"a", donor, {{part, Cut::kReplaced}}});
      }
    }
  }
  JudgeAll(cases);
}

TEST_F(SurgeryTest, PairsOfFiles) {
  const int every = FromEnvironment("DECREE_SURGERY_PAIRS", 0);
  if (every <= 0) GTEST_SKIP() << "set DECREE_SURGERY_PAIRS";
  const int first_pair = FromEnvironment("DECREE_SURGERY_FIRST", 0) % every;
  Make(0);
  std::vector<Case> cases;
  int pair = 0;
  for (const char* const donor : {"early-killed", "later-killed", "fork-killed", "other-killed"}) {
    const auto parts = PartsOf("a-killed", donor, /*with_folders=*/false);
    for (size_t i = 0; i < parts.size(); ++i) {
      for (size_t j = i + 1; j < parts.size(); ++j) {
        for (const Cut first : {Cut::kReplaced, Cut::kTakenAway}) {
          for (const Cut second : {Cut::kReplaced, Cut::kTakenAway}) {
            if (pair++ % every == first_pair) {
              cases.push_back({"a-killed", donor, {{parts[i], first}, {parts[j], second}}});
            }
          }
        }
      }
    }
  }
  JudgeAll(cases);
}

// The harness goes red when views of another history say that they are of this one.
TEST_F(SurgeryTest, ViewsThatClaimToBeOfTheLogAreReported) {
  Make(0);
  const std::string copy = folder_.Sub("copy");
  const Ended judged = InChild([&](int output) {
    fs::copy(folder_.Sub("a"), copy, fs::copy_options::recursive);
    Operate({"views", Cut::kReplaced}, folder_.Sub("fork"), copy);
    {
      const auto own = OpenRocksdbStore(folder_.Sub("a") + "/views/g000001", {});
      const auto views = OpenRocksdbStore(copy + "/views/g000001", {});
      DECREE_ASSERT(own.ok() && views.ok());
      WriteSet writes;
      writes.Put("o", **(*own)->Get("o"));
      DECREE_ASSERT((*views)->Write(writes).ok() && (*views)->Flush().ok());
    }
    bool was_refused = false;
    WriteText(output, ProblemsOf(copy, {told_["a"]}, key_, was_refused));
    return 0;
  });
  EXPECT_THAT(judged.text, testing::HasSubstr("a reader before gets other answers"));
  EXPECT_THAT(judged.text, testing::HasSubstr("a writer gets other answers"));
}

}  // namespace
}  // namespace decree

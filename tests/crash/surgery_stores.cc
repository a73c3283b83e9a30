#include "tests/crash/surgery_stores.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/decree.h"
#include "core/merkle/sha256.h"
#include "core/proof/audited_store.h"
#include "tests/unit/decree/digests.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr int kEventsOfACommit = 4;
constexpr int kCommits = 3;  // of a sitting

// Histories differ in what the projections leave, not only in words.
std::string Imposed(const std::string& history, int i) {
  const int other = i + static_cast<int>(history.size());
  return absl::StrCat(R"({"id":"e)", i, R"(","kind":"imposed","measure":"us/m)", other * 3 % 7,
                      R"(","class":"tariff","title":")", history,
                      R"(","actor":{"jurisdiction":"US"},"stated":"2025-02-01",)",
                      R"("threads":["t"],"effective":{"from":"2025-0)", 3 + other % 4,
                      R"(-04"},"scope":{"include":[{"origin":["CN"],"product":["HS:100)", other % 7,
                      R"("]}]},"terms":{"tariff":{"adValorem":")", other * 7 % 60, R"(%"}}})");
}

std::unique_ptr<Decree> OpenSound(const std::string& dir) {
  Options options;
  options.disk_reserve_bytes = 0;
  auto store = Decree::Open(dir, options);
  DECREE_ASSERT(store.ok());
  return *std::move(store);
}

void SignSound(const std::string& dir, const SigningKey& key) {
  const auto audited = AuditedStore::Open(dir);
  DECREE_ASSERT(audited.ok() && (*audited)->MakeCheckpoint(key, {}).ok());
}

// One sitting of a writer: so many statements, then three commits of `history`. The store as it is
// before the writer closes it is kept beside.
void Sit(const std::string& dir, const std::string& history, int first, int statements,
         const SigningKey& key) {
  const auto store = OpenSound(dir);
  std::vector<NewEvent> events;
  for (int i = 0; i < statements; ++i) {
    events.push_back({EventOf(absl::StrCat(R"({"id":"s)", i, R"(","kind":"statement",)",
                                           R"("threads":["t"],"actor":{"jurisdiction":"US"},)",
                                           R"("stated":"2025-01-05"})")),
                      {}});
  }
  if (!events.empty()) DECREE_ASSERT(store->Append(events).ok());
  for (int commit = 0; commit < kCommits; ++commit) {
    events.clear();
    for (int i = 0; i < kEventsOfACommit; ++i) {
      events.push_back({EventOf(Imposed(history, first + commit * kEventsOfACommit + i)), {}});
    }
    DECREE_ASSERT(store->Append(events).ok());
  }
  const std::string text = dir + ".text";
  std::ofstream(text) << "what " << history << " cites from " << first << "\n";
  DECREE_ASSERT(store->KeepDocument(text).ok());
  SignSound(dir, key);
  fs::copy(dir, dir + "-killed", fs::copy_options::recursive);
  DECREE_ASSERT(store->Close().ok());
}

void GoOn(const std::string& from, const std::string& to, const std::string& history, int first,
          const SigningKey& key) {
  fs::copy(from, to, fs::copy_options::recursive);
  Sit(to, history, first, 0, key);
}

std::string PointAnswers(Decree& store) {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    AsOfQuestion asked;
    asked.effective_on = kOn;
    asked.origin = "CN";
    asked.product = absl::StrCat("HTS:100", i, "000000");
    const auto question = store.MakePointQuestion(asked);
    PointAnswer answer;
    if (!question.ok() || !store.Point(*question, answer).ok()) return "no answer";
    std::vector<std::string> hits;
    for (const PointHit& hit : answer.hits) {
      hits.push_back(absl::StrCat(store.MeasureOf(hit), "|", hit.rate_ppm));
    }
    std::sort(hits.begin(), hits.end());
    absl::StrAppend(&text, asked.product, " ", absl::StrJoin(hits, " "), "\n");
  }
  return text;
}

absl::Status AskAll(Decree& store, Told& told) {
  const absl::Status scanned = store.Scan({}, [&](const StoredEvent& stored) {
    absl::StrAppend(&told.history, stored.record.position, " ", stored.event.id, " ",
                    ToHex(stored.record.leaf), "\n");
    return absl::OkStatus();
  });
  if (!scanned.ok()) return scanned;
  told.answers = PointAnswers(store);
  for (const auto ask : {AskAsOf, AskTimeline, AskScreen}) {
    const absl::StatusOr<Digest> digest = ask(store);
    if (!digest.ok()) return digest.status();
    absl::StrAppend(&told.answers, digest->text, "----\n");
  }
  return absl::OkStatus();
}

Told AskOpen(absl::StatusOr<std::unique_ptr<Decree>> store) {
  Told told;
  const absl::Status asked = store.ok() ? AskAll(**store, told) : store.status();
  if (!asked.ok()) told = {"", "", std::string(asked.message())};
  return told;
}

absl::StatusOr<std::unique_ptr<Decree>> Open(const std::string& dir, bool read_only) {
  Options options;
  options.read_only = read_only;
  options.create = !read_only;
  options.disk_reserve_bytes = 0;
  return Decree::Open(dir, options);
}

bool IsOneOf(const Told& told, const std::vector<Told>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const Told& one) {
    return one.history == told.history && one.answers == told.answers;
  });
}

bool GoesOn(const std::string& history, const std::vector<Told>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const Told& one) { return absl::StartsWith(history, one.history); });
}

// What the log alone says, whatever lies beside it.
std::string HistoryOfLog(const std::string& dir) {
  LogOptions options;
  options.read_only = true;
  std::string history;
  const auto log = EventLog::Open(dir + "/log", options);
  if (!log.ok()) return "";
  const absl::Status scanned = (*log)->Scan(1, UINT64_MAX, true, [&](const LogRecord& record) {
    absl::StrAppend(&history, record.position, " ", record.id, " ", ToHex(record.leaf), "\n");
    return absl::OkStatus();
  });
  return scanned.ok() ? history : "";
}

class Judge {
 public:
  Judge(const std::string& dir, const std::vector<Told>& allowed) : dir_(dir), allowed_(allowed) {}

  void Reader(const char* when) {
    const Told told = Ask(dir_, /*read_only=*/true);
    Look(absl::StrCat("a reader ", when), told);
  }

  void Writer() {
    auto store = Open(dir_, /*read_only=*/false);
    if (!store.ok()) {
      Look("a writer", AskOpen(std::move(store)));
      return;
    }
    Told told;
    if (const absl::Status asked = AskAll(**store, told); !asked.ok()) {
      told = {"", "", std::string(asked.message())};
    }
    Look("a writer", told);
    if (!told.refused.empty()) return;
    const auto appended = (*store)->Append({{EventOf(Imposed("appended", 1'000)), {}}});
    if (!appended.ok()) {
      Look("an append", {"", "", std::string(appended.status().message())});
      return;
    }
    Told grown;
    if (!AskAll(**store, grown).ok() || !GoesOn(grown.history, allowed_)) {
      Problem("an append did not go on from the history");
    }
    if (!(*store)->Close().ok()) Problem("it does not close");
    const Told again = Ask(dir_, /*read_only=*/true);
    if (again.history != grown.history || again.answers != grown.answers) {
      Problem(absl::StrCat("what was appended does not show as it did ", again.refused));
    }
  }

  void Signer(const SigningKey& key) {
    const auto audited = AuditedStore::Open(dir_);
    if (!audited.ok()) return Look("a signer", {"", "", std::string(audited.status().message())});
    const auto made = (*audited)->MakeCheckpoint(key, {});
    if (!made.ok()) return;  // nothing is signed
    if (!GoesOn(HistoryOfLog(dir_), allowed_)) Problem("another history was signed");
  }

  const std::string& problems() const { return problems_; }
  bool was_refused() const { return was_refused_; }

 private:
  void Problem(const std::string& what) { absl::StrAppend(&problems_, what, "; "); }

  void Look(const std::string& who, const Told& told) {
    if (!told.refused.empty()) {
      was_refused_ = true;
      if (!absl::StrContains(told.refused, dir_)) {
        Problem(absl::StrCat(who, " is refused without a name: ", told.refused));
      }
    } else if (!IsOneOf(told, allowed_)) {
      const bool goes_on = GoesOn(told.history, allowed_);
      Problem(absl::StrCat(who, goes_on ? " gets other answers" : " is shown another history"));
    }
  }

  const std::string dir_;
  const std::vector<Told>& allowed_;
  std::string problems_;
  bool was_refused_ = false;
};

}  // namespace

void MakeSurgeryStores(const std::string& dir, int statements, const SigningKey& key) {
  constexpr int kSitting = kEventsOfACommit * kCommits;
  const auto at = [&](const char* name) { return absl::StrCat(dir, "/", name); };
  Sit(at("early"), "of a", 0, statements, key);
  GoOn(at("early"), at("a"), "of a", kSitting, key);
  GoOn(at("a"), at("later"), "of a", 2 * kSitting, key);
  GoOn(at("early"), at("fork"), "otherwise", kSitting, key);
  for (const auto& [name, history] :
       {std::pair("same", "of a"), std::pair("other", "elsewhere too")}) {
    Sit(at(name), history, 0, statements, key);
    fs::remove_all(absl::StrCat(at(name), "-killed"));
    Sit(at(name), history, kSitting, 0, key);
  }
}

Told Ask(const std::string& dir, bool read_only) { return AskOpen(Open(dir, read_only)); }

std::string ProblemsOf(const std::string& dir, const std::vector<Told>& allowed,
                       const SigningKey& key, bool& was_refused) {
  Judge judge(dir, allowed);
  judge.Reader("before");
  judge.Writer();
  judge.Signer(key);
  was_refused = judge.was_refused();
  return judge.problems();
}

}  // namespace decree

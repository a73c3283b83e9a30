// Threads ask a store about random histories while another one appends to it, and a reader follows
// beside. Each answer says the position it rests on; when all is quiet it must be what the naive
// oracle gives for the events up to there: as-of, point, history and diff, on all three axes.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/decree.h"
#include "core/query/fold/fold.h"
#include "core/store/temporary_folder.h"
#include "tests/differential/change_checks.h"

namespace decree {
namespace {

constexpr int kHistories = 10;
constexpr size_t kAnswersMax = 250;  // of one thread and history

// An hour passes whenever it is read.
class HourlyClock final : public Clock {
 public:
  int64_t NowMicros() const override {
    return 1'762'344'000'000'000 + hours_.fetch_add(1) * int64_t{3'600} * kMicrosPerSecond;
  }

 private:
  mutable std::atomic<int64_t> hours_{0};
};

// One scope for all that a scope may limit, so that a question for goods asks what the oracle,
// which knows no goods, answers.
void GiveOneScope(Event& event, EventKind kind) {
  ActRecord record;
  record.kind = kind;
  record.flags = kActGivesInclude;
  event.scope.reset();
  if (event.measure.empty() || IsLimitedByScope(record)) return;
  ScopeClause clause;
  clause.origin = {"CN"};
  clause.product = {"HS:85"};
  event.scope.emplace().include = {clause};
}

std::vector<NewEvent> DrawEvents(oracle::Draws& draws) {
  std::vector<NewEvent> events;
  for (oracle::Record& record : DrawReadHistory(draws)) {
    GiveOneScope(record.event, *record.event.kind);
    if (record.event.replacement != nullptr) {
      Event replacement = *record.event.replacement;
      replacement.scope.reset();
      record.event.replacement = std::make_shared<const Event>(std::move(replacement));
    }
    events.push_back({record.event, {}});
  }
  return events;
}

// A question with the answer it got.
struct Asked {
  std::string on;
  ViewText view;
  Axis axis = Axis::kKnown;
  std::string from, to;  // diff
  uint64_t head = 0;
  std::variant<AsOfAnswer, std::vector<std::pair<std::string, Answer>>, HistoryAnswer, DiffAnswer>
      answer;
};

// Draws questions from the dates of a history and asks them.
class Asker {
 public:
  Asker(Decree& store, const std::vector<oracle::Record>& history, uint64_t seed)
      : store_(store), history_(history), draws_(seed) {}

  absl::Status AskOne() {
    Asked asked;
    asked.on = DrawOn(draws_, history_);
    asked.view = DrawView();
    asked.axis = draws_.OneOf<Axis>({Axis::kEffective, Axis::kKnown, Axis::kRecorded});
    absl::Status status;
    switch (draws_.Below(4)) {
      case 0:
        status = AskAsOf(asked);
        break;
      case 1:
        status = AskPoint(asked);
        break;
      case 2:
        status = AskHistory(asked);
        break;
      default:
        status = AskDiff(asked);
    }
    if (!status.ok()) return status;
    if (asked.head < last_head_) return absl::InternalError("an answer rests on an older position");
    last_head_ = asked.head;
    if (asked.head > 0) answers_.push_back(std::move(asked));
    return absl::OkStatus();
  }

  uint64_t last_head() const { return last_head_; }
  const std::vector<Asked>& answers() const { return answers_; }

 private:
  ViewText DrawView() {
    ViewText view;
    if (draws_.Percent(40)) {
      const Event& event = draws_.OneOf(history_).event;
      const auto& moment = event.published ? event.published : event.stated;
      const int64_t utc = moment ? moment->latest_utc_us : 20'110 * kMicrosPerDay;
      const int64_t beside = utc + draws_.OneOf<int64_t>({0, -1, 1}) * kMicrosPerDay;
      view.known_by = draws_.Percent(70) ? FormatUtc(beside).substr(0, 10) : FormatUtc(beside);
    }
    if (draws_.Percent(25)) view.recorded_by = absl::StrCat(draws_.Below(last_head_ + 1));
    if (draws_.Percent(20)) view.floor = Commitment::kAnnounced;
    return view;
  }

  absl::Status AskAsOf(Asked& asked) {
    AsOfQuestion question;
    question.effective_on = asked.on;
    question.view = asked.view;
    question.all = true;
    auto answer = store_.AsOf(question);
    if (!answer.ok()) return answer.status();
    asked.head = answer->header.head;
    asked.answer = *std::move(answer);
    return absl::OkStatus();
  }

  absl::Status AskPoint(Asked& asked) {
    AsOfQuestion text;
    text.effective_on = asked.on;
    text.view = asked.view;
    text.origin = "CN";
    text.product = "HTS:8541420010";
    const auto question = store_.MakePointQuestion(text);
    if (!question.ok()) return question.status();
    PointAnswer answer;
    const absl::Status status = store_.Point(*question, answer);
    if (!status.ok()) return status;
    std::vector<std::pair<std::string, Answer>> hits;
    for (const PointHit& hit : answer.hits) hits.emplace_back(store_.MeasureOf(hit), hit.applies);
    asked.head = answer.head;
    asked.answer = std::move(hits);
    return absl::OkStatus();
  }

  absl::Status AskHistory(Asked& asked) {
    HistoryQuestion question;
    question.measure = kMeasure;
    question.effective_on = asked.on;
    question.axes = {asked.axis};
    question.view = asked.view;
    auto answer = store_.History(question);
    if (!answer.ok()) return answer.status();
    asked.head = answer->header.head;
    asked.answer = *std::move(answer);
    return absl::OkStatus();
  }

  absl::Status AskDiff(Asked& asked) {
    asked.from = DrawOn(draws_, history_).substr(0, 10);
    asked.to = DrawOn(draws_, history_).substr(0, 10);
    if (asked.axis == Axis::kRecorded) {
      // No further than what this asker's own store has told of: the other may be ahead.
      asked.from = absl::StrCat(draws_.Below(last_head_ + 1));
      asked.to = absl::StrCat(last_head_);
    } else if (asked.from.size() < 10 || asked.to.size() < 10) {
      asked.from = asked.to = "2025-02-01";
    } else if (asked.from > asked.to) {
      std::swap(asked.from, asked.to);
    }
    DiffQuestion question;
    question.axis = asked.axis;
    question.measure = kMeasure;
    question.before = asked.from;
    question.after = asked.to;
    if (asked.axis != Axis::kEffective) question.effective_on = asked.on;
    question.view = asked.view;
    auto answer = store_.Diff(question);
    if (!answer.ok()) return answer.status();
    asked.head = answer->header.head;
    asked.answer = *std::move(answer);
    return absl::OkStatus();
  }

  Decree& store_;
  const std::vector<oracle::Record>& history_;
  oracle::Draws draws_;
  uint64_t last_head_ = 0;
  std::vector<Asked> answers_;
};

View ViewOf(const ViewText& text) {
  View view;
  view.floor = text.floor;
  if (!text.known_by.empty()) {
    view.known_by_is_instant = IsInstantText(text.known_by);
    view.known_by_us = view.known_by_is_instant
                           ? ParseMoment(text.known_by, "Etc/UTC")->latest_utc_us
                           : ParseWindow(text.known_by, "Etc/UTC")->last_civil_us;
  }
  if (!text.recorded_by.empty()) view.position_max = std::stoull(text.recorded_by);
  return view;
}

// What the oracle, fed with the events up to the answer's position, says of it; empty: the same.
class Judge {
 public:
  Judge(const Asked& asked, std::vector<oracle::Record> known)
      : asked_(asked),
        known_(std::move(known)),
        view_(ViewOf(asked.view)),
        both_(known_, view_, asked.on),
        draws_(asked.head) {}

  std::string WhatDiffers() {
    const std::string wrong =
        std::visit([this](const auto& answer) { return Compare(answer); }, asked_.answer);
    if (wrong.empty()) return "";
    return absl::StrCat("position ", asked_.head, ", ", NameOf(asked_.axis), " ", asked_.from, "..",
                        asked_.to, ": ", wrong, "\n", both_.Describe());
  }

 private:
  std::string Compare(const AsOfAnswer& answer) {
    for (const MeasureState& state : answer.measures) {
      const Fields oracle = both_.OracleOf(state.measure, view_, both_.Window());
      if (Differing(oracle, FieldsOf(state)).empty()) continue;
      return absl::StrCat(state.measure, "\noracle ", Text(oracle), "\nanswer ",
                          Text(FieldsOf(state)));
    }
    return "";
  }

  std::string Compare(const std::vector<std::pair<std::string, Answer>>& hits) {
    std::set<std::string> told, expected;
    for (const auto& [measure, applies] : hits) {
      told.insert(absl::StrCat(measure, " ", NameOf(applies)));
    }
    for (const char* const measure : {"m0", "m1", "m2"}) {
      const Fields oracle = both_.OracleOf(measure, view_, both_.Window());
      const std::string& applies = oracle.at("applies");
      if (applies != "no") expected.insert(absl::StrCat(measure, " ", applies));
    }
    if (told == expected) return "";
    return absl::StrCat("hits ", absl::StrJoin(told, ","), ", not ", absl::StrJoin(expected, ","));
  }

  std::string Compare(const HistoryAnswer& answer) {
    if (asked_.axis == Axis::kEffective && !both_.Sees()) return "";
    uint64_t compared = 0;
    return decree::WhatDiffers(both_, answer, asked_.axis, view_.known_by_is_instant, draws_,
                               compared);
  }

  std::string Compare(const DiffAnswer& answer) {
    View before = view_, after = view_;
    CivilWindow first = both_.Window(), last = first;
    if (asked_.axis == Axis::kEffective) {
      first = *ParseWindow(asked_.from, "Etc/UTC");
      last = *ParseWindow(asked_.to, "Etc/UTC");
    } else if (asked_.axis == Axis::kKnown) {
      before.known_by_is_instant = after.known_by_is_instant = false;
      before.known_by_us = ParseWindow(asked_.from, "Etc/UTC")->last_civil_us;
      after.known_by_us = ParseWindow(asked_.to, "Etc/UTC")->last_civil_us;
    } else {
      before.position_max = std::stoull(asked_.from);
      after.position_max = std::stoull(asked_.to);
    }
    if (!both_.OnRecord(before) && !both_.OnRecord(after)) {
      return answer.rows.empty() ? "" : "a row of nothing";
    }
    return decree::WhatDiffers(answer, both_.Oracle(before, first), both_.Oracle(after, last),
                               both_.OnRecord(before));
  }

  const Asked& asked_;
  const std::vector<oracle::Record> known_;
  const View view_;
  const BothWays both_;
  oracle::Draws draws_;
};

class OracleConcurrencyTest : public testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
  }

  std::unique_ptr<Decree> Open(const std::string& name, bool read_only) {
    Options options;
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    options.read_only = read_only;
    auto store = Decree::Open(absl::StrCat(folder_->path(), "/", name), options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  // One event after the other; after each the readers get some answers in. What the façade refuses
  // (a repair may make nonsense of an act) is not recorded.
  void AppendAll(Decree& store, const std::vector<NewEvent>& events) {
    for (const NewEvent& event : events) {
      store.Append({&event, 1}).status().IgnoreError();
      const uint64_t wanted = asked_ + 6;
      while (asked_ < wanted && !failed_) std::this_thread::yield();
    }
    done_ = true;
  }

  void AskUntilTheEnd(Asker& asker) {
    while (!failed_) {
      const bool was_done = done_;
      if (asker.answers().size() < kAnswersMax) {  // those of an empty store are none
        const absl::Status status = asker.AskOne();
        if (!status.ok()) return Fail(status.ToString());
      } else {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      ++asked_;
      if (was_done) return;
    }
  }

  void Fail(const std::string& why) {
    if (!failed_.exchange(true)) ADD_FAILURE() << why;
  }

  HourlyClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::atomic<uint64_t> asked_{0};
  std::atomic<bool> done_{false}, failed_{false};
};

// The events as the store has them.
std::vector<oracle::Record> RecordsOf(Decree& store) {
  std::vector<oracle::Record> records;
  const auto stored = store.Events({});
  EXPECT_TRUE(stored.ok()) << stored.status();
  if (!stored.ok()) return records;
  for (const StoredEvent& event : *stored) {
    records.push_back({event.record.position, event.record.recorded_us, event.event});
  }
  return records;
}

TEST_F(OracleConcurrencyTest, EveryAnswerIsTheOraclesForItsPosition) {
  uint64_t compared = 0, before_the_end = 0;
  for (int h = 0; h < kHistories && !failed_; ++h) {
    oracle::Draws draws(20'251'124 + static_cast<uint64_t>(h));
    const std::vector<NewEvent> events = DrawEvents(draws);
    std::vector<oracle::Record> planned;
    for (const NewEvent& event : events) planned.push_back({planned.size() + 1, 0, event.event()});
    const std::string name = absl::StrCat("s", h);
    const std::unique_ptr<Decree> store = Open(name, /*read_only=*/false);
    const std::unique_ptr<Decree> reader = Open(name, /*read_only=*/true);
    ASSERT_TRUE(store != nullptr && reader != nullptr);
    done_ = false;
    std::vector<Asker> askers;
    askers.reserve(3);
    for (uint64_t t = 0; t < 3; ++t) {
      askers.emplace_back(t < 2 ? *store : *reader, planned, 1'000 * draws.Below(1'000) + t);
    }
    std::vector<std::thread> threads;
    for (Asker& asker : askers) threads.emplace_back([&] { AskUntilTheEnd(asker); });
    threads.emplace_back([&] { AppendAll(*store, events); });
    for (std::thread& thread : threads) thread.join();
    const std::vector<oracle::Record> records = RecordsOf(*store);
    for (const Asker& asker : askers) {
      for (const Asked& asked : asker.answers()) {
        ASSERT_LE(asked.head, records.size());
        before_the_end += asked.head < records.size() ? 1 : 0;
        Judge judge(asked, {records.begin(), records.begin() + static_cast<ptrdiff_t>(asked.head)});
        const std::string wrong = judge.WhatDiffers();
        ASSERT_EQ(wrong, "") << "history " << h;
        ++compared;
      }
    }
  }
  std::cout << compared << " answers compared, " << before_the_end << " beside the writer\n";
  EXPECT_GT(before_the_end, uint64_t{kHistories} * 20);
}

}  // namespace
}  // namespace decree

// An AlteredStoreTest has a store in a scratch folder and a clock that stands still, and compares
// what records answer.
#ifndef DECREE_TESTS_UNIT_DECREE_ALTERED_STORE_H_
#define DECREE_TESTS_UNIT_DECREE_ALTERED_STORE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/decree.h"
#include "core/store/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {

class StillClock final : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  int64_t now_us = 1'762'344'000'000'000;  // 2025-11-05T12:00:00Z
};

// Everything that an answer says of a measure.
inline std::string TextOf(const MeasureState& state) {
  std::string text = absl::StrCat(
      state.title, "|", state.issuer, "|", NameOf(state.applies), "|", NameOf(state.commitment),
      "|", state.force.bits(), state.legality.bits(), state.enforcement.bits(), "|",
      NameOf(state.evidence), "|", state.terms ? TermsToJson(*state.terms) : "", "|",
      state.scope ? ScopeToJson(*state.scope) : "", "|");
  if (state.effective) absl::StrAppend(&text, state.effective->from, "/", state.effective->to, "|");
  return absl::StrCat(text, absl::StrJoin(state.reasons, ";"), "|",
                      absl::StrJoin(state.because, ";"));
}

class AlteredStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    store_ = OpenStore("store");
  }

  std::unique_ptr<Decree> OpenStore(const std::string& name, bool read_only = false) {
    Options options;
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    options.read_only = read_only;
    auto store = Decree::Open(absl::StrCat(folder_->path(), "/", name), options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  static void AppendTo(Decree& store, const std::vector<NewEvent>& events,
                       const AppendOptions& options = {}) {
    const auto appended = store.Append(events, options);
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  void Add(absl::string_view json) { AppendTo(*store_, {{EventOf(json), {}}}); }

  static std::unique_ptr<Record> Altered(Record& store, const std::vector<std::string>& without,
                                         const std::vector<std::string>& with = {}) {
    std::vector<NewEvent> drafts;
    for (const std::string& json : with) drafts.push_back({EventOf(json), {}});
    auto altered = store.WhatIf(without, drafts);
    EXPECT_TRUE(altered.ok()) << altered.status();
    return altered.ok() ? *std::move(altered) : nullptr;
  }

  // The measures that a record lists, with everything said of each.
  static std::map<std::string, std::string> StatesOf(Record& record, const std::string& on,
                                                     const ViewText& view = {}, bool all = false) {
    AsOfQuestion question;
    question.effective_on = on;
    question.view = view;
    question.all = all;
    const auto answer = record.AsOf(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::map<std::string, std::string> states;
    if (!answer.ok()) return states;
    for (const MeasureState& state : answer->measures) {
      // A view that knows nothing of a measure lists it all the same, as an empty row.
      if (state.commitment != Commitment::kNone || !state.because.empty()) {
        states[state.measure] = TextOf(state);
      }
    }
    return states;
  }

  StillClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<Decree> store_;
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_DECREE_ALTERED_STORE_H_

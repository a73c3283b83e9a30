// Random histories, random questions: the strands (codec, runner, side entries, repairs, resolve
// walk) must give what the naive oracle gives, on all three axes and every facet.
//
// A failure prints the seed, the history as JSON Lines and the question. DECREE_SEED and
// DECREE_HISTORIES (environment) choose other or longer runs.

#include <cstdlib>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/append_checks.h"
#include "core/codec/event_codec.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/query/measure_state.h"
#include "core/store/ordered_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/memory_log/memory_log.h"
#include "tests/model/history_generator.h"
#include "tests/model/oracle.h"

namespace decree {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The fast path over one history.
class FastPath {
 public:
  explicit FastPath(const std::vector<oracle::Record>& history)
      : history_(history), store_(NewMemoryStore()) {
    for (const oracle::Record& record : history) {
      const Event& event = record.event;
      AppendRequest request;
      request.id = event.id;
      request.body = EncodeEvent(event);
      request.streams = StreamsOf(event);
      request.target_id = event.target;
      const auto appended = log_.Append({&request, 1});
      EXPECT_TRUE(appended.ok()) << appended.status();
    }
    RunnerOptions options;
    options.events_per_batch = 1 + history.size() % 7;
    Runner runner(log_, *store_, AllProjectionsOnce(), options);
    EXPECT_TRUE(runner.Start().ok());
    const absl::Status applied = runner.ApplyThrough(history.size());
    EXPECT_TRUE(applied.ok()) << applied;
  }

  oracle::StateSet Ask(const oracle::Question& question) const {
    const StoredStrands strands(*store_);
    EventReader events(log_);
    Sight sight{question.view, {}};
    // The façade turns a recorded instant into a position; so does this.
    for (const oracle::Record& record : history_) {
      if (record.recorded_us <= question.view.recorded_us_max) continue;
      sight.view.position_max = std::min(sight.view.position_max, record.position - 1);
    }
    StateBuilder builder(strands, events, sight);
    const auto loaded = builder.Load(question.measure);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    // Without a transaction: every act that a scope limits stays a reason.
    const Fold fold = MakeFold(loaded->own, loaded->instruments, question.view.floor, nullptr);
    const Resolved resolved = Resolve(fold, loaded->own, question.window, sight.view);
    oracle::StateSet state;
    state.applies = resolved.applies;
    state.force = resolved.force_values();
    state.legality = resolved.legality_values();
    state.enforcement = resolved.enforcement_values();
    state.commitment = resolved.commitment;
    state.evidence = resolved.evidence;
    state.terms_from = std::set<uint64_t>(resolved.terms.begin(), resolved.terms.end());
    return state;
  }

 private:
  static const ProjectionList& AllProjectionsOnce() {
    static const ProjectionList& list = *new ProjectionList(AllProjections());
    return list;
  }

  const std::vector<oracle::Record>& history_;
  MemoryLog log_;
  std::unique_ptr<OrderedStore> store_;
};

std::string Describe(const std::vector<oracle::Record>& history, const oracle::Question& q) {
  std::string text;
  for (const oracle::Record& record : history) {
    absl::StrAppend(&text, record.position, ": ", EventToJson(record.event), "\n");
  }
  absl::StrAppend(&text, "measure ", q.measure, ", window ", FormatCivil(q.window.first_civil_us),
                  " .. ", FormatCivil(q.window.last_civil_us), ", known_by ",
                  q.view.known_by_us == kAxisMax ? "-" : FormatUtc(q.view.known_by_us),
                  q.view.known_by_is_instant ? " (instant)" : " (civil)", ", position_max ",
                  q.view.position_max, ", floor ", NameOf(q.view.floor), "\n");
  return text;
}

std::string Values(const oracle::StateSet& s) {
  std::string text =
      absl::StrCat("applies ", s.applies.bits(), " force ", s.force.bits(), " legality ",
                   s.legality.bits(), " enforcement ", s.enforcement.bits(), " commitment ",
                   NameOf(s.commitment), " evidence ", NameOf(s.evidence), " terms");
  for (const uint64_t position : s.terms_from) absl::StrAppend(&text, " ", position);
  return text;
}

// A dispute or a confirmation stays with the measure that its target had when it was recorded
// (core/SEMANTICS.md, "Visible acts", 4); the oracle looks it up by the target alone.
bool MovesADisputedAct(const std::vector<oracle::Record>& history) {
  std::set<std::string> moved;
  for (const oracle::Record& record : history) {
    const Event* replacement = record.event.replacement.get();
    const bool moves =
        replacement != nullptr && (!replacement->measure.empty() || replacement->instrument);
    // A repair of a repair moves what the chain ends at.
    for (const oracle::Record& other : history) {
      if (moves && other.event.id == record.event.target) {
        moved.insert(other.event.target.empty() ? other.event.id : other.event.target);
        moved.insert(other.event.id);
      }
    }
  }
  for (const oracle::Record& record : history) {
    const bool speaks =
        record.event.kind == EventKind::kDisputed || record.event.kind == EventKind::kConfirmed;
    if (speaks && moved.contains(record.event.target)) return true;
  }
  return false;
}

TEST(Differential, StrandsAnswerAsTheOracle) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251109);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 12'000);
  constexpr int kQuestionsPerHistory = 25;
  std::cout << "seed " << seed << ", " << histories << " histories\n";
  int mismatches = 0;
  uint64_t asked = 0;
  for (uint64_t h = 0; h < histories && mismatches < 5; ++h) {
    oracle::Draws draws(seed + h);
    std::vector<oracle::Record> history = oracle::DrawHistory(draws);
    for (oracle::Record& record : history) {
      // As the reading of JSON does.
      if (!record.event.published) record.event.published = record.event.stated;
      if (!record.event.stated) record.event.stated = record.event.published;
    }
    if (MovesADisputedAct(history)) continue;
    const FastPath fast(history);
    for (int i = 0; i < kQuestionsPerHistory && mismatches < 5; ++i) {
      const oracle::Question question = oracle::DrawQuestion(draws, history);
      ++asked;
      const std::string expected = Values(oracle::Ask(history, question));
      const std::string actual = Values(fast.Ask(question));
      if (expected == actual) continue;
      ++mismatches;
      ADD_FAILURE() << "history seed " << seed + h << ", question " << i
                    << "\noracle:  " << expected << "\nstrands: " << actual << "\n"
                    << Describe(history, question);
    }
  }
  std::cout << asked << " questions asked\n";
  if (std::getenv("DECREE_HISTORIES") == nullptr) {
    EXPECT_GE(asked, 200'000u);
  }
}

}  // namespace
}  // namespace decree

#include <algorithm>

#include "bench/draws.h"
#include "bench/folders.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr uint64_t kEvents = 2'000;
constexpr int kQuestions = 1'000;
constexpr int64_t kFirstAskedDay = 12784;  // 2005-01-01
constexpr int64_t kLastAskedDay = 20254;   // 2025-06-15

// Half ask what is known now, half what was known at a past date; most ask for that same day.
std::vector<AsOfQuestion> Questions(const Corpus& corpus) {
  Draws draws(7);
  std::vector<AsOfQuestion> questions;
  while (questions.size() < kQuestions) {
    AsOfQuestion question;
    const auto last = static_cast<int64_t>(corpus.size()) - 1;
    question.measure = corpus.EventAt(static_cast<size_t>(draws.Between(0, last))).measure;
    if (question.measure.empty()) continue;
    const int64_t known =
        draws.Chance(0.5) ? kLastAskedDay : draws.Between(kFirstAskedDay, kLastAskedDay);
    const int64_t effective =
        draws.Chance(0.6) ? known : draws.Between(known - 5 * 365, known + 365);
    question.effective_on = FormatCivil(effective * kMicrosPerDay);
    if (known != kLastAskedDay) question.view.known_by = FormatCivil(known * kMicrosPerDay);
    questions.push_back(std::move(question));
  }
  return questions;
}

bool SameAnswer(const AsOfAnswer& a, const AsOfAnswer& b) {
  if (a.measures.size() != b.measures.size()) return false;
  for (size_t i = 0; i < a.measures.size(); ++i) {
    const MeasureState& x = a.measures[i];
    const MeasureState& y = b.measures[i];
    if (x.measure != y.measure || x.applies != y.applies || !(x.force == y.force) ||
        x.terms != y.terms || x.scope != y.scope || x.because != y.because ||
        x.reasons != y.reasons) {
      return false;
    }
  }
  return true;
}

}  // namespace

void CheckAnswers(const Setup& setup) {
  const Corpus corpus(kEvents);
  const std::string dir = FreshFolder(setup.dir, "answers");
  const std::vector<AsOfQuestion> questions = Questions(corpus);
  std::vector<AsOfAnswer> stored;
  size_t in_force = 0;
  {
    const auto decree = Require(Decree::Open(dir, Options()));
    // Calls of 1 to 7 events, questions in between: the views grow in many small steps.
    std::vector<NewEvent> events;
    for (size_t i = 0; i < corpus.size(); ++i) {
      events.push_back({corpus.EventAt(i), {}});
      if (events.size() <= i % 7 && i + 1 < corpus.size()) continue;
      Require(decree->Append(events).status());
      events.clear();
      if (i % 64 == 0) Require(decree->AsOf(questions[i % questions.size()]).status());
    }
    for (const AsOfQuestion& question : questions) {
      stored.push_back(Require(decree->AsOf(question)));
      for (const MeasureState& state : stored.back().measures) {
        if (state.applies == Answer::kYes) ++in_force;
      }
    }
    Require(decree->Close());
  }
  // Without views on disk a reader computes them in memory, in one go.
  RemoveFolder(dir + "/views");
  Options options;
  options.read_only = true;
  const auto reader = Require(Decree::Open(dir, options));
  for (size_t i = 0; i < questions.size(); ++i) {
    Require(SameAnswer(stored[i], Require(reader->AsOf(questions[i]))),
            "another answer in memory for " + questions[i].measure);
  }
  Require(in_force > questions.size() / 10, "hardly any measure applied: nothing was checked");
  Require(reader->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench

// Random histories, random questions: the strands (codec, runner, side entries, repairs, resolve
// walk) must give what the naive oracle gives, on all three axes and every facet.
//
// A failure prints the seed, the history as JSON Lines and the question. DECREE_SEED and
// DECREE_HISTORIES (environment) choose other or longer runs.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "core/query/state/measure_state.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/history_generator.h"
#include "tests/model/oracle.h"

namespace decree {
namespace {

// The fast path over one history.
class FastPath {
 public:
  explicit FastPath(const std::vector<oracle::Record>& history) : projected_(history) {}

  oracle::StateSet Ask(const oracle::Question& question) const {
    EventReader events(projected_.log());
    const ViewFilter filter = projected_.FilterOf(question.view);
    StateBuilder builder(projected_.strands(), events, filter);
    const auto loaded = builder.Load(question.measure);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    // Without a transaction: every act that a scope limits stays a reason.
    const Fold fold =
        MakeFold(loaded->own, loaded->instruments, question.view.floor, nullptr, &events.lists());
    const Resolved resolved = Resolve(fold, loaded->own, question.window, filter.view);
    oracle::StateSet state;
    state.applies = resolved.applies;
    state.force = resolved.force_values();
    state.legality = resolved.legality_values();
    state.enforcement = resolved.enforcement_values();
    state.commitment = resolved.commitment;
    state.evidence = resolved.evidence;
    state.terms_from = std::set<uint64_t>(resolved.terms.begin(), resolved.terms.end());
    for (const uint64_t list : resolved.include) {
      state.include_from.insert(events.lists().PartsOf(list));
    }
    for (const uint64_t list : resolved.exclude) {
      state.exclude_from.insert(events.lists().PartsOf(list));
    }
    StateParts parts;
    parts.reasons = parts.because = false;
    const auto whole = builder.StateOfFold(*loaded, fold, resolved, question.window, parts);
    EXPECT_TRUE(whole.ok()) << whole.status();
    shown_ = whole.ok() ? whole->scope.value_or(Scope()) : Scope();
    shown_terms_ = whole.ok() ? whole->terms : std::nullopt;
    return state;
  }

  // Whether the state last asked for shows the scope that the oracle says it does, where it does.
  bool ShowsScopeOf(const oracle::StateSet& expected) const {
    const auto shows = [&](const std::optional<oracle::Words>& words, bool include) {
      if (!words) return true;
      const auto& shown = include ? shown_.include : shown_.exclude;
      if (*words == oracle::Words{0}) return !shown.has_value();
      return shown == ListOf(*words, include);
    };
    return shows(expected.include_shown, true) && shows(expected.exclude_shown, false);
  }

  // The same of the terms of the next step.
  bool ShowsTermsOf(const oracle::StateSet& expected) const {
    if (!expected.terms_coming) return true;
    if (*expected.terms_coming == 0) return !shown_terms_.has_value();
    EventReader events(projected_.log());
    const auto body = events.Body(*expected.terms_coming);
    EXPECT_TRUE(body.ok()) << body.status();
    return body.ok() && (*body)->terms == shown_terms_;
  }

 private:
  // The list that the records write out and change, clause by clause.
  std::vector<ScopeClause> ListOf(const oracle::Words& words, bool include) const {
    EventReader events(projected_.log());
    std::vector<ScopeClause> list;
    const auto is_in = [&list](const ScopeClause& clause) {
      return std::find(list.begin(), list.end(), clause) != list.end();
    };
    for (const uint64_t position : words) {
      if (position == 0) continue;
      const auto body = events.Body(position);
      EXPECT_TRUE(body.ok() && (*body)->scope) << body.status();
      if (!body.ok() || !(*body)->scope) return list;
      const Scope& scope = *(*body)->scope;
      const bool writes = position == words.front();
      const Scope::List none;
      const Scope::List& removed = writes    ? none
                                   : include ? scope.include_remove
                                             : scope.exclude_remove;
      const Scope::List& added = writes ? (include ? scope.include : scope.exclude)
                                        : (include ? scope.include_add : scope.exclude_add);
      for (const ScopeClause& clause : removed.value_or(std::vector<ScopeClause>())) {
        list.erase(std::remove(list.begin(), list.end(), clause), list.end());
      }
      for (const ScopeClause& clause : added.value_or(std::vector<ScopeClause>())) {
        if (words.size() == 1 || !is_in(clause)) list.push_back(clause);
      }
    }
    return list;
  }

  const ProjectedHistory projected_;
  mutable Scope shown_;
  mutable std::optional<Terms> shown_terms_;
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
                  q.view.position_max, q.view.reads_claims ? ", claimed by " : ", recorded by ",
                  q.view.recorded_us_max == kAxisMax ? "-" : FormatUtc(q.view.recorded_us_max),
                  ", floor ", NameOf(q.view.floor), "\n");
  return text;
}

std::string Values(const oracle::StateSet& s) {
  std::string text =
      absl::StrCat("applies ", s.applies.bits(), " force ", s.force.bits(), " legality ",
                   s.legality.bits(), " enforcement ", s.enforcement.bits(), " commitment ",
                   NameOf(s.commitment), " evidence ", NameOf(s.evidence), " terms");
  for (const uint64_t position : s.terms_from) absl::StrAppend(&text, " ", position);
  text += " include";
  for (const oracle::Words& words : s.include_from) {
    absl::StrAppend(&text, " ", absl::StrJoin(words, "+"));
  }
  text += " exclude";
  for (const oracle::Words& words : s.exclude_from) {
    absl::StrAppend(&text, " ", absl::StrJoin(words, "+"));
  }
  return text;
}

std::string Shown(const oracle::StateSet& s) {
  const auto text = [](const std::optional<oracle::Words>& words) {
    return words ? absl::StrJoin(*words, "+") : "any";
  };
  return absl::StrCat("include ", text(s.include_shown), ", exclude ", text(s.exclude_shown));
}

TEST(Differential, StrandsAnswerAsTheOracle) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251109);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 12'000);
  constexpr int kQuestionsPerHistory = 25;
  std::cout << "seed " << seed << ", " << histories << " histories\n";
  int mismatches = 0;
  uint64_t asked = 0, excluding = 0, changed = 0, coming = 0, claiming = 0, by_claims = 0;
  for (uint64_t h = 0; h < histories && mismatches < 5; ++h) {
    oracle::Draws draws(seed + h);
    const std::vector<oracle::Record> history = DrawReadHistory(draws);
    const FastPath fast(history);
    for (int i = 0; i < kQuestionsPerHistory && mismatches < 5; ++i) {
      const oracle::Question question = oracle::DrawQuestion(draws, history);
      ++asked;
      const oracle::StateSet state = oracle::Ask(history, question);
      const std::string expected = Values(state);
      if (question.view.reads_claims) {
        ++claiming;
        oracle::Question own = question;
        own.view.reads_claims = false;
        by_claims += Values(oracle::Ask(history, own)) != expected ? 1 : 0;
      }
      const std::string actual = Values(fast.Ask(question));
      const bool shows_scope = fast.ShowsScopeOf(state);
      const bool shows_terms = fast.ShowsTermsOf(state);
      coming += state.terms_coming.value_or(0) != 0 ? 1 : 0;
      const oracle::Words nothing = {0};
      excluding += state.exclude_shown.value_or(nothing) != nothing ? 1 : 0;
      changed += state.exclude_shown.value_or(nothing).size() > 1 ? 1 : 0;
      if (expected == actual && shows_scope && shows_terms) continue;
      ++mismatches;
      ADD_FAILURE() << "history seed " << seed + h << ", question " << i
                    << "\noracle:  " << expected << "\nstrands: " << actual << "\n"
                    << (shows_scope ? "" : "the scope shown is not that of ")
                    << (shows_scope ? "" : Shown(state))
                    << (shows_terms ? "" : "the terms shown are not those of ")
                    << (shows_terms ? "" : absl::StrCat(*state.terms_coming)) << "\n"
                    << Describe(history, question);
    }
  }
  std::cout << asked << " questions asked, " << excluding << " of them where exclusions show, "
            << changed << " where some were added or taken away, " << coming
            << " where terms are to come, " << claiming << " that read claims, " << by_claims
            << " of which have another answer by them\n";
  EXPECT_GT(excluding, asked / 20);
  EXPECT_GT(changed, asked / 100);
  EXPECT_GT(claiming, asked / 25);
  EXPECT_GT(by_claims, claiming / 10);
  if (std::getenv("DECREE_HISTORIES") == nullptr) {
    EXPECT_GE(asked, 200'000u);
  }
}

}  // namespace
}  // namespace decree

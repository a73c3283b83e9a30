#include "core/query/screened_measure.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"

namespace decree {
namespace {

// Each open act doubles the readings; beyond this many, only "all" and "none" are read.
constexpr size_t kOpenActsMax = 6;
constexpr char kExceptionFact[] = "exception";

void AddNew(const std::vector<uint64_t>& more, std::vector<uint64_t>& to) {
  for (const uint64_t value : more) {
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
  }
}

void AddNew(const std::vector<std::string>& more, std::vector<std::string>& to) {
  for (const std::string& value : more) {
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
  }
}

Tri TriOf(const Possible<Answer>& applies) {
  if (!applies.decided()) return Tri::kOpen;
  return applies.value() == Answer::kYes ? Tri::kYes : Tri::kNo;
}

Answer AnswerOf(Tri value) {
  if (value == Tri::kOpen) return Answer::kUndetermined;
  return value == Tri::kYes ? Answer::kYes : Answer::kNo;
}

// Readings in which nothing was put count only where there is no other.
std::vector<uint64_t> GivenBodies(const std::vector<uint64_t>& bodies) {
  std::vector<uint64_t> given = bodies;
  given.erase(std::remove(given.begin(), given.end(), 0), given.end());
  return given.empty() ? bodies : given;
}

}  // namespace

AppliesBy AppliesByOf(const LoadedMeasure& authorization, const TransactionFold& measure) {
  // Entry is also what an authorization is read by when it names no date.
  const AppliesBy own = authorization.facts.applies_by;
  return own == AppliesBy::kEntry ? measure.applies_by : own;
}

TransactionReading Screener::ReadingOf(const LoadedMeasure& measure,
                                       const TransactionFold& fold) const {
  return {transaction_, related_codes_, fold.on, fold.applies_by,
          std::string(ZoneOfJurisdiction(measure.facts.issuer))};
}

absl::StatusOr<Kleene> Screener::Match(const TransactionReading& reading,
                                       const std::vector<ScopeClause>* include,
                                       const std::vector<ScopeClause>* exclude) {
  TransactionMatcher matcher(reading, builder_.memberships());
  DECREE_ASSIGN_OR_RETURN(Kleene match, matcher.MatchScope(include, exclude));
  AddNew(matcher.notes(), notes_);
  return match;
}

// Over every scope that the readings of the time asked may give.
absl::StatusOr<Kleene> Screener::MatchBodies(const TransactionReading& reading,
                                             const std::vector<uint64_t>& include,
                                             const std::vector<uint64_t>& exclude,
                                             const MeasureState& state) {
  const auto clauses = [&](uint64_t position,
                           bool is_include) -> absl::StatusOr<const std::vector<ScopeClause>*> {
    if (position == 0) return nullptr;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, builder_.events().Body(position));
    return ClausesOf(body, is_include);
  };
  const Scope planned = state.scope.value_or(Scope{});
  const std::vector<uint64_t> includes = GivenBodies(include);
  const bool no_exclude = exclude == std::vector<uint64_t>{0};
  std::optional<Kleene> united;
  for (const uint64_t include_body : includes) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* in, clauses(include_body, true));
    if (include_body == 0 && planned.include) in = &*planned.include;
    for (const uint64_t exclude_body : exclude) {
      DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* out, clauses(exclude_body, false));
      if (no_exclude && planned.exclude) out = &*planned.exclude;
      DECREE_ASSIGN_OR_RETURN(Kleene match, Match(reading, in, out));
      united = united ? Unite(*std::move(united), std::move(match),
                              "the scope changes within the time asked, or its change is imprecise")
                      : std::move(match);
    }
  }
  return united.value_or(Kleene::Open("no scope is recorded in this view"));
}

absl::StatusOr<std::vector<const VisibleAct*>> Screener::MatchLimited(
    const LoadedMeasure& measure, const TransactionReading& reading, LimitedActs& limited,
    Kleene& open) {
  std::vector<const VisibleAct*> undecided;
  std::vector<const VisibleStrand*> strands = {&measure.own};
  for (const NamedStrand& instrument : measure.instruments) strands.push_back(&instrument.strand);
  for (const VisibleStrand* strand : strands) {
    for (const VisibleAct& act : strand->acts) {
      if (!IsLimitedByScope(act.record) || act.lifted_by != 0) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, builder_.events().Body(act.body));
      // An act that only excludes is limited to all but that.
      static const std::vector<ScopeClause> kEverything(1);
      const std::vector<ScopeClause>* include = ClausesOf(body, true);
      DECREE_ASSIGN_OR_RETURN(
          Kleene match,
          Match(reading, include != nullptr ? include : &kEverything, ClausesOf(body, false)));
      if (match.is_open()) {
        undecided.push_back(&act);
        match.reasons.push_back(
            absl::StrCat("whether ", body->id, " covers the transaction is open"));
        open = And(std::move(open), std::move(match));
        continue;
      }
      limited.Set(&act, match.value == Tri::kYes ? PartialMatcher::Match::kWhole
                                                 : PartialMatcher::Match::kNone);
    }
  }
  return undecided;
}

// Reads the measure with and without each act whose limit is open, and unites what comes out.
absl::Status Screener::UniteOpenActs(const LoadedMeasure& measure,
                                     const std::vector<const VisibleAct*>& open, const Kleene& why,
                                     TransactionFold& fold, Resolved& united) {
  const size_t count = std::min(open.size(), kOpenActsMax);
  const size_t all = (size_t{1} << count) - 1;
  for (size_t mask = 1; mask <= all; ++mask) {
    LimitedActs limited = fold.limited;
    for (size_t i = 0; i < open.size(); ++i) {
      const bool in = i < count ? ((mask >> i) & 1) != 0 : mask == all;
      limited.Set(open[i], in ? PartialMatcher::Match::kWhole : PartialMatcher::Match::kNone);
    }
    const Fold other =
        MakeFold(measure.own, measure.instruments, builder_.sight().view.floor, &limited);
    const Resolved resolved = Resolve(other, measure.own, fold.on, builder_.sight().view);
    united.applies.Add(resolved.applies);
    AddNew(resolved.terms, united.terms);
    AddNew(resolved.include, united.include);
    AddNew(resolved.exclude, united.exclude);
    fold.state.force.Add(resolved.force_values());
    fold.state.legality.Add(resolved.legality_values());
    fold.state.enforcement.Add(resolved.enforcement_values());
  }
  const bool moves =
      !(united.applies == fold.resolved.applies) || united.terms != fold.resolved.terms ||
      united.include != fold.resolved.include || united.exclude != fold.resolved.exclude;
  if (moves) fold.in_force.missing.insert(why.missing.begin(), why.missing.end());
  if (moves) AddNew(why.reasons, fold.in_force.reasons);
  return absl::OkStatus();
}

absl::StatusOr<TransactionFold> Screener::FoldOf(const LoadedMeasure& measure,
                                                 AppliesBy applies_by) {
  TransactionFold fold;
  DECREE_ASSIGN_OR_RETURN(fold.on, WindowFor(transaction_.on, measure.facts.issuer));
  fold.applies_by = applies_by;
  const TransactionReading reading = ReadingOf(measure, fold);
  Kleene why = Kleene::Yes();
  DECREE_ASSIGN_OR_RETURN(const std::vector<const VisibleAct*> open,
                          MatchLimited(measure, reading, fold.limited, why));
  const View& view = builder_.sight().view;
  fold.fold = MakeFold(measure.own, measure.instruments, view.floor, &fold.limited);
  fold.resolved = Resolve(fold.fold, measure.own, fold.on, view);
  DECREE_ASSIGN_OR_RETURN(fold.state,
                          builder_.StateOfFold(measure, fold.fold, fold.resolved, fold.on));
  Resolved united;
  united.applies = fold.resolved.applies;
  united.terms = fold.resolved.terms;
  united.include = fold.resolved.include;
  united.exclude = fold.resolved.exclude;
  if (!open.empty()) DECREE_RETURN_IF_ERROR(UniteOpenActs(measure, open, why, fold, united));
  fold.in_force.value = TriOf(united.applies);
  if (fold.in_force.is_open()) {
    if (!fold.resolved.applies.decided()) AddNew(fold.state.reasons, fold.in_force.reasons);
  } else {
    fold.in_force = {fold.in_force.value, {}, {}};
  }
  fold.terms_bodies = std::move(united.terms);
  DECREE_ASSIGN_OR_RETURN(fold.reach,
                          MatchBodies(reading, united.include, united.exclude, fold.state));
  return fold;
}

absl::Status Screener::CarveOut(const LoadedMeasure& measure, const TransactionFold& fold,
                                ScreenedMeasure& screened) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<LoadedMeasure> authorizations,
                          builder_.AuthorizationsOf(measure.slug));
  for (const LoadedMeasure& authorization : authorizations) {
    DECREE_ASSIGN_OR_RETURN(const TransactionFold carve,
                            FoldOf(authorization, AppliesByOf(authorization, fold)));
    Kleene carves = And(carve.in_force, carve.reach);
    if (carves.value == Tri::kNo) continue;
    const bool certain = carves.value == Tri::kYes;
    screened.carved = Or(std::move(screened.carved), std::move(carves));
    if (certain) {
      screened.carvers.clear();
      screened.carver_because.clear();
    }
    screened.carvers.push_back(authorization.slug);
    AddNew(carve.state.because, screened.carver_because);
    if (certain) break;
  }
  return absl::OkStatus();
}

// Whether the measure bites at all: not below its de-minimis share, nor under an exception of its
// own that the transaction claims.
Kleene Screener::Spare(ScreenedMeasure& screened) const {
  std::optional<Kleene> bites;
  for (const Terms& terms : screened.terms) {
    Kleene now = Kleene::Yes();
    if (terms.export_control) {
      const ExportControl& control = *terms.export_control;
      const auto claimed = transaction_.facts.find(kExceptionFact);
      const bool is_excepted = claimed != transaction_.facts.end() &&
                               std::find(control.exceptions.begin(), control.exceptions.end(),
                                         claimed->second) != control.exceptions.end();
      if (is_excepted) {
        now = Kleene::No();
        screened.spared_why = absl::StrCat("its exception ", claimed->second, " is claimed");
      } else if (control.de_minimis_ppm && !transaction_.content_share_ppm) {
        now = Kleene::Missing("contentShare");
      } else if (control.de_minimis_ppm &&
                 *transaction_.content_share_ppm < *control.de_minimis_ppm) {
        now = Kleene::No();
        screened.spared_why = absl::StrCat(
            "its content share of ", FormatRatePpm(*transaction_.content_share_ppm),
            " is below the de-minimis share of ", FormatRatePpm(*control.de_minimis_ppm));
      }
    }
    bites = bites ? Unite(*std::move(bites), std::move(now), "its terms are open") : now;
  }
  return bites.value_or(Kleene::Yes());
}

absl::StatusOr<ScreenedMeasure> Screener::Screen(const LoadedMeasure& measure,
                                                 const TransactionFold& fold) {
  ScreenedMeasure screened;
  screened.state = fold.state;
  screened.in_force = fold.in_force;
  screened.reach = fold.reach;
  for (const uint64_t body : fold.terms_bodies) {
    if (body == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const event, builder_.events().Body(body));
    if (!event->terms) continue;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const giving, builder_.events().At(body));
    AddNew({event->id, giving->event.id}, screened.terms_because);
    if (std::find(screened.terms.begin(), screened.terms.end(), *event->terms) ==
        screened.terms.end()) {
      screened.terms.push_back(*event->terms);
    }
  }
  // Enacted, but from when is not known: what is planned is what may hold.
  if (screened.terms.empty() && fold.state.terms) screened.terms.push_back(*fold.state.terms);
  Kleene applies = And(screened.in_force, screened.reach);
  if (applies.value != Tri::kNo) {
    DECREE_RETURN_IF_ERROR(CarveOut(measure, fold, screened));
    const Kleene bites = Spare(screened);
    screened.spared = bites.value == Tri::kNo;
    applies = And(std::move(applies), And(Not(screened.carved), bites));
  }
  MeasureState& state = screened.state;
  state.applies = AnswerOf(applies.value);
  if (screened.terms.size() > 1) {
    state.terms.reset();
    state.terms_possible = screened.terms;
  }
  std::vector<std::string> first;
  if (!screened.carvers.empty()) {
    first.push_back(absl::StrCat(
        screened.carved.value == Tri::kYes ? "carved out by " : "possibly carved out by ",
        absl::StrJoin(screened.carvers, ", ")));
    AddNew(screened.carver_because, state.because);
  }
  if (screened.spared) first.push_back(absl::StrCat("spared: ", screened.spared_why));
  if (applies.is_open()) {
    if (!applies.missing.empty()) {
      first.push_back(absl::StrCat("undetermined: ", absl::StrJoin(applies.missing, ", "),
                                   applies.missing.size() == 1 ? " is" : " are", " missing"));
    }
    AddNew(applies.reasons, first);
  }
  AddNew(state.reasons, first);
  state.reasons = std::move(first);
  screened.applies = std::move(applies);
  return screened;
}

}  // namespace decree

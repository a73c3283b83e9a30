#include "core/query/screen/screened_measure.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/query/state/distinct.h"
#include "core/query/state/state_words.h"

namespace decree {
namespace {

// Each open act doubles the readings; beyond this many, only "all" and "none" are read.
constexpr size_t kOpenActsMax = 6;
constexpr char kExceptionFact[] = "exception";

// Whether what the terms come to hangs on facts of the transaction, beside its value.
bool HangOnFacts(const Terms& terms) {
  const bool tariff =
      terms.tariff && (terms.tariff->specific || !terms.tariff->value_share.empty());
  const bool control = terms.export_control && (terms.export_control->de_minimis_ppm ||
                                                !terms.export_control->exceptions.empty());
  return tariff || control;
}

// Readings in which nothing was put count only where there is no other.
std::vector<uint64_t> GivenBodies(const std::vector<uint64_t>& bodies) {
  std::vector<uint64_t> given = bodies;
  given.erase(std::remove(given.begin(), given.end(), 0), given.end());
  return given.empty() ? bodies : given;
}

}  // namespace

AppliesBy AppliesByOf(const CachedMeasure& authorization, const ScreenedMeasure& measure) {
  // Entry is also what an authorization is read by when it names no date.
  const AppliesBy own = authorization.loaded.attributes.applies_by;
  return own == AppliesBy::kEntry ? measure.on_date->applies_by : own;
}

absl::StatusOr<Kleene> Screener::Match(const TransactionReading& reading,
                                       const std::vector<ScopeClause>* include,
                                       const std::vector<ScopeClause>* exclude) {
  if (compiled_ != nullptr) {
    CompiledScope* const scope =
        date_cache_.CompiledScopeOf(include, exclude, reading.on, reading.applies_by);
    const std::optional<CompiledMatch> match = scope->Match(compiled_->transaction);
    compiled_->trail.Add(scope, match);
    if (match) return KleeneOf(*match);
  }
  TransactionMatcher matcher(reading, view_cache_.builder().memberships(), view_cache_.lists());
  DECREE_ASSIGN_OR_RETURN(Kleene match, matcher.MatchScope(include, exclude));
  AppendNew(matcher.notes(), notes_);
  AppendNew(matcher.owners(), owners_);
  return match;
}

absl::StatusOr<const std::vector<ScopeClause>*> Screener::Clauses(uint64_t body, bool is_include) {
  if (body == 0) return nullptr;
  DECREE_ASSIGN_OR_RETURN(const Event* const event, view_cache_.events().Body(body));
  return ClausesOf(event, is_include);
}

// Over every scope that the readings of the time asked may give.
absl::StatusOr<Kleene> Screener::MatchBodies(const TransactionReading& reading,
                                             const std::vector<uint64_t>& include,
                                             const std::vector<uint64_t>& exclude,
                                             const DateFold& fold) {
  const bool no_exclude = exclude == std::vector<uint64_t>{0};
  std::optional<Kleene> united;
  for (const uint64_t include_body : GivenBodies(include)) {
    const bool is_planned = include_body == 0 && no_exclude;  // nothing is put then
    DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* const in,
                            Clauses(include_body != 0 ? include_body : fold.shown_include, true));
    for (const uint64_t exclude_body : exclude) {
      DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* const out,
                              Clauses(is_planned ? fold.shown_exclude : exclude_body, false));
      DECREE_ASSIGN_OR_RETURN(Kleene match, Match(reading, in, out));
      united = united ? Unite(*std::move(united), std::move(match),
                              "the scope changes within the time asked, or its change is imprecise")
                      : std::move(match);
    }
  }
  return united.value_or(Kleene::Open("no scope is recorded in this view"));
}

absl::Status Screener::MatchLimited(const CachedMeasure& measure, const TransactionReading& reading,
                                    LimitedActs& limited, OpenActs& open) {
  for (const VisibleAct* const act : measure.limited) {
    DECREE_ASSIGN_OR_RETURN(const Event* const body, view_cache_.events().Body(act->body));
    // An act that only excludes is limited to all but that.
    static const std::vector<ScopeClause> kEverything(1);
    const std::vector<ScopeClause>* include = ClausesOf(body, true);
    DECREE_ASSIGN_OR_RETURN(
        Kleene match,
        Match(reading, include != nullptr ? include : &kEverything, ClausesOf(body, false)));
    if (match.is_open()) {
      open.acts.push_back(act);
      match.reasons.push_back(
          absl::StrCat("whether ", body->id, " covers the transaction is open"));
      open.why = And(std::move(open.why), std::move(match));
      continue;
    }
    limited.Set(act, match.value == Tri::kYes ? PartialMatcher::Match::kWhole
                                              : PartialMatcher::Match::kNone);
  }
  return absl::OkStatus();
}

// Reads the measure with and without each act whose limit is open, and unites what comes out.
absl::Status Screener::UniteOpenActs(const OpenActs& open, ScreenedMeasure& screened) {
  const DateFold& base = *screened.on_date;
  auto united = std::make_shared<DateFold>(base);
  const LoadedMeasure& measure = base.measure->loaded;
  Resolved& all_of = united->resolved;
  const View& view = view_cache_.filter().view;
  const size_t count = std::min(open.acts.size(), kOpenActsMax);
  const size_t all = (size_t{1} << count) - 1;
  Possible<Answer> operates = OperatesOf(base.resolved);
  for (size_t mask = 1; mask <= all; ++mask) {
    LimitedActs limited = base.limited;
    for (size_t i = 0; i < open.acts.size(); ++i) {
      const bool in = i < count ? ((mask >> i) & 1) != 0 : mask == all;
      limited.Set(open.acts[i], in ? PartialMatcher::Match::kWhole : PartialMatcher::Match::kNone);
    }
    const Fold other = MakeFold(measure.own, measure.instruments, view.floor, &limited,
                                &view_cache_.events().lists());
    const Resolved resolved = Resolve(other, measure.own, base.on, view);
    all_of.applies.Add(resolved.applies);
    AppendNew(resolved.terms, all_of.terms);
    AppendNew(resolved.include, all_of.include);
    AppendNew(resolved.exclude, all_of.exclude);
    united->state.force.Add(resolved.force_values());
    united->state.legality.Add(resolved.legality_values());
    united->state.enforcement.Add(resolved.enforcement_values());
    operates.Add(OperatesOf(resolved));
  }
  const Resolved& of_base = base.resolved;
  const bool moves = !(all_of.applies == of_base.applies) || all_of.terms != of_base.terms ||
                     all_of.include != of_base.include || all_of.exclude != of_base.exclude;
  Kleene in_force = Kleene::Yes();
  in_force.value = TriOf(all_of.applies);
  if (in_force.is_open()) {
    if (moves) {
      in_force.missing = open.why.missing;
      AppendNew(open.why.reasons, in_force.reasons);
    }
    if (base.in_force.is_open()) AppendNew(base.in_force.reasons, in_force.reasons);
  }
  united->operates.value = TriOf(operates);
  if (united->operates.is_open() && !base.operates.is_open()) {
    united->operates.missing = open.why.missing;
    united->operates.reasons = open.why.reasons;
  }
  screened.in_force = std::move(in_force);
  screened.on_date = std::move(united);
  return absl::OkStatus();
}

absl::StatusOr<ScreenedMeasure> Screener::ReachOf(CachedMeasure& measure, AppliesBy applies_by) {
  ScreenedMeasure screened;
  DECREE_ASSIGN_OR_RETURN(const CivilWindow on, date_cache_.WindowOf(measure));
  const TransactionReading reading{transaction_, related_codes_, on,
                                   applies_by,   measure.zone,   measure.is_authorization()};
  owners_.clear();
  LimitedActs limited;
  OpenActs open;
  DECREE_RETURN_IF_ERROR(MatchLimited(measure, reading, limited, open));
  DECREE_ASSIGN_OR_RETURN(screened.on_date, date_cache_.FoldOf(measure, applies_by, limited));
  if (open.acts.empty()) {
    screened.in_force = screened.on_date->in_force;
  } else {
    DECREE_RETURN_IF_ERROR(UniteOpenActs(open, screened));
  }
  const Resolved& resolved = screened.on_date->resolved;
  DECREE_ASSIGN_OR_RETURN(
      screened.reach, MatchBodies(reading, resolved.include, resolved.exclude, *screened.on_date));
  screened.owners = std::move(owners_);
  return screened;
}

absl::StatusOr<Screener::Excluded> Screener::ExcludedBy(const ScreenedMeasure& measure) {
  Excluded excluded;
  const DateFold& fold = *measure.on_date;
  if (measure.in_force.value == Tri::kNo || fold.shown_exclude == 0) return excluded;
  DECREE_ASSIGN_OR_RETURN(const auto* const include, Clauses(fold.shown_include, true));
  DECREE_ASSIGN_OR_RETURN(const auto* const exclude, Clauses(fold.shown_exclude, false));
  if (include == nullptr || exclude == nullptr) return excluded;
  const TransactionReading reading = ReadingOf(fold);
  TransactionMatcher matcher(reading, view_cache_.builder().memberships(), view_cache_.lists());
  DECREE_ASSIGN_OR_RETURN(const Kleene reach, matcher.MatchScope(include, nullptr));
  if (reach.value == Tri::kNo) return excluded;
  DECREE_ASSIGN_OR_RETURN(const std::vector<uint64_t> writers,
                          view_cache_.events().WritersOf(fold.shown_exclude, false));
  // A part of a text that names several parties takes nothing out.
  TransactionReading taking_out = reading;
  taking_out.is_authorization = true;
  TransactionMatcher excluding(taking_out, view_cache_.builder().memberships(),
                               view_cache_.lists());
  for (size_t i = 0; i < exclude->size(); ++i) {
    DECREE_ASSIGN_OR_RETURN(const Kleene match, excluding.MatchClause((*exclude)[i]));
    if (match.value != Tri::kYes || writers[i] == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const by, view_cache_.events().At(writers[i]));
    excluded.by = by->event.id;
    DECREE_ASSIGN_OR_RETURN(excluded.disputes, DisputesInWords(writers[i], fold.measure->loaded.own,
                                                               view_cache_.events()));
    return excluded;
  }
  return excluded;
}

absl::Status Screener::CarveOut(ScreenedMeasure& screened) {
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const authorizations,
                          view_cache_.AuthorizationsOf(screened.measure()));
  for (CachedMeasure* const authorization : *authorizations) {
    DECREE_ASSIGN_OR_RETURN(const ScreenedMeasure carve,
                            ReachOf(*authorization, AppliesByOf(*authorization, screened)));
    Kleene carves = And(carve.in_force, carve.reach);
    Kleene carves_in_fact = And(carve.on_date->operates, carve.reach);
    const bool is_certain_in_fact = carves_in_fact.value == Tri::kYes;
    screened.carved_in_fact = Or(std::move(screened.carved_in_fact), std::move(carves_in_fact));
    if (carves.value == Tri::kNo || screened.carved.value == Tri::kYes) {
      if (screened.carved.value == Tri::kYes && is_certain_in_fact) break;
      continue;
    }
    const bool certain = carves.value == Tri::kYes;
    screened.carved = Or(std::move(screened.carved), std::move(carves));
    if (certain) {
      screened.carvers.clear();
      screened.carver_owners.clear();
      screened.carver_because.clear();
    }
    std::string carver = authorization->loaded.slug;
    if (compiled_ == nullptr && carve.state().evidence == Evidence::kDisputed) {
      DECREE_ASSIGN_OR_RETURN(const std::string disputes,
                              DisputesInWords(0, authorization->loaded.own, view_cache_.events()));
      const std::string out = screened.slug() + ": what carves it out is disputed: ";
      AppendNew(std::vector<std::string>{absl::StrCat(out, carver, disputes)}, notes_);
      absl::StrAppend(&carver, disputes);
    }
    screened.carvers.push_back(std::move(carver));
    AppendNew(carve.state().because, screened.carver_because);
    AppendNew(carve.owners, screened.carver_owners);
    if (certain && is_certain_in_fact) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<Kleene> Screener::CollectedOf(const ScreenedMeasure& screened) {
  Kleene collected = And(screened.on_date->operates, screened.reach);
  if (collected.value == Tri::kNo) return collected;
  ScreenedMeasure other = screened;  // what authorizes a void measure is not told of it
  DECREE_RETURN_IF_ERROR(CarveOut(other));
  const Kleene bears = TestExemptions(other);
  return And(std::move(collected), And(Not(other.carved_in_fact), bears));
}

// Whether the measure bears on the transaction: not below its de-minimis share, nor under an
// exception of its own that the transaction claims.
Kleene Screener::TestExemptions(ScreenedMeasure& screened) const {
  std::optional<Kleene> bears;
  for (const Terms& terms : screened.terms) {
    Kleene now = Kleene::Yes();
    if (terms.export_control) {
      const ExportControl& control = *terms.export_control;
      const auto claimed = transaction_.facts.find(kExceptionFact);
      const bool is_excepted = claimed != transaction_.facts.end() &&
                               std::find(control.exceptions.begin(), control.exceptions.end(),
                                         claimed->second.text) != control.exceptions.end();
      if (is_excepted) {
        now = Kleene::No();
        screened.spared_why = absl::StrCat("its exception ", claimed->second.text, " is claimed");
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
    bears = bears ? Unite(*std::move(bears), now, "its terms are open") : now;
  }
  return bears.value_or(Kleene::Yes());
}

absl::Status Screener::TakeTerms(ScreenedMeasure& screened) {
  DistinctTerms terms;
  std::vector<std::string> because;
  for (const uint64_t body : screened.on_date->resolved.terms) {
    if (body == 0) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const event, view_cache_.events().Body(body));
    if (!event->terms) continue;
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const giving, view_cache_.events().At(body));
    because.insert(because.end(), {event->id, giving->event.id});
    terms.Add(*event->terms);
  }
  AppendNew(because, screened.terms_because);
  screened.terms = terms.Take();
  // Enacted, but from when is not known: what is planned is what may hold.
  if (screened.terms.empty() && screened.state().terms) {
    screened.terms.push_back(*screened.state().terms);
  }
  if (compiled_ != nullptr &&
      std::any_of(screened.terms.begin(), screened.terms.end(), HangOnFacts)) {
    compiled_->trail.NoteFacts();
  }
  return absl::OkStatus();
}

// Of every include that the readings of the time asked may give.
absl::Status Screener::TakeCodeDigits(ScreenedMeasure& screened) {
  const DateFold& fold = *screened.on_date;
  const TransactionReading reading = ReadingOf(fold);
  CodeDigits& all = screened.code_digits;
  const std::vector<uint64_t>& exclude = fold.resolved.exclude;
  for (const uint64_t body : GivenBodies(fold.resolved.include)) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* const in,
                            Clauses(body != 0 ? body : fold.shown_include, true));
    if (compiled_ != nullptr) {
      // A scope that its match was asked of, so that none is compiled for this.
      DECREE_ASSIGN_OR_RETURN(const std::vector<ScopeClause>* const out,
                              Clauses(exclude.empty() ? 0 : exclude.front(), false));
      CompiledScope* const scope =
          date_cache_.CompiledScopeOf(in, out, reading.on, reading.applies_by);
      const std::optional<size_t> digits = scope->CodeDigits(compiled_->transaction);
      compiled_->trail.AddDigits(scope, digits);
      if (digits) {
        all.possible.insert(*digits);
        continue;
      }
    }
    DECREE_ASSIGN_OR_RETURN(
        CodeDigits of_body,
        CodeDigitsOf(in, reading, view_cache_.builder().memberships(), view_cache_.lists()));
    all.possible.merge(of_body.possible);
    all.missing.merge(of_body.missing);
  }
  if (all.possible.empty()) all.possible.insert(0);
  return absl::OkStatus();
}

absl::Status Screener::Screen(ScreenedMeasure& screened) {
  screened.because = screened.state().because;
  DECREE_RETURN_IF_ERROR(TakeTerms(screened));
  Kleene applies = And(screened.in_force, screened.reach);
  if (applies.value != Tri::kNo) {
    DECREE_RETURN_IF_ERROR(CarveOut(screened));
    const Kleene bears = TestExemptions(screened);
    screened.spared = bears.value == Tri::kNo;
    applies = And(std::move(applies), And(Not(screened.carved), bears));
    screened.collected = And(And(screened.on_date->operates, screened.reach),
                             And(Not(screened.carved_in_fact), bears));
  } else if (compiled_ == nullptr) {
    DECREE_ASSIGN_OR_RETURN(screened.collected, CollectedOf(screened));
  }
  const bool is_base = screened.state().measure_class == MeasureClass::kBaseDuty;
  const bool may_count = applies.value != Tri::kNo || screened.collected.value != Tri::kNo;
  if (is_base && may_count) DECREE_RETURN_IF_ERROR(TakeCodeDigits(screened));
  std::vector<std::string>& reasons = screened.reasons;
  if (!screened.carvers.empty()) {
    reasons.push_back(absl::StrCat(
        screened.carved.value == Tri::kYes ? "carved out by " : "possibly carved out by ",
        absl::StrJoin(screened.carvers, ", ")));
    AppendNew(screened.carver_because, screened.because);
  }
  if (screened.spared) reasons.push_back(absl::StrCat("spared: ", screened.spared_why));
  if (applies.is_open()) {
    if (!applies.missing.empty()) {
      reasons.push_back(absl::StrCat("undetermined: ", absl::StrJoin(applies.missing, ", "),
                                     applies.missing.size() == 1 ? " is" : " are", " missing"));
    }
    AppendNew(applies.reasons, reasons);
  }
  if (compiled_ == nullptr && applies.value != Tri::kNo) {
    AppendNew(screened.carver_owners, screened.owners);
    DECREE_RETURN_IF_ERROR(
        TellOwners(screened.owners, view_cache_.events(), reasons, screened.because));
  }
  AppendNew(screened.state().reasons, reasons);
  screened.applies = std::move(applies);
  return absl::OkStatus();
}

MeasureState StateFor(const ScreenedMeasure& measure) {
  MeasureState state = measure.state();
  state.applies = AnswerOf(measure.applies.value);
  if (measure.terms.size() > 1) {
    state.terms.reset();
    state.terms_possible = measure.terms;
  }
  state.reasons = measure.reasons;
  state.because = measure.because;
  return state;
}

}  // namespace decree

// Screening one transaction: the measures that may reach it are held against it; what does makes
// the decision, the duty and what is pending.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/query/duty/licence_decision.h"
#include "core/query/screen/collected_duty.h"
#include "core/query/screen/possible_parties.h"
#include "core/query/screen/screen_coverage.h"
#include "core/query/screen/screen_duties.h"
#include "core/query/screen/screen_one.h"
#include "core/query/screen/screen_questions.h"
#include "core/query/screen/screened_measure.h"
#include "core/query/state/distinct.h"
#include "core/query/world/code_concordance.h"

namespace decree {
namespace {

template <typename Facet>
std::string WordOf(const Possible<Facet>& facet) {
  return facet.decided() ? std::string(NameOf(facet.value())) : "undetermined";
}

// The first facet that changes, by its new value.
std::string ChangeOf(const MeasureState& now, const MeasureState& then) {
  if (!(now.force == then.force)) return WordOf(then.force);
  if (!(now.legality == then.legality)) return WordOf(then.legality);
  if (!(now.enforcement == then.enforcement)) return WordOf(then.enforcement);
  return now.terms == then.terms && now.terms_possible == then.terms_possible ? "scope" : "terms";
}

PendingRow RowOf(const ScreenedMeasure& measure, const Coming& coming) {
  PendingRow row;
  row.measure = measure.slug();
  row.from = coming.from;
  row.latest = coming.latest;
  row.force = WordOf(measure.state().force);
  row.is_plan = coming.is_plan;
  if (!coming.is_plan) {
    row.then_applies = coming.then.applies;
    row.then = ChangeOf(measure.state(), coming.then);
  }
  row.commitment = std::string(NameOf(coming.commitment));
  row.terms = coming.terms;
  row.because = coming.because;
  return row;
}

class Screening {
 public:
  // `measures`: all that may reach the transaction, by slug.
  Screening(ScreenDateCache& date_cache, const MeasureList& measures,
            const Transaction& transaction, CompiledScreening* compiled)
      : date_cache_(date_cache),
        view_cache_(date_cache.view_cache()),
        measures_(measures),
        transaction_(transaction),
        compiled_(compiled) {}

  absl::StatusOr<ScreenAnswer> Answer();
  absl::StatusOr<ScreenOutcome> Outcome();
  absl::StatusOr<ScreenOutcome> OutcomeOfThese(std::vector<ScreenedMeasure> measures,
                                               const std::vector<StackRule>& rules);

 private:
  absl::StatusOr<MeasureList> WithThoseOfRelatedCodes();
  absl::Status TakeMeasures();
  absl::Status Take(CachedMeasure& measure, Screener& screener);
  absl::Status TakePending(const ScreenedMeasure& measure, Screener& screener);
  absl::Status TakeExcluded(const ScreenedMeasure& measure, Screener& screener);
  absl::Status TakeComing(const ScreenedMeasure& measure, Screener& screener);
  absl::Status Decide(const std::vector<StackRule>& rules);
  ScreenOutcome TakeOutcome();
  void ExplainLicence(const std::vector<RestrictivenessRange>& ranges,
                      const RestrictivenessRange& all);
  void NoteContradictions();

  ScreenDateCache& date_cache_;
  ScreenViewCache& view_cache_;
  const MeasureList& measures_;
  const Transaction& transaction_;
  CompiledScreening* const compiled_;  // nullptr: with all words
  std::vector<RelatedCode> related_codes_;
  std::vector<ScreenedMeasure> reaching_;  // or may reach, sorted by slug
  std::set<std::string> looked_ahead_;     // authorizations whose pending is told
  // By their scopes' own exclusions: duties, and what else is told of.
  std::vector<RejectedDuty> excluded_;
  std::vector<std::string> excluded_notes_;
  ScreenAnswer answer_;
};

absl::Status Screening::TakeComing(const ScreenedMeasure& measure, Screener& screener) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<Coming> all, screener.ComingFor(measure));
  for (const Coming& coming : all) answer_.pending.push_back(RowOf(measure, coming));
  return absl::OkStatus();
}

// Of the measure and, where it reaches the transaction, of what is or may be authorized.
absl::Status Screening::TakePending(const ScreenedMeasure& measure, Screener& screener) {
  DECREE_RETURN_IF_ERROR(TakeComing(measure, screener));
  if (measure.reach.value == Tri::kNo || measure.in_force.value == Tri::kNo)
    return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const authorizations,
                          view_cache_.AuthorizationsOf(measure.measure()));
  for (CachedMeasure* const authorization : *authorizations) {
    if (!looked_ahead_.insert(authorization->loaded.slug).second) continue;
    DECREE_ASSIGN_OR_RETURN(const ScreenedMeasure carve,
                            screener.ReachOf(*authorization, AppliesByOf(*authorization, measure)));
    DECREE_RETURN_IF_ERROR(TakeComing(carve, screener));
  }
  return absl::OkStatus();
}

// What an exclusion of its own keeps out is told, with the act that brought it.
absl::Status Screening::TakeExcluded(const ScreenedMeasure& measure, Screener& screener) {
  DECREE_ASSIGN_OR_RETURN(const Screener::Excluded excluded, screener.ExcludedBy(measure));
  const std::string& by = excluded.by;
  if (by.empty()) return absl::OkStatus();
  const std::string why =
      absl::StrCat("its scope excludes the transaction (", by, ")", excluded.disputes);
  const MeasureClass measure_class = measure.state().measure_class;
  if (measure_class == MeasureClass::kTariff || measure_class == MeasureClass::kBaseDuty) {
    excluded_.push_back({measure.slug(), measure.state().program, why, {by}});
  } else {
    excluded_notes_.push_back(absl::StrCat(measure.slug(), ": ", why));
  }
  return absl::OkStatus();
}

absl::Status Screening::Take(CachedMeasure& measure, Screener& screener) {
  DECREE_ASSIGN_OR_RETURN(ScreenedMeasure screened,
                          screener.ReachOf(measure, measure.loaded.attributes.applies_by));
  DECREE_RETURN_IF_ERROR(TakePending(screened, screener));
  if (screened.reach.value == Tri::kNo) {
    return compiled_ == nullptr ? TakeExcluded(screened, screener) : absl::OkStatus();
  }
  DECREE_RETURN_IF_ERROR(screener.Screen(screened));
  const MeasureState& state = screened.state();
  const bool is_near = screened.applies.value != Tri::kNo || state.listed_by_default ||
                       state.force.Has(Force::kInForce) || state.force.Has(Force::kSuspended);
  if (is_near) reaching_.push_back(std::move(screened));
  return absl::OkStatus();
}

// A scope that names what the product was, or became, does not reach it, and is told all the same.
absl::StatusOr<MeasureList> Screening::WithThoseOfRelatedCodes() {
  Transaction renamed = transaction_;
  renamed.products.clear();
  renamed.product_texts.clear();
  for (const RelatedCode& related : related_codes_) renamed.products.push_back(related.code);
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const named, view_cache_.MayReach(renamed));
  const auto by_slug = [](const CachedMeasure* a, const CachedMeasure* b) {
    return a->loaded.slug < b->loaded.slug;
  };
  MeasureList all = measures_;
  all.insert(all.end(), named->begin(), named->end());
  std::sort(all.begin(), all.end(), by_slug);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

absl::Status Screening::TakeMeasures() {
  std::vector<std::string> ended_codes;
  if (compiled_ == nullptr) {
    DECREE_ASSIGN_OR_RETURN(CodesOnDate codes,
                            CodesOn(transaction_.on, transaction_.products, view_cache_.context(),
                                    view_cache_.events()));
    related_codes_ = std::move(codes.related);
    ended_codes = std::move(codes.ended);
  }
  const bool has_more = !related_codes_.empty() && view_cache_.context().candidates != nullptr;
  MeasureList more;
  if (has_more) {
    DECREE_ASSIGN_OR_RETURN(more, WithThoseOfRelatedCodes());
  }
  Screener screener(date_cache_, transaction_, related_codes_, compiled_);
  for (CachedMeasure* const measure : has_more ? more : measures_) {
    DECREE_RETURN_IF_ERROR(CheckLimits(view_cache_.context().limits, reaching_.size()));
    DECREE_RETURN_IF_ERROR(Take(*measure, screener));
  }
  std::stable_sort(answer_.pending.begin(), answer_.pending.end(),
                   [](const PendingRow& a, const PendingRow& b) { return a.measure < b.measure; });
  answer_.notes = std::move(ended_codes);
  AppendNew(screener.notes(), answer_.notes);
  AppendNew(excluded_notes_, answer_.notes);
  return absl::OkStatus();
}

// What each measure may come to, over its readings.
RestrictivenessRange RestrictivenessRangeOf(const ScreenedMeasure& measure) {
  RestrictivenessRange range;
  if (measure.applies.value == Tri::kNo) return range;
  std::vector<Restrictiveness> all;
  for (const Terms& terms : measure.terms) {
    all.push_back(RestrictivenessOf(measure.state().measure_class, &terms));
  }
  if (all.empty()) all.push_back(RestrictivenessOf(measure.state().measure_class, nullptr));
  range.most = *std::max_element(all.begin(), all.end());
  if (measure.applies.value == Tri::kYes) {
    range.least = *std::min_element(all.begin(), all.end());
  }
  return range;
}

void Screening::ExplainLicence(const std::vector<RestrictivenessRange>& ranges,
                               const RestrictivenessRange& all) {
  for (size_t i = 0; i < reaching_.size(); ++i) {
    const ScreenedMeasure& measure = reaching_[i];
    if (ranges[i].least != Restrictiveness::kNone && ranges[i].least == all.least) {
      const std::optional<LicencePolicy> policy = PolicyOf(ranges[i].least);
      answer_.reasons.push_back(ranges[i].least == Restrictiveness::kProhibited
                                    ? absl::StrCat("prohibited by ", measure.slug())
                                    : absl::StrCat("a licence is required by ", measure.slug(),
                                                   policy && *policy != LicencePolicy::kLicence
                                                       ? absl::StrCat(" (", NameOf(*policy), ")")
                                                       : std::string()));
      AppendNew(measure.because, answer_.because);
    }
  }
  for (size_t i = 0; i < reaching_.size(); ++i) {
    if (!CanRaise(ranges[i], all)) continue;
    const ScreenedMeasure& measure = reaching_[i];
    AppendNew(measure.because, answer_.because);
    answer_.reasons.push_back(absl::StrCat(
        measure.slug(), " may ",
        ranges[i].most == Restrictiveness::kProhibited ? "prohibit it" : "require a licence",
        measure.reasons.empty() ? "" : ": ",
        measure.reasons.empty() ? "" : measure.reasons.front()));
  }
}

absl::Status Screening::Decide(const std::vector<StackRule>& rules) {
  ScreenedDuties duties = DutiesOf(reaching_, rules, transaction_);
  std::vector<RestrictivenessRange> ranges;
  for (const ScreenedMeasure& measure : reaching_)
    ranges.push_back(RestrictivenessRangeOf(measure));
  const RestrictivenessRange all = Hardest(ranges);
  std::set<std::string> missing = duties.missing;
  for (size_t i = 0; i < reaching_.size(); ++i) {
    if (!CanRaise(ranges[i], all)) continue;
    missing.insert(reaching_[i].applies.missing.begin(), reaching_[i].applies.missing.end());
  }
  ExplainLicence(ranges, all);
  const LicenceOutcome outcome = OutcomeOf(all);
  if (outcome == LicenceOutcome::kProhibited) {
    answer_.decision = ScreenDecision::kProhibited;
  } else if (outcome == LicenceOutcome::kOpen || duties.is_open) {
    answer_.decision = ScreenDecision::kUndetermined;
  } else {
    answer_.decision = outcome == LicenceOutcome::kAllowed ? ScreenDecision::kAllowed
                                                           : ScreenDecision::kLicenceRequired;
  }
  if (outcome == LicenceOutcome::kAllowed) {
    answer_.reasons.push_back("nothing on record prohibits it or requires a licence");
  }
  answer_.policy = PolicyOf(all.least);
  answer_.reasons.insert(answer_.reasons.end(), duties.reasons.begin(), duties.reasons.end());
  answer_.missing.assign(missing.begin(), missing.end());
  answer_.duty = std::move(duties.answer);
  if (compiled_ == nullptr) {
    answer_.duty.collected = CollectedWhereItDiffers(reaching_, rules, transaction_);
  }
  AddRejected(std::move(excluded_), answer_.duty);
  answer_.trouble = std::move(duties.trouble);
  return absl::OkStatus();
}

// A fact that names the very date that `on` stands for, and another day, is a slip worth telling.
void Screening::NoteContradictions() {
  struct Named {
    AppliesBy by;
    const char* fact;
    const AskedDate& date;
  };
  const Transaction& t = transaction_;
  for (const Named& named : {Named{AppliesBy::kEntry, "entered", t.entered},
                             Named{AppliesBy::kExport, "exported", t.exported},
                             Named{AppliesBy::kLoading, "loaded", t.loaded},
                             Named{AppliesBy::kContract, "contract", t.contract}}) {
    if (named.date.empty() || named.date == t.on) continue;
    const bool is_read =
        std::any_of(answer_.measures.begin(), answer_.measures.end(),
                    [&](const ScreenRow& row) { return row.state.applies_by == named.by; });
    if (!is_read) continue;
    answer_.notes.push_back(absl::StrCat(
        "measures that apply by the date of ", NameOf(named.by), " were read on ", t.on.text(),
        ", the date asked, not on the fact ", named.fact, "=", named.date.text()));
  }
}

absl::StatusOr<ScreenAnswer> Screening::Answer() {
  answer_.header = view_cache_.context().header;
  answer_.header.effective_on = transaction_.on.text();
  answer_.transaction = transaction_;
  DECREE_RETURN_IF_ERROR(TakeMeasures());
  for (const ScreenedMeasure& measure : reaching_) {
    const std::set<std::string>& missing = measure.applies.missing;
    answer_.measures.push_back({StateFor(measure), {missing.begin(), missing.end()}});
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<StackRule>* const rules, date_cache_.Rules());
  DECREE_RETURN_IF_ERROR(Decide(*rules));
  DECREE_RETURN_IF_ERROR(TakeCoverage(view_cache_, answer_));
  DECREE_ASSIGN_OR_RETURN(answer_.possible_parties,
                          date_cache_.possible_parties().Of(transaction_));
  const std::vector<std::string> notes = PartyNotes(transaction_, answer_.possible_parties);
  answer_.notes.insert(answer_.notes.begin(), notes.begin(), notes.end());
  NoteContradictions();
  return std::move(answer_);
}

absl::StatusOr<ScreenOutcome> Screening::Outcome() {
  DECREE_RETURN_IF_ERROR(TakeMeasures());
  DECREE_ASSIGN_OR_RETURN(const std::vector<StackRule>* const rules, date_cache_.Rules());
  DECREE_RETURN_IF_ERROR(Decide(*rules));
  return TakeOutcome();
}

absl::StatusOr<ScreenOutcome> Screening::OutcomeOfThese(std::vector<ScreenedMeasure> measures,
                                                        const std::vector<StackRule>& rules) {
  reaching_ = std::move(measures);
  DECREE_RETURN_IF_ERROR(Decide(rules));
  return TakeOutcome();
}

ScreenOutcome Screening::TakeOutcome() {
  ScreenOutcome outcome;
  outcome.decision = answer_.decision;
  outcome.policy = answer_.policy;
  outcome.added = std::move(answer_.duty.added);
  outcome.trouble = std::move(answer_.trouble);
  for (const ScreenedMeasure& measure : reaching_) {
    if (measure.applies.value != Tri::kNo) outcome.measures.push_back(measure.slug());
  }
  for (const PendingRow& row : answer_.pending) {  // by measure
    if (outcome.pending.empty() || outcome.pending.back() != row.measure) {
      outcome.pending.push_back(row.measure);
    }
  }
  outcome.missing = std::move(answer_.missing);
  return outcome;
}

}  // namespace

absl::string_view NameOf(ScreenDecision value) {
  switch (value) {
    case ScreenDecision::kAllowed:
      return "allowed";
    case ScreenDecision::kLicenceRequired:
      return "licenceRequired";
    case ScreenDecision::kProhibited:
      return "prohibited";
    case ScreenDecision::kUndetermined:
      return "undetermined";
  }
  return "undetermined";
}

absl::StatusOr<ScreenAnswer> ScreenOne(ScreenDateCache& date_cache,
                                       const Transaction& transaction) {
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const measures,
                          date_cache.view_cache().MayReach(transaction));
  return Screening(date_cache, *measures, transaction, nullptr).Answer();
}

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOfOne(ScreenDateCache& date_cache,
                                                                  const Transaction& transaction) {
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const measures,
                          date_cache.view_cache().MayReach(transaction));
  const CompiledTransaction compiled(transaction, date_cache.view_cache().names());
  OutcomeCache& outcomes = date_cache.OutcomesAmong(*measures);
  if (std::shared_ptr<const ScreenOutcome> known = outcomes.Find(compiled)) return known;
  CompiledScreening screening{compiled, {}};
  DECREE_ASSIGN_OR_RETURN(ScreenOutcome outcome,
                          Screening(date_cache, *measures, transaction, &screening).Outcome());
  auto found = std::make_shared<const ScreenOutcome>(std::move(outcome));
  outcomes.Learn(screening.trail, found);
  return found;
}

absl::StatusOr<ScreenOutcome> OutcomeOfMeasures(ScreenDateCache& date_cache,
                                                const Transaction& transaction,
                                                std::vector<ScreenedMeasure> measures,
                                                const std::vector<StackRule>& rules) {
  return Screening(date_cache, {}, transaction, nullptr).OutcomeOfThese(std::move(measures), rules);
}

absl::StatusOr<ScreenAnswer> AnswerScreen(const QuestionContext& context,
                                          const ScreenQuestion& question) {
  ScreenViewCache view_cache(context);
  ScreenDateCache date_cache(view_cache, question.transaction.on);
  return ScreenOne(date_cache, question.transaction);
}

}  // namespace decree

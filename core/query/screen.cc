// Screening one transaction: every measure on record is folded for it; what reaches it makes the
// decision, the duty and what is pending.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/query/coverage_claims.h"
#include "core/query/licence_decision.h"
#include "core/query/measure_filter.h"
#include "core/query/questions.h"
#include "core/query/screen_duties.h"
#include "core/query/screened_measure.h"
#include "core/query/world_facts.h"

namespace decree {
namespace {

std::vector<std::string> ListOf(const std::set<std::string>& words) {
  return {words.begin(), words.end()};
}

void AddNew(const std::string& word, std::vector<std::string>& to) {
  if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
}

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

PendingRow RowOf(const LoadedMeasure& measure, const TransactionFold& fold, const Coming& coming) {
  PendingRow row;
  row.measure = measure.slug;
  row.from = coming.from;
  row.latest = coming.latest;
  row.force = WordOf(fold.state.force);
  row.is_plan = coming.is_plan;
  if (!coming.is_plan) {
    row.then_applies = coming.then.applies;
    row.then = ChangeOf(fold.state, coming.then);
  }
  row.commitment = std::string(NameOf(coming.commitment));
  row.terms = coming.terms;
  row.because = coming.because;
  return row;
}

class Screening {
 public:
  Screening(const QuestionContext& context, const ScreenQuestion& question)
      : context_(context),
        question_(question),
        events_(context.log),
        builder_(context.strands, events_, context.sight) {}

  absl::StatusOr<ScreenAnswer> Answer();

 private:
  absl::Status TakeMeasures();
  absl::Status Take(const LoadedMeasure& measure, Screener& screener);
  absl::Status TakePending(const LoadedMeasure& measure, const TransactionFold& fold,
                           Screener& screener);
  absl::Status TakeComing(const LoadedMeasure& measure, const TransactionFold& fold,
                          Screener& screener);
  absl::Status Decide();
  void ExplainLicence(const std::vector<BiteRange>& bites, const BiteRange& all);
  absl::Status TakeCoverage();
  absl::Status CoverageOf(const std::string& issuer, CoverageClaims& claims);
  void NoteContradictions();

  const QuestionContext& context_;
  const ScreenQuestion& question_;
  EventReader events_;
  StateBuilder builder_;
  std::vector<RelatedCode> related_codes_;
  std::vector<ScreenedMeasure> reaching_;  // or may reach, sorted by slug
  std::set<std::string> programs_;         // of the duties on record, whomever they reach
  std::set<std::string> looked_ahead_;     // authorizations whose pending is told
  ScreenAnswer answer_;
};

absl::Status Screening::TakeComing(const LoadedMeasure& measure, const TransactionFold& fold,
                                   Screener& screener) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<Coming> all, screener.ComingFor(measure, fold));
  for (const Coming& coming : all) answer_.pending.push_back(RowOf(measure, fold, coming));
  return absl::OkStatus();
}

// Of the measure and, where it reaches the transaction, of what is or may be authorized.
absl::Status Screening::TakePending(const LoadedMeasure& measure, const TransactionFold& fold,
                                    Screener& screener) {
  DECREE_RETURN_IF_ERROR(TakeComing(measure, fold, screener));
  if (fold.reach.value == Tri::kNo || fold.in_force.value == Tri::kNo) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const std::vector<LoadedMeasure> authorizations,
                          builder_.AuthorizationsOf(measure.slug));
  for (const LoadedMeasure& authorization : authorizations) {
    if (!looked_ahead_.insert(authorization.slug).second) continue;
    DECREE_ASSIGN_OR_RETURN(const TransactionFold carve,
                            screener.FoldOf(authorization, AppliesByOf(authorization, fold)));
    DECREE_RETURN_IF_ERROR(TakeComing(authorization, carve, screener));
  }
  return absl::OkStatus();
}

absl::Status Screening::Take(const LoadedMeasure& measure, Screener& screener) {
  DECREE_ASSIGN_OR_RETURN(const TransactionFold fold,
                          screener.FoldOf(measure, measure.facts.applies_by));
  if (IsDuty(fold.state)) programs_.insert(fold.state.program);
  DECREE_RETURN_IF_ERROR(TakePending(measure, fold, screener));
  if (fold.reach.value == Tri::kNo) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(ScreenedMeasure screened, screener.Screen(measure, fold));
  const MeasureState& state = screened.state;
  const bool is_near = state.applies != decree::Answer::kNo || fold.state.listed_by_default ||
                       state.force.Has(Force::kInForce) || state.force.Has(Force::kSuspended);
  if (!is_near) return absl::OkStatus();
  answer_.measures.push_back({state, ListOf(screened.applies.missing)});
  reaching_.push_back(std::move(screened));
  return absl::OkStatus();
}

absl::Status Screening::TakeMeasures() {
  const Transaction& transaction = question_.transaction;
  DECREE_ASSIGN_OR_RETURN(related_codes_,
                          RelatedCodesOn(transaction.on, transaction.products, context_, events_));
  Screener screener(builder_, transaction, related_codes_);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs,
                          SlugsMatching("", context_.strands));
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, answer_.measures.size()));
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder_.Load(slug));
    const bool is_seen = !measure.own.acts.empty();
    if (!is_seen || measure.facts.measure_class == MeasureClass::kAuthorization) continue;
    DECREE_RETURN_IF_ERROR(Take(measure, screener));
  }
  std::stable_sort(answer_.pending.begin(), answer_.pending.end(),
                   [](const PendingRow& a, const PendingRow& b) { return a.measure < b.measure; });
  answer_.notes = screener.notes();
  return absl::OkStatus();
}

// What each measure may come to, over its readings.
BiteRange BitesOf(const ScreenedMeasure& measure) {
  BiteRange range;
  if (measure.applies.value == Tri::kNo) return range;
  std::vector<Bite> bites;
  for (const Terms& terms : measure.terms) {
    bites.push_back(BiteOf(measure.state.measure_class, &terms));
  }
  if (bites.empty()) bites.push_back(BiteOf(measure.state.measure_class, nullptr));
  range.most = *std::max_element(bites.begin(), bites.end());
  if (measure.applies.value == Tri::kYes) {
    range.least = *std::min_element(bites.begin(), bites.end());
  }
  return range;
}

void Screening::ExplainLicence(const std::vector<BiteRange>& bites, const BiteRange& all) {
  for (size_t i = 0; i < reaching_.size(); ++i) {
    const MeasureState& state = reaching_[i].state;
    if (bites[i].least != Bite::kNone && bites[i].least == all.least) {
      const std::optional<LicencePolicy> policy = PolicyOf(bites[i].least);
      answer_.reasons.push_back(bites[i].least == Bite::kProhibited
                                    ? absl::StrCat("prohibited by ", state.measure)
                                    : absl::StrCat("a licence is required by ", state.measure,
                                                   policy && *policy != LicencePolicy::kLicence
                                                       ? absl::StrCat(" (", NameOf(*policy), ")")
                                                       : std::string()));
      for (const std::string& id : state.because) AddNew(id, answer_.because);
    }
  }
  for (size_t i = 0; i < reaching_.size(); ++i) {
    if (!CanRaise(bites[i], all)) continue;
    const MeasureState& state = reaching_[i].state;
    for (const std::string& id : state.because) AddNew(id, answer_.because);
    answer_.reasons.push_back(absl::StrCat(
        state.measure, " may ",
        bites[i].most == Bite::kProhibited ? "prohibit it" : "require a licence",
        state.reasons.empty() ? "" : ": ", state.reasons.empty() ? "" : state.reasons.front()));
  }
}

absl::Status Screening::Decide() {
  DECREE_ASSIGN_OR_RETURN(std::vector<StackRule> rules,
                          StackRulesOn(question_.transaction.on, context_, events_));
  for (StackRule& rule : rules) rule.needs_program = programs_.contains(rule.program);
  DECREE_ASSIGN_OR_RETURN(ScreenedDuties duties, DutiesOf(reaching_, rules, question_.transaction));
  std::vector<BiteRange> bites;
  for (const ScreenedMeasure& measure : reaching_) bites.push_back(BitesOf(measure));
  const BiteRange all = Hardest(bites);
  std::set<std::string> missing = duties.missing;
  for (size_t i = 0; i < reaching_.size(); ++i) {
    if (!CanRaise(bites[i], all)) continue;
    missing.insert(reaching_[i].applies.missing.begin(), reaching_[i].applies.missing.end());
  }
  ExplainLicence(bites, all);
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
  answer_.missing = ListOf(missing);
  answer_.duty = std::move(duties.answer);
  return absl::OkStatus();
}

absl::Status Screening::CoverageOf(const std::string& issuer, CoverageClaims& claims) {
  DECREE_ASSIGN_OR_RETURN(std::vector<CoverageClaim> all, claims.Of(issuer));
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(question_.transaction.on, issuer));
  bool any = false;
  for (CoverageClaim& claim : all) {
    ScreenCoverage row{issuer,         claim.row.domain,  decree::Answer::kNo,
                       claim.row.from, claim.row.sources, claim.row.because};
    if (HoldsIn(window, claim)) {
      row.monitored = claim.row.certain ? decree::Answer::kYes : decree::Answer::kUndetermined;
    }
    any = any || row.monitored != decree::Answer::kNo;
    answer_.coverage.push_back(std::move(row));
  }
  if (all.empty()) answer_.coverage.push_back({issuer, "", decree::Answer::kNo, "", {}, {}});
  if (!any) {
    answer_.notes.push_back(absl::StrCat(
        issuer, " is not monitored on this date: that no measure of it is found means little"));
  }
  return absl::OkStatus();
}

// Of where the goods come from, go to and pass; of the groups these belong to, where such a group
// is watched; and of whoever issued what was found.
absl::Status Screening::TakeCoverage() {
  const Transaction& t = question_.transaction;
  std::set<std::string> issuers;
  for (const std::string* place : {&t.origin, &t.destination, &t.shipped_from}) {
    if (!place->empty()) issuers.insert(*place);
  }
  for (const ScreenRow& row : answer_.measures) {
    if (!row.state.issuer.empty()) issuers.insert(row.state.issuer);
  }
  CoverageClaims claims(context_, events_);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> claimed, claims.Issuers());
  std::set<std::string> groups;
  for (const std::string& group : claimed) {
    DECREE_ASSIGN_OR_RETURN(const CivilWindow window, WindowFor(t.on, group));
    for (const std::string& place : issuers) {
      DECREE_ASSIGN_OR_RETURN(const Memberships::Answer member,
                              builder_.memberships().IsMember(group, place, window));
      if (member.may_be_in) groups.insert(group);
    }
  }
  issuers.merge(groups);
  for (const std::string& issuer : issuers) {
    DECREE_RETURN_IF_ERROR(CoverageOf(issuer, claims));
  }
  return absl::OkStatus();
}

// A fact that names the very date that `on` stands for, and another day, is a slip worth telling.
void Screening::NoteContradictions() {
  struct Named {
    AppliesBy by;
    const char* fact;
    const std::string& text;
  };
  const Transaction& t = question_.transaction;
  for (const Named& named : {Named{AppliesBy::kEntry, "entered", t.entered},
                             Named{AppliesBy::kExport, "exported", t.exported},
                             Named{AppliesBy::kLoading, "loaded", t.loaded},
                             Named{AppliesBy::kContract, "contract", t.contract}}) {
    if (named.text.empty() || named.text == t.on) continue;
    const bool is_read =
        std::any_of(answer_.measures.begin(), answer_.measures.end(),
                    [&](const ScreenRow& row) { return row.state.applies_by == named.by; });
    if (!is_read) continue;
    answer_.notes.push_back(
        absl::StrCat("measures that apply by the date of ", NameOf(named.by), " were read on ",
                     t.on, ", the date asked, not on the fact ", named.fact, "=", named.text));
  }
}

absl::StatusOr<ScreenAnswer> Screening::Answer() {
  answer_.header = context_.header;
  answer_.transaction = question_.transaction;
  DECREE_RETURN_IF_ERROR(TakeMeasures());
  DECREE_RETURN_IF_ERROR(Decide());
  DECREE_RETURN_IF_ERROR(TakeCoverage());
  NoteContradictions();
  return std::move(answer_);
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

absl::StatusOr<ScreenAnswer> AnswerScreen(const QuestionContext& context,
                                          const ScreenQuestion& question) {
  return Screening(context, question).Answer();
}

}  // namespace decree

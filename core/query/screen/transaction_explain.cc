// Why the answer for a transaction is what it is: each measure that reaches it, or nearly does,
// taken apart.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/query/control/explain_acts.h"
#include "core/query/screen/owner_words.h"
#include "core/query/screen/screen_one.h"
#include "core/query/screen/screen_questions.h"
#include "core/query/screen/screened_measure.h"
#include "core/query/state/distinct.h"
#include "core/query/world/code_concordance.h"

namespace decree {
namespace {

constexpr size_t kHeadingDigits = 4;
constexpr char kParty[] = "party";

// The order in which the dimensions of a clause are told.
constexpr DimensionsInOrder kTold = InOrder(
    {ScopeMatching::kPlace, ScopeMatching::kRole, ScopeMatching::kMovement, ScopeMatching::kProduct,
     ScopeMatching::kWord, ScopeMatching::kParty, ScopeMatching::kOwnership, ScopeMatching::kShare,
     ScopeMatching::kValue, ScopeMatching::kDate});

// A clause for each dimension that it names, by the fact. Who owns is told with the parties.
std::vector<std::pair<std::string, ScopeClause>> DimensionsOf(const ScopeClause& clause) {
  std::vector<std::pair<std::string, ScopeClause>> parts;
  for (const ScopeDimension* const dimension : kTold) {
    if (!dimension->IsIn(clause)) continue;
    const bool is_ownership = dimension->matching == ScopeMatching::kOwnership;
    const char* const name = is_ownership ? kParty : dimension->fact;
    if (parts.empty() || parts.back().first != name) parts.emplace_back(name, ScopeClause());
    dimension->Copy(clause, parts.back().second);
  }
  if (clause.effective) {
    parts.emplace_back("validity", ScopeClause()).second.effective = clause.effective;
  }
  return parts;
}

// Whether it is worth telling that it nearly reached: it is law, suspended, or coming.
bool Counts(const MeasureState& state) {
  return state.listed_by_default || state.force.Has(Force::kInForce) ||
         state.force.Has(Force::kSuspended);
}

class Explaining {
 public:
  Explaining(const QuestionContext& context, const Transaction& transaction,
             TransactionExplanation& answer)
      : context_(context), transaction_(transaction), answer_(answer) {}

  absl::Status Run();

 private:
  absl::Status TakeMeasure(CachedMeasure& measure, ScreenDateCache& date_cache, Screener& screener);
  absl::Status TakeClauses(const ScreenedMeasure& screened, ScreenViewCache& view_cache,
                           bool is_exclude, ExplainedMeasure& explained);
  absl::StatusOr<ClauseVerdict> VerdictOf(const ScopeClause& clause,
                                          const TransactionReading& reading,
                                          ScreenViewCache& view_cache);
  absl::Status TakeAuthorizations(const ScreenedMeasure& screened, ScreenViewCache& view_cache,
                                  Screener& screener, ExplainedMeasure& explained);
  bool IsNearly(const ExplainedMeasure& explained, const ScreenedMeasure& screened,
                ScreenViewCache& view_cache) const;
  bool IsOfTheHeading(const ScopeClause& clause) const;
  std::string StackingOf(const std::string& measure) const;

  const QuestionContext& context_;
  const Transaction& transaction_;
  TransactionExplanation& answer_;
  std::vector<RelatedCode> related_codes_;
  std::vector<OwnershipLink> owners_;  // of the measure that is taken apart
};

absl::StatusOr<ClauseVerdict> Explaining::VerdictOf(const ScopeClause& clause,
                                                    const TransactionReading& reading,
                                                    ScreenViewCache& view_cache) {
  ClauseVerdict verdict;
  const std::vector<std::pair<std::string, ScopeClause>> parts = DimensionsOf(clause);
  ProductLists lists;  // of the parts, which last no longer
  TransactionMatcher matcher(reading, view_cache.builder().memberships(), lists);
  matcher.TellOwnersOfAll();
  for (const auto& [name, part] : parts) {
    DECREE_ASSIGN_OR_RETURN(const Kleene match, matcher.MatchClause(part));
    if (match.value == Tri::kNo) verdict.failing.push_back(name);
    if (match.is_open()) verdict.open.push_back(name);
  }
  AppendNew(matcher.owners(), owners_);
  verdict.holds = !verdict.failing.empty() ? Answer::kNo
                  : verdict.open.empty()   ? Answer::kYes
                                           : Answer::kUndetermined;
  return verdict;
}

absl::Status Explaining::TakeClauses(const ScreenedMeasure& screened, ScreenViewCache& view_cache,
                                     bool is_exclude, ExplainedMeasure& explained) {
  const DateFold& on_date = *screened.on_date;
  const uint64_t shown = is_exclude ? on_date.shown_exclude : on_date.shown_include;
  if (shown == 0) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const Event* const body, view_cache.events().Body(shown));
  const std::vector<ScopeClause>* const clauses = ClausesOf(body, !is_exclude);
  if (clauses == nullptr) return absl::OkStatus();
  if (!is_exclude) {
    const std::vector<uint64_t> parts = view_cache.events().lists().PartsOf(shown);
    const uint64_t writing = parts.empty() ? 0 : parts.front();
    if (writing != 0) {
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const giving, view_cache.events().At(writing));
      explained.scope_from = giving->event.id;
    }
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<uint64_t> writers,
                          view_cache.events().WritersOf(shown, !is_exclude));
  const TransactionReading reading{transaction_,       related_codes_,        on_date.on,
                                   on_date.applies_by, on_date.measure->zone, is_exclude};
  for (size_t i = 0; i < clauses->size(); ++i) {
    DECREE_ASSIGN_OR_RETURN(ClauseVerdict verdict, VerdictOf((*clauses)[i], reading, view_cache));
    verdict.is_exclude = is_exclude;
    verdict.index = i;
    if (writers[i] != 0) {
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const by, view_cache.events().At(writers[i]));
      verdict.brought_by = by->event.id;
    }
    const bool is_included = std::any_of(
        explained.clauses.begin(), explained.clauses.end(),
        [](const auto& other) { return !other.is_exclude && other.holds != Answer::kNo; });
    const bool excludes = is_exclude && is_included && verdict.holds == Answer::kYes;
    if (excludes && explained.excluded_by.empty()) {
      explained.excluded_by = verdict.brought_by;
    }
    explained.clauses.push_back(std::move(verdict));
  }
  return absl::OkStatus();
}

absl::Status Explaining::TakeAuthorizations(const ScreenedMeasure& screened,
                                            ScreenViewCache& view_cache, Screener& screener,
                                            ExplainedMeasure& explained) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<CachedMeasure*>* const authorizations,
                          view_cache.AuthorizationsOf(screened.measure()));
  for (CachedMeasure* const authorization : *authorizations) {
    DECREE_ASSIGN_OR_RETURN(
        const ScreenedMeasure carve,
        screener.ReachOf(*authorization, AppliesByOf(*authorization, screened)));
    ExplainedAuthorization told;
    told.measure = authorization->loaded.slug;
    told.in_force = AnswerOf(carve.in_force.value);
    told.reaches = AnswerOf(carve.reach.value);
    const Kleene carves = And(carve.in_force, carve.reach);
    told.carves = AnswerOf(carves.value);
    told.reasons = carve.state().reasons;
    told.because = carve.state().because;
    explained.authorizations.push_back(std::move(told));
  }
  return absl::OkStatus();
}

// Goods of another heading are another matter, not a near miss.
bool Explaining::IsOfTheHeading(const ScopeClause& clause) const {
  for (const std::string& text : clause.product) {
    const absl::StatusOr<ProductCode> code = ParseProductCode(text);
    if (!code.ok() || !IsTradeCode(code->system)) continue;
    for (const ProductCode& given : transaction_.products) {
      if (IsTradeCode(given.system) && code->code.size() >= kHeadingDigits &&
          given.code.compare(0, kHeadingDigits, code->code, 0, kHeadingDigits) == 0) {
        return true;
      }
    }
  }
  return false;
}

bool Explaining::IsNearly(const ExplainedMeasure& explained, const ScreenedMeasure& screened,
                          ScreenViewCache& view_cache) const {
  const absl::StatusOr<const Event*> body =
      view_cache.events().Body(screened.on_date->shown_include);
  const std::vector<ScopeClause>* const include = body.ok() ? ClausesOf(*body, true) : nullptr;
  return std::any_of(explained.clauses.begin(), explained.clauses.end(),
                     [&](const ClauseVerdict& verdict) {
                       if (verdict.is_exclude) return false;
                       if (verdict.failing.empty()) return true;  // what reaches it is excluded
                       if (verdict.failing.size() > 1) return false;
                       return verdict.failing.front() != "product" ||
                              (include != nullptr && IsOfTheHeading((*include)[verdict.index]));
                     });
}

std::string Explaining::StackingOf(const std::string& measure) const {
  for (const DutyLine& line : answer_.screen.duty.lines) {
    if (line.measure != measure) continue;
    const std::string rate =
        line.rate != "unknown"
            ? line.rate
            : absl::StrCat(line.rate_min, " to ",
                           line.rate_max.empty() ? "no known end" : line.rate_max);
    return absl::StrCat("counts", line.counts == Answer::kYes ? "" : " perhaps", ": ", rate, "; ",
                        line.why);
  }
  for (const RejectedDuty& rejected : answer_.screen.duty.rejected) {
    if (rejected.measure == measure) return absl::StrCat("does not count: ", rejected.why);
  }
  return "";
}

absl::Status Explaining::TakeMeasure(CachedMeasure& measure, ScreenDateCache& date_cache,
                                     Screener& screener) {
  ScreenViewCache& view_cache = date_cache.view_cache();
  DECREE_ASSIGN_OR_RETURN(const ScreenedMeasure screened,
                          screener.ReachOf(measure, measure.loaded.attributes.applies_by));
  owners_.clear();
  ExplainedMeasure explained;
  explained.reaches = AnswerOf(screened.reach.value);
  const auto& rows = answer_.screen.measures;
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ScreenRow& r) {
    return r.state.measure == measure.loaded.slug;
  });
  if (row == rows.end() && !Counts(screened.state())) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(TakeClauses(screened, view_cache, false, explained));
  DECREE_RETURN_IF_ERROR(TakeClauses(screened, view_cache, true, explained));
  if (row != rows.end()) {
    explained.row = *row;
  } else {
    if (!IsNearly(explained, screened, view_cache)) return absl::OkStatus();
    explained.row.state = screened.state();
    explained.row.state.applies = Answer::kNo;
    if (screened.reach.value == Tri::kNo) {
      explained.row.state.reasons.insert(
          explained.row.state.reasons.begin(),
          explained.excluded_by.empty()
              ? std::string("its scope does not reach the transaction")
              : absl::StrCat("its scope excludes the transaction (", explained.excluded_by, ")"));
    }
  }
  MeasureState& told = explained.row.state;
  DECREE_RETURN_IF_ERROR(TellOwners(owners_, view_cache.events(), told.reasons, told.because));
  DECREE_RETURN_IF_ERROR(TakeAuthorizations(screened, view_cache, screener, explained));
  explained.stacking = StackingOf(measure.loaded.slug);
  const DateFold& on_date = *screened.on_date;
  DECREE_RETURN_IF_ERROR(
      ExplainActs({measure.loaded, *on_date.fold, on_date.resolved, on_date.on, &on_date.limited},
                  context_, view_cache.events(), explained.acts));
  answer_.measures.push_back(std::move(explained));
  return CheckLimits(context_.limits, answer_.measures.size());
}

absl::Status Explaining::Run() {
  ScreenViewCache view_cache(context_);
  ScreenDateCache date_cache(view_cache, transaction_.on);
  DECREE_ASSIGN_OR_RETURN(answer_.screen, ScreenOne(date_cache, transaction_));
  DECREE_ASSIGN_OR_RETURN(CodesOnDate codes, CodesOn(transaction_.on, transaction_.products,
                                                     context_, view_cache.events()));
  related_codes_ = std::move(codes.related);
  Screener screener(date_cache, transaction_, related_codes_, nullptr);
  // All of them: what nearly reaches the transaction is told as well.
  DECREE_ASSIGN_OR_RETURN(const MeasureList* const measures, view_cache.All());
  for (CachedMeasure* const measure : *measures) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
    DECREE_RETURN_IF_ERROR(TakeMeasure(*measure, date_cache, screener));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TransactionExplanation> AnswerTransactionExplain(const QuestionContext& context,
                                                                const ScreenQuestion& question) {
  TransactionExplanation answer;
  DECREE_RETURN_IF_ERROR(Explaining(context, question.transaction, answer).Run());
  return answer;
}

}  // namespace decree

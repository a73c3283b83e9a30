// Which past decisions still hold: each is answered under its own view, with all that was published
// by its day, and as the record stands now.
#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/decimal.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/measure_answer_reader.h"
#include "core/query/change/transaction_reader.h"
#include "core/query/control/measure_shares.h"
#include "core/query/duty/duty_charge.h"
#include "core/query/screen/screen_one.h"

namespace decree {
namespace {

constexpr size_t kDecisionsPerShareMin = 8;

bool IsSameAnswer(const TransactionAnswer& a, const TransactionAnswer& b) {
  return a.decision == b.decision && a.added.rate == b.added.rate &&
         a.added.rate_min == b.added.rate_min && a.added.rate_max == b.added.rate_max &&
         a.trouble == b.trouble;
}

bool IsSameRate(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto left = RateFromText(a), right = RateFromText(b);
  return left && right && *left == *right;
}

// Whether the answer is what was decided. Rules that contradict each other leave nothing to be
// right about, but for what is prohibited anyhow.
bool IsDecided(const TransactionAnswer& answer, const PastDecision& decision) {
  const bool is_told = answer.trouble.empty() || answer.decision == ScreenDecision::kProhibited;
  return is_told && NameOf(answer.decision) == decision.decision &&
         (decision.added.empty() || IsSameRate(answer.added.rate, decision.added));
}

// Answers transactions under one view filter and on one date after the other: of each the last is
// kept, so questions that share them come together.
class Asker {
 public:
  explicit Asker(const QuestionContext& context) : context_(context), sources_(context) {}

  absl::StatusOr<TransactionAnswer> Ask(const ViewFilter& filter, const Transaction& transaction) {
    Turn(filter, transaction.on);
    DECREE_ASSIGN_OR_RETURN(const std::shared_ptr<const ScreenOutcome> found,
                            OutcomeOfOne(*date_cache_, transaction));
    const ScreenOutcome& outcome = *found;
    TransactionAnswer answer;
    answer.decision = outcome.decision;
    answer.policy = outcome.policy;
    answer.added = outcome.added;
    answer.missing = outcome.missing;
    answer.measures = outcome.measures;
    answer.trouble = outcome.trouble;
    return answer;
  }

 private:
  struct Open {
    Open(const QuestionContext& context, const ViewFilter& filter, ViewCacheSources& sources)
        : seen{context.log,    context.strands, filter,
               context.header, context.limits,  context.candidates},
          view_cache(seen, nullptr, &sources) {}
    const QuestionContext seen;
    ScreenViewCache view_cache;
  };

  void Turn(const ViewFilter& filter, const AskedDate& on) {
    if (open_ == nullptr || open_->seen.filter != filter) {
      date_cache_.reset();
      open_.reset();
      sources_.Forget();
      open_ = std::make_unique<Open>(context_, filter, sources_);
    }
    if (date_cache_ == nullptr || date_cache_->on() != on)
      date_cache_ = std::make_unique<ScreenDateCache>(open_->view_cache, on);
  }

  const QuestionContext& context_;
  ViewCacheSources sources_;  // decisions are often about the same goods
  std::unique_ptr<Open> open_;
  std::unique_ptr<ScreenDateCache> date_cache_;
};

// A decision on its way to its row.
struct Case {
  const PastDecision* decision = nullptr;
  std::optional<DecisionViews> views;  // nullopt: it cannot be checked
  TransactionAnswer held;
  RecheckRow row;
};

class Rechecker {
 public:
  explicit Rechecker(const QuestionContext& context) : context_(context) {}

  absl::Status Take(const PastDecision& decision, const ViewsOfDecision& views_of);
  // Each view of all decisions in its turn.
  absl::Status AskAll();
  absl::Status JudgeAll();
  std::vector<RecheckRow> TakeRows();

 private:
  using AnswerPart = TransactionAnswer& (*)(Case& of);

  ViewFilter FilterOf(const View& view) const {
    return {view, context_.filter.without, context_.filter.claims};
  }
  absl::Status AskView(View DecisionViews::*view, AnswerPart part);
  absl::Status Ask(Asker& asker, const View& view, AnswerPart part, Case& of);
  absl::Status JudgeOne(Case& of);
  absl::Status Judge(Case& of);
  absl::StatusOr<std::vector<std::string>> CausesOf(const Case& of);
  static void Price(Case& of);
  static void Refuse(const absl::Status& status, Case& of);

  const QuestionContext& context_;
  std::vector<Case> cases_;
  std::vector<std::string> program_givers_;  // once an answer is flipped
};

// Faults of the one decision; all else ends the question.
bool IsOfTheDecision(const absl::Status& status) { return absl::IsInvalidArgument(status); }

void Rechecker::Refuse(const absl::Status& status, Case& of) {
  of.views.reset();
  of.row = {};
  of.row.id = of.decision->id;
  of.row.trouble = status;
}

absl::Status Rechecker::Take(const PastDecision& decision, const ViewsOfDecision& views_of) {
  Case& of = cases_.emplace_back();
  of.decision = &decision;
  of.row.id = decision.id;
  const absl::StatusOr<DecisionViews> views = views_of(decision);
  if (!views.ok()) {
    if (!IsOfTheDecision(views.status())) return views.status();
    Refuse(views.status(), of);
    return absl::OkStatus();
  }
  of.views = *views;
  of.row.known_by = decision.known_by.empty() ? decision.decided : decision.known_by;
  of.row.recorded_by = views->then.position_max;
  if (decision.formerly) of.row.formerly = RecordedByOf(decision);
  of.row.store_begins = views->store_begins;
  return absl::OkStatus();
}

absl::Status Rechecker::AskView(View DecisionViews::*view, AnswerPart part) {
  std::vector<size_t> order;
  for (size_t i = 0; i < cases_.size(); ++i) {
    if (!cases_[i].views) continue;
    const bool is_asked =
        view != &DecisionViews::then && (*cases_[i].views).*view == cases_[i].views->then;
    if (is_asked) {
      part(cases_[i]) = cases_[i].row.then;
    } else {
      order.push_back(i);
    }
  }
  const auto key = [&](size_t i) {
    const View& of = (*cases_[i].views).*view;
    return std::tie(of.position_max, of.recorded_us_max, of.known_by_us, of.known_by_is_instant,
                    of.floor, cases_[i].decision->transaction.on.text());
  };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  const size_t shares = SharesOf(order.size(), kDecisionsPerShareMin, context_.limits);
  return InShares(order.size(), shares, [&](size_t, size_t begin, size_t end) -> absl::Status {
    Asker asker(context_);
    for (size_t i = begin; i < end; ++i) {
      Case& of = cases_[order[i]];
      DECREE_RETURN_IF_ERROR(Ask(asker, (*of.views).*view, part, of));
    }
    return absl::OkStatus();
  });
}

absl::Status Rechecker::Ask(Asker& asker, const View& view, AnswerPart part, Case& of) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  absl::StatusOr<TransactionAnswer> answer = asker.Ask(FilterOf(view), of.decision->transaction);
  if (answer.ok()) {
    part(of) = *std::move(answer);
  } else if (IsOfTheDecision(answer.status())) {
    Refuse(absl::InvalidArgumentError(absl::StrCat("transaction.", answer.status().message())), of);
  } else {
    return answer.status();
  }
  return absl::OkStatus();
}

absl::Status Rechecker::AskAll() {
  DECREE_RETURN_IF_ERROR(
      AskView(&DecisionViews::then, [](Case& of) -> TransactionAnswer& { return of.row.then; }));
  DECREE_RETURN_IF_ERROR(
      AskView(&DecisionViews::held, [](Case& of) -> TransactionAnswer& { return of.held; }));
  DECREE_RETURN_IF_ERROR(AskView(&DecisionViews::known_then,
                                 [](Case& of) -> TransactionAnswer& { return of.row.known_then; }));
  return AskView(&DecisionViews::now, [](Case& of) -> TransactionAnswer& { return of.row.now; });
}

// Only what applied on one of the sides can have made a difference between them.
absl::StatusOr<std::vector<std::string>> Rechecker::CausesOf(const Case& of) {
  std::set<std::string> slugs(of.row.then.measures.begin(), of.row.then.measures.end());
  slugs.insert(of.row.now.measures.begin(), of.row.now.measures.end());
  const Transaction& transaction = of.decision->transaction;
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<TransactionSources> sources,
                          TransactionSources::Of(context_, transaction,
                                                 {{slugs.begin(), slugs.end()}, program_givers_}));
  TransactionReader reader(context_, transaction, *sources);
  const ViewFilter before = FilterOf(of.views->then), after = FilterOf(of.views->now);
  DECREE_ASSIGN_OR_RETURN(const TransactionReader::Picture from,
                          reader.At({before, transaction.on}));
  DECREE_ASSIGN_OR_RETURN(const TransactionReader::Picture to, reader.At({after, transaction.on}));
  const Positions since = sources->Between(before, after);
  return reader.CausesOf(reader.MovingBetween(since, from, to), from, to);
}

// The change of duty is that from what was decided, not from what should have been.
void Rechecker::Price(Case& of) {
  RecheckRow& row = of.row;
  const std::string& added = of.decision->added;
  row.amount_now = row.now.added.amount;
  if (added.empty() || added == row.then.added.rate) {
    row.amount_decided = row.then.added.amount;
  } else if (const std::optional<Decimal> rate = RateFromText(added)) {
    row.amount_decided = AmountOf(Charge{*rate, false, {}}, of.decision->transaction);
  }
  if (row.amount_now.empty() || row.amount_decided.empty()) return;
  row.amount_change = AmountDifference(row.amount_now, row.amount_decided).value_or("");
}

absl::Status Rechecker::Judge(Case& of) {
  RecheckRow& row = of.row;
  const PastDecision& decision = *of.decision;
  row.is_reproduced = IsDecided(row.then, decision);
  row.is_flipped = !IsSameAnswer(row.then, row.now);
  row.is_correct_as_known_then = IsDecided(row.known_then, decision);
  row.is_knowable_not_recorded = !IsSameAnswer(of.held, row.known_then);
  row.is_correct_now = IsDecided(row.now, decision);
  row.verdict = row.is_correct_as_known_then   ? RecheckVerdict::kCorrectAsKnownThen
                : row.is_knowable_not_recorded ? RecheckVerdict::kKnowableNotRecorded
                : row.is_correct_now           ? RecheckVerdict::kCorrectNow
                                               : RecheckVerdict::kIncorrect;
  if (row.is_flipped) {
    DECREE_ASSIGN_OR_RETURN(row.because, CausesOf(of));
  }
  Price(of);
  return absl::OkStatus();
}

absl::Status Rechecker::JudgeOne(Case& of) {
  if (!of.views) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  absl::Status status = Judge(of);
  if (!IsOfTheDecision(status)) return status;
  Refuse(absl::InvalidArgumentError(absl::StrCat("transaction.", status.message())), of);
  return absl::OkStatus();
}

absl::Status Rechecker::JudgeAll() {
  const bool some_flipped = std::any_of(cases_.begin(), cases_.end(), [](const Case& of) {
    return of.views && !IsSameAnswer(of.row.then, of.row.now);
  });
  if (some_flipped) {
    DECREE_ASSIGN_OR_RETURN(program_givers_, ProgramGiversOf(context_));
  }
  const size_t shares = SharesOf(cases_.size(), kDecisionsPerShareMin, context_.limits);
  return InShares(cases_.size(), shares, [&](size_t, size_t begin, size_t end) -> absl::Status {
    for (size_t i = begin; i < end; ++i) DECREE_RETURN_IF_ERROR(JudgeOne(cases_[i]));
    return absl::OkStatus();
  });
}

std::vector<RecheckRow> Rechecker::TakeRows() {
  std::vector<RecheckRow> rows;
  rows.reserve(cases_.size());
  for (Case& of : cases_) rows.push_back(std::move(of.row));
  return rows;
}

}  // namespace

absl::string_view NameOf(RecheckVerdict value) {
  static constexpr std::array<absl::string_view, 4> kNames = {
      "correctAsKnownThen", "knowableNotRecorded", "correctNow", "incorrect"};
  return kNames[static_cast<size_t>(value)];
}

absl::StatusOr<RecheckAnswer> AnswerRecheck(const QuestionContext& context,
                                            const RecheckQuestion& question,
                                            const ViewsOfDecision& views_of) {
  RecheckAnswer answer;
  answer.header = context.header;
  DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, question.decisions.size()));
  Rechecker rechecker(context);
  for (const PastDecision& decision : question.decisions) {
    DECREE_RETURN_IF_ERROR(rechecker.Take(decision, views_of));
  }
  DECREE_RETURN_IF_ERROR(rechecker.AskAll());
  DECREE_RETURN_IF_ERROR(rechecker.JudgeAll());
  answer.rows = rechecker.TakeRows();
  return answer;
}

}  // namespace decree

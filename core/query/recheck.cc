// Which past decisions still hold: each is answered under its own view, with all that was published
// by its day, and as the record stands now.
#include <algorithm>
#include <array>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/amount_text.h"
#include "core/query/answer_points.h"
#include "core/query/duty_charge.h"
#include "core/query/questions.h"
#include "core/query/screen_one.h"
#include "core/query/transaction_reader.h"

namespace decree {
namespace {

constexpr size_t kBooksMax = 4;   // kept open: now, and the views of neighbouring decisions
constexpr size_t kDaysMax = 256;  // kept of one book

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

// Whether the answer is what was decided.
bool IsDecided(const TransactionAnswer& answer, const PastDecision& decision) {
  return answer.trouble.empty() && NameOf(answer.decision) == decision.decision &&
         (decision.added.empty() || IsSameRate(answer.added.rate, decision.added));
}

// What a sight sees, kept from one decision to the next.
class BookShelf {
 public:
  explicit BookShelf(const QuestionContext& context) : context_(context) {}

  absl::StatusOr<TransactionAnswer> Ask(const Sight& sight, const Transaction& transaction) {
    ScreenDay& day = DayOf(BookOf(sight), transaction.on);
    const absl::StatusOr<std::shared_ptr<const ScreenOutcome>> found =
        OutcomeOfOne(day, transaction);
    TransactionAnswer answer;
    if (!found.ok()) {
      if (!IsStackingCycle(found.status())) return found.status();
      answer.added.rate = "unknown";
      answer.trouble = std::string(found.status().message());
      return answer;
    }
    const ScreenOutcome& outcome = **found;
    answer.decision = outcome.decision;
    answer.policy = outcome.policy;
    answer.added = outcome.added;
    answer.missing = outcome.missing;
    answer.measures = outcome.measures;
    return answer;
  }

 private:
  struct Open {
    Open(const QuestionContext& context, const Sight& sight)
        : seen{context.log,    context.strands, sight,
               context.header, context.limits,  context.candidates},
          book(seen) {}
    const QuestionContext seen;
    ScreenBook book;
    std::map<std::string, std::unique_ptr<ScreenDay>> days;
  };

  Open& BookOf(const Sight& sight) {
    const auto found = std::find_if(books_.begin(), books_.end(), [&](const auto& open) {
      return IsSame(open->seen.sight, sight);
    });
    if (found != books_.end()) {
      books_.splice(books_.begin(), books_, found);
    } else {
      if (books_.size() == kBooksMax) books_.pop_back();
      books_.push_front(std::make_unique<Open>(context_, sight));
    }
    return *books_.front();
  }

  static ScreenDay& DayOf(Open& open, const std::string& on) {
    const auto found = open.days.find(on);
    if (found != open.days.end()) return *found->second;
    if (open.days.size() == kDaysMax) open.days.clear();
    return *(open.days[on] = std::make_unique<ScreenDay>(open.book, on));
  }

  const QuestionContext& context_;
  std::list<std::unique_ptr<Open>> books_;  // last used first
};

class Rechecker {
 public:
  Rechecker(const QuestionContext& context, const ViewsOfDecision& views_of)
      : context_(context), views_of_(views_of), shelf_(context) {}

  absl::StatusOr<std::optional<DecisionViews>> ViewsOf(const PastDecision& decision,
                                                       RecheckRow& row);
  absl::Status Check(const PastDecision& decision, const DecisionViews& views, RecheckRow& row);

 private:
  Sight SightOf(const View& view) const { return {view, context_.sight.without}; }
  absl::Status Answer(const PastDecision& decision, const DecisionViews& views, RecheckRow& row);
  absl::StatusOr<std::vector<std::string>> CausesOf(const Transaction& transaction,
                                                    const DecisionViews& views,
                                                    const RecheckRow& row);
  absl::Status Price(const PastDecision& decision, RecheckRow& row) const;

  const QuestionContext& context_;
  const ViewsOfDecision& views_of_;
  BookShelf shelf_;
  std::optional<std::vector<std::string>> program_givers_;
};

// Faults of the one decision; all else ends the question.
bool IsOfTheDecision(const absl::Status& status) { return absl::IsInvalidArgument(status); }

absl::StatusOr<std::optional<DecisionViews>> Rechecker::ViewsOf(const PastDecision& decision,
                                                                RecheckRow& row) {
  std::optional<DecisionViews> kept;
  const absl::StatusOr<DecisionViews> views = views_of_(decision);
  if (views.ok()) {
    kept = *views;
  } else if (IsOfTheDecision(views.status())) {
    row.trouble = views.status();
  } else {
    return views.status();
  }
  return kept;
}

// Only what applied on one of the sides can have made a difference between them.
absl::StatusOr<std::vector<std::string>> Rechecker::CausesOf(const Transaction& transaction,
                                                             const DecisionViews& views,
                                                             const RecheckRow& row) {
  if (!program_givers_) {
    DECREE_ASSIGN_OR_RETURN(program_givers_, ProgramGiversOf(context_));
  }
  std::set<std::string> slugs(row.then.measures.begin(), row.then.measures.end());
  slugs.insert(row.now.measures.begin(), row.now.measures.end());
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<TransactionSources> sources,
                          TransactionSources::Of(context_, transaction,
                                                 {{slugs.begin(), slugs.end()}, *program_givers_}));
  TransactionReader reader(context_, transaction, *sources);
  const Sight before = SightOf(views.then);
  DECREE_ASSIGN_OR_RETURN(const TransactionReader::Picture from, reader.At({before, std::nullopt}));
  const Sight after = SightOf(views.now);
  DECREE_ASSIGN_OR_RETURN(const TransactionReader::Picture to, reader.At({after, std::nullopt}));
  return reader.CausesOf(sources->Between(before, after), from, to);
}

absl::Status Rechecker::Answer(const PastDecision& decision, const DecisionViews& views,
                               RecheckRow& row) {
  const Transaction& transaction = decision.transaction;
  DECREE_ASSIGN_OR_RETURN(row.then, shelf_.Ask(SightOf(views.then), transaction));
  DECREE_ASSIGN_OR_RETURN(row.known_then, shelf_.Ask(SightOf(views.known_then), transaction));
  TransactionAnswer held = row.then;
  if (!IsSame(SightOf(views.held), SightOf(views.then))) {
    DECREE_ASSIGN_OR_RETURN(held, shelf_.Ask(SightOf(views.held), transaction));
  }
  DECREE_ASSIGN_OR_RETURN(row.now, shelf_.Ask(SightOf(views.now), transaction));
  row.is_reproduced = IsDecided(row.then, decision);
  row.is_flipped = !IsSameAnswer(row.then, row.now);
  row.is_correct_as_known_then = IsDecided(row.known_then, decision);
  row.is_knowable_not_recorded = !IsSameAnswer(held, row.known_then);
  row.is_correct_now = IsDecided(row.now, decision);
  row.verdict = row.is_correct_as_known_then   ? RecheckVerdict::kCorrectAsKnownThen
                : row.is_knowable_not_recorded ? RecheckVerdict::kKnowableNotRecorded
                : row.is_correct_now           ? RecheckVerdict::kCorrectNow
                                               : RecheckVerdict::kIncorrect;
  if (row.is_flipped) {
    DECREE_ASSIGN_OR_RETURN(row.because, CausesOf(transaction, views, row));
  }
  return absl::OkStatus();
}

// The change of duty is that from what was decided, not from what should have been.
absl::Status Rechecker::Price(const PastDecision& decision, RecheckRow& row) const {
  row.amount_now = row.now.added.amount;
  if (decision.added.empty() || decision.added == row.then.added.rate) {
    row.amount_decided = row.then.added.amount;
  } else if (const std::optional<ExactRate> rate = RateFromText(decision.added)) {
    DECREE_ASSIGN_OR_RETURN(row.amount_decided,
                            AmountOf(Charge{*rate, false, {}}, decision.transaction));
  }
  if (row.amount_now.empty() || row.amount_decided.empty()) return absl::OkStatus();
  row.amount_change = AmountDifference(row.amount_now, row.amount_decided).value_or("");
  return absl::OkStatus();
}

absl::Status Rechecker::Check(const PastDecision& decision, const DecisionViews& views,
                              RecheckRow& row) {
  row.known_by = decision.known_by.empty() ? decision.decided : decision.known_by;
  row.recorded_by = views.then.position_max;
  absl::Status status = Answer(decision, views, row);
  if (status.ok()) status = Price(decision, row);
  if (status.ok() || !IsOfTheDecision(status)) return status;
  row = {};
  row.id = decision.id;
  row.trouble = absl::InvalidArgumentError(absl::StrCat("transaction.", status.message()));
  return absl::OkStatus();
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
  answer.rows.resize(question.decisions.size());
  Rechecker rechecker(context, views_of);
  std::vector<std::optional<DecisionViews>> views;
  for (size_t i = 0; i < question.decisions.size(); ++i) {
    answer.rows[i].id = question.decisions[i].id;
    DECREE_ASSIGN_OR_RETURN(auto of, rechecker.ViewsOf(question.decisions[i], answer.rows[i]));
    views.push_back(std::move(of));
  }
  // Decisions under one view come together, so that its book is opened once.
  std::vector<size_t> order(question.decisions.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto key = [&](size_t i) {
    const View view = views[i] ? views[i]->then : View();
    return std::tuple(view.position_max, view.known_by_us, view.floor, i);
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  for (const size_t i : order) {
    if (!views[i]) continue;
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_RETURN_IF_ERROR(rechecker.Check(question.decisions[i], *views[i], answer.rows[i]));
  }
  return answer;
}

}  // namespace decree

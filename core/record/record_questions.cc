#include "core/record/record_questions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/record/decision_view_reader.h"
#include "core/record/pinned_screenings.h"
#include "core/record/view_text.h"
#include "core/record/what_if.h"

namespace decree {
absl::StatusOr<QuestionContext> RecordQuestions::ContextOf(const PinnedRecord& pinned,
                                                           const ViewText& text,
                                                           const std::string& effective_on,
                                                           const QuestionLimits& limits) const {
  DECREE_ASSIGN_OR_RETURN(const View view, ParseView(text, *pinned.log, pinned.applied, clock_));
  DECREE_RETURN_IF_ERROR(CheckLimits(limits, 0));
  QuestionContext context{*pinned.log, *pinned.strands, ViewFilter{view, pinned.without}, {}, {}};
  if (view.reads_claims) context.filter.claims = std::make_shared<ClaimedInstants>(*pinned.log);
  DECREE_ASSIGN_OR_RETURN(context.header,
                          HeaderOfView(text, view, *pinned.log, pinned.applied, clock_));
  context.header.effective_on = effective_on;
  context.limits = limits;
  return context;
}

namespace {

AnswerHeader& HeaderIn(TransactionExplanation& answer) { return answer.screen.header; }
template <typename Answer>
AnswerHeader& HeaderIn(Answer& answer) {
  return answer.header;
}

// Of an answer whose claims are all read: which it rests on.
template <typename Answer>
absl::StatusOr<Answer> WithClaims(absl::StatusOr<Answer> answer, const ViewFilter& filter) {
  if (filter.claims == nullptr || !answer.ok()) return answer;
  DECREE_RETURN_IF_ERROR(filter.claims->status());
  if (!HeaderIn(*answer).formerly) return answer;
  HeaderIn(*answer).claims.clear();
  for (const auto& [system, events] : filter.claims->CountedBySystem()) {
    HeaderIn(*answer).claims.push_back({system, events});
  }
  return answer;
}

}  // namespace

template <typename Answering>
auto RecordQuestions::Ask(const ViewText& text, const std::string& effective_on,
                          const QuestionLimits& limits, Answering answering)
    -> decltype(answering(std::declval<const QuestionContext&>())) {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  DECREE_ASSIGN_OR_RETURN(const QuestionContext context,
                          ContextOf(pinned, text, effective_on, limits));
  return WithClaims(answering(context), context.filter);
}

template <typename Answering>
auto RecordQuestions::AskOfTrade(const ViewText& text, const std::string& effective_on,
                                 const QuestionLimits& limits, Answering answering)
    -> decltype(answering(std::declval<const QuestionContext&>())) {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  DECREE_ASSIGN_OR_RETURN(QuestionContext context, ContextOf(pinned, text, effective_on, limits));
  // Where claims count, what was recorded earlier may be seen later: what was compiled takes it for
  // seen then, so every measure is looked at.
  ScreenCandidates candidates;
  if (!context.header.formerly) candidates = CandidatesFor(pinned, limits);
  if (candidates.reaching) context.candidates = &candidates;
  return WithClaims(answering(context), context.filter);
}

TimelineQuestion RecordQuestions::Today(TimelineQuestion question) const {
  question.from = ResolveToday(question.from, clock_);
  question.to = ResolveToday(question.to, clock_);
  return question;
}

absl::StatusOr<AsOfAnswer> RecordQuestions::AsOf(const AsOfQuestion& question) {
  AsOfQuestion resolved = question;
  DECREE_ASSIGN_OR_RETURN(resolved.effective_on, EffectiveDate(question.effective_on, clock_));
  DECREE_RETURN_IF_ERROR(CheckPlaces({{"issuer", &resolved.issuer},
                                      {"origin", &resolved.origin},
                                      {"destination", &resolved.destination}}));
  DECREE_ASSIGN_OR_RETURN(const AskedFacts facts,
                          FactsOf(resolved.origin, resolved.destination, question.product));
  Transaction goods;
  if (facts.product) goods.products.push_back(*facts.product);
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> warnings, CheckTransaction(goods));
  DECREE_ASSIGN_OR_RETURN(
      AsOfAnswer answer,
      Ask(question.view, resolved.effective_on.text(), question.limits,
          [&](const QuestionContext& context) { return AnswerAsOf(context, resolved, facts); }));
  answer.warnings = std::move(warnings);
  return answer;
}

absl::StatusOr<PointQuestion> RecordQuestions::MakePointQuestion(const AsOfQuestion& question) {
  PointQuestion point;
  point.issuer = question.issuer;
  point.origin = question.origin;
  point.destination = question.destination;
  DECREE_RETURN_IF_ERROR(CheckPlaces(
      {{"issuer", &point.issuer}, {"origin", &point.origin}, {"destination", &point.destination}}));
  point.limits = question.limits;
  DECREE_ASSIGN_OR_RETURN(point.effective_on, EffectiveDate(question.effective_on, clock_));
  DECREE_ASSIGN_OR_RETURN(point.window, point.effective_on.In("Etc/UTC"));
  if (!question.product.empty()) {
    DECREE_ASSIGN_OR_RETURN(point.product, ParseProductCode(question.product));
  }
  DECREE_ASSIGN_OR_RETURN(const RecordLog* const log, LogNow());
  DECREE_ASSIGN_OR_RETURN(point.view, ParseView(question.view, *log, log->Head().size, clock_));
  if (question.view.recorded_by.empty()) point.view.position_max = UINT64_MAX;
  return point;
}

absl::Status RecordQuestions::Point(const PointQuestion& question, PointAnswer& answer) {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  bool served = false;
  // Without compiled answers (the folder cannot be written, say) the answer is the same, only
  // slower.
  if (Compiled().Follow(pinned.strands, pinned.applied, question.limits).ok()) {
    DECREE_RETURN_IF_ERROR(Compiled().Ask(question, pinned.applied, answer, served));
  }
  return served ? absl::OkStatus() : PointBySlowPath(question, answer);
}

absl::Status RecordQuestions::PointBySlowPath(const PointQuestion& question, PointAnswer& answer) {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  QuestionContext context{
      *pinned.log, *pinned.strands, ViewFilter{question.view, pinned.without}, {}};
  context.limits = question.limits;
  context.filter.view.position_max = std::min(question.view.position_max, pinned.applied);
  if (question.view.reads_claims) {
    context.filter.claims = std::make_shared<ClaimedInstants>(*pinned.log);
  }
  AsOfQuestion whole;
  whole.effective_on = question.effective_on;
  whole.issuer = question.issuer;
  AskedFacts facts{question.origin, question.destination, {}};
  if (!question.product.code.empty()) facts.product = question.product;
  DECREE_ASSIGN_OR_RETURN(const AsOfAnswer states,
                          WithClaims(AnswerAsOf(context, whole, facts), context.filter));
  // The answer has no room for what is left out, so it is none.
  if (!states.notes.empty()) return absl::DataLossError(states.notes.front());
  answer.head = pinned.applied;
  answer.hits.clear();
  for (const MeasureState& state : states.measures) {
    if (state.applies == Answer::kNo) continue;
    answer.hits.push_back(HitOf(Compiled().NumberOf(state.measure), state));
  }
  return absl::OkStatus();
}

absl::StatusOr<ScreenAnswer> RecordQuestions::Screen(const ScreenQuestion& question) {
  ScreenQuestion resolved = question;
  DECREE_RETURN_IF_ERROR(ReadDates(clock_, resolved.transaction));
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> warnings,
                          CheckTransaction(resolved.transaction));
  DECREE_ASSIGN_OR_RETURN(
      ScreenAnswer answer,
      AskOfTrade(question.view, resolved.transaction.on.text(), question.limits,
                 [&](const QuestionContext& context) { return AnswerScreen(context, resolved); }));
  answer.warnings = std::move(warnings);
  return answer;
}

// What the compiled answers know of whom measures reach, up to where the record is pinned. Without
// compiled answers (the folder cannot be written, say) every measure is looked at, and the answer
// is the same.
ScreenCandidates RecordQuestions::CandidatesFor(const PinnedRecord& pinned,
                                                const QuestionLimits& limits) {
  if (!Compiled().IsWorthwhile()) return {};
  if (!Compiled().Follow(pinned.strands, pinned.applied, limits).ok()) return {};
  return {
      [this, head = pinned.applied](const Transaction& transaction,
                                    std::vector<std::string>& slugs) {
        return Compiled().MayReach(transaction, head, slugs);
      },
      [this, head = pinned.applied](const std::string& program, std::vector<std::string>& slugs) {
        return Compiled().OfProgram(program, head, slugs);
      },
      [this, head = pinned.applied](const std::string& given, std::vector<std::string>& slugs) {
        return Compiled().ListNearly(given, head, slugs);
      }};
}

absl::StatusOr<std::unique_ptr<Screenings>> RecordQuestions::StartScreening(
    const ViewText& text, const QuestionLimits& limits) {
  DECREE_ASSIGN_OR_RETURN(PinnedRecord pinned, PinRecord());
  DECREE_ASSIGN_OR_RETURN(const QuestionContext context, ContextOf(pinned, text, "", limits));
  ScreenCandidates candidates;
  if (!context.header.formerly) candidates = CandidatesFor(pinned, limits);
  return std::unique_ptr<Screenings>(std::make_unique<PinnedScreenings>(
      std::move(pinned), context, std::move(candidates), clock_, screening_bytes_max_));
}

absl::StatusOr<ExplainAnswer> RecordQuestions::Explain(const ExplainQuestion& question) {
  ExplainQuestion resolved = question;
  DECREE_ASSIGN_OR_RETURN(resolved.effective_on, EffectiveDate(question.effective_on, clock_));
  return Ask(question.view, resolved.effective_on.text(), question.limits,
             [&](const QuestionContext& context) { return AnswerExplain(context, resolved); });
}

absl::StatusOr<TransactionExplanation> RecordQuestions::ExplainTransaction(
    const ScreenQuestion& question) {
  ScreenQuestion resolved = question;
  DECREE_RETURN_IF_ERROR(ReadDates(clock_, resolved.transaction));
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> warnings,
                          CheckTransaction(resolved.transaction));
  DECREE_ASSIGN_OR_RETURN(TransactionExplanation answer,
                          AskOfTrade(question.view, resolved.transaction.on.text(), question.limits,
                                     [&](const QuestionContext& context) {
                                       return AnswerTransactionExplain(context, resolved);
                                     }));
  answer.screen.warnings = std::move(warnings);
  return answer;
}

absl::StatusOr<TimelineAnswer> RecordQuestions::Timeline(const TimelineQuestion& question) {
  return Ask(question.view, "", question.limits, [&](const QuestionContext& context) {
    return AnswerTimeline(context, Today(question));
  });
}

absl::StatusOr<ReplayAnswer> RecordQuestions::Replay(const TimelineQuestion& question) {
  return Ask(question.view, "", question.limits, [&](const QuestionContext& context) {
    return AnswerReplay(context, Today(question));
  });
}

absl::StatusOr<HistoryAnswer> RecordQuestions::History(const HistoryQuestion& question) {
  HistoryQuestion resolved = question;
  resolved.effective_on = ResolveToday(question.effective_on, clock_);
  DECREE_RETURN_IF_ERROR(
      CheckPlaces({{"origin", &resolved.origin}, {"destination", &resolved.destination}}));
  DECREE_ASSIGN_OR_RETURN(const AskedFacts facts,
                          FactsOf(resolved.origin, resolved.destination, question.product));
  return Ask(
      question.view, resolved.effective_on.text(), question.limits,
      [&](const QuestionContext& context) { return AnswerHistory(context, resolved, facts); });
}

absl::StatusOr<TransactionHistoryAnswer> RecordQuestions::TransactionHistory(
    const TransactionHistoryQuestion& question) {
  TransactionHistoryQuestion resolved = question;
  ResolveDates(clock_, resolved.transaction);
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> warnings,
                          CheckTransaction(resolved.transaction));
  DECREE_ASSIGN_OR_RETURN(TransactionHistoryAnswer answer,
                          AskOfTrade(question.view, resolved.transaction.on.text(), question.limits,
                                     [&](const QuestionContext& context) {
                                       return AnswerTransactionHistory(context, resolved);
                                     }));
  answer.notes.insert(answer.notes.begin(), warnings.begin(), warnings.end());
  return answer;
}

absl::StatusOr<RecheckAnswer> RecordQuestions::Recheck(const RecheckQuestion& question) {
  const bool some_read_claims =
      std::any_of(question.decisions.begin(), question.decisions.end(),
                  [](const PastDecision& decision) { return decision.formerly; });
  return AskOfTrade(question.view, "", question.limits, [&](const QuestionContext& of_now) {
    QuestionContext context = of_now;
    if (some_read_claims) context.candidates = nullptr;
    // A decision's own view may read claims where that of now does not.
    if (context.filter.claims == nullptr) {
      context.filter.claims = std::make_shared<ClaimedInstants>(context.log);
    }
    DecisionViewReader views(context.log, context.filter.view, clock_);
    return WithClaims(
        AnswerRecheck(context, question,
                      [&](const PastDecision& decision) { return views.ViewsOf(decision); }),
        context.filter);
  });
}

absl::StatusOr<DiffAnswer> RecordQuestions::Diff(const DiffQuestion& question) {
  DiffQuestion resolved = question;
  resolved.effective_on = ResolveToday(question.effective_on, clock_);
  resolved.before = ResolveToday(question.before, clock_);
  resolved.after = ResolveToday(question.after, clock_);
  ViewText before = question.view, after = question.view;
  AskedDate before_on = resolved.effective_on, after_on = resolved.effective_on;
  if (question.axis == Axis::kEffective) {
    before_on = resolved.before;
    after_on = resolved.after;
  } else if (question.axis == Axis::kKnown) {
    before.known_by = resolved.before;
    after.known_by = resolved.after;
  } else {
    before.recorded_by = resolved.before;
    after.recorded_by = resolved.after;
  }
  DECREE_RETURN_IF_ERROR(CheckPlaces({{"issuer", &resolved.issuer},
                                      {"origin", &resolved.origin},
                                      {"destination", &resolved.destination}}));
  DECREE_ASSIGN_OR_RETURN(const AskedFacts facts,
                          FactsOf(resolved.origin, resolved.destination, question.product));
  return Ask(after, resolved.effective_on.text(), question.limits,
             [&](const QuestionContext& later) -> absl::StatusOr<DiffAnswer> {
               QuestionContext earlier = later;
               DECREE_ASSIGN_OR_RETURN(earlier.filter.view,
                                       ParseView(before, later.log, later.header.head, clock_));
               if (earlier.filter.claims == nullptr && earlier.filter.view.reads_claims) {
                 earlier.filter.claims = std::make_shared<ClaimedInstants>(later.log);
               }
               DECREE_ASSIGN_OR_RETURN(
                   DiffAnswer answer,
                   WithClaims(AnswerDiff({earlier, before_on}, {later, after_on}, resolved, facts),
                              earlier.filter));
               // Told of the end that lies further back.
               DECREE_ASSIGN_OR_RETURN(
                   answer.header.store_begins,
                   StoreBegins(before, earlier.filter.view, later.log, later.header.head));
               return answer;
             });
}

absl::StatusOr<OutlookAnswer> RecordQuestions::Outlook(const OutlookQuestion& question) {
  OutlookQuestion resolved = question;
  DECREE_ASSIGN_OR_RETURN(resolved.on, EffectiveDate(question.on, clock_));
  DECREE_RETURN_IF_ERROR(CheckPlaces(resolved.issuer));
  return Ask(question.view, resolved.on.text(), question.limits,
             [&](const QuestionContext& context) { return AnswerOutlook(context, resolved); });
}

absl::StatusOr<CoverageAnswer> RecordQuestions::Coverage(const CoverageQuestion& question) {
  CoverageQuestion resolved = question;
  resolved.on = ResolveToday(question.on, clock_);
  DECREE_RETURN_IF_ERROR(CheckPlaces(resolved.issuer));
  return Ask(question.view, resolved.on.text(), question.limits,
             [&](const QuestionContext& context) { return AnswerCoverage(context, resolved); });
}

absl::StatusOr<ObservationsAnswer> RecordQuestions::Observations(
    const ObservationsQuestion& question) {
  return Ask(question.view, "", question.limits,
             [&](const QuestionContext& context) { return AnswerObservations(context, question); });
}

absl::StatusOr<std::unique_ptr<Record>> RecordQuestions::WhatIf(
    absl::Span<const std::string> without, absl::Span<const NewEvent> with) {
  DECREE_ASSIGN_OR_RETURN(PinnedRecord pinned, PinRecord());
  return MakeWhatIf(std::move(pinned), clock_, projections_, without, with);
}

absl::StatusOr<std::vector<AppendWarning>> RecordQuestions::CheckAppend(
    absl::Span<const NewEvent> events) {
  DECREE_ASSIGN_OR_RETURN(PinnedRecord pinned, PinRecord());
  return WarningsOfDrafts(std::move(pinned), clock_, projections_, events, /*are_checked=*/true);
}

}  // namespace decree

// When the answer for a transaction changed, along each axis, and by which events.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/transaction_reader.h"

namespace decree {
namespace {

absl::Status CheckHistory(const TransactionHistoryQuestion& question,
                          const std::vector<Axis>& axes) {
  const AskedDate& on = question.transaction.on;
  const bool needs_date =
      std::any_of(axes.begin(), axes.end(), [](Axis axis) { return axis != Axis::kEffective; });
  if (on.empty()) {
    if (!needs_date) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "effective date (--on): missing; the axes known and recorded show how the answer for one "
        "date changed, so give it, e.g. --on 2025-12-15");
  }
  return on.Check("effective date (--on)");
}

// One axis after the other over one transaction.
class TransactionHistorian {
 public:
  TransactionHistorian(const QuestionContext& context, const Transaction& transaction,
                       TransactionSources& sources, TransactionHistoryAnswer& answer)
      : context_(context),
        on_(transaction.on),
        sources_(sources),
        reader_(context, transaction, sources),
        answer_(answer) {}

  absl::Status AddAxis(Axis axis) {
    switch (axis) {
      case Axis::kKnown:
        return AddKnown();
      case Axis::kRecorded:
        return AddRecorded();
      case Axis::kEffective:
        return AddEffective();
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Start(Axis axis, const AskedAt& asked) {
    DECREE_ASSIGN_OR_RETURN(picture_, reader_.At(asked));
    answer_.starts.push_back({axis, picture_.answer});
    return absl::OkStatus();
  }

  // Asks at `asked`; where the answer is another than before, adds `change` with what brought
  // it.
  absl::Status Step(const Positions& events, const AskedAt& asked, TransactionChange change) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, answer_.changes.size()));
    DECREE_ASSIGN_OR_RETURN(TransactionReader::Picture now,
                            reader_.Next(picture_, asked, sources_.TouchedBy(events)));
    change.changed = ChangedFields(picture_.answer, now.answer);
    if (!change.changed.empty()) {
      DECREE_ASSIGN_OR_RETURN(change.because, reader_.CausesOf(events, picture_, now));
      change.answer = now.answer;
      answer_.changes.push_back(std::move(change));
      DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, answer_.changes.size()));
    }
    picture_ = std::move(now);
    return absl::OkStatus();
  }

  AskedAt At(int64_t civil_us) const {
    return {context_.filter, AskedDate::OnEveryClock({civil_us, civil_us})};
  }

  absl::Status AddKnown() {
    AskedAt asked{context_.filter, on_};
    asked.filter.view.known_by_us = kAxisMin;
    DECREE_RETURN_IF_ERROR(Start(Axis::kKnown, asked));
    for (const auto& [known_by_us, known] : sources_.Known(context_.filter)) {
      asked.filter.view.known_by_us = known_by_us;
      TransactionChange change;
      change.axis = Axis::kKnown;
      change.at = known.at;
      DECREE_RETURN_IF_ERROR(Step(known.events, asked, std::move(change)));
    }
    return absl::OkStatus();
  }

  absl::Status AddRecorded() {
    AskedAt asked{context_.filter, on_};
    asked.filter.view.position_max = 0;
    DECREE_RETURN_IF_ERROR(Start(Axis::kRecorded, asked));
    for (const uint64_t position : sources_.Recorded(context_.filter)) {
      asked.filter.view.position_max = position;
      TransactionChange change;
      change.axis = Axis::kRecorded;
      change.position = position;
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, sources_.events().At(position));
      change.at = FormatUtc(read->recorded_us);
      DECREE_RETURN_IF_ERROR(Step({position}, asked, std::move(change)));
    }
    return absl::OkStatus();
  }

  absl::Status AddEffective() {
    DECREE_ASSIGN_OR_RETURN(const auto instants, sources_.Effective(context_.filter));
    // Before the first boundary the answer is what it is on any day before.
    AskedAt asked = At(instants.empty() ? 0 : instants.begin()->first - 1);
    DECREE_RETURN_IF_ERROR(Start(Axis::kEffective, asked));
    for (const auto& [civil_us, events] : instants) {
      asked = At(civil_us);
      TransactionChange change;
      change.axis = Axis::kEffective;
      change.at = FormatCivil(civil_us);
      DECREE_RETURN_IF_ERROR(Step(events, asked, std::move(change)));
    }
    return absl::OkStatus();
  }

  const QuestionContext& context_;
  const AskedDate& on_;
  TransactionSources& sources_;
  TransactionReader reader_;
  TransactionHistoryAnswer& answer_;
  TransactionReader::Picture picture_;
};

}  // namespace

absl::StatusOr<TransactionHistoryAnswer> AnswerTransactionHistory(
    const QuestionContext& context, const TransactionHistoryQuestion& question) {
  std::vector<Axis> axes = question.axes;
  if (axes.empty()) {
    axes = {Axis::kEffective};
    if (!question.transaction.on.empty()) {
      axes.push_back(Axis::kKnown);
      axes.push_back(Axis::kRecorded);
    }
  }
  DECREE_RETURN_IF_ERROR(CheckHistory(question, axes));
  TransactionHistoryAnswer answer;
  answer.header = context.header;
  answer.transaction = question.transaction;
  DECREE_ASSIGN_OR_RETURN(TransactionCandidates candidates,
                          CandidatesOf(context, question.transaction));
  if (candidates.measures.empty()) {
    answer.notes.push_back("no measure on record can ever reach this transaction");
  }
  DECREE_ASSIGN_OR_RETURN(
      const std::unique_ptr<TransactionSources> sources,
      TransactionSources::Of(context, question.transaction, std::move(candidates)));
  TransactionHistorian historian(context, question.transaction, *sources, answer);
  for (const Axis axis : axes) DECREE_RETURN_IF_ERROR(historian.AddAxis(axis));
  if (answer.changes.empty() && answer.notes.empty()) {
    answer.notes.push_back("the answer for this transaction never changes on what was asked");
  }
  return answer;
}

}  // namespace decree

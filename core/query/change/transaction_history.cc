// When the answer for a transaction changed, along each axis, and by which events.
#include <map>
#include <utility>

#include "core/base/status_macros.h"
#include "core/query/change/axis_walk.h"
#include "core/query/change/change_questions.h"
#include "core/query/change/transaction_reader.h"

namespace decree {
namespace {

class TransactionWalk final : public AxisWalk {
 public:
  TransactionWalk(const QuestionContext& context, const Transaction& transaction,
                  TransactionSources& sources, TransactionHistoryAnswer& answer)
      : AxisWalk(context, transaction.on),
        sources_(sources),
        reader_(context, transaction, sources),
        answer_(answer) {}

 private:
  std::map<int64_t, KnownInstant> Known(const ViewFilter& filter) override {
    return sources_.Known(filter);
  }
  Positions Recorded(const ViewFilter& filter) override { return sources_.Recorded(filter); }
  absl::StatusOr<std::map<int64_t, Positions>> Effective(const ViewFilter& filter) override {
    return sources_.Effective(filter);
  }
  EventReader& events() override { return sources_.events(); }

  absl::Status Start(Axis axis, const AskedAt& at) override {
    DECREE_ASSIGN_OR_RETURN(picture_, reader_.At(at));
    answer_.starts.push_back({axis, picture_.answer});
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Step(const AxisChange& change, const Positions& events,
                            const AskedAt& at) override {
    DECREE_ASSIGN_OR_RETURN(TransactionReader::Picture now,
                            reader_.Next(picture_, at, sources_.TouchedBy(events)));
    TransactionChange step{change, {}};
    step.changed = ChangedFields(picture_.answer, now.answer);
    const bool has_changed = !step.changed.empty();
    if (has_changed) {
      DECREE_ASSIGN_OR_RETURN(step.because, reader_.CausesOf(events, picture_, now));
      step.answer = now.answer;
      answer_.changes.push_back(std::move(step));
    }
    picture_ = std::move(now);
    return has_changed;
  }

  TransactionSources& sources_;
  TransactionReader reader_;
  TransactionHistoryAnswer& answer_;
  TransactionReader::Picture picture_;
};

}  // namespace

absl::StatusOr<TransactionHistoryAnswer> AnswerTransactionHistory(
    const QuestionContext& context, const TransactionHistoryQuestion& question) {
  DECREE_ASSIGN_OR_RETURN(
      const std::vector<Axis> axes,
      AxesToWalk(question.axes, question.transaction.on, context.header.formerly));
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
  TransactionWalk walk(context, question.transaction, *sources, answer);
  for (const Axis axis : axes) DECREE_RETURN_IF_ERROR(walk.Along(axis));
  if (answer.changes.empty() && answer.notes.empty()) {
    answer.notes.push_back("the answer for this transaction never changes on what was asked");
  }
  return answer;
}

}  // namespace decree

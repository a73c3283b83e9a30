#include "tests/extreme/facade_questions.h"

#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/codec/record_line.h"

namespace decree::extreme {
namespace {

const char* const kDates[] = {"0001-01-01", "2025-07-15", "9999-12-31",
                              "2025",       "999X",       "2025-07-15T12:00:00Z"};

std::vector<ViewText> Views(uint64_t head) {
  return {{},
          {"2025-03", "", Commitment::kEnacted},
          {"", absl::StrCat(head / 2), Commitment::kEnacted},
          {"0001-01-01", "", Commitment::kEnacted},
          {"9999-12-31", "", Commitment::kThreatened},
          {"", "2025-03-01", Commitment::kEnacted, true}};
}

Transaction ExtremeTransaction() {
  const auto transaction = TransactionFromFields({{{"on", "2025-07-15"},
                                                   {"origin", "CN"},
                                                   {"destination", "US"},
                                                   {"product", "HTS:1000.00;tag:x"},
                                                   {"party", "acme"},
                                                   {"exporter", "g-3"},
                                                   {"owner", "g-2:60%"},
                                                   {"value", "9223372036854775807"},
                                                   {"currency", "USD"},
                                                   {"kg", "9223372036854775807"},
                                                   {"steel", "50%"},
                                                   {"exported", "9999-12-31"}}});
  return transaction.ok() ? *transaction : Transaction();
}

Transaction BareTransaction() {
  Transaction transaction;
  transaction.on = "2025-07-15";
  transaction.origin = "CN";
  return transaction;
}

class Asker {
 public:
  Asker(Decree& store, absl::Duration patience, size_t each_max)
      : store_(store), patience_(patience), each_max_(each_max) {}

  std::vector<Asked> All() {
    TheRecord();
    AsOf();
    Points();
    Trade();
    Measures();
    Changes();
    Rest();
    WhatIf();
    return std::move(asked_);
  }

 private:
  void Ask(const std::string& question, const std::function<absl::Status()>& ask) {
    const absl::Time start = absl::Now();
    absl::Status status = ask();
    asked_.push_back({question, std::move(status), absl::ToDoubleSeconds(absl::Now() - start)});
  }

  template <typename Question>
  Question Patient(Question question) const {
    question.limits.deadline = absl::Now() + patience_;
    return question;
  }

  void TheRecord() {
    Ask("stats", [&] {
      const auto stats = store_.Stats();
      if (!stats.ok()) return stats.status();
      head_ = stats->head.size;
      return stats->trouble.empty() ? absl::OkStatus() : absl::InternalError(stats->trouble);
    });
    Ask("events", [&] {
      EventFilter filter;
      return store_.Scan(filter, [&](const StoredEvent& stored) {
        RecordLineToJson(
            {stored.record.position, stored.record.recorded_us, stored.record.leaf, stored.event});
        ids_.push_back(stored.event.id);
        for (const StreamVersion& stream : stored.record.streams) {
          names_[stream.stream.substr(0, 2)].insert(stream.stream.substr(2));
        }
        return absl::OkStatus();
      });
    });
    for (size_t i = 0; i < std::min(each_max_, ids_.size()); ++i) {
      const std::string& id = ids_[ids_.size() - 1 - i];
      Ask("show " + id, [&] { return store_.Show(id).status(); });
    }
    Ask("projections", [&] { return store_.Projections().status(); });
  }

  void AsOf() {
    for (const ViewText& view : Views(head_)) {
      for (const char* const on : kDates) {
        AsOfQuestion question;
        question.effective_on = on;
        question.view = view;
        question.all = true;
        Ask(absl::StrCat("as-of ", on), [&] { return store_.AsOf(Patient(question)).status(); });
      }
    }
    AsOfQuestion narrow;
    narrow.effective_on = "2025-07-15";
    narrow.origin = "CN";
    narrow.destination = "US";
    narrow.product = "HTS:1000.00";
    Ask("as-of goods", [&] { return store_.AsOf(Patient(narrow)).status(); });
  }

  void Points() {
    AsOfQuestion asked;
    asked.issuer = "US";
    asked.origin = "CN";
    asked.product = "HTS:1000.00";
    for (const char* const on : kDates) {
      asked.effective_on = on;
      Ask(absl::StrCat("point ", on), [&] {
        const auto question = store_.MakePointQuestion(asked);
        if (!question.ok()) return question.status();
        PointAnswer answer;
        return store_.Point(*question, answer);
      });
    }
  }

  void Trade() {
    for (const Transaction& transaction : {ExtremeTransaction(), BareTransaction()}) {
      const std::string which = transaction.value ? " whole" : " bare";
      for (const char* const on : kDates) {
        ScreenQuestion question;
        question.transaction = transaction;
        question.transaction.on = on;
        Ask(absl::StrCat("screen", which, " ", on),
            [&] { return store_.Screen(Patient(question)).status(); });
      }
      ScreenQuestion question;
      question.transaction = transaction;
      Ask("explain transaction" + which,
          [&] { return store_.ExplainTransaction(Patient(question)).status(); });
      Ask("screenings" + which, [&] {
        QuestionLimits limits;
        limits.deadline = absl::Now() + patience_;
        const auto screenings = store_.StartScreening({}, limits);
        if (!screenings.ok()) return screenings.status();
        return (*screenings)->OutcomeOf(transaction).status();
      });
      TransactionHistoryQuestion history;
      history.transaction = transaction;
      Ask("transaction history" + which,
          [&] { return store_.TransactionHistory(Patient(history)).status(); });
      RecheckQuestion recheck;
      recheck.decisions.push_back({"d", "2025-06-01", "", "", "", transaction, "allowed", "0%"});
      Ask("recheck" + which, [&] {
        const auto answer = store_.Recheck(Patient(recheck));
        if (!answer.ok()) return answer.status();
        return answer->rows.front().trouble;
      });
    }
  }

  void Measures() {
    size_t left = each_max_;
    for (const std::string& slug : names_["m/"]) {
      if (left-- == 0) break;
      ExplainQuestion explain;
      explain.measure = slug;
      explain.effective_on = "2025-07-15";
      Ask("explain " + slug, [&] { return store_.Explain(Patient(explain)).status(); });
      HistoryQuestion history;
      history.measure = slug;
      history.effective_on = "2025-07-15";
      Ask("history " + slug, [&] { return store_.History(Patient(history)).status(); });
    }
  }

  void Changes() {
    for (const auto& [axis, before, after] :
         {std::tuple{Axis::kEffective, std::string("0001-01-01"), std::string("9999-12-31")},
          {Axis::kKnown, std::string("2025-01-01"), std::string("2025-12-31")},
          {Axis::kRecorded, std::string("0"), absl::StrCat(head_)}}) {
      DiffQuestion question;
      question.axis = axis;
      question.before = before;
      question.after = after;
      if (axis != Axis::kEffective) question.effective_on = "2025-07-15";
      Ask(absl::StrCat("diff ", NameOf(axis)),
          [&] { return store_.Diff(Patient(question)).status(); });
    }
    for (const char* const on : {"0001-01-01", "2025-01-01", "9999-01-01"}) {
      OutlookQuestion question;
      question.on = on;
      question.days = 300;
      Ask(absl::StrCat("outlook ", on), [&] { return store_.Outlook(Patient(question)).status(); });
    }
  }

  void Rest() {
    Ask("coverage", [&] { return store_.Coverage({}).status(); });
    CoverageQuestion coverage;
    coverage.on = "9999-12-31";
    Ask("coverage at the end", [&] { return store_.Coverage(coverage).status(); });
    for (const std::string& series : names_["s/"]) {
      Ask("observations " + series, [&] { return store_.Observations({series, {}, {}}).status(); });
    }
    TimelineQuestion timeline;
    Ask("timeline", [&] { return store_.Timeline(Patient(timeline)).status(); });
    if (!names_["t/"].empty()) {
      timeline.thread = *names_["t/"].begin();
      Ask("timeline of a thread", [&] { return store_.Timeline(Patient(timeline)).status(); });
      Ask("replay of a thread", [&] { return store_.Replay(Patient(timeline)).status(); });
    }
  }

  void WhatIf() {
    if (ids_.empty()) return;
    Ask("what-if", [&]() -> absl::Status {
      DECREE_ASSIGN_OR_RETURN(const auto altered, store_.WhatIf({{ids_[ids_.size() / 2]}}, {}));
      AsOfQuestion question;
      question.effective_on = "2025-07-15";
      DECREE_RETURN_IF_ERROR(altered->AsOf(Patient(question)).status());
      DECREE_RETURN_IF_ERROR(altered->Stats().status());
      ScreenQuestion screen;
      screen.transaction = ExtremeTransaction();
      return altered->Screen(Patient(screen)).status();
    });
  }

  Decree& store_;
  const absl::Duration patience_;
  const size_t each_max_;
  uint64_t head_ = 0;
  std::vector<std::string> ids_;
  std::map<std::string, std::set<std::string>> names_;  // by prefix
  std::vector<Asked> asked_;
};

void Add(const MeasureState& state, std::string& text) {
  absl::StrAppend(&text, state.measure, "|", state.title, "|", NameOf(state.applies), "|",
                  NameOf(state.commitment), "|", NameOf(state.evidence), "|",
                  absl::StrJoin(state.reasons, ";"), "|", absl::StrJoin(state.because, ","), "\n");
}

}  // namespace

std::vector<Asked> AskEverything(Decree& store, absl::Duration patience, size_t each_max) {
  return Asker(store, patience, each_max).All();
}

absl::StatusOr<std::string> AskCalm(Decree& store) {
  std::string text;
  AsOfQuestion as_of;
  as_of.measure = "za/*";
  as_of.all = true;
  for (const char* const on : {"2025-02-15", "2025-04-15", "2025-06-15"}) {
    as_of.effective_on = on;
    DECREE_ASSIGN_OR_RETURN(const AsOfAnswer answer, store.AsOf(as_of));
    for (const MeasureState& state : answer.measures) Add(state, text);
  }
  DECREE_ASSIGN_OR_RETURN(const ExplainAnswer explained,
                          store.Explain("za/calm", "2025-06-15", {}));
  for (const ExplainedAct& act : explained.acts) absl::StrAppend(&text, act.id, " ", act.why, "\n");
  HistoryQuestion history;
  history.measure = "za/calm";
  history.effective_on = "2025-06-15";
  DECREE_ASSIGN_OR_RETURN(const HistoryAnswer changes, store.History(history));
  for (const HistoryChange& change : changes.changes) {
    absl::StrAppend(&text, NameOf(change.axis), " ", change.at, " ",
                    absl::StrJoin(change.because, ","), "\n");
  }
  ScreenQuestion screen;
  screen.transaction.on = "2025-04-15";
  screen.transaction.origin = "ZW";
  screen.transaction.destination = "ZA";
  DECREE_ASSIGN_OR_RETURN(screen.transaction.products.emplace_back(), ParseProductCode("tag:calm"));
  DECREE_ASSIGN_OR_RETURN(const ScreenAnswer screened, store.Screen(screen));
  // Measures without a scope reach everything: the decision may hang on them.
  for (const ScreenRow& row : screened.measures) {
    if (row.state.measure == "za/calm") Add(row.state, text);
  }
  for (const DutyLine& line : screened.duty.lines) {
    if (line.measure == "za/calm") absl::StrAppend(&text, line.rate, " ", line.why, "\n");
  }
  TimelineQuestion timeline;
  timeline.thread = "calm";
  DECREE_ASSIGN_OR_RETURN(const ReplayAnswer replayed, store.Replay(timeline));
  for (const Move& move : replayed.moves) absl::StrAppend(&text, move.stored.event.id, "\n");
  DECREE_ASSIGN_OR_RETURN(const ObservationsAnswer observed, store.Observations({"calm", {}, {}}));
  for (const ObservationRow& row : observed.rows) absl::StrAppend(&text, row.value, "\n");
  return text;
}

}  // namespace decree::extreme

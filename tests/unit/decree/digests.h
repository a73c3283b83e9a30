// Digests of answers: everything in them that may change with the record, and the position that
// they rest on, as text to compare.
#ifndef DECREE_TESTS_UNIT_DECREE_DIGESTS_H_
#define DECREE_TESTS_UNIT_DECREE_DIGESTS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/decree.h"

namespace decree {

inline constexpr char kOn[] = "2025-07-15";

struct Digest {
  uint64_t head = 0;
  std::string text;
};

inline void Add(const MeasureState& state, std::string& text) {
  absl::StrAppend(&text, state.measure, "|", state.title, "|", NameOf(state.applies), "|",
                  NameOf(state.commitment), "|", NameOf(state.evidence), "|",
                  state.terms_possible.size(), state.terms_planned);
  for (const std::string& reason : state.reasons) absl::StrAppend(&text, "|", reason);
  for (const std::string& id : state.because) absl::StrAppend(&text, "|", id);
  absl::StrAppend(&text, "\n");
}

inline absl::StatusOr<Digest> AskAsOf(Decree& store) {
  AsOfQuestion question;
  question.effective_on = kOn;
  question.all = true;
  const auto answer = store.AsOf(question);
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head, ""};
  for (const MeasureState& state : answer->measures) Add(state, digest.text);
  return digest;
}

inline absl::StatusOr<Digest> AskExplain(Decree& store) {
  const auto answer = store.Explain("us/a", kOn, {});
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head, ""};
  Add(answer->state, digest.text);
  for (const ExplainedAct& act : answer->acts) {
    absl::StrAppend(&digest.text, act.id, "|", act.position, "|", static_cast<int>(act.fate), "|",
                    act.repaired_by_id, "|", act.why, "\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskTimeline(Decree& store) {
  TimelineQuestion question;
  question.thread = "t";
  const auto answer = store.Timeline(question);
  // Before its first event the thread is unknown: position 1.
  if (absl::IsNotFound(answer.status())) return Digest{1, ""};
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head, ""};
  for (const Move& move : answer->moves) {
    absl::StrAppend(&digest.text, move.stored.event.id, "|", move.stored.record.position, "|",
                    static_cast<int>(move.weight));
    for (const MoveAnswer& to : move.answers) absl::StrAppend(&digest.text, "|", to.id);
    absl::StrAppend(&digest.text, "\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskScan(Decree& store) {
  Digest digest;
  const absl::Status status = store.Scan({}, [&](const StoredEvent& stored) {
    digest.head = stored.record.position;
    absl::StrAppend(&digest.text, stored.event.id, "\n");
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return digest;
}

inline Transaction DigestedTransaction() {
  Transaction transaction;
  transaction.on = kOn;
  transaction.origin = "CN";
  transaction.destination = "US";
  return transaction;
}

inline absl::StatusOr<Digest> AskScreen(Decree& store) {
  ScreenQuestion question;
  question.transaction = DigestedTransaction();
  const auto answer = store.Screen(question);
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head,
                absl::StrCat(NameOf(answer->decision), " ", answer->duty.added.rate, " ",
                             absl::StrJoin(answer->missing, ","), "\n")};
  for (const ScreenRow& row : answer->measures) Add(row.state, digest.text);
  for (const DutyLine& line : answer->duty.lines) {
    absl::StrAppend(&digest.text, line.measure, "|", line.rate, "|",
                    absl::StrJoin(line.because, ","), "\n");
  }
  for (const PendingRow& row : answer->pending) {
    absl::StrAppend(&digest.text, row.measure, "|", row.from, "|", absl::StrJoin(row.because, ","),
                    "\n");
  }
  for (const ScreenCoverage& row : answer->coverage) {
    absl::StrAppend(&digest.text, row.issuer, "|", row.domain, "|", NameOf(row.monitored), "\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskMany(Decree& store) {
  const auto screenings = store.StartScreening({});
  if (!screenings.ok()) return screenings.status();
  Digest digest{(*screenings)->header().head, ""};
  Transaction transaction = DigestedTransaction();
  for (const char* const on : {kOn, "2025-02-01", kOn}) {
    transaction.on = on;
    const auto outcome = (*screenings)->OutcomeOf(transaction);
    if (!outcome.ok()) return outcome.status();
    absl::StrAppend(&digest.text, NameOf((*outcome)->decision), "|", (*outcome)->added.rate, "|",
                    absl::StrJoin((*outcome)->measures, ","), "|",
                    absl::StrJoin((*outcome)->pending, ","), "\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskOutlook(Decree& store) {
  OutlookQuestion question;
  question.on = "2025-06-20";
  question.days = 60;
  const auto answer = store.Outlook(question);
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head, ""};
  for (const auto* rows : {&answer->rows, &answer->announced}) {
    for (const OutlookRow& row : *rows) {
      absl::StrAppend(&digest.text, row.at, "|", row.latest, "|", absl::StrJoin(row.because, ","),
                      "|");
      Add(row.after, digest.text);
    }
    absl::StrAppend(&digest.text, "--\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskCoverage(Decree& store) {
  CoverageQuestion question;
  question.on = kOn;
  const auto answer = store.Coverage(question);
  if (!answer.ok()) return answer.status();
  Digest digest{answer->header.head, ""};
  for (const CoverageRow& row : answer->rows) {
    absl::StrAppend(&digest.text, row.issuer, "|", row.domain, "|", row.from, "|", row.to, "|",
                    absl::StrJoin(row.sources, ","), "|", absl::StrJoin(row.because, ","), "\n");
  }
  return digest;
}

inline absl::StatusOr<Digest> AskSeries(Decree& store) {
  ObservationsQuestion question;
  const auto list = store.Observations(question);
  if (!list.ok()) return list.status();
  Digest digest{list->header.head, absl::StrJoin(list->all_series, ",")};
  if (list->all_series.empty()) return digest;
  question.series = list->all_series.front();
  question.view.recorded_by = absl::StrCat(digest.head);
  const auto answer = store.Observations(question);
  if (!answer.ok()) return answer.status();
  for (const ObservationRow& row : answer->rows) {
    absl::StrAppend(&digest.text, "\n", row.period, "|", row.value, "|", row.id);
  }
  return digest;
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_DECREE_DIGESTS_H_

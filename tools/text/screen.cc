// What a transaction meets.
#include <array>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/model/decimal.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

// Whether rounding changes nothing but the zeros at the end; also where nothing was rounded.
bool IsTheSame(const std::string& amount, const std::string& rounded) {
  const std::optional<Decimal> a = ParseLongDecimal(amount), b = ParseLongDecimal(rounded);
  return !a || !b || (!IsLess(*a, *b) && !IsLess(*b, *a));
}

std::string PolicyInWords(const std::optional<LicencePolicy>& policy) {
  if (!policy) return "";
  const bool is_plain = *policy == LicencePolicy::kLicence;
  return absl::StrCat(" (", is_plain ? "approval" : Words(NameOf(*policy)), ")");
}

}  // namespace

std::string SumInWords(const DutySum& sum, const std::string& currency) {
  std::string text = sum.rate;
  if (sum.rate == kUnknownRate && !sum.rate_min.empty()) {
    text = absl::StrCat("unknown: from ", sum.rate_min, ", ",
                        sum.rate_max.empty() ? "no upper end known" : "up to " + sum.rate_max);
  }
  if (!sum.amount.empty()) {
    absl::StrAppend(&text, " = ", sum.amount, currency.empty() ? "" : " ", currency);
    if (!IsTheSame(sum.amount, sum.amount_rounded)) {
      absl::StrAppend(&text, " (", sum.amount_rounded, ")");
    }
  }
  return text;
}

std::string DecisionInWords(ScreenDecision decision, const std::optional<LicencePolicy>& policy) {
  switch (decision) {
    case ScreenDecision::kAllowed:
      return "ALLOWED";
    case ScreenDecision::kLicenceRequired:
      return absl::StrCat("LICENCE REQUIRED", PolicyInWords(policy));
    case ScreenDecision::kProhibited:
      return "PROHIBITED";
    case ScreenDecision::kUndetermined:
      return "UNDETERMINED";
  }
  return "";
}

Ink InkOf(ScreenDecision decision) {
  static constexpr std::array kInks = {Ink::kGreen, Ink::kYellow, Ink::kRed, Ink::kYellow};
  return kInks[static_cast<size_t>(decision)];
}

namespace {

void WriteHeading(const Page& page, const char* heading) {
  page.out << "\n" << Colored(page.terminal, Ink::kBold, heading) << "\n";
}

void WriteDuty(const Page& page, const DutyAnswer& duty) {
  std::vector<Row> rows;
  std::vector<Ink> inks;
  for (const DutyLine& line : duty.lines) {
    const DutySum sum{line.rate, line.rate_min, line.rate_max, line.amount, line.amount_rounded};
    rows.push_back({line.counts == Answer::kYes ? "+" : "?", Printable(line.measure),
                    SumInWords(sum, duty.currency), Printable(line.why)});
    inks.push_back(line.counts == Answer::kYes ? Ink::kPlain : Ink::kYellow);
  }
  for (const RejectedDuty& rejected : duty.rejected) {
    rows.push_back({"✖", Printable(rejected.measure), "not counted", Printable(rejected.why)});
    inks.push_back(Ink::kFaint);
  }
  if (rows.empty()) return;
  WriteHeading(page, "Duty");
  page.out << AlignedRows(page.terminal, rows, inks);
}

void WriteCollected(const Page& page, const DutyAnswer& duty) {
  if (!duty.collected) return;
  WriteHeading(page, "Collected in fact");
  std::vector<Row> rows;
  for (const DutyLine& line : duty.collected->lines) {
    const DutySum sum{line.rate, line.rate_min, line.rate_max, line.amount, line.amount_rounded};
    rows.push_back({line.counts == Answer::kYes ? "+" : "?", Printable(line.measure),
                    SumInWords(sum, duty.currency), Printable(line.why)});
  }
  rows.push_back({"=", "additional", SumInWords(duty.collected->added, duty.currency),
                  absl::StrCat("due is ", SumInWords(duty.added, duty.currency))});
  page.out << AlignedRows(page.terminal, rows);
}

void WriteMeasures(const Page& page, const ScreenAnswer& answer) {
  std::vector<Row> rows;
  std::vector<Ink> inks;
  for (const ScreenRow& row : answer.measures) {
    const MeasureClass measure_class = row.state.measure_class;
    const bool is_duty =
        measure_class == MeasureClass::kTariff || measure_class == MeasureClass::kBaseDuty;
    // Duties have their own lines, and what only begins later stands under what is pending.
    if (is_duty || VerdictOf(row.state) == Verdict::kPending) continue;
    rows.push_back(MeasureRow(row.state));
    inks.push_back(InkOf(VerdictOf(row.state)));
  }
  if (rows.empty()) return;
  WriteHeading(page, "Controls and other measures");
  page.out << AlignedRows(page.terminal, rows, inks);
}

std::string ThenInWords(const PendingRow& row) {
  const bool is_facet = row.then != "terms" && row.then != "scope";
  return is_facet ? Words(row.then) : "with other " + row.then;
}

void WritePending(const Page& page, const std::vector<PendingRow>& pending) {
  std::vector<Row> rows;
  for (const PendingRow& row : pending) {
    const std::string when = row.from.empty()     ? std::string("no date")
                             : row.latest.empty() ? "from " + row.from
                                                  : row.from + " … " + row.latest;
    const std::string what = row.terms ? TermsInWords(*row.terms) : "";
    const std::string how = row.is_plan ? absl::StrCat(Words(row.commitment), ", not law")
                                        : absl::StrCat(Words(row.force), " → ", ThenInWords(row));
    rows.push_back({Printable(when), Printable(row.measure), CutTo(what, 50),
                    absl::StrCat(how, " (", Printable(absl::StrJoin(row.because, ", ")), ")")});
  }
  if (rows.empty()) return;
  WriteHeading(page, "Pending");
  page.out << AlignedRows(page.terminal, rows);
}

// "since 2025-01-01", "2019-09-01 until 2019-10-03 and since 2019-10-04".
std::string InWords(const std::vector<ScreenCoverage::Stretch>& stretches) {
  constexpr size_t kToldMax = 4;
  std::string text;
  const size_t first = stretches.size() > kToldMax ? stretches.size() - kToldMax : 0;
  if (first > 0) text = absl::StrCat(first, " earlier times, ");
  for (size_t i = first; i < stretches.size(); ++i) {
    if (i > first) absl::StrAppend(&text, i + 1 == stretches.size() ? " and " : ", ");
    const auto& [from, to] = stretches[i];
    if (to.empty()) {
      absl::StrAppend(&text, from.empty() ? "at all times" : absl::StrCat("since ", from));
    } else {
      absl::StrAppend(&text, from, from.empty() ? "until " : " until ", to);
    }
  }
  return text;
}

void WriteCoverage(const Page& page, const std::vector<ScreenCoverage>& coverage) {
  std::vector<Row> rows;
  for (const ScreenCoverage& row : coverage) {
    std::string how = row.monitored == Answer::kYes            ? "monitored"
                      : row.monitored == Answer::kUndetermined ? "perhaps monitored"
                                                               : "not monitored";
    const bool is_watched = row.monitored != Answer::kNo;
    if (!row.stretches.empty()) {
      absl::StrAppend(&how, is_watched ? " " : " then, only ", Printable(InWords(row.stretches)));
    }
    rows.push_back({Printable(row.issuer), how, Printable(row.domain)});
  }
  if (rows.empty()) return;
  WriteHeading(page, "Coverage");
  page.out << AlignedRows(page.terminal, rows);
}

}  // namespace

void WriteText(const Page& page, const ScreenAnswer& answer) {
  for (const std::string& warning : answer.warnings) {
    page.out << Colored(page.terminal, Ink::kYellow, "Warning: ") << Printable(warning) << "\n";
  }
  page.out << Colored(page.terminal, InkOf(answer.decision),
                      DecisionInWords(answer.decision, answer.policy))
           << "  on " << Printable(answer.header.effective_on) << ", "
           << ViewInWords(answer.header, page.floor) << "\n"
           << "Additional duty: " << SumInWords(answer.duty.added, answer.duty.currency);
  if (!answer.duty.base.rate.empty()) {
    page.out << "; base duty: " << SumInWords(answer.duty.base, answer.duty.currency);
  }
  page.out << "\n";
  for (const std::string& reason : answer.reasons) page.out << "  " << Printable(reason) << "\n";
  if (!answer.missing.empty()) {
    page.out << Colored(page.terminal, Ink::kYellow, "Missing: ")
             << Printable(absl::StrJoin(answer.missing, ", ")) << "\n";
  }
  WriteDuty(page, answer.duty);
  WriteCollected(page, answer.duty);
  WriteMeasures(page, answer);
  WritePending(page, answer.pending);
  WriteCoverage(page, answer.coverage);
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools

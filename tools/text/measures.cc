// The state of a measure, and the measures of a date.
#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr std::array kGroupHeadings = {"Applies", "Undetermined", "Pending", "Does not apply"};

// The first, but of a void measure the ruling.
const std::string& ShownReason(const MeasureState& state) {
  const bool is_void =
      state.legality.decided() && (state.legality.value() == Legality::kHeldUnlawful ||
                                   state.legality.value() == Legality::kAnnulled);
  const auto ruling = std::find_if(
      state.reasons.begin(), state.reasons.end(),
      [](const std::string& reason) { return absl::StartsWith(reason, "legality: "); });
  return is_void && ruling != state.reasons.end() ? *ruling : state.reasons.front();
}

void WriteGroup(const Page& page, const AsOfAnswer& answer, Verdict verdict, size_t& count) {
  std::vector<Row> rows;
  for (const MeasureState& state : answer.measures) {
    if (VerdictOf(state) == verdict) rows.push_back(MeasureRow(state));
  }
  count = rows.size();
  if (rows.empty()) return;
  page.out << "\n"
           << Colored(page.terminal, Ink::kBold, kGroupHeadings[static_cast<size_t>(verdict)])
           << "\n"
           << AlignedRows(page.terminal, rows, std::vector<Ink>(rows.size(), InkOf(verdict)));
}

}  // namespace

Verdict VerdictOf(const MeasureState& state) {
  if (state.applies == Answer::kYes) return Verdict::kApplies;
  if (state.applies == Answer::kUndetermined) return Verdict::kUndetermined;
  const bool pending = state.listed_by_default && state.force.Has(Force::kPending);
  return pending ? Verdict::kPending : Verdict::kRest;
}

std::string SignOf(Verdict verdict) {
  static constexpr const char* kSigns[] = {"✔", "?", "…", "✖"};
  return kSigns[static_cast<size_t>(verdict)];
}

Ink InkOf(Verdict verdict) {
  static constexpr Ink kInks[] = {Ink::kGreen, Ink::kYellow, Ink::kBlue, Ink::kFaint};
  return kInks[static_cast<size_t>(verdict)];
}

Row MeasureCsvHeader() {
  return {"measure", "title",    "class",       "issuer",   "applies", "commitment",
          "force",   "legality", "enforcement", "evidence", "terms",   "from",
          "to",      "through",  "certainty",   "reasons",  "because"};
}

Row MeasureCsvRow(const MeasureState& state) {
  const IntervalText interval = state.effective.value_or(IntervalText{});
  const auto text = [](absl::string_view value) { return std::string(value); };
  return {state.measure,
          state.title,
          text(NameOf(state.measure_class)),
          state.issuer,
          text(NameOf(state.applies)),
          text(NameOf(state.commitment)),
          FacetName(state.force),
          FacetName(state.legality),
          FacetName(state.enforcement),
          text(NameOf(state.evidence)),
          TermsInWords(state),
          interval.from,
          interval.to,
          interval.through,
          state.effective ? text(CertaintyName(interval.certain)) : "",
          absl::StrJoin(state.reasons, "; "),
          absl::StrJoin(state.because, ";")};
}

Row MeasureRow(const MeasureState& state) {
  std::string what = TermsInWords(state);
  if (what.empty()) what = Printable(state.title);
  if (state.terms_planned) what += " (planned)";
  std::string why = StandingInWords(state);
  if (!state.reasons.empty()) why += "; " + Printable(ShownReason(state));
  return {SignOf(VerdictOf(state)), Printable(state.measure), what, EffectiveInWords(state), why};
}

void WriteCsv(std::ostream& out, const AsOfAnswer& answer, CsvForm form) {
  out << CsvLine(form, MeasureCsvHeader());
  for (const MeasureState& state : answer.measures) out << CsvLine(form, MeasureCsvRow(state));
}

void WriteText(const Page& page, const AsOfAnswer& answer, bool is_all) {
  for (const std::string& warning : answer.warnings) {
    page.out << Colored(page.terminal, Ink::kYellow, "Warning: ") << Printable(warning) << "\n";
  }
  const std::string header = absl::StrCat("In force on ", Printable(answer.header.effective_on),
                                          ", ", ViewInWords(answer.header, page.floor));
  page.out << Colored(page.terminal, Ink::kBold, header) << "\n";
  std::array<size_t, 4> counts{};
  for (size_t v = 0; v < counts.size(); ++v) {
    WriteGroup(page, answer, static_cast<Verdict>(v), counts[v]);
  }
  page.out << "\n"
           << counts[0] << (counts[0] == 1 ? " applies, " : " apply, ") << counts[1]
           << " undetermined, " << counts[2] << " pending";
  if (is_all) {
    page.out << ", " << counts[3] << (counts[3] == 1 ? " does not apply." : " do not apply.");
  } else {
    page.out << ". (--all lists the rest too.)";
  }
  page.out << "\n";
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools

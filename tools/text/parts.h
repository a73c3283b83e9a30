// What several answers have in common, for people: for the files of this folder.
#ifndef DECREE_TOOLS_TEXT_PARTS_H_
#define DECREE_TOOLS_TEXT_PARTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/text/page.h"
#include "tools/text/rows.h"

namespace decree::tools {

// The parts of an answer, in the order people read them.
enum class Verdict { kApplies, kUndetermined, kPending, kRest };
Verdict VerdictOf(const MeasureState& state);
std::string SignOf(Verdict verdict);  // "✔"
Ink InkOf(Verdict verdict);

Row MeasureCsvHeader();
Row MeasureCsvRow(const MeasureState& state);
// sign, measure, what, since/until, standing and why
Row MeasureRow(const MeasureState& state);

std::string VerdictInWords(const MeasureState& state);  // "✔ applies"
// "✔ applies, +25% ad valorem, since 2025-09-01", "not on record" for none.
std::string StateInWords(const std::optional<MeasureState>& state);
// "changed force, terms; ", "" where the record itself came or went.
std::string ChangedInWords(const std::vector<std::string>& fields);

// What the rows of a history along this axis are.
std::string HeadingOf(Axis axis, const AnswerHeader& header);

// The columns named of MeasureCsvHeader(); empty cells for none.
Row MeasureColumns(const std::optional<MeasureState>& state, const std::vector<std::string>& names);

std::string SumInWords(const DutySum& sum, const std::string& currency);
std::string DecisionInWords(ScreenDecision decision, const std::optional<LicencePolicy>& policy);
Ink InkOf(ScreenDecision decision);

// Under a heading for each fate.
void WriteActs(const Page& page, const std::vector<ExplainedAct>& acts);
void WriteWrapped(const Page& page, size_t indent, const std::string& text);
std::string SourcesOf(const ExplainedAct& act);  // their citations after each other

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_PARTS_H_

// A measure's state as a CSV row and as a row for people.
#ifndef DECREE_TOOLS_TEXT_MEASURES_H_
#define DECREE_TOOLS_TEXT_MEASURES_H_

#include "core/decree.h"
#include "tools/text/rows.h"

namespace decree::cli {

// The parts of an answer, in the order people read them.
enum class Verdict { kApplies, kUndetermined, kPending, kRest };
Verdict VerdictOf(const MeasureState& state);
std::string SignOf(Verdict verdict);  // "✔"
Ink InkOf(Verdict verdict);

Row MeasureCsvHeader();
Row MeasureCsvRow(const MeasureState& state);
// sign, measure, what, since/until, standing and why
Row MeasureRow(const MeasureState& state);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_MEASURES_H_

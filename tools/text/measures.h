// A measure's state as JSON, as a CSV row and as a row for people; used by as-of and explain.
#ifndef DECREE_TOOLS_TEXT_MEASURES_H_
#define DECREE_TOOLS_TEXT_MEASURES_H_

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/text/rows.h"

namespace decree::cli {

// "effectiveOn","knownBy","recordedBy","floor","head" into the object that is open.
void WriteHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor);
// `missing`: for a transaction, the facts that keep the measure undetermined.
void WriteMeasure(JsonWriter& json, const MeasureState& state,
                  const std::vector<std::string>* missing = nullptr);

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

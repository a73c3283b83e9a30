// What several answers have in common, as JSON: for the files of this folder.
#ifndef DECREE_TOOLS_JSON_PARTS_H_
#define DECREE_TOOLS_JSON_PARTS_H_

#include <optional>
#include <string>
#include <vector>

#include "core/codec/json_writer.h"
#include "core/decree.h"

namespace decree::tools {

// "recordedBy" with what goes with it: "formerly":true,"claims":[{"system","events"}] and
// "storeBegins", each where there is something to say.
void WriteRecordedBy(JsonWriter& json, const AnswerHeader& header);

// "effectiveOn","knownBy","recordedBy","floor","head" into the object that is open.
void WriteHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor);

// `missing`: for a transaction, the facts that keep the measure undetermined.
void WriteMeasure(JsonWriter& json, const MeasureState& state,
                  const std::vector<std::string>* missing = nullptr);
// null where there is none.
void WriteMeasureOrNull(JsonWriter& json, const std::optional<MeasureState>& state);
void WriteAct(JsonWriter& json, const ExplainedAct& act);

// `"on"` and the view, as the answers about a transaction begin; an empty date is null.
void WriteTransactionHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor);
// `"transaction":{…}` without its date. A field that may be repeated is a list.
void WriteTransaction(JsonWriter& json, const Transaction& transaction);
// "decision" and "policy".
void WriteDecision(JsonWriter& json, ScreenDecision decision,
                   const std::optional<LicencePolicy>& policy);
// "added":"unknown","addedMin":"10%","addedMax":null
void WriteSum(JsonWriter& json, const std::string& name, const DutySum& sum);
// `{"decision","policy","added",…,"duty":{"added",…},"missing","measures"}`: the added duty stands
// where a screening has it, and where a decision to recheck has it.
void WriteTransactionAnswer(JsonWriter& json, const TransactionAnswer& answer);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_PARTS_H_

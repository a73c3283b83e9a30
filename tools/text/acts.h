// The acts of an explanation, as JSON and for people.
#ifndef DECREE_TOOLS_TEXT_ACTS_H_
#define DECREE_TOOLS_TEXT_ACTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/cli/session.h"

namespace decree::cli {

absl::string_view NameOf(ActFate fate);  // "decides", "contributes", "loses", "notVisible"

void WriteAct(JsonWriter& json, const ExplainedAct& act);
// Under a heading for each fate.
void PrintActs(const Session& session, const std::vector<ExplainedAct>& acts);
void PrintWrapped(const Session& session, size_t indent, const std::string& text);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_ACTS_H_

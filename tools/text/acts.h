// The acts of an explanation, for people.
#ifndef DECREE_TOOLS_TEXT_ACTS_H_
#define DECREE_TOOLS_TEXT_ACTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/text/page.h"

namespace decree::cli {

// Under a heading for each fate.
void WriteActs(const Page& page, const std::vector<ExplainedAct>& acts);
void WriteWrapped(const Page& page, size_t indent, const std::string& text);
std::string SourcesOf(const ExplainedAct& act);  // their citations after each other

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_ACTS_H_

// What an event is about and says, in a few words.
#ifndef DECREE_TOOLS_WORDS_EVENT_WORDS_H_
#define DECREE_TOOLS_WORDS_EVENT_WORDS_H_

#include <string>

#include "core/decree.h"

namespace decree::tools {

std::string StatedText(const Event& event);  // "2025-10-10", "" on clerical repairs
std::string SideOf(const Event& event);      // the actor's jurisdiction
std::string SubjectOf(const Event& event);   // what it is about: measure, target, series …
std::string HeadlineOf(const Event& event);  // its title, else what it says
std::string CitationOf(
    const Source& source);  // "Reuters, "Title" (2025-10-10), p. 3, URL [reported]"

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_EVENT_WORDS_H_

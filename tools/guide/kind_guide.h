// What each kind of event does, in plain words, for people who write events.
#ifndef DECREE_TOOLS_GUIDE_KIND_GUIDE_H_
#define DECREE_TOOLS_GUIDE_KIND_GUIDE_H_

#include "absl/strings/string_view.h"
#include "core/model/event_kind.h"

namespace decree::tools {

// What it puts on which facet, and when another kind is meant. The rules are in core/SEMANTICS.md.
absl::string_view WhatItDoes(EventKind kind);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_GUIDE_KIND_GUIDE_H_

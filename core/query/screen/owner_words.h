// The sentences that tell who owns whom: "acme owns 60% of sub (event-id)".
#ifndef DECREE_CORE_QUERY_SCREEN_OWNER_WORDS_H_
#define DECREE_CORE_QUERY_SCREEN_OWNER_WORDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/projections/event_reader.h"
#include "core/query/scope/ownership_link.h"

namespace decree {

// Adds a sentence for each of the first links, and the ids of the events that they are read from to
// `because`; each once. Errors: those of the reader.
absl::Status TellOwners(const std::vector<OwnershipLink>& links, EventReader& events,
                        std::vector<std::string>& reasons, std::vector<std::string>& because);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_OWNER_WORDS_H_

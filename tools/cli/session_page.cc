// Apart from session.cc, which programs without a store are linked without.
#include <iostream>

#include "tools/cli/session.h"

namespace decree::tools {

Page PageOf(const Session& session) { return {std::cout, session.out, session.view.floor}; }

}  // namespace decree::tools

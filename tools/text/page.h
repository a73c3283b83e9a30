// Where an answer for people goes, and how much of it there is room for.
#ifndef DECREE_TOOLS_TEXT_PAGE_H_
#define DECREE_TOOLS_TEXT_PAGE_H_

#include <ostream>

#include "core/decree.h"
#include "tools/text/terminal.h"

namespace decree::tools {

struct Page {
  std::ostream& out;
  Terminal terminal;
  Commitment floor;  // of the view asked about
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_PAGE_H_

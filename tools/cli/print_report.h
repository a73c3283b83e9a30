// What nearly every verb about the store itself does in the end: print its report in the form that
// was chosen.
#ifndef DECREE_TOOLS_CLI_PRINT_REPORT_H_
#define DECREE_TOOLS_CLI_PRINT_REPORT_H_

#include <iostream>

#include "tools/cli/session.h"
#include "tools/json/reports.h"
#include "tools/text/reports.h"

namespace decree::tools {

// `report`: it, and what WriteJson and WriteText need to be told besides.
template <typename... Report>
void PrintReport(const Session& session, const Report&... report) {
  if (session.json) {
    WriteJson(std::cout, report...);
    std::cout << "\n";
  } else {
    WriteText(PageOf(session), report...);
  }
}

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_PRINT_REPORT_H_

// Events as they are stored: a row each, and one in full.
#ifndef DECREE_TOOLS_TEXT_RECORDS_H_
#define DECREE_TOOLS_TEXT_RECORDS_H_

#include "core/decree.h"
#include "tools/text/page.h"
#include "tools/text/rows.h"

namespace decree::tools {

Row EventCsvHeader();
Row EventCsvRow(const StoredEvent& stored);
Row EventRow(const StoredEvent& stored);  // for people

// One in full, with its JSON below.
void WriteText(const Page& page, const StoredEvent& stored);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_RECORDS_H_

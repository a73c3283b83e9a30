// What is done with a store, and what was found in it, for people.
#ifndef DECREE_TOOLS_TEXT_REPORTS_H_
#define DECREE_TOOLS_TEXT_REPORTS_H_

#include <string>
#include <vector>

#include "core/backup/backup.h"
#include "core/backup/restore.h"
#include "core/decree.h"
#include "tools/text/page.h"

namespace decree::tools {

void WriteText(const Page& page, const StoreStats& stats);
void WriteText(const Page& page, const std::vector<ProjectionInfo>& projections);
void WriteText(const Page& page, const RebuildReport& report);
// `is_sound`: whether nothing is left to mend.
void WriteText(const Page& page, const DoctorReport& report, bool is_sound);
// `is_new`: made, with what was copied; else one that was checked.
void WriteText(const Page& page, const BackupReport& report, bool is_new);
void WriteText(const Page& page, const RestoreReport& report, const std::string& new_store);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_REPORTS_H_

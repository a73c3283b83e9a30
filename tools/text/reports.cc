#include "tools/text/reports.h"

#include "absl/strings/str_cat.h"
#include "tools/text/rows.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

// "3 checkpoints", after a comma; nothing where there are none.
std::string AndSome(uint64_t count, const std::string& what) {
  if (count == 0) return "";
  return ", " + std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string ProjectionTable(const Terminal& terminal,
                            const std::vector<ProjectionInfo>& projections) {
  std::vector<Row> rows = {{"projection", "rules", "applied", "entities", "records"}};
  for (const ProjectionInfo& info : projections) {
    rows.push_back({info.name, std::to_string(info.rules_version), std::to_string(info.applied),
                    std::to_string(info.entities), std::to_string(info.records)});
  }
  return AlignedRows(terminal, rows);
}

}  // namespace

void WriteText(const Page& page, const StoreStats& stats) {
  std::vector<Row> rows = {{"store", Printable(stats.dir)},
                           {"position", std::to_string(stats.head.size)},
                           {"root", HexOf(stats.head.root)}};
  if (stats.head.size > 0) rows.push_back({"last recorded", FormatUtc(stats.head.recorded_us)});
  rows.push_back({"measures", std::to_string(stats.measures)});
  rows.push_back({"threads", std::to_string(stats.threads)});
  rows.push_back({"log", absl::StrCat(stats.log_bytes, " bytes")});
  rows.push_back({"projections", absl::StrCat(stats.views_bytes, " bytes")});
  page.out << AlignedRows(page.terminal, rows) << "\n";
  std::vector<Row> kinds;
  for (const auto& [kind, count] : stats.events_by_kind) {
    if (count > 0) kinds.push_back({"  " + Words(kind), std::to_string(count)});
  }
  page.out << "events by kind\n"
           << AlignedRows(page.terminal, kinds) << "\n"
           << ProjectionTable(page.terminal, stats.projections);
  if (!stats.trouble.empty()) {
    page.out << "the projections do not read: " << Printable(stats.trouble) << "\n";
  }
}

void WriteText(const Page& page, const std::vector<ProjectionInfo>& projections) {
  page.out << ProjectionTable(page.terminal, projections);
}

void WriteText(const Page& page, const RebuildReport& report) {
  page.out << "rebuilt from " << report.events << " events: " << report.entries << " entries, "
           << (report.identical ? "identical to those before" : "different from those before")
           << "\n";
  for (const std::string& difference : report.differences) {
    page.out << "  " << Printable(difference) << "\n";
  }
}

void WriteText(const Page& page, const DoctorReport& report, bool is_sound) {
  if (report.is_rebuilt) page.out << "built the projections anew\n";
  if (report.is_mark_taken) {
    page.out << "took away the mark of an earlier write error: the store may be written again\n";
  }
  page.out << (is_sound ? "sound: " : "not sound: ") << report.events << " events";
  page.out << AndSome(report.documents, "document");
  page.out << AndSome(report.checkpoints, "checkpoint");
  page.out << " checked, " << report.findings.size()
           << (report.findings.size() == 1 ? " finding\n" : " findings\n");
  for (const std::string& finding : report.findings) {
    page.out << "  " << Printable(finding) << "\n";
  }
  for (const std::string& note : report.notes) {
    page.out << "  note: " << Printable(note) << "\n";
  }
}

void WriteText(const Page& page, const BackupReport& report, bool is_new) {
  page.out << (is_new ? "backed up " : "sound: ") << report.head.size << " events";
  if (report.documents > 0) page.out << " and " << report.documents << " documents";
  page.out << ", " << report.files << " files, " << report.bytes << " bytes";
  if (is_new) {
    page.out << "; copied " << report.copied_files << " files, " << report.copied_bytes
             << " bytes, and read all of it back";
  } else {
    page.out << "; made " << FormatUtc(report.made_us);
  }
  page.out << "\nroot " << HexOf(report.head.root) << "\n";
}

void WriteText(const Page& page, const RestoreReport& report, const std::string& new_store) {
  page.out << "restored " << report.head.size << " events";
  if (report.documents > 0) page.out << " and " << report.documents << " documents";
  page.out << " into " << Printable(new_store) << "\nroot " << HexOf(report.head.root) << "\n";
  if (report.is_new_epoch) {
    page.out
        << "a new epoch: what was signed for the log before goes further or elsewhere, so sign "
           "this one under a new origin\n";
  }
}

}  // namespace decree::tools

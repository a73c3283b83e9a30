#include "core/check/store_check.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/audit/audit_check.h"
#include "core/backup/restore.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/compiled/compiled_check.h"
#include "core/documents/document_store.h"
#include "core/log/log_prefix.h"
#include "core/projections/strand.h"
#include "core/projections/views_check.h"
#include "core/store/ordered_store.h"
#include "core/store/plain_files.h"
#include "core/store/temporary_folder.h"

namespace decree {
namespace {

constexpr Position kEventsPerCall = 1'024;  // between two calls of a Progress
constexpr char kRebuild[] = "; `decree doctor --rebuild-projections` builds them anew from the log";

class StoreChecker {
 public:
  StoreChecker(const StoreToCheck& store, const Progress& progress)
      : store_(store), progress_(progress) {}

  absl::StatusOr<DoctorReport> Run() {
    report_.events = store_.log.Head().size;
    DECREE_RETURN_IF_ERROR(CheckLog());
    CheckBodies();
    CheckDocuments();
    // What is signed or derived can only be held against a sound log.
    const bool is_log_sound = report_.findings.empty();
    report_.is_record_sound = is_log_sound;
    CheckSigned(is_log_sound);
    if (is_log_sound) CheckDerived();
    Tell(3, report_.events);
    return std::move(report_);
  }

 private:
  // `stage` of four, each as long as the log.
  void Tell(uint64_t stage, uint64_t done) const {
    if (!progress_ || report_.events == 0) return;
    progress_(stage * report_.events + std::min(done, report_.events), 4 * report_.events);
  }
  Progress Stage(uint64_t stage) const {
    return [this, stage](uint64_t done, uint64_t) { Tell(stage, done); };
  }

  absl::Status CheckLog() {
    DECREE_ASSIGN_OR_RETURN(const std::vector<LogFinding> findings, store_.log.Check(Stage(0)));
    for (const LogFinding& finding : findings) report_.findings.push_back(finding.what);
    return absl::OkStatus();
  }

  void CheckBodies() {
    const auto visit = [&](const LogRecord& record) -> absl::Status {
      const absl::StatusOr<Event> event = DecodeEvent(record.body);
      if (!event.ok()) {
        std::vector<std::string> joined;
        for (const StreamVersion& stream : record.streams) joined.push_back(stream.stream);
        report_.findings.push_back(absl::StrCat(
            "position ", record.position, ": ", event.status().message(),
            "; its bytes are kept, and a version that can read them applies them. Until then what "
            "rests on ",
            absl::StrJoin(joined, ", "), " is refused, and all else is answered"));
      }
      if (record.position % kEventsPerCall == 0) Tell(1, record.position);
      return absl::OkStatus();
    };
    const absl::Status readable = store_.log.Scan(1, report_.events, true, visit);
    if (!readable.ok()) report_.findings.emplace_back(readable.message());
    Tell(1, report_.events);
  }

  void CheckDocuments() {
    const auto documents =
        DocumentStore(store_.dir + "/documents").Check([&](const std::string& finding) {
          report_.findings.push_back(finding);
        });
    if (documents.ok()) {
      report_.documents = *documents;
    } else {
      report_.findings.push_back(absl::StrCat("documents: ", documents.status().message()));
    }
  }

  void CheckSigned(bool is_log_sound) {
    const auto marked = IsThere(absl::StrCat(store_.dir, "/", kNewEpochName));
    if (!marked.ok()) report_.findings.emplace_back(marked.status().message());
    const bool awaits = marked.value_or(false);
    const auto audit = CheckAudit({store_.dir + "/audit", store_.log, is_log_sound, awaits});
    if (!audit.ok()) {
      report_.is_record_sound = false;
      report_.findings.push_back(absl::StrCat("audit: ", audit.status().message()));
      return;
    }
    report_.checkpoints = audit->checkpoints;
    if (!audit->is_sound) report_.is_record_sound = false;
    for (const std::string& what : audit->findings) {
      report_.findings.push_back(absl::StrCat("audit: ", what));
    }
    for (const std::string& what : audit->notes) {
      report_.notes.push_back(absl::StrCat("audit: ", what));
    }
  }

  void Derived(std::string what) {
    report_.is_derived_sound = false;
    report_.findings.push_back(std::move(what));
  }

  void CheckDerived() {
    ViewsCheck views(store_.log, store_.projections, store_.cache_bytes);
    const auto differences = views.Run(store_.dir + "/views", Stage(2));
    if (!differences.ok()) {
      Derived(absl::StrCat("views: ", differences.status().message()));
      return;
    }
    for (const std::string& difference : *differences) {
      Derived(absl::StrCat("views: ", difference, kRebuild));
    }
    Tell(2, report_.events);
    if (const absl::Status checked = CheckCompiled(views); !checked.ok()) {
      Derived(absl::StrCat("image: ", checked.message(), kRebuild));
    }
  }

  // Absent, of another log or of other rules: made anew when it is wanted; unfinished: gone on
  // with.
  absl::Status CheckCompiled(ViewsCheck& views) {
    const std::string dir = store_.dir + "/image";
    DECREE_ASSIGN_OR_RETURN(const bool is_there, IsThere(dir + "/CURRENT"));
    if (!is_there) return absl::OkStatus();
    RocksdbStoreOptions options;
    options.read_only = true;
    options.strict = true;
    options.block_cache_bytes = store_.cache_bytes;
    DECREE_ASSIGN_OR_RETURN(std::shared_ptr<OrderedStore> stored, OpenRocksdbStore(dir, options));
    const PointTable table(std::move(stored));
    DECREE_ASSIGN_OR_RETURN(const std::optional<PointTableState> state, table.State());
    if (!state.has_value() || state->log != store_.log.Id()) return absl::OkStatus();
    if (state->goal != 0) return absl::OkStatus();  // unfinished: it answers nothing yet
    if (state->followed > store_.log.Head().size || state->followed == 0) {
      return absl::DataLossError(absl::StrCat("it stands at position ", state->followed,
                                              ", the log ends at ", store_.log.Head().size));
    }
    DECREE_ASSIGN_OR_RETURN(const LogPrefix prefix, PrefixOf(store_.log, state->followed));
    if (prefix.root != state->root) return absl::DataLossError("it was made of another record");
    DECREE_ASSIGN_OR_RETURN(const OrderedStore* built,
                            views.BuiltThrough(state->followed, nullptr));
    const StoredStrands strands(*built, state->followed);
    DECREE_ASSIGN_OR_RETURN(const auto folder, TemporaryFolder::Create());
    options.read_only = false;
    options.strict = false;
    DECREE_ASSIGN_OR_RETURN(std::shared_ptr<OrderedStore> made,
                            OpenRocksdbStore(folder->path() + "/image", options));
    PointTable fresh(std::move(made));
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> differences,
                            CompareTable(store_.log, strands, *state, table, fresh));
    if (differences.empty()) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(differences.front(), " (", differences.size(),
                                            " measures differ from those made anew)"));
  }

  const StoreToCheck& store_;
  const Progress& progress_;
  DoctorReport report_;
};

}  // namespace

absl::StatusOr<DoctorReport> CheckStore(const StoreToCheck& store, const Progress& progress) {
  return StoreChecker(store, progress).Run();
}

}  // namespace decree

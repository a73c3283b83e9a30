// Decree: an append-only store of trade-policy announcements that answers, for any effective date
// and any state of knowledge, what was in force, why, and what was known when.
//
// This header is the library: open a store, append events, ask (core/record.h). Answers are plain
// structs; turning them into JSON or text is the caller's (tools/json and tools/text do). Events
// are made and read with core/codec/event_codec.h (JSON) and core/model/event.h (values); the rules
// are in core/SEMANTICS.md.
//
//   auto store = decree::Decree::Open("my-store", {});
//   auto lines = decree::EventsFromJsonLines(text);
//   std::vector<decree::NewEvent> events;
//   for (decree::JsonLine& line : *lines) events.push_back({std::move(line.event), {}});
//   (*store)->Append(events);
//   decree::AsOfQuestion question; question.effective_on = "2025-11-05";
//   auto answer = (*store)->AsOf(question);
#ifndef DECREE_CORE_DECREE_H_
#define DECREE_CORE_DECREE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/base/append_error.h"
#include "core/base/clock.h"
#include "core/check/doctor_report.h"
#include "core/codec/event_codec.h"
#include "core/documents/document_store.h"
#include "core/log/event_log.h"
#include "core/record.h"

namespace decree {

// How a store is opened. Appends that would eat into the reserve of free disk are refused.
struct Options {
  const Clock* clock = nullptr;  // nullptr: the machine's
  bool read_only = false;        // beside a running writer; never takes the lock, and shows at
                                 // each question all that was acknowledged before it
  bool create = true;            // false: NotFound when the store does not exist
  bool allow_lost_end = false;   // read_only, for Doctor alone: opens a store that has lost
                                 // acknowledged events and shows what is left of it
  uint64_t disk_reserve_bytes = 64ull << 20;
  uint64_t memory_bytes_max = 256ull << 20;  // block caches
  uint64_t image_bytes_max = 256ull << 20;   // answers kept in memory for point questions; each
                                             // Screenings keeps a quarter of it at the most
  // How long closing may work on the answers of point questions; what is left is done at the next
  // closing, or when it is first asked for.
  absl::Duration close_max = absl::Seconds(20);
};

// As a Record it answers, at each question, from what the store holds then; its errors are a
// Record's. Safe for concurrent use.
class Decree : public virtual Record {
 public:
  // Makes the folder when it is missing and may be made. Errors: NotFound (no store there, and
  // read_only or not `create`); those of EventLog::Open.
  static absl::StatusOr<std::unique_ptr<Decree>> Open(const std::string& dir,
                                                      const Options& options);

  // All or nothing; durable when it returns. Errors as EventLog::Append, and InvalidArgument for
  // events that cannot be stored or are not admitted; AppendErrorOf (core/base/append_error.h)
  // tells which event of the call is refused, and which of its fields. Warnings are things worth a
  // second look that are no errors (an amendment that covers a later scheduled step …).
  struct Appended {
    std::vector<AppendResult> results;
    std::vector<AppendWarning> warnings;
  };
  virtual absl::StatusOr<Appended> Append(absl::Span<const NewEvent> events,
                                          const AppendOptions& options = {}) = 0;

  // Keeps a source text (core/documents/document_store.h), or gives it back.
  virtual absl::StatusOr<KeptDocument> KeepDocument(const std::string& path) = 0;
  virtual absl::StatusOr<std::string> Document(absl::string_view sha256) = 0;

  // Checks every stored byte: the log with its hashes and indexes, the documents, the views and the
  // compiled answers against the same built anew. A mark that a write error left is taken away when
  // nothing is found.
  virtual absl::StatusOr<DoctorReport> Doctor(const DoctorOptions& options) = 0;
  absl::StatusOr<DoctorReport> Doctor() { return Doctor(DoctorOptions{}); }
  // Builds the projections anew beside the old ones, compares, and switches. Each event is a step
  // of the progress, the comparison another one.
  virtual absl::StatusOr<RebuildReport> Rebuild(const Progress& progress) = 0;
  absl::StatusOr<RebuildReport> Rebuild() { return Rebuild(nullptr); }
  // What the store holds now, as a record that later appends do not move. The store must outlive
  // it.
  virtual absl::StatusOr<std::unique_ptr<Record>> Pinned() = 0;

  // Syncs and closes; the destructor closes too.
  virtual absl::Status Close() = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_DECREE_H_

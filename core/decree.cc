#include "core/decree.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/append_checks.h"
#include "core/base/status_macros.h"
#include "core/event_scan.h"
#include "core/model/resolve_dates.h"
#include "core/projections/projection_list.h"
#include "core/projections/views.h"
#include "core/query/point_image.h"
#include "core/query/questions.h"
#include "core/view_text.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr Position kEventsPerCall = 1'024;  // between two calls of a Progress

uint64_t BytesUnder(const std::string& dir) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) bytes += it->file_size(ignored);
  }
  return bytes;
}

class Store final : public Decree {
 public:
  Store(std::string dir, const Options& options, std::unique_ptr<EventLog> log)
      : dir_(std::move(dir)),
        clock_(options.clock != nullptr ? *options.clock : SystemClock()),
        read_only_(options.read_only),
        log_(std::move(log)),
        projections_(AllProjections()),
        image_(*log_, options.image_bytes_max) {}

  ~Store() override { Store::Close().IgnoreError(); }

  absl::Status OpenViews(uint64_t cache_bytes) {
    DECREE_ASSIGN_OR_RETURN(
        views_, Views::Open(dir_ + "/views", *log_, projections_, read_only_, cache_bytes));
    return absl::OkStatus();
  }

  absl::StatusOr<Appended> Append(absl::Span<const NewEvent> events) override {
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendRequest> requests, RequestsFor(events, *log_));
    Appended appended;
    DECREE_ASSIGN_OR_RETURN(appended.results, log_->Append(requests));
    // From here on the events are recorded; trouble with the views must not hide that.
    const absl::StatusOr<Views::Pinned> pinned = views_->Pin();
    if (!pinned.ok()) {
      appended.warnings.push_back(
          absl::StrCat("recorded, but the projections stopped: ", pinned.status().message()));
      return appended;
    }
    AddWarnings(events, StoredStrands(*pinned->store), appended.warnings);
    return appended;
  }

  absl::StatusOr<AsOfAnswer> AsOf(const AsOfQuestion& question) override {
    AsOfQuestion resolved = question;
    resolved.effective_on = ResolveToday(question.effective_on, clock_);
    DECREE_RETURN_IF_ERROR(CheckEffective(resolved.effective_on));
    return Ask(question.view, resolved.effective_on, question.limits,
               [&](const QuestionContext& context) { return AnswerAsOf(context, resolved); });
  }

  absl::StatusOr<PointQuestion> MakePointQuestion(const AsOfQuestion& question) override {
    PointQuestion point{question.issuer, question.origin, question.destination, {}, "", {}, {}};
    point.effective_on = ResolveToday(question.effective_on, clock_);
    DECREE_RETURN_IF_ERROR(CheckEffective(point.effective_on));
    DECREE_ASSIGN_OR_RETURN(point.window, ParseWindow(point.effective_on, "Etc/UTC"));
    if (!question.product.empty()) {
      DECREE_ASSIGN_OR_RETURN(point.product, ParseProductCode(question.product));
    }
    DECREE_ASSIGN_OR_RETURN(point.view, ParseView(question.view, *log_, log_->Head().size, clock_));
    if (question.view.recorded_by.empty()) point.view.position_max = UINT64_MAX;
    return point;
  }

  absl::Status Point(const PointQuestion& question, PointAnswer& answer) override {
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, PinNow());
    const StoredStrands strands(*pinned.store);
    bool served = false;
    DECREE_RETURN_IF_ERROR(image_.Ask(question, strands, pinned.applied, answer, served));
    if (served) return absl::OkStatus();
    QuestionContext context{*log_, strands, Sight{question.view, {}}, {}, {}};
    context.sight.view.position_max = std::min(question.view.position_max, pinned.applied);
    AsOfQuestion whole;
    whole.effective_on = question.effective_on;
    whole.issuer = question.issuer;
    whole.origin = question.origin;
    whole.destination = question.destination;
    if (!question.product.code.empty()) whole.product = FormatProductCode(question.product);
    DECREE_ASSIGN_OR_RETURN(const AsOfAnswer states, AnswerAsOf(context, whole));
    for (const MeasureState& state : states.measures) {
      if (state.applies == Answer::kNo) continue;
      answer.hits.push_back(HitOf(image_.NumberOf(state.measure), state));
    }
    return absl::OkStatus();
  }

  std::string MeasureOf(const PointHit& hit) override { return image_.SlugOf(hit.measure); }

  absl::StatusOr<ExplainAnswer> Explain(const std::string& measure, const std::string& effective_on,
                                        const ViewText& view) override {
    const std::string on = ResolveToday(effective_on, clock_);
    DECREE_RETURN_IF_ERROR(CheckEffective(on));
    return Ask(view, on, {},
               [&](const QuestionContext& context) { return AnswerExplain(context, measure, on); });
  }

  absl::StatusOr<TimelineAnswer> Timeline(const TimelineQuestion& question) override {
    return Ask(question.view, "", question.limits, [&](const QuestionContext& context) {
      return AnswerTimeline(context, Today(question));
    });
  }

  absl::StatusOr<ReplayAnswer> Replay(const TimelineQuestion& question) override {
    return Ask(question.view, "", question.limits, [&](const QuestionContext& context) {
      return AnswerReplay(context, Today(question));
    });
  }

  absl::Status Scan(const EventFilter& filter, const EventVisitor& visit) override {
    return Ask(filter.view, "", filter.limits,
               [&](const QuestionContext& context) { return ScanEvents(context, filter, visit); });
  }

  absl::StatusOr<HistoryAnswer> History(const HistoryQuestion& question) override {
    HistoryQuestion resolved = question;
    resolved.effective_on = ResolveToday(question.effective_on, clock_);
    return Ask(question.view, resolved.effective_on, question.limits,
               [&](const QuestionContext& context) { return AnswerHistory(context, resolved); });
  }

  absl::StatusOr<DiffAnswer> Diff(const DiffQuestion& question) override {
    DiffQuestion resolved = question;
    resolved.effective_on = ResolveToday(question.effective_on, clock_);
    resolved.before = ResolveToday(question.before, clock_);
    resolved.after = ResolveToday(question.after, clock_);
    ViewText before = question.view, after = question.view;
    if (question.axis == Axis::kKnown) {
      before.known_by = resolved.before;
      after.known_by = resolved.after;
    } else if (question.axis == Axis::kRecorded) {
      before.recorded_by = resolved.before;
      after.recorded_by = resolved.after;
    }
    return Ask(after, resolved.effective_on, question.limits,
               [&](const QuestionContext& later) -> absl::StatusOr<DiffAnswer> {
                 QuestionContext earlier = later;
                 DECREE_ASSIGN_OR_RETURN(earlier.sight.view,
                                         ParseView(before, *log_, later.header.head, clock_));
                 return AnswerDiff(earlier, later, resolved);
               });
  }

  absl::StatusOr<OutlookAnswer> Outlook(const OutlookQuestion& question) override {
    OutlookQuestion resolved = question;
    resolved.on = ResolveToday(question.on, clock_);
    DECREE_RETURN_IF_ERROR(CheckEffective(resolved.on));
    return Ask(question.view, resolved.on, question.limits,
               [&](const QuestionContext& context) { return AnswerOutlook(context, resolved); });
  }

  absl::StatusOr<CoverageAnswer> Coverage(const CoverageQuestion& question) override {
    CoverageQuestion resolved = question;
    resolved.on = ResolveToday(question.on, clock_);
    return Ask(question.view, resolved.on, {},
               [&](const QuestionContext& context) { return AnswerCoverage(context, resolved); });
  }

  absl::StatusOr<ObservationsAnswer> Observations(const ObservationsQuestion& question) override {
    return Ask(question.view, "", {}, [&](const QuestionContext& context) {
      return AnswerObservations(context, question);
    });
  }

  absl::StatusOr<std::unique_ptr<Decree>> WhatIf(absl::Span<const std::string> without,
                                                 absl::Span<const NewEvent> with) override;

  absl::StatusOr<std::vector<StoredEvent>> Events(const EventFilter& filter) override {
    std::vector<StoredEvent> events;
    DECREE_RETURN_IF_ERROR(Scan(filter, [&](const StoredEvent& stored) {
      events.push_back(stored);
      return absl::OkStatus();
    }));
    return events;
  }

  absl::StatusOr<StoredEvent> Show(absl::string_view id) override {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    const absl::StatusOr<Position> position = log_->Find(id);
    if (!position.ok()) {
      if (!absl::IsNotFound(position.status())) return position.status();
      return absl::NotFoundError(absl::StrCat("event \"", id, "\" is not recorded in this store"));
    }
    return StoredEventAt(*log_, *position);
  }

  absl::StatusOr<StoreStats> Stats() override {
    StoreStats stats;
    stats.dir = dir_;
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, PinNow());
    stats.head = log_->Head();
    const StoredStrands strands(*pinned.store);
    DECREE_ASSIGN_OR_RETURN(const auto measures, strands.Entities("controls", "m/"));
    DECREE_ASSIGN_OR_RETURN(const auto threads, strands.Entities("threads", "t/"));
    stats.measures = measures.size();
    stats.threads = threads.size();
    std::map<EventKind, uint64_t> counts;
    DECREE_RETURN_IF_ERROR(log_->Scan(1, stats.head.size, false, [&](const LogRecord& record) {
      const absl::StatusOr<Event> event = DecodeEvent(record.body);
      if (event.ok()) ++counts[*event->kind];
      return event.status();
    }));
    for (const auto& [kind, count] : counts) {
      stats.events_by_kind.emplace_back(std::string(InfoOf(kind).name), count);
    }
    DECREE_ASSIGN_OR_RETURN(stats.projections, Projections());
    stats.log_bytes = BytesUnder(dir_ + "/log");
    stats.views_bytes = BytesUnder(dir_ + "/views");
    return stats;
  }

  absl::StatusOr<DoctorReport> Doctor(const Progress& progress) override {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    DoctorReport report;
    report.events = log_->Head().size;
    const auto tell = [&](uint64_t steps) {
      if (progress && report.events != 0) progress(steps, 2 * report.events);
    };
    DECREE_ASSIGN_OR_RETURN(
        const std::vector<LogFinding> findings,
        log_->Check([&](uint64_t checked, uint64_t) { tell(std::min(checked, report.events)); }));
    for (const LogFinding& finding : findings) report.findings.push_back(finding.what);
    const absl::Status readable =
        log_->Scan(1, report.events, true, [&](const LogRecord& record) -> absl::Status {
          const absl::StatusOr<Event> event = DecodeEvent(record.body);
          if (!event.ok()) {
            report.findings.push_back(
                absl::StrCat("position ", record.position, ": ", event.status().message()));
          }
          if (record.position % kEventsPerCall == 0 || record.position == report.events) {
            tell(report.events + record.position);
          }
          return absl::OkStatus();
        });
    if (!readable.ok()) report.findings.emplace_back(readable.message());
    if (report.findings.empty()) {
      const absl::StatusOr<Views::Pinned> pinned = PinNow();
      if (!pinned.ok()) {
        report.findings.push_back(absl::StrCat("projections: ", pinned.status().message()));
      }
    }
    // A sound store may be written again after an error that had stopped its writer.
    if (report.findings.empty()) DECREE_RETURN_IF_ERROR(ClearErrorMark(dir_ + "/log"));
    return report;
  }

  absl::StatusOr<std::vector<ProjectionInfo>> Projections() override {
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, PinNow());
    const StoredStrands strands(*pinned.store);
    std::vector<ProjectionInfo> infos;
    for (const auto& projection : projections_) {
      ProjectionInfo info;
      info.name = std::string(projection->Name());
      DECREE_ASSIGN_OR_RETURN(const auto checkpoint,
                              ReadCheckpoint(*pinned.store, projection->Name()));
      if (checkpoint) {
        info.rules_version = checkpoint->rules_version;
        info.applied = checkpoint->applied;
      } else {
        info.rules_version = projection->RulesVersion();
      }
      DECREE_ASSIGN_OR_RETURN(const auto entities, strands.Entities(projection->Name(), ""));
      info.entities = entities.size();
      for (const std::string& entity : entities) {
        DECREE_ASSIGN_OR_RETURN(const Strand strand, strands.Load(projection->Name(), entity));
        info.records += strand.acts.size();
      }
      infos.push_back(std::move(info));
    }
    return infos;
  }

  absl::StatusOr<RebuildReport> Rebuild(const Progress& progress) override {
    DECREE_ASSIGN_OR_RETURN(const RebuildResult result, views_->Rebuild(progress));
    RebuildReport report;
    report.events = result.events;
    report.entries = result.entries;
    report.differences = result.differences;
    report.identical = result.differences.empty();
    return report;
  }

  absl::Status Close() override {
    absl::Status status;
    if (views_ != nullptr) status = views_->Flush();
    views_.reset();
    if (log_ != nullptr) status.Update(log_->Close());
    return status;
  }

 private:
  static absl::Status CheckEffective(const std::string& effective_on) {
    if (effective_on.empty()) {
      return absl::InvalidArgumentError(
          "effective date: missing; a question never means \"all time\"");
    }
    const absl::StatusOr<CivilWindow> window = ParseWindow(effective_on, "Etc/UTC");
    if (window.ok()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat("effective date: ", window.status().message()));
  }

  TimelineQuestion Today(TimelineQuestion question) const {
    question.from = ResolveToday(question.from, clock_);
    question.to = ResolveToday(question.to, clock_);
    return question;
  }

  absl::StatusOr<Views::Pinned> PinNow() {
    DECREE_RETURN_IF_ERROR(log_->CatchUp());
    return views_->Pin();
  }

  // Pins what the store holds now, reads the view, and asks.
  template <typename Answering>
  auto Ask(const ViewText& text, const std::string& effective_on, const QuestionLimits& limits,
           Answering answering) -> decltype(answering(std::declval<const QuestionContext&>())) {
    DECREE_ASSIGN_OR_RETURN(const Views::Pinned pinned, PinNow());
    DECREE_ASSIGN_OR_RETURN(const View view, ParseView(text, *log_, pinned.applied, clock_));
    const StoredStrands strands(*pinned.store);
    QuestionContext context{*log_, strands, Sight{view, {}}, {}, {}};
    context.header = {effective_on, ResolveToday(text.known_by, clock_),
                      ResolveToday(text.recorded_by, clock_), pinned.applied};
    context.limits = limits;
    return answering(context);
  }

  const std::string dir_;
  const Clock& clock_;
  const bool read_only_;
  std::unique_ptr<EventLog> log_;
  ProjectionList projections_;
  std::unique_ptr<Views> views_;
  PointImage image_;
};

absl::StatusOr<std::unique_ptr<Decree>> Store::WhatIf(absl::Span<const std::string> without,
                                                      absl::Span<const NewEvent> with) {
  return absl::UnimplementedError(absl::StrCat(without.size() + with.size()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Decree>> Decree::Open(const std::string& dir,
                                                     const Options& options) {
  std::error_code error;
  const bool exists = fs::exists(dir + "/log", error);
  if (!exists && (options.read_only || !options.create)) {
    return absl::NotFoundError(absl::StrCat(dir, ": no store here; `decree append` makes one"));
  }
  fs::create_directories(dir, error);
  LogOptions log_options;
  log_options.clock = options.clock;
  log_options.read_only = options.read_only;
  log_options.allow_lost_end = options.allow_lost_end;
  log_options.disk_reserve_bytes = options.disk_reserve_bytes;
  log_options.block_cache_bytes = options.memory_bytes_max / 2;
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<EventLog> log, EventLog::Open(dir + "/log", log_options));
  auto store = std::make_unique<Store>(dir, options, std::move(log));
  DECREE_RETURN_IF_ERROR(store->OpenViews(options.memory_bytes_max / 2));
  return std::unique_ptr<Decree>(std::move(store));
}

}  // namespace decree

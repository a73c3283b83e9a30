#include "bench/growth/growth_run.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "bench/folders.h"
#include "bench/growth/timed_child.h"
#include "bench/require.h"
#include "core/codec/event_codec.h"

namespace decree::bench {
namespace {

constexpr size_t kEventsACall = 65'536;
constexpr char kAppend[] = "append", kClose[] = "close", kFurther[] = "further act";
constexpr double kLongSeconds = 0.5;

std::vector<NewEvent> EventsOf(const std::string& lines) {
  std::vector<NewEvent> events;
  for (JsonLine& line : Require(EventsFromJsonLines(lines))) {
    events.push_back({std::move(line.event), {}});
  }
  return events;
}

double SecondsOf(const std::function<void()>& work) {
  const double begin = ProcessorSeconds();
  work();
  return ProcessorSeconds() - begin;
}

void AppendAll(Decree& store, absl::Span<const NewEvent> events) {
  for (size_t first = 0; first < events.size(); first += kEventsACall) {
    Require(store.Append(events.subspan(first, kEventsACall)).status());
  }
}

class RowRun {
 public:
  RowRun(const GrowthRow& row, const GrowthRun& run,
         const std::function<bool(const std::string&)>& wants)
      : row_(row), run_(run), wants_(wants), dir_(run.dir + "/" + row.name) {}

  std::vector<GrowthLine> Run() {
    const size_t largest =
        run_.largest_max == 0 ? row_.largest : std::min(row_.largest, run_.largest_max);
    AddLine(kAppend);
    AddLine(kClose);
    if (row_.further) AddLine(kFurther);
    for (const Operation& operation : row_.operations) AddLine(operation.name);
    for (size_t i = run_.sizes; i-- > 0;) MeasureAt(largest >> i);
    RemoveFolder(dir_);
    lines_.erase(std::remove_if(lines_.begin(), lines_.end(),
                                [&](const GrowthLine& line) { return !wants_(line.operation); }),
                 lines_.end());
    return std::move(lines_);
  }

 private:
  void AddLine(const std::string& operation) { lines_.push_back({row_.name, operation, {}}); }
  void Keep(const std::string& operation, size_t n, std::optional<double> seconds) {
    if (!seconds) too_long_.insert(operation);
    for (GrowthLine& line : lines_) {
      if (line.operation == operation) line.points.push_back({n, seconds});
    }
  }

  void MeasureAt(size_t n) {
    RemoveFolder(dir_);
    const std::vector<double> filled = InChild(run_.seconds_max, [&](const TellFigure& tell) {
      const std::vector<NewEvent> events = EventsOf(row_.lines(n));
      tell(0);  // only now the time runs
      auto store = Require(Decree::Open(dir_, Options()));
      tell(SecondsOf([&] { AppendAll(*store, events); }));
      tell(SecondsOf([&] { Require(store->Close()); }));
    });
    const auto figure = [&](size_t i) {
      return i < filled.size() ? std::optional<double>(filled[i]) : std::nullopt;
    };
    Keep(kAppend, n, figure(1));
    Keep(kClose, n, figure(2));
    const bool is_filled = figure(1).has_value();
    for (const Operation& operation : row_.operations) {
      Measure(operation.name, n, is_filled, [&] { return operation.seconds(dir_); });
    }
    if (row_.further) {
      Measure(kFurther, n, is_filled, [&] {
        const std::vector<NewEvent> one = EventsOf(row_.further(n));
        return SecondsOf([&] {
          auto store = Require(Decree::Open(dir_, Options()));
          AppendAll(*store, one);
          Require(store->Close());
        });
      });
    }
  }

  void Measure(const std::string& operation, size_t n, bool is_filled,
               const std::function<double()>& seconds) {
    if (!wants_(operation)) return;
    if (!is_filled || too_long_.contains(operation)) return Keep(operation, n, std::nullopt);
    const std::vector<double> told =
        InChild(run_.seconds_max, [&](const TellFigure& tell) { tell(seconds()); });
    Keep(operation, n, told.empty() ? std::nullopt : std::optional<double>(told.front()));
  }

  const GrowthRow& row_;
  const GrowthRun& run_;
  const std::function<bool(const std::string&)>& wants_;
  const std::string dir_;
  std::vector<GrowthLine> lines_;
  std::set<std::string> too_long_;
};

}  // namespace

Operation Asks(std::string name, std::function<absl::Status(Decree&)> question) {
  return {std::move(name), [question = std::move(question)](const std::string& dir) {
            Options options;
            options.read_only = true;
            const auto store = Require(Decree::Open(dir, options));
            double best = 0;
            for (int i = 0; i < 3; ++i) {
              const double seconds = SecondsOf([&] { Require(question(*store)); });
              best = i == 0 ? seconds : std::min(best, seconds);
              if (best > kLongSeconds) break;
            }
            return best;
          }};
}

std::vector<GrowthLine> RunRow(const GrowthRow& row, const GrowthRun& run,
                               const std::function<bool(const std::string&)>& wants) {
  return RowRun(row, run, wants).Run();
}

}  // namespace decree::bench

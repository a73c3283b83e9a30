#include "bench/compiled_rectangles.h"

#include <filesystem>

#include "bench/folders.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/compiled/point_table.h"
#include "core/decree.h"
#include "core/store/ordered_store.h"

namespace decree::bench {
namespace {

int32_t DayOrOpen(EntryDay day) {
  return day == kEntryDayMax ? kLastDay : day == kEntryDayMin ? -kLastDay : DayOfEntry(day);
}

}  // namespace

double CompileAnswersAnew(const std::string& dir) {
  RemoveFolder(dir + "/image");
  Stopwatch watch;
  watch.Start();
  const auto store = Require(Decree::Open(dir, Options()));
  Require(store->Close());
  watch.Stop();
  return watch.seconds();
}

CompiledRectangles ReadCompiledRectangles(const std::string& dir) {
  if (!std::filesystem::exists(dir + "/image")) CompileAnswersAnew(dir);
  RocksdbStoreOptions options;
  options.read_only = true;
  const PointTable table(Require(OpenRocksdbStore(dir + "/image", options)));
  CompiledRectangles out;
  Require(table.ForEach([&](const PointKey& key, absl::Span<const PointEntry> entries) {
    if (key.part >= kOtherSystemsPart) return;
    for (const PointEntry& entry : entries) {
      Require(entry.flags == 0, "a measure could not be compiled");
      out.rectangles.push_back({0, DayOrOpen(entry.known_from), DayOrOpen(entry.known_until),
                                DayOrOpen(entry.from), DayOrOpen(entry.until), entry.measure,
                                entry.rate_ppm});
    }
  }));
  const uint64_t measures = Require(table.State())->measures;
  for (uint32_t number = 0; number < measures; ++number) {
    out.numbers.emplace(Require(table.SlugOf(number)), number);
  }
  return out;
}

}  // namespace decree::bench

// How many bytes of disk does an event cost?
#include "bench/folders.h"
#include "bench/questions.h"

namespace decree::bench {

void SizeBench(const Setup& setup, const std::string& store, Report& report) {
  const auto events = static_cast<double>(setup.corpus.size());
  const double bodies = static_cast<double>(setup.corpus.body_bytes()) / events;
  const double log = static_cast<double>(BytesUnder(store + "/log")) / events;
  const double views =
      static_cast<double>(BytesUnder(store + "/views") + BytesUnder(store + "/image")) / events;
  report.Add({"disk, log", "bytes", log, "bodies, uncompressed", bodies, log / bodies,
              Goal{Goal::Of::kOurs, true, 180, ""}});
  report.Add({"disk, views and image", "bytes", views, "bodies, uncompressed", bodies,
              views / bodies, Goal{Goal::Of::kOurs, true, 80, ""}});
}

}  // namespace decree::bench

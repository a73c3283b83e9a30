// The sample events of schema/samples: one of every kind, as JSON lines.
#ifndef DECREE_TESTS_UNIT_CODEC_SAMPLES_H_
#define DECREE_TESTS_UNIT_CODEC_SAMPLES_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/codec/event_codec.h"

namespace decree {

inline std::string ReadWholeFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline std::string SamplesFolder() { return std::string(DECREE_SOURCE_DIR) + "/schema/samples/"; }

// Of format 1; those that only a later format can say are in events-2.jsonl
// to events-4.jsonl.
inline std::vector<Event> SampleEvents(const std::string& file = "events.jsonl") {
  std::vector<Event> events;
  auto lines = EventsFromJsonLines(ReadWholeFile(SamplesFolder() + file));
  EXPECT_TRUE(lines.ok()) << lines.status();
  if (!lines.ok()) return events;
  for (const JsonLine& line : *lines) events.push_back(*line.event);
  return events;
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_CODEC_SAMPLES_H_

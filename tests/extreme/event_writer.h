// Writes events as lines of JSON, each with an id of its own, from a handful of odd dates, terms,
// kinds and repairs.
#ifndef DECREE_TESTS_EXTREME_EVENT_WRITER_H_
#define DECREE_TESTS_EXTREME_EVENT_WRITER_H_

#include <string>
#include <vector>

#include "tests/model/draws.h"

namespace decree::extreme {

// A list of JSON.
std::string Quoted(const std::vector<std::string>& words);

// What adds an event gives its id.
class EventWriter {
 public:
  EventWriter(oracle::Draws& draws, std::vector<std::string>& lines)
      : draws_(draws), lines_(lines) {}

  std::string Day();
  std::string Interval();
  std::string Terms();
  std::string Sources();
  std::string Kind();
  std::string Measure();
  std::string Act(const std::string& kind, const std::string& measure,
                  const std::string& more = "");
  void AddMeasureOver(const std::string& clause);
  // Something of each family that a repair may be about.
  std::string Root();
  // A repair that may make anything of its target: another measure, kind, thread, nothing at all.
  std::string Repair(const std::string& target);
  std::string Dated();
  std::string Words();
  std::string Add(const std::string& kind, const std::string& rest);
  std::string AddAs(const std::string& id, const std::string& kind, const std::string& rest);
  void AddDated(const std::string& when, const std::string& kind, const std::string& rest);
  std::string AddBare(const std::string& kind, const std::string& rest);
  std::string Put(const std::string& id, const std::string& kind, const std::string& rest);

 protected:
  oracle::Draws& draws_;
  std::vector<std::string>& lines_;
};

}  // namespace decree::extreme

#endif  // DECREE_TESTS_EXTREME_EVENT_WRITER_H_

// The record oracle answers naively what is monitored on a day and which observed values do not fit
// the change stated with the next: it looks at every instant and at every claim, with exact whole
// numbers. It shares no code with core/query.
//
// It reads worlds of its own drawing: claims of coverage, measures, observations, with repairs that
// have a date and repairs that have none.
#ifndef DECREE_TESTS_MODEL_RECORD_ORACLE_H_
#define DECREE_TESTS_MODEL_RECORD_ORACLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/model/edtf_date.h"
#include "core/model/event.h"
#include "core/model/view.h"
#include "tests/model/draws.h"
#include "tests/model/oracle.h"

namespace decree::oracle {

inline constexpr char kSeries[] = "series-1";

std::vector<Record> DrawRecord(Draws& draws);

struct Monitored {
  // "US tariffs e4" for each claim that holds on the day, with whether it certainly does.
  std::map<std::string, bool> claims;
  std::set<std::string> unmonitored;  // issuers of measures on record without one
};
Monitored MonitoredOn(const std::vector<Record>& record, const View& view,
                      const CivilWindow& window);

// The observations of the series that the view sees, by id, with whether the value of the month
// before, where there is one to compare with, does not fit.
std::map<std::string, bool> MisfitsOf(const std::vector<Record>& record, const View& view);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_RECORD_ORACLE_H_

// Events of the growth bench as JSON text, and the questions that all rows about one measure ask.
#ifndef DECREE_BENCH_GROWTH_RECORD_TEXT_H_
#define DECREE_BENCH_GROWTH_RECORD_TEXT_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bench/growth/growth_row.h"

namespace decree::bench {

inline constexpr char kMeasure[] = "us/one";       // the measure that holds all the acts
inline constexpr char kDayAsked[] = "2005-06-15";  // in the middle of the acts of 65,536
inline constexpr size_t kActsMax = 65'536;         // of a row about acts

// The day that act number `i` is stated on: four acts a day from 1975 on, so that 65,536 of them
// end before 2020.
std::string StatedDay(size_t i);
std::string DayAfter(size_t i, int days);  // so many days later

// {"id":"a<i>", actor, stated, and `rest` (`"kind":"amended",…`)}
std::string EventLine(size_t i, absl::string_view rest);
// The act a0 that imposes the measure; `more` is put before its end (`,"instrument":"…"`).
std::string ImposedFirst(absl::string_view more = "");
// a0, then `rest(i)` for i in 1 … n - 1.
std::string ActLines(size_t n, const std::function<std::string(size_t i)>& rest);

// A row of n acts on kMeasure with the questions below; `rest` as for ActLines.
GrowthRow RowOfActs(std::string name, size_t largest, std::function<std::string(size_t i)> rest);
// as-of a day, as-of a year, explain, screen, screenings, point: all of kMeasure or of its goods.
std::vector<Operation> MeasureQuestions();

}  // namespace decree::bench

#endif  // DECREE_BENCH_GROWTH_RECORD_TEXT_H_

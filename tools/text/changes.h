// What history, diff and outlook have in common on the command line: a state in a few words, the
// events behind a change with their kind and title, and chosen columns of a measure for CSV.
#ifndef DECREE_TOOLS_TEXT_CHANGES_H_
#define DECREE_TOOLS_TEXT_CHANGES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/text/rows.h"

namespace decree::cli {

std::string VerdictInWords(const MeasureState& state);  // "✔ applies"
// "✔ applies, +25% ad valorem, since 2025-09-01", "not on record" for none.
std::string StateInWords(const std::optional<MeasureState>& state);
// "changed force, terms; ", "" where the record itself came or went.
std::string ChangedInWords(const std::vector<std::string>& fields);

// What the rows of a history along this axis are.
std::string HeadingOf(Axis axis, const AnswerHeader& header);

// Says what an event is where an answer names only its id. Asks the store once an event.
class EventNamer {
 public:
  explicit EventNamer(Decree& store) : store_(store) {}
  // "by m70-foreign (suspended: Controls of October suspended)", ids after each other.
  std::string By(const std::vector<std::string>& ids);

 private:
  Decree& store_;
  std::map<std::string, std::string> names_;
};

// The columns named of MeasureCsvHeader(); empty cells for none.
Row MeasureColumns(const std::optional<MeasureState>& state, const std::vector<std::string>& names);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_CHANGES_H_

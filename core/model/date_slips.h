// Dates in forms that mean one thing to one reader and another to the next (05.11.2025, 6/1/2025,
// Nov 5 2025): what each could mean, in the form that is read. They are never guessed.
#ifndef DECREE_CORE_MODEL_DATE_SLIPS_H_
#define DECREE_CORE_MODEL_DATE_SLIPS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace decree {

// "write 2025-11-05 if the day stands first, 2025-05-11 if the month does"; "" where the text looks
// like no date at all.
std::string MeantByDateSlip(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_DATE_SLIPS_H_

// A date as a question asks for it: its text is read once, when the question is written down, and
// given to every issuer's clock without looking at the text again. Do not confuse it with a Bound
// or a Moment (core/model/edtf_date.h), which are what a source says.
//
// A text that is no date is kept with the reason: the façade refuses it, and resolves
// words like "today", so what a question below it carries is a date or none.
// Example: question.effective_on = "2025-11"; … question.effective_on.In("America/New_York")
#ifndef DECREE_CORE_MODEL_ASKED_DATE_H_
#define DECREE_CORE_MODEL_ASKED_DATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/edtf_date.h"

namespace decree {

// A day told from the one of the clock that the façade looks at: `today`, `tomorrow`, `yesterday`,
// `+30d`, `-2w`.
bool IsDayFromToday(absl::string_view text);
// As "2025-11-05", of a clock that shows `now_utc_us`; what is no such word is given back.
std::string DayFromToday(absl::string_view text, int64_t now_utc_us);

class AskedDate {
 public:
  AskedDate() = default;  // none is given

  // EDTF or RFC 3339, both ends given. All the days meant, `~ ? %` included; an instant is its own
  // microsecond. An empty text gives none.
  template <typename Text,
            typename = std::enable_if_t<std::is_convertible_v<const Text&, absl::string_view>>>
  // NOLINTNEXTLINE(google-explicit-constructor): questions are written down as people type them.
  AskedDate(const Text& text) : text_(absl::string_view(text)) {
    Read();
  }

  // The same stretch of every issuer's clock. It has no text.
  static AskedDate OnEveryClock(const CivilWindow& window);

  // Neither a text nor a stretch.
  bool empty() const { return !is_given_; }
  const std::string& text() const { return text_; }

  // Why the text is no date, `"2025-13" is not an EDTF date …`; OK where none is given.
  const absl::Status& trouble() const { return trouble_; }
  // The same, of a field: `from: "2025-13" is not …`.
  absl::Status Check(absl::string_view field) const;

  // On the wall clock of `zone`, an IANA name. A day or coarser is the same in every zone. Errors:
  // InvalidArgument where none is given, why the text is no date, or as core/model/zone.h.
  absl::StatusOr<CivilWindow> In(absl::string_view zone) const;
  // Where every zone has the same window; nullopt: an instant, or no date.
  std::optional<CivilWindow> WithoutZone() const;

  friend bool operator==(const AskedDate&, const AskedDate&) = default;

 private:
  void Read();

  std::string text_;
  absl::Status trouble_;  // why the text is no date
  // Inclusive microseconds: of the civil axis, or UTC for an instant with its offset.
  int64_t first_us_ = 0, last_us_ = 0;
  bool first_is_utc_ = false, last_is_utc_ = false;
  bool is_given_ = false;
};

// At once, for a text that is read in one zone only.
absl::StatusOr<CivilWindow> ParseWindow(absl::string_view text, absl::string_view zone);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_ASKED_DATE_H_

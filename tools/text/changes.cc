// Changes of state in words.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/event_words.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr size_t kHeadlineColumns = 80;

}  // namespace

std::string VerdictInWords(const MeasureState& state) {
  static constexpr std::array kVerdicts = {"applies", "undetermined", "pending", "does not apply"};
  const Verdict verdict = VerdictOf(state);
  return absl::StrCat(SignOf(verdict), " ", kVerdicts[static_cast<size_t>(verdict)]);
}

std::string StateInWords(const std::optional<MeasureState>& state) {
  if (!state) return "not on record";
  // Where it applies or only pends, the standing says no more than the sign does.
  const Verdict verdict = VerdictOf(*state);
  std::vector<std::string> parts;
  if (verdict == Verdict::kPending) {
    parts.push_back(absl::StrCat(SignOf(verdict), " ", StandingInWords(*state)));
  } else {
    parts.push_back(VerdictInWords(*state));
    if (verdict != Verdict::kApplies) parts.push_back(StandingInWords(*state));
  }
  for (const std::string& part : {TermsInWords(*state), EffectiveInWords(*state)}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, ", ");
}

std::string ChangedInWords(const std::vector<std::string>& fields) {
  // Of what comes on record or leaves it everything is new.
  if (std::find(fields.begin(), fields.end(), "record") != fields.end()) return "";
  return absl::StrCat("changed ",
                      absl::StrJoin(fields, ", ",
                                    [](std::string* out, const std::string& field) {
                                      absl::StrAppend(out, field == "effective" ? "dates" : field);
                                    }),
                      "; ");
}

std::string EventNamer::By(const std::vector<std::string>& ids) {
  if (ids.empty()) return "";
  std::vector<std::string> names;
  for (const std::string& id : ids) {
    const auto [name, is_new] = names_.try_emplace(id, id);
    if (is_new) {
      const auto stored = record_.Show(id);
      if (stored.ok() && stored->event.kind) {
        const std::string headline = HeadlineOf(stored->event);
        absl::StrAppend(&name->second, " (", Words(InfoOf(*stored->event.kind).name),
                        headline.empty() ? "" : ": ", CutTo(Printable(headline), kHeadlineColumns),
                        ")");
      }
    }
    names.push_back(Printable(name->second));
  }
  return absl::StrCat("by ", absl::StrJoin(names, ", "));
}

Row MeasureColumns(const std::optional<MeasureState>& state,
                   const std::vector<std::string>& names) {
  if (!state) return Row(names.size());
  const Row header = MeasureCsvHeader();
  const Row row = MeasureCsvRow(*state);
  Row columns;
  for (const std::string& name : names) {
    const auto at = std::find(header.begin(), header.end(), name);
    columns.push_back(at == header.end() ? "" : row[static_cast<size_t>(at - header.begin())]);
  }
  return columns;
}

}  // namespace decree::tools

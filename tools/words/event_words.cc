#include "tools/words/event_words.h"

#include "absl/strings/str_cat.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {

std::string StatedText(const Event& event) {
  if (event.stated) return event.stated->text;
  return event.published ? event.published->text : "";
}

std::string SideOf(const Event& event) { return event.actor ? event.actor->jurisdiction : ""; }

std::string SubjectOf(const Event& event) {
  if (!event.measure.empty()) return event.measure;
  if (!event.target.empty()) return event.target;
  if (event.instrument) return event.instrument->id;
  if (event.observation) return event.observation->series;
  if (event.membership) return event.membership->group;
  if (event.stacking) return event.stacking->program;
  if (event.coverage) return event.coverage->issuer;
  if (event.code) return event.code->system;
  return event.threads.empty() ? "" : event.threads.front();
}

std::string HeadlineOf(const Event& event) {
  if (!event.title.empty()) return event.title;
  if (!event.note.empty()) return event.note;
  if (!event.reason.empty()) return event.reason;
  if (event.observation && event.observation->value) {
    const Observation& seen = *event.observation;
    std::string text = absl::StrCat(seen.series, " ", seen.period, ": ", FormatDecimal(*seen.value),
                                    " ", seen.unit);
    if (!seen.change.empty()) absl::StrAppend(&text, " (", seen.change, ")");
    return text;
  }
  if (event.terms) return TermsInWords(*event.terms);
  if (event.membership) {
    const Membership& membership = *event.membership;
    const std::string share =
        membership.share_ppm ? FormatRatePpm(*membership.share_ppm) + " of " : "";
    return absl::StrCat(membership.member, IsOwnership(membership) ? " owns " : " in ", share,
                        membership.group);
  }
  return event.sources.empty() ? "" : event.sources.front().title;
}

std::string CitationOf(const Source& source) {
  std::string text = source.publisher.empty() ? "(no publisher)" : source.publisher;
  if (!source.title.empty()) absl::StrAppend(&text, ", “", source.title, "”");
  if (source.published) absl::StrAppend(&text, " (", source.published->text, ")");
  if (!source.locator.empty()) absl::StrAppend(&text, ", ", source.locator);
  if (!source.url.empty()) absl::StrAppend(&text, ", ", source.url);
  absl::StrAppend(&text, " [", Words(NameOf(source.standing)), "]");
  return Printable(text);
}

}  // namespace decree::tools

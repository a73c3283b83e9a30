#include "tools/text/records.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "tools/words/event_words.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

std::string IntervalOf(const Event& event) {
  if (!event.effective) return "";
  std::string text;
  const EffectiveInterval& interval = *event.effective;
  if (interval.from) absl::StrAppend(&text, "from ", interval.from->text, " ");
  if (interval.to) {
    absl::StrAppend(&text, interval.to->is_through ? "through " : "until ", interval.to->text, " ");
  }
  if (!interval.wording.empty()) absl::StrAppend(&text, "“", interval.wording, "”");
  return text;
}

std::string LinksOf(const Event& event) {
  return absl::StrJoin(event.links, "; ", [](std::string* out, const Link& link) {
    absl::StrAppend(out, Words(NameOf(link.rel)), " ", link.id);
  });
}

std::string StreamsText(const LogRecord& record) {
  return absl::StrJoin(record.streams, "; ", [](std::string* out, const StreamVersion& stream) {
    absl::StrAppend(out, stream.stream, " #", stream.version);
  });
}

// With what others call it: the chapter of the MAST classification, the intervention type of GTA.
std::string ClassOf(const Event& event) {
  const MeasureClass given = event.measure_class;
  if (given == MeasureClass::kUnset) return "";
  std::vector<std::string> others;
  if (const absl::string_view mast = MastChapterOf(given); !mast.empty()) {
    others.push_back(absl::StrCat("MAST ", mast));
  }
  if (const absl::string_view gta = GtaInterventionOf(given); !gta.empty()) {
    others.push_back(absl::StrCat("GTA ", gta));
  }
  std::string text = Words(NameOf(given));
  if (!others.empty()) absl::StrAppend(&text, " (", absl::StrJoin(others, "; "), ")");
  return text;
}

}  // namespace

Row EventCsvHeader() {
  return {"position", "recorded", "stated", "published", "kind",
          "issuer",   "subject",  "id",     "headline",  "leaf"};
}

Row EventCsvRow(const StoredEvent& stored) {
  const Event& event = stored.event;
  return {std::to_string(stored.record.position),
          RecordedText(stored.record),
          event.stated ? event.stated->text : "",
          event.published ? event.published->text : "",
          KindName(event),
          SideOf(event),
          SubjectOf(event),
          event.id,
          HeadlineOf(event),
          HexOf(stored.record.leaf)};
}

Row EventRow(const StoredEvent& stored) {
  const Event& event = stored.event;
  return {std::to_string(stored.record.position),
          StatedText(event),
          SideOf(event),
          Words(KindName(event)),
          CutTo(Printable(SubjectOf(event)), 40),
          Printable(event.id)};
}

void WriteText(const Page& page, const StoredEvent& stored) {
  const Event& event = stored.event;
  const LogRecord& record = stored.record;
  std::vector<Row> rows;
  const auto add = [&rows](const std::string& name, const std::string& value) {
    if (!value.empty()) rows.push_back({"  " + name, Printable(value)});
  };
  add("kind", event.kind ? Words(InfoOf(*event.kind).name) : "");
  add("measure", event.measure);
  add("class", ClassOf(event));
  add("title", event.title);
  if (event.actor) {
    add("actor", absl::StrCat(event.actor->jurisdiction, " ", event.actor->office, " ",
                              event.actor->person));
  }
  add("stated", event.stated ? event.stated->text : "");
  add("published", event.published ? event.published->text : "");
  add("effective", IntervalOf(event));
  add("terms", event.terms ? TermsInWords(*event.terms) : "");
  add("threads", absl::StrJoin(event.threads, ", "));
  add("links", LinksOf(event));
  add("target", event.target);
  add("reason", event.reason);
  add("note", event.note);
  if (event.formerly) {
    const Formerly& claim = *event.formerly;
    add("formerly", absl::StrCat("recorded ", claim.recorded.text, " by ", claim.system,
                                 claim.id.empty() ? "" : " as ", claim.id, " (a claim)"));
  }
  for (const Source& source : event.sources) add("source", CitationOf(source));
  add("position", std::to_string(record.position));
  add("recorded", RecordedText(record));
  add("streams", StreamsText(record));
  add("leaf", HexOf(record.leaf));
  page.out << Colored(page.terminal, Ink::kBold, Printable(event.id)) << "\n"
           << AlignedRows(page.terminal, rows) << "\n"
           << EscapedControls(EventToJson(event)) << "\n";  // still the same JSON
}

}  // namespace decree::tools

// show ID: one event as it is stored, with its hash, its streams and its sources. show --document
// HASH: the bytes of a source text, which are hashed again before they are shown.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
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

void PrintText(const Session& session, const StoredEvent& stored) {
  const Event& event = stored.event;
  const LogRecord& record = stored.record;
  std::vector<Row> rows;
  const auto add = [&rows](const std::string& name, const std::string& value) {
    if (!value.empty()) rows.push_back({"  " + name, Printable(value)});
  };
  add("kind", event.kind ? Words(InfoOf(*event.kind).name) : "");
  add("measure", event.measure);
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
  for (const Source& source : event.sources) add("source", CitationOf(source));
  add("position", std::to_string(record.position));
  add("recorded", RecordedText(record));
  add("streams", StreamsText(record));
  add("leaf", HexOf(record.leaf));
  std::cout << Colored(session.out, Ink::kBold, Printable(event.id)) << "\n"
            << AlignedRows(session.out, rows) << "\n"
            << EscapedControls(EventToJson(event)) << "\n";  // still the same JSON
}

struct ShowArguments {
  std::string id;
  std::string document;
};

int ShowDocument(const Session& session, const std::string& sha256) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const auto text = (*store)->Document(sha256);
  if (!text.ok()) return Fail(text.status(), Stage::kAsk);
  // Its bytes, but for the eyes of a person.
  std::cout << (session.out.is_terminal ? EscapedControls(*text) : *text);
  return kAnswered;
}

int RunShow(const Session& session, const ShowArguments& arguments) {
  const std::string& id = arguments.id;
  if (id.empty() == arguments.document.empty()) {
    return Fail(absl::InvalidArgumentError("give the id of an event, or --document HASH"),
                Stage::kAsk);
  }
  if (id.empty()) return ShowDocument(session, arguments.document);
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto stored = (*store)->Show(id);
  if (stored.status().code() == absl::StatusCode::kNotFound) {
    return Fail(absl::NotFoundError(absl::StrCat("no event with the id \"", id,
                                                 "\" is recorded; `decree events` lists them")),
                Stage::kAsk);
  }
  if (!stored.ok()) return Fail(stored.status(), Stage::kAsk);
  if (session.json) {
    JsonWriter json;
    WriteRecord(json, *stored);
    std::cout << json.Take() << "\n";
  } else {
    PrintText(session, *stored);
  }
  return kAnswered;
}

}  // namespace

void DeclareShow(CommandLine& line) {
  auto arguments = std::make_shared<ShowArguments>();
  line.AddVerb("show", "One event as it is stored: hash, position, streams, sources",
               "decree show us-2025-10-10-additional-100 --json\n"
               "  decree show --document 9f86d081884c7d65…00a08 > notice.pdf")
      .Optional("ID", arguments->id, "the event's id")
      .Option("--document", arguments->document, "a kept source text instead, by its SHA-256")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunShow(session, *arguments); });
}

}  // namespace decree::cli

// show ID: one event as it is stored, with its hash, its streams and its sources. show --document
// HASH: the bytes of a source text, which are hashed again before they are shown.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/answers.h"
#include "tools/text/records.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

struct ShowArguments {
  std::string id;
  std::string document;
};

int ShowDocument(const Session& session, const std::string& sha256) {
  auto store = OpenToRead(session);
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
    WriteJson(std::cout, *stored);
    std::cout << "\n";
  } else {
    WriteText(PageOf(session), *stored);
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

}  // namespace decree::tools

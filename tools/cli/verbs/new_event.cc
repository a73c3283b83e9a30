// new [KIND]: an event of a kind, ready to be changed and appended, and what the kind does.
#include <iostream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/codec/event_codec.h"
#include "core/model/event_names.h"
#include "core/model/identifier.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/guide/event_examples.h"
#include "tools/guide/kind_guide.h"
#include "tools/json/laid_out.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kKindColumns = 20;
constexpr size_t kTextColumns = 78;

void PrintWrapped(std::ostream& out, const std::string& before, const std::string& text) {
  const std::string lead(before.size(), ' ');
  bool is_first = true;
  for (const std::string& line : WrapTo(text, kTextColumns)) {
    out << (is_first ? before : lead) << line << "\n";
    is_first = false;
  }
}

int ListKinds() {
  for (const EventKindInfo& info : kEventKinds) {
    PrintWrapped(std::cout, PadTo(std::string(info.name), kKindColumns),
                 std::string(WhatItDoes(info.kind)));
  }
  std::cout << "\n`decree new KIND` prints an event of that kind.\n";
  return kAnswered;
}

int PrintExample(absl::string_view kind, EventKind value) {
  for (const EventExample& example : EventExamples()) {
    if (example.kind != kind) continue;
    const absl::StatusOr<Event> event = EventFromJson(example.json);
    if (!event.ok()) return Fail(event.status(), Stage::kAsk);
    const std::string json = EventToJson(*event);
    std::cout << LaidOut(json) << std::flush;
    // On the side, so that what goes into a file is the event alone.
    PrintWrapped(std::cerr, absl::StrCat(kind, ": "), std::string(WhatItDoes(value)));
    std::cerr << "Change what is not yours; then `decree append --check FILE`. Its fields:\n";
    for (const FieldWords& field : FieldDescriptions()) {
      if (!absl::StrContains(json, absl::StrCat("\"", field.field, "\":"))) continue;
      PrintWrapped(std::cerr, PadTo(absl::StrCat("  ", field.field), kKindColumns),
                   std::string(field.words));
    }
    return kAnswered;
  }
  return Fail(absl::InternalError("no example of this kind"), Stage::kAsk);
}

int RunNew(const std::string& kind) {
  if (kind.empty()) return ListKinds();
  std::vector<absl::string_view> names;
  for (const EventKindInfo& info : kEventKinds) {
    if (info.name == kind) return PrintExample(info.name, info.kind);
    names.push_back(info.name);
  }
  const absl::string_view close = ClosestName(kind, names);
  return Fail(absl::InvalidArgumentError(
                  absl::StrCat("\"", kind, "\" is no kind of event; ",
                               close.empty() ? "" : absl::StrCat("did you mean \"", close, "\"? "),
                               "`decree new` lists them all")),
              Stage::kAsk);
}

}  // namespace

void DeclareNew(CommandLine& line) {
  auto kind = std::make_shared<std::string>();
  line.AddVerb("new", "An event of a kind to begin from, and what the kind does",
               "decree new\n  decree new imposed > event.json")
      .Optional("KIND", *kind, "imposed, announced …; without one all are listed")
      .Runs([kind](const Session&) { return RunNew(*kind); });
}

}  // namespace decree::tools

// what-if [--without ID]… [--with FILE]… -- VERB …: any question on an altered record, and what its
// answer differs in from the real one. Both are asked at the same position, whatever is appended
// meanwhile; nothing is stored.
#include <array>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/no_room.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_difference.h"
#include "tools/cli/collector.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/input/event_group.h"
#include "tools/input/event_texts.h"
#include "tools/json/reports.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr char kExample[] =
    "decree what-if --without us-2025-11-10-suspension -- as-of 2025-12-01\n"
    "  decree what-if --with draft.jsonl -- timeline us-cn-2025 --json";
// No questions about the record, or not with one JSON object for an answer.
constexpr std::array kNoQuestions = {"append", "doctor", "export", "what-if"};

using VerbDeclarer = std::function<void(CommandLine&)>;

struct WhatIfArguments {
  std::vector<std::string> without, with, words;
};

struct Told {
  int status = kAnswered;
  std::string out, err;
};

class WhatIfRun {
 public:
  WhatIfRun(const Session& session, const VerbDeclarer& declare, WhatIfArguments arguments)
      : session_(session), declare_(declare), arguments_(std::move(arguments)) {}

  int Run();

 private:
  absl::Status CheckWords();
  int OpenRecords();
  absl::Status AddDrafts(const std::string& path, EventTexts& reader);
  absl::Status DraftGroup(EventGroup& group);
  int Ask(Record& record, const std::vector<std::string>& words) const;
  Told Listen(Record& record) const;  // its answer as JSON
  int PrintJson(const Told& altered, const std::vector<JsonDifference>& differences) const;
  int PrintText(const Told& altered, const std::vector<JsonDifference>& differences);

  const Session& session_;
  const VerbDeclarer& declare_;
  WhatIfArguments arguments_;
  bool json_ = false;
  uint64_t drafts_ = 0, draft_bytes_ = 0;
  // Each lies over the one before it: the store, the store at one position, what is left out,
  // drafts.
  std::vector<std::unique_ptr<Record>> layers_;
};

absl::Status WhatIfRun::CheckWords() {
  std::vector<std::string>& words = arguments_.words;
  const auto stated = [](const char* problem) { return absl::InvalidArgumentError(problem); };
  if (words.empty() || absl::StartsWith(words.front(), "-")) {
    return stated(
        "what-if: no verb; put the question behind `--`, e.g. what-if --without ID -- as-of DATE");
  }
  const bool rebuilds = words.front() == "projections" && words.size() > 1 && words[1] == "rebuild";
  for (const char* verb : kNoQuestions) {
    if (words.front() != verb && !rebuilds) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("what-if: \"", rebuilds ? "projections rebuild" : words.front(),
                     "\" is no question; only what asks and writes nothing runs on an altered "
                     "record"));
  }
  json_ = session_.json;
  for (const std::string& word : words) {
    json_ = json_ || word == "--json";
    if (word == "--csv" || word == "--csv-safe")
      return stated("what-if: answers as text or with --json, not --csv");
    if (word == "--store" || absl::StartsWith(word, "--store=")) {
      return stated("what-if: --store belongs before `--`");
    }
  }
  words.erase(std::remove(words.begin(), words.end(), "--json"), words.end());
  return absl::OkStatus();
}

absl::Status WhatIfRun::DraftGroup(EventGroup& group) {
  if (group.empty()) return absl::OkStatus();
  auto drafted = group.DraftOn(*layers_.back());
  if (!drafted.ok()) return drafted.status();
  group.Clear();
  layers_.push_back(*std::move(drafted));
  return absl::OkStatus();
}

absl::Status WhatIfRun::AddDrafts(const std::string& path, EventTexts& reader) {
  EventGroup group(path);
  InputLine line;
  while (true) {
    const auto more = reader.Next(line);
    if (!more.ok()) return Prefixed(absl::StrCat(path, ": "), more.status());
    if (!*more) return DraftGroup(group);
    auto event = line.too_long ? absl::InvalidArgumentError("longer than a line may be")
                               : EncodedEventFromJson(line.text);
    if (!event.ok()) {
      return absl::InvalidArgumentError(
          TextOf({path, line.number, std::string(event.status().message())}));
    }
    ++drafts_;
    draft_bytes_ += line.text.size();
    if (drafts_ > EventGroup::kEventsMax || draft_bytes_ > EventGroup::kBytesMax) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": line ", line.number, ": --with takes at most ", EventGroup::kEventsMax,
          " events and ", EventGroup::kBytesMax >> 20, " MiB of them in all; give fewer"));
    }
    if (!group.HasRoomFor(*event, line.text.size())) {
      absl::Status status = DraftGroup(group);
      if (!status.ok()) return status;
    }
    group.Add(line.number, *std::move(event), line.text.size());
  }
}

int WhatIfRun::OpenRecords() {
  auto store = OpenToAsk(session_);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  layers_.push_back(*std::move(store));
  for (const std::vector<std::string>& without : {std::vector<std::string>(), arguments_.without}) {
    auto altered = layers_.back()->WhatIf(without, {});
    if (!altered.ok()) return Fail(altered.status(), Stage::kAsk);
    layers_.push_back(*std::move(altered));
  }
  for (const std::string& path : arguments_.with) {
    auto reader = EventTexts::Open(path);
    if (!reader.ok()) return Fail(reader.status(), Stage::kAsk);
    const absl::Status status = AddDrafts(path, **reader);
    if (!status.ok()) return Fail(status, Stage::kAppend);
  }
  return kAnswered;
}

int WhatIfRun::Ask(Record& record, const std::vector<std::string>& words) const {
  CommandLine line;
  declare_(line);
  line.Limit(session_.limits);
  line.AskRecord(session_.store_dir, [&record] { return record.WhatIf({}, {}); });
  std::vector<const char*> arguments = {"decree"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return line.Run(static_cast<int>(arguments.size()), arguments.data());
}

Told WhatIfRun::Listen(Record& record) const {
  std::vector<std::string> words = arguments_.words;
  words.push_back("--json");
  const Collector out(std::cout), err(std::cerr);
  Told told;
  told.status = Ask(record, words);
  told.out = out.Text();
  told.err = err.Text();
  return told;
}

// "decree: MESSAGE\n" without what stands around the message.
std::string MessageOf(const Told& told) {
  absl::string_view text = told.err;
  absl::ConsumePrefix(&text, "decree: ");
  return std::string(text.substr(0, text.find('\n')));
}

int WhatIfRun::PrintJson(const Told& altered,
                         const std::vector<JsonDifference>& differences) const {
  const bool is_answered = altered.status == kAnswered;
  WriteWhatIf(std::cout, is_answered ? std::optional(altered.out) : std::nullopt,
              MessageOf(altered), differences);
  std::cout << "\n";
  return kAnswered;
}

std::string InWords(const JsonDifference& difference) {
  const std::string path = difference.path.empty() ? "the whole answer" : difference.path;
  std::string what;
  if (difference.before.empty() || difference.before == "null") {
    const bool is_row = absl::StartsWith(difference.after, "{");
    what = is_row ? "only on the altered record" : "nothing → " + PlainText(difference.after);
  } else if (difference.after.empty() || difference.after == "null") {
    const bool is_row = absl::StartsWith(difference.before, "{");
    what = is_row ? "only on the record" : PlainText(difference.before) + " → nothing";
  } else {
    what = PlainText(difference.before) + " → " + PlainText(difference.after);
  }
  return Printable(absl::StrCat(path, ": ", what));
}

int WhatIfRun::PrintText(const Told& altered, const std::vector<JsonDifference>& differences) {
  std::vector<std::string> how;
  for (const std::string& id : arguments_.without) how.push_back("without " + Printable(id));
  if (drafts_ > 0) {
    how.push_back(
        absl::StrCat("with ", drafts_, drafts_ == 1 ? " drafted event" : " drafted events"));
  }
  if (how.empty()) how.push_back("nothing altered");
  std::cout << Colored(session_.out, Ink::kBold, "What if: " + absl::StrJoin(how, ", ")) << "\n\n";
  if (altered.status == kAnswered) {
    const int status = Ask(*layers_.back(), arguments_.words);
    if (status != kAnswered) return status;
  } else {
    std::cout << "No answer: " << MessageOf(altered) << "\n";
  }
  std::cout << "\n" << Colored(session_.out, Ink::kBold, "Differences from the record") << "\n";
  for (const JsonDifference& difference : differences) {
    std::cout << "  " << InWords(difference) << "\n";
  }
  if (differences.empty()) std::cout << "  none\n";
  return kAnswered;
}

int WhatIfRun::Run() {
  const absl::Status words = CheckWords();
  if (!words.ok()) return Fail(words, Stage::kAsk);
  const int opened = OpenRecords();
  if (opened != kAnswered) return opened;
  const Told real = Listen(*layers_[1]);
  const Told altered = Listen(*layers_.back());
  // What exists on one of the two records only is a difference; anything else is an error.
  for (const Told* told : {&altered, &real}) {
    const bool other_answered = (told == &real ? altered : real).status == kAnswered;
    if (told->status == kAnswered || (told->status == kUsage && other_answered)) continue;
    std::cerr << told->err;
    return told->status;
  }
  const auto text = [](const Told& told) {
    return told.status == kAnswered ? told.out : std::string("null");
  };
  // The head moves with the drafts, the numbers of moves with the moves before them.
  const auto differences = JsonDifferences(text(real), text(altered), {"head", "moves[].n"});
  if (!differences.ok()) {  // e.g. --help: no answer to compare
    std::cout << altered.out;
    return altered.status;
  }
  return json_ ? PrintJson(altered, *differences) : PrintText(altered, *differences);
}

}  // namespace

void DeclareWhatIf(CommandLine& line, std::function<void(CommandLine&)> declare_verbs) {
  auto arguments = std::make_shared<WhatIfArguments>();
  line.AddVerb("what-if", "A question on an altered record, and what differs; nothing is stored",
               kExample)
      .OptionList("--without", arguments->without, "leave out this event, and what repairs it")
      .OptionList("--with", arguments->with, "put the events of FILE (JSON Lines) after the last")
      .Formats(Forms::kJson)
      .Rest("VERB", arguments->words, "behind --, the question with its own arguments and flags")
      .Runs([arguments, declare = std::move(declare_verbs)](const Session& session) {
        return WhatIfRun(session, declare, *arguments).Run();
      });
}

}  // namespace decree::tools

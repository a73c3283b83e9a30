#include "tools/cli/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "core/model/identifier.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/interruption.h"
#include "tools/cli/time_limit.h"
#include "tools/words/printable.h"

namespace decree::tools {

namespace {

constexpr char kVersion[] = "0.1.0";
constexpr char kAbout[] =
    "Decree keeps every announcement about trade policy as an immutable event and answers, for "
    "any\n"
    "effective date and any state of knowledge, what was in force and why.";
constexpr char kFooter[] =
    "Dates: 2025-10-09, 2025-11 or 2025-11~ (EDTF), instants (2025-10-09T14:30:00-04:00), today,\n"
    "tomorrow, yesterday, +30d, -2w.\n"
    "Exit status: 0 answered; 1 the output could not be written, nothing was stored; 2 usage;\n"
    "3 input refused; 4 store damaged, locked or of a newer format; 5 outcome unknown (repeat "
    "with\n"
    "the same ids); 6 no room, nothing stored; 7 stored, but the output (or what follows) failed;\n"
    "124 not done in the time given by --timeout.\n"
    "Example:\n  decree --store my-store append events.jsonl\n"
    "  decree --store my-store as-of 2025-11-05";

// The word that stands where a verb should and is none; "" when there is a verb or no word at all.
std::string UnknownVerb(CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--store" || word == "--timeout") ++i;
    if (word.empty() || word[0] == '-') continue;
    for (const CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
      if (verb->get_name() == word) return "";
    }
    return word;
  }
  return "";
}

}  // namespace

struct CommandLine::State {
  explicit State(const ProgramText& program)
      : app(program.about, program.name), has_store(program.has_store) {}

  CLI::App app;
  const bool has_store;
  Session session;
  std::string floor = "enacted";
  std::string timeout;
  RunVerb chosen;
  std::vector<std::unique_ptr<Verb>> verbs;
  std::map<std::string, CLI::App*> groups;

  void AddStore(CLI::App& app_or_verb) {
    if (!has_store) return;
    app_or_verb
        .add_option("--store", session.store_dir,
                    "folder of the store (default: $DECREE_STORE, else ./decree-store)")
        ->type_name("DIR");
  }
  void AddTimeout(CLI::App& app_or_verb) {
    app_or_verb
        .add_option("--timeout", timeout, "give up after so many seconds (or 500ms, 30s, 2m)")
        ->type_name("TIME");
  }
  CLI::App& Group(const std::string& name) {
    CLI::App*& group = groups[name];
    if (group != nullptr) return *group;
    for (CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
      if (verb->get_name() == name) return *(group = verb);  // a verb that has verbs
    }
    group = app.add_subcommand(name, "");
    group->require_subcommand(1);
    AddStore(*group);
    return *group;
  }
};

struct Verb::Parts {
  Session& session;
  std::string& floor;
  RunVerb& chosen;
  CLI::App& app;
};

namespace {

auto ReadingInto(AskedDate& date) {
  return [&date](const std::string& text) { date = text; };
}

}  // namespace

Verb::Verb(const Parts& parts) : parts_(std::make_shared<const Parts>(parts)) {}

Verb& Verb::Required(const std::string& name, std::string& value, const std::string& help) {
  parts_->app.add_option(name, value, help)->required()->type_name("");
  return *this;
}

Verb& Verb::Required(const std::string& name, AskedDate& date, const std::string& help) {
  parts_->app.add_option_function<std::string>(name, ReadingInto(date), help)
      ->required()
      ->type_name("");
  return *this;
}

Verb& Verb::Optional(const std::string& name, std::string& value, const std::string& help) {
  parts_->app.add_option(name, value, help)->type_name("");
  return *this;
}

Verb& Verb::List(const std::string& name, std::vector<std::string>& values,
                 const std::string& help) {
  parts_->app.add_option(name, values, help)->type_name("");
  return *this;
}

Verb& Verb::Option(const std::string& flag, std::string& value, const std::string& help,
                   bool required) {
  parts_->app.add_option(flag, value, help)->required(required)->type_name("");
  return *this;
}

Verb& Verb::Option(const std::string& flag, AskedDate& date, const std::string& help) {
  parts_->app.add_option_function<std::string>(flag, ReadingInto(date), help)->type_name("");
  return *this;
}

Verb& Verb::OptionList(const std::string& flag, std::vector<std::string>& values,
                       const std::string& help) {
  parts_->app.add_option(flag, values, help)->type_name("")->allow_extra_args(false);
  return *this;
}

Verb& Verb::Rest(const std::string& name, std::vector<std::string>& words,
                 const std::string& help) {
  parts_->app.add_option(name, words, help)->type_name("");
  return *this;
}

Verb& Verb::Flag(const std::string& flag, bool& value, const std::string& help) {
  parts_->app.add_flag(flag, value, help);
  return *this;
}

Verb& Verb::View() {
  ViewText& view = parts_->session.view;
  parts_->app.add_option("--known-by", view.known_by, "only what was published by the end of DATE")
      ->type_name("DATE");
  parts_->app
      .add_option("--recorded-by", view.recorded_by, "only what this store had recorded by then")
      ->type_name("POSITION|INSTANT");
  parts_->app.add_flag(
      "--formerly", view.formerly,
      "with --recorded-by INSTANT: events count from when another system claims to "
      "have recorded them, where one does");
  parts_->app
      .add_option("--floor", parts_->floor,
                  "the firmness that counts: reported, underReview, threatened, proposed, "
                  "announced or enacted (the default)")
      ->type_name("LEVEL");
  return *this;
}

Verb& Verb::Formats(Forms forms) {
  CLI::Option* json = parts_->app.add_flag("--json", parts_->session.json, "one JSON object");
  if (forms == Forms::kJsonCsv) {
    CLI::Option* csv =
        parts_->app.add_flag("--csv", parts_->session.csv, "comma-separated rows with a header")
            ->excludes(json);
    parts_->app
        .add_flag_callback(
            "--csv-safe",
            [parts = parts_] {
              parts->session.csv = true;
              parts->session.csv_form = CsvForm::kSafe;
            },
            "as --csv, for spreadsheets: no cell is taken for a formula")
        ->excludes(json)
        ->excludes(csv);
  }
  return *this;
}

void Verb::Runs(RunVerb run) {
  parts_->app.callback([parts = parts_, run = std::move(run)] {
    // The verb of a verb counts, whose callback came first.
    if (parts->app.get_subcommands().empty()) parts->chosen = run;
  });
}

CommandLine::CommandLine() : CommandLine({"decree", kAbout, kFooter, true}) {}

CommandLine::CommandLine(const ProgramText& program) : state_(std::make_unique<State>(program)) {
  CLI::App& app = state_->app;
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(program.name) + " " + kVersion);
  app.footer(program.footer);
  app.get_formatter()->column_width(34);
  state_->AddStore(app);
  state_->AddTimeout(app);
}
CommandLine::~CommandLine() = default;

Verb& CommandLine::AddVerb(const std::string& name, const std::string& help,
                           const std::string& example) {
  const size_t space = name.find(' ');
  CLI::App& parent =
      space == std::string::npos ? state_->app : state_->Group(name.substr(0, space));
  const std::string verb = space == std::string::npos ? name : name.substr(space + 1);
  CLI::App* app = parent.add_subcommand(verb, help);
  app->footer("Example:\n  " + example);
  if (&parent != &state_->app) {
    const std::string above = parent.get_footer();
    parent.footer((above.empty() ? "Example:" : above) + "\n  " + example);
  }
  const Verb::Parts parts{state_->session, state_->floor, state_->chosen, *app};
  state_->AddStore(*app);
  state_->AddTimeout(*app);
  state_->verbs.push_back(std::unique_ptr<Verb>(new Verb(parts)));
  return *state_->verbs.back();
}

void CommandLine::DescribeGroup(const std::string& name, const std::string& help) {
  state_->Group(name).description(help);
}

void CommandLine::AskRecord(const std::string& store_dir,
                            std::function<absl::StatusOr<std::unique_ptr<Record>>()> opener) {
  state_->session.store_dir = store_dir;
  state_->session.open_record = std::move(opener);
}

void CommandLine::Limit(const QuestionLimits& limits) { state_->session.limits = limits; }

// Runs the chosen verb within the time that was given.
int CommandLine::RunInTime() {
  const Interruption interruption(state_->app.get_subcommands().front()->get_name());
  if (state_->timeout.empty()) return state_->chosen(state_->session);
  const absl::StatusOr<absl::Duration> timeout = ParseTimeout(state_->timeout);
  if (!timeout.ok()) return Fail(timeout.status(), Stage::kAsk);
  const std::string verb = state_->app.get_subcommands().front()->get_name();
  QuestionLimits& limits = state_->session.limits;
  limits.deadline = std::min(limits.deadline, absl::Now() + *timeout);
  const EndedLate ended_late(verb, verb == "append", *timeout);
  const int status = state_->chosen(state_->session);
  if (status == kOutOfTime) {
    std::cerr << "decree: " << verb << " was stopped by --timeout " << Printable(state_->timeout)
              << "; narrow the question or give it more time\n";
  }
  return status;
}

// `help VERB` asks what `VERB --help` does.
int CommandLine::Run(int argc, const char* const* argv) {
  if (argc < 2 || absl::string_view(argv[1]) != "help") return RunVerbNamed(argc, argv);
  std::vector<const char*> words(argv, argv + argc);
  words.erase(words.begin() + 1);
  words.push_back("--help");
  return RunVerbNamed(static_cast<int>(words.size()), words.data());
}

int CommandLine::RunVerbNamed(int argc, const char* const* argv) {
  const std::string unknown = UnknownVerb(state_->app, argc, argv);
  if (!unknown.empty()) {
    std::vector<absl::string_view> names;
    const auto verbs = state_->app.get_subcommands([](CLI::App*) { return true; });
    names.reserve(verbs.size());
    for (const CLI::App* verb : verbs) names.push_back(verb->get_name());
    const absl::string_view close = ClosestName(unknown, names);
    std::cerr << "decree: \"" << Visible(unknown) << "\" is no verb; ";
    if (!close.empty()) std::cerr << "did you mean `" << close << "`? ";
    std::cerr << "`decree --help` lists them\n";
    return kUsage;
  }
  try {
    state_->app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are the two "errors" that were asked for.
    if (error.get_exit_code() == 0) {
      return EndOutput({}, state_->app.exit(error, std::cout, std::cerr));
    }
    std::cerr << "decree: " << Visible(error.what()) << "\n"
              << "Run `decree --help`, or `decree VERB --help` for an example.\n";
    return kUsage;
  }
  Session& session = state_->session;
  const auto floor = CommitmentFromName(state_->floor);
  if (!floor || *floor == Commitment::kNone || *floor == Commitment::kWithdrawn) {
    return Fail(absl::InvalidArgumentError(
                    "--floor: \"" + state_->floor +
                    "\" is no level; give reported, underReview, threatened, proposed, announced "
                    "or enacted"),
                Stage::kAsk);
  }
  session.view.floor = *floor;
  if (session.store_dir.empty()) {
    const char* from_environment = std::getenv("DECREE_STORE");
    const bool is_set = from_environment != nullptr && *from_environment != '\0';
    session.store_dir = is_set ? from_environment : "./decree-store";
  }
  session.out = DescribeStdout();
  session.err = DescribeStderr();
  return EndOutput(*session.stored, RunInTime());
}

}  // namespace decree::tools

// The verbs and their arguments. This file's .cc is the only one that knows CLI11.
//
//   line.AddVerb("as-of", "The control state on a date", "decree as-of 2025-11-05")
//       .Required("DATE", args->effective_on, "the effective date")
//       .View().Formats(Forms::kJsonCsv)
//       .Runs([args](const Session& session) { return RunAsOf(session, *args); });
#ifndef DECREE_TOOLS_CLI_COMMAND_LINE_H_
#define DECREE_TOOLS_CLI_COMMAND_LINE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/model/asked_date.h"
#include "tools/cli/session.h"

namespace decree::tools {

using RunVerb = std::function<int(const Session&)>;

enum class Forms { kJson, kJsonCsv };

// References given must live until the verb has run.
class Verb {
 public:
  Verb& Required(const std::string& name, std::string& value, const std::string& help);
  Verb& Required(const std::string& name, AskedDate& date, const std::string& help);
  Verb& Optional(const std::string& name, std::string& value, const std::string& help);
  Verb& List(const std::string& name, std::vector<std::string>& values, const std::string& help);
  Verb& Option(const std::string& flag, std::string& value, const std::string& help,
               bool required = false);
  Verb& Option(const std::string& flag, AskedDate& date, const std::string& help);
  // Given once or several times, one value each.
  Verb& OptionList(const std::string& flag, std::vector<std::string>& values,
                   const std::string& help);
  // All words after `--`, flags too.
  Verb& Rest(const std::string& name, std::vector<std::string>& words, const std::string& help);
  Verb& Flag(const std::string& flag, bool& value, const std::string& help);
  Verb& View();  // --known-by, --recorded-by, --formerly, --floor
  Verb& Formats(Forms forms);
  void Runs(RunVerb run);

 private:
  friend class CommandLine;
  struct Parts;
  explicit Verb(const Parts& parts);
  std::shared_ptr<const Parts> parts_;
};

// What --help says around the verbs, and whether there is a store to name.
struct ProgramText {
  const char* name;
  const char* about;
  const char* footer;
  bool has_store;
};

class CommandLine {
 public:
  CommandLine();  // of `decree`
  explicit CommandLine(const ProgramText& program);
  ~CommandLine();

  // "projections list" declares the verb `list` of the group `projections`; "backup verify" one of
  // the verb `backup`, which was declared before and whose own words are then all optional.
  // `example` is shown by --help, one command a line.
  Verb& AddVerb(const std::string& name, const std::string& help, const std::string& example);
  void DescribeGroup(const std::string& name, const std::string& help);

  // Verbs then ask the record of `opener` (Session::open_record) of the store in `store_dir`.
  void AskRecord(const std::string& store_dir,
                 std::function<absl::StatusOr<std::unique_ptr<Record>>()> opener);

  // What limits questions that are given no --timeout of their own.
  void Limit(const QuestionLimits& limits);

  // Parses, runs the verb named, and returns the exit status.
  int Run(int argc, const char* const* argv);

 private:
  int RunVerbNamed(int argc, const char* const* argv);
  int RunInTime();

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_COMMAND_LINE_H_

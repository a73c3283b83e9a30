#include "tools/cli/asked_words.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/model/asked_date.h"
#include "tools/cli/collector.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

using Flags = std::vector<std::string>;

constexpr char kFormerly[] = "--formerly";  // the view flag without a value
const Flags kViewFlags = {"--known-by", "--recorded-by", "--floor"};

Flags AndOfTransactions(Flags flags) {
  const Flags more = TransactionFlags::Names();
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

struct Question {
  const char* verb;
  size_t plain_words;  // that belong to no flag
  Flags with_value;
  const char* without;  // a flag without a value, or ""
  void (*declare)(CommandLine&);
};
const std::array kQuestions = {
    Question{"as-of",
             1,
             {"--issuer", "--measure", "--origin", "--destination", "--product"},
             "--all",
             DeclareAsOf},
    Question{"screen", 0, AndOfTransactions({"--on"}), "", DeclareScreen},
    Question{"explain", 1, AndOfTransactions({"--on"}), "", DeclareExplain},
    // Of a measure or of a transaction.
    Question{"history", 0, AndOfTransactions({"--measure", "--axis", "--on"}), "", DeclareHistory},
    Question{"diff",
             1,
             {"--issuer", "--measure", "--origin", "--destination", "--product", "--axis", "--on"},
             "",
             DeclareDiff},
    Question{"outlook", 1, {"--days", "--issuer", "--measure"}, "", DeclareOutlook},
    Question{"timeline", 1, {"--from", "--to"}, "", DeclareTimeline},
    Question{"replay", 1, {"--from", "--to"}, "", DeclareReplay},
    Question{"observations", 1, {}, "", DeclareObservations},
    Question{"coverage", 0, {"--issuer", "--on"}, "", DeclareCoverage},
};

absl::Status Refused(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the question of a bundle: ", what));
}

bool Holds(const Flags& flags, const std::string& word) {
  return std::find(flags.begin(), flags.end(), word) != flags.end();
}

// A word like `today` or `+30d` becomes a day where a date may stand: alone, at an end of A..B, or
// as a fact.
std::string WithDays(const std::string& word, int64_t now_utc_us) {
  const auto day = [now_utc_us](absl::string_view text) { return DayFromToday(text, now_utc_us); };
  if (const size_t dots = word.find(".."); dots != std::string::npos) {
    return absl::StrCat(day(word.substr(0, dots)), "..", day(word.substr(dots + 2)));
  }
  if (const size_t equals = word.rfind('='); equals != std::string::npos) {
    return absl::StrCat(word.substr(0, equals), "=", day(word.substr(equals + 1)));
  }
  return day(word);
}

absl::StatusOr<std::string> Ask(const OpenRecord& open, std::vector<std::string> words, bool json) {
  const absl::StatusOr<std::vector<std::string>> plain = WordsForBundle(words, 0);
  if (!plain.ok()) return plain.status();
  if (*plain != words) return Refused("`today` and --json do not belong into a bundle");
  if (json) words.emplace_back("--json");
  CommandLine line;
  for (const Question& question : kQuestions) {
    if (words.front() == question.verb) question.declare(line);
  }
  line.AskRecord("", [&open]() -> absl::StatusOr<std::unique_ptr<Record>> { return open(); });
  std::vector<const char*> arguments = {"decree"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  const Collector out(std::cout), err(std::cerr);
  if (line.Run(static_cast<int>(arguments.size()), arguments.data()) == kAnswered) {
    return out.Text();
  }
  const std::string told = err.Text();
  absl::string_view said = told;
  absl::ConsumePrefix(&said, "decree: ");
  return absl::InvalidArgumentError(said.substr(0, said.find('\n')));
}

}  // namespace

std::string VerbsOfBundles() {
  std::string list;
  for (const Question& question : kQuestions) {
    const bool is_last = &question == &kQuestions.back();
    absl::StrAppend(&list, list.empty() ? "" : is_last ? " or " : ", ", question.verb);
  }
  return list;
}

absl::StatusOr<std::vector<std::string>> WordsForBundle(const std::vector<std::string>& words,
                                                        int64_t now_utc_us) {
  const auto question = std::find_if(
      kQuestions.begin(), kQuestions.end(),
      [&](const Question& known) { return !words.empty() && words.front() == known.verb; });
  if (question == kQuestions.end()) {
    return Refused(absl::StrCat("it starts with ", VerbsOfBundles()));
  }
  std::vector<std::string> kept = {words.front()};
  size_t plain_words = 0;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--json") continue;
    const bool takes_value = Holds(kViewFlags, word) || Holds(question->with_value, word);
    if (takes_value) {
      if (i + 1 == words.size() || words[i + 1].empty() || absl::StartsWith(words[i + 1], "--")) {
        return Refused(absl::StrCat(word, " needs a value, as a word of its own"));
      }
      kept.push_back(word);
      kept.push_back(WithDays(words[++i], now_utc_us));
      continue;
    }
    const bool is_flag = word.empty() || word.front() == '-';
    const bool has_no_value = word == kFormerly || word == question->without;
    if (is_flag && (word.empty() || !has_no_value)) {
      return Refused(
          absl::StrCat("\"", word, "\" is no flag of ", question->verb,
                       " that a bundle may hold (write --flag VALUE, not --flag=VALUE)"));
    }
    if (!is_flag && ++plain_words > question->plain_words) {
      return Refused(absl::StrCat("\"", word, "\" is a word too many for ", question->verb));
    }
    kept.push_back(is_flag ? word : WithDays(word, now_utc_us));
  }
  return kept;
}

absl::StatusOr<std::string> AskWithJson(const OpenRecord& open,
                                        const std::vector<std::string>& words) {
  return Ask(open, words, true);
}

absl::StatusOr<std::string> AskForPeople(const OpenRecord& open,
                                         const std::vector<std::string>& words) {
  return Ask(open, words, false);
}

}  // namespace decree::tools

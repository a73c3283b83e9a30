// The moves of a thread, and the score after each.
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/words/event_words.h"
#include "tools/words/move_words.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr size_t kIndent = 5;

// The numbers, from 1, of the moves listed, by their ids.
using MoveNumbers = std::map<std::string, size_t>;

MoveNumbers NumbersOf(const std::vector<Move>& moves) {
  MoveNumbers numbers;
  for (size_t i = 0; i < moves.size(); ++i) numbers[moves[i].stored.event.id] = i + 1;
  return numbers;
}

// "answers move 43 after 1 day"; the id where the answered move is not listed.
std::string AnswerByNumber(const MoveAnswer& answer, const MoveNumbers& numbers) {
  const auto listed = numbers.find(answer.id);
  return AnswerInWords(answer,
                       listed == numbers.end() ? answer.id : absl::StrCat("move ", listed->second));
}

void AddWrapped(const Terminal& terminal, const std::string& text, std::string& out) {
  const std::string margin(kIndent, ' ');
  const std::vector<std::string> lines = WrapTo(Printable(text), terminal.width - kIndent - 2);
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&out, margin, i == 0 ? "" : "  ", lines[i], "\n");
  }
}

// The numbered move, what it answers, and what it changed.
std::string MoveInWords(const Terminal& terminal, size_t number, const Move& move,
                        const MoveNumbers& numbers) {
  const Event& event = move.stored.event;
  const Ink ink = move.weight == MoveWeight::kEscalation ? Ink::kRed
                  : move.weight == MoveWeight::kEasing   ? Ink::kGreen
                                                         : Ink::kBold;
  std::string text = absl::StrCat(number < 10 ? " " : "", number, ". ");
  std::string head = absl::StrCat(PadTo(StatedText(event), 10), "  ", PadTo(move.side, 3), " ",
                                  Words(KindName(event)));
  const std::string weight = WeightInWords(move);
  absl::StrAppend(&text, Colored(terminal, ink, Printable(head)),
                  weight.empty() ? "" : "  [" + weight + "]", "\n");
  const std::string headline = HeadlineOf(event);
  if (!headline.empty()) AddWrapped(terminal, headline, text);
  for (const MoveAnswer& answer : move.answers) {
    const auto listed = numbers.find(answer.id);
    const std::string number_of =
        listed == numbers.end() ? "" : absl::StrCat(" (move ", listed->second, ")");
    AddWrapped(terminal, AnswerInWords(answer) + number_of, text);
  }
  for (const StateChange& change : move.changes) {
    AddWrapped(terminal, absl::StrCat(change.measure, ": ", change.before, " → ", change.after),
               text);
  }
  return text;
}

std::string AnswersOf(const Move& move, const char* separator) {
  return absl::StrJoin(move.answers, separator, [](std::string* out, const MoveAnswer& answer) {
    absl::StrAppend(out, AnswerInWords(answer));
  });
}

std::string ChangesOf(const Move& move, const char* separator) {
  return absl::StrJoin(move.changes, separator, [](std::string* out, const StateChange& change) {
    absl::StrAppend(out, change.measure, ": ", change.before, " → ", change.after);
  });
}

// An event without a title says what it is about first: "us/a: +20% ad valorem".
std::string WhatOf(const Event& event) {
  std::string headline = HeadlineOf(event);
  if (headline.empty()) return SubjectOf(event);
  if (!event.title.empty() || event.measure.empty()) return headline;
  const std::string terms = event.terms ? TermsInWords(*event.terms) : "";
  const bool told = terms.empty() || terms == headline;
  return absl::StrCat(event.measure, ": ", headline, told ? "" : absl::StrCat(" [", terms, "]"));
}

}  // namespace

void WriteCsv(std::ostream& out, const TimelineAnswer& answer, CsvForm form) {
  out << CsvLine(form, {"n", "stated", "side", "kind", "id", "measure", "title", "answers",
                        "weight", "card", "changes"});
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    out << CsvLine(form, {std::to_string(i + 1), StatedText(event), move.side, KindName(event),
                          event.id, event.measure, HeadlineOf(event), AnswersOf(move, "; "),
                          std::string(NameOf(move.weight)), move.card ? "true" : "false",
                          ChangesOf(move, "; ")});
  }
}

void WriteText(const Page& page, const TimelineAnswer& answer) {
  page.out << Colored(page.terminal, Ink::kBold,
                      answer.thread.empty() ? "All events" : "Thread " + Printable(answer.thread))
           << ", " << ViewInWords(answer.header, page.floor) << "\n";
  const MoveNumbers numbers = NumbersOf(answer.moves);
  std::vector<Row> rows;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    const std::string answers =
        absl::StrJoin(move.answers, ", ", [&](std::string* out, const MoveAnswer& one) {
          absl::StrAppend(out, AnswerByNumber(one, numbers));
        });
    std::string what = WhatOf(event);
    if (!answers.empty()) absl::StrAppend(&what, " (", answers, ")");
    rows.push_back({std::to_string(i + 1), StatedText(event), move.side,
                    event.kind ? Words(InfoOf(*event.kind).name) : "", Printable(what)});
  }
  page.out << AlignedRows(page.terminal, rows) << rows.size()
           << (rows.size() == 1 ? " move." : " moves.");
  if (!answer.thread.empty()) {
    page.out << " `decree replay " << Printable(answer.thread) << "` shows what each one changed.";
  }
  page.out << "\n";
}

void WriteText(const Page& page, const ReplayAnswer& answer, const std::function<bool()>& goes_on) {
  const size_t count = answer.moves.size();
  page.out << Colored(page.terminal, Ink::kBold, "Replay of " + Printable(answer.thread)) << ", "
           << count << (count == 1 ? " move, " : " moves, ")
           << ViewInWords(answer.header, page.floor) << "\n";
  const MoveNumbers numbers = NumbersOf(answer.moves);
  for (size_t i = 0; i < count; ++i) {
    page.out << "\n" << MoveInWords(page.terminal, i + 1, answer.moves[i], numbers);
    const bool scored = answer.moves[i].card || answer.moves[i].weight != MoveWeight::kNeutral;
    if (scored && i + 1 < count) {
      page.out << "     "
               << Colored(page.terminal, Ink::kFaint, Printable(TallyInWords(answer.tallies[i])))
               << "\n";
    }
    if (i + 1 < count && !goes_on()) return;
  }
  if (count > 0) {
    page.out << "\n"
             << Colored(page.terminal, Ink::kBold, "In the end") << "  "
             << Printable(TallyInWords(answer.tallies.back())) << "\n";
  }
}

}  // namespace decree::tools

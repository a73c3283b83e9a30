// What decides a measure's state, act by act.
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/event_words.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

struct FateHeading {
  ActFate fate;
  const char* text;
};
constexpr std::array<FateHeading, 4> kHeadings = {{
    {ActFate::kDecides, "Decided by"},
    {ActFate::kContributes, "With"},
    {ActFate::kLoses, "Overridden"},
    {ActFate::kNotVisible, "Not visible in this view"},
}};

void WriteAct(const Page& page, const ExplainedAct& act) {
  std::string title = absl::StrCat(Words(InfoOf(act.kind).name), ", stated ", act.stated);
  if (!act.published.empty() && act.published != act.stated) {
    absl::StrAppend(&title, ", published ", act.published);
  }
  if (!act.from.empty()) absl::StrAppend(&title, ", from ", act.from);
  if (!act.to.empty()) absl::StrAppend(&title, ", to ", act.to);
  if (!act.facets.empty()) absl::StrAppend(&title, " [", absl::StrJoin(act.facets, ", "), "]");
  page.out << "  " << Colored(page.terminal, Ink::kBold, Printable(act.id)) << " (position "
           << act.position << ")\n";
  WriteWrapped(page, 4, title);
  if (!act.why.empty()) WriteWrapped(page, 4, act.why);
  if (act.repaired_by != 0) {
    WriteWrapped(
        page, 4,
        absl::StrCat("repaired by ", act.repaired_by_id, " (position ", act.repaired_by, ")"));
  }
  for (const Source& source : act.sources) WriteWrapped(page, 4, "— " + CitationOf(source));
}

}  // namespace

void WriteWrapped(const Page& page, size_t indent, const std::string& text) {
  const std::string margin(indent, ' ');
  for (const std::string& line : WrapTo(Printable(text), page.terminal.width - indent)) {
    page.out << margin << line << "\n";
  }
}

void WriteActs(const Page& page, const std::vector<ExplainedAct>& acts) {
  for (const FateHeading& heading : kHeadings) {
    bool first = true;
    for (const ExplainedAct& act : acts) {
      if (act.fate != heading.fate) continue;
      if (first) page.out << "\n" << heading.text << ":\n";
      first = false;
      WriteAct(page, act);
    }
  }
}

std::string SourcesOf(const ExplainedAct& act) {
  return absl::StrJoin(act.sources, "; ", [](std::string* out, const Source& source) {
    absl::StrAppend(out, CitationOf(source));
  });
}

void WriteCsv(std::ostream& out, const ExplainAnswer& answer, CsvForm form) {
  out << CsvLine(form, {"id", "kind", "position", "fate", "facets", "why", "stated", "published",
                        "from", "to", "repairedBy", "sources"});
  for (const ExplainedAct& act : answer.acts) {
    out << CsvLine(
        form, {act.id, std::string(InfoOf(act.kind).name), std::to_string(act.position),
               std::string(NameOf(act.fate)), absl::StrJoin(act.facets, ";"), act.why, act.stated,
               act.published, act.from, act.to, act.repaired_by_id, SourcesOf(act)});
  }
}

void WriteText(const Page& page, const ExplainAnswer& answer) {
  const MeasureState& state = answer.state;
  page.out << Colored(page.terminal, Ink::kBold, Printable(state.measure)) << " on "
           << Printable(answer.header.effective_on) << ", "
           << ViewInWords(answer.header, page.floor) << "\n";
  if (!state.title.empty()) page.out << Printable(state.title) << "\n";
  page.out << Colored(page.terminal, InkOf(VerdictOf(state)), VerdictInWords(state));
  for (const std::string& part :
       {TermsInWords(state), EffectiveInWords(state), StandingInWords(state)}) {
    if (!part.empty()) page.out << "; " << part;
  }
  page.out << "\n";
  for (const std::string& reason : state.reasons) WriteWrapped(page, 2, "· " + reason);
  WriteActs(page, answer.acts);
}

}  // namespace decree::tools

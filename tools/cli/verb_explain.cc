// explain MEASURE --on DATE: what won, what lost and why, with citations.
#include <array>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/measure_answer.h"
#include "tools/cli/record_answer.h"
#include "tools/cli/verbs.h"
#include "tools/cli/words.h"

namespace decree::cli {
namespace {

struct ExplainArguments {
  std::string measure, on;
};

struct FateText {
  ActFate fate;
  const char* name;
  const char* heading;
};
constexpr std::array<FateText, 4> kFates = {{
    {ActFate::kDecides, "decides", "Decided by"},
    {ActFate::kContributes, "contributes", "With"},
    {ActFate::kLoses, "loses", "Overridden"},
    {ActFate::kNotVisible, "notVisible", "Not visible in this view"},
}};

void WriteAct(JsonWriter& json, const ExplainedAct& act) {
  json.BeginObject();
  json.Field("id", act.id).Field("kind", InfoOf(act.kind).name);
  json.IntegerField("position", act.position);
  json.Field("fate", kFates[static_cast<size_t>(act.fate)].name);
  json.StringsField("facets", act.facets).Field("why", act.why);
  json.FieldOrNull("stated", act.stated).FieldOrNull("published", act.published);
  json.Key("effective").BeginObject().FieldOrNull("from", act.from).FieldOrNull("to", act.to);
  json.EndObject().Key("repairedBy");
  if (act.repaired_by == 0) {
    json.Null();
  } else {
    json.BeginObject().Field("id", act.repaired_by_id).IntegerField("position", act.repaired_by);
    json.EndObject();
  }
  json.Key("sources").BeginArray();
  for (const Source& source : act.sources) json.Raw(SourceToJson(source));
  json.EndArray().EndObject();
}

void PrintJson(const ExplainAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("state");
  WriteMeasure(json, answer.state);
  json.Key("acts").BeginArray();
  for (const ExplainedAct& act : answer.acts) WriteAct(json, act);
  std::cout << json.EndArray().EndObject().Take() << "\n";
}

void PrintCsv(const ExplainAnswer& answer) {
  std::cout << CsvLine({"id", "kind", "position", "fate", "facets", "why", "stated", "published",
                        "from", "to", "repairedBy", "sources"});
  for (const ExplainedAct& act : answer.acts) {
    const std::string sources = absl::StrJoin(
        act.sources, "; ",
        [](std::string* out, const Source& source) { absl::StrAppend(out, CitationOf(source)); });
    std::cout << CsvLine({act.id, std::string(InfoOf(act.kind).name), std::to_string(act.position),
                          kFates[static_cast<size_t>(act.fate)].name,
                          absl::StrJoin(act.facets, ";"), act.why, act.stated, act.published,
                          act.from, act.to, act.repaired_by_id, sources});
  }
}

void PrintWrapped(const Session& session, size_t indent, const std::string& text) {
  const std::string margin(indent, ' ');
  for (const std::string& line : WrapTo(Printable(text), session.out.width - indent)) {
    std::cout << margin << line << "\n";
  }
}

void PrintAct(const Session& session, const ExplainedAct& act) {
  std::string title = absl::StrCat(Words(InfoOf(act.kind).name), ", stated ", act.stated);
  if (!act.published.empty() && act.published != act.stated) {
    absl::StrAppend(&title, ", published ", act.published);
  }
  if (!act.from.empty()) absl::StrAppend(&title, ", from ", act.from);
  if (!act.to.empty()) absl::StrAppend(&title, ", to ", act.to);
  if (!act.facets.empty()) absl::StrAppend(&title, " [", absl::StrJoin(act.facets, ", "), "]");
  std::cout << "  " << Colored(session.out, Ink::kBold, Printable(act.id)) << " (position "
            << act.position << ")\n";
  PrintWrapped(session, 4, title);
  if (!act.why.empty()) PrintWrapped(session, 4, act.why);
  if (act.repaired_by != 0) {
    PrintWrapped(
        session, 4,
        absl::StrCat("repaired by ", act.repaired_by_id, " (position ", act.repaired_by, ")"));
  }
  for (const Source& source : act.sources) PrintWrapped(session, 4, "— " + CitationOf(source));
}

void PrintText(const Session& session, const ExplainAnswer& answer) {
  const MeasureState& state = answer.state;
  const Verdict verdict = VerdictOf(state);
  std::cout << Colored(session.out, Ink::kBold, Printable(state.measure)) << " on "
            << Printable(answer.header.effective_on) << ", "
            << ViewInWords(answer.header, session.view.floor) << "\n";
  if (!state.title.empty()) std::cout << Printable(state.title) << "\n";
  static constexpr std::array kVerdicts = {"applies", "undetermined", "pending", "does not apply"};
  std::cout << Colored(session.out, InkOf(verdict),
                       SignOf(verdict) + " " + kVerdicts[static_cast<size_t>(verdict)]);
  for (const std::string& part :
       {TermsInWords(state), EffectiveInWords(state), StandingInWords(state)}) {
    if (!part.empty()) std::cout << "; " << part;
  }
  std::cout << "\n";
  for (const std::string& reason : state.reasons) PrintWrapped(session, 2, "· " + reason);
  for (const FateText& fate : kFates) {
    bool first = true;
    for (const ExplainedAct& act : answer.acts) {
      if (act.fate != fate.fate) continue;
      if (first) std::cout << "\n" << fate.heading << ":\n";
      first = false;
      PrintAct(session, act);
    }
  }
}

int RunExplain(const Session& session, const ExplainArguments& arguments) {
  return AskAndPrint(
      session,
      [&](Decree& store) {
        return store.Explain({arguments.measure, arguments.on, session.view, {}});
      },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintText(session, answer); });
}

}  // namespace

void DeclareExplain(CommandLine& line) {
  auto arguments = std::make_shared<ExplainArguments>();
  line.AddVerb("explain",
               "Which event decides a measure's state, what lost and why, with citations",
               "decree explain us/additional-100-cn --on 2025-11-05")
      .Required("MEASURE", arguments->measure, "the measure's slug")
      .Option("--on", arguments->on, "the effective date: EDTF, RFC 3339 or `today`", true)
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunExplain(session, *arguments); });
}

}  // namespace decree::cli

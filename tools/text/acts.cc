#include "tools/text/acts.h"

#include <array>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

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

}  // namespace

absl::string_view NameOf(ActFate fate) { return kFates[static_cast<size_t>(fate)].name; }

void WriteAct(JsonWriter& json, const ExplainedAct& act) {
  json.BeginObject();
  json.Field("id", act.id).Field("kind", InfoOf(act.kind).name);
  json.IntegerField("position", act.position);
  json.Field("fate", NameOf(act.fate));
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

void PrintWrapped(const Session& session, size_t indent, const std::string& text) {
  const std::string margin(indent, ' ');
  for (const std::string& line : WrapTo(Printable(text), session.out.width - indent)) {
    std::cout << margin << line << "\n";
  }
}

void PrintActs(const Session& session, const std::vector<ExplainedAct>& acts) {
  for (const FateText& fate : kFates) {
    bool first = true;
    for (const ExplainedAct& act : acts) {
      if (act.fate != fate.fate) continue;
      if (first) std::cout << "\n" << fate.heading << ":\n";
      first = false;
      PrintAct(session, act);
    }
  }
}

}  // namespace decree::cli

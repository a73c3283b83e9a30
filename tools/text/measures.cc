#include "tools/text/measures.h"

#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

template <typename Facet>
std::string FacetName(const Possible<Facet>& facet) {
  return facet.decided() ? std::string(NameOf(facet.value())) : "undetermined";
}

// "force":["pending","inForce"], for a facet with several possibilities.
template <typename Facet>
void WritePossible(JsonWriter& json, absl::string_view name, const Possible<Facet>& facet) {
  if (facet.decided() || facet.empty()) return;
  json.Key(name).BeginArray();
  for (uint8_t v = 0; v < 8; ++v) {
    if (facet.Has(static_cast<Facet>(v))) json.String(NameOf(static_cast<Facet>(v)));
  }
  json.EndArray();
}

bool IsOpen(const MeasureState& state) {
  return !state.force.decided() || !state.legality.decided() || !state.enforcement.decided();
}

void WriteFacets(JsonWriter& json, const MeasureState& state) {
  json.Key("facets").BeginObject();
  json.Field("commitment", NameOf(state.commitment));
  json.Field("force", FacetName(state.force));
  json.Field("legality", FacetName(state.legality));
  json.Field("enforcement", FacetName(state.enforcement));
  json.Field("evidence", NameOf(state.evidence)).EndObject();
  if (!IsOpen(state)) return;
  json.Key("possible").BeginObject();
  WritePossible(json, "force", state.force);
  WritePossible(json, "legality", state.legality);
  WritePossible(json, "enforcement", state.enforcement);
  json.EndObject();
}

void WriteTerms(JsonWriter& json, const MeasureState& state) {
  json.Key("terms");
  if (state.terms) {
    json.Raw(TermsToJson(*state.terms));
  } else {
    json.Null();
  }
  if (!state.terms && state.terms_possible.size() > 1) {
    json.Key("termsPossible").BeginArray();
    for (const Terms& terms : state.terms_possible) json.Raw(TermsToJson(terms));
    json.EndArray();
  }
  if (state.terms_planned) json.BoolField("termsPlanned", true);
}

void WriteEffective(JsonWriter& json, const std::optional<IntervalText>& interval) {
  json.Key("effective");
  if (!interval) {
    json.Null();
    return;
  }
  json.BeginObject().FieldOrNull("from", interval->from).FieldOrNull("to", interval->to);
  if (!interval->through.empty()) json.Field("through", interval->through);
  json.Field("certainty", interval->certain ? "certain" : "possible").EndObject();
}

}  // namespace

void WriteHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor) {
  json.FieldOrNull("effectiveOn", header.effective_on);
  json.FieldOrNull("knownBy", header.known_by);
  json.FieldOrNull("recordedBy", header.recorded_by);
  json.Field("floor", NameOf(floor));
  json.IntegerField("head", header.head);
}

void WriteMeasure(JsonWriter& json, const MeasureState& state,
                  const std::vector<std::string>* missing) {
  json.BeginObject();
  json.Field("measure", state.measure);
  json.FieldOrNull("title", state.title);
  json.FieldOrNull("class", NameOf(state.measure_class));
  json.FieldOrNull("issuer", state.issuer);
  if (!state.program.empty()) json.Field("program", state.program);
  if (state.applies_by != AppliesBy::kUnset) json.Field("appliesBy", NameOf(state.applies_by));
  json.Field("applies", NameOf(state.applies));
  WriteFacets(json, state);
  WriteTerms(json, state);
  json.Key("scope");
  if (state.scope) {
    json.Raw(ScopeToJson(*state.scope));
  } else {
    json.Null();
  }
  WriteEffective(json, state.effective);
  if (missing != nullptr) json.StringsField("missing", *missing);
  json.StringsField("reasons", state.reasons).StringsField("because", state.because).EndObject();
}

Verdict VerdictOf(const MeasureState& state) {
  if (state.applies == Answer::kYes) return Verdict::kApplies;
  if (state.applies == Answer::kUndetermined) return Verdict::kUndetermined;
  const bool pending = state.listed_by_default && state.force.Has(Force::kPending);
  return pending ? Verdict::kPending : Verdict::kRest;
}

std::string SignOf(Verdict verdict) {
  static constexpr const char* kSigns[] = {"✔", "?", "…", "✖"};
  return kSigns[static_cast<size_t>(verdict)];
}

Ink InkOf(Verdict verdict) {
  static constexpr Ink kInks[] = {Ink::kGreen, Ink::kYellow, Ink::kBlue, Ink::kFaint};
  return kInks[static_cast<size_t>(verdict)];
}

Row MeasureCsvHeader() {
  return {"measure", "title",    "class",       "issuer",   "applies", "commitment",
          "force",   "legality", "enforcement", "evidence", "terms",   "from",
          "to",      "through",  "certainty",   "reasons",  "because"};
}

Row MeasureCsvRow(const MeasureState& state) {
  const IntervalText interval = state.effective.value_or(IntervalText{});
  const auto text = [](absl::string_view value) { return std::string(value); };
  return {state.measure,
          state.title,
          text(NameOf(state.measure_class)),
          state.issuer,
          text(NameOf(state.applies)),
          text(NameOf(state.commitment)),
          FacetName(state.force),
          FacetName(state.legality),
          FacetName(state.enforcement),
          text(NameOf(state.evidence)),
          TermsInWords(state),
          interval.from,
          interval.to,
          interval.through,
          !state.effective   ? ""
          : interval.certain ? "certain"
                             : "possible",
          absl::StrJoin(state.reasons, "; "),
          absl::StrJoin(state.because, ";")};
}

Row MeasureRow(const MeasureState& state) {
  std::string what = TermsInWords(state);
  if (what.empty()) what = Printable(state.title);
  if (state.terms_planned) what += " (planned)";
  std::string why = StandingInWords(state);
  if (!state.reasons.empty()) why += "; " + Printable(state.reasons.front());
  return {SignOf(VerdictOf(state)), Printable(state.measure), what, EffectiveInWords(state), why};
}

}  // namespace decree::cli

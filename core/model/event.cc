#include "core/model/event.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/model/removed_fields.h"

namespace decree {
namespace {

// Every field but the replacement, in the order of the declaration.
auto FieldsOf(const Event& e) {
  return std::tie(e.id, e.kind, e.measure, e.title, e.program, e.measure_class, e.actor, e.stated,
                  e.published, e.effective, e.applies_by, e.scope, e.terms, e.instrument,
                  e.authorizes, e.threads, e.links, e.sources, e.tone, e.target, e.observation,
                  e.membership, e.code, e.stacking, e.coverage, e.reason, e.note, e.formerly,
                  e.removes, e.zone);
}

void Put(std::string& to, const std::string& from) {
  if (!from.empty()) to = from;
}

template <typename T>
void Put(std::optional<T>& to, const std::optional<T>& from) {
  if (from) to = from;
}

template <typename T>
void Put(std::vector<T>& to, const std::vector<T>& from) {
  if (!from.empty()) to = from;
}

template <typename Enum>
void PutEnum(Enum& to, Enum from) {
  if (from != Enum::kUnset) to = from;
}

void PutEffective(std::optional<EffectiveInterval>& to,
                  const std::optional<EffectiveInterval>& from) {
  if (!from) return;
  if (!to) to.emplace();
  Put(to->from, from->from);
  Put(to->to, from->to);
  Put(to->wording, from->wording);
}

void PutScope(std::optional<Scope>& to, const std::optional<Scope>& from) {
  if (!from) return;
  if (!to) to.emplace();
  for (const ScopeList& one : kScopeLists) Put((*to).*one.list, (*from).*one.list);
}

// Nothing is left of an object all of whose parts are gone.
void RemoveParts(uint32_t removes, Event& from) {
  if (from.effective) {
    if ((removes & kRemovesFrom) != 0) from.effective->from.reset();
    if ((removes & kRemovesTo) != 0) from.effective->to.reset();
    if ((removes & kRemovesWording) != 0) from.effective->wording.clear();
    if (*from.effective == EffectiveInterval()) from.effective.reset();
  }
  if (from.scope) {
    for (size_t i = 0; i < kScopeLists.size(); ++i) {
      if ((removes & kRemovesOfScope[i]) != 0) ((*from.scope).*kScopeLists[i].list).reset();
    }
    if (*from.scope == Scope()) from.scope.reset();
  }
}

void Remove(uint32_t removes, Event& from) {
  if (removes == 0) return;
  if ((removes & kRemovesEffective) != 0) from.effective.reset();
  if ((removes & kRemovesScope) != 0) from.scope.reset();
  RemoveParts(removes, from);
  if ((removes & kRemovesTitle) != 0) from.title.clear();
  if ((removes & kRemovesProgram) != 0) from.program.clear();
  if ((removes & kRemovesClass) != 0) from.measure_class = MeasureClass::kUnset;
  if ((removes & kRemovesAppliesBy) != 0) from.applies_by = AppliesBy::kUnset;
  if ((removes & kRemovesTerms) != 0) from.terms.reset();
  if ((removes & kRemovesInstrument) != 0) from.instrument.reset();
  if ((removes & kRemovesAuthorizes) != 0) from.authorizes.clear();
  if ((removes & kRemovesThreads) != 0) from.threads.clear();
  if ((removes & kRemovesLinks) != 0) from.links.clear();
  if ((removes & kRemovesSources) != 0) from.sources.clear();
  if ((removes & kRemovesTone) != 0) from.tone = Tone::kUnset;
  if ((removes & kRemovesReason) != 0) from.reason.clear();
  if ((removes & kRemovesNote) != 0) from.note.clear();
  if ((removes & kRemovesMeasure) != 0) from.measure.clear();
}

void AddStream(std::vector<std::string>& streams, absl::string_view prefix,
               const std::string& name) {
  if (name.empty()) return;
  std::string stream = absl::StrCat(prefix, name);
  if (std::find(streams.begin(), streams.end(), stream) == streams.end()) {
    streams.push_back(std::move(stream));
  }
}

}  // namespace

bool operator==(const Event& a, const Event& b) {
  if (FieldsOf(a) != FieldsOf(b)) return false;
  if (a.replacement == nullptr || b.replacement == nullptr) {
    return a.replacement == b.replacement;
  }
  return *a.replacement == *b.replacement;
}

Event MergeReplacement(const Event& target, const Event& replacement) {
  Event merged = target;
  Remove(replacement.removes, merged);
  Put(merged.kind, replacement.kind);
  Put(merged.measure, replacement.measure);
  Put(merged.title, replacement.title);
  Put(merged.program, replacement.program);
  PutEnum(merged.measure_class, replacement.measure_class);
  Put(merged.actor, replacement.actor);
  // `published` defaults to `stated`: where it had done so, it follows a corrected `stated`.
  if (replacement.stated && target.published == target.stated)
    merged.published = replacement.stated;
  Put(merged.stated, replacement.stated);
  Put(merged.published, replacement.published);
  PutEffective(merged.effective, replacement.effective);
  PutEnum(merged.applies_by, replacement.applies_by);
  PutScope(merged.scope, replacement.scope);
  Put(merged.terms, replacement.terms);
  Put(merged.instrument, replacement.instrument);
  Put(merged.authorizes, replacement.authorizes);
  Put(merged.threads, replacement.threads);
  Put(merged.links, replacement.links);
  Put(merged.sources, replacement.sources);
  PutEnum(merged.tone, replacement.tone);
  Put(merged.target, replacement.target);
  if (replacement.replacement != nullptr) merged.replacement = replacement.replacement;
  Put(merged.observation, replacement.observation);
  Put(merged.membership, replacement.membership);
  Put(merged.code, replacement.code);
  Put(merged.stacking, replacement.stacking);
  Put(merged.coverage, replacement.coverage);
  Put(merged.reason, replacement.reason);
  Put(merged.note, replacement.note);
  if (replacement.actor) Put(merged.zone, replacement.zone);
  return merged;
}

std::vector<std::string> StreamsOf(const Event& event) {
  std::vector<std::string> streams;
  AddStream(streams, "m/", event.measure);
  for (const std::string& thread : event.threads) AddStream(streams, "t/", thread);
  if (event.measure.empty() && event.instrument) AddStream(streams, "i/", event.instrument->id);
  if (event.observation) AddStream(streams, "s/", event.observation->series);
  if (event.membership) AddStream(streams, "g/", event.membership->group);
  if (event.coverage) AddStream(streams, "c/", event.coverage->issuer);
  if (event.stacking) AddStream(streams, "k/", event.stacking->program);
  if (event.code) AddStream(streams, "x/", event.code->system);
  if (event.replacement != nullptr) {
    for (std::string& stream : StreamsOf(*event.replacement)) AddStream(streams, "", stream);
  }
  return streams;
}

}  // namespace decree

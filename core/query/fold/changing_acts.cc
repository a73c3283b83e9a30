#include "core/query/fold/changing_acts.h"

#include <array>

namespace decree {
namespace {

constexpr std::array<Given, 2> kLists = {Given::kInclude, Given::kExclude};

bool Changes(const ActRecord& record, Given given) {
  return record.Has(given == Given::kInclude ? kActChangesInclude : kActChangesExclude);
}

bool WritesOut(const ActRecord& record) {
  return record.Has(kActGivesInclude) || record.Has(kActGivesExclude);
}

}  // namespace

void NoteChanges(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
                 Fold& fold) {
  if (fold.lists == nullptr) return;
  for (uint32_t i = 0; i < fold.acts.size(); ++i) {
    for (const Given given : kLists) {
      if (!Changes(fold.acts[i].act->record, given)) continue;
      fold.changing[static_cast<size_t>(given)].push_back(i);
    }
  }
  const auto note = [&fold](const std::vector<VisibleAct>& acts) {
    for (const VisibleAct& act : acts) {
      if (WritesOut(act.record)) fold.writers.emplace(act.body, act.record);
    }
  };
  note(own.acts);
  for (const NamedStrand& instrument : instruments) note(instrument.strand.acts);
}

void NoteJoined(size_t place, Fold& fold) {
  if (fold.lists == nullptr) return;
  const VisibleAct& act = *fold.acts[place].act;
  if (WritesOut(act.record)) fold.writers.emplace(act.body, act.record);
  for (const Given given : kLists) {
    std::vector<uint32_t>& changing = fold.changing[static_cast<size_t>(given)];
    auto at = changing.end();
    while (at != changing.begin() && *(at - 1) >= place) ++*--at;
    if (Changes(act.record, given)) changing.insert(at, static_cast<uint32_t>(place));
  }
}

}  // namespace decree

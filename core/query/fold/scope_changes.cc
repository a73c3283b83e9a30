#include "core/query/fold/scope_changes.h"

#include <utility>

#include "core/query/fold/facet_walks.h"

namespace decree {
namespace {

constexpr std::array<Given, 2> kLists = {Given::kInclude, Given::kExclude};

bool Changes(const ActRecord& record, Given given) {
  return record.Has(given == Given::kInclude ? kActChangesInclude : kActChangesExclude);
}

bool WritesOut(const ActRecord& record) {
  return record.Has(kActGivesInclude) || record.Has(kActGivesExclude);
}

struct ChangeAt {
  const FoldAct* act = nullptr;
  bool is_open = false;
};

std::vector<ChangeAt> ChangesAt(const FoldLayers& layers, Given given, int64_t civil_us) {
  std::vector<ChangeAt> changes;
  for (const uint32_t place : layers.changing[static_cast<size_t>(given)]) {
    const FoldAct& act = layers.acts[place];
    if (act.is_left_out) continue;
    const Covering covering = CoveringAt(act, civil_us);
    if (covering.may_cover) changes.push_back({&act, covering.may_miss});
  }
  return changes;
}

// Every list that one written out may have become.
class Changing {
 public:
  Changing(const Fold& fold, Given given, const std::vector<ChangeAt>& changes)
      : fold_(fold), given_(given), changes_(changes) {}

  void Add(uint64_t written, BodyList& lists) const {
    if (written == 0 && given_ == Given::kInclude) return lists.Add(0);
    const auto writer = fold_.writers.find(written);
    std::vector<uint64_t> readings = {written};
    size_t open = 0;
    for (const ChangeAt& change : changes_) {
      const VisibleAct& act = *change.act->act;
      if (writer != fold_.writers.end() && PaintsBefore(act.record, writer->second)) continue;
      if (change.is_open && ++open > kOpenChangesMax) {
        return lists.Add(ComposedLists::kOpenList);
      }
      // The newest words first, as the walks have it.
      std::vector<uint64_t> changed;
      changed.reserve(2 * readings.size());
      for (const uint64_t list : readings) {
        changed.push_back(fold_.lists->With(list, PartOf(given_), act.body));
      }
      if (change.is_open) changed.insert(changed.end(), readings.begin(), readings.end());
      readings = std::move(changed);
    }
    for (const uint64_t list : readings) lists.Add(list);
  }

 private:
  static ScopePart PartOf(Given given) {
    return given == Given::kInclude ? ScopePart::kInclude : ScopePart::kExclude;
  }

  const Fold& fold_;
  const Given given_;
  const std::vector<ChangeAt>& changes_;
};

void AddChanged(const Fold& fold, const FoldLayers& layers, Given given, int64_t civil_us,
                const std::vector<uint64_t>& written, BodyList& lists) {
  const std::vector<ChangeAt> changes = ChangesAt(layers, given, civil_us);
  const Changing changing(fold, given, changes);
  for (const uint64_t list : written) changing.Add(list, lists);
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

std::vector<uint64_t> WithChanges(const Fold& fold, Given given, int64_t civil_us,
                                  const std::vector<uint64_t>& written) {
  BodyList lists;
  AddChanged(fold, fold, given, civil_us, written, lists);
  return lists.Take();
}

std::vector<uint64_t> ListsAt(const Fold& fold, Given given, int64_t civil_us) {
  if (!fold.ChangesLists(given)) return GivenAt(fold, given, civil_us);
  if (fold.apart.empty()) {
    return WithChanges(fold, given, civil_us, GivenAt(fold, given, civil_us));
  }
  BodyList lists;
  for (const FoldLayers& layers : fold.apart) {
    AddChanged(fold, layers, given, civil_us, GivenIn(layers, given, civil_us), lists);
  }
  return lists.Take();
}

}  // namespace decree

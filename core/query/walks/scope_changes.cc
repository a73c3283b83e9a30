#include "core/query/walks/scope_changes.h"

#include <utility>

#include "core/query/walks/facet_walks.h"

namespace decree {
namespace {

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

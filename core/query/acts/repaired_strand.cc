#include "core/query/acts/repaired_strand.h"

#include <algorithm>

#include "core/base/status_macros.h"

namespace decree {
namespace {

void SetRecord(const ActRecord& record, VisibleAct& act) {
  act.record = record;
  act.start_earliest = record.from_earliest;
  act.start_latest = record.from_latest;
  SetDefaultFrom(act.record);
}

void AttachSide(const SideEntry& side, VisibleAct& act) {
  switch (side.kind) {
    case SideKind::kReplaces:
      act.replaces.push_back(side.number);
      break;
    case SideKind::kConfirms:
      act.confirms.push_back(side.number);
      break;
    case SideKind::kTarget:
      act.target = side.number;
      break;
    case SideKind::kTie:
      act.ties.push_back(side.text);
      break;
    case SideKind::kMember:
      act.member = side.text;
      break;
    case SideKind::kRepaired:
    case SideKind::kAuthorizes:
    case SideKind::kNamed:
      break;
  }
}

// A correction may give an act the kind of a repair: it is gone then, as if it were retracted.
bool IsNoAct(const RepairEntry& repair) { return repair.act.position == 0; }

// What repairs do to their targets. Nearly always there are a few.
template <typename Effect>
class EffectsByTarget {
 public:
  Effect On(uint64_t target) const {
    if (!many_.empty()) {
      const auto found = many_.find(target);
      return found == many_.end() ? Effect() : found->second;
    }
    for (const auto& [of, effect] : few_) {
      if (of == target) return effect;
    }
    return Effect();
  }
  void Add(uint64_t target, const Effect& effect) {
    if (few_.size() < kFewMax) {
      few_.emplace_back(target, effect);
      return;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    many_.emplace(target, effect);
  }

 private:
  static constexpr size_t kFewMax = 16;
  std::vector<std::pair<uint64_t, Effect>> few_;
  absl::flat_hash_map<uint64_t, Effect> many_;  // all of them, once they are many
};

}  // namespace

VisibleAct VisibleActOf(const Event& event, uint64_t position, uint64_t target) {
  VisibleAct act;
  act.body = position;
  SetRecord(MakeActRecord(event, position), act);
  for (const SideEntry& side : SideEntriesOf(event, position, target)) AttachSide(side, act);
  return act;
}

void LiftReplaced(std::vector<VisibleAct>& acts) {
  std::vector<const VisibleAct*> replacing;
  for (const VisibleAct& act : acts) {
    if (!act.replaces.empty()) replacing.push_back(&act);
  }
  if (replacing.empty()) return;
  // Of several that replace one act the last recorded is named.
  std::sort(replacing.begin(), replacing.end(), [](const VisibleAct* a, const VisibleAct* b) {
    return a->record.position < b->record.position;
  });
  std::multimap<uint64_t, VisibleAct*> by_id;
  for (VisibleAct& act : acts) by_id.emplace(act.record.id_hash, &act);
  for (const VisibleAct* act : replacing) {
    for (const uint64_t hash : act->replaces) {
      const auto [first, last] = by_id.equal_range(hash);
      for (auto other = first; other != last; ++other) {
        if (other->second->record.position == act->record.position) continue;
        other->second->lifted_by = act->record.position;
      }
    }
  }
}

absl::StatusOr<RepairedStrand> RepairedStrand::Of(Strand strand, absl::string_view entity,
                                                  const StrandReader& reader) {
  RepairedStrand repaired;
  repaired.strand_ = std::move(strand);
  DECREE_RETURN_IF_ERROR(repaired.AddChains(reader));
  repaired.AddForms(entity);
  return repaired;
}

absl::Status RepairedStrand::AddChains(const StrandReader& reader) {
  std::map<uint64_t, Chain> by_root;
  for (const SideEntry& side : strand_.sides) {
    if (side.kind != SideKind::kRepaired) continue;
    Chain& chain = by_root[side.number];
    chain.root = side.number;
    chain.marked_at.push_back(side.position);
  }
  for (auto& [root, chain] : by_root) {
    DECREE_ASSIGN_OR_RETURN(std::vector<RepairEntry> entries, reader.Repairs(root));
    std::sort(entries.begin(), entries.end(),
              [](const RepairEntry& a, const RepairEntry& b) { return a.position < b.position; });
    chain.first = repairs_.size();
    for (RepairEntry& entry : entries) repairs_.push_back(std::move(entry));
    chain.last = repairs_.size();
    chains_.push_back(std::move(chain));
  }
  return absl::OkStatus();
}

void RepairedStrand::AddForms(absl::string_view entity) {
  forms_.reserve(strand_.acts.size() + repairs_.size());
  chain_of_act_.reserve(strand_.acts.size());
  auto chain = chains_.begin();
  auto side = strand_.sides.begin();
  for (const ActRecord& record : strand_.acts) {
    while (chain != chains_.end() && chain->root < record.position) ++chain;
    const bool is_repaired = chain != chains_.end() && chain->root == record.position;
    if (is_repaired) chain->has_record = true;
    chain_of_act_.push_back(is_repaired ? static_cast<int>(chain - chains_.begin()) : -1);
    Form form;
    form.chain = chain_of_act_.back();
    form.act.body = record.position;
    SetRecord(record, form.act);
    while (side != strand_.sides.end() && side->position < record.position) ++side;
    for (; side != strand_.sides.end() && side->position == record.position; ++side) {
      AttachSide(*side, form.act);
    }
    forms_.push_back(std::move(form));
  }
  for (size_t c = 0; c < chains_.size(); ++c) {
    for (size_t i = chains_[c].first; i < chains_[c].last; ++i) {
      const RepairEntry& repair = repairs_[i];
      if (repair.is_retraction || IsNoAct(repair)) continue;
      if (!entity.empty() &&
          std::find(repair.streams.begin(), repair.streams.end(), entity) == repair.streams.end()) {
        strangers_.push_back(repair.position);
        continue;
      }
      Form form;
      form.chain = static_cast<int>(c);
      form.content = repair.position;
      form.act.body = repair.position;
      SetRecord(repair.act, form.act);
      for (const SideEntry& of_repair : repair.sides) AttachSide(of_repair, form.act);
      forms_.push_back(std::move(form));
    }
  }
  std::sort(strangers_.begin(), strangers_.end());
  const auto paints_before = [](const Form& a, const Form& b) {
    return PaintsBefore(a.act.record, b.act.record);
  };
  if (!std::is_sorted(forms_.begin(), forms_.end(), paints_before)) {
    std::stable_sort(forms_.begin(), forms_.end(), paints_before);
  }
}

bool RepairedStrand::Belongs(const RepairEntry& repair) const {
  return !std::binary_search(strangers_.begin(), strangers_.end(), repair.position);
}

RepairedStrand::Effect RepairedStrand::EffectOf(const Chain& chain,
                                                const ViewFilter& filter) const {
  const bool is_marked = std::any_of(chain.marked_at.begin(), chain.marked_at.end(),
                                     [&](uint64_t position) { return filter.Records(position); });
  if (!is_marked) return {};
  // From the last recorded back: what targets a repair comes after it, so that the effect on a
  // repair is known before the repair is looked at, and of several on one target the first seen
  // here wins.
  EffectsByTarget<Effect> effects;
  const auto on = [&effects](uint64_t target) { return effects.On(target); };
  for (size_t i = chain.last; i-- > chain.first;) {
    const RepairEntry& entry = repairs_[i];
    if (!filter.Records(entry.position)) continue;
    if (entry.is_dated && !IsKnown(entry.published_us, entry.published_offset_min, filter.view)) {
      continue;
    }
    if (on(entry.target).repair != nullptr) continue;
    const Effect on_repair = on(entry.position);
    if (on_repair.repair != nullptr && on_repair.repair->is_retraction) continue;  // void
    effects.Add(entry.target,
                Effect{&entry, on_repair.repair != nullptr ? on_repair.content : &entry});
  }
  return on(chain.root);
}

void RepairedStrand::AddHidden(const ViewFilter& filter, const std::vector<Effect>& effects,
                               VisibleStrand& out) const {
  const auto add_unknown = [&](const Effect& effect) {
    const ActRecord& act = effect.content->act;
    if (!IsKnown(act.published_us, act.published_offset_min, filter.view)) {
      out.hidden.push_back({act, HiddenWhy::kNotKnown, effect.repair->position});
    }
  };
  for (size_t i = 0; i < strand_.acts.size(); ++i) {
    const ActRecord& record = strand_.acts[i];
    const Effect effect =
        chain_of_act_[i] < 0 ? Effect() : effects[static_cast<size_t>(chain_of_act_[i])];
    if (!filter.Records(record.position)) {
      out.hidden.push_back({record, HiddenWhy::kNotRecorded, 0});
    } else if (effect.repair == nullptr) {
      if (!IsKnown(record.published_us, record.published_offset_min, filter.view)) {
        out.hidden.push_back({record, HiddenWhy::kNotKnown, 0});
      }
    } else if (effect.repair->is_retraction || IsNoAct(*effect.content)) {
      out.hidden.push_back({record, HiddenWhy::kRetracted, effect.repair->position});
    } else if (!Belongs(*effect.content)) {
      out.hidden.push_back({record, HiddenWhy::kMoved, effect.repair->position});
    } else {
      add_unknown(effect);
    }
  }
  for (size_t c = 0; c < chains_.size(); ++c) {
    const Effect& effect = effects[c];
    if (chains_[c].has_record || !filter.Records(chains_[c].root)) continue;
    if (effect.repair == nullptr || effect.repair->is_retraction) continue;
    if (IsNoAct(*effect.content)) continue;
    if (Belongs(*effect.content)) add_unknown(effect);
  }
}

bool RepairedStrand::Shows(const Form& form, const Effect& effect, const ViewFilter& filter) {
  const ActRecord& record = form.act.record;
  if (!filter.Records(record.position)) return false;
  const bool is_repaired = effect.repair != nullptr;
  if (is_repaired && effect.repair->is_retraction) return false;
  if (form.content != (is_repaired ? effect.content->position : 0)) return false;
  return IsKnown(record.published_us, record.published_offset_min, filter.view);
}

VisibleStrand RepairedStrand::SeenBy(const ViewFilter& filter) const {
  VisibleStrand out;
  std::vector<Effect> effects;
  effects.reserve(chains_.size());
  for (const Chain& chain : chains_) effects.push_back(EffectOf(chain, filter));
  for (const Form& form : forms_) {
    const Effect effect = form.chain < 0 ? Effect() : effects[static_cast<size_t>(form.chain)];
    if (!Shows(form, effect, filter)) continue;
    out.acts.push_back(form.act);
    if (effect.repair != nullptr) out.acts.back().repair = effect.repair->position;
  }
  AddHidden(filter, effects, out);
  LiftReplaced(out.acts);
  return out;
}

std::vector<std::vector<uint32_t>> RepairedStrand::FormsByAct() const {
  std::vector<std::vector<uint32_t>> acts, of_chain(chains_.size());
  for (size_t i = 0; i < forms_.size(); ++i) {
    const auto form = static_cast<uint32_t>(i);
    if (forms_[i].chain < 0) {
      acts.push_back({form});
    } else {
      of_chain[static_cast<size_t>(forms_[i].chain)].push_back(form);
    }
  }
  for (std::vector<uint32_t>& forms : of_chain) {
    if (!forms.empty()) acts.push_back(std::move(forms));
  }
  return acts;
}

int RepairedStrand::SeenOf(const std::vector<uint32_t>& forms_of_act,
                           const ViewFilter& filter) const {
  const int chain = forms_[forms_of_act.front()].chain;
  const Effect effect =
      chain < 0 ? Effect() : EffectOf(chains_[static_cast<size_t>(chain)], filter);
  for (const uint32_t form : forms_of_act) {
    if (Shows(forms_[form], effect, filter)) return static_cast<int>(form);
  }
  return -1;
}

std::vector<int64_t> RepairedStrand::MomentsOf(const std::vector<uint32_t>& forms_of_act) const {
  std::vector<int64_t> moments;
  moments.reserve(forms_of_act.size());
  for (const uint32_t form : forms_of_act) {
    moments.push_back(forms_[form].act.record.published_us);
  }
  const int chain = forms_[forms_of_act.front()].chain;
  if (chain < 0) return moments;
  const Chain& repaired = chains_[static_cast<size_t>(chain)];
  for (size_t i = repaired.first; i < repaired.last; ++i) {
    if (repairs_[i].is_dated) moments.push_back(repairs_[i].published_us);
  }
  return moments;
}

std::vector<ActRecord> RepairedStrand::RecordsInPaintOrder() const {
  std::vector<ActRecord> records;
  records.reserve(forms_.size());
  for (const Form& form : forms_) records.push_back(form.act.record);
  return records;
}

const VisibleAct* RepairedStrand::PlainAct(uint64_t position) const {
  const auto record =
      std::lower_bound(strand_.acts.begin(), strand_.acts.end(), position,
                       [](const ActRecord& act, uint64_t at) { return act.position < at; });
  if (record == strand_.acts.end() || record->position != position) return nullptr;
  if (chain_of_act_[static_cast<size_t>(record - strand_.acts.begin())] >= 0) return nullptr;
  const auto form = std::lower_bound(
      forms_.begin(), forms_.end(), *record,
      [](const Form& a, const ActRecord& b) { return PaintsBefore(a.act.record, b); });
  const bool is_it =
      form != forms_.end() && form->chain < 0 && form->act.record.position == position;
  return is_it ? &form->act : nullptr;
}

std::set<std::string> EverTiedTo(const RepairedStrand& own) {
  std::set<std::string> ties;
  const auto add = [&ties](const std::vector<SideEntry>& sides) {
    for (const SideEntry& side : sides) {
      if (side.kind == SideKind::kTie) ties.insert(side.text);
    }
  };
  add(own.strand().sides);
  for (const RepairEntry& repair : own.repairs()) add(repair.sides);
  return ties;
}

}  // namespace decree

#include "core/query/visible_acts.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/status_macros.h"

namespace decree {
namespace {

// The repairs of one root act under one sight: which are visible, which are void, which wins.
class RepairChain {
 public:
  RepairChain(std::vector<RepairEntry> entries, const Sight& sight) {
    for (RepairEntry& entry : entries) {
      if (!sight.Records(entry.position)) continue;
      if (entry.is_dated && !IsKnown(entry.published_us, entry.published_offset_min, sight.view)) {
        continue;
      }
      entries_.push_back(std::move(entry));
    }
  }

  // The repair in effect on `target` (an act or a repair), and the content it brings: nullptr when
  // none.
  struct Effect {
    const RepairEntry* repair = nullptr;  // whose position counts
    const RepairEntry* content =
        nullptr;  // whose merged body is read (a correction of that repair)
  };
  Effect EffectOn(uint64_t target) const {
    Effect best;
    for (const RepairEntry& entry : entries_) {
      if (entry.target != target) continue;
      // Targets come before their repairs in the log, so this ends.
      const Effect on_repair = EffectOn(entry.position);
      if (on_repair.repair != nullptr && on_repair.repair->is_retraction) continue;  // void
      if (best.repair != nullptr && entry.position < best.repair->position) continue;
      best.repair = &entry;
      best.content = on_repair.repair != nullptr ? on_repair.content : &entry;
    }
    return best;
  }

 private:
  std::vector<RepairEntry> entries_;
};

void SetRecord(const ActRecord& record, VisibleAct& act) {
  act.record = record;
  act.start_earliest = record.from_earliest;
  act.start_latest = record.from_latest;
  SetDefaultFrom(act.record);
}

void AttachSides(const std::vector<SideEntry>& sides, VisibleAct& act) {
  for (const SideEntry& side : sides) {
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
        break;
    }
  }
}

void LiftReplaced(std::vector<VisibleAct>& acts) {
  for (const VisibleAct& replacing : acts) {
    for (const uint64_t hash : replacing.replaces) {
      for (VisibleAct& other : acts) {
        if (other.record.id_hash == hash && other.record.position != replacing.record.position) {
          other.lifted_by = replacing.record.position;
        }
      }
    }
  }
}

struct Gatherer {
  absl::string_view entity;
  const Sight& sight;
  VisibleStrand& out;

  void Plain(const ActRecord& record, const std::vector<SideEntry>& sides) {
    if (!IsKnown(record.published_us, record.published_offset_min, sight.view)) {
      out.hidden.push_back({record, HiddenWhy::kNotKnown, 0});
      return;
    }
    VisibleAct act;
    SetRecord(record, act);
    act.body = record.position;
    AttachSides(sides, act);
    out.acts.push_back(std::move(act));
  }

  // `record`: the act as first recorded here; nullptr when it came here by a repair.
  void Repaired(const ActRecord* record, const RepairChain::Effect& effect) {
    const RepairEntry& repair = *effect.repair;
    const RepairEntry& content = *effect.content;
    if (repair.is_retraction) {
      if (record != nullptr)
        out.hidden.push_back({*record, HiddenWhy::kRetracted, repair.position});
      return;
    }
    const bool belongs = entity.empty() || std::find(content.streams.begin(), content.streams.end(),
                                                     entity) != content.streams.end();
    if (!belongs) {
      if (record != nullptr) out.hidden.push_back({*record, HiddenWhy::kMoved, repair.position});
      return;
    }
    if (!IsKnown(content.act.published_us, content.act.published_offset_min, sight.view)) {
      out.hidden.push_back({content.act, HiddenWhy::kNotKnown, repair.position});
      return;
    }
    VisibleAct act;
    SetRecord(content.act, act);
    act.body = content.position;
    act.repair = repair.position;
    AttachSides(content.sides, act);
    out.acts.push_back(std::move(act));
  }
};

}  // namespace

absl::StatusOr<VisibleStrand> See(const Strand& strand, absl::string_view entity,
                                  const StrandReader& reader, const Sight& sight) {
  VisibleStrand out;
  Gatherer gatherer{entity, sight, out};
  std::map<uint64_t, std::vector<SideEntry>> sides;
  std::map<uint64_t, RepairChain> repaired;  // by root
  for (const SideEntry& side : strand.sides) {
    if (side.kind != SideKind::kRepaired) {
      sides[side.position].push_back(side);
    } else if (sight.Records(side.position) && !repaired.contains(side.number)) {
      DECREE_ASSIGN_OR_RETURN(std::vector<RepairEntry> entries, reader.Repairs(side.number));
      repaired.emplace(side.number, RepairChain(std::move(entries), sight));
    }
  }
  for (const ActRecord& record : strand.acts) {
    if (!sight.Records(record.position)) {
      repaired.erase(record.position);
      out.hidden.push_back({record, HiddenWhy::kNotRecorded, 0});
      continue;
    }
    const auto chain = repaired.find(record.position);
    const RepairChain::Effect effect =
        chain == repaired.end() ? RepairChain::Effect{} : chain->second.EffectOn(record.position);
    if (effect.repair == nullptr) {
      gatherer.Plain(record, sides[record.position]);
    } else {
      gatherer.Repaired(&record, effect);
    }
    if (chain != repaired.end()) repaired.erase(chain);
  }
  for (const auto& [root, chain] : repaired) {
    if (!sight.Records(root)) continue;
    const RepairChain::Effect effect = chain.EffectOn(root);
    if (effect.repair != nullptr) gatherer.Repaired(nullptr, effect);
  }
  LiftReplaced(out.acts);
  std::sort(out.acts.begin(), out.acts.end(), [](const VisibleAct& a, const VisibleAct& b) {
    return PaintsBefore(a.record, b.record);
  });
  return out;
}

}  // namespace decree

#include "tests/model/oracle_visible.h"

#include <algorithm>

#include "core/base/assert.h"

namespace decree::oracle {
namespace {

bool IsRepair(const Event& event) {
  return event.kind == EventKind::kCorrected || event.kind == EventKind::kRetracted;
}

bool IsClerical(const Event& event) { return !event.stated && !event.published; }

bool IsRecorded(const Record& record, const View& view) {
  int64_t recorded_us = record.recorded_us;
  const std::optional<Formerly>& claim = record.event.formerly;
  if (view.reads_claims && claim && claim->recorded.latest_utc_us < recorded_us) {
    recorded_us = claim->recorded.latest_utc_us;
  }
  return record.position <= view.position_max && recorded_us <= view.recorded_us_max;
}

bool IsKnown(const Moment& published, const View& view) {
  if (view.known_by_us == kAxisMax) return true;
  const int64_t utc = published.latest_utc_us;
  const int64_t civil = utc + published.utc_offset_s * kMicrosPerSecond;
  return (view.known_by_is_instant ? utc : civil) <= view.known_by_us;
}

// The repairs that a view sees, and what each of them comes to after the repairs of repairs.
class Repairs {
 public:
  Repairs(const std::vector<Record>& all, const View& view) {
    for (const Record& record : all) {
      if (!IsRepair(record.event) || !IsRecorded(record, view)) continue;
      if (!IsClerical(record.event) && !IsKnown(PublishedOf(record.event), view)) continue;
      visible_.push_back(&record);
    }
  }

  // The repair that counts on the event: of the visible, non-void ones that with the highest
  // position. nullptr when there is none. It may be a retraction that was itself corrected.
  const Record* WinnerOn(const std::string& id) const {
    const Record* winner = nullptr;
    for (const Record* repair : visible_) {
      if (repair->event.target != id) continue;
      if (winner != nullptr && repair->position < winner->position) continue;
      if (!IsRetracted(repair->event.id)) winner = repair;  // a retracted repair is void
    }
    return winner;
  }

  bool IsRetracted(const std::string& id) const {
    const Record* winner = WinnerOn(id);
    // A retraction that is itself corrected takes the replacement in its place: a correction.
    return winner != nullptr && winner->event.kind == EventKind::kRetracted &&
           WinnerOn(winner->event.id) == nullptr;
  }

  // Puts the replacement of the winner on `id` over the body, then that of the winner on the
  // winner, and so on.
  void Correct(const std::string& id, Act& act) const {
    const Record* winner = WinnerOn(id);
    if (winner == nullptr) return;
    if (winner->event.kind == EventKind::kCorrected) {
      act.body = MergeReplacement(act.body, *winner->event.replacement);
      act.body_position = winner->position;
    }
    Correct(winner->event.id, act);
  }

 private:
  std::vector<const Record*> visible_;
};

// Where an event stands by its own words; nothing: nowhere.
std::set<std::string> OwnStrands(const Event& event) {
  if (!event.measure.empty()) return {"m/" + event.measure};
  if (event.instrument) return {"i/" + event.instrument->id};
  return {};
}

std::set<std::string> StrandsOf(const Act& act, const std::vector<Record>& all) {
  std::set<std::string> strands = OwnStrands(act.body);
  if (act.family() != EventFamily::kRecord) return strands;
  for (const Record& record : all) {
    if (record.event.id != act.body.target) continue;
    for (const std::string& strand : OwnStrands(record.event)) strands.insert(strand);
  }
  return strands;
}

void LiftReplaced(std::vector<Act>& acts) {
  for (const Act& act : acts) {
    for (const Link& link : act.body.links) {
      if (link.rel != LinkRel::kReplaces) continue;
      for (Act& other : acts) {
        if (other.body.id != link.id || other.body.id == act.body.id) continue;
        for (const std::string& strand : act.strands) {
          if (other.strands.count(strand) > 0) other.lifted_on.insert(strand);
        }
      }
    }
  }
}

}  // namespace

const Moment& StatedOf(const Event& event) {
  DECREE_ASSERT(event.stated || event.published);
  return event.stated ? *event.stated : *event.published;
}

const Moment& PublishedOf(const Event& event) {
  DECREE_ASSERT(event.stated || event.published);
  return event.published ? *event.published : *event.stated;
}

DateOrder DateOrderOf(const Act& act) {
  return {StatedOf(act.body).latest_utc_us, PublishedOf(act.body).latest_utc_us, act.position};
}

int RankOf(const Act& act) {
  if (act.body.sources.empty()) return 1;
  for (const Source& source : act.body.sources) {
    if (source.standing == Standing::kOfficial) return 1;
  }
  return 0;
}

VisibleActs SelectVisible(const std::vector<Record>& all, const View& view) {
  const Repairs repairs(all, view);
  VisibleActs visible;
  for (const Record& record : all) {
    if (IsRepair(record.event) || !IsRecorded(record, view)) continue;
    Act act{record.event, record.position, record.position};
    repairs.Correct(record.event.id, act);
    if (repairs.IsRetracted(record.event.id) || IsRepair(act.body)) {
      if (IsKnown(PublishedOf(record.event), view)) {
        visible.measures_retracted.insert(record.event.measure);
      }
      continue;
    }
    if (!IsKnown(PublishedOf(act.body), view)) continue;
    act.strands = StrandsOf(act, all);
    const std::optional<Scope>& scope = act.body.scope;
    if (act.body.terms) act.gives[kTerms] = act.body_position;
    if (scope && scope->include) act.gives[kInclude] = act.body_position;
    if (scope && scope->exclude) act.gives[kExclude] = act.body_position;
    const bool may_change = act.kind() == EventKind::kAmended || act.kind() == EventKind::kEased;
    if (scope && may_change) {
      const bool of_include = scope->include_add || scope->include_remove;
      const bool of_exclude = scope->exclude_add || scope->exclude_remove;
      if (of_include && !scope->include) act.changes[kInclude] = act.body_position;
      if (of_exclude && !scope->exclude) act.changes[kExclude] = act.body_position;
    }
    visible.acts.push_back(std::move(act));
  }
  std::sort(visible.acts.begin(), visible.acts.end(), [](const Act& a, const Act& b) {
    return std::tuple(RankOf(a), DateOrderOf(a)) < std::tuple(RankOf(b), DateOrderOf(b));
  });
  LiftReplaced(visible.acts);
  return visible;
}

}  // namespace decree::oracle

// Who owns whom, as a view shows it: of one owner's acts the newest that covers the instant counts,
// in every reading that open boundaries and disputes leave. Rules: core/SEMANTICS.md, "Ownership".
#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "core/base/status_macros.h"
#include "core/model/parts_per_million.h"
#include "core/names/party_name.h"
#include "core/query/fold/rival_readings.h"
#include "core/query/scope/scope_match.h"

namespace decree {
namespace {

constexpr size_t kOwnersKeptMax = 65'536;

struct OwningAct {
  const VisibleAct* act = nullptr;
  std::optional<int64_t> share_ppm;
  std::vector<ActRecord> readings;
  bool may_be_untrue = false;  // disputed, without days of the dispute's own
};

// What a dispute that gives no days speaks against, unless a later act confirmed it.
absl::flat_hash_map<uint64_t, int> RankOfBareDisputes(const std::vector<VisibleAct>& strand) {
  absl::flat_hash_map<uint64_t, int> ranks;
  for (const VisibleAct& act : strand) {  // the confirming act may be lifted, as for other rivals
    if (act.record.kind == EventKind::kConfirmed) ranks.erase(act.target);
    if (act.record.kind != EventKind::kDisputed || act.lifted_by != 0) continue;
    if (act.record.has_interval()) continue;
    const auto [found, is_new] = ranks.emplace(act.target, act.record.rank());
    if (!is_new) found->second = std::max(found->second, static_cast<int>(act.record.rank()));
  }
  return ranks;
}

Tri CoversAt(const OwningAct& owning, int64_t t) {
  const bool starts = owning.act->record.kind == EventKind::kMembershipStarted;
  bool any_yes = false, any_no = owning.may_be_untrue;
  for (const ActRecord& reading : owning.readings) {
    const Tri one =
        starts ? Covers(reading, t) : Happened(reading.from_earliest, reading.from_latest, t);
    any_yes = any_yes || one != Tri::kNo;
    any_no = any_no || one != Tri::kYes;
  }
  if (!any_yes) return Tri::kNo;
  return any_no ? Tri::kOpen : Tri::kYes;
}

// Reads one owner's acts, which are in paint order.
class OneOwner {
 public:
  OneOwner(const std::vector<OwningAct>& acts, OwnershipLink& link) : acts_(acts), link_(link) {
    link_.least_ppm = kWholePpm;
  }

  void ReadOver(const CivilWindow& window) {
    std::vector<int64_t> instants = {window.first_civil_us};
    for (const OwningAct& owning : acts_) {
      for (const ActRecord& r : owning.readings) {
        for (const int64_t at : {r.from_earliest, r.from_latest, r.to_earliest, r.to_latest}) {
          if (at > window.first_civil_us && at <= window.last_civil_us) instants.push_back(at);
        }
      }
    }
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    for (const int64_t at : instants) ReadAt(at);
  }

 private:
  void Take(int64_t least_ppm, int64_t most_ppm) {
    link_.least_ppm = std::min(link_.least_ppm, least_ppm);
    link_.most_ppm = std::max(link_.most_ppm, most_ppm);
  }

  void Name(const VisibleAct& act) {
    const auto add = [this](uint64_t position) {
      std::vector<uint64_t>& events = link_.events;
      if (std::find(events.begin(), events.end(), position) == events.end()) {
        events.push_back(position);
      }
    };
    add(act.record.position);
    if (act.repair != 0) add(act.repair);
  }

  void ReadAt(int64_t t) {
    for (auto owning = acts_.rbegin(); owning != acts_.rend(); ++owning) {
      const Tri covers = CoversAt(*owning, t);
      if (covers == Tri::kNo) continue;
      Name(*owning->act);
      if (owning->act->record.kind != EventKind::kMembershipStarted) {
        Take(0, 0);
      } else if (owning->share_ppm) {
        Take(*owning->share_ppm, *owning->share_ppm);
      } else {
        link_.is_share_unknown = true;
        Take(0, kWholePpm);
      }
      if (covers == Tri::kYes) return;
    }
    Take(0, 0);
  }

  const std::vector<OwningAct>& acts_;
  OwnershipLink& link_;
};

using OwningActs = std::map<std::string, std::vector<OwningAct>>;  // by the folded owner

void TakeOwnings(const VisibleStrand& strand, OwningActs& acts) {
  const Rivals rivals = RivalsIn(strand.acts);
  const absl::flat_hash_map<uint64_t, int> disputed = RankOfBareDisputes(strand.acts);
  for (const VisibleAct& act : strand.acts) {
    if (act.member.empty() || act.lifted_by != 0) continue;
    const MemberSide side = ReadMemberSide(act.member);
    if (!side.is_ownership()) continue;
    OwningAct& owning = acts[FoldedName(side.member)].emplace_back();
    owning.act = &act;
    owning.share_ppm = side.share_ppm;
    for (const Reading& reading : ReadingsOf(act, rivals)) {
      owning.readings.push_back(reading.record);
    }
    const auto dispute = disputed.find(act.record.position);
    owning.may_be_untrue = dispute != disputed.end() && dispute->second >= act.record.rank();
  }
}

}  // namespace

absl::StatusOr<const std::vector<OwnershipLink>*> Memberships::OwnersOf(const std::string& folded,
                                                                        const CivilWindow& window) {
  const AskedOwners asked{folded, window.first_civil_us, window.last_civil_us};
  const auto known = owners_.find(asked);
  if (known != owners_.end()) return known->second.get();
  DECREE_RETURN_IF_ERROR(ReadNames());
  OwningActs acts;
  std::string owned;
  const auto names = names_by_folded_.find(folded);
  if (names != names_by_folded_.end()) {
    owned = names->second.front();
    for (const std::string& name : names->second) {
      DECREE_ASSIGN_OR_RETURN(const Group* const group, GroupOf(name));
      TakeOwnings(group->strand, acts);
    }
  }
  auto links = std::make_unique<std::vector<OwnershipLink>>();
  for (auto& [owner_folded, of_owner] : acts) {
    std::stable_sort(of_owner.begin(), of_owner.end(), [](const OwningAct& a, const OwningAct& b) {
      return PaintsBefore(a.act->record, b.act->record);
    });
    OwnershipLink link;
    link.owner = std::string(ReadMemberSide(of_owner.back().act->member).member);
    link.owner_folded = owner_folded;
    link.owned = owned;
    OneOwner(of_owner, link).ReadOver(window);
    if (link.most_ppm > 0) links->push_back(std::move(link));
  }
  if (owners_.size() >= kOwnersKeptMax) owners_.clear();
  return (owners_[asked] = std::move(links)).get();
}

}  // namespace decree

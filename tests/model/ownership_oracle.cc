#include "tests/model/ownership_oracle.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/base/assert.h"
#include "tests/model/oracle_names.h"

namespace decree::oracle {
namespace {

constexpr size_t kTablesMax = 4'096;

// An act with the words that its last repair left it.
struct Act {
  const Event* recorded = nullptr;
  Membership membership;
  std::optional<EffectiveInterval> effective;
  size_t place = 0;  // in the world

  int rank() const {
    const auto is_official = [](const Source& s) { return s.standing == Standing::kOfficial; };
    const std::vector<Source>& sources = recorded->sources;
    const bool is_unofficial =
        !sources.empty() && std::none_of(sources.begin(), sources.end(), is_official);
    return is_unofficial ? 0 : 1;
  }
  auto paint() const {
    return std::make_tuple(rank(), recorded->stated->latest_utc_us,
                           recorded->published->latest_utc_us, place);
  }
};

// What an act may be at the instant: nothing, an end (0), or a share.
using Choices = std::set<std::optional<int64_t>>;

class NaiveOwnership {
 public:
  NaiveOwnership(const std::vector<Event>& world, int64_t civil_us) : world_(world), at_(civil_us) {
    for (size_t i = 0; i < world.size(); ++i) {
      if (world[i].membership && world[i].membership->kind == "owns") TakeAct(i);
    }
    std::sort(acts_.begin(), acts_.end(),
              [](const Act& a, const Act& b) { return a.paint() < b.paint(); });
  }

  std::vector<OwnershipTable> Tables() const {
    std::vector<OwnershipTable> tables = {{}};
    for (const Act& act : acts_) {  // the newest last, so that it stands
      std::set<OwnershipTable> after;
      const std::pair<std::string, std::string> link = {PlainName(act.membership.member),
                                                        PlainName(act.membership.group)};
      for (const OwnershipTable& table : tables) {
        for (const std::optional<int64_t>& choice : ChoicesOf(act)) {
          OwnershipTable one = table;
          if (choice) one[link] = *choice;
          if (choice && *choice == 0) one.erase(link);
          after.insert(std::move(one));
        }
      }
      tables.assign(after.begin(), after.end());
      DECREE_ASSERT(tables.size() <= kTablesMax);
    }
    return tables;
  }

 private:
  void TakeAct(size_t place) {
    Act act{&world_[place], *world_[place].membership, world_[place].effective, place};
    const Event* repair = nullptr;
    for (const Event& event : world_) {
      const bool repairs =
          event.kind == EventKind::kCorrected || event.kind == EventKind::kRetracted;
      if (repairs && event.target == act.recorded->id) repair = &event;
    }
    if (repair != nullptr && repair->kind == EventKind::kRetracted) return;
    if (repair != nullptr) {
      const Event& words = *repair->replacement;
      if (words.membership) act.membership = *words.membership;
      if (words.effective && words.effective->from) act.effective->from = words.effective->from;
      if (words.effective && words.effective->to) act.effective->to = words.effective->to;
    }
    acts_.push_back(std::move(act));
  }

  std::set<bool> HasHappened(const Bound& bound) const {
    if (bound.latest_civil_us <= at_) return {true};
    if (at_ < bound.earliest_civil_us) return {false};
    return {false, true};
  }

  std::set<bool> Bears(const EffectiveInterval& interval, bool is_end) const {
    std::set<bool> bears;
    for (const bool begun : HasHappened(*interval.from)) {
      const bool has_to = interval.to && !is_end;
      for (const bool over : has_to ? HasHappened(*interval.to) : std::set<bool>{false}) {
        bears.insert(begun && !over);
      }
    }
    return bears;
  }

  // The disputes that nothing confirmed since.
  std::vector<const Event*> DisputesOf(const Act& act) const {
    std::vector<Act> about;
    for (size_t i = 0; i < world_.size(); ++i) {
      const bool speaks =
          world_[i].kind == EventKind::kDisputed || world_[i].kind == EventKind::kConfirmed;
      if (speaks && world_[i].target == act.recorded->id) about.push_back({&world_[i], {}, {}, i});
    }
    std::sort(about.begin(), about.end(),
              [](const Act& a, const Act& b) { return a.paint() < b.paint(); });
    std::vector<const Event*> disputes;
    for (const Act& one : about) {
      if (one.recorded->kind == EventKind::kConfirmed) {
        disputes.clear();
      } else if (one.rank() >= act.rank()) {
        disputes.push_back(one.recorded);
      }
    }
    return disputes;
  }

  Choices ChoicesOf(const Act& act) const {
    const bool is_end = act.recorded->kind == EventKind::kMembershipEnded;
    std::vector<EffectiveInterval> intervals = {*act.effective};
    bool may_be_untrue = false;
    for (const Event* dispute : DisputesOf(act)) {
      may_be_untrue = may_be_untrue || !dispute->effective;
      if (!dispute->effective) continue;
      const Act of_dispute{dispute, {}, {}, 0};
      std::vector<EffectiveInterval> read = intervals;
      for (EffectiveInterval& interval : read) {
        if (dispute->effective->from) interval.from = dispute->effective->from;
        if (dispute->effective->to) interval.to = dispute->effective->to;
      }
      if (of_dispute.rank() > act.rank()) {
        intervals = read;
      } else {
        intervals.insert(intervals.end(), read.begin(), read.end());
      }
    }
    Choices choices;
    if (may_be_untrue) choices.insert(std::nullopt);
    for (const EffectiveInterval& interval : intervals) {
      for (const bool bears : Bears(interval, is_end)) {
        if (!bears) {
          choices.insert(std::nullopt);
        } else if (is_end) {
          choices.insert(0);
        } else if (act.membership.share_ppm) {
          choices.insert(*act.membership.share_ppm);
        } else {  // not said: next to nothing, or all
          choices.insert(1);
          choices.insert(1'000'000);
        }
      }
    }
    return choices;
  }

  const std::vector<Event>& world_;
  const int64_t at_;
  std::vector<Act> acts_;
};

}  // namespace

std::vector<OwnershipTable> OwnershipTables(const std::vector<Event>& world, int64_t civil_us) {
  return NaiveOwnership(world, civil_us).Tables();
}

bool IsOwnedNaively(const OwnershipTable& table, const GivenShares& given, const std::string& who,
                    int64_t threshold_ppm,
                    const std::function<bool(const std::string&)>& is_listed) {
  std::set<std::string> names = {who};
  for (const auto& [link, share_ppm] : table) names.insert({link.first, link.second});
  for (const auto& [owner, share_ppm] : given.shares) names.insert(owner);
  names.insert(given.parties.begin(), given.parties.end());
  const auto share_of = [&](const std::string& owner, const std::string& owned) -> int64_t {
    const auto as_given = given.shares.find(owner);
    if (given.parties.contains(owned) && as_given != given.shares.end()) return as_given->second;
    const auto recorded = table.find({owner, owned});
    return recorded == table.end() ? 0 : recorded->second;
  };
  std::set<std::string> counted;  // as listed
  const auto held_of = [&](const std::string& owned) {
    int64_t sum = 0;
    for (const std::string& owner : counted) sum += share_of(owner, owned);
    return sum;
  };
  for (bool grew = true; grew;) {
    grew = false;
    for (const std::string& name : names) {
      if (counted.contains(name)) continue;
      if (!is_listed(name) && held_of(name) < threshold_ppm) continue;
      counted.insert(name);
      grew = true;
    }
  }
  return held_of(who) >= threshold_ppm;
}

}  // namespace decree::oracle

#include "tests/model/place_oracle.h"

#include <algorithm>
#include <set>

#include "core/base/assert.h"

namespace decree::oracle {
namespace {

using Places = std::vector<std::string>;

bool IsPart(const std::string& name) { return name.size() > 3 && name[2] == '-'; }
bool IsSingle(const std::string& name) {
  return name != "EU" && (name.size() == 2 || IsPart(name));
}

class NaivePlaces {
 public:
  NaivePlaces(const std::vector<Event>& world, int64_t civil_us) : world_(world), at_(civil_us) {}

  Stands Of(const Places& places, const std::string& given) const {
    const Stands literal = ByName(places, given);
    if (literal == Stands::kWithin) return literal;
    if (IsPart(given)) {
      const bool may_be_there = ByName(places, given.substr(0, 2)) != Stands::kOutside;
      return may_be_there ? Stands::kOpen : literal;
    }
    if (IsSingle(given)) return literal;
    bool any = false, all_within = true, all_outside = true;
    for (const std::string& member : PossibleMembers(given)) {
      const Stands one = IsSingle(member) ? Of(places, member) : ByName(places, member);
      any = true;
      all_within = all_within && one == Stands::kWithin;
      all_outside = all_outside && one == Stands::kOutside;
    }
    if (!any) return Stands::kOpen;
    if (all_within) return Stands::kWithin;
    return all_outside ? literal : Stands::kOpen;
  }

 private:
  // Which of the acts bear on the instant, in one way of reading what is open.
  using Reading = std::vector<bool>;

  static bool Happened(const Bound& bound, int64_t at, bool open_reading) {
    if (bound.latest_civil_us <= at) return true;
    return at >= bound.earliest_civil_us && open_reading;
  }

  // All readings of the acts on these groups; each boundary falls by itself.
  std::vector<Reading> Readings(const Places& groups) const {
    std::vector<Reading> readings = {{}};
    for (const Event& event : world_) {
      std::set<bool> bears;
      const bool is_asked =
          std::find(groups.begin(), groups.end(), event.membership->group) != groups.end();
      for (const bool begun : {false, true}) {
        for (const bool over : {false, true}) {
          const bool has_begun = Happened(*event.effective->from, at_, begun);
          const bool is_over = event.effective->to && Happened(*event.effective->to, at_, over);
          bears.insert(is_asked && has_begun && !is_over);
        }
      }
      std::vector<Reading> longer;
      for (const Reading& reading : readings) {
        for (const bool one : bears) {
          longer.push_back(reading);
          longer.back().push_back(one);
        }
      }
      readings = std::move(longer);
    }
    return readings;
  }

  bool IsIn(const std::string& group, const std::string& who, const Reading& reading) const {
    bool in = false;
    for (size_t i = 0; i < world_.size(); ++i) {
      const Event& event = world_[i];
      if (!reading[i] || event.membership->group != group || event.membership->member != who) {
        continue;
      }
      in = event.kind == EventKind::kMembershipStarted;
    }
    return in;
  }

  // Literally, or as a member of what is named: not by its own members.
  Stands ByName(const Places& places, const std::string& who) const {
    std::set<bool> found;
    for (const Reading& reading : Readings(places)) {
      found.insert(std::any_of(places.begin(), places.end(), [&](const std::string& place) {
        return place == who || IsIn(place, who, reading);
      }));
    }
    DECREE_ASSERT(!found.empty());
    if (found.size() == 2) return Stands::kOpen;
    return *found.begin() ? Stands::kWithin : Stands::kOutside;
  }

  std::set<std::string> PossibleMembers(const std::string& group) const {
    std::set<std::string> members;
    for (const Reading& reading : Readings({group})) {
      for (const Event& event : world_) {
        if (event.membership->group != group) continue;
        if (IsIn(group, event.membership->member, reading)) {
          members.insert(event.membership->member);
        }
      }
    }
    return members;
  }

  const std::vector<Event>& world_;
  const int64_t at_;
};

}  // namespace

Stands PlaceNaively(const std::vector<Event>& world, const std::vector<std::string>& places,
                    const std::string& given, int64_t civil_us) {
  return NaivePlaces(world, civil_us).Of(places, given);
}

}  // namespace decree::oracle

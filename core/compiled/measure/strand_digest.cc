#include "core/compiled/measure/strand_digest.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/base/sort_once.h"
#include "core/base/status_macros.h"
#include "core/query/fold/fold.h"

namespace decree {
namespace {

int32_t PublishedDay(int64_t published_us, int16_t offset_min) {
  return DayOf(published_us + int64_t{offset_min} * 60 * kMicrosPerSecond);
}

// Numbers each once, in the order in which they come.
class NumberList {
 public:
  explicit NumberList(std::vector<uint32_t>& numbers) : numbers_(numbers) {}

  void Add(uint32_t number) {
    if (numbers_.size() < kSearchedMax) {
      if (std::find(numbers_.begin(), numbers_.end(), number) == numbers_.end()) {
        numbers_.push_back(number);
      }
      return;
    }
    if (told_.empty()) told_.insert(numbers_.begin(), numbers_.end());
    if (told_.insert(number).second) numbers_.push_back(number);
  }

 private:
  static constexpr size_t kSearchedMax = 16;  // a longer list is looked up

  std::vector<uint32_t>& numbers_;
  absl::flat_hash_set<uint32_t> told_;
};

class Digester {
 public:
  Digester(PointBodies& bodies, StrandDigest& out)
      : bodies_(bodies),
        out_(out),
        includes_(out.includes),
        actors_(out.actors),
        programs_(out.programs) {}

  // `since`: the position from which on the strand holds it.
  absl::Status Add(uint64_t body, uint64_t since, const ActRecord& act) {
    ++out_.acts;
    const int32_t known = PublishedDay(act.published_us, act.published_offset_min);
    out_.known_days.push_back(known);
    const bool is_limited = IsLimitedByScope(act);
    out_.is_limited = out_.is_limited || is_limited;
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(body));
    const bool gives_scope = facts.include != 0 && !is_limited;
    if (gives_scope) includes_.Add(facts.include);
    if (act.Has(kActChangesInclude)) ++out_.include_changes;
    if (facts.include_added != 0) includes_.Add(facts.include_added);
    if (facts.program != 0) programs_.Add(facts.program);
    if (facts.actor != 0) actors_.Add(facts.actor);
    out_.first_known = std::min(out_.first_known, known);
    if (gives_scope) out_.first_scope_known = std::min(out_.first_scope_known, known);
    given_.push_back({since, gives_scope ? facts.include : facts.include_added, facts.actor});
    return absl::OkStatus();
  }

  // In the order in which the log grew.
  void AddEarly() {
    if (out_.actors.size() <= kActorsFiledMax) return;
    std::sort(given_.begin(), given_.end(),
              [](const Giving& a, const Giving& b) { return a.since < b.since; });
    NumberList includes(out_.early_includes), actors(out_.early_actors);
    for (const Giving& giving : given_) {
      if (giving.actor != 0) actors.Add(giving.actor);
      if (out_.early_actors.size() > kActorsFiledMax) break;
      if (giving.include != 0) includes.Add(giving.include);
    }
  }

 private:
  struct Giving {
    uint64_t since = 0;
    uint32_t include = 0, actor = 0;
  };

  PointBodies& bodies_;
  StrandDigest& out_;
  NumberList includes_, actors_, programs_;
  std::vector<Giving> given_;
};

}  // namespace

absl::StatusOr<StrandDigest> DigestOf(const RepairedStrand& strand, PointBodies& bodies) {
  std::vector<uint64_t> wanted;
  for (const ActRecord& act : strand.strand().acts) wanted.push_back(act.position);
  for (const RepairEntry& repair : strand.repairs()) wanted.push_back(repair.position);
  bodies.Expect(std::move(wanted));

  StrandDigest digest;
  Digester digester(bodies, digest);
  for (const ActRecord& act : strand.strand().acts) {
    DECREE_RETURN_IF_ERROR(digester.Add(act.position, act.position, act));
  }
  // What was repaired before a repair brought it here came with that one.
  absl::flat_hash_map<uint64_t, uint64_t> marked_at;  // by root
  for (const SideEntry& side : strand.strand().sides) {
    if (side.kind == SideKind::kTie) digest.ties.push_back(side.text);
    if (side.kind == SideKind::kRepaired) marked_at.try_emplace(side.number, side.position);
  }
  for (const RepairEntry& repair : strand.repairs()) {
    digest.has_repairs = true;
    DECREE_RETURN_IF_ERROR(digester.Add(
        repair.position, std::max(repair.position, marked_at[repair.root]), repair.act));
    if (repair.is_dated) {
      digest.known_days.push_back(PublishedDay(repair.published_us, repair.published_offset_min));
    }
    for (const SideEntry& side : repair.sides) {
      if (side.kind == SideKind::kTie) digest.ties.push_back(side.text);
    }
  }
  // Instruments come and go with what is known; those of any view are looked at.
  SortOnce(digest.ties);
  SortOnce(digest.known_days);
  digester.AddEarly();
  return digest;
}

}  // namespace decree

#include "core/image/point_filing.h"

#include <algorithm>

#include "core/base/sort_once.h"

namespace decree {
namespace {

constexpr size_t kEntriesFiledMax = 256;  // a measure with more keeps its answers apart

PointEntry EntryOf(const Stretch& stretch, uint32_t code, uint32_t destination, uint32_t number) {
  PointEntry entry;
  entry.code = code;
  entry.measure = number;
  entry.destination = destination;
  entry.known_from = EntryDayOf(stretch.known_from);
  entry.known_until = EntryDayOf(stretch.known_until);
  entry.from = EntryDayOf(stretch.from);
  entry.until = EntryDayOf(stretch.until);
  entry.rate_ppm = stretch.state.rate_ppm;
  entry.applies = stretch.state.applies;
  entry.force_bits = stretch.state.force_bits;
  entry.flags = stretch.state.flags;
  return entry;
}

PointEntry ReferenceTo(uint32_t scope, const ScopeKey& key, uint32_t number) {
  PointEntry entry;
  entry.code = key.code;
  entry.measure = number;
  entry.destination = key.destination;
  entry.rate_ppm = static_cast<int32_t>(scope);
  entry.flags = kPointApart;
  return entry;
}

class Filer {
 public:
  Filer(const PointBodies& bodies, const std::vector<uint32_t>& includes)
      : bodies_(bodies), includes_(includes) {}

  CompiledMeasure File(const std::vector<Stretch>& stretches, uint32_t number) const {
    CompiledMeasure out;
    size_t filed = 0;
    for (const Stretch& stretch : stretches) filed += KeysOf(stretch.state.include).size();
    const bool is_apart = filed > kEntriesFiledMax;
    for (const Stretch& stretch : stretches) {
      const State& state = stretch.state;
      if (is_apart) {
        out.apart.push_back(EntryOf(stretch, OwnNumber(state.include), state.issuer, number));
      }
      for (const ScopeKey& key : KeysOf(state.include)) {
        PointEntry entry = is_apart ? ReferenceTo(OwnNumber(state.include), key, number)
                                    : EntryOf(stretch, key.code, key.destination, number);
        // Codes of other systems: the product is never known to match.
        if (key.part >= kOtherSystemsPart) entry.flags |= kPointAsk;
        out.entries.push_back({{state.issuer, key.origin, key.part}, entry});
      }
    }
    SortOnce(out.entries);
    return out;
  }

  // Every key that a stretch of some view can stand under.
  std::vector<PointKey> Keys(std::vector<uint32_t> actors, std::vector<uint32_t> includes) const {
    actors.push_back(0);
    includes.push_back(0);
    std::vector<PointKey> keys;
    for (const uint32_t actor : actors) {
      for (const uint32_t include : includes) {
        for (const ScopeKey& key : KeysOf(include)) keys.push_back({actor, key.origin, key.part});
      }
    }
    SortOnce(keys);
    return keys;
  }

 private:
  // The scope's number among the measure's own, which do not depend on what else was read: 0 none.
  uint32_t OwnNumber(uint32_t include) const {
    if (include == 0) return 0;
    const auto found = std::find(includes_.begin(), includes_.end(), include);
    return 1 + static_cast<uint32_t>(found - includes_.begin());
  }
  const std::vector<ScopeKey>& KeysOf(uint32_t include) const {
    return include == 0 ? anywhere_ : bodies_.IncludeOf(include).keys;
  }

  const PointBodies& bodies_;
  const std::vector<uint32_t>& includes_;
  const std::vector<ScopeKey> anywhere_ = {{}};
};

}  // namespace

CompiledMeasure FileStretches(const std::vector<Stretch>& stretches,
                              const std::vector<uint32_t>& actors,
                              const std::vector<uint32_t>& includes, const PointBodies& bodies,
                              uint32_t number) {
  const Filer filer(bodies, includes);
  CompiledMeasure out = filer.File(stretches, number);
  out.keys = filer.Keys(actors, includes);
  return out;
}

}  // namespace decree

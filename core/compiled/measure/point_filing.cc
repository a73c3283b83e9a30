#include "core/compiled/measure/point_filing.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/base/sort_once.h"

namespace decree {
namespace {

constexpr size_t kEntriesFiledMax = 256;  // a measure with more keeps its answers apart

PointEntry EntryOf(const FiledStretch& stretch, uint32_t code, uint32_t destination,
                   uint32_t number) {
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
  Filer(const PointBodies& bodies, const std::vector<uint32_t>& includes) : bodies_(bodies) {
    numbers_.reserve(includes.size());
    for (const uint32_t include : includes) {
      numbers_.try_emplace(include, 1 + static_cast<uint32_t>(numbers_.size()));
    }
  }

  CompiledMeasure File(const std::vector<FiledStretch>& stretches, uint32_t number) const {
    CompiledMeasure out;
    size_t filed = 0;
    for (const FiledStretch& stretch : stretches) filed += KeysOf(stretch.state.include).size();
    const bool is_apart = filed > kEntriesFiledMax;
    absl::flat_hash_set<std::pair<uint32_t, uint32_t>> referred;  // issuer, scope
    for (const FiledStretch& stretch : stretches) {
      const FiledState& state = stretch.state;
      if (is_apart) {
        out.apart.push_back(EntryOf(stretch, OwnNumber(state.include), state.issuer, number));
        if (!referred.insert({state.issuer, state.include}).second) continue;
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

  std::vector<PointKey> Keys(const FilingKeys& ever) const {
    std::vector<PointKey> keys;
    const auto add = [&](uint32_t actor, uint32_t include) {
      for (const ScopeKey& key : KeysOf(include)) keys.push_back({actor, key.origin, key.part});
    };
    std::vector<uint32_t> actors = ever.actors;
    actors.push_back(0);
    for (const uint32_t actor : actors) {
      for (const uint32_t include : ever.includes) add(actor, include);
      add(actor, 0);
    }
    for (const uint32_t actor : ever.actors_anywhere) add(actor, 0);
    SortOnce(keys);
    return keys;
  }

 private:
  // The scope's number among the measure's own, which do not depend on what else was read: 0 none.
  uint32_t OwnNumber(uint32_t include) const {
    const auto found = numbers_.find(include);
    return found == numbers_.end() ? 0 : found->second;
  }
  const std::vector<ScopeKey>& KeysOf(uint32_t include) const {
    return include == 0 ? anywhere_ : bodies_.IncludeOf(include).keys;
  }

  const PointBodies& bodies_;
  absl::flat_hash_map<uint32_t, uint32_t> numbers_;
  const std::vector<ScopeKey> anywhere_ = {{}};
};

}  // namespace

CompiledMeasure FileStretches(const std::vector<FiledStretch>& stretches, const FilingKeys& ever,
                              const std::vector<uint32_t>& includes, const PointBodies& bodies,
                              uint32_t number) {
  const Filer filer(bodies, includes);
  CompiledMeasure out = filer.File(stretches, number);
  out.keys = filer.Keys(ever);
  return out;
}

}  // namespace decree

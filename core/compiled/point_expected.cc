#include "core/compiled/point_expected.h"

#include <algorithm>

#include "core/compiled/compiled_answers.h"

namespace decree {

EntryDays::EntryDays(const PointQuestion& question)
    : day(EntryDayOf(DayOf(question.window.first_civil_us))),
      known_day(question.view.known_by_us == kAxisMax
                    ? kEntryDayMax - 1
                    : EntryDayOf(DayOf(question.view.known_by_us))) {}

void PointExpected::Look() {
  covering.clear();
  is_whole = is_plain;
  for (const KeptEntries* entries : found) {
    is_whole = is_whole && entries != nullptr;
    if (!is_whole) return;
    entries->FindCovering(
        day, known_day, [this](uint32_t of) { return code.Of(of) != AskedCode::Match::kNo; },
        [&](uint32_t of, size_t index) {
          covering.push_back({entries, of, index});
          entries->PrefetchRest(index);
        });
  }
}

bool PointExpected::Answer(std::vector<PointHit>& hits) const {
  hits.clear();
  if (!is_whole) return false;
  for (const auto& [entries, of, index] : covering) {
    const PointEntry entry = entries->At(of, index);
    const AskedCode::Match match = code.Of(of);
    if ((entry.flags & kPointApart) != 0) return false;
    if (entry.destination != 0 && destination != 0 && entry.destination != destination) continue;
    if (match == AskedCode::Match::kOpen || (entry.flags & kPointAsk) != 0) return false;
    const auto is_same = [&entry](const PointHit& hit) { return hit.measure == entry.measure; };
    if (std::any_of(hits.begin(), hits.end(), is_same)) continue;
    hits.push_back({entry.measure, entry.applies, Possible<Force>::FromBits(entry.force_bits),
                    entry.rate_ppm});
  }
  return true;
}

void CompiledAnswers::Expect(const PointQuestion& question, PointExpected& expected) const {
  const EntryDays days(question);
  expected.day = days.day;
  expected.known_day = days.known_day;
  expected.code = AskedCode(question.product);
  expected.destination = PlaceNumber(question.destination);
  const auto holds = [this](uint32_t part) {
    return (state_.systems >> (part - kOtherSystemsPart) & 1u) != 0;
  };
  const ProductSystem system = expected.code.system();
  expected.is_plain = !groups_.IsMember(question.origin) &&
                      !groups_.IsMember(question.destination) && !holds(kOtherSystemsPart) &&
                      !(system == ProductSystem::kCn && holds(kHtsPart)) &&
                      !(system == ProductSystem::kHts && holds(kCnPart));
  const uint32_t issuer = PlaceNumber(question.issuer);
  const uint32_t origin = PlaceNumber(question.origin);
  const uint32_t part = expected.code.part();
  expected.keys = {PointKey{issuer, origin, part}, PointKey{issuer, origin, kWidePart},
                   PointKey{issuer, 0, part}, PointKey{issuer, 0, kWidePart}};
  for (size_t i = 0; i < PointExpected::kKeys; ++i) {
    expected.hashes[i] = kept_.hash_function()(expected.keys[i]);
    kept_.prefetch(expected.keys[i]);
  }
}

void CompiledAnswers::Find(PointExpected& expected) const {
  for (size_t i = 0; i < PointExpected::kKeys; ++i) {
    const auto kept = kept_.find(expected.keys[i], expected.hashes[i]);
    expected.found[i] = kept == kept_.end() ? nullptr : &kept->second;
    if (expected.found[i] != nullptr) expected.found[i]->Prefetch();
  }
}

}  // namespace decree

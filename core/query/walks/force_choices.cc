#include "core/query/walks/force_choices.h"

#include <bit>

#include "core/query/walks/facet_walks.h"

namespace decree {
namespace {

enum BaseCode : uint32_t { kBaseOpen, kBaseInForce, kBaseUnknown, kBaseExpired, kBaseRevoked };
enum OverlayCode : uint32_t { kOverlayOpen, kOverlaySuspended, kOverlayClear };
constexpr uint32_t kOverlays = 3, kEnds = 2;

constexpr uint32_t CodeOf(uint32_t base, uint32_t overlay, uint32_t ended) {
  return (base * kOverlays + overlay) * kEnds + ended;
}
constexpr uint32_t BaseOf(uint32_t code) { return code / (kOverlays * kEnds); }
constexpr uint32_t OverlayOf(uint32_t code) { return code / kEnds % kOverlays; }
constexpr uint32_t EndedOf(uint32_t code) { return code % kEnds; }
constexpr ForceChoices BitOf(uint32_t code) { return ForceChoices{1} << code; }

constexpr bool IsDecided(uint32_t code) {
  const uint32_t base = BaseOf(code);
  if (base == kBaseOpen) return false;
  return (base != kBaseInForce && base != kBaseUnknown) || OverlayOf(code) != kOverlayOpen;
}

template <typename Visit>
void ForEachCode(ForceChoices codes, Visit visit) {
  for (; codes != 0; codes &= codes - 1) visit(static_cast<uint32_t>(std::countr_zero(codes)));
}

// The ways in which a boundary may be read: bit 0 not happened, bit 1 happened.
uint32_t WaysOf(int64_t earliest, int64_t latest, int64_t t) {
  const Tri happened = Happened(earliest, latest, t);
  return (happened != Tri::kYes ? 1u : 0u) | (happened != Tri::kNo ? 2u : 0u);
}

ForceChoices OnOff(uint32_t from, uint32_t to, uint32_t code) {
  ForceChoices choices = 0;
  if ((from & 2u) != 0 && (to & 1u) != 0) choices |= BitOf(code);
  if ((from & 1u) != 0 || (to & 2u) != 0) choices |= kNoChoice;
  return choices;
}

ForceChoices ImposingChoices(const ActRecord& record, int64_t t) {
  const uint32_t from = WaysOf(record.from_earliest, record.from_latest, t);
  const uint32_t to = WaysOf(record.to_earliest, record.to_latest, t);
  const bool enacts = IsEnacting(record.kind);
  ForceChoices choices = 0;
  for (uint32_t begun = 0; begun < 2; ++begun) {
    for (uint32_t over = 0; over < 2; ++over) {
      if ((from >> begun & 1u) == 0 || (to >> over & 1u) == 0) continue;
      const bool covers = begun == 1 && over == 0;
      choices |= BitOf(CodeOf(covers ? kBaseInForce : kBaseOpen,
                              covers && enacts ? kOverlayClear : kOverlayOpen, over));
    }
  }
  return choices;
}

ForceChoices ChoicesOfReading(const FoldAct& act, const Reading& reading, int64_t t) {
  const ActRecord& record = reading.record;
  if (Imposes(act, reading)) return ImposingChoices(record, t);
  const uint32_t from = WaysOf(record.from_earliest, record.from_latest, t);
  const uint32_t to = WaysOf(record.to_earliest, record.to_latest, t);
  constexpr uint32_t kNever = 1;
  switch (record.kind) {
    case EventKind::kRevoked:
    case EventKind::kReplaced:
      return OnOff(from, kNever, CodeOf(kBaseRevoked, kOverlayOpen, 0));
    case EventKind::kExpired:
      return OnOff(from, kNever, CodeOf(kBaseExpired, kOverlayOpen, 0));
    case EventKind::kSuspended:
      return OnOff(from, to, CodeOf(kBaseOpen, kOverlaySuspended, 0));
    case EventKind::kResumed:
      return OnOff(from, to, CodeOf(kBaseOpen, kOverlayClear, 0));
    case EventKind::kEnacted:
      if (!IsUnknownInterval(act, record) || t < PublicationDay(record)) return kNoChoice;
      return kNoChoice | BitOf(CodeOf(kBaseUnknown, kOverlayOpen, 0));
    default:
      return kNoChoice;
  }
}

void AddEdges(const ActRecord& record, std::vector<int64_t>& edges) {
  edges.insert(edges.end(),
               {record.from_earliest, record.from_latest, record.to_earliest, record.to_latest});
  if (record.kind == EventKind::kEnacted) edges.push_back(PublicationDay(record));
}

}  // namespace

ForceChoices ForceChoicesOf(const FoldAct& act, int64_t civil_us) {
  ForceChoices choices = 0;
  for (const Reading& reading : act.readings) {
    choices |= ChoicesOfReading(act, reading, civil_us);
  }
  return choices;
}

ForceChoices AfterChoices(ForceChoices states, ForceChoices choices) {
  ForceChoices after = 0;
  ForEachCode(states, [&](uint32_t state) {
    if (IsDecided(state)) {
      after |= BitOf(state);
      return;
    }
    ForEachCode(choices, [&](uint32_t choice) {
      const bool is_open = BaseOf(state) == kBaseOpen;
      const uint32_t overlay = OverlayOf(state);
      after |= BitOf(CodeOf(is_open ? BaseOf(choice) : BaseOf(state),
                            overlay == kOverlayOpen ? OverlayOf(choice) : overlay,
                            EndedOf(state) | (is_open ? EndedOf(choice) : 0)));
    });
  });
  return after;
}

bool AreDecided(ForceChoices states) {
  bool are_decided = true;
  ForEachCode(states, [&](uint32_t state) { are_decided = are_decided && IsDecided(state); });
  return are_decided;
}

void AddEdgesOf(const FoldAct& act, std::vector<int64_t>& edges) {
  for (const Reading& reading : act.readings) AddEdges(reading.record, edges);
}

}  // namespace decree

#include "tests/model/oracle.h"

#include <algorithm>
#include <optional>

#include "core/base/assert.h"
#include "tests/model/oracle_paint.h"
#include "tests/model/oracle_visible.h"

namespace decree::oracle {
namespace {

constexpr size_t kOpenBoundariesMax = 16;
constexpr size_t kRivalsMax = 8;
constexpr size_t kNoAct = SIZE_MAX;

// ---- Rivals ----

struct Rival {
  size_t act = 0;           // that it speaks of
  size_t dispute = 0;       // that it comes from
  bool is_certain = false;  // of higher rank: no choice
};

bool IsConfirmedLater(const std::vector<Act>& acts, size_t dispute, const std::string& strand) {
  for (size_t i = dispute + 1; i < acts.size(); ++i) {
    if (acts[i].kind() == EventKind::kConfirmed && acts[i].strands.count(strand) > 0 &&
        acts[i].body.target == acts[dispute].body.target) {
      return true;
    }
  }
  return false;
}

// Whether a dispute stands on the strand, not lifted there and not settled.
bool Disputes(const std::vector<Act>& acts, size_t dispute, const std::string& strand) {
  const Act& act = acts[dispute];
  return act.kind() == EventKind::kDisputed && act.strands.count(strand) > 0 &&
         act.lifted_on.count(strand) == 0 && !IsConfirmedLater(acts, dispute, strand);
}

// Those that bear on the measure: its own, and those of the instruments tied to it.
std::set<std::string> BearingStrands(const std::vector<Act>& acts, const std::string& measure) {
  std::set<std::string> strands = {"m/" + measure};
  for (const std::string& instrument : TiedInstruments(acts, measure)) {
    strands.insert("i/" + instrument);
  }
  return strands;
}

// Of the acts that can bear on the measure, oldest dispute first. A dispute and its act must stand
// on one strand.
std::vector<Rival> RivalsOf(const std::vector<Act>& acts, const std::string& measure) {
  const std::set<std::string> bearing = BearingStrands(acts, measure);
  std::vector<Rival> rivals;
  for (size_t d = 0; d < acts.size(); ++d) {
    const Act& dispute = acts[d];
    if (!dispute.body.effective && !dispute.body.terms) continue;
    for (size_t a = 0; a < acts.size(); ++a) {
      if (acts[a].body.id != dispute.body.target) continue;
      const bool bears =
          std::any_of(acts[a].strands.begin(), acts[a].strands.end(), [&](const auto& strand) {
            return bearing.count(strand) > 0 && Disputes(acts, d, strand);
          });
      if (!bears || RankOf(dispute) < RankOf(acts[a])) continue;
      rivals.push_back({a, d, RankOf(dispute) > RankOf(acts[a])});
    }
  }
  return rivals;
}

// The values that the dispute gives stand in for the act's; the act keeps its place.
void StandIn(const Act& dispute, Act& act) {
  if (dispute.body.effective) {
    if (!act.body.effective) act.body.effective.emplace();
    if (dispute.body.effective->from) act.body.effective->from = dispute.body.effective->from;
    if (dispute.body.effective->to) act.body.effective->to = dispute.body.effective->to;
  }
  if (dispute.body.terms) {
    act.body.terms = dispute.body.terms;
    act.gives[kTerms] = dispute.gives[kTerms];
  }
}

// ---- Instants and readings ----

std::set<int64_t> InstantsOf(const Picture& picture, const CivilWindow& window) {
  std::set<int64_t> instants = {window.first_civil_us};
  for (const Boundary& boundary : picture.boundaries) {
    for (const int64_t t : {boundary.earliest, boundary.latest}) {
      if (t > window.first_civil_us && t <= window.last_civil_us) instants.insert(t);
    }
  }
  return instants;
}

bool Applies(const Painted& painted) {
  return painted.force == Force::kInForce && painted.legality != Legality::kHeldUnlawful &&
         painted.legality != Legality::kAnnulled && painted.enforcement != Enforcement::kWaived;
}

// The answer as it grows, instant by instant and reading by reading.
struct Gathered {
  StateSet state;
  size_t force_by = kNoAct;  // the newest act that decided force anywhere

  void Add(const Painted& painted) {
    state.force.Add(painted.force);
    state.legality.Add(painted.legality);
    state.enforcement.Add(painted.enforcement);
    state.terms_from.insert(painted.terms);
    state.include_from.insert(painted.include);
    state.exclude_from.insert(painted.exclude);
    state.applies.Add(Applies(painted) ? Answer::kYes : Answer::kNo);
    if (painted.force_by == kNoAct) return;
    if (force_by == kNoAct || painted.force_by > force_by) force_by = painted.force_by;
  }
};

// Every combination of "has happened" and "has not" of the boundaries open at t.
template <typename Visit>
void ForEveryReading(const Picture& picture, int64_t t, Visit visit) {
  Reading happened(picture.boundaries.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < picture.boundaries.size(); ++i) {
    happened[i] = picture.boundaries[i].HasHappened(t);
    if (picture.boundaries[i].IsOpen(t)) open.push_back(i);
  }
  DECREE_ASSERT(open.size() <= kOpenBoundariesMax);
  for (uint32_t choice = 0; choice < (1u << open.size()); ++choice) {
    for (size_t i = 0; i < open.size(); ++i) happened[open[i]] = (choice >> i) & 1u;
    visit(happened);
  }
}

void PaintEveryReading(const Picture& picture, int64_t t, Gathered& gathered) {
  ForEveryReading(picture, t,
                  [&](const Reading& happened) { gathered.Add(PaintInstant(picture, happened)); });
}

// ---- Commitment and evidence ----

Commitment CommitmentOf(const std::vector<Act>& acts, const std::string& measure) {
  Commitment best = Commitment::kNone;
  bool is_withdrawn = false;
  for (const Act& act : acts) {
    if (!IsOwn(act, measure)) continue;
    if (act.kind() == EventKind::kWithdrawn) {
      is_withdrawn = true;
      if (best < Commitment::kEnacted) best = Commitment::kNone;
    }
    best = std::max(best, LevelOf(act.kind()));
  }
  return best == Commitment::kNone && is_withdrawn ? Commitment::kWithdrawn : best;
}

size_t NewestOfCommitment(const std::vector<Act>& acts, const std::string& measure,
                          Commitment commitment) {
  size_t newest = kNoAct;
  for (size_t i = 0; i < acts.size(); ++i) {
    if (!IsOwn(acts[i], measure)) continue;
    const EventKind kind = acts[i].kind();
    const Commitment level = kind == EventKind::kWithdrawn ? Commitment::kWithdrawn : LevelOf(kind);
    if (level != Commitment::kNone && level == commitment) newest = i;
  }
  return newest;
}

bool IsDisputed(const std::vector<Act>& acts, const Act& act,
                const std::set<std::string>& bearing) {
  for (size_t i = 0; i < acts.size(); ++i) {
    if (acts[i].body.target != act.body.id) continue;
    for (const std::string& strand : bearing) {
      if (Disputes(acts, i, strand)) return true;
    }
  }
  return false;
}

// By what stands on a strand with it.
bool IsConfirmed(const std::vector<Act>& acts, const Act& act,
                 const std::set<std::string>& bearing) {
  for (const Act& other : acts) {
    const bool is_beside =
        other.body.id != act.body.id &&
        std::any_of(bearing.begin(), bearing.end(), [&](const std::string& strand) {
          return other.strands.count(strand) > 0 && act.strands.count(strand) > 0;
        });
    if (!is_beside) continue;
    if (other.kind() == EventKind::kConfirmed && other.body.target == act.body.id) return true;
    for (const Link& link : other.body.links) {
      if (link.rel == LinkRel::kConfirms && link.id == act.body.id) return true;
    }
  }
  return false;
}

Evidence EvidenceOfAct(const std::vector<Act>& acts, const Act& act,
                       const std::set<std::string>& bearing) {
  if (IsDisputed(acts, act, bearing)) return Evidence::kDisputed;
  if (act.body.sources.empty()) return Evidence::kUnsourced;
  std::set<std::string> publishers;
  for (const Source& source : act.body.sources) {
    if (source.standing == Standing::kOfficial) return Evidence::kOfficial;
    publishers.insert(source.publisher);
  }
  const bool is_reported = publishers.size() >= 2 || IsConfirmed(acts, act, bearing);
  return is_reported ? Evidence::kReported : Evidence::kSingleSource;
}

Evidence EvidenceOf(const VisibleActs& visible, const std::string& measure,
                    const Gathered& gathered) {
  const bool has_acts = std::any_of(visible.acts.begin(), visible.acts.end(), [&](const Act& act) {
    return IsOwn(act, measure) && act.family() != EventFamily::kRecord;
  });
  if (!has_acts) {
    return visible.measures_retracted.count(measure) > 0 ? Evidence::kRetracted : Evidence::kNone;
  }
  const Possible<Force>& force = gathered.state.force;
  const bool by_force = force.decided() && force.value() != Force::kPending;
  const size_t act = by_force
                         ? gathered.force_by
                         : NewestOfCommitment(visible.acts, measure, gathered.state.commitment);
  if (act == kNoAct) return Evidence::kNone;
  return EvidenceOfAct(visible.acts, visible.acts[act], BearingStrands(visible.acts, measure));
}

// ---- What is shown where nothing is put ----

// Of the newest visible act of the measure that gives it.
uint64_t Planned(GivenPart part, const std::vector<Act>& acts, const std::string& measure) {
  uint64_t planned = 0;
  for (const Act& act : acts) {
    if (part == kTerms && act.family() == EventFamily::kRecord) continue;
    const bool limits = part != kTerms && IsPartial(act);
    if (IsOwn(act, measure) && !limits && act.gives[part] != 0) planned = act.gives[part];
  }
  return planned;
}

// The stroke that begins the earliest after t, of several the newest; nullptr: none does.
const Stroke* NextStep(const Picture& picture, int64_t t) {
  const Stroke* next = nullptr;
  for (const Stroke& stroke : picture.strokes) {
    const int64_t begins = picture.boundaries[stroke.from].latest;
    if (!stroke.imposes || begins <= t || begins == kAxisMax) continue;
    if (next == nullptr || begins <= picture.boundaries[next->from].latest) next = &stroke;
  }
  return next;
}

Words PartOf(const Painted& painted, GivenPart part) {
  if (part == kTerms) return {painted.terms};
  return part == kInclude ? painted.include : painted.exclude;
}

// Of a part that nothing puts: what the next step brings. nullopt: more than one thing.
std::optional<Words> Coming(GivenPart part, const std::vector<Act>& acts,
                            const Question& question) {
  std::set<Words> coming;
  const int64_t t = question.window.first_civil_us;
  const Picture picture = PictureOf(acts, question.measure, question.view.floor);
  const Picture lowered = PictureOf(acts, question.measure, Commitment::kReported);
  if (const Stroke* const step = NextStep(picture, t)) {
    ForEveryReading(picture, picture.boundaries[step->from].latest, [&](const Reading& happened) {
      coming.insert(PartOf(PaintInstant(picture, happened), part));
    });
  } else if (const Stroke* const plan = NextStep(lowered, t)) {
    ForEveryReading(lowered, lowered.boundaries[plan->from].latest, [&](const Reading& happened) {
      coming.insert(part == kTerms ? Words{plan->gives[kTerms]}
                                   : PaintChanges(lowered, happened, part, plan->gives[part]));
    });
  }
  if (coming.size() > 1) return std::nullopt;
  if (!coming.empty() && *coming.begin() != Words{0}) return *coming.begin();
  return Words{Planned(part, acts, question.measure)};
}

// Rivals may give the next step other words: then nothing is said of it here.
void Show(const std::vector<Act>& acts, const Question& question, bool has_rivals,
          StateSet& state) {
  const auto coming = [&](GivenPart part) {
    return has_rivals ? std::nullopt : Coming(part, acts, question);
  };
  const Words nothing = {0};
  if (state.terms_from == std::set<uint64_t>{0}) {
    const std::optional<Words> terms = coming(kTerms);
    if (terms) state.terms_coming = terms->front();
  }
  if (state.include_from.size() != 1) return;
  const Words& include = *state.include_from.begin();
  state.include_shown = include != nothing ? include : coming(kInclude);
  if (state.exclude_from.size() != 1) return;
  const Words& exclude = *state.exclude_from.begin();
  const bool is_coming = exclude == nothing && include == nothing;
  state.exclude_shown = is_coming ? coming(kExclude) : exclude;
}

}  // namespace

StateSet Ask(const std::vector<Record>& all, const Question& question) {
  const VisibleActs visible = SelectVisible(all, question.view);
  const std::vector<Rival> rivals = RivalsOf(visible.acts, question.measure);
  DECREE_ASSERT(rivals.size() <= kRivalsMax);

  Gathered gathered;
  gathered.state.commitment = CommitmentOf(visible.acts, question.measure);
  // Each choice is the whole fold with some of the rivals' values and without the others'.
  for (uint32_t choice = 0; choice < (1u << rivals.size()); ++choice) {
    bool is_possible = true;
    std::vector<Act> acts = visible.acts;
    for (size_t i = 0; i < rivals.size(); ++i) {
      const bool is_chosen = (choice >> i) & 1u;
      if (is_chosen) StandIn(acts[rivals[i].dispute], acts[rivals[i].act]);
      if (!is_chosen && rivals[i].is_certain) is_possible = false;
    }
    if (!is_possible) continue;
    const Picture picture = PictureOf(acts, question.measure, question.view.floor);
    for (const int64_t t : InstantsOf(picture, question.window)) {
      PaintEveryReading(picture, t, gathered);
    }
  }
  gathered.state.evidence = EvidenceOf(visible, question.measure, gathered);
  Show(visible.acts, question, !rivals.empty(), gathered.state);
  return gathered.state;
}

}  // namespace decree::oracle

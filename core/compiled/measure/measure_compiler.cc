#include "core/compiled/measure/measure_compiler.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/compiled/measure/point_filing.h"
#include "core/projections/projection_names.h"
#include "core/query/state/facet_sweep.h"
#include "core/query/state/measure_state.h"
#include "core/query/state/next_step.h"
#include "core/query/state/resolve.h"
#include "core/query/walks/scope_changes.h"

namespace decree {
namespace {

class Compiler {
 public:
  Compiler(RepairedStrands& strands, PointBodies& bodies, const std::string& slug, uint64_t head,
           const StrandDigest& own)
      : strands_(strands),
        bodies_(bodies),
        slug_(slug),
        entity_(absl::StrCat("m/", slug)),
        own_(own),
        acts_(own.acts),
        known_(own.known_days.size()),
        is_limited_(own.is_limited || own.include_changes > 0),
        include_changes_(own.include_changes),
        actors_(own.actors),
        includes_(own.includes),
        told_(own.includes.begin(), own.includes.end()) {
    filter_.view.position_max = head;
  }

  // One of the instruments that any act of the measure names. They must outlive the compiler.
  void Add(const StrandDigest& instrument);
  absl::StatusOr<CompiledMeasure> Compile(uint32_t number, bool is_authorized);

 private:
  absl::Status AddVersion(int32_t known, int32_t known_until);
  absl::StatusOr<uint32_t> IssuerOf(const VisibleStrand& own);
  // Of the fold at an instant, to which the facets have moved.
  struct Looked {
    const Fold& fold;
    const VisibleStrand& own;
    int64_t at = 0;
    bool is_beside_mid_day = false;
  };
  absl::StatusOr<FiledState> StateAt(FacetsInTurn& facets, const Looked& looked);
  void AddDays(const std::vector<std::pair<int64_t, FiledState>>& segments, int32_t known,
               int32_t known_until);
  void JoinVersions();
  std::vector<int32_t> KnownDays() const;
  absl::StatusOr<std::vector<PostingKey>> Postings();
  void AskEverywhere();
  bool HasFewActors() const { return actors_.size() <= kActorsFiledMax; }
  FilingKeys KeysEver() const;

  RepairedStrands& strands_;
  PointBodies& bodies_;
  const std::string slug_, entity_;
  const StrandDigest& own_;
  ViewFilter filter_;

  std::vector<const StrandDigest*> instruments_;
  uint64_t acts_, known_;  // with those of the instruments
  bool is_limited_;        // or includes are changed by parts
  uint64_t include_changes_;
  // So many may be open at once that what is included is open everywhere (kOpenChangesMax).
  bool MayBeOpen() const { return include_changes_ > kOpenChangesMax; }
  std::vector<uint32_t> actors_, includes_;
  absl::flat_hash_set<uint32_t> told_;  // includes_
  std::vector<FiledStretch> stretches_;
};

bool IsMidDay(int64_t civil_us) { return civil_us != kAxisMin && civil_us % kMicrosPerDay != 0; }

void Compiler::Add(const StrandDigest& instrument) {
  instruments_.push_back(&instrument);
  acts_ += instrument.acts;
  known_ += instrument.known_days.size();
  is_limited_ = is_limited_ || instrument.is_limited || instrument.include_changes > 0;
  include_changes_ += instrument.include_changes;
  for (const uint32_t include : instrument.includes) {
    if (told_.insert(include).second) includes_.push_back(include);
  }
}

std::vector<int32_t> Compiler::KnownDays() const {
  std::vector<int32_t> days = own_.known_days;
  for (const StrandDigest* const instrument : instruments_) {
    days.insert(days.end(), instrument->known_days.begin(), instrument->known_days.end());
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

// As StateBuilder::FillAttributes has it.
absl::StatusOr<uint32_t> Compiler::IssuerOf(const VisibleStrand& own) {
  if (actors_.size() == 1) return actors_.front();
  std::vector<const VisibleAct*> acts;
  for (const VisibleAct& act : own.acts) {
    if (act.record.kind != EventKind::kDisputed) acts.push_back(&act);
  }
  std::sort(acts.begin(), acts.end(), [](const VisibleAct* a, const VisibleAct* b) {
    return StatedBefore(a->record, b->record);
  });
  for (const bool of_any_family : {false, true}) {
    for (const VisibleAct* act : acts) {
      const EventFamily family = InfoOf(act->record.kind).family;
      if (!of_any_family && family != EventFamily::kCommitment && family != EventFamily::kForce) {
        continue;
      }
      DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(act->body));
      if (facts.actor != 0) return facts.actor;
    }
  }
  return 0u;
}

absl::StatusOr<FiledState> Compiler::StateAt(FacetsInTurn& facets, const Looked& looked) {
  FiledState state;
  const Possible<Answer> applies =
      AppliesGiven(facets.force(), facets.legality(), facets.enforcement());
  state.applies = applies.decided() ? applies.value() : Answer::kUndetermined;
  // No hit: the rest does not matter, unless the day is asked by the slow path.
  if (state.applies == Answer::kNo && !looked.is_beside_mid_day) return state;
  Possible<Force> forces;
  for (const ForceOutcome& outcome : facets.force()) forces.Add(outcome.force);
  state.force_bits = forces.bits();
  uint32_t terms = 0;
  bool is_one = true;
  for (const uint64_t body : facets.GivenNow(Given::kTerms)) {
    if (body == 0) {
      is_one = false;
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(body));
    is_one = is_one && facts.terms != 0 && (terms == 0 || terms == facts.terms);
    terms = facts.terms;
  }
  if (is_one && terms != 0) state.rate_ppm = static_cast<int32_t>(bodies_.RateOf(terms));
  const CivilWindow at = {looked.at, looked.at};
  const ShownLists shown =
      ShownListsOf(looked.fold, looked.own, at, facets.GivenNow(Given::kInclude),
                   facets.GivenNow(Given::kExclude));
  if (shown.include != 0) {
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(shown.include));
    state.include = facts.include;
  }
  bool excludes = false;
  if (shown.exclude != 0) {
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(shown.exclude));
    excludes = !PointBodies::IsEmptyExclude(facts.exclude);
  }
  if (excludes || state.include == 0 || !bodies_.IncludeOf(state.include).is_plain) {
    state.flags = kPointAsk;
  }
  return state;
}

absl::Status Compiler::AddVersion(int32_t known, int32_t known_until) {
  filter_.view.known_by_us = (int64_t{known} + 1) * kMicrosPerDay - 1;
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, strands_.Of(kControls, entity_));
  const VisibleStrand own = strand->SeenBy(filter_);
  if (own.acts.empty()) return absl::OkStatus();
  std::vector<NamedStrand> instruments;
  for (const std::string& tie : TiesOf(own)) {
    std::string name = absl::StrCat("i/", tie);
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const acts, strands_.Of(kControls, name));
    instruments.push_back({std::move(name), acts->SeenBy(filter_)});
  }
  DECREE_ASSIGN_OR_RETURN(const uint32_t issuer, IssuerOf(own));
  const Fold fold = MakeFold(own, instruments, filter_.view.floor, nullptr, &bodies_.lists());
  std::vector<int64_t> instants = BoundariesIn(fold, {kAxisMin, kAxisMax - 1});
  instants.insert(instants.begin(), kAxisMin);
  std::vector<std::pair<int64_t, FiledState>> segments;
  FacetsInTurn facets(fold, instants.size());
  for (size_t i = 0; i < instants.size(); ++i) {
    const bool is_beside =
        IsMidDay(instants[i]) || (i + 1 < instants.size() && IsMidDay(instants[i + 1]));
    facets.MoveTo(instants[i]);
    DECREE_ASSIGN_OR_RETURN(FiledState state, StateAt(facets, {fold, own, instants[i], is_beside}));
    state.issuer = issuer;
    if (IsHashedPlace(issuer)) state.flags |= kPointAsk;
    if (segments.empty() || !(segments.back().second == state)) {
      segments.emplace_back(instants[i], state);
    }
  }
  AddDays(segments, known, known_until);
  return absl::OkStatus();
}

// Whole days; a day inside which the answer changes is asked by the slow path, under each scope
// that it sees.
void Compiler::AddDays(const std::vector<std::pair<int64_t, FiledState>>& segments, int32_t known,
                       int32_t known_until) {
  const auto ask_about = [&](FiledState state, int32_t day) {
    state.flags |= kPointAsk;
    state.applies = Answer::kUndetermined;
    stretches_.push_back({state, day, day + 1, known, known_until});
  };
  for (size_t i = 0; i < segments.size(); ++i) {
    const auto& [from_us, state] = segments[i];
    const bool starts_mid_day = IsMidDay(from_us);
    if (starts_mid_day) {
      ask_about(segments[i - 1].second, DayOf(from_us));
      ask_about(state, DayOf(from_us));
    }
    if (state.applies == Answer::kNo) continue;
    const int32_t from = DayOf(from_us) + (starts_mid_day ? 1 : 0);
    const int32_t until = i + 1 == segments.size() ? kDayMax : DayOf(segments[i + 1].first);
    if (from < until) stretches_.push_back({state, from, until, known, known_until});
  }
}

// What stays the same from one state of knowledge to the next becomes one stretch.
void Compiler::JoinVersions() {
  const auto without_knowledge = [](const FiledStretch& s) {
    return std::tie(s.state, s.from, s.until);
  };
  std::sort(stretches_.begin(), stretches_.end(),
            [&](const FiledStretch& a, const FiledStretch& b) {
              const auto left = without_knowledge(a), right = without_knowledge(b);
              return left != right ? left < right : a.known_from < b.known_from;
            });
  std::vector<FiledStretch> joined;
  for (const FiledStretch& stretch : stretches_) {
    if (!joined.empty() && without_knowledge(joined.back()) == without_knowledge(stretch) &&
        joined.back().known_until >= stretch.known_from) {
      joined.back().known_until = std::max(joined.back().known_until, stretch.known_until);
    } else {
      joined.push_back(stretch);
    }
  }
  stretches_ = std::move(joined);
}

// Whatever the day and the knowledge, under every key that a scope of the measure ever had.
void Compiler::AskEverywhere() {
  std::vector<uint32_t> actors = actors_;
  if (actors.empty()) actors.push_back(0);
  for (const uint32_t actor : actors) {
    FiledState state{Answer::kUndetermined, 0, kPointAsk, -1, 0, actor};
    if (HasFewActors()) {
      for (const uint32_t include : includes_) {
        state.include = include;
        stretches_.push_back({state});
      }
    }
    if (MayBeOpen() || !HasFewActors() || own_.has_repairs ||
        own_.first_scope_known > own_.first_known) {
      state.include = 0;
      stretches_.push_back({state});
    }
  }
}

// Every key under which a stretch of some view may stand, or stood when the record was shorter.
FilingKeys Compiler::KeysEver() const {
  FilingKeys ever{actors_, includes_, {}};
  if (HasFewActors()) return ever;
  ever.actors = own_.early_actors;
  ever.includes = own_.early_includes;
  for (const StrandDigest* const instrument : instruments_) {
    ever.includes.insert(ever.includes.end(), instrument->includes.begin(),
                         instrument->includes.end());
  }
  ever.actors_anywhere = actors_;
  return ever;
}

absl::StatusOr<std::vector<PostingKey>> Compiler::Postings() {
  std::vector<PostingKey> postings;
  for (const uint32_t include : includes_) {
    const std::vector<PostingKey>& of_scope = bodies_.IncludeOf(include).postings;
    postings.insert(postings.end(), of_scope.begin(), of_scope.end());
  }
  for (const uint32_t program : own_.programs) postings.push_back(bodies_.ProgramOf(program));
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const own, strands_.Of(kControls, entity_));
  if (MayBeOpen() || MayLackScope(*own, entity_)) postings.push_back(kAnyTransaction);
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  return postings;
}

absl::StatusOr<CompiledMeasure> Compiler::Compile(uint32_t number, bool is_authorized) {
  const bool is_too_much = known_ * acts_ > kCompileStepsMax;
  if (is_limited_ || is_authorized || is_too_much || !HasFewActors()) {
    AskEverywhere();
  } else {
    const std::vector<int32_t> days = KnownDays();
    for (size_t i = 0; i < days.size(); ++i) {
      const bool is_newest = i + 1 == days.size();
      DECREE_RETURN_IF_ERROR(AddVersion(days[i], is_newest ? kDayMax : days[i + 1]));
    }
    JoinVersions();
  }
  CompiledMeasure compiled = FileStretches(stretches_, KeysEver(), includes_, bodies_, number);
  DECREE_ASSIGN_OR_RETURN(compiled.postings, Postings());
  return compiled;
}

}  // namespace

absl::StatusOr<const StrandDigest*> MeasureCompiler::InstrumentOf(const std::string& tie) {
  std::unique_ptr<const StrandDigest>& digest = instruments_[tie];
  if (digest == nullptr) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                            strands_.Of(kControls, absl::StrCat("i/", tie)));
    DECREE_ASSIGN_OR_RETURN(StrandDigest made, DigestOf(*strand, bodies_));
    digest = std::make_unique<const StrandDigest>(std::move(made));
  }
  return digest.get();
}

absl::StatusOr<CompiledMeasure> MeasureCompiler::Compile(const std::string& slug, uint32_t number) {
  strands_.Forget();
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand,
                          strands_.Of(kControls, absl::StrCat("m/", slug)));
  DECREE_ASSIGN_OR_RETURN(const StrandDigest own, DigestOf(*strand, bodies_));
  Compiler compiler(strands_, bodies_, slug, head_, own);
  for (const std::string& tie : own.ties) {
    DECREE_ASSIGN_OR_RETURN(const StrandDigest* const instrument, InstrumentOf(tie));
    compiler.Add(*instrument);
  }
  return compiler.Compile(number, authorized_.Has(slug));
}

}  // namespace decree

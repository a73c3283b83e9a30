#include "core/image/point_compile.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/image/point_filing.h"
#include "core/projections/projection_names.h"
#include "core/query/resolve.h"

namespace decree {
namespace {

int32_t PublishedDay(int64_t published_us, int16_t offset_min) {
  return DayOf(published_us + int64_t{offset_min} * 60 * kMicrosPerSecond);
}

class Compiler {
 public:
  Compiler(PreparedStrands& strands, PointBodies& bodies, const std::string& slug, uint64_t head)
      : strands_(strands), bodies_(bodies), slug_(slug), entity_(absl::StrCat("m/", slug)) {
    sight_.view.position_max = head;
  }

  absl::StatusOr<CompiledMeasure> Compile(uint32_t number, bool is_authorized);

 private:
  absl::Status LookAround();
  absl::Status LookAt(const std::string& entity, bool own);
  absl::Status LookAtBody(uint64_t body, const ActRecord& act, bool own);

  absl::Status AddVersion(int32_t known, int32_t known_until);
  absl::StatusOr<uint32_t> IssuerOf(const VisibleStrand& own);
  absl::StatusOr<State> StateAt(const Fold& fold, const VisibleStrand& own, int64_t t,
                                bool is_beside_mid_day);
  absl::StatusOr<uint64_t> ScopeBody(const Fold& fold, const VisibleStrand& own, Given given,
                                     ActFlag flag, int64_t t, bool may_be_planned);
  void AddDays(const std::vector<std::pair<int64_t, State>>& segments, int32_t known,
               int32_t known_until);
  void JoinVersions();
  absl::StatusOr<std::vector<PostingKey>> Postings();
  void AskEverywhere();

  PreparedStrands& strands_;
  PointBodies& bodies_;
  const std::string slug_, entity_;
  Sight sight_;

  std::vector<int32_t> known_days_;  // on which a view may come to see something
  std::vector<uint32_t> includes_;   // that any act or repair gives
  std::vector<uint32_t> actors_, programs_;
  int32_t first_known_ = kDayMax, first_scope_known_ = kDayMax;
  bool has_repairs_ = false, is_limited_ = false;
  std::vector<Stretch> stretches_;
};

bool IsMidDay(int64_t civil_us) { return civil_us != kAxisMin && civil_us % kMicrosPerDay != 0; }

template <typename T>
void AddOnce(std::vector<T>& values, const T& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

absl::Status Compiler::LookAtBody(uint64_t body, const ActRecord& act, bool own) {
  const int32_t known = PublishedDay(act.published_us, act.published_offset_min);
  known_days_.push_back(known);
  is_limited_ = is_limited_ || IsLimitedByScope(act);
  DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(body));
  const bool gives_scope = facts.include != 0 && !IsLimitedByScope(act);
  if (gives_scope) AddOnce(includes_, facts.include);
  if (!own) return absl::OkStatus();
  if (facts.program != 0) AddOnce(programs_, facts.program);
  if (facts.actor != 0) AddOnce(actors_, facts.actor);
  first_known_ = std::min(first_known_, known);
  if (gives_scope) first_scope_known_ = std::min(first_scope_known_, known);
  return absl::OkStatus();
}

absl::Status Compiler::LookAt(const std::string& entity, bool own) {
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const strand, strands_.Of(kControls, entity));
  for (const ActRecord& act : strand->strand().acts) {
    DECREE_RETURN_IF_ERROR(LookAtBody(act.position, act, own));
  }
  std::vector<std::string> ties;
  for (const SideEntry& side : strand->strand().sides) {
    if (side.kind == SideKind::kTie) ties.push_back(side.text);
  }
  for (const RepairEntry& repair : strand->repairs()) {
    has_repairs_ = true;
    DECREE_RETURN_IF_ERROR(LookAtBody(repair.position, repair.act, own));
    if (repair.is_dated) {
      known_days_.push_back(PublishedDay(repair.published_us, repair.published_offset_min));
    }
    for (const SideEntry& side : repair.sides) {
      if (side.kind == SideKind::kTie) ties.push_back(side.text);
    }
  }
  if (!own) return absl::OkStatus();
  // Instruments come and go with what is known; those of any view are looked at.
  std::sort(ties.begin(), ties.end());
  ties.erase(std::unique(ties.begin(), ties.end()), ties.end());
  for (const std::string& tie : ties) {
    DECREE_RETURN_IF_ERROR(LookAt(absl::StrCat("i/", tie), false));
  }
  return absl::OkStatus();
}

absl::Status Compiler::LookAround() {
  DECREE_RETURN_IF_ERROR(LookAt(entity_, true));
  std::sort(known_days_.begin(), known_days_.end());
  known_days_.erase(std::unique(known_days_.begin(), known_days_.end()), known_days_.end());
  return absl::OkStatus();
}

// As StateBuilder::FillFacts has it.
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

// The body whose scope counts, as StateBuilder::StateOf picks it.
absl::StatusOr<uint64_t> Compiler::ScopeBody(const Fold& fold, const VisibleStrand& own,
                                             Given given, ActFlag flag, int64_t t,
                                             bool may_be_planned) {
  for (const uint64_t body : GivenAt(fold, given, t)) {
    if (body != 0) return body;
  }
  if (!may_be_planned) return 0u;
  uint64_t planned = 0;
  for (const VisibleAct& act : own.acts) {
    if (act.record.Has(flag) && !IsLimitedByScope(act.record)) planned = act.body;
  }
  return planned;
}

absl::StatusOr<State> Compiler::StateAt(const Fold& fold, const VisibleStrand& own, int64_t t,
                                        bool is_beside_mid_day) {
  State state;
  const std::vector<ForceOutcome> force = ForceAt(fold, t);
  const Possible<Answer> applies = AppliesGiven(force, LegalityAt(fold, t), EnforcementAt(fold, t));
  state.applies = applies.decided() ? applies.value() : Answer::kUndetermined;
  // No hit: the rest does not matter, unless the day is asked the long way.
  if (state.applies == Answer::kNo && !is_beside_mid_day) return state;
  Possible<Force> forces;
  for (const ForceOutcome& outcome : force) forces.Add(outcome.force);
  state.force_bits = forces.bits();
  uint32_t terms = 0;
  bool is_one = true;
  for (const uint64_t body : GivenAt(fold, Given::kTerms, t)) {
    if (body == 0) {
      is_one = false;
      continue;
    }
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(body));
    is_one = is_one && facts.terms != 0 && (terms == 0 || terms == facts.terms);
    terms = facts.terms;
  }
  if (is_one && terms != 0) state.rate_ppm = static_cast<int32_t>(bodies_.RateOf(terms));
  DECREE_ASSIGN_OR_RETURN(const uint64_t include,
                          ScopeBody(fold, own, Given::kInclude, kActGivesInclude, t, true));
  if (include != 0) {
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(include));
    state.include = facts.include;
  }
  const bool is_put = GivenAt(fold, Given::kInclude, t).front() != 0;
  DECREE_ASSIGN_OR_RETURN(const uint64_t exclude,
                          ScopeBody(fold, own, Given::kExclude, kActGivesExclude, t, !is_put));
  bool excludes = false;
  if (exclude != 0) {
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, bodies_.Of(exclude));
    excludes = !PointBodies::IsEmptyExclude(facts.exclude);
  }
  if (excludes || state.include == 0 || !bodies_.IncludeOf(state.include).is_plain) {
    state.flags = kPointAsk;
  }
  return state;
}

absl::Status Compiler::AddVersion(int32_t known, int32_t known_until) {
  sight_.view.known_by_us = (int64_t{known} + 1) * kMicrosPerDay - 1;
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const strand, strands_.Of(kControls, entity_));
  const VisibleStrand own = strand->SeenBy(sight_);
  if (own.acts.empty()) return absl::OkStatus();
  std::vector<NamedStrand> instruments;
  for (const VisibleAct& act : own.acts) {
    const EventFamily family = InfoOf(act.record.kind).family;
    if (family != EventFamily::kCommitment && family != EventFamily::kForce) continue;
    for (const std::string& tie : act.ties) {
      std::string name = absl::StrCat("i/", tie);
      const auto same = [&](const NamedStrand& other) { return other.name == name; };
      if (std::any_of(instruments.begin(), instruments.end(), same)) continue;
      DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const acts, strands_.Of(kControls, name));
      instruments.push_back({std::move(name), acts->SeenBy(sight_)});
    }
  }
  DECREE_ASSIGN_OR_RETURN(const uint32_t issuer, IssuerOf(own));
  const Fold fold = MakeFold(own, instruments, sight_.view.floor, nullptr);
  std::vector<int64_t> instants = BoundariesIn(fold, {kAxisMin, kAxisMax - 1});
  instants.insert(instants.begin(), kAxisMin);
  std::vector<std::pair<int64_t, State>> segments;
  for (size_t i = 0; i < instants.size(); ++i) {
    const bool is_beside =
        IsMidDay(instants[i]) || (i + 1 < instants.size() && IsMidDay(instants[i + 1]));
    DECREE_ASSIGN_OR_RETURN(State state, StateAt(fold, own, instants[i], is_beside));
    state.issuer = issuer;
    if (IsHashedPlace(issuer)) state.flags |= kPointAsk;
    if (segments.empty() || !(segments.back().second == state)) {
      segments.emplace_back(instants[i], state);
    }
  }
  AddDays(segments, known, known_until);
  return absl::OkStatus();
}

// Whole days; a day inside which the answer changes is asked the long way, under each scope that it
// sees.
void Compiler::AddDays(const std::vector<std::pair<int64_t, State>>& segments, int32_t known,
                       int32_t known_until) {
  const auto ask_about = [&](State state, int32_t day) {
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
  const auto without_knowledge = [](const Stretch& s) {
    return std::tie(s.state, s.from, s.until);
  };
  std::sort(stretches_.begin(), stretches_.end(), [&](const Stretch& a, const Stretch& b) {
    const auto left = without_knowledge(a), right = without_knowledge(b);
    return left != right ? left < right : a.known_from < b.known_from;
  });
  std::vector<Stretch> joined;
  for (const Stretch& stretch : stretches_) {
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
  if (actors_.empty()) actors_.push_back(0);
  for (const uint32_t actor : actors_) {
    State state{Answer::kUndetermined, 0, kPointAsk, -1, 0, actor};
    for (const uint32_t include : includes_) {
      state.include = include;
      stretches_.push_back({state});
    }
    if (has_repairs_ || first_scope_known_ > first_known_) {
      state.include = 0;
      stretches_.push_back({state});
    }
  }
}

absl::StatusOr<std::vector<PostingKey>> Compiler::Postings() {
  std::vector<PostingKey> postings;
  for (const uint32_t include : includes_) {
    const std::vector<PostingKey>& of_scope = bodies_.IncludeOf(include).postings;
    postings.insert(postings.end(), of_scope.begin(), of_scope.end());
  }
  for (const uint32_t program : programs_) postings.push_back(bodies_.ProgramOf(program));
  DECREE_ASSIGN_OR_RETURN(const PreparedStrand* const own, strands_.Of(kControls, entity_));
  if (MayLackScope(*own, entity_)) postings.push_back(kAnyTransaction);
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  return postings;
}

absl::StatusOr<CompiledMeasure> Compiler::Compile(uint32_t number, bool is_authorized) {
  DECREE_RETURN_IF_ERROR(LookAround());
  if (is_limited_ || is_authorized) {
    AskEverywhere();
  } else {
    for (size_t i = 0; i < known_days_.size(); ++i) {
      const bool is_newest = i + 1 == known_days_.size();
      DECREE_RETURN_IF_ERROR(AddVersion(known_days_[i], is_newest ? kDayMax : known_days_[i + 1]));
    }
    JoinVersions();
  }
  CompiledMeasure compiled = FileStretches(stretches_, actors_, includes_, bodies_, number);
  DECREE_ASSIGN_OR_RETURN(compiled.postings, Postings());
  return compiled;
}

}  // namespace

absl::StatusOr<CompiledMeasure> CompileMeasure(PreparedStrands& strands, PointBodies& bodies,
                                               const AuthorizedMeasures& authorized,
                                               const std::string& slug, uint32_t number,
                                               uint64_t head) {
  strands.Forget();
  return Compiler(strands, bodies, slug, head).Compile(number, authorized.Has(slug));
}

}  // namespace decree

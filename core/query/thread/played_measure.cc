#include "core/query/thread/played_measure.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/query/fold/movers.h"
#include "core/query/scope/scope_match.h"
#include "core/query/state/measure_state.h"

namespace decree {
namespace {

enum class LimitedMatch { kNever, kAlways, kByDay };

// How an act that a scope limits takes part where nothing is asked of its goods.
absl::StatusOr<LimitedMatch> MatchOfLimited(const Event& body, Memberships& memberships) {
  const std::vector<ScopeClause>* const include = ClausesOf(&body, true);
  const std::vector<ScopeClause>* const exclude = ClausesOf(&body, false);
  if (include == nullptr) return LimitedMatch::kNever;
  bool hangs_on_day = false;
  // As wide as it is on any day.
  const auto widest = [&](const std::vector<ScopeClause>& clauses, bool keeps_dated) {
    std::vector<ScopeClause> wide;
    for (const ScopeClause& clause : clauses) {
      hangs_on_day = hangs_on_day || clause.effective.has_value();
      if (clause.effective && !keeps_dated) continue;
      wide.push_back(clause);
      wide.back().effective.reset();
    }
    return wide;
  };
  const std::vector<ScopeClause> included = widest(*include, true);
  const std::vector<ScopeClause> excluded =
      exclude == nullptr ? std::vector<ScopeClause>() : widest(*exclude, false);
  DECREE_ASSIGN_OR_RETURN(const ScopeVerdict verdict,
                          MatchScope(&included, &excluded, {}, {}, memberships));
  if (PartialOf(verdict) != PartialMatcher::Match::kWhole) return LimitedMatch::kNever;
  return hangs_on_day ? LimitedMatch::kByDay : LimitedMatch::kAlways;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PlayedMeasure>> PlayedMeasure::Of(
    const MeasureParts& parts, const MoveSteps& steps, const View& view, EventReader& events,
    std::shared_ptr<ClaimedInstants> claims) {
  std::unique_ptr<PlayedMeasure> played(new PlayedMeasure(parts, steps, view, std::move(claims)));
  if (!played->PrepareMovers()) return nullptr;
  DECREE_ASSIGN_OR_RETURN(const bool can_be_played, played->MatchLimited(view.known_by_us, events));
  if (!can_be_played) return nullptr;
  played->MakeFolds();
  // Errors are met again where the words are read.
  played->over_time_->StopWhere([&events](uint64_t body, uint64_t other) {
    const absl::StatusOr<const Event*> a = events.Body(body), b = events.Body(other);
    return a.ok() && b.ok() && (*a)->terms != (*b)->terms;
  });
  return played;
}

PlayedMeasure::PlayedMeasure(const MeasureParts& parts, const MoveSteps& steps, const View& view,
                             std::shared_ptr<ClaimedInstants> claims) {
  filter_.view = view;
  filter_.claims = std::move(claims);
  filter_.view.known_by_us = kAxisMin;
  filter_.view.known_by_is_instant = true;
  parts_.reserve(parts.instruments.size() + 1);
  parts_.emplace_back(*parts.own);
  for (const auto& [name, strand] : parts.instruments) {
    part_of_tie_.emplace(name, static_cast<uint32_t>(parts_.size()));
    parts_.emplace_back(*strand);
  }
  ListDue(steps);
}

void PlayedMeasure::ListDue(const MoveSteps& steps) {
  for (uint32_t p = 0; p < parts_.size(); ++p) {
    const PlayedStrand& acts = parts_[p].acts;
    for (uint32_t act = 0; act < acts.acts(); ++act) {
      for (const int64_t at : acts.MomentsOf(act)) by_moment_.push_back({at, {p, act}});
      const uint64_t position = acts.ActAt(acts.FormsOf(act).front()).record.position;
      const auto step = steps.find(position);
      if (step == steps.end()) continue;
      by_step_.push_back({step->second, {p, act}});
      filter_.without.insert(position);
    }
  }
  std::sort(by_step_.begin(), by_step_.end());
  std::sort(by_moment_.begin(), by_moment_.end());
}

absl::StatusOr<bool> PlayedMeasure::MatchLimited(int64_t known_max_us, EventReader& events) {
  // Where nothing is asked, no membership is.
  class NoStrands final : public StrandReader {
   public:
    absl::StatusOr<Strand> Load(absl::string_view, absl::string_view) const override {
      return Strand();
    }
    absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t) const override {
      return std::vector<RepairEntry>();
    }
    absl::StatusOr<std::vector<std::string>> Entities(absl::string_view,
                                                      absl::string_view) const override {
      return std::vector<std::string>();
    }
  };
  const NoStrands none;
  Memberships memberships(none, filter_);
  for (Part& part : parts_) {
    part.places.resize(part.acts.forms());
    for (uint32_t form = 0; form < part.places.size(); ++form) {
      const VisibleAct& act = part.acts.ActAt(form);
      if (!IsLimitedByScope(act.record)) continue;
      // What no look shows is not read.
      if (act.record.published_us - kMicrosPerDay > known_max_us) continue;
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
      DECREE_ASSIGN_OR_RETURN(const LimitedMatch match, MatchOfLimited(*body, memberships));
      if (match == LimitedMatch::kByDay) return false;
      part.places[form].may_take_part = match == LimitedMatch::kAlways;
    }
  }
  return true;
}

void PlayedMeasure::MakeFolds() {
  std::vector<FormRef> joining;
  const auto add = [this](Fold& fold, const FormRef& ref) {
    Part& part = parts_[ref.strand];
    Place& place = part.places[ref.form];
    place.fold = &fold;
    place.index = static_cast<uint32_t>(fold.acts.size());
    FoldAct& act = fold.acts.emplace_back();
    act.act = &part.acts.ActAt(ref.form);
    act.of_instrument = ref.strand != 0;
    act.is_left_out = true;
  };
  const std::vector<int64_t> moved_to = EdgesMovedTo();
  const auto finish = [&moved_to](Fold& fold) {
    fold.over_time = std::make_shared<FoldOverTime>(fold.acts, moved_to);
  };
  for (uint32_t p = 0; p < parts_.size(); ++p) {
    Part& part = parts_[p];
    if (p != 0) part.interval = std::make_unique<Fold>();
    for (uint32_t form = 0; form < part.places.size(); ++form) {
      const EventKind kind = part.acts.ActAt(form).record.kind;
      if (p == 0 || (JoinsFromInstrument(kind) && !SaysInstrumentInterval(kind))) {
        joining.push_back({p, form});
      } else if (SaysInstrumentInterval(kind)) {
        add(*part.interval, {p, form});
      }
    }
    if (p != 0) finish(*part.interval);
  }
  std::stable_sort(joining.begin(), joining.end(), [this](const FormRef& a, const FormRef& b) {
    return PaintsBefore(parts_[a.strand].acts.ActAt(a.form).record,
                        parts_[b.strand].acts.ActAt(b.form).record);
  });
  fold_ = std::make_unique<Fold>();
  fold_->floor = filter_.view.floor;
  fold_->acts.reserve(joining.size());
  for (const FormRef& ref : joining) add(*fold_, ref);
  finish(*fold_);
  over_time_ = fold_->over_time.get();
  for (const int rank : {0, 1}) {
    plan_bounds_[static_cast<size_t>(rank)] = bare_bounds_[static_cast<size_t>(rank)] =
        over_time_->FirstOfRank(rank);
  }
}

std::pair<size_t, size_t> PlayedMeasure::KnownPlaces() const {
  const auto place_of = [this](int64_t known_by_us) {
    const auto after = std::partition_point(
        by_moment_.begin(), by_moment_.end(),
        [known_by_us](const auto& moment) { return moment.first <= known_by_us; });
    return static_cast<size_t>(after - by_moment_.begin());
  };
  const View& view = filter_.view;
  if (view.known_by_is_instant || view.known_by_us == kAxisMax) {
    const size_t place = place_of(view.known_by_us);
    return {place, place};
  }
  // On the clock of each event's own zone, which is off by less than a day.
  return {place_of(view.known_by_us - kMicrosPerDay), place_of(view.known_by_us + kMicrosPerDay)};
}

std::vector<PlayedMeasure::ActRef> PlayedMeasure::DueFor(size_t step, int64_t known_by_us,
                                                         bool known_by_is_instant) {
  std::vector<ActRef> due;
  const auto at_step = [this](size_t of) {
    return std::partition_point(by_step_.begin(), by_step_.end(),
                                [of](const auto& move) { return move.first < of; });
  };
  const auto [first, last] = std::minmax(step, step_);
  const auto end = at_step(last);
  for (auto move = at_step(first); move != end; ++move) {
    const ActRef& ref = move->second;
    const PlayedStrand& acts = parts_[ref.strand].acts;
    const uint64_t position = acts.ActAt(acts.FormsOf(ref.act).front()).record.position;
    if (step > step_) {
      filter_.without.erase(position);
    } else {
      filter_.without.insert(position);
    }
    due.push_back(ref);
  }
  step_ = step;
  View& view = filter_.view;
  if (view.known_by_us != known_by_us || view.known_by_is_instant != known_by_is_instant) {
    view.known_by_us = known_by_us;
    view.known_by_is_instant = known_by_is_instant;
    const auto [known, unknown] = KnownPlaces();
    for (size_t i = std::min(known, known_places_.first);
         i < std::max(unknown, known_places_.second); ++i) {
      due.push_back(by_moment_[i].second);
    }
    known_places_ = {known, unknown};
  }
  std::sort(due.begin(), due.end());
  due.erase(std::unique(due.begin(), due.end()), due.end());
  return due;
}

void PlayedMeasure::ApplyTies(const VisibleAct& act, bool is_seen, std::vector<FormRef>& moved) {
  const EventFamily family = InfoOf(act.record.kind).family;
  if (family != EventFamily::kCommitment && family != EventFamily::kForce) return;
  for (const std::string& tie : act.ties) {
    const uint32_t p = part_of_tie_.at(tie);
    Part& part = parts_[p];
    is_seen ? ++part.tied_by : --part.tied_by;
    if (part.tied_by > (is_seen ? 1u : 0u)) continue;
    if (!part.interval->acts.empty()) over_time_->SetTied(*part.interval, is_seen);
    for (uint32_t form = 0; form < part.acts.forms(); ++form) moved.push_back({p, form});
  }
}

void PlayedMeasure::MoveTo(size_t step, int64_t known_by_us, bool known_by_is_instant) {
  std::vector<std::pair<uint32_t, PlayedStrand::Turn>> turns;
  std::vector<FormRef> moved;
  for (const ActRef& ref : DueFor(step, known_by_us, known_by_is_instant)) {
    const PlayedStrand& acts = parts_[ref.strand].acts;
    std::vector<PlayedStrand::Turn> of_act;
    acts.Look(ref.act, filter_, of_act);
    for (const PlayedStrand::Turn& turn : of_act) {
      turns.emplace_back(ref.strand, turn);
      std::vector<uint32_t> forms;
      acts.AddMoved(turn.form, forms);
      for (const uint32_t form : forms) moved.push_back({ref.strand, form});
    }
  }
  for (const auto& [p, turn] : turns) {
    if (p == 0) ApplyTies(parts_[0].acts.ActAt(turn.form), turn.is_seen, moved);
  }
  std::sort(moved.begin(), moved.end());
  moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
  for (const FormRef& ref : moved) TakeOut(ref);
  for (const auto& [p, turn] : turns) parts_[p].acts.Apply(turn);
  std::vector<FormRef> rebound;
  Rebind(moved, rebound);
  for (const FormRef& ref : rebound) TakeOut(ref);
  for (const FormRef& ref : moved) TakeIn(ref);
  for (const FormRef& ref : rebound) TakeIn(ref);
  MoveBounds();
}

void PlayedMeasure::TakeOut(const FormRef& ref) {
  Place& place = parts_[ref.strand].places[ref.form];
  if (place.is_folded) {
    ++taken_;
    place.fold->over_time->SetFolded(*place.fold, place.index, false);
    place.fold->acts[place.index].is_left_out = true;
    if (ref.strand == 0) SetSilencing(place, false);
  }
  if (place.is_told) {
    over_time_->SetTold(*fold_, place.index, false);
    SetOvertaking(place, false);
    --own_seen_;
  }
  place.is_told = place.is_folded = false;
}

void PlayedMeasure::TakeIn(const FormRef& ref) {
  Part& part = parts_[ref.strand];
  Place& place = part.places[ref.form];
  if (place.fold == nullptr || !part.acts.IsSeen(ref.form) || !IsTied(ref.strand)) return;
  FoldAct& act = place.fold->acts[place.index];
  const ActRecord& record = act.act->record;
  act.readings = part.acts.ReadingsAt(ref.form);
  if (part.movers) {
    const MoverBinding::Bound& bound = part.movers->BoundOf(static_cast<int>(ref.form));
    const auto act_of = [&part](int form) {
      return form == MoverBinding::kNone ? nullptr : &part.acts.ActAt(static_cast<uint32_t>(form));
    };
    if (bound.is_moved()) TakeBounds(bound.record, act);
    act.end_moved_by = act_of(bound.end_moved_by);
    act.start_moved_by = act_of(bound.start_moved_by);
  }
  if (ref.strand == 0) {
    over_time_->SetTold(*fold_, place.index, true);
    SetOvertaking(place, true);
    ++own_seen_;
    place.is_told = true;
  }
  if (part.acts.IsLifted(ref.form) || !place.may_take_part) return;
  const auto rank = static_cast<size_t>(record.rank());
  if (ref.strand == 0) {
    act.is_live_plan = fold_->floor < Commitment::kEnacted && IsPlan(record.kind) &&
                       LevelOf(record.kind) >= fold_->floor && place.index >= plan_bounds_[rank];
    act.is_silent = IsBare(*act.act) && place.index < bare_bounds_[rank];
    SetSilencing(place, true);
  } else {
    act.is_silent = SaysInstrumentInterval(record.kind);
  }
  act.is_left_out = false;
  ++taken_;
  place.fold->over_time->SetFolded(*place.fold, place.index, true);
  place.is_folded = true;
}

namespace {

template <typename Set, typename Value>
void Put(Set& set, const Value& value, bool is_there) {
  if (is_there) {
    set.insert(value);
  } else {
    set.erase(value);
  }
}

}  // namespace

void PlayedMeasure::SetOvertaking(const Place& place, bool is_there) {
  const EventKind kind = fold_->acts[place.index].act->record.kind;
  if (IsEnacting(kind)) Put(enacting_stated_, over_time_->StatedPlaceOf(place.index), is_there);
  if (kind == EventKind::kWithdrawn) Put(withdrawn_, place.index, is_there);
}

void PlayedMeasure::SetSilencing(const Place& place, bool is_there) {
  const FoldAct& act = fold_->acts[place.index];
  const ActRecord& record = act.act->record;
  if (IsPlan(record.kind) && LevelOf(record.kind) >= fold_->floor) {
    Put(plans_, place.index, is_there);
  }
  if (IsBare(*act.act)) Put(bare_, place.index, is_there);
  const bool gives =
      IsEnacting(record.kind) &&
      std::all_of(act.readings.begin(), act.readings.end(),
                  [](const Reading& reading) { return reading.record.has_interval(); });
  if (!gives) return;
  Put(givers_, place.index, is_there);
  Put(givers_stated_, std::pair(record.stated_us, place.index), is_there);
}

template <typename SetFlag>
void PlayedMeasure::MoveBound(const Indices& acts, uint32_t from, uint32_t to, SetFlag set_flag) {
  const auto [first, end] = std::minmax(from, to);
  for (auto act = acts.lower_bound(first); act != acts.end() && *act < end; ++act) {
    ++taken_;
    over_time_->SetFolded(*fold_, *act, false);
    set_flag(fold_->acts[*act]);
    over_time_->SetFolded(*fold_, *act, true);
  }
}

void PlayedMeasure::MoveBounds() {
  for (const int rank : {0, 1}) {
    const auto r = static_cast<size_t>(rank);
    const uint32_t first = over_time_->FirstOfRank(rank), end = over_time_->EndOfRank(rank);
    uint32_t plans = first;
    if (!withdrawn_.empty()) plans = std::clamp(*withdrawn_.rbegin(), first, end);
    if (!enacting_stated_.empty()) {
      plans = std::max(plans, over_time_->FirstStatedAfter(rank, *enacting_stated_.rbegin()));
    }
    if (fold_->floor < Commitment::kEnacted && plans != plan_bounds_[r]) {
      const bool are_live = plans < plan_bounds_[r];
      MoveBound(plans_, plan_bounds_[r], plans,
                [are_live](FoldAct& act) { act.is_live_plan = are_live; });
      plan_bounds_[r] = plans;
    }
    uint32_t bare = first;
    if (!givers_.empty()) {
      bare = std::clamp(*givers_.rbegin(), first, end);
      const int64_t stated_us = givers_stated_.rbegin()->first;
      const auto later = std::partition_point(
          fold_->acts.begin() + bare, fold_->acts.begin() + end,
          [stated_us](const FoldAct& act) { return act.act->record.stated_us <= stated_us; });
      bare = static_cast<uint32_t>(later - fold_->acts.begin());
    }
    if (bare != bare_bounds_[r]) {
      const bool are_silent = bare > bare_bounds_[r];
      MoveBound(bare_, bare_bounds_[r], bare,
                [are_silent](FoldAct& act) { act.is_silent = are_silent; });
      bare_bounds_[r] = bare;
    }
  }
}

}  // namespace decree

#include "core/append/mover_checks.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/projections/projection_names.h"
#include "core/projections/repair_chain.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/fold/fold.h"

namespace decree {
namespace {

// "m/…" or "i/…": what the act of a call stands on; "": it is no act of either.
std::string EntityOf(const Event& event) {
  if (!event.measure.empty()) return absl::StrCat("m/", event.measure);
  return event.instrument ? absl::StrCat("i/", event.instrument->id) : "";
}

class MoverChecks {
 public:
  MoverChecks(absl::Span<const NewEvent> events, absl::Span<const AppendRequest> requests,
              const RecordLog& log, const RecordedActs& recorded)
      : events_(events),
        requests_(requests),
        log_(log),
        repaired_(recorded.strands),
        filter_(recorded.filter),
        first_position_(log.Head().size + 1) {
    for (size_t i = 0; i < events.size(); ++i) {
      in_call_.emplace(events[i].event().id, i);
      acts_of_[EntityOf(events[i].event())].push_back(i);
    }
  }

  absl::Status Check(std::vector<AppendWarning>& warnings) {
    std::map<std::string, bool> entities;  // of what moves
    for (const NewEvent& added : events_) {
      if (IsRepairKind(*added.event().kind)) return absl::OkStatus();
      if (MovesAnother(*added.event().kind)) entities[EntityOf(added.event())] = true;
    }
    for (const auto& [entity, moves] : entities) {
      DECREE_RETURN_IF_ERROR(CheckEntity(entity, warnings));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckEntity(const std::string& entity, std::vector<AppendWarning>& warnings) {
    DECREE_ASSIGN_OR_RETURN(NamedStrand strand, StrandOf(entity));
    NamedStrand own;
    std::vector<NamedStrand> instruments;
    if (entity[0] == 'i') {
      instruments.push_back(std::move(strand));
    } else {
      own = std::move(strand);
      std::map<std::string, bool> ties;
      for (const VisibleAct& act : own.strand.acts) {
        for (const std::string& tie : act.ties) ties[tie] = true;
      }
      for (const auto& [tie, is_tied] : ties) {
        DECREE_ASSIGN_OR_RETURN(NamedStrand instrument, StrandOf(absl::StrCat("i/", tie)));
        instruments.push_back(std::move(instrument));
      }
    }
    const Fold fold = MakeFold(own.strand, instruments, Commitment::kEnacted, nullptr, nullptr);
    DECREE_RETURN_IF_ERROR(CheckActs(fold.acts, fold, warnings));
    for (const std::vector<FoldAct>& acts : fold.instruments) {
      DECREE_RETURN_IF_ERROR(CheckActs(acts, fold, warnings));
    }
    return absl::OkStatus();
  }

  absl::Status CheckActs(const std::vector<FoldAct>& acts, const Fold& fold,
                         std::vector<AppendWarning>& warnings) {
    for (const FoldAct& act : acts) {
      const uint64_t position = act.act->record.position;
      if (position < first_position_ || !MovesAnother(act.act->record.kind)) continue;
      const size_t index = position - first_position_;
      DECREE_RETURN_IF_ERROR(CheckMover(act, index, fold, warnings));
    }
    return absl::OkStatus();
  }

  absl::Status CheckMover(const FoldAct& mover, size_t index, const Fold& fold,
                          std::vector<AppendWarning>& warnings) {
    const std::string start = absl::StrCat("event \"", events_[index].event().id, "\": ");
    const bool is_named = mover.act->target != 0;
    if (mover.moves == nullptr) {
      warnings.push_back({index, absl::StrCat(start, "moves nothing: ",
                                              is_named ? "its target has no interval to move"
                                                       : "no act below it ends or begins before "
                                                         "that; name one as `target`")});
      return absl::OkStatus();
    }
    DECREE_ASSIGN_OR_RETURN(const std::string moved, IdOf(*mover.moves));
    const FoldAct* const now = FoldedOf(*mover.moves, fold);
    if (now != nullptr && CoversNothing(now->readings.front().record) &&
        (now->end_moved_by == mover.act || now->start_moved_by == mover.act)) {
      const bool extends = mover.act->record.kind == EventKind::kExtended;
      return WithPlace(
          absl::InvalidArgumentError(absl::StrCat(
              start, "effective: it would move the ", extends ? "end" : "start", " of \"", moved,
              "\" to the other side of its ", extends ? "start" : "end",
              ", so that this covers nothing; name another act as `target`, move ",
              extends ? "its start" : "its end as well (effective.to)", ", or write \"revoked\"")),
          index, "effective");
    }
    const bool is_plan = IsPlan(mover.moves->record.kind);
    if (!is_named && (mover.moves_one_of_several || is_plan)) {
      warnings.push_back(
          {index, absl::StrCat(start, "moves \"", moved, "\"", is_plan ? ", which is a plan" : "",
                               mover.moves_one_of_several ? ", one of several that qualify" : "",
                               "; name the act that is meant as `target`")});
    }
    return absl::OkStatus();
  }

  static const FoldAct* FoldedOf(const VisibleAct& act, const Fold& fold) {
    const auto in = [&act](const std::vector<FoldAct>& acts) -> const FoldAct* {
      const auto found = std::lower_bound(
          acts.begin(), acts.end(), act.record,
          [](const FoldAct& a, const ActRecord& b) { return PaintsBefore(a.act->record, b); });
      return found != acts.end() && found->act == &act ? &*found : nullptr;
    };
    const FoldAct* found = in(fold.acts);
    for (size_t k = 0; found == nullptr && k < fold.instruments.size(); ++k) {
      found = in(fold.instruments[k]);
    }
    return found;
  }

  absl::StatusOr<std::string> IdOf(const VisibleAct& act) const {
    if (act.record.position >= first_position_) {
      return events_[act.record.position - first_position_].event().id;
    }
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(act.record.position));
    return record.id;
  }

  // As recorded, with what the call adds.
  absl::StatusOr<NamedStrand> StrandOf(const std::string& entity) {
    NamedStrand named{entity, {}};
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, repaired_.Of(kControls, entity));
    named.strand = strand->SeenBy(filter_);
    for (const size_t i : acts_of_[entity]) {
      const absl::StatusOr<Position> recorded = log_.Find(requests_[i].id);
      if (recorded.ok()) continue;
      if (!absl::IsNotFound(recorded.status())) return recorded.status();
      DECREE_ASSIGN_OR_RETURN(const Event event, DecodeEvent(requests_[i].body));
      if (!IsAct(event)) continue;
      DECREE_ASSIGN_OR_RETURN(const uint64_t target, PositionOf(event.target));
      named.strand.acts.push_back(VisibleActOf(event, first_position_ + i, target));
    }
    LiftReplaced(named.strand.acts);
    std::sort(
        named.strand.acts.begin(), named.strand.acts.end(),
        [](const VisibleAct& a, const VisibleAct& b) { return PaintsBefore(a.record, b.record); });
    return named;
  }

  // 0: there is none; the log says so.
  absl::StatusOr<uint64_t> PositionOf(const std::string& id) const {
    if (id.empty()) return uint64_t{0};
    const absl::StatusOr<Position> recorded = log_.Find(id);
    if (recorded.ok()) return *recorded;
    if (!absl::IsNotFound(recorded.status())) return recorded.status();
    const auto found = in_call_.find(id);
    return found == in_call_.end() ? uint64_t{0} : first_position_ + found->second;
  }

  const absl::Span<const NewEvent> events_;
  const absl::Span<const AppendRequest> requests_;
  const RecordLog& log_;
  RepairedStrands repaired_;
  const ViewFilter filter_;
  const uint64_t first_position_;  // of the call, if nobody else appends
  absl::flat_hash_map<std::string, size_t> in_call_;
  absl::flat_hash_map<std::string, std::vector<size_t>> acts_of_;  // of the call, by entity
};

}  // namespace

absl::Status CheckMovers(absl::Span<const NewEvent> events,
                         absl::Span<const AppendRequest> requests, const RecordLog& log,
                         const RecordedActs& recorded, std::vector<AppendWarning>& warnings) {
  const bool moves = std::any_of(events.begin(), events.end(), [](const NewEvent& added) {
    return MovesAnother(*added.event().kind);
  });
  return moves ? MoverChecks(events, requests, log, recorded).Check(warnings) : absl::OkStatus();
}

}  // namespace decree

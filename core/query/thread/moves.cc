#include "core/query/thread/moves.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/zone.h"
#include "core/query/thread/thread_questions.h"

namespace decree {
namespace {

bool EasesByClass(MeasureClass measure_class) {
  return measure_class == MeasureClass::kEasing || measure_class == MeasureClass::kAuthorization;
}

// The stretch of `stated` that the question wants, on the civil axis.
absl::StatusOr<CivilWindow> StatedWindow(const TimelineQuestion& question) {
  CivilWindow window{kAxisMin, kAxisMax};
  DECREE_RETURN_IF_ERROR(question.from.Check("from"));
  DECREE_RETURN_IF_ERROR(question.to.Check("to"));
  if (!question.from.empty()) {
    DECREE_ASSIGN_OR_RETURN(const CivilWindow from, question.from.In("Etc/UTC"));
    window.first_civil_us = from.first_civil_us;
  }
  if (!question.to.empty()) {
    DECREE_ASSIGN_OR_RETURN(const CivilWindow to, question.to.In("Etc/UTC"));
    window.last_civil_us = to.last_civil_us;
  }
  return window;
}

// The whole record as one strand, so that repairs are applied as everywhere else.
absl::StatusOr<std::vector<VisibleAct>> ActsOfAll(const QuestionContext& context,
                                                  EventReader& events) {
  Strand strand;
  absl::flat_hash_map<uint64_t, uint64_t> roots;  // of each repair
  const uint64_t last = std::min(context.filter.view.position_max, context.log.Head().size);
  for (uint64_t position = 1; position <= last; ++position) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, events.At(position));
    if (IsRepairKind(*read->event.kind)) {
      // A target comes before what targets it, so its own root is known.
      const auto repaired = roots.find(read->target);
      const uint64_t root = repaired == roots.end() ? read->target : repaired->second;
      roots[position] = root;
      strand.sides.push_back({SideKind::kRepaired, position, root, ""});
    } else if (IsAct(read->event)) {
      strand.acts.push_back(MakeActRecord(read->event, position));
    }
  }
  DECREE_ASSIGN_OR_RETURN(VisibleStrand seen, See(strand, "", context.strands, context.filter));
  return std::move(seen.acts);
}

absl::Status AddAnswers(const QuestionContext& context, EventReader& events, Move& move) {
  const Event& event = move.stored.event;
  for (const Link& link : event.links) {
    MoveAnswer answer;
    answer.rel = std::string(NameOf(link.rel));
    answer.id = link.id;
    const absl::StatusOr<Position> position = context.log.Find(link.id);
    if (!position.ok() && !absl::IsNotFound(position.status())) return position.status();
    if (position.ok() && context.filter.Records(*position)) {
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const answered, events.At(*position));
      const auto this_day = event.stated ? CivilDayOf(*event.stated) : std::nullopt;
      const auto that_day =
          answered->event.stated ? CivilDayOf(*answered->event.stated) : std::nullopt;
      if (this_day && that_day) answer.days = *this_day - *that_day;
    }
    move.answers.push_back(std::move(answer));
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<int64_t> CivilDayOf(const Moment& moment) {
  if (moment.earliest_utc_us == kAxisMin) return std::nullopt;  // "../2025-10-10": by then
  const int64_t offset_us = int64_t{moment.utc_offset_s} * kMicrosPerSecond;
  const int64_t last = CivilDayNumber(moment.latest_utc_us + offset_us);
  // A zone may change its offset between the two ends of a day; half a day of slack absorbs that.
  if (moment.latest_utc_us - moment.earliest_utc_us > kMicrosPerDay + kMicrosPerDay / 2) {
    return std::nullopt;
  }
  return last;
}

MoveWeight WeightOf(const Event& event) {
  const bool eases = EasesByClass(event.measure_class);
  switch (*event.kind) {
    case EventKind::kReported:
    case EventKind::kReviewOpened:
    case EventKind::kThreatened:
    case EventKind::kProposed:
    case EventKind::kAnnounced:
    case EventKind::kEnacted:
    case EventKind::kImposed:
    case EventKind::kExtended:
    case EventKind::kResumed:
      return eases ? MoveWeight::kEasing
                   : (event.kind == EventKind::kExtended ? MoveWeight::kNeutral
                                                         : MoveWeight::kEscalation);
    case EventKind::kDealBroken:
    case EventKind::kMeetingCancelled:
      return MoveWeight::kEscalation;
    case EventKind::kEased:
    case EventKind::kSuspended:
    case EventKind::kPostponed:
    case EventKind::kRevoked:
    case EventKind::kExpired:
    case EventKind::kWithdrawn:
    case EventKind::kWaived:
      return eases ? MoveWeight::kEscalation : MoveWeight::kEasing;
    case EventKind::kEnforcementStopped:
    case EventKind::kDealReached:
      return MoveWeight::kEasing;
    default:
      break;
  }
  if (event.tone == Tone::kHardening) return MoveWeight::kEscalation;
  return event.tone == Tone::kSoftening ? MoveWeight::kEasing : MoveWeight::kNeutral;
}

absl::StatusOr<std::vector<Move>> MovesOf(const QuestionContext& context, EventReader& events,
                                          const TimelineQuestion& question) {
  DECREE_ASSIGN_OR_RETURN(const CivilWindow window, StatedWindow(question));
  std::vector<VisibleAct> acts;
  if (question.thread.empty()) {
    DECREE_ASSIGN_OR_RETURN(acts, ActsOfAll(context, events));
  } else {
    const std::string entity = absl::StrCat("t/", question.thread);
    DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("threads", entity));
    if (strand.acts.empty() && strand.sides.empty()) {
      return absl::NotFoundError(
          absl::StrCat("thread \"", question.thread,
                       "\" is not recorded in this store; `decree stats` counts threads"));
    }
    DECREE_ASSIGN_OR_RETURN(VisibleStrand seen,
                            See(strand, entity, context.strands, context.filter));
    acts = std::move(seen.acts);
  }
  std::sort(acts.begin(), acts.end(), [](const VisibleAct& a, const VisibleAct& b) {
    return StatedBefore(a.record, b.record);
  });
  std::vector<Move> moves;
  for (const VisibleAct& act : acts) {
    Move move;
    DECREE_ASSIGN_OR_RETURN(move.stored, StoredEventAt(context.log, act.record.position));
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
    move.stored.event = *body;
    const Moment& stated = *body->stated;
    const int64_t offset_us = int64_t{stated.utc_offset_s} * kMicrosPerSecond;
    if (stated.latest_utc_us + offset_us < window.first_civil_us) continue;
    if (stated.earliest_utc_us != kAxisMin &&
        stated.earliest_utc_us + offset_us > window.last_civil_us) {
      continue;
    }
    if (body->actor) move.side = body->actor->jurisdiction;
    move.weight = WeightOf(*body);
    DECREE_RETURN_IF_ERROR(AddAnswers(context, events, move));
    moves.push_back(std::move(move));
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, moves.size()));
  }
  return moves;
}

absl::StatusOr<TimelineAnswer> AnswerTimeline(const QuestionContext& context,
                                              const TimelineQuestion& question) {
  TimelineAnswer answer;
  answer.header = context.header;
  answer.thread = question.thread;
  EventReader events(context.log);
  DECREE_ASSIGN_OR_RETURN(answer.moves, MovesOf(context, events, question));
  return answer;
}

}  // namespace decree

#include "core/append/admission_checks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/append/field_checks.h"
#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/merkle/proof_text.h"
#include "core/model/limits.h"
#include "core/model/removed_fields.h"
#include "core/projections/projection.h"
#include "core/projections/repair_chain.h"

namespace decree {
namespace {

// A record in a proof is an event, with the names that it joins beside it.
static_assert(kProofRecordBytesMax >= 2 * kEventBytesMax);
// An event leaves records under the names it joins, and under what it and its merged body
// authorize or are tied to.
static_assert(kRecordsPerEventMax >= 3 * 256 + 2 * (kAuthorizesMax + 1));

absl::Status Refuse(const Event& event, absl::string_view field, absl::string_view why) {
  return WithField(
      absl::InvalidArgumentError(absl::StrCat("event \"", event.id, "\": ", field, ": ", why)),
      field);
}

// What a repair would rest on.
struct ChainLink {
  bool is_repair = false;
  uint64_t depth = 0;                      // repairs one on the other, this one included
  uint64_t bytes = 0;                      // of all bodies down to the root act
  const Event* event = nullptr;            // of the call; else it is in the log
  absl::string_view body;                  // of one of the call, as it is to be stored
  Position position = 0;                   // in the log
  Position target = 0;                     // of a link in the log
  const ChainLink* target_link = nullptr;  // of a link of the call
};

class Admission {
 public:
  // `keeps_links`: some event of the call repairs others.
  Admission(const RecordLog& log, bool keeps_links) : log_(log), keeps_links_(keeps_links) {}

  absl::Status Check(const Event& event, const AppendRequest& request, std::string& warning) {
    if (!IsRepairKind(*event.kind)) {
      if (keeps_links_) Take(event, request, nullptr);
      absl::Status status = CheckAct(event, request);
      if (status.ok()) return status;
      DECREE_ASSIGN_OR_RETURN(const bool is_recorded, IsRecorded(event.id));
      return is_recorded ? absl::OkStatus() : Named(event, status);
    }
    DECREE_ASSIGN_OR_RETURN(const ChainLink* const target, Find(event.target));
    if (target == nullptr) {
      // The log would say so as well; but what comes there meanwhile was not looked at here.
      DECREE_ASSIGN_OR_RETURN(const bool is_recorded, IsRecorded(event.id));
      if (is_recorded) return absl::OkStatus();
      return WithField(absl::NotFoundError(absl::StrCat("event \"", event.id, "\": its target '",
                                                        event.target, "' is not recorded")),
                       "target");
    }
    const ChainLink& link = Take(event, request, target);
    if (link.event != &event) return absl::OkStatus();  // an id given twice: the log says so
    absl::Status status = CheckRepair(event, link, warning);
    if (status.ok()) return status;
    DECREE_ASSIGN_OR_RETURN(const bool is_recorded, IsRecorded(event.id));
    return is_recorded ? absl::OkStatus() : status;
  }

 private:
  const ChainLink& Take(const Event& event, const AppendRequest& request, const ChainLink* target) {
    ChainLink& link = in_call_[event.id];
    if (link.event != nullptr) return link;  // of an id given twice the first counts
    link.event = &event;
    link.is_repair = IsRepairKind(*event.kind);
    link.body = request.body;
    link.bytes = request.body.size();
    if (target != nullptr) {
      link.target_link = target;
      link.depth = 1 + (target->is_repair ? target->depth : 0);
      link.bytes += target->bytes;
    }
    return link;
  }

  absl::StatusOr<bool> IsRecorded(const std::string& id) const {
    const absl::StatusOr<Position> position = log_.Find(id);
    if (position.ok()) return true;
    if (absl::IsNotFound(position.status())) return false;
    return position.status();
  }

  // nullptr: neither recorded nor earlier in the call.
  absl::StatusOr<const ChainLink*> Find(const std::string& id) {
    const absl::StatusOr<Position> position = log_.Find(id);
    if (position.ok()) return Recorded(*position);
    if (!absl::IsNotFound(position.status())) return position.status();
    const auto found = in_call_.find(id);
    return found == in_call_.end() ? nullptr : &found->second;
  }

  // Walks down to the root act, or to what is known, and back.
  absl::StatusOr<const ChainLink*> Recorded(Position position) {
    std::vector<ChainLink> walked;
    for (Position at = position; !recorded_.contains(at);) {
      DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(at));
      DECREE_ASSIGN_OR_RETURN(const Event event, DecodeEvent(record.body, DecodedParts::kActParts));
      ChainLink& link = walked.emplace_back();
      link.position = at;
      link.bytes = record.body.size();
      link.is_repair = IsRepairKind(*event.kind);
      link.target = record.target;
      if (!link.is_repair || record.target == 0 || record.target >= at) break;
      at = record.target;
    }
    for (; !walked.empty(); walked.pop_back()) {
      ChainLink& link = walked.back();
      const auto below = recorded_.find(link.target);
      if (link.is_repair && below != recorded_.end()) {
        link.depth = 1 + (below->second.is_repair ? below->second.depth : 0);
        link.bytes += below->second.bytes;
      }
      const Position at = link.position;
      recorded_[at] = link;
    }
    return &recorded_.at(position);
  }

  absl::Status CheckRepair(const Event& event, const ChainLink& link, std::string& warning) {
    if (link.depth > kRepairChainMax) {
      return Refuse(event, "target",
                    absl::StrCat("\"", event.target, "\" is repair ", link.depth - 1,
                                 " of a chain, at most ", kRepairChainMax,
                                 " may stand one on the other; repair the first event itself"));
    }
    const bool changes = event.kind == EventKind::kCorrected;
    // What is merged is hardly ever more than its parts together.
    if (!changes && link.bytes <= kEventBytesMax) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const MergedEvent merged, Merge(link));
    if (changes) DECREE_RETURN_IF_ERROR(CheckMerged(event, merged.event, warning));
    if (link.bytes <= kEventBytesMax) return absl::OkStatus();
    const size_t bytes = EncodeEvent(merged.event).size();
    if (bytes <= kEventBytesMax) return absl::OkStatus();
    return Refuse(
        event, "replacement",
        absl::StrCat("with what it repairs the event would have ", bytes, " stored bytes, at most ",
                     kEventBytesMax, " are allowed; split its scope"));
  }

  // What is given must be used, and must not turn an interval round.
  static absl::Status CheckAct(const Event& event, const AppendRequest& request) {
    DECREE_RETURN_IF_ERROR(CheckFieldUse(*event.kind, event));
    if (event.membership) {
      DECREE_RETURN_IF_ERROR(CheckOwnership(*event.kind, *event.membership));
    }
    if (!event.zone.empty() || !event.effective) return CheckCoversSomething(event);
    // Made by hand: its dates have bounds only as it is stored.
    DECREE_ASSIGN_OR_RETURN(const Event stored, DecodeEvent(request.body));
    return CheckCoversSomething(stored);
  }

  static absl::Status Named(const Event& event, const absl::Status& status) {
    return Prefixed(absl::StrCat("event \"", event.id, "\": "), status);
  }

  // A correction of a correction is looked at as the words of the act that they come to.
  static absl::Status CheckMerged(const Event& repair, const Event& merged, std::string& warning) {
    if (!merged.kind || IsRepairKind(*merged.kind)) return absl::OkStatus();
    const Event* given = repair.replacement.get();
    while (given->replacement != nullptr) given = given->replacement.get();
    absl::Status status = CheckFieldUse(*merged.kind, *given);
    if (status.ok() && given->scope) status = CheckListsApart(*merged.scope);
    if (status.ok() && merged.membership && (given->membership || given->kind)) {
      status = CheckOwnership(*merged.kind, *merged.membership);
    }
    const bool moves =
        given->effective || given->stated || (given->removes & kRemovesEffective) != 0;
    if (status.ok() && moves) status = CheckCoversSomething(merged);
    const bool keeps_end = given->effective && given->effective->from && !given->effective->to &&
                           (given->removes & (kRemovesTo | kRemovesEffective)) == 0 &&
                           merged.effective && merged.effective->to;
    if (keeps_end) {
      warning = absl::StrCat("event \"", repair.id, "\": the end ", merged.effective->to->text,
                             " stays; \"to\": null in the replacement's effective takes it away");
    }
    if (status.ok()) return status;
    const std::string field = absl::StrCat("replacement.", AppendErrorOf(status)->field);
    return Named(
        repair,
        WithField(absl::InvalidArgumentError(absl::StrCat("replacement.", status.message())),
                  field));
  }

  // Links of the call are numbered behind those of the log.
  absl::StatusOr<MergedEvent> Merge(const ChainLink& repair) {
    std::vector<const ChainLink*> of_call;
    const auto number = [&](const ChainLink& link) -> uint64_t {
      if (link.event == nullptr) return link.position;
      of_call.push_back(&link);
      return kCallNumbers - of_call.size();
    };
    absl::StatusOr<Event> decoded;
    const auto read = [&](uint64_t at) -> absl::StatusOr<ChainEvent> {
      if (at >= kCallNumbers - of_call.size()) {
        const ChainLink& of = *of_call[kCallNumbers - at - 1];
        const uint64_t next = of.target_link == nullptr ? 0 : number(*of.target_link);
        decoded = DecodeEvent(of.body);
        DECREE_RETURN_IF_ERROR(decoded.status());
        return ChainEvent{&*decoded, next};
      }
      DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(at));
      decoded = DecodeEvent(record.body);
      DECREE_RETURN_IF_ERROR(decoded.status());
      return ChainEvent{&*decoded, record.target};
    };
    DECREE_ASSIGN_OR_RETURN(const Event stored, DecodeEvent(repair.body));
    const uint64_t first = number(*repair.target_link);
    return MergeChain(stored, first, read, [](uint64_t) { return nullptr; });
  }

  static constexpr uint64_t kCallNumbers = UINT64_MAX;

  const RecordLog& log_;
  const bool keeps_links_;
  absl::node_hash_map<std::string, ChainLink> in_call_;
  absl::node_hash_map<Position, ChainLink> recorded_;
};

}  // namespace

absl::Status CheckAdmission(absl::Span<const NewEvent> events,
                            absl::Span<const AppendRequest> requests, const RecordLog& log,
                            std::vector<AppendWarning>& warnings) {
  // Most calls repair nothing, and what others would rest on need not be kept.
  const bool repairs = std::any_of(events.begin(), events.end(), [](const NewEvent& added) {
    return IsRepairKind(*added.event().kind);
  });
  Admission admission(log, repairs);
  for (size_t i = 0; i < events.size(); ++i) {
    std::string warning;
    DECREE_RETURN_IF_ERROR(WithIndex(admission.Check(events[i].event(), requests[i], warning), i));
    if (!warning.empty()) warnings.push_back({i, std::move(warning)});
  }
  return absl::OkStatus();
}

}  // namespace decree

#include "core/append/admission_checks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/merkle/proof_text.h"
#include "core/model/limits.h"
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
  Position position = 0;                   // in the log
  Position target = 0;                     // of a link in the log
  const ChainLink* target_link = nullptr;  // of a link of the call
};

class Admission {
 public:
  explicit Admission(const RecordLog& log) : log_(log) {}

  absl::Status Check(const Event& event, const AppendRequest& request) {
    if (!IsRepairKind(*event.kind)) {
      Take(event, request, nullptr);
      return absl::OkStatus();
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
    absl::Status status = CheckRepair(event, link);
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

  absl::Status CheckRepair(const Event& event, const ChainLink& link) {
    if (link.depth > kRepairChainMax) {
      return Refuse(event, "target",
                    absl::StrCat("\"", event.target, "\" is repair ", link.depth - 1,
                                 " of a chain, at most ", kRepairChainMax,
                                 " may stand one on the other; repair the first event itself"));
    }
    // What is merged is hardly ever more than its parts together.
    if (link.bytes <= kEventBytesMax) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const MergedEvent merged, Merge(event, *link.target_link));
    const size_t bytes = EncodeEvent(merged.event).size();
    if (bytes <= kEventBytesMax) return absl::OkStatus();
    return Refuse(
        event, "replacement",
        absl::StrCat("with what it repairs the event would have ", bytes, " stored bytes, at most ",
                     kEventBytesMax, " are allowed; split its scope"));
  }

  // Links of the call are numbered behind those of the log.
  absl::StatusOr<MergedEvent> Merge(const Event& repair, const ChainLink& target) {
    std::vector<const ChainLink*> of_call;
    const auto number = [&](const ChainLink& link) -> uint64_t {
      if (link.event == nullptr) return link.position;
      of_call.push_back(&link);
      return kCallNumbers - of_call.size();
    };
    absl::StatusOr<Event> decoded;
    const auto read = [&](uint64_t at) -> absl::StatusOr<ChainEvent> {
      if (at >= kCallNumbers - of_call.size()) {
        const ChainLink& link = *of_call[kCallNumbers - at - 1];
        const uint64_t next = link.target_link == nullptr ? 0 : number(*link.target_link);
        return ChainEvent{link.event, next};
      }
      DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(at));
      decoded = DecodeEvent(record.body);
      DECREE_RETURN_IF_ERROR(decoded.status());
      return ChainEvent{&*decoded, record.target};
    };
    const uint64_t first = number(target);
    return MergeChain(repair, first, read, [](uint64_t) { return nullptr; });
  }

  static constexpr uint64_t kCallNumbers = UINT64_MAX;

  const RecordLog& log_;
  absl::node_hash_map<std::string, ChainLink> in_call_;
  absl::node_hash_map<Position, ChainLink> recorded_;
};

}  // namespace

absl::Status CheckAdmission(absl::Span<const NewEvent> events,
                            absl::Span<const AppendRequest> requests, const RecordLog& log) {
  // Most calls repair nothing, and what others would rest on need not be kept.
  const bool repairs = std::any_of(events.begin(), events.end(), [](const NewEvent& added) {
    return IsRepairKind(*added.event().kind);
  });
  if (!repairs) return absl::OkStatus();
  Admission admission(log);
  for (size_t i = 0; i < events.size(); ++i) {
    DECREE_RETURN_IF_ERROR(WithIndex(admission.Check(events[i].event(), requests[i]), i));
  }
  return absl::OkStatus();
}

}  // namespace decree

#include "core/projections/repair_chain.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

constexpr size_t kMergedKeptMax = 4'096;
constexpr uint64_t kMergedBytesMax = 4ull << 20;  // as stored; the last one is kept at any size

// Puts a repair's words over `body`. A repair of a repair may give the repair's own `replacement`
// anew: its words go to the act as well.
void Replace(const Event* words, Event& body) {
  for (; words != nullptr; words = words->replacement.get()) {
    body = MergeReplacement(body, *words);
  }
  body.replacement = nullptr;
}

absl::Status LeadsNowhere(const Event& repair) {
  return absl::DataLossError(absl::StrCat("event \"", repair.id, "\": repairs nothing"));
}

}  // namespace

bool IsRepairKind(EventKind kind) {
  return kind == EventKind::kCorrected || kind == EventKind::kRetracted;
}

absl::StatusOr<MergedEvent> MergeChain(const Event& repair, uint64_t target,
                                       const ChainReader& read, const KnownRepairs& known) {
  MergedEvent out;
  // Of the repairs between, the newest first: their words are all that is wanted of them.
  std::vector<decltype(Event::replacement)> words;
  for (uint64_t at = target;;) {
    if (at == 0) return LeadsNowhere(repair);
    if (const MergedEvent* const merged = known(at)) {
      out = *merged;
      break;
    }
    DECREE_ASSIGN_OR_RETURN(const ChainEvent link, read(at));
    if (!IsRepairKind(*link.event->kind)) {
      out.root = at;
      out.root_target = link.target;
      out.event = *link.event;
      break;
    }
    if (link.event->replacement != nullptr) words.push_back(link.event->replacement);
    if (link.target >= at) return LeadsNowhere(repair);  // a target comes before what targets it
    at = link.target;
  }
  while (!words.empty()) {
    Replace(words.back().get(), out.event);
    words.pop_back();
  }
  Replace(repair.replacement.get(), out.event);
  return out;
}

absl::StatusOr<const MergedEvent*> RepairMerger::Merge(const Event& repair,
                                                       const LogRecord& record) {
  uint64_t bytes = record.body.size();
  absl::StatusOr<Event> event;
  const auto read = [&](uint64_t at) -> absl::StatusOr<ChainEvent> {
    DECREE_ASSIGN_OR_RETURN(const LogRecord link, read_(at));
    bytes = std::max<uint64_t>(bytes, link.body.size());
    event = DecodeEvent(link.body);
    if (event.ok()) return ChainEvent{&*event, link.target};
    return absl::Status(event.status().code(),
                        absl::StrCat("position ", at, ": ", event.status().message()));
  };
  bool is_known = false;
  const auto known = [&](uint64_t at) -> const MergedEvent* {
    const auto found = kept_.find(at);
    if (found == kept_.end()) return nullptr;
    is_known = true;
    bytes = std::max(bytes, found->second->bytes);
    return &found->second->merged;
  };
  Kept kept;
  DECREE_ASSIGN_OR_RETURN(kept.merged, MergeChain(repair, record.target, read, known));
  if (!is_known && kept.merged.root_target != 0) {
    DECREE_ASSIGN_OR_RETURN(const LogRecord spoken_of, read_(kept.merged.root_target));
    for (const StreamVersion& stream : spoken_of.streams) {
      kept.merged.inherited_streams.push_back(stream.stream);
    }
  }
  // Words replace words: however many repairs there are, about one event is kept.
  kept.bytes = bytes;
  Keep(record.position, std::move(kept));
  return &kept_.at(record.position)->merged;
}

void RepairMerger::Keep(uint64_t position, Kept kept) {
  bytes_ += kept.bytes;
  const auto [it, is_new] = kept_.try_emplace(position);
  if (is_new) {
    order_.push_back(position);
  } else {
    bytes_ -= it->second->bytes;
  }
  it->second = std::make_unique<const Kept>(std::move(kept));
  while (order_.size() > 1 && (order_.size() > kMergedKeptMax || bytes_ > kMergedBytesMax)) {
    const auto oldest = kept_.find(order_.front());
    // The one just kept is given back; it is not the oldest unless it was merged once more.
    if (oldest->first == position) break;
    bytes_ -= oldest->second->bytes;
    kept_.erase(oldest);
    order_.pop_front();
  }
}

}  // namespace decree

#include "tests/tampering/operator.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/audit/log_tally.h"
#include "core/base/assert.h"
#include "core/codec/event_codec.h"
#include "tests/model/history_generator.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

constexpr size_t kStoryEventsMin = 12;
constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kBegin = 1'700'000'000 * kSecond;

ToldEvent Tell(const Event& event, int64_t recorded_us) {
  ToldEvent told;
  told.request.id = event.id;
  told.request.body = EncodeEvent(event);
  told.request.streams = StreamsOf(event);
  told.request.target_id = event.target;
  told.recorded_us = recorded_us;
  return told;
}

// One field of the event changes, never its id.
void Edit(oracle::Draws& draws, ToldEvent& told) {
  Event event = *DecodeEvent(told.request.body);
  if (draws.Percent(50) && !event.measure.empty()) {
    event.measure += "-other";
  } else {
    event.note = absl::StrCat("edited ", draws.Below(1'000'000));
  }
  told = Tell(event, told.recorded_us);
}

// With what speaks of it, so that the rest is a log.
void Delete(size_t index, Story& story) {
  std::set<std::string> gone = {story[index].request.id};
  Story kept;
  for (ToldEvent& told : story) {
    const bool is_gone = gone.contains(told.request.id) || gone.contains(told.request.target_id);
    if (is_gone) {
      gone.insert(told.request.id);
    } else {
      kept.push_back(std::move(told));
    }
  }
  story = std::move(kept);
}

// Events that nobody ever announced.
ToldEvent Invent(oracle::Draws& draws, int64_t recorded_us) {
  Event event = draws.OneOf(oracle::DrawHistory(draws)).event;
  event.id = absl::StrCat("invented-", draws.Below(UINT64_MAX));
  event.target.clear();
  event.replacement.reset();
  event.kind = EventKind::kStatement;
  return Tell(event, recorded_us);
}

}  // namespace

const char* NameOf(Tampering tampering) {
  static constexpr std::array<const char*, kTamperings> kNames = {
      "edit",     "delete", "reorder",           "back-date",         "insert",
      "truncate", "fork",   "sign another root", "sign another table"};
  return kNames[static_cast<size_t>(tampering)];
}

Story DrawStory(oracle::Draws& draws) {
  std::vector<oracle::Record> history;
  do {
    history = oracle::DrawHistory(draws);
  } while (history.size() < kStoryEventsMin);
  Story story;
  for (const oracle::Record& record : history) {
    story.push_back(
        Tell(record.event, kBegin + static_cast<int64_t>(record.position) * 1'000 * kSecond));
  }
  return story;
}

Story Rewrite(oracle::Draws& draws, Tampering tampering, const Story& story, size_t held) {
  Story told = story;
  const size_t at = draws.Below(held);
  switch (tampering) {
    case Tampering::kEdit:
      Edit(draws, told[at]);
      break;
    case Tampering::kDelete:
      Delete(at, told);
      break;
    case Tampering::kReorder: {
      size_t other = draws.Below(told.size());
      if (other == at) other = (at + 1) % told.size();
      std::swap(told[at].request, told[other].request);
      break;
    }
    case Tampering::kBackDate:
      told[at].recorded_us -= draws.Between(1, 900) * kSecond;
      break;
    case Tampering::kInsert:
      told.insert(told.begin() + static_cast<ptrdiff_t>(at), Invent(draws, told[at].recorded_us));
      break;
    case Tampering::kTruncate:
      told.resize(std::max<size_t>(at, 1));
      break;
    case Tampering::kFork: {
      const size_t length = held + draws.Below(8);
      const size_t kept = at;
      const int64_t since = kept == 0 ? kBegin : told[kept - 1].recorded_us;
      told.resize(kept);
      for (size_t i = kept; i < length; ++i) {
        told.push_back(Invent(draws, since + static_cast<int64_t>(i) * kSecond));
      }
      break;
    }
    case Tampering::kSignAnotherRoot:
    case Tampering::kSignAnotherTable:
      break;
  }
  return told;
}

std::unique_ptr<EventLog> WriteLog(const std::string& dir, const Story& story) {
  static HandClock clock;
  LogOptions options;
  options.clock = &clock;
  options.sync = false;
  options.disk_reserve_bytes = 0;
  clock.now_us = kBegin;
  std::unique_ptr<EventLog> log = OpenOrDie(dir, options);
  for (const ToldEvent& told : story) {
    clock.now_us = told.recorded_us;
    const auto appended = log->Append({&told.request, 1});
    if (absl::IsNotFound(appended.status())) return nullptr;
    DECREE_ASSERT(appended.ok());
  }
  return log;
}

SignedCheckpoint SignAnew(oracle::Draws& draws, Tampering tampering, const EventLog& log,
                          const SigningKey& key) {
  LogTally tally;
  DECREE_ASSERT(tally.ReadThrough(log.Head().size, log, nullptr).ok());
  LogCheckpoint said = tally.CheckpointOf(key.verifier().name());
  const size_t byte = draws.Below(said.root.size());
  const auto bit = static_cast<uint8_t>(1u << draws.Below(8));
  if (tampering == Tampering::kSignAnotherRoot) said.root[byte] ^= bit;
  if (tampering == Tampering::kSignAnotherTable) said.stream_root[byte] ^= bit;
  return *SignCheckpoint(said, key);
}

}  // namespace decree

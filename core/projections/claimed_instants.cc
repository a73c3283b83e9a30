#include "core/projections/claimed_instants.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {

absl::StatusOr<ClaimedInstants::Claim> ClaimedInstants::Read(uint64_t position,
                                                             std::string& system) const {
  DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(position));
  const absl::StatusOr<Event> event = DecodeEvent(record.body, DecodedParts::kClaim);
  if (!event.ok()) {
    return absl::Status(event.status().code(),
                        absl::StrCat("position ", position, ": ", event.status().message()));
  }
  Claim claim;
  claim.own_us = claim.claimed_us = record.recorded_us;
  if (event->formerly) {
    claim.claimed_us = std::min(claim.own_us, event->formerly->recorded.latest_utc_us);
    system = event->formerly->system;
  }
  return claim;
}

uint32_t ClaimedInstants::NumberOf(const std::string& system) {
  const auto [number, is_new] =
      numbers_.try_emplace(system, static_cast<uint32_t>(systems_.size()));
  if (is_new) systems_.push_back(system);
  return number->second;
}

bool ClaimedInstants::IsRecordedBy(uint64_t position, int64_t recorded_us_max) {
  const std::lock_guard lock(mutex_);
  auto found = claims_.find(position);
  if (found == claims_.end()) {
    std::string system;
    absl::StatusOr<Claim> claim = Read(position, system);
    status_.Update(claim.status());
    if (!claim.ok()) {
      constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
      claim = Claim{kNever, kNever, 0, false};
    }
    claim->system = NumberOf(system);
    found = claims_.emplace(position, *claim).first;
  }
  Claim& claim = found->second;
  if (claim.claimed_us > recorded_us_max) return false;
  if (claim.own_us > recorded_us_max) claim.counts = true;
  return true;
}

std::map<std::string, uint64_t> ClaimedInstants::CountedBySystem() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, uint64_t> counted;
  for (const auto& [position, claim] : claims_) {
    if (claim.counts) ++counted[systems_[claim.system]];
  }
  return counted;
}

absl::Status ClaimedInstants::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace decree

// The strands that a question repaired once, and those it reads ahead.

#include <algorithm>

#include "absl/strings/match.h"
#include "core/base/status_macros.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {
namespace {

constexpr size_t kStrandsKeptMax = 4'096;
constexpr size_t kAheadMax = 256;       // measures read at a time
constexpr size_t kSkippedMax = 10'000;  // expected, but not asked for in between

}  // namespace

RepairedStrands::ByEntity& RepairedStrands::Repaired(absl::string_view projection) {
  for (auto& [name, by_entity] : repaired_) {
    if (name == projection) return by_entity;
  }
  return repaired_.emplace_back(std::string(projection), ByEntity()).second;
}

absl::Status RepairedStrands::Keep(absl::string_view projection, const std::string& entity,
                                   Strand strand) {
  // What is there may be in use.
  std::unique_ptr<const RepairedStrand>& kept = Repaired(projection)[entity];
  if (kept != nullptr) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(RepairedStrand repaired,
                          RepairedStrand::Of(std::move(strand), entity, reader_));
  acts_ += repaired.strand().acts.size() + repaired.strand().sides.size();
  kept = std::make_unique<const RepairedStrand>(std::move(repaired));
  ++strands_;
  return absl::OkStatus();
}

RepairedStrands::Progress* RepairedStrands::ProgressOf(absl::string_view projection,
                                                       absl::string_view entity) {
  if (expected_ == nullptr || projection != "controls") return nullptr;
  if (absl::StartsWith(entity, "m/")) return &measures_;
  return absl::StartsWith(entity, "a/") ? &authorized_ : nullptr;
}

void RepairedStrands::SetAsked(absl::string_view slug, Progress& progress) const {
  // An authorization may be asked for far from where the question stands.
  if (progress.asked >= progress.read || (*expected_)[progress.read - 1] < slug) return;
  while ((*expected_)[progress.asked] < slug) ++progress.asked;
}

bool RepairedStrands::IsReadEmpty(absl::string_view projection, absl::string_view entity) {
  Progress* const progress = ProgressOf(projection, entity);
  if (progress == nullptr) return false;
  const absl::string_view slug = entity.substr(2);
  SetAsked(slug, *progress);
  return progress->asked < progress->read && (*expected_)[progress->asked] == slug;
}

absl::StatusOr<bool> RepairedStrands::ReadAhead(absl::string_view projection,
                                                absl::string_view entity) {
  Progress* const place = ProgressOf(projection, entity);
  if (place == nullptr) return false;
  Progress& progress = *place;
  const std::string prefix(entity.substr(0, 2));
  const std::string slug(entity.substr(2));
  const auto found = std::lower_bound(expected_->begin(), expected_->end(), slug);
  if (found == expected_->end() || *found != slug) return false;
  // Only the next ones: what a question looks up far from where it is would read for nothing.
  const auto at = static_cast<size_t>(found - expected_->begin());
  if (at < progress.read || at - progress.read > kSkippedMax) return false;
  const size_t last = std::min(at + kAheadMax, expected_->size()) - 1;
  DECREE_ASSIGN_OR_RETURN(
      StrandRange range, reader_.LoadRange(projection, prefix + slug, prefix + (*expected_)[last]));
  progress.asked = at;
  for (progress.read = at; progress.read <= last; ++progress.read) {
    const std::string name = prefix + (*expected_)[progress.read];
    if (name > range.through) break;
    const auto strand = range.strands.find(name);
    if (strand == range.strands.end()) continue;  // most measures are authorized by nothing
    DECREE_RETURN_IF_ERROR(Keep(projection, name, std::move(strand->second)));
  }
  return true;
}

absl::StatusOr<const RepairedStrand*> RepairedStrands::Of(absl::string_view projection,
                                                          absl::string_view entity) {
  DECREE_RETURN_IF_ERROR(CheckMayGoOn());
  const ByEntity& repaired = Repaired(projection);
  const auto found = repaired.find(entity);
  if (found != repaired.end()) {
    Progress* const progress = ProgressOf(projection, entity);
    if (progress != nullptr) SetAsked(entity.substr(2), *progress);
    return found->second.get();
  }
  if (IsReadEmpty(projection, entity)) return &empty_;
  DECREE_ASSIGN_OR_RETURN(const bool is_read, ReadAhead(projection, entity));
  if (!is_read) {
    DECREE_ASSIGN_OR_RETURN(Strand strand, reader_.Load(projection, entity));
    DECREE_RETURN_IF_ERROR(Keep(projection, std::string(entity), std::move(strand)));
  }
  const auto kept = repaired.find(entity);
  return kept == repaired.end() ? &empty_ : kept->second.get();
}

void RepairedStrands::Forget(size_t acts_kept_max) {
  if (acts_ < acts_kept_max && strands_ < kStrandsKeptMax) return;
  for (auto& [name, by_entity] : repaired_) by_entity.clear();
  acts_ = strands_ = 0;
  // What was read and not asked for yet is read again with what follows it.
  for (Progress* const progress : {&measures_, &authorized_}) progress->read = progress->asked;
}

}  // namespace decree

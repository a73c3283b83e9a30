// The measures that a transaction may concern, from the postings of the compiled answers.
#include <algorithm>
#include <mutex>

#include "core/base/sort_once.h"
#include "core/base/status_macros.h"
#include "core/compiled/compiled_answers.h"

namespace decree {

absl::Status CompiledAnswers::AddSlugs(std::vector<uint32_t>& measures,
                                       std::vector<std::string>& slugs) const {
  std::sort(measures.begin(), measures.end());
  measures.erase(std::unique(measures.begin(), measures.end()), measures.end());
  slugs.reserve(slugs.size() + measures.size());
  for (const uint32_t measure : measures) {
    DECREE_ASSIGN_OR_RETURN(std::string slug, table_->SlugOf(measure));
    slugs.push_back(std::move(slug));
  }
  return absl::OkStatus();
}

absl::Status CompiledAnswers::ReadPostings(absl::Span<const PostingKey> keys,
                                           std::vector<uint32_t>& measures) const {
  return table_->ReadPostings(keys, [&](size_t, const std::vector<uint32_t>& found) {
    measures.insert(measures.end(), found.begin(), found.end());
  });
}

absl::StatusOr<bool> CompiledAnswers::MayReach(const Transaction& transaction, uint64_t head,
                                               std::vector<std::string>& slugs) const {
  const std::shared_lock lock(mutex_);
  if (!table_ || followed() == 0 || followed() < head) return false;
  const PostingProbes probes = ProbesFor(
      transaction, state_.systems >> kPostingKindsFrom,
      [this](const std::string& name) { return groups_.GroupsOf(name); },
      [this](const std::string& folded) { return groups_.GroupsOfParty(folded); });
  if (probes.everywhere) return false;
  std::vector<uint32_t> measures;
  DECREE_RETURN_IF_ERROR(ReadPostings(probes.keys, measures));
  for (const PostingProbes::Range& range : probes.ranges) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<uint32_t> found, table_->ReadPostings(range));
    measures.insert(measures.end(), found.begin(), found.end());
  }
  DECREE_RETURN_IF_ERROR(AddSlugs(measures, slugs));
  return true;
}

absl::StatusOr<bool> CompiledAnswers::OfProgram(const std::string& program, uint64_t head,
                                                std::vector<std::string>& slugs) const {
  const std::shared_lock lock(mutex_);
  if (!table_ || followed() == 0 || followed() < head) return false;
  std::vector<uint32_t> measures;
  DECREE_RETURN_IF_ERROR(ReadPostings({PostingOfProgram(program)}, measures));
  DECREE_RETURN_IF_ERROR(AddSlugs(measures, slugs));
  return true;
}

absl::StatusOr<bool> CompiledAnswers::ListNearly(const std::string& given, uint64_t head,
                                                 std::vector<std::string>& slugs) const {
  const std::shared_lock lock(mutex_);
  if (!table_ || followed() == 0 || followed() < head) return false;
  std::vector<PostingKey> keys = NearPostingsFor(given);
  for (const std::string& group : groups_.GroupsNear(given)) {
    keys.push_back(PostingOfName(group));
  }
  SortOnce(keys);
  std::vector<uint32_t> measures;
  DECREE_RETURN_IF_ERROR(ReadPostings(keys, measures));
  DECREE_RETURN_IF_ERROR(AddSlugs(measures, slugs));
  return true;
}

}  // namespace decree

#include "core/names/near_index.h"

#include <algorithm>

#include "core/names/party_name.h"

namespace decree {

void NearIndex::Add(const std::string& name) {
  if (!known_.insert(name).second) return;
  const auto at = static_cast<uint32_t>(names_.size());
  names_.push_back({name, FoldedName(name), ReadNearName(name)});
  for (std::string& key : NearKeys(names_.back().words)) {
    by_key_[std::move(key)].push_back(at);
  }
}

void NearIndex::Compare(const std::string& folded,
                        absl::flat_hash_map<uint32_t, int>& scores) const {
  const NearName asked = ReadNearName(folded);
  std::vector<const std::vector<uint32_t>*> lists;
  for (const std::string& key : NearKeys(asked)) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) lists.push_back(&found->second);
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [](const auto* a, const auto* b) { return a->size() < b->size(); });
  absl::flat_hash_set<uint32_t> compared;
  for (const std::vector<uint32_t>* const list : lists) {
    for (const uint32_t at : *list) {
      if (compared.size() >= kNearComparedMax) return;
      if (!compared.insert(at).second) continue;
      const int score = std::min(99, NearScore(asked, names_[at].words));
      if (score < kNearScoreMin) continue;
      int& best = scores[at];
      best = std::max(best, score);
    }
  }
}

std::vector<NearIndex::Found> NearIndex::Near(absl::string_view given) const {
  const GivenName name = ReadGivenName(given);
  std::vector<std::string> texts = name.parts;
  texts.push_back(name.whole);
  absl::flat_hash_map<uint32_t, int> scores;
  for (const std::string& text : texts) Compare(text, scores);
  std::vector<Found> found;
  for (const auto& [at, score] : scores) {
    const bool is_match = std::find(texts.begin(), texts.end(), names_[at].folded) != texts.end();
    if (!is_match) found.push_back({&names_[at].name, score});
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.score != b.score ? a.score > b.score : *a.name < *b.name;
  });
  return found;
}

}  // namespace decree

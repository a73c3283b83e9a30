#include "core/compiled/compiled_check.h"

#include <cstring>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/compiled/point_follow.h"

namespace decree {
namespace {

// What is filed of one measure, whatever the order: a count and the sum of the hashes.
struct Filed {
  uint64_t entries = 0, sum = 0;
  bool is_apart = false;
  friend bool operator==(const Filed&, const Filed&) = default;
};
using FiledByMeasure = std::map<std::string, Filed>;

uint64_t Mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0xBF58476D1CE4E5B9u;
  return hash ^ (hash >> 29);
}

// Of an entry without its measure's number, and without the numbers of scopes, which differ from
// one compilation to the next.
uint64_t HashOf(const PointKey& key, PointEntry entry, bool stands_apart) {
  entry.measure = 0;
  if ((entry.flags & kPointApart) != 0) entry.rate_ppm = 0;
  if (stands_apart) entry.code = 0;
  uint64_t hash = Mix(Mix(Mix(stands_apart ? 2 : 1, key.issuer), key.origin), key.part);
  uint32_t words[kPointEntryBytes / 4];
  std::memcpy(words, &entry, kPointEntryBytes);
  for (const uint32_t word : words) hash = Mix(hash, word);
  return hash;
}

absl::StatusOr<FiledByMeasure> FiledIn(const PointTable& table) {
  absl::flat_hash_map<uint32_t, Filed> by_number;
  DECREE_RETURN_IF_ERROR(
      table.ForEach([&](const PointKey& key, absl::Span<const PointEntry> entries) {
        for (const PointEntry& entry : entries) {
          Filed& filed = by_number[entry.measure];
          ++filed.entries;
          filed.sum += HashOf(key, entry, false);
          if ((entry.flags & kPointApart) != 0) filed.is_apart = true;
        }
      }));
  FiledByMeasure by_slug;
  for (auto& [number, filed] : by_number) {
    if (filed.is_apart) {
      DECREE_ASSIGN_OR_RETURN(const std::vector<PointEntry> answers, table.AnswersOf(number));
      for (const PointEntry& answer : answers) filed.sum += HashOf(PointKey(), answer, true);
    }
    DECREE_ASSIGN_OR_RETURN(const std::string slug, table.SlugOf(number));
    DECREE_ASSIGN_OR_RETURN(const auto back, table.NumberOf(slug));
    if (back != number) {
      return absl::DataLossError(
          absl::StrCat("the number of the measure ", slug, " leads elsewhere"));
    }
    by_slug[slug] = filed;
  }
  return by_slug;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> CompareTable(const LogProver& log,
                                                      const StrandReader& strands,
                                                      const PointTableState& state,
                                                      const PointTable& stored, PointTable& fresh) {
  DECREE_RETURN_IF_ERROR(BuildTable(log, strands, state.followed, fresh, {}, 1));
  DECREE_ASSIGN_OR_RETURN(const FiledByMeasure have, FiledIn(stored));
  DECREE_ASSIGN_OR_RETURN(const FiledByMeasure want, FiledIn(fresh));
  std::vector<std::string> differences;
  const auto note = [&](const std::string& slug, const char* what) {
    if (differences.size() < kCompiledDifferencesMax) {
      differences.push_back(absl::StrCat(slug, ": ", what));
    }
  };
  for (const auto& [slug, filed] : want) {
    const auto at = have.find(slug);
    if (at == have.end()) {
      note(slug, "its answers are missing");
    } else if (!(at->second == filed)) {
      note(slug, "its answers are others");
    }
  }
  for (const auto& [slug, filed] : have) {
    if (!want.contains(slug)) note(slug, "has answers and is not on the record");
  }
  return differences;
}

}  // namespace decree

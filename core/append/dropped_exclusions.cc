#include "core/append/dropped_exclusions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/projections/projection_names.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/walks/scope_changes.h"

namespace decree {
namespace {

constexpr size_t kMeasuresMax = 2'000;  // looked at for one amendment

using Clauses = std::vector<ScopeClause>;

Clauses ListAt(const Fold& fold, int64_t civil_us, EventReader& events) {
  for (const uint64_t body : ListsAt(fold, Given::kExclude, civil_us)) {
    if (body == 0) continue;
    const absl::StatusOr<const Event*> event = events.Body(body);
    if (event.ok() && (*event)->scope && (*event)->scope->exclude) return *(*event)->scope->exclude;
  }
  return {};
}

// By name: a group or "*" is no origin of its own.
bool ShareAnOrigin(const ScopeClause& dropped, const ScopeClause& other) {
  return std::any_of(dropped.origin.begin(), dropped.origin.end(), [&](const std::string& origin) {
    return origin != "*" &&
           std::find(other.origin.begin(), other.origin.end(), origin) != other.origin.end();
  });
}

bool IsPrefixOf(const std::string& a, const std::string& b) { return absl::StartsWith(b, a); }

bool ShareAProduct(const ScopeClause& a, const ScopeClause& b) {
  const auto is_all = [](const ScopeClause& clause) {
    return clause.product.empty() || clause.product.front() == "*";
  };
  if (is_all(a) || is_all(b)) return true;
  for (const std::string& left : a.product) {
    for (const std::string& right : b.product) {
      if (IsPrefixOf(left, right) || IsPrefixOf(right, left)) return true;
    }
  }
  return false;
}

// The folder of a slug, by habit its issuer: "us/".
std::string FolderOf(const std::string& measure) {
  const size_t slash = measure.find('/');
  return slash == std::string::npos ? std::string() : measure.substr(0, slash + 1);
}

}  // namespace

std::vector<std::string> DroppedExclusions(const Fold& fold, const FoldAct& amendment,
                                           const std::string& measure,
                                           const QuestionContext& context, EventReader& events) {
  std::vector<std::string> found;
  const ActRecord& record = amendment.readings.front().record;
  if (!record.Has(kActGivesExclude) && !record.Has(kActChangesExclude)) return found;
  if (record.from_earliest == kAxisMin)
    return found;  // in force ever since: nothing was there before
  const Clauses before = ListAt(fold, record.from_earliest - 1, events);
  const Clauses after = ListAt(fold, record.from_latest, events);
  Clauses dropped;
  for (const ScopeClause& clause : before) {
    const bool stays = std::find(after.begin(), after.end(), clause) != after.end();
    if (!stays && !clause.origin.empty()) dropped.push_back(clause);
  }
  const std::string folder = FolderOf(measure);
  if (dropped.empty() || folder.empty()) return found;
  const auto entities = context.strands.Entities(kControls, absl::StrCat("m/", folder));
  if (!entities.ok() || entities->size() > kMeasuresMax) return found;
  RepairedStrands repaired(context.strands);
  for (const std::string& entity : *entities) {
    if (entity == absl::StrCat("m/", measure)) continue;
    const auto strand = repaired.Of(kControls, entity);
    if (!strand.ok()) continue;
    for (const ActRecord& act : (*strand)->strand().acts) {
      if (!IsEnacting(act.kind) || !act.Has(kActGivesInclude)) continue;
      const absl::StatusOr<const Event*> body = events.Body(act.position);
      if (!body.ok() || !(*body)->scope || !(*body)->scope->include) continue;
      const Clauses& include = *(*body)->scope->include;
      const bool is_its_own = std::any_of(include.begin(), include.end(), [&](const auto& clause) {
        return std::any_of(dropped.begin(), dropped.end(), [&](const ScopeClause& gone) {
          return ShareAnOrigin(gone, clause) && ShareAProduct(gone, clause);
        });
      });
      if (!is_its_own) continue;
      found.push_back(absl::StrCat("drops an exclusion for which ", entity.substr(2), " (",
                                   (*body)->id, ") is a measure of its own; both would count"));
      break;
    }
    repaired.Forget();
    events.Forget();
  }
  return found;
}

}  // namespace decree

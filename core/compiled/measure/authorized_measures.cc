#include "core/compiled/measure/authorized_measures.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/projections/event_reader.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

constexpr char kPatternsEntity[] = "a/*";

}  // namespace

absl::StatusOr<AuthorizedMeasures> AuthorizedMeasures::Read(const StrandReader& strands,
                                                            const RecordLog& log) {
  AuthorizedMeasures read;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                          strands.Entities(kControls, "a/"));
  for (const std::string& entity : entities) {
    if (entity != kPatternsEntity) read.slugs_.insert(entity.substr(2));
  }
  // The side entries name the events that gave patterns, and each event its patterns.
  DECREE_ASSIGN_OR_RETURN(const Strand patterns, strands.Load(kControls, kPatternsEntity));
  EventReader events(log);
  std::vector<uint64_t> positions;
  for (const SideEntry& side : patterns.sides) positions.push_back(side.position);
  events.ReadAhead(std::move(positions));
  for (const SideEntry& side : patterns.sides) {
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(side.position));
    for (const std::string& pattern : body->authorizes) read.patterns_.Add(pattern);
  }
  return read;
}

bool AuthorizedMeasures::Has(const std::string& slug) const {
  return slugs_.contains(slug) || patterns_.Matches(slug);
}

}  // namespace decree

#include "core/audit/proof_strands.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/audit/partial_log.h"
#include "core/base/status_macros.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"

namespace decree {

absl::StatusOr<Strand> TracedStrands::Load(absl::string_view projection,
                                           absl::string_view entity) const {
  DECREE_ASSIGN_OR_RETURN(Strand strand, base_.Load(projection, entity));
  trace_.AddName(entity);
  // Also those that bear on the name without joining it.
  for (const ActRecord& act : strand.acts) trace_.AddPosition(act.position);
  for (const SideEntry& side : strand.sides) trace_.AddPosition(side.position);
  return strand;
}

absl::StatusOr<std::vector<RepairEntry>> TracedStrands::Repairs(uint64_t root) const {
  trace_.AddPosition(root);
  // Its repairs join all that it joins, so any one of its streams has them all.
  DECREE_ASSIGN_OR_RETURN(const LogRecord record, log_.Read(root));
  if (!record.streams.empty()) trace_.AddName(record.streams.front().stream);
  return base_.Repairs(root);
}

absl::StatusOr<std::vector<std::string>> TracedStrands::Entities(absl::string_view,
                                                                 absl::string_view prefix) const {
  trace_.AddPrefix(prefix);
  std::vector<std::string> names;
  for (const StreamRow& row : rows_) {
    if (absl::StartsWith(row.name, prefix)) names.push_back(row.name);
  }
  return names;
}

ProvenStrands::ProvenStrands(const ProvenRecord& proven)
    : proven_(proven), store_(NewMemoryStore()), strands_(*store_) {}

absl::StatusOr<std::shared_ptr<const ProvenStrands>> ProvenStrands::Make(
    const ProvenRecord& proven) {
  const std::shared_ptr<ProvenStrands> made(new ProvenStrands(proven));
  const ProvenLog log(proven, /*for_questions=*/false);
  const ProjectionList projections = AllProjections();
  RunnerOptions options;
  options.events_per_batch = UINT64_MAX >> 1;  // a bundle is bounded, its positions are not
  Runner runner(log, *made->store_, projections, options);
  DECREE_RETURN_IF_ERROR(runner.Start());
  DECREE_RETURN_IF_ERROR(runner.ApplyThrough(proven.checkpoint().size));
  if (runner.unapplied() != nullptr) {
    const UnappliedEvent& event = runner.unapplied()->front();
    return RestsOn(event.entities.empty() ? "the record" : event.entities.front(), event);
  }
  return std::shared_ptr<const ProvenStrands>(made);
}

absl::StatusOr<Strand> ProvenStrands::Load(absl::string_view projection,
                                           absl::string_view entity) const {
  DECREE_RETURN_IF_ERROR(proven_.CheckComplete(entity));
  return strands_.Load(projection, entity);
}

absl::StatusOr<std::vector<RepairEntry>> ProvenStrands::Repairs(uint64_t root) const {
  const auto found = proven_.records().find(root);
  const bool complete = found != proven_.records().end() &&
                        std::any_of(found->second.streams.begin(), found->second.streams.end(),
                                    [&](const StreamVersion& stream) {
                                      return proven_.CheckComplete(stream.stream).ok();
                                    });
  if (complete) return strands_.Repairs(root);
  return absl::InvalidArgumentError(
      absl::StrCat("the bundle does not prove which repairs position ", root, " has"));
}

absl::StatusOr<std::vector<std::string>> ProvenStrands::Entities(absl::string_view,
                                                                 absl::string_view prefix) const {
  return proven_.NamesWith(prefix);
}

}  // namespace decree

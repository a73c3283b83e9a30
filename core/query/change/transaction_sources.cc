#include "core/query/change/transaction_sources.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/place/place.h"
#include "core/model/scope_dimensions.h"
#include "core/names/party_name.h"
#include "core/projections/projection_names.h"

namespace decree {
namespace {

constexpr char kGroup[] = "g/";
constexpr char kTagGroup[] = "g/tag:";

// The groups that stand for their members, as the record calls them.
std::set<std::string> GroupsGiven(const Transaction& t) {
  std::set<std::string> groups;
  for (const std::string& place : PlacesOf(t)) {
    if (IsSinglePlace(place)) continue;
    groups.insert(absl::StrCat(kGroup, place));
    groups.insert(absl::StrCat(kGroup, place.substr(0, place.find(':'))));
  }
  return groups;
}

void AddMembers(const std::vector<SideEntry>& sides, std::set<std::string>& names) {
  for (const SideEntry& side : sides) {
    if (side.kind != SideKind::kMember) continue;
    const std::string member(ReadMemberSide(side.text).member);
    names.insert(FoldedName(member));
    if (ListedPlace(member) == PlaceKind::kSubdivision)
      names.insert(FoldedName(member.substr(0, 2)));
  }
}

// Everyone and every place that a group of a scope may hold, folded as parties are: of places that
// finds no less.
std::set<std::string> NamesOf(const Transaction& t) {
  std::vector<std::string> texts = InvolvedIn(t);
  const std::vector<std::string> places = PlacesOf(t);
  texts.insert(texts.end(), places.begin(), places.end());
  for (const OwnerShare& owner : t.owners) texts.push_back(owner.id);
  for (const std::string& place : places) {  // a part of a country stands in that
    if (ListedPlace(place) == PlaceKind::kSubdivision) texts.push_back(place.substr(0, 2));
  }
  std::set<std::string> names;
  for (const std::string& text : texts) {
    GivenName name = ReadGivenName(text);
    names.insert(std::move(name.whole));
    names.insert(name.parts.begin(), name.parts.end());
  }
  return names;
}

// Adds to the names of parties, which are folded, those of their owners, and of the owners of
// these.
class OwnersAdded {
 public:
  void Take(const std::string& group, const RepairedStrand& strand) {
    const auto take = [&](const std::vector<SideEntry>& sides) {
      for (const SideEntry& side : sides) {
        if (side.kind != SideKind::kMember) continue;
        const MemberSide member = ReadMemberSide(side.text);
        if (!member.is_ownership()) continue;
        owners_of_[FoldedName(absl::string_view(group).substr(sizeof(kGroup) - 1))].insert(
            FoldedName(member.member));
      }
    };
    take(strand.strand().sides);
    for (const RepairEntry& repair : strand.repairs()) take(repair.sides);
  }

  void AddTo(std::set<std::string>& names) const {
    std::vector<std::string> next(names.begin(), names.end());
    while (!next.empty()) {
      const auto owners = owners_of_.find(next.back());
      next.pop_back();
      if (owners == owners_of_.end()) continue;
      for (const std::string& owner : owners->second) {
        if (names.insert(owner).second) next.push_back(owner);
      }
    }
  }

 private:
  absl::flat_hash_map<std::string, std::set<std::string>> owners_of_;  // in any reading
};

void AddPositions(const RepairedStrand& strand, Positions& positions) {
  for (const ActRecord& act : strand.strand().acts) positions.insert(act.position);
  for (const RepairEntry& repair : strand.repairs()) {
    positions.insert(repair.root);
    positions.insert(repair.position);
  }
}

// The memberships of a group that say nothing of these names. Where one member's act bears on
// others (a kind of membership beside the plain one, a link that replaces, a repair), none is left
// out.
std::vector<uint64_t> IdleActsOf(const std::string& group, const RepairedStrand& strand,
                                 const std::set<std::string>& names) {
  std::vector<uint64_t> idle;
  const bool by_name_alone = !absl::StartsWith(group, kTagGroup) &&
                             !absl::StrContains(group, ':') && strand.repairs().empty();
  if (!by_name_alone) return idle;
  for (const SideEntry& side : strand.strand().sides) {
    if (side.kind == SideKind::kReplaces) return {};
    if (side.kind != SideKind::kMember) continue;
    const MemberSide member = ReadMemberSide(side.text);
    if (!member.is_ownership() && !member.kind.empty() && member.kind != kMembership) return {};
    const absl::string_view named =
        member.is_ownership() ? absl::string_view(group).substr(sizeof(kGroup) - 1) : member.member;
    if (!names.contains(FoldedName(named))) idle.push_back(side.position);
  }
  return idle;
}

void Merge(std::map<int64_t, KnownInstant>&& more, std::map<int64_t, KnownInstant>& to) {
  for (auto& [key, instant] : more) {
    KnownInstant& merged = to[key];
    if (merged.at.empty()) merged.at = std::move(instant.at);
    merged.events.insert(instant.events.begin(), instant.events.end());
  }
}

}  // namespace

void Touched::Add(const Touched& more) {
  measures.insert(more.measures.begin(), more.measures.end());
  all_measures = all_measures || more.all_measures;
  rules = rules || more.rules;
}

absl::StatusOr<std::unique_ptr<TransactionSources>> TransactionSources::Of(
    const QuestionContext& context, const Transaction& transaction,
    TransactionCandidates candidates) {
  auto sources = std::unique_ptr<TransactionSources>(new TransactionSources(context));
  sources->candidates_ = std::move(candidates);
  DECREE_RETURN_IF_ERROR(sources->AddMeasures());
  DECREE_RETURN_IF_ERROR(sources->AddGroups(transaction));
  DECREE_RETURN_IF_ERROR(sources->AddRules());
  sources->NoteTouched();
  return sources;
}

absl::Status TransactionSources::AddMeasures() {
  for (const std::string& slug : candidates_.measures) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
    DECREE_ASSIGN_OR_RETURN(AnswerSources of, SourcesOf(slug, {}, strands_, events_));
    of_measures_.push_back(std::move(of));
  }
  for (const std::string& slug : candidates_.program_givers) {
    DECREE_ASSIGN_OR_RETURN(AnswerSources of, SourcesOf(slug, {}, strands_, events_));
    of_givers_.push_back(std::move(of));
  }
  return absl::OkStatus();
}

absl::Status TransactionSources::AddGroups(const Transaction& transaction) {
  std::set<std::string> names = NamesOf(transaction);
  const std::set<std::string> given = GroupsGiven(transaction);
  for (const std::string& group : given) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const part, strands_.Of(kMembership, group));
    AddMembers(part->strand().sides, names);
    for (const RepairEntry& repair : part->repairs()) AddMembers(repair.sides, names);
  }
  DECREE_ASSIGN_OR_RETURN(groups_.groups, context_.strands.Entities(kMembership, "g/"));
  OwnersAdded owners;
  for (const std::string& group : groups_.groups) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const part, strands_.Of(kMembership, group));
    groups_.parts.push_back(part);
    owners.Take(group, *part);
  }
  owners.AddTo(names);
  Positions bearing;  // on what a repair moved from one strand to another
  for (size_t i = 0; i < groups_.groups.size(); ++i) {
    const std::string& group = groups_.groups[i];
    const RepairedStrand& part = *groups_.parts[i];
    const bool is_party = TellsOfOwnersAlone(part);
    if (is_party && !names.contains(FoldedName(group.substr(sizeof(kGroup) - 1)))) {
      Positions idle;
      AddPositions(part, idle);
      idle_.insert(idle.begin(), idle.end());
      continue;
    }
    if (!part.repairs().empty()) AddPositions(part, bearing);
    if (is_party || given.contains(group)) continue;  // who is in it and who is not decides
    for (const uint64_t position : IdleActsOf(group, part, names)) idle_.insert(position);
  }
  for (const uint64_t position : bearing) idle_.erase(position);
  return absl::OkStatus();
}

absl::Status TransactionSources::AddRules() {
  DECREE_ASSIGN_OR_RETURN(const auto entities, context_.strands.Entities(kStacking, "k/"));
  for (const std::string& entity : entities) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const part, strands_.Of(kStacking, entity));
    rules_.parts.push_back(part);
  }
  return absl::OkStatus();
}

void TransactionSources::NoteTouched() {
  const ViewFilter& filter = context_.filter;
  for (size_t i = 0; i < of_measures_.size(); ++i) {
    for (const uint64_t position : RecordedPositions(of_measures_[i], filter)) {
      touched_[position].measures.insert(i);
    }
  }
  for (const uint64_t position : RecordedPositions(groups_, filter)) {
    if (!idle_.contains(position)) touched_[position].all_measures = true;
  }
  for (const uint64_t position : RecordedPositions(rules_, filter)) touched_[position].rules = true;
  for (const AnswerSources& giver : of_givers_) {
    for (const uint64_t position : RecordedPositions(giver, filter))
      touched_[position].rules = true;
  }
}

void TransactionSources::DropIdle(Positions& events) const {
  for (auto at = events.begin(); at != events.end();) {
    at = idle_.contains(*at) ? events.erase(at) : std::next(at);
  }
}

std::map<int64_t, KnownInstant> TransactionSources::Known(const ViewFilter& filter) const {
  std::map<int64_t, KnownInstant> instants = KnownInstants(groups_, filter);
  for (auto at = instants.begin(); at != instants.end();) {
    DropIdle(at->second.events);
    at = at->second.events.empty() ? instants.erase(at) : std::next(at);
  }
  for (const auto* part : {&of_measures_, &of_givers_}) {
    for (const AnswerSources& of : *part) Merge(KnownInstants(of, filter), instants);
  }
  Merge(KnownInstants(rules_, filter), instants);
  return instants;
}

Positions TransactionSources::Recorded(const ViewFilter& filter) const {
  Positions instants;
  for (const auto& [position, touched] : touched_) {
    if (filter.Records(position)) instants.insert(position);
  }
  return instants;
}

Positions TransactionSources::Between(const ViewFilter& before, const ViewFilter& after) const {
  Positions events = EventsBetween(groups_, before, after);
  DropIdle(events);
  const auto add = [&](const AnswerSources& of) {
    const Positions more = EventsBetween(of, before, after);
    events.insert(more.begin(), more.end());
  };
  for (const AnswerSources& of : of_measures_) add(of);
  for (const AnswerSources& of : of_givers_) add(of);
  add(rules_);
  return events;
}

absl::StatusOr<std::map<int64_t, Positions>> TransactionSources::Effective(
    const ViewFilter& filter) {
  std::map<int64_t, Positions> instants;
  const auto add = [&instants](std::map<int64_t, Positions>&& more) {
    for (auto& [at, events] : more) instants[at].insert(events.begin(), events.end());
  };
  StateBuilder builder(strands_.reader(), events_, filter);
  for (size_t i = 0; i < of_measures_.size(); ++i) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(candidates_.measures[i]));
    DECREE_ASSIGN_OR_RETURN(
        auto of, EffectiveInstants(measure, of_measures_[i], filter, strands_, events_, true));
    add(std::move(of));
  }
  std::map<int64_t, Positions> of_groups;
  for (const RepairedStrand* const group : groups_.parts) {
    DECREE_RETURN_IF_ERROR(AddBoundaries(group->SeenBy(filter), false, events_, of_groups));
  }
  for (auto at = of_groups.begin(); at != of_groups.end();) {
    DropIdle(at->second);
    at = at->second.empty() ? of_groups.erase(at) : std::next(at);
  }
  add(std::move(of_groups));
  for (const RepairedStrand* const rule : rules_.parts) {
    DECREE_RETURN_IF_ERROR(AddBoundaries(rule->SeenBy(filter), false, events_, instants));
  }
  return instants;
}

Touched TransactionSources::TouchedBy(const Positions& events) const {
  Touched all;
  for (const uint64_t position : events) {
    const auto found = touched_.find(position);
    if (found != touched_.end()) all.Add(found->second);
  }
  return all;
}

}  // namespace decree

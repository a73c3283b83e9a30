#include "core/query/scope/scope_match.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/names/party_name.h"
#include "core/query/scope/place_match.h"

namespace decree {
namespace {

constexpr char kPlainMembership[] = "membership";

bool IsPlainKind(absl::string_view kind) { return kind.empty() || kind == kPlainMembership; }

// Of an act that tells of a member of a group.
std::optional<MemberSide> MemberOf(const VisibleAct& act) {
  if (act.member.empty()) return std::nullopt;
  const MemberSide side = ReadMemberSide(act.member);
  return side.is_ownership() ? std::nullopt : std::optional(side);
}

// Whether the group's plain name speaks of these memberships: of the plain ones where there are
// any, else of whatever kind is recorded.
bool CountsAs(absl::string_view asked_kind, absl::string_view kind, bool group_has_plain) {
  if (!asked_kind.empty()) return asked_kind == kind;
  return IsPlainKind(kind) || !group_has_plain;
}

void UniteMembership(const std::vector<const VisibleAct*>& acts, int64_t t,
                     Memberships::Answer& answer) {
  for (size_t i = acts.size(); i-- > 0;) {
    const ActRecord& record = acts[i]->record;
    const bool starts = record.kind == EventKind::kMembershipStarted;
    const Tri covers =
        starts ? Covers(record, t) : Happened(record.from_earliest, record.from_latest, t);
    if (covers == Tri::kNo) continue;
    (starts ? answer.may_be_in : answer.may_be_out) = true;
    if (covers == Tri::kYes) return;
  }
  answer.may_be_out = true;
}

enum class DimensionMatch : uint8_t { kUntested, kUnasked, kNo, kOpen, kYes };

DimensionMatch MatchProduct(const std::vector<std::string>& products, const AskedFacts& facts,
                            std::vector<std::string>& notes) {
  if (!Restricts(products)) return DimensionMatch::kUntested;
  if (!facts.product) return DimensionMatch::kUnasked;
  bool open = false;
  for (const std::string& text : products) {
    const absl::StatusOr<ProductCode> clause = ParseProductCode(text);
    if (!clause.ok()) continue;
    switch (RelationOf(*clause, *facts.product)) {
      case PrefixRelation::kCovers:
        return DimensionMatch::kYes;
      case PrefixRelation::kOpen:
        open = true;
        break;
      case PrefixRelation::kOutside:
        break;
    }
  }
  if (!open) return DimensionMatch::kNo;
  notes.push_back(absl::StrCat("product ", DottedProductCode(*facts.product),
                               " is too short for the scope, or of another code system"));
  return DimensionMatch::kOpen;
}

absl::StatusOr<DimensionMatch> MatchPlace(const std::vector<std::string>& places,
                                          const std::string& asked, const CivilWindow& window,
                                          Memberships& memberships,
                                          std::vector<std::string>& notes) {
  if (!Restricts(places)) return DimensionMatch::kUntested;
  if (asked.empty()) return DimensionMatch::kUnasked;
  DECREE_ASSIGN_OR_RETURN(PlaceVerdict verdict, MatchPlaces(places, asked, window, memberships));
  for (auto* const told : {&verdict.reasons, &verdict.notes}) {
    std::move(told->begin(), told->end(), std::back_inserter(notes));
  }
  if (verdict.value == Tri::kOpen) return DimensionMatch::kOpen;
  return verdict.value == Tri::kYes ? DimensionMatch::kYes : DimensionMatch::kNo;
}

}  // namespace

Tri HoldsIn(const ActRecord& record, const CivilWindow& window) {
  const Tri first = Covers(record, window.first_civil_us);
  for (const int64_t at :
       {record.from_earliest, record.from_latest, record.to_earliest, record.to_latest}) {
    if (at <= window.first_civil_us || at > window.last_civil_us) continue;
    if (Covers(record, at) != first) return Tri::kOpen;
  }
  return first;
}

Tri HoldsIn(const std::optional<EffectiveInterval>& effective, const CivilWindow& window) {
  if (!effective) return Tri::kYes;
  ActRecord record;
  record.from_earliest = record.from_latest = kAxisMin;
  if (effective->from) {
    record.from_earliest = effective->from->earliest_civil_us;
    record.from_latest = effective->from->latest_civil_us;
  }
  if (effective->to) {
    record.to_earliest = effective->to->earliest_civil_us;
    record.to_latest = effective->to->latest_civil_us;
  }
  return HoldsIn(record, window);
}

bool TestsBeyondGoods(const ScopeClause& clause) {
  return std::any_of(kScopeDimensions.begin(), kScopeDimensions.end(),
                     [&](const ScopeDimension& dimension) {
                       const bool is_of_goods = dimension.list == &ScopeClause::origin ||
                                                dimension.list == &ScopeClause::destination ||
                                                dimension.list == &ScopeClause::product;
                       return !is_of_goods && dimension.Restricts(clause);
                     });
}

absl::StatusOr<Memberships::Group*> Memberships::GroupOf(const std::string& name) {
  const auto found = groups_.find(name);
  if (found != groups_.end()) return &found->second;
  const std::string entity = absl::StrCat("g/", name);
  DECREE_ASSIGN_OR_RETURN(const Strand strand, reader_.Load("membership", entity));
  Group& group = groups_[name];
  DECREE_ASSIGN_OR_RETURN(group.strand, See(strand, entity, reader_, filter_));
  for (const VisibleAct& act : group.strand.acts) {
    const std::optional<MemberSide> side = MemberOf(act);
    if (!side) continue;
    group.has_members = true;
    group.has_plain = group.has_plain || IsPlainKind(side->kind);
    if (act.lifted_by == 0)
      group.by_member[side->member].push_back({&act, std::string(side->kind)});
  }
  return &group;
}

absl::StatusOr<Memberships::Found> Memberships::Find(const std::string& group) {
  // A group may be recorded under its whole name ("EU:customs"), or as a kind of membership in
  // "EU".
  Found found;
  DECREE_ASSIGN_OR_RETURN(found.group, GroupOf(group));
  if (found.group->has_members || !absl::StrContains(group, ':')) return found;
  const std::pair<std::string, std::string> name = absl::StrSplit(group, absl::MaxSplits(':', 1));
  found.kind = name.second;
  DECREE_ASSIGN_OR_RETURN(found.group, GroupOf(name.first));
  return found;
}

absl::StatusOr<std::vector<Memberships::Member>> Memberships::MembersOf(const std::string& group,
                                                                        const CivilWindow& window) {
  DECREE_ASSIGN_OR_RETURN(const Found found, Find(group));
  std::set<std::string> names;
  for (const VisibleAct& act : found.group->strand.acts) {
    if (const std::optional<MemberSide> side = MemberOf(act)) names.emplace(side->member);
  }
  std::vector<Member> members;
  members.reserve(names.size());
  for (const std::string& name : names) {
    DECREE_ASSIGN_OR_RETURN(const Answer answer, IsMember(group, name, window));
    members.push_back({name, answer});
  }
  return members;
}

absl::Status Memberships::ReadNames() {
  if (names_) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                          reader_.Entities("membership", "g/"));
  names_.emplace();
  for (const std::string& entity : entities) {
    const std::string& name = *names_->insert(entity.substr(2)).first;
    names_by_folded_[FoldedName(name)].push_back(name);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Memberships::MayBeGroup(const std::string& name) {
  DECREE_RETURN_IF_ERROR(ReadNames());
  return names_->contains(name) || names_->contains(name.substr(0, name.find(':')));
}

namespace {

Memberships::Answer AnswerOver(const std::vector<const VisibleAct*>& acts,
                               const CivilWindow& window, bool is_known) {
  Memberships::Answer answer;
  answer.known = is_known;
  answer.may_be_out = false;
  UniteMembership(acts, window.first_civil_us, answer);
  for (const VisibleAct* act : acts) {
    const ActRecord& r = act->record;
    for (const int64_t at : {r.from_earliest, r.from_latest, r.to_earliest, r.to_latest}) {
      if (at > window.first_civil_us && at <= window.last_civil_us) {
        UniteMembership(acts, at, answer);
      }
    }
  }
  return answer;
}

}  // namespace

absl::StatusOr<Memberships::Answer> Memberships::IsMember(const std::string& group,
                                                          const std::string& member,
                                                          const CivilWindow& window) {
  DECREE_ASSIGN_OR_RETURN(const Found found, Find(group));
  std::vector<const VisibleAct*> of_member;
  const auto acts = found.group->by_member.find(member);
  if (acts != found.group->by_member.end()) {
    for (const Named& named : acts->second) {
      if (CountsAs(found.kind, named.kind, found.group->has_plain)) of_member.push_back(named.act);
    }
  }
  return AnswerOver(of_member, window, found.group->has_members);
}

// As IsMember does: under its whole name, else as a kind of membership.
absl::StatusOr<Memberships::FoldedGroups> Memberships::GroupsFoldedAs(const std::string& folded) {
  DECREE_RETURN_IF_ERROR(ReadNames());
  FoldedGroups groups;
  auto found = names_by_folded_.find(folded);
  bool is_seen = false;
  if (found != names_by_folded_.end()) {
    for (const std::string& name : found->second) {
      DECREE_ASSIGN_OR_RETURN(const Group* const group, GroupOf(name));
      is_seen = is_seen || group->has_members;
    }
  }
  if (!is_seen && absl::StrContains(folded, ':')) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(folded, absl::MaxSplits(':', 1));
    found = names_by_folded_.find(parts.first);
    groups.kind = parts.second;
  }
  if (found != names_by_folded_.end()) groups.names = found->second;
  return groups;
}

absl::StatusOr<std::vector<Memberships::Member>> Memberships::PartyMembersOf(
    const std::string& group, const CivilWindow& window) {
  std::vector<Member> members;
  DECREE_ASSIGN_OR_RETURN(const FoldedGroups groups, GroupsFoldedAs(FoldedName(group)));
  for (const std::string& name : groups.names) {
    DECREE_ASSIGN_OR_RETURN(std::vector<Member> of_one, MembersOf(name, window));
    for (Member& member : of_one) {
      DECREE_ASSIGN_OR_RETURN(member.answer, IsPartyMember(group, FoldedName(member.name), window));
      members.push_back(std::move(member));
    }
  }
  return members;
}

absl::StatusOr<bool> Memberships::MayBePartyGroup(const std::string& name) {
  DECREE_RETURN_IF_ERROR(ReadNames());
  const std::string folded = FoldedName(name);
  return names_by_folded_.contains(folded) ||
         names_by_folded_.contains(folded.substr(0, folded.find(':')));
}

absl::StatusOr<Memberships::Answer> Memberships::IsPartyMember(const std::string& group,
                                                               const std::string& folded,
                                                               const CivilWindow& window) {
  DECREE_ASSIGN_OR_RETURN(const FoldedGroups groups, GroupsFoldedAs(FoldedName(group)));
  Answer all;
  for (const std::string& one : groups.names) {
    DECREE_ASSIGN_OR_RETURN(Group* const found, GroupOf(one));
    if (!found->is_folded) {
      found->is_folded = true;
      for (const auto& [who, acts] : found->by_member) {
        std::vector<Named>& of_folded = found->by_folded[FoldedName(who)];
        of_folded.insert(of_folded.end(), acts.begin(), acts.end());
      }
      for (auto& [who, acts] : found->by_folded) {  // names that fold alike: in paint order again
        std::sort(acts.begin(), acts.end(), [](const Named& a, const Named& b) {
          return PaintsBefore(a.act->record, b.act->record);
        });
      }
    }
    std::vector<const VisibleAct*> of_member;
    if (const auto acts = found->by_folded.find(folded); acts != found->by_folded.end()) {
      for (const Named& named : acts->second) {
        const bool is_of_kind = groups.kind.empty() ? CountsAs("", named.kind, found->has_plain)
                                                    : FoldedName(named.kind) == groups.kind;
        if (is_of_kind) of_member.push_back(named.act);
      }
    }
    const Answer answer = AnswerOver(of_member, window, found->has_members);
    all.may_be_in = all.may_be_in || answer.may_be_in;
    all.may_be_out = all.may_be_out && answer.may_be_out;
    all.known = all.known || answer.known;
  }
  return all;
}

absl::StatusOr<ClauseMatch> MatchClause(const ScopeClause& clause, const AskedFacts& facts,
                                        const CivilWindow& window, Memberships& memberships,
                                        std::vector<std::string>& notes) {
  bool open = false;
  bool unasked = TestsBeyondGoods(clause);
  std::vector<std::string> clause_notes;
  DECREE_ASSIGN_OR_RETURN(
      const DimensionMatch origin,
      MatchPlace(clause.origin, facts.origin, window, memberships, clause_notes));
  DECREE_ASSIGN_OR_RETURN(
      const DimensionMatch destination,
      MatchPlace(clause.destination, facts.destination, window, memberships, clause_notes));
  const DimensionMatch product = MatchProduct(clause.product, facts, clause_notes);
  const Tri in_force = HoldsIn(clause.effective, window);
  const bool outside = origin == DimensionMatch::kNo || destination == DimensionMatch::kNo ||
                       product == DimensionMatch::kNo || in_force == Tri::kNo;
  for (std::string& note : clause_notes) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(std::move(note));
  }
  if (outside) return ClauseMatch::kNo;
  for (const DimensionMatch match : {origin, destination, product}) {
    open = open || match == DimensionMatch::kOpen;
    unasked = unasked || match == DimensionMatch::kUnasked;
  }
  if (open || in_force == Tri::kOpen) return ClauseMatch::kOpen;
  return unasked ? ClauseMatch::kPart : ClauseMatch::kWhole;
}

absl::StatusOr<ScopeVerdict> MatchScope(const std::vector<ScopeClause>* include,
                                        const std::vector<ScopeClause>* exclude,
                                        const AskedFacts& facts, const CivilWindow& window,
                                        Memberships& memberships) {
  ScopeVerdict verdict;
  if (include == nullptr) {
    verdict.scope_missing = true;
    verdict.include = ClauseMatch::kOpen;
  } else {
    verdict.include = ClauseMatch::kNo;
    for (const ScopeClause& clause : *include) {
      DECREE_ASSIGN_OR_RETURN(const ClauseMatch match,
                              MatchClause(clause, facts, window, memberships, verdict.notes));
      verdict.include = std::max(verdict.include, match);
    }
  }
  if (exclude != nullptr) {
    for (const ScopeClause& clause : *exclude) {
      DECREE_ASSIGN_OR_RETURN(const ClauseMatch match,
                              MatchClause(clause, facts, window, memberships, verdict.notes));
      // An exclusion that was only partly asked says less than an open one, and an open one less
      // than a whole one.
      const auto strength = [](ClauseMatch m) {
        return m == ClauseMatch::kNo     ? 0
               : m == ClauseMatch::kPart ? 1
               : m == ClauseMatch::kOpen ? 2
                                         : 3;
      };
      if (strength(match) > strength(verdict.exclude)) verdict.exclude = match;
    }
  }
  return verdict;
}

}  // namespace decree

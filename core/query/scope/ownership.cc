#include "core/query/scope/ownership.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/decimal.h"
#include "core/model/scope_dimensions.h"

namespace decree {
namespace {

constexpr char kOwnerFact[] = "owner";
constexpr char kPartyFact[] = "party";

void AddNew(size_t value, std::vector<size_t>& to) {
  if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

}  // namespace

size_t Ownership::PartyOf(const std::string& name, const std::string& folded) {
  const auto [found, is_new] = by_folded_.emplace(folded, parties_.size());
  if (is_new) {
    parties_.emplace_back();
    parties_.back().name = name;
    parties_.back().folded = folded;
  }
  return found->second;
}

void Ownership::AddStart(const std::string& text, Given given) {
  const GivenName name = ReadGivenName(text);
  Start start;
  start.names.push_back(PartyOf(text, name.whole));
  for (const std::string& part : name.parts) start.names.push_back(PartyOf(part, part));
  for (const size_t at : start.names) {
    Given& as = parties_[at].given;
    if (as == Given::kNot) as = given;  // who is named as party comes first
  }
  starts_.push_back(std::move(start));
}

// The shares given are those of whoever is named as `party`; where nobody is, of a party without a
// name, who may be any that takes another part.
void Ownership::AddStarts() {
  absl::flat_hash_set<std::string> named;  // one party may be named in several spellings
  for (const std::string& party : t_.parties) {
    const GivenName name = ReadGivenName(party);
    named.insert(name.whole);
    named.insert(name.parts.begin(), name.parts.end());
  }
  const bool is_one = named.size() == 1;
  for (const std::string& party : t_.parties) {
    AddStart(party, is_one ? Given::kThese : Given::kAlso);
  }
  if (t_.parties.empty()) {
    starts_.push_back({{parties_.size()}, false});
    parties_.emplace_back();  // found by no name
    parties_.back().name = "the party";
    parties_.back().given = Given::kThese;
  }
  for (const std::string& text : InvolvedIn(t_)) {
    if (std::find(t_.parties.begin(), t_.parties.end(), text) != t_.parties.end()) continue;
    AddStart(text, t_.parties.empty() ? Given::kPerhaps : Given::kNot);
  }
}

void Ownership::AddEdge(size_t party, size_t owner, OwnershipLink link) {
  ++links_;
  parties_[owner].holds.emplace_back(party, parties_[party].owners.size());
  parties_[party].owners.push_back({owner, std::move(link)});
}

void Ownership::ReadFacts() {
  absl::flat_hash_map<std::string, size_t> by_owner;
  for (const OwnerShare& owner : t_.owners) {
    std::string folded = FoldedName(owner.id);
    const auto [found, is_new] = by_owner.emplace(folded, facts_.size());
    if (is_new) {
      facts_.emplace_back();
      facts_.back().owner = owner.id;
      facts_.back().owner_folded = std::move(folded);
    }
    OwnershipLink& fact = facts_[found->second];
    fact.least_ppm += owner.share_ppm;
    fact.most_ppm += owner.share_ppm;
  }
}

// A text that names several owners counts where one of them does.
absl::StatusOr<size_t> Ownership::GivenOwner(const std::string& text) {
  const GivenName name = ReadGivenName(text);
  const size_t at = PartyOf(text, name.whole);
  DECREE_ASSIGN_OR_RETURN(Kleene listed, asked_.text_is_listed(text));
  parties_[at].listed = Or(std::move(parties_[at].listed), std::move(listed));
  for (const std::string& part : name.parts) {
    const size_t of_part = PartyOf(part, part);
    if (of_part == at) continue;
    AddNew(of_part, parties_[at].parts);
    AddNew(at, parties_[of_part].whole);
  }
  return at;
}

// Puts the shares given beside those recorded, or in their place: what is left of these holds.
absl::Status Ownership::AddGiven(size_t party, std::vector<OwnershipLink>& recorded) {
  const Given given = parties_[party].given;
  const bool may_be_any = t_.parties.empty();
  if (facts_.empty() || (given == Given::kNot && !may_be_any)) return absl::OkStatus();
  if (given != Given::kNot && links_ + facts_.size() > kOwnershipLinksMax) {
    parties_[party].is_beyond = is_cut_ = true;
    return absl::OkStatus();
  }
  absl::flat_hash_map<absl::string_view, OwnershipLink*> by_owner;
  for (OwnershipLink& link : recorded) by_owner[link.owner_folded] = &link;
  std::vector<OwnershipLink> left;
  for (OwnershipLink fact : facts_) {
    fact.owned = parties_[party].name;
    const auto found = by_owner.find(fact.owner_folded);
    OwnershipLink* const record = found == by_owner.end() ? nullptr : found->second;
    if (given == Given::kNot) {
      // Should this be the party without a name, it may be less.
      if (record != nullptr) record->least_ppm = std::min(record->least_ppm, fact.least_ppm);
      continue;
    }
    if (given == Given::kPerhaps && record == nullptr) fact.least_ppm = 0;
    if (given != Given::kThese && record != nullptr) {
      fact.least_ppm = std::min(fact.least_ppm, record->least_ppm);
      fact.most_ppm = std::max(fact.most_ppm, record->most_ppm);
      fact.events = record->events;
    }
    if (record != nullptr) record->most_ppm = 0;
    DECREE_ASSIGN_OR_RETURN(const size_t owner, GivenOwner(fact.owner));
    AddEdge(party, owner, std::move(fact));
  }
  return absl::OkStatus();
}

absl::Status Ownership::ReadOwners(size_t party) {
  parties_[party].is_read = true;
  const std::string folded = parties_[party].folded;
  std::vector<OwnershipLink> recorded;
  if (!folded.empty()) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<OwnershipLink>* const owners,
                            memberships_.OwnersOf(folded, on_));
    if (links_ + owners->size() > kOwnershipLinksMax) {
      parties_[party].is_beyond = is_cut_ = true;
    } else {
      recorded = *owners;
    }
  }
  DECREE_RETURN_IF_ERROR(AddGiven(party, recorded));
  for (OwnershipLink& link : recorded) {
    if (link.most_ppm == 0) continue;  // a share given stands in its place
    const size_t count = parties_.size();
    const size_t owner = PartyOf(link.owner, link.owner_folded);
    const bool is_new = parties_.size() > count;
    if (is_new || parties_[owner].listed.value == Tri::kNo) {
      DECREE_ASSIGN_OR_RETURN(Kleene listed, asked_.owner_is_listed(link));
      parties_[owner].listed = std::move(listed);
    }
    AddEdge(party, owner, std::move(link));
  }
  return absl::OkStatus();
}

// Up from those who take part; from who is listed, no further.
absl::Status Ownership::Follow() {
  std::deque<size_t> next;
  for (const Start& start : starts_)
    next.insert(next.end(), start.names.begin(), start.names.end());
  size_t starts_left = next.size(), read = 0;
  for (; !next.empty(); next.pop_front()) {
    const size_t party = next.front();
    const bool is_start = starts_left > 0;
    if (is_start) --starts_left;
    if (parties_[party].is_read) continue;
    if (!is_start && parties_[party].listed.value == Tri::kYes) continue;
    if (!is_start && read >= kOwnershipPartiesMax) {
      parties_[party].is_beyond = is_cut_ = true;
      continue;
    }
    ++read;
    DECREE_RETURN_IF_ERROR(ReadOwners(party));
    for (const Edge& edge : parties_[party].owners) {
      next.push_back(edge.owner);
      const std::vector<size_t>& parts = parties_[edge.owner].parts;
      next.insert(next.end(), parts.begin(), parts.end());
    }
  }
  return absl::OkStatus();
}

// The least set that holds the listed and whom those in it hold at the threshold.
void Ownership::Spread(bool Party::*counts, int64_t Party::*held_ppm,
                       int64_t OwnershipLink::*share) {
  const bool is_certain = counts == &Party::counts;
  std::deque<size_t> joined;
  const auto join = [&](size_t at) {
    if (parties_[at].*counts) return;
    parties_[at].*counts = true;
    joined.push_back(at);
  };
  for (size_t at = 0; at < parties_.size(); ++at) {
    const Party& party = parties_[at];
    const bool is_listed = is_certain ? party.listed.value == Tri::kYes
                                      : party.listed.value != Tri::kNo || party.is_beyond;
    if (is_listed) join(at);
  }
  for (; !joined.empty(); joined.pop_front()) {
    const size_t owner = joined.front();
    for (const auto& [at, edge] : parties_[owner].holds) {
      Party& party = parties_[at];
      party.*held_ppm += party.owners[edge].link.*share;
      if (party.*held_ppm >= asked_.threshold_ppm && party.*held_ppm > 0) join(at);
    }
    const bool parts_count = !is_certain || !asked_.parts_are_open;
    for (const size_t at : parties_[owner].whole) {
      if (parts_count) join(at);
    }
  }
}

void Ownership::Count() {
  Spread(&Party::counts, &Party::counted_ppm, &OwnershipLink::least_ppm);
  Spread(&Party::may_count, &Party::may_be_counted_ppm, &OwnershipLink::most_ppm);
}

void Ownership::AddReasons(std::vector<std::string>& reasons) const {
  for (const Party& party : parties_) {
    const bool is_open = party.may_count && !party.counts && party.listed.is_open();
    if (is_open) {
      reasons.insert(reasons.end(), party.listed.reasons.begin(), party.listed.reasons.end());
    }
  }
  if (is_cut_) {
    reasons.push_back(absl::StrCat("owners of owners are followed through ", kOwnershipPartiesMax,
                                   " parties and ", kOwnershipLinksMax, " links, not further"));
  }
}

Kleene Ownership::ValueOf(const Start& start) const {
  Kleene value = start.is_known ? Kleene::No() : Kleene::Missing(kOwnerFact);
  for (size_t i = 0; i < start.names.size(); ++i) {
    const Party& party = parties_[start.names[i]];
    if (party.owners.empty() && !party.is_beyond) continue;
    Kleene held = Kleene::No();
    if (party.counted_ppm >= asked_.threshold_ppm) {
      held = i > 0 && asked_.parts_are_open
                 ? Kleene::Open(absl::StrCat("it names in part only: ", party.name))
                 : Kleene::Yes();
    } else if (party.is_beyond || party.may_be_counted_ppm >= asked_.threshold_ppm) {
      held =
          Kleene::Open(absl::StrCat("whether the listed own ", FormatRatePpm(asked_.threshold_ppm),
                                    " of ", party.name, " is open"));
      AddReasons(held.reasons);
    }
    value = Or(std::move(value), std::move(held));
  }
  return value;
}

absl::StatusOr<Kleene> Ownership::Match() {
  ReadFacts();
  AddStarts();
  DECREE_RETURN_IF_ERROR(Follow());
  Count();
  Kleene match = Kleene::No();
  for (Start& start : starts_) {
    const auto is_known = [this](size_t at) {
      return !parties_[at].owners.empty() || parties_[at].is_beyond;
    };
    const bool all_parts =
        start.names.size() > 1 && std::all_of(start.names.begin() + 1, start.names.end(), is_known);
    start.is_known = !t_.owners.empty() || is_known(start.names.front()) || all_parts;
    match = Or(std::move(match), ValueOf(start));
    // Of a party with a name more may be recorded than is given.
    if (parties_[start.names.front()].folded.empty()) {
      match = Or(std::move(match), Kleene::Missing(kPartyFact));
    }
    if (match.value == Tri::kYes) break;
  }
  return match;
}

std::vector<OwnershipLink> Ownership::Links() const {
  std::vector<OwnershipLink> links;
  std::vector<bool> seen(parties_.size(), false);
  std::deque<size_t> next;
  const auto go = [&](size_t at) {
    if (!seen[at]) next.push_back(at);
    seen[at] = true;
  };
  // Where somebody certainly is owned, what only may be adds nothing.
  const bool is_certain = std::any_of(starts_.begin(), starts_.end(), [this](const Start& start) {
    return std::any_of(start.names.begin(), start.names.end(), [this](size_t at) {
      return !parties_[at].owners.empty() && parties_[at].counted_ppm >= asked_.threshold_ppm;
    });
  });
  for (const Start& start : starts_) {
    for (const size_t at : start.names) {
      if (!is_certain || parties_[at].counted_ppm >= asked_.threshold_ppm) go(at);
    }
  }
  for (; !next.empty(); next.pop_front()) {
    for (const Edge& edge : parties_[next.front()].owners) {
      const Party& owner = parties_[edge.owner];
      const bool bears = is_certain ? owner.counts && edge.link.least_ppm > 0 : owner.may_count;
      if (!bears) continue;
      links.push_back(edge.link);
      if (links.size() > kOwnershipLinksToldMax) return links;  // one more, to tell that there are
      if (owner.listed.value == Tri::kYes) continue;
      go(edge.owner);
      for (const size_t part : owner.parts) go(part);
    }
  }
  return links;
}

}  // namespace decree

#include "core/compiled/measure/screen_posting.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/sort_once.h"
#include "core/compiled/measure/point_entry.h"
#include "core/model/place/place.h"
#include "core/model/scope_dimensions.h"
#include "core/names/near_name.h"
#include "core/names/party_name.h"
#include "core/query/fold/fold.h"

namespace decree {
namespace {

constexpr size_t kControlCodeBytes = 3;  // "3A0" of ECCN:3A090
constexpr uint32_t kProgramOrigin = 0xffffffff;

constexpr uint32_t kNameOrigin = 0xfffffffe, kNameKind = 0xfe;

constexpr uint32_t PartOfKind(uint32_t kind, uint32_t what) { return kind << 24 | what; }

uint32_t HashedPart(uint32_t kind, absl::string_view text) {
  return PartOfKind(kind, 1 + static_cast<uint32_t>(IdHash(text) % 0xfffffe));
}

PostingKey NamePosting(absl::string_view key) {
  const uint64_t hash = IdHash(key);
  return {kNameOrigin, static_cast<uint32_t>(hash >> 32),
          PartOfKind(kNameKind, static_cast<uint32_t>(hash & 0xffffff))};
}

uint32_t KindOfSystem(ProductSystem system) { return static_cast<uint32_t>(system); }

// Where a code of a clause is filed; also where a product of that code is looked for. 0 within a
// kind: too short to have a part of its own.
uint32_t PartOfCode(const ProductCode& product) {
  const uint32_t kind = KindOfSystem(product.system);
  switch (product.system) {
    case ProductSystem::kAny:
      return 0;
    case ProductSystem::kHs:
    case ProductSystem::kHts:
    case ProductSystem::kCn:
      // An edition other than the one asked leaves the match open whatever the digits.
      return product.edition.empty() && product.code.size() >= 4
                 ? PartOfKind(kind, PartOf(product.code))
                 : PartOfKind(kind, 0);
    case ProductSystem::kEccn:
    case ProductSystem::kCnControl:
      return product.edition.empty() && product.code.size() >= kControlCodeBytes
                 ? HashedPart(kind, absl::string_view(product.code).substr(0, kControlCodeBytes))
                 : PartOfKind(kind, 0);
    case ProductSystem::kTag:
      return HashedPart(kind, product.code);
  }
  return 0;
}

bool HasDigits(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

std::vector<uint32_t> Places(const std::vector<std::string>& names) {
  std::vector<uint32_t> places;
  if (!Restricts(names)) return {0};
  places.reserve(names.size());
  for (const std::string& name : names) places.push_back(PlaceNumber(name));
  SortOnce(places);
  return places;
}

// A clause is filed by the names of parties where it has some, for these are rarer than products.
std::vector<uint32_t> Parts(const ScopeClause& clause) {
  std::vector<uint32_t> parts;
  if (clause.ownership_at_least_ppm) return {PartOfKind(kPartyKind, 0)};
  if (Restricts(clause.party)) {
    for (const std::string& party : clause.party) {
      parts.push_back(HashedPart(kPartyKind, FoldedName(party)));
    }
  } else if (Restricts(clause.product)) {
    for (const std::string& text : clause.product) {
      const absl::StatusOr<ProductCode> product = ParseProductCode(text);
      if (product.ok()) parts.push_back(PartOfCode(*product));
    }
  } else {
    return {0};
  }
  SortOnce(parts);
  return parts;
}

// Places that a scope may name to reach a transaction there.
std::vector<uint32_t> AskedPlacesOf(const std::string& place, const GroupsOfName& groups_of) {
  std::vector<uint32_t> places = {0, PlaceNumber(place)};
  for (const std::string& group : groups_of(place)) places.push_back(PlaceNumber(group));
  if (ListedPlace(place) == PlaceKind::kSubdivision) {  // as the country may stand
    const std::string country = place.substr(0, 2);
    places.push_back(PlaceNumber(country));
    for (const std::string& group : groups_of(country)) places.push_back(PlaceNumber(group));
  }
  SortOnce(places);
  return places;
}

struct AskedParts {
  std::vector<uint32_t> parts;
  std::vector<uint32_t> kinds;  // all parts of these
};

void AddProducts(const Transaction& t, uint64_t kinds, AskedParts& asked) {
  for (const ProductSystem system :
       {ProductSystem::kHs, ProductSystem::kHts, ProductSystem::kCn, ProductSystem::kEccn,
        ProductSystem::kCnControl, ProductSystem::kTag}) {
    const uint32_t kind = KindOfSystem(system);
    if ((kinds >> kind & 1u) == 0) continue;
    bool any = false;
    bool any_part = system == ProductSystem::kTag;  // codes may be recorded as members of a tag
    for (const ProductCode& product : t.products) {
      const bool speaks = product.system == system ||
                          (HasDigits(product.system) && HasDigits(system) &&
                           (product.system == ProductSystem::kHs || system == ProductSystem::kHs));
      const uint32_t part = PartOfCode(product);
      // A scope that names no edition covers every one.
      any_part = any_part || (speaks && !product.edition.empty());
      if (!speaks || (part & 0xffffff) == 0) continue;
      any = true;
      asked.parts.push_back(PartOfKind(kind, part & 0xffffff));
    }
    if (!any || any_part) {
      asked.kinds.push_back(kind);
    } else {
      asked.parts.push_back(PartOfKind(kind, 0));
    }
  }
}

void AddParties(const Transaction& t, uint64_t kinds, const GroupsOfName& groups_of_party,
                AskedParts& asked) {
  if ((kinds >> kPartyKind & 1u) == 0) return;
  if (t.parties.empty()) {  // whoever it is
    asked.kinds.push_back(kPartyKind);
    return;
  }
  asked.parts.push_back(PartOfKind(kPartyKind, 0));
  const auto ask = [&](const std::string& folded) {
    asked.parts.push_back(HashedPart(kPartyKind, folded));
    for (const std::string& group : groups_of_party(folded)) {
      asked.parts.push_back(HashedPart(kPartyKind, FoldedName(group)));
    }
  };
  for (const std::string& given : InvolvedIn(t)) {
    const GivenName name = ReadGivenName(given);
    ask(name.whole);
    for (const std::string& part : name.parts) ask(part);
  }
}

}  // namespace

size_t KeysMaxOf(const ScopeClause& clause) {
  constexpr size_t kKeysMin = 4'096, kKeysOfAName = 16;
  return kKeysMin + kKeysOfAName * (clause.origin.size() + clause.destination.size() +
                                    clause.product.size() + clause.party.size());
}

std::vector<PostingKey> PostingsOf(const std::vector<ScopeClause>& include) {
  std::vector<PostingKey> keys;
  for (const ScopeClause& clause : include) {
    std::vector<uint32_t> origins = Places(clause.origin);
    std::vector<uint32_t> destinations = Places(clause.destination);
    const std::vector<uint32_t> parts = Parts(clause);
    const size_t keys_max = KeysMaxOf(clause);
    if (origins.size() * destinations.size() * parts.size() > keys_max) destinations = {0};
    if (origins.size() * parts.size() > keys_max) origins = {0};
    for (const uint32_t origin : origins) {
      for (const uint32_t destination : destinations) {
        for (const uint32_t part : parts) keys.push_back({origin, destination, part});
      }
    }
  }
  SortOnce(keys);
  return keys;
}

PostingKey PostingOfProgram(absl::string_view program) {
  const uint64_t hash = IdHash(program);
  return {kProgramOrigin, static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash)};
}

PostingKey PostingOfName(absl::string_view name) {
  return NamePosting(absl::StrCat("#", FoldedName(name)));
}

std::vector<PostingKey> NamePostingsOf(const std::vector<ScopeClause>& include) {
  std::vector<PostingKey> keys;
  for (const ScopeClause& clause : include) {
    for (const ScopeDimension& dimension : kScopeDimensions) {
      if (!dimension.NamesParties() || !dimension.Restricts(clause)) continue;
      for (const std::string& name : clause.*dimension.list) {
        keys.push_back(PostingOfName(name));
        for (const std::string& key : NearKeys(ReadNearName(name))) {
          keys.push_back(NamePosting(key));
        }
      }
    }
  }
  SortOnce(keys);
  return keys;
}

std::vector<PostingKey> NearPostingsFor(absl::string_view given) {
  GivenName name = ReadGivenName(given);
  name.parts.push_back(std::move(name.whole));
  std::vector<PostingKey> keys;
  for (const std::string& text : name.parts) {
    for (const std::string& key : NearKeys(ReadNearName(text))) keys.push_back(NamePosting(key));
  }
  SortOnce(keys);
  return keys;
}

bool MayLackScope(const RepairedStrand& own, absl::string_view entity) {
  const std::vector<ActRecord>& acts = own.strand().acts;
  if (acts.empty()) return true;
  const auto gives_scope = [](const ActRecord& act) {
    return act.Has(kActGivesInclude) && !IsLimitedByScope(act);
  };
  const auto is_here = [&](uint64_t position) {
    const auto found =
        std::lower_bound(acts.begin(), acts.end(), position,
                         [](const ActRecord& act, uint64_t at) { return act.position < at; });
    return found != acts.end() && found->position == position;
  };
  // Published by the clock, and by the day where the act was stated.
  using Known = std::pair<int64_t, int64_t>;
  const auto known = [](const ActRecord& act) {
    return Known(act.published_us,
                 act.published_us + int64_t{act.published_offset_min} * 60 * kMicrosPerSecond);
  };
  const auto is_before = [](const Known& a, const Known& b) {
    return a.first < b.first || a.second < b.second;
  };
  // The act that was recorded first gives a scope however it was repaired, and nothing else was
  // known before it.
  const ActRecord& first = acts.front();
  if (!gives_scope(first)) return true;
  Known latest = known(first);
  for (const RepairEntry& repair : own.repairs()) {
    if (!is_here(repair.root)) return true;
    if (repair.root != first.position) continue;
    const bool stays =
        std::find(repair.streams.begin(), repair.streams.end(), entity) != repair.streams.end();
    if (repair.is_retraction || !stays || !gives_scope(repair.act)) return true;
    const Known repaired = known(repair.act);
    latest = {std::max(latest.first, repaired.first), std::max(latest.second, repaired.second)};
  }
  const auto is_earlier = [&](const ActRecord& act) {
    return act.position != first.position && is_before(known(act), latest);
  };
  if (std::any_of(acts.begin(), acts.end(), is_earlier)) return true;
  return std::any_of(own.repairs().begin(), own.repairs().end(),
                     [&](const RepairEntry& repair) { return is_earlier(repair.act); });
}

PostingProbes ProbesFor(const Transaction& transaction, uint64_t kinds,
                        const GroupsOfName& groups_of, const GroupsOfName& groups_of_party) {
  // On days on which a group has no member it may be anywhere.
  const auto is_anywhere = [](const std::string& place) {
    return place.empty() || !IsSinglePlace(place);
  };
  PostingProbes probes;
  if (is_anywhere(transaction.origin)) {
    probes.everywhere = true;
    return probes;
  }
  const std::vector<uint32_t> origins = AskedPlacesOf(transaction.origin, groups_of);
  if (is_anywhere(transaction.destination)) {
    for (const uint32_t origin : origins) probes.ranges.push_back({{origin, 0, 0}, false});
    return probes;
  }
  AskedParts asked;
  asked.parts.push_back(0);
  AddProducts(transaction, kinds, asked);
  AddParties(transaction, kinds, groups_of_party, asked);
  SortOnce(asked.parts);
  for (const uint32_t origin : origins) {
    for (const uint32_t destination : AskedPlacesOf(transaction.destination, groups_of)) {
      for (const uint32_t part : asked.parts) probes.keys.push_back({origin, destination, part});
      for (const uint32_t kind : asked.kinds) {
        probes.ranges.push_back({{origin, destination, PartOfKind(kind, 0)}, true});
      }
    }
  }
  return probes;
}

}  // namespace decree

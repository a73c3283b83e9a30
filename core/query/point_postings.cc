#include "core/query/point_postings.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/numbers.h"

namespace decree {
namespace {

constexpr uint64_t kLooseOrigin = ~uint64_t{0} - 1;  // no place has this number
constexpr size_t kDigitsMax = 10;

bool IsNumeric(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

bool Restricts(const std::vector<std::string>& values) {
  return !values.empty() && std::find(values.begin(), values.end(), "*") == values.end();
}

bool IsPlainPlaces(const std::vector<std::string>& places,
                   const absl::flat_hash_set<std::string>& groups) {
  if (!Restricts(places)) return true;
  return std::all_of(places.begin(), places.end(), [&](const std::string& place) {
    return place.size() <= 3 && !groups.contains(place);
  });
}

bool IsPlainProducts(const std::vector<std::string>& products) {
  if (!Restricts(products)) return true;
  return std::all_of(products.begin(), products.end(), [](const std::string& text) {
    const absl::StatusOr<ProductCode> code = ParseProductCode(text);
    return code.ok() && IsNumeric(code->system) && code->edition.empty() &&
           code->code.size() <= kDigitsMax;
  });
}

bool TestsMore(const ScopeClause& clause) {
  for (const auto* values :
       {&clause.shipped_from, &clause.exporter, &clause.importer, &clause.consignee,
        &clause.end_user, &clause.movement, &clause.party, &clause.end_use, &clause.preference}) {
    if (Restricts(*values)) return true;
  }
  return clause.ownership_at_least_ppm || clause.content_share_at_least_ppm ||
         !clause.value_below.empty() || clause.exported_before || clause.loaded_before ||
         clause.entered_before || clause.contract_before || clause.effective;
}

// The numbers of the places a dimension names; {0}: any.
std::vector<uint64_t> Numbers(const std::vector<std::string>& places) {
  if (!Restricts(places)) return {0};
  std::vector<uint64_t> numbers;
  numbers.reserve(places.size());
  for (const std::string& place : places) numbers.push_back(PlaceNumber(place));
  return numbers;
}

}  // namespace

uint64_t PlaceNumber(absl::string_view place) {
  if (place.size() > 7) return ~uint64_t{0};
  uint64_t number = 0;
  std::memcpy(&number, place.data(), place.size());
  return number;
}

bool PointPostings::IsPlain(const std::vector<ScopeClause>& clauses,
                            const absl::flat_hash_set<std::string>& groups) {
  return std::all_of(clauses.begin(), clauses.end(), [&](const ScopeClause& clause) {
    return !TestsMore(clause) && IsPlainPlaces(clause.origin, groups) &&
           IsPlainPlaces(clause.destination, groups) && IsPlainProducts(clause.product);
  });
}

uint64_t PointPostings::Packed(ProductSystem system, absl::string_view code) {
  uint64_t digits = 0;
  for (const char c : code) digits = digits * 10 + static_cast<uint64_t>(c - '0');
  return uint64_t{static_cast<uint8_t>(system)} << 56 | uint64_t{code.size()} << 48 | digits;
}

PointPostings::Key PointPostings::LooseKey(uint64_t issuer, ProductSystem system) {
  return {issuer, kLooseOrigin, uint64_t{static_cast<uint8_t>(system)}};
}

void PointPostings::Put(const Key& key, const Posting& posting) {
  std::vector<Posting>& list = lists_[key];
  const auto same = [&](const Posting& other) {
    return other.measure == posting.measure && other.include == posting.include &&
           other.destination == posting.destination;
  };
  // Repeated scopes come close together: looking at the newest few keeps lists short.
  const size_t looked_at = std::min<size_t>(list.size(), 8);
  if (std::any_of(list.end() - static_cast<ptrdiff_t>(looked_at), list.end(), same)) return;
  bytes_ +=
      sizeof(Posting) * 2 + (list.empty() ? sizeof(Key) + sizeof(std::vector<Posting>) + 16 : 0);
  list.push_back(posting);
}

void PointPostings::AddLoose(uint64_t issuer, uint32_t measure) {
  Put(LooseKey(issuer, ProductSystem::kAny), {measure, 0, 0});
  Put(LooseKey(0, ProductSystem::kAny), {measure, 0, 0});
}

void PointPostings::Add(uint64_t issuer, uint32_t measure, uint32_t include,
                        const std::vector<ScopeClause>& clauses, bool is_plain) {
  if (!is_plain) return AddLoose(issuer, measure);
  for (const ScopeClause& clause : clauses) {
    std::vector<uint64_t> products = {0};
    if (Restricts(clause.product)) {
      products.clear();
      for (const std::string& text : clause.product) {
        const absl::StatusOr<ProductCode> code = ParseProductCode(text);
        if (!code.ok()) continue;
        products.push_back(Packed(code->system, code->code));
        lengths_[static_cast<size_t>(code->system)] |= 1u << code->code.size();
        for (const uint64_t by : {issuer, uint64_t{0}}) {
          Put(LooseKey(by, code->system), {measure, include, 0});
        }
      }
    }
    for (const uint64_t destination : Numbers(clause.destination)) {
      for (const uint64_t origin : Numbers(clause.origin)) {
        for (const uint64_t product : products) {
          Put({issuer, origin, product}, {measure, include, destination});
          Put({0, origin, product}, {measure, include, destination});
        }
      }
    }
  }
}

void PointPostings::TakeLoose(const Key& key, Found& found) const {
  const auto list = lists_.find(key);
  if (list == lists_.end()) return;
  for (const Posting& posting : list->second) found.loose.push_back(posting.measure);
}

// The codes of one system: those that begin the product are hits. Where the product is too short or
// speaks another system, every measure with codes of this one is open.
void PointPostings::TakeSystem(const Probe& probe, ProductSystem system, Found& found) const {
  const uint32_t lengths = lengths_[static_cast<size_t>(system)];
  if (lengths == 0) return;
  const ProductCode& product = *probe.product;
  const bool comparable = product.system == system ||
                          (system == ProductSystem::kHs && IsNumeric(product.system)) ||
                          (product.system == ProductSystem::kHs && IsNumeric(system));
  const bool longer_exist = (lengths >> (product.code.size() + 1)) != 0;
  if (!comparable || longer_exist) TakeLoose(LooseKey(probe.issuer, system), found);
  if (!comparable) return;
  for (size_t length = 1; length <= std::min(product.code.size(), kDigitsMax); ++length) {
    if (((lengths >> length) & 1u) == 0) continue;
    const uint64_t packed = Packed(system, absl::string_view(product.code).substr(0, length));
    for (const uint64_t origin : {probe.origin, uint64_t{0}}) {
      const auto list = lists_.find(Key{probe.issuer, origin, packed});
      if (list == lists_.end()) continue;
      found.hits.insert(found.hits.end(), list->second.begin(), list->second.end());
    }
  }
}

bool PointPostings::Find(const Probe& probe, Found& found) const {
  found.hits.clear();
  found.loose.clear();
  if (probe.origin == 0 || !IsNumeric(probe.product->system)) return false;
  for (const ProductSystem system : {ProductSystem::kHs, ProductSystem::kHts, ProductSystem::kCn}) {
    TakeSystem(probe, system, found);
  }
  for (const uint64_t origin : {probe.origin, uint64_t{0}}) {
    const auto list = lists_.find(Key{probe.issuer, origin, 0});
    if (list == lists_.end()) continue;
    found.hits.insert(found.hits.end(), list->second.begin(), list->second.end());
  }
  TakeLoose(LooseKey(probe.issuer, ProductSystem::kAny), found);
  if (probe.issuer != 0) TakeLoose(LooseKey(kAnyIssuer, ProductSystem::kAny), found);
  if (probe.destination != 0) {
    const auto elsewhere = [&](const Posting& posting) {
      return posting.destination != 0 && posting.destination != probe.destination;
    };
    found.hits.erase(std::remove_if(found.hits.begin(), found.hits.end(), elsewhere),
                     found.hits.end());
  }
  return true;
}

}  // namespace decree

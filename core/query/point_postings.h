// Postings: from an issuer, an origin and the beginning of a product code to the measures whose
// scope names them. A superset where codes alone cannot tell (groups, conditions, other code
// systems); whether a measure applies is never decided here.
//
// Only grows: a scope that no longer counts keeps its entries, and the compiled states tell.
#ifndef DECREE_CORE_QUERY_POINT_POSTINGS_H_
#define DECREE_CORE_QUERY_POINT_POSTINGS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "core/model/product_code.h"
#include "core/model/scope.h"

namespace decree {

struct Posting {
  uint32_t measure = 0;
  uint32_t include = 0;      // the scope's number: the hit counts only while it is in effect
  uint64_t destination = 0;  // PlaceNumber; 0: any
};

// Up to eight characters of a jurisdiction as a number; 0 for the empty text, ~0 for longer ones.
uint64_t PlaceNumber(absl::string_view place);

class PointPostings {
 public:
  // What a question probes: PlaceNumbers, 0 where it does not ask.
  struct Probe {
    uint64_t issuer = 0, origin = 0, destination = 0;
    const ProductCode* product = nullptr;
  };
  // Buffers of one question.
  struct Found {
    std::vector<Posting> hits;    // place and code match; a measure may come more than once
    std::vector<uint32_t> loose;  // measures that must be asked the long way
  };

  // Literal places and numeric codes only, nothing else that a clause can test.
  static bool IsPlain(const std::vector<ScopeClause>& clauses,
                      const absl::flat_hash_set<std::string>& groups);

  // `is_plain`: as IsPlain says. Others are listed as loose under their issuer.
  void Add(uint64_t issuer, uint32_t measure, uint32_t include,
           const std::vector<ScopeClause>& clauses, bool is_plain);
  // Asked the long way whatever is probed (under kAnyIssuer: whoever is asked for).
  void AddLoose(uint64_t issuer, uint32_t measure);
  static constexpr uint64_t kAnyIssuer = ~uint64_t{0};

  // False: the question is too wide for postings (no origin, no product).
  bool Find(const Probe& probe, Found& found) const;

  size_t bytes() const { return bytes_; }

 private:
  struct Key {
    uint64_t issuer = 0, origin = 0;
    uint64_t product = 0;  // 0: any; else system (8 bits), digits given (8 bits), digits (34 bits)
    friend bool operator==(const Key&, const Key&) = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& key) {
      return H::combine(std::move(h), key.issuer, key.origin, key.product);
    }
  };
  static constexpr size_t kSystems = 7;

  static uint64_t Packed(ProductSystem system, absl::string_view code);
  static Key LooseKey(uint64_t issuer, ProductSystem system);
  void Put(const Key& key, const Posting& posting);
  void TakeLoose(const Key& key, Found& found) const;
  void TakeSystem(const Probe& probe, ProductSystem system, Found& found) const;

  absl::flat_hash_map<Key, std::vector<Posting>> lists_;
  std::array<uint32_t, kSystems> lengths_{};  // by system: bit n: codes of n digits exist
  size_t bytes_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_POINT_POSTINGS_H_

// A measure's answers, compiled: for every state of knowledge the stretches of the effective axis
// on which its point answer stays the same. Made by the same fold and walks as every other
// question; nothing is decided here.
//
// Do not confuse it with a strand: this is a cache of answers, valid for the acts it was made of.
#ifndef DECREE_CORE_QUERY_POINT_STATES_H_
#define DECREE_CORE_QUERY_POINT_STATES_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/measure_state.h"
#include "core/query/point_postings.h"
#include "core/query/point_question.h"

namespace decree {

// What an act's body gives, as small numbers: equal texts have equal numbers, 0 is "not given".
struct BodyGives {
  uint32_t include = 0, exclude = 0, terms = 0;
};

// Names the bodies' contents. Implemented by the image.
class BodyNumbers {
 public:
  virtual ~BodyNumbers() = default;
  virtual BodyGives GivesOf(uint64_t body) const = 0;
  virtual int64_t RateOf(uint32_t terms) const = 0;         // kRateNotPlain
  virtual bool IsPlainInclude(uint32_t include) const = 0;  // literal places and codes only
  virtual bool IsEmptyExclude(uint32_t exclude) const = 0;
};

struct PointState {
  int64_t rate_ppm = kRateNotPlain;
  uint32_t include = 0;
  Answer applies = Answer::kNo;
  uint8_t force_bits = 0;
  bool needs_scope_match = false;  // the scope decides more than its codes tell: ask the long way
  friend bool operator==(const PointState&, const PointState&) = default;
};

class PointStates {
 public:
  // Versions ascend by what must be known; segments ascend along the effective axis.
  struct Segment {
    int64_t from_civil_us = kAxisMin;
    PointState state;
  };
  struct Version {
    int64_t known_from_civil_us = kAxisMin;
    std::string issuer;
    std::vector<Segment> segments;
  };

  explicit PointStates(const std::vector<Version>& versions);

  // The state over the window as a view that knows everything published by `known_by_us` (civil)
  // has it. nullptr: nothing is known of it then. `changes`: the state changes inside the window.
  struct Found {
    const PointState* state = nullptr;
    uint64_t issuer = 0;
    bool changes = false;
  };
  Found At(const CivilWindow& window, int64_t known_by_us) const;

  // Calls `visit(known_from, known_until, from, until, state)` for every version and segment; the
  // ends are exclusive, kAxisMax where open.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t v = 0; v < versions_.size(); ++v) {
      const bool newest = v + 1 == versions_.size();
      const int64_t known_until = newest ? kAxisMax : versions_[v + 1].known_from_civil_us;
      for (uint32_t s = versions_[v].first; s < versions_[v].last; ++s) {
        const bool last = s + 1 == versions_[v].last;
        visit(versions_[v].known_from_civil_us, known_until, segments_[s].from_civil_us,
              last ? kAxisMax : segments_[s + 1].from_civil_us, segments_[s].state);
      }
    }
  }

  size_t bytes() const {
    return sizeof(*this) + size_t{4} * versions_.size() * sizeof(Packed) +
           segments_.size() * sizeof(Segment);
  }

 private:
  struct Packed {
    int64_t known_from_civil_us;
    uint64_t issuer;
    uint32_t first, last;
  };
  std::vector<Packed> versions_;
  std::vector<Segment> segments_;
};

// Of what is recorded up to `head`. nullptr: its answers cannot be compiled (limited acts,
// authorizations); ask the long way.
absl::StatusOr<std::unique_ptr<const PointStates>> CompilePointStates(const StrandReader& strands,
                                                                      EventReader& events,
                                                                      const BodyNumbers& numbers,
                                                                      const std::string& slug,
                                                                      uint64_t head);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_POINT_STATES_H_

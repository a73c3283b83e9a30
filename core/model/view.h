// What a question sees: the state of knowledge (known_by), the state of the store (recorded_by),
// and the floor of commitment that counts. The effective window is given apart and is never
// defaulted.
#ifndef DECREE_CORE_MODEL_VIEW_H_
#define DECREE_CORE_MODEL_VIEW_H_

#include <cstdint>

#include "core/model/edtf_date.h"

namespace decree {

// The words of an answer: core/GLOSSARY.md tells them apart, core/SEMANTICS.md says how they come
// about. The numbers are kept.

// Commitment levels; the numbers rise with firmness. kWithdrawn is a display value only.
enum class Commitment : uint8_t {
  kNone = 0,
  kReported = 1,
  kUnderReview = 2,
  kThreatened = 3,
  kProposed = 4,
  kAnnounced = 5,
  kEnacted = 6,
  kWithdrawn = 7
};

struct View {
  // An event is known when its published moment's last microsecond is at most this. For a day or
  // coarser the comparison is civil (in the event's own zone), for an instant it is UTC.
  int64_t known_by_us = kAxisMax;
  uint64_t position_max = UINT64_MAX;  // inclusive
  int64_t recorded_us_max = kAxisMax;  // inclusive
  // Where the view reads claims: up to here all is within recorded_us_max by the store's own
  // recording, so that no claim needs to be looked up.
  uint64_t position_own = 0;
  bool known_by_is_instant = false;
  // The recorded instant of an event is then the one that another system claims (Event::formerly),
  // where there is one and it is before this store's own. What the view shows is no prefix of the
  // record any more.
  bool reads_claims = false;
  Commitment floor = Commitment::kEnacted;  // kReported … kEnacted
  friend bool operator==(const View&, const View&) = default;
};

// kUndetermined: the record leaves it open (an imprecise boundary, a fact that was not given,
// rulings that differ); never a guess.
enum class Answer : uint8_t { kNo = 0, kYes = 1, kUndetermined = 2 };
// Whether it is law on the effective date.
enum class Force : uint8_t {
  kPending = 0,
  kInForce = 1,
  kSuspended = 2,
  kExpired = 3,
  kRevoked = 4
};
// How the courts stand on it.
enum class Legality : uint8_t {
  kUnchallenged = 0,
  kChallenged = 1,
  kHeldUnlawful = 2,
  kStayed = 3,
  kUpheld = 4,
  kAnnulled = 5
};
// Whether it is carried out.
enum class Enforcement : uint8_t { kEnforced = 0, kNotOperational = 1, kWaived = 2 };
// How good the record of it is.
enum class Evidence : uint8_t {
  kNone = 0,
  kOfficial = 1,
  kReported = 2,
  kSingleSource = 3,
  kUnsourced = 4,
  kDisputed = 5,
  kRetracted = 6
};

// A set of values of a small enumeration, one bit a value: the possibilities of a facet.
template <typename Enum>
class Possible {
 public:
  void Add(Enum value) {
    bits_ = static_cast<uint8_t>(bits_ | (1u << static_cast<unsigned>(value)));
  }
  void Add(Possible other) { bits_ = static_cast<uint8_t>(bits_ | other.bits_); }
  bool Has(Enum value) const { return (bits_ >> static_cast<unsigned>(value)) & 1u; }
  bool decided() const { return bits_ != 0 && (bits_ & (bits_ - 1)) == 0; }
  bool empty() const { return bits_ == 0; }
  uint8_t bits() const { return bits_; }
  static Possible FromBits(uint8_t bits) {
    Possible set;
    set.bits_ = bits;
    return set;
  }
  // The only value; call when decided().
  Enum value() const {
    unsigned v = 0;
    while (v < 7 && !((bits_ >> v) & 1u)) ++v;
    return static_cast<Enum>(v);
  }
  friend bool operator==(Possible, Possible) = default;

 private:
  uint8_t bits_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_MODEL_VIEW_H_

// The fold of one measure: "Force", "Legality", "Enforcement" and "Terms" of core/SEMANTICS.md.
//
// A Picture is what there is to paint: the boundaries of all acts and the strokes, oldest first. An
// instant is painted by going through the strokes once, each covering one laying its value over
// what lies below. SEMANTICS words the same rules newest first, where the first value found
// decides.
#ifndef DECREE_TESTS_MODEL_ORACLE_PAINT_H_
#define DECREE_TESTS_MODEL_ORACLE_PAINT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/model/oracle_visible.h"

namespace decree::oracle {

// A change that happens somewhere in [earliest, latest], civil microseconds.
struct Boundary {
  int64_t earliest = 0;
  int64_t latest = 0;

  bool HasHappened(int64_t t) const { return latest <= t; }
  bool IsOpen(int64_t t) const { return !HasHappened(t) && earliest <= t; }
};

inline constexpr Boundary kNever{kAxisMax, kAxisMax};

// One truth value for each boundary of a picture at one instant: has it happened?
using Reading = std::vector<bool>;

struct Stroke {
  EventKind kind = EventKind::kStatement;
  size_t act = 0;  // index in the visible acts: the higher, the newer
  size_t from = 0,
         to = 0;  // indices of the act's boundaries, as `postponed` and `extended` leave them
  bool imposes = false;
  bool without_interval = false;  // an `enacted` that says nothing of when; `from` is its coin
  GivenFrom gives{};              // with what it inherits, if it imposes
  GivenFrom changes{};
};

struct Picture {
  std::vector<Boundary> boundaries;
  std::vector<Stroke> strokes;                   // of the measure, oldest first
  std::vector<std::vector<Stroke>> instruments;  // of each instrument tied: when it is in force
  std::map<uint64_t, size_t> places;             // of each record whose words count: its act
};

// A scope on any kind but those that bring a measure or change it limits the act to it: without a
// transaction it is left out.
bool IsPartial(const Act& act);

// True for the acts that name the measure themselves.
bool IsOwn(const Act& act, const std::string& measure);
std::set<std::string> TiedInstruments(const std::vector<Act>& acts, const std::string& measure);
// Of the commitment and force kinds; none for others. `withdrawn` has none.
Commitment LevelOf(EventKind kind);

// `acts`: all visible acts in paint order.
Picture PictureOf(const std::vector<Act>& acts, const std::string& measure, Commitment floor);

struct Painted {
  Force force = Force::kPending;
  size_t force_by = SIZE_MAX;  // index of the act that decided force; SIZE_MAX: none
  Legality legality = Legality::kUnchallenged;
  Enforcement enforcement = Enforcement::kEnforced;
  uint64_t terms = 0;
  Words include, exclude;
};
Painted PaintInstant(const Picture& picture, const Reading& happened);
// A list that the record at `from` wrote out (0: none), with the changes that cover and are painted
// later than it.
Words PaintChanges(const Picture& picture, const Reading& happened, GivenPart part, uint64_t from);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_ORACLE_PAINT_H_

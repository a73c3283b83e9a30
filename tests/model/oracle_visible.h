// Which acts a view shows, with which body and in which order: "Visible acts" and "Order" of
// core/SEMANTICS.md.
#ifndef DECREE_TESTS_MODEL_ORACLE_VISIBLE_H_
#define DECREE_TESTS_MODEL_ORACLE_VISIBLE_H_

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/model/oracle.h"

namespace decree::oracle {

// What an act gives and hands on, each apart from the others.
enum GivenPart : size_t { kTerms, kInclude, kExclude };
// Positions of the records whose words these are; 0: not given.
using GivenFrom = std::array<uint64_t, 3>;

struct Act {
  Event body;                  // after repairs
  uint64_t position = 0;       // of the event itself: its place in the order
  uint64_t body_position = 0;  // of the last repair that made the body, else `position`
  GivenFrom gives{};           // what stands in the body
  GivenFrom changes{};         // the same of lists that it changes: of kInclude, kExclude
  // Where it stands: "m/…" or "i/…". What speaks of another event stands where that stood as it was
  // recorded, whatever came of it since, and where its own body says.
  std::set<std::string> strands{};
  std::set<std::string> lifted_on{};  // strands on which another visible act replaces it

  // It puts nothing. Of what stands on one strand.
  bool lifted() const { return !lifted_on.empty(); }

  EventKind kind() const { return *body.kind; }
  EventFamily family() const { return InfoOf(kind()).family; }
};

// `stated` and `published` default to each other.
const Moment& StatedOf(const Event& event);
const Moment& PublishedOf(const Event& event);

// (stated.latest, published.latest, position)
using DateOrder = std::tuple<int64_t, int64_t, uint64_t>;
DateOrder DateOrderOf(const Act& act);

// 0 when the act has sources and none is official, else 1.
int RankOf(const Act& act);

struct VisibleActs {
  std::vector<Act> acts;                     // in paint order, oldest first; of every measure
  std::set<std::string> measures_retracted;  // that would have a visible act but for a retraction
};

VisibleActs SelectVisible(const std::vector<Record>& all, const View& view);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_ORACLE_VISIBLE_H_

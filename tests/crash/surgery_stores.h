// The stores between which files are exchanged, and what must hold of one of which a part was: it
// is refused with the name of its folder, or answers as it did; an append goes on from its history;
// and nothing else is signed.
#ifndef DECREE_TESTS_CRASH_SURGERY_STORES_H_
#define DECREE_TESTS_CRASH_SURGERY_STORES_H_

#include <string>
#include <vector>

#include "core/merkle/note_keys.h"

namespace decree {

// Makes below `dir`, each with log, views, documents and what was signed, all by one key; with
// `statements` so many events more at the front, so that compiled answers are kept on disk:
//
//   early   the store that is operated on, three commits before
//   a       the store that is operated on
//   later   the same, three commits on
//   fork    early, gone on otherwise: as many events as a, and the same id
//   same    the events of a once more in a store of their own: another id
//   other   other events, as many; another id
//
// and of each NAME-killed, whose writer was killed instead of closed. Not in a process that forks.
void MakeSurgeryStores(const std::string& dir, int statements, const SigningKey& key);

// All that is asked of a store: its history with every leaf, and answers. "" and the reason in
// `refused` where something is refused.
struct Told {
  std::string history;
  std::string answers;
  std::string refused;
};
Told Ask(const std::string& dir, bool read_only);

// What does not hold of the store in `dir`, of which a part was exchanged or taken away; empty when
// all does. `allowed` are the stores that it may show itself to be. It is opened as reader and as
// writer, appended to, and signed. `was_refused` tells whether a reader or a writer was.
std::string ProblemsOf(const std::string& dir, const std::vector<Told>& allowed,
                       const SigningKey& key, bool& was_refused);

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_SURGERY_STORES_H_

// The acts of one strand while a replay goes from look to look, forwards and back: which of them
// are seen, which are lifted, and how each reads. A look costs what turns, not what stands. Rules:
// core/SEMANTICS.md, "Visible acts" and "Rivals".
#ifndef DECREE_CORE_QUERY_THREAD_PLAYED_STRAND_H_
#define DECREE_CORE_QUERY_THREAD_PLAYED_STRAND_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/fold/rival_readings.h"

namespace decree {

class PlayedStrand {
 public:
  // The strand must outlive it. Nothing is seen yet.
  explicit PlayedStrand(const RepairedStrand& strand);

  // An act takes one of several forms, or none: as recorded, or as a repair makes it. Forms are
  // numbered in paint order.
  size_t forms() const { return seen_.size(); }
  const VisibleAct& ActAt(uint32_t form) const { return strand_.FormAt(form); }
  size_t acts() const { return forms_of_act_.size(); }
  const std::vector<uint32_t>& FormsOf(size_t act) const { return forms_of_act_[act]; }
  // The forms of the act at a position; none: it stands elsewhere.
  const std::vector<uint32_t>& FormsAt(uint64_t position) const;
  std::vector<int64_t> MomentsOf(size_t act) const { return strand_.MomentsOf(forms_of_act_[act]); }

  // A form that begins to be seen, or ends.
  struct Turn {
    size_t act = 0;
    uint32_t form = 0;
    bool is_seen = false;
  };
  // Adds what turns when the act is looked at under the view filter; to be applied in this order.
  void Look(size_t act, const ViewFilter& filter, std::vector<Turn>& turns) const;
  // Adds the forms that may be seen or read otherwise once this one turns, itself included.
  void AddMoved(uint32_t form, std::vector<uint32_t>& forms) const;
  void Apply(const Turn& turn);

  bool IsSeen(uint32_t form) const { return seen_[form]; }
  bool IsLifted(uint32_t form) const { return lifted_[form] > 0; }
  // Of a form that is seen; as ReadingsOf with all rivals in view.
  Readings ReadingsAt(uint32_t form) const;

 private:
  using Forms = absl::btree_set<uint32_t>;
  // What is said of one act.
  struct Spoken {
    Forms rivals, with_from, with_to, with_terms, confirming;
  };

  void AddRead(uint32_t form, std::vector<uint32_t>& forms) const;
  // Lets the form speak of its target, or no more, as it is seen and lifted now.
  void Speak(uint32_t form);

  const RepairedStrand& strand_;
  std::vector<std::vector<uint32_t>> forms_of_act_;
  std::vector<int> seen_form_;    // of each act; -1: none
  std::vector<bool> seen_;        // forms
  std::vector<uint32_t> lifted_;  // by so many links
  uint32_t first_official_ = 0;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> by_id_, by_position_;
  absl::flat_hash_map<uint64_t, Spoken> spoken_;  // by target
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_PLAYED_STRAND_H_

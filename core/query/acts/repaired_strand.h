// A RepairedStrand is a strand as it stands after its repairs, for many view filters: sides joined
// to their acts, repairs chained, everything in paint order. What a view filter sees of it is then
// picked in one pass, without sorting or reading. Rules: core/SEMANTICS.md, "Visible acts" and
// "Order".
#ifndef DECREE_CORE_QUERY_ACTS_REPAIRED_STRAND_H_
#define DECREE_CORE_QUERY_ACTS_REPAIRED_STRAND_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/query/acts/authorization_patterns.h"
#include "core/query/acts/visible_acts.h"
#include "core/query/answers/question_limits.h"

namespace decree {

// Immutable; safe for concurrent use.
class RepairedStrand {
 public:
  // `entity`: as for See. Errors: those of the reader.
  static absl::StatusOr<RepairedStrand> Of(Strand strand, absl::string_view entity,
                                           const StrandReader& reader);

  VisibleStrand SeenBy(const ViewFilter& filter) const;

  // An act of the strand as every view filter that sees it does; nullptr: there is none there, or
  // repairs bear on it.
  const VisibleAct* PlainAct(uint64_t position) const;

  // Those of the acts that some view filter may see.
  std::vector<ActRecord> RecordsInPaintOrder() const;

  // The acts as some view filter may see them, paint order, oldest first: as recorded, and as each
  // repair makes them. They stay where they are as long as the strand does.
  const VisibleAct& FormAt(size_t form) const { return forms_[form].act; }
  // The forms of each act.
  std::vector<std::vector<uint32_t>> FormsByAct() const;
  // Of the forms of one act, that which the view filter shows; -1: none.
  int SeenOf(const std::vector<uint32_t>& forms_of_act, const ViewFilter& filter) const;
  // The moments, in UTC microseconds, by whose being known that can change.
  std::vector<int64_t> MomentsOf(const std::vector<uint32_t>& forms_of_act) const;

  bool is_empty() const { return strand_.acts.empty() && strand_.sides.empty(); }
  const Strand& strand() const { return strand_; }
  // Of the acts on the strand or moved to it, by root and position.
  const std::vector<RepairEntry>& repairs() const { return repairs_; }

 private:
  // The repairs of one root act, [first, last) of `repairs_`.
  struct Chain {
    uint64_t root = 0;
    size_t first = 0, last = 0;
    std::vector<uint64_t> marked_at;  // positions of the markers that lead here
    bool has_record = false;          // the root act stands on this strand itself
  };
  // An act as some view filter may see it: as recorded, or as a repair makes it.
  struct Form {
    VisibleAct act;
    int chain = -1;        // into `chains_`
    uint64_t content = 0;  // the repair whose merged body it is; 0: as recorded
  };
  // What a view filter makes of a chain.
  struct Effect {
    const RepairEntry* repair = nullptr;   // whose position counts; nullptr: none in effect
    const RepairEntry* content = nullptr;  // whose merged body is read
  };

  absl::Status AddChains(const StrandReader& reader);
  void AddForms(absl::string_view entity);
  Effect EffectOf(const Chain& chain, const ViewFilter& filter) const;
  void AddHidden(const ViewFilter& filter, const std::vector<Effect>& effects,
                 VisibleStrand& out) const;
  bool Belongs(const RepairEntry& repair) const;
  // `effect`: of the form's chain, where it has one.
  static bool Shows(const Form& form, const Effect& effect, const ViewFilter& filter);

  Strand strand_;
  std::vector<RepairEntry> repairs_;
  std::vector<Chain> chains_;        // by root
  std::vector<int> chain_of_act_;    // of each act of the strand; -1: never repaired
  std::vector<Form> forms_;          // paint order, oldest first
  std::vector<uint64_t> strangers_;  // repairs whose body belongs to another entity, ascending
};

// Keeps what was repaired until it is told to let go, so that a question that looks at a measure
// under many view filters reads each strand once, and one over many measures each shared strand
// once. Not safe for concurrent use; make one a question.
class RepairedStrands {
 public:
  // `reader` must outlive it, and so must what bounds the question (nullptr: nothing does).
  explicit RepairedStrands(const StrandReader& reader, const QuestionLimits* limits = nullptr)
      : reader_(reader), limits_(limits) {}

  // For loops that a question makes between two rows of its answer: OK while it may go on.
  absl::Status CheckMayGoOn() const {
    return limits_ == nullptr ? absl::OkStatus() : CheckLimits(*limits_, 0);
  }

  // The pointer is valid until the next Forget.
  absl::StatusOr<const RepairedStrand*> Of(absl::string_view projection, absl::string_view entity);

  // Tells that measures will be asked for in this order, which is that of their names: they, and
  // what authorizes them, are then read many at a time. `slugs` must outlive it.
  void ExpectMeasures(const std::vector<std::string>& slugs) { expected_ = &slugs; }
  void ExpectNothing() {
    expected_ = nullptr;
    measures_ = authorized_ = {};
  }

  // Between measures: lets go of everything once it has grown beyond so many acts.
  void Forget(size_t acts_kept_max = kActsKeptMax);

  const StrandReader& reader() const { return reader_; }

  // Of authorizations, as far as they were asked for (core/query/state/authorizations.h). Kept by
  // Forget.
  AuthorizationPatterns& patterns() { return patterns_; }

 private:
  // Places in `expected_`: up to where it is read, and where the question stands.
  struct Progress {
    size_t read = 0, asked = 0;
  };
  // nullptr: not the name of a measure or of what authorizes it.
  Progress* ProgressOf(absl::string_view projection, absl::string_view entity);
  void SetAsked(absl::string_view slug, Progress& progress) const;
  // Whether it was read with others, and nothing was there.
  bool IsReadEmpty(absl::string_view projection, absl::string_view entity);
  // Of an expected measure ("m/…") or of what authorizes it ("a/…"): with those that come after it.
  // False: it is none, or not the next one.
  absl::StatusOr<bool> ReadAhead(absl::string_view projection, absl::string_view entity);
  absl::Status Keep(absl::string_view projection, const std::string& entity, Strand strand);

  static constexpr size_t kActsKeptMax = 32'768;  // with their strands some ten megabytes

  const RepairedStrand empty_{};
  const StrandReader& reader_;
  const QuestionLimits* const limits_;
  const std::vector<std::string>* expected_ = nullptr;
  Progress measures_, authorized_;
  using ByEntity = absl::flat_hash_map<std::string, std::unique_ptr<const RepairedStrand>>;
  ByEntity& Repaired(absl::string_view projection);

  AuthorizationPatterns patterns_;
  std::vector<std::pair<std::string, ByEntity>> repaired_;  // by projection
  size_t strands_ = 0;                                      // in `repaired_`
  size_t acts_ = 0;
};

// The instruments that the acts of a measure's strand name in some reading.
std::set<std::string> EverTiedTo(const RepairedStrand& own);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_REPAIRED_STRAND_H_

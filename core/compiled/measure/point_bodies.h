// What the bodies of a measure's acts give, as small numbers: compiling looks at each body many
// times, and only at these. Equal contents have equal numbers; 0 is "not given".
//
// Not safe for concurrent use. Holds what it has read until it is destroyed.
#ifndef DECREE_CORE_COMPILED_MEASURE_POINT_BODIES_H_
#define DECREE_CORE_COMPILED_MEASURE_POINT_BODIES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/compiled/measure/point_entry.h"
#include "core/compiled/measure/screen_posting.h"
#include "core/log/record_log.h"
#include "core/model/event.h"
#include "core/projections/event_reader.h"
#include "core/query/answers/question_limits.h"

namespace decree {

struct BodyFacts {
  uint32_t include = 0, exclude = 0, terms = 0;
  uint32_t include_added = 0;  // what joins the list below, numbered as an include
  uint32_t actor = 0;          // PlaceNumber of the actor's jurisdiction
  uint32_t program = 0;
};

// Where a scope is filed: one key and code of one of its clauses.
struct ScopeKey {
  uint32_t origin = 0, part = 0, destination = 0;
  uint32_t code = 0;
  friend bool operator==(const ScopeKey&, const ScopeKey&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const ScopeKey&, const ScopeKey&) = default;
};

struct IncludeFacts {
  std::vector<ScopeKey> keys;        // every transaction that the clauses can reach is under one
  bool is_plain = true;              // literal places and numeric codes alone decide
  std::vector<PostingKey> postings;  // the same for screening
};

class PointBodies {
 public:
  explicit PointBodies(const RecordLog& log)
      : log_(log), events_(log), repairs_([&log](uint64_t at) { return log.Read(at); }) {}

  // Reads positions first..last in one go; `keep` says which records matter. Errors: those of the
  // log and of the limits.
  absl::Status ReadAhead(Position first, Position last, const QuestionLimits& limits,
                         const std::function<bool(const LogRecord&)>& keep);

  // Reads those of these positions that were not read yet in one go, where there are many.
  void Expect(std::vector<uint64_t> positions);

  // Of the body at a position (merged where a repair stands there). Reads it where it was not read
  // ahead.
  absl::StatusOr<BodyFacts> Of(uint64_t body);

  const IncludeFacts& IncludeOf(uint32_t include) const { return includes_[include]; }
  const PostingKey& ProgramOf(uint32_t program) const { return programs_[program]; }
  int64_t RateOf(uint32_t terms) const { return rates_[terms]; }  // kRateNotPlain
  ComposedLists& lists() { return events_.lists(); }
  static bool IsEmptyExclude(uint32_t exclude) { return exclude <= kEmptyExclude; }

 private:
  static constexpr uint32_t kEmptyExclude = 1;

  BodyFacts FactsOf(const Event& body);
  uint32_t IncludeNumberOf(const std::vector<ScopeClause>& clauses);
  absl::StatusOr<BodyFacts> FactsAt(const LogRecord& record);
  const BodyFacts* FindAhead(uint64_t body) const;  // nullptr: not read ahead

  const RecordLog& log_;
  EventReader events_;
  RepairMerger repairs_;
  std::vector<std::pair<uint64_t, BodyFacts>> ahead_;  // ascending position
  absl::flat_hash_map<uint64_t, BodyFacts> read_;
  absl::flat_hash_map<std::string, uint32_t> include_numbers_, exclude_numbers_, terms_numbers_,
      program_numbers_;
  std::vector<PostingKey> programs_ = {{}};
  std::vector<IncludeFacts> includes_ = {{}};
  std::vector<int64_t> rates_ = {-1};
};

// The rate of terms that are a plain ad valorem tariff, else kRateNotPlain.
int64_t PlainRate(const Terms& terms);

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_POINT_BODIES_H_

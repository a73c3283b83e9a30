// The image: postings and compiled answers in memory, so that a point question costs a few probes.
// It follows the log by itself and forgets what an event touches; what it cannot hold or tell is
// asked the long way, so that its answers are those of `as-of`.
//
// Safe for concurrent use. Memory is bounded by `bytes_max`; beyond it states are worked out for
// each question and not kept.
#ifndef DECREE_CORE_QUERY_POINT_IMAGE_H_
#define DECREE_CORE_QUERY_POINT_IMAGE_H_

#include <atomic>
#include <deque>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "core/log/event_log.h"
#include "core/query/answers.h"
#include "core/query/point_postings.h"
#include "core/query/point_question.h"
#include "core/query/point_states.h"

namespace decree {

struct ImageStats {
  uint64_t head = 0;      // the position the image has followed the log to
  uint64_t measures = 0;  // known, compiled or not
  uint64_t compiled = 0;
  uint64_t bytes = 0;  // about; postings and compiled answers
};

// The plain numbers of a measure's state.
PointHit HitOf(uint32_t number, const MeasureState& state);

class PointImage final : public BodyNumbers {
 public:
  PointImage(const EventLog& log, uint64_t bytes_max) : log_(log), bytes_max_(bytes_max) {}
  ~PointImage() override;

  // Answers under `question.view`; `strands` are the views at position `head`. The image first
  // follows the log up to there. False in `served`: the question is too wide for postings, or the
  // view is one that the image does not hold (an instant, a floor, a past position).
  absl::Status Ask(const PointQuestion& question, const StrandReader& strands, uint64_t head,
                   PointAnswer& answer, bool& served);

  // The slug of a measure's number. Numbers stay as long as the image.
  std::string SlugOf(uint32_t measure) const;
  uint32_t NumberOf(const std::string& slug);
  ImageStats Stats() const;

  BodyGives GivesOf(uint64_t body) const override;
  int64_t RateOf(uint32_t terms) const override;
  bool IsPlainInclude(uint32_t include) const override;
  bool IsEmptyExclude(uint32_t exclude) const override;

 private:
  struct Measure {
    std::string slug;
    uint64_t actor = 0;     // whose acts it is made of; ~0: several
    bool is_loose = false;  // listed as such
    // Civil instants of publication: of its first act, and of its first that gives a scope. Where
    // nothing is known before the scope is, every state has one.
    int64_t first_known = kAxisMax, first_scope_known = kAxisMax;
    std::atomic<const PointStates*> states{nullptr};
    std::atomic<bool> is_uncompilable{false};
  };
  // With the mutex held alone.
  absl::Status Follow(uint64_t head);
  absl::Status FollowRecord(const LogRecord& record);
  void FollowAct(const std::vector<std::string>& streams, const Event& body, uint64_t position);
  void FollowMeasure(uint32_t measure, const Event& body, const BodyGives& gives);
  void FollowInstrument(const std::string& instrument, bool gives_scope);
  void MakeLoose(uint32_t measure);
  void Forget(uint32_t measure);
  void ForgetAll();
  void Restart();
  uint32_t MeasureNumber(absl::string_view slug);
  BodyGives NumberBody(const Event& body);

  // With the mutex held, shared or alone.
  absl::Status Answer(const PointQuestion& question, const StrandReader& strands,
                      PointAnswer& answer, bool& served);
  // Whether the compiled states tell that the measure is no hit, whatever its scope.
  absl::StatusOr<bool> CannotApply(const PointQuestion& question, const StrandReader& strands,
                                   uint32_t measure);
  absl::Status AskLong(const PointQuestion& question, const StrandReader& strands, uint32_t measure,
                       PointAnswer& answer);
  absl::StatusOr<const PointStates*> StatesOf(uint32_t measure, const StrandReader& strands,
                                              std::unique_ptr<const PointStates>& unkept);

  const EventLog& log_;
  const uint64_t bytes_max_;

  // Of all below but the atomics: held alone to follow the log, shared to answer.
  mutable std::shared_mutex mutex_;
  uint64_t followed_ = 0;
  PointPostings postings_;
  std::deque<Measure> measures_;
  absl::flat_hash_map<std::string, uint32_t> number_of_slug_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> tied_;
  // Instruments whose acts give scopes: what they reach is asked the long way.
  absl::flat_hash_set<std::string> scoped_instruments_;
  // By the act at the end of the chain: every stream that some repair of it has touched.
  absl::flat_hash_map<uint64_t, std::vector<std::string>> repaired_;
  absl::flat_hash_set<std::string> groups_;
  std::vector<BodyGives> gives_;  // by position
  absl::flat_hash_map<std::string, uint32_t> include_numbers_, exclude_numbers_, terms_numbers_;
  std::vector<bool> plain_includes_;  // by include number
  std::vector<int64_t> rates_;        // by terms number
  uint64_t fixed_bytes_ = 0;
  std::atomic<uint64_t> compiled_bytes_{0}, compiled_count_{0};
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_POINT_IMAGE_H_

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
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
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
                   PointAnswer& answer, bool& served) ABSL_LOCKS_EXCLUDED(mutex_);

  // The slug of a measure's number. Numbers stay as long as the image.
  std::string SlugOf(uint32_t measure) const ABSL_LOCKS_EXCLUDED(mutex_);
  uint32_t NumberOf(const std::string& slug) ABSL_LOCKS_EXCLUDED(mutex_);
  ImageStats Stats() const ABSL_LOCKS_EXCLUDED(mutex_);

  BodyGives GivesOf(uint64_t body) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;
  int64_t RateOf(uint32_t terms) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;
  bool IsPlainInclude(uint32_t include) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;
  bool IsEmptyExclude(uint32_t exclude) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;

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
  absl::Status Follow(uint64_t head) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status FollowRecord(const LogRecord& record) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FollowAct(const std::vector<std::string>& streams, const Event& body, uint64_t position)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FollowMeasure(uint32_t measure, const Event& body, const BodyGives& gives)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FollowInstrument(const std::string& instrument, bool gives_scope)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MakeLoose(uint32_t measure) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(uint32_t measure) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Restart() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  uint32_t MeasureNumber(absl::string_view slug) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  BodyGives NumberBody(const Event& body) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Status Answer(const PointQuestion& question, const StrandReader& strands,
                      PointAnswer& answer, bool& served) ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Whether the compiled states tell that the measure is no hit, whatever its scope.
  absl::StatusOr<bool> CannotApply(const PointQuestion& question, const StrandReader& strands,
                                   uint32_t measure) ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Status AskLong(const PointQuestion& question, const StrandReader& strands, uint32_t measure,
                       PointAnswer& answer) ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<const PointStates*> StatesOf(uint32_t measure, const StrandReader& strands,
                                              std::unique_ptr<const PointStates>& unkept)
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const EventLog& log_;
  const uint64_t bytes_max_;

  mutable absl::Mutex mutex_;
  uint64_t followed_ ABSL_GUARDED_BY(mutex_) = 0;
  PointPostings postings_ ABSL_GUARDED_BY(mutex_);
  std::deque<Measure> measures_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, uint32_t> number_of_slug_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::vector<uint32_t>> tied_ ABSL_GUARDED_BY(mutex_);
  // Instruments whose acts give scopes: what they reach is asked the long way.
  absl::flat_hash_set<std::string> scoped_instruments_ ABSL_GUARDED_BY(mutex_);
  // By the act at the end of the chain: every stream that some repair of it has touched.
  absl::flat_hash_map<uint64_t, std::vector<std::string>> repaired_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<std::string> groups_ ABSL_GUARDED_BY(mutex_);
  std::vector<BodyGives> gives_ ABSL_GUARDED_BY(mutex_);  // by position
  absl::flat_hash_map<std::string, uint32_t> include_numbers_, exclude_numbers_,
      terms_numbers_ ABSL_GUARDED_BY(mutex_);
  std::vector<bool> plain_includes_ ABSL_GUARDED_BY(mutex_);  // by include number
  std::vector<int64_t> rates_ ABSL_GUARDED_BY(mutex_);        // by terms number
  uint64_t fixed_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::atomic<uint64_t> compiled_bytes_{0}, compiled_count_{0};
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_POINT_IMAGE_H_

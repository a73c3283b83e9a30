#include "core/query/point_image.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/query/measure_state.h"

namespace decree {
namespace {

constexpr uint32_t kEmptyExclude = 1;

// Views that compiled states hold: everything recorded, by civil days, of enacted firmness.
bool IsHeld(const PointQuestion& question, uint64_t head) {
  const View& view = question.view;
  return view.floor == Commitment::kEnacted && view.position_max >= head &&
         view.recorded_us_max == kAxisMax && !view.known_by_is_instant;
}

bool IsWholeDays(const CivilWindow& window) {
  return window.first_civil_us % kMicrosPerDay == 0 &&
         (window.last_civil_us + 1) % kMicrosPerDay == 0;
}

// A scope on an act of this kind limits the act and says nothing of the measure.
bool IsLimitedKind(EventKind kind) {
  ActRecord record;
  record.kind = kind;
  record.flags = kActGivesInclude;
  return IsLimitedByScope(record);
}

// Whether a repair may take away what the measure's first act gave.
bool MayUnsettle(const Event& repair) {
  if (*repair.kind == EventKind::kRetracted || repair.replacement == nullptr) return true;
  for (const Event* words = repair.replacement.get(); words != nullptr;
       words = words->replacement.get()) {
    if (words->stated || words->published || words->kind || !words->measure.empty()) return true;
  }
  return false;
}

int64_t PlainRate(const Terms& terms) {
  if (!terms.tariff || terms.export_control || !terms.tariff->ad_valorem_ppm) return kRateNotPlain;
  Tariff rest = *terms.tariff;
  rest.ad_valorem_ppm.reset();
  return rest == Tariff() ? *terms.tariff->ad_valorem_ppm : kRateNotPlain;
}

uint32_t NumberIn(absl::flat_hash_map<std::string, uint32_t>& numbers, const std::string& text,
                  uint32_t first, bool& is_new) {
  const auto [it, inserted] =
      numbers.try_emplace(text, static_cast<uint32_t>(numbers.size()) + first);
  is_new = inserted;
  return it->second;
}

}  // namespace

PointImage::~PointImage() {
  for (Measure& measure : measures_) delete measure.states.load();
}

BodyGives PointImage::GivesOf(uint64_t body) const {
  return body < gives_.size() ? gives_[body] : BodyGives();
}
int64_t PointImage::RateOf(uint32_t terms) const { return rates_[terms]; }
bool PointImage::IsPlainInclude(uint32_t include) const { return plain_includes_[include]; }
bool PointImage::IsEmptyExclude(uint32_t exclude) const { return exclude == kEmptyExclude; }

std::string PointImage::SlugOf(uint32_t measure) const {
  const std::shared_lock lock(mutex_);
  return measure < measures_.size() ? measures_[measure].slug : "";
}

uint32_t PointImage::NumberOf(const std::string& slug) {
  const std::unique_lock lock(mutex_);
  return MeasureNumber(slug);
}

ImageStats PointImage::Stats() const {
  const std::shared_lock lock(mutex_);
  return {followed_, measures_.size(), compiled_count_.load(),
          fixed_bytes_ + postings_.bytes() + compiled_bytes_.load()};
}

uint32_t PointImage::MeasureNumber(absl::string_view slug) {
  const auto [it, is_new] =
      number_of_slug_.try_emplace(slug, static_cast<uint32_t>(measures_.size()));
  if (is_new) {
    measures_.emplace_back().slug = std::string(slug);
    fixed_bytes_ += sizeof(Measure) + 3 * slug.size() + 64;
  }
  return it->second;
}

void PointImage::Forget(uint32_t measure) {
  Measure& of = measures_[measure];
  of.is_uncompilable = false;
  const PointStates* states = of.states.exchange(nullptr);
  if (states == nullptr) return;
  compiled_bytes_ -= states->bytes();
  --compiled_count_;
  delete states;
}

void PointImage::ForgetAll() {
  for (uint32_t measure = 0; measure < measures_.size(); ++measure) Forget(measure);
}

// A group of that name did not exist before: scopes that name it are plain no longer.
void PointImage::Restart() {
  ForgetAll();
  postings_ = PointPostings();
  for (Measure& measure : measures_) {
    measure.is_loose = false;
    measure.actor = 0;
  }
  tied_.clear();
  scoped_instruments_.clear();
  repaired_.clear();
  include_numbers_.clear();
  exclude_numbers_.clear();
  terms_numbers_.clear();
  plain_includes_.clear();
  rates_.clear();
  gives_.clear();
  fixed_bytes_ = 0;
  followed_ = 0;
}

BodyGives PointImage::NumberBody(const Event& body) {
  BodyGives gives;
  bool is_new = false;
  if (body.scope && body.scope->include) {
    const std::string text = ScopeToJson({*body.scope->include, std::nullopt});
    fixed_bytes_ += text.size();
    gives.include = NumberIn(include_numbers_, text, 1, is_new);
    if (plain_includes_.empty()) plain_includes_.push_back(false);
    if (is_new) {
      plain_includes_.push_back(PointPostings::IsPlain(*body.scope->include, groups_));
    }
  }
  if (body.scope && body.scope->exclude) {
    const std::string text = ScopeToJson({std::nullopt, *body.scope->exclude});
    gives.exclude = body.scope->exclude->empty()
                        ? kEmptyExclude
                        : NumberIn(exclude_numbers_, text, kEmptyExclude + 1, is_new);
  }
  if (body.terms) {
    gives.terms = NumberIn(terms_numbers_, TermsToJson(*body.terms), 1, is_new);
    if (rates_.empty()) rates_.push_back(kRateNotPlain);
    if (is_new) rates_.push_back(PlainRate(*body.terms));
  }
  return gives;
}

void PointImage::MakeLoose(uint32_t measure) {
  Measure& of = measures_[measure];
  if (of.is_loose) return;
  of.is_loose = true;
  postings_.AddLoose(PointPostings::kAnyIssuer, measure);
}

void PointImage::FollowMeasure(uint32_t measure, const Event& body, const BodyGives& gives) {
  Forget(measure);
  Measure& of = measures_[measure];
  if (body.actor) {
    const uint64_t actor = PlaceNumber(body.actor->jurisdiction);
    if (of.actor == 0) of.actor = actor;
    if (of.actor != actor) MakeLoose(measure);  // its issuer depends on the view
  }
  if (body.published) {
    const int64_t known =
        body.published->latest_utc_us + int64_t{body.published->utc_offset_s} * kMicrosPerSecond;
    of.first_known = std::min(of.first_known, known);
    if (gives.include != 0 && !IsLimitedKind(*body.kind)) {
      of.first_scope_known = std::min(of.first_scope_known, known);
    }
  }
  if (of.actor == 0 || of.first_scope_known > of.first_known) MakeLoose(measure);
  if (gives.include != 0) {
    postings_.Add(of.actor, measure, gives.include, *body.scope->include,
                  plain_includes_[gives.include]);
  }
  if (body.instrument) {
    std::vector<uint32_t>& tied = tied_[body.instrument->id];
    if (std::find(tied.begin(), tied.end(), measure) == tied.end()) tied.push_back(measure);
    if (scoped_instruments_.contains(body.instrument->id)) MakeLoose(measure);
  }
}

void PointImage::FollowInstrument(const std::string& instrument, bool gives_scope) {
  if (gives_scope) scoped_instruments_.insert(instrument);
  const auto tied = tied_.find(instrument);
  if (tied == tied_.end()) return;
  for (const uint32_t measure : tied->second) {
    Forget(measure);
    if (gives_scope) MakeLoose(measure);
  }
}

void PointImage::FollowAct(const std::vector<std::string>& streams, const Event& body,
                           uint64_t position) {
  const BodyGives gives = NumberBody(body);
  if (gives_.size() <= position) gives_.resize(position + 1);
  gives_[position] = gives;
  for (const std::string& stream : streams) {
    if (absl::StartsWith(stream, "m/")) {
      FollowMeasure(MeasureNumber(absl::string_view(stream).substr(2)), body, gives);
    } else if (absl::StartsWith(stream, "i/")) {
      FollowInstrument(stream.substr(2), body.scope.has_value());
    }
  }
  for (const std::string& pattern : body.authorizes) {
    if (pattern.find_first_of("*?") != std::string::npos) {
      ForgetAll();
    } else {
      Forget(MeasureNumber(pattern));
    }
  }
}

absl::Status PointImage::FollowRecord(const LogRecord& record) {
  absl::StatusOr<Event> event = DecodeEvent(record.body);
  if (!event.ok()) return event.status();
  std::vector<std::string> streams;
  for (const StreamVersion& stream : record.streams) streams.push_back(stream.stream);
  if (!IsRepairKind(*event->kind)) {
    FollowAct(streams, *event, record.position);
    return absl::OkStatus();
  }
  DECREE_ASSIGN_OR_RETURN(MergedEvent merged, MergeRepair(*event, record.target, log_));
  // A later repair of the same act may undo what an earlier one brought to some other stream.
  std::vector<std::string>& touched = repaired_[merged.root];
  for (const std::string& stream : StreamsOf(merged.event)) streams.push_back(stream);
  for (const std::string& stream : streams) {
    if (std::find(touched.begin(), touched.end(), stream) == touched.end()) {
      touched.push_back(stream);
    }
  }
  FollowAct(touched, merged.event, record.position);
  if (!MayUnsettle(*event)) return absl::OkStatus();
  for (const std::string& stream : touched) {
    if (absl::StartsWith(stream, "m/")) {
      MakeLoose(MeasureNumber(absl::string_view(stream).substr(2)));
    }
  }
  return absl::OkStatus();
}

absl::Status PointImage::Follow(uint64_t head) {
  if (followed_ >= head) return absl::OkStatus();
  // Which groups there are decides what is plain, so they are looked for first.
  const size_t groups = groups_.size();
  fixed_bytes_ += (head - followed_) * sizeof(BodyGives);
  DECREE_RETURN_IF_ERROR(log_.Scan(followed_ + 1, head, false, [&](const LogRecord& record) {
    for (const StreamVersion& stream : record.streams) {
      if (absl::StartsWith(stream.stream, "g/")) groups_.insert(stream.stream.substr(2));
    }
    return absl::OkStatus();
  }));
  if (groups_.size() != groups && followed_ != 0) Restart();
  DECREE_RETURN_IF_ERROR(log_.Scan(followed_ + 1, head, false, [&](const LogRecord& record) {
    absl::Status status = FollowRecord(record);
    if (status.ok()) followed_ = record.position;
    return status;
  }));
  followed_ = head;  // the last record may be one that an altered record leaves out
  return absl::OkStatus();
}

absl::Status PointImage::Ask(const PointQuestion& question, const StrandReader& strands,
                             uint64_t head, PointAnswer& answer, bool& served) {
  served = false;
  answer.hits.clear();
  answer.head = head;
  if (!IsHeld(question, head) || !IsWholeDays(question.window)) return absl::OkStatus();
  {
    const std::shared_lock lock(mutex_);
    if (followed_ == head) return Answer(question, strands, answer, served);
    if (followed_ > head) return absl::OkStatus();  // a newer question was here before
  }
  const std::unique_lock lock(mutex_);
  DECREE_RETURN_IF_ERROR(Follow(head));
  if (followed_ != head) return absl::OkStatus();
  return Answer(question, strands, answer, served);
}

absl::StatusOr<const PointStates*> PointImage::StatesOf(
    uint32_t number, const StrandReader& strands, std::unique_ptr<const PointStates>& unkept) {
  Measure& measure = const_cast<Measure&>(measures_[number]);  // its atomics only
  if (const PointStates* kept = measure.states.load(std::memory_order_acquire)) return kept;
  if (measure.is_uncompilable.load(std::memory_order_relaxed)) return nullptr;
  EventReader events(log_);
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<const PointStates> made,
                          CompilePointStates(strands, events, *this, measure.slug, followed_));
  if (made == nullptr) {
    measure.is_uncompilable = true;
    return nullptr;
  }
  const uint64_t bytes = made->bytes();
  if (fixed_bytes_ + postings_.bytes() + compiled_bytes_ + bytes > bytes_max_) {
    unkept = std::move(made);
    return unkept.get();
  }
  const PointStates* expected = nullptr;
  if (!measure.states.compare_exchange_strong(expected, made.get())) return expected;
  compiled_bytes_ += bytes;
  ++compiled_count_;
  return made.release();
}

absl::StatusOr<bool> PointImage::CannotApply(const PointQuestion& question,
                                             const StrandReader& strands, uint32_t number) {
  std::unique_ptr<const PointStates> unkept;
  DECREE_ASSIGN_OR_RETURN(const PointStates* const states, StatesOf(number, strands, unkept));
  if (states == nullptr) return false;
  const PointStates::Found at = states->At(question.window, question.view.known_by_us);
  if (at.state == nullptr) return true;
  if (!question.issuer.empty() && at.issuer != PlaceNumber(question.issuer)) return true;
  return !at.changes && at.state->applies == Answer::kNo;
}

absl::Status PointImage::AskLong(const PointQuestion& question, const StrandReader& strands,
                                 uint32_t number, PointAnswer& answer) {
  EventReader events(log_);
  Sight sight{question.view, {}};
  sight.view.position_max = followed_;
  StateBuilder builder(strands, events, sight);
  AskedFacts facts{question.origin, question.destination, std::nullopt};
  if (!question.product.code.empty()) facts.product = question.product;
  DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(measures_[number].slug));
  if (measure.own.acts.empty()) return absl::OkStatus();
  if (!question.issuer.empty() && measure.facts.issuer != question.issuer) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(MeasureState state,
                          builder.StateOf(measure, question.effective_on, facts));
  DECREE_ASSIGN_OR_RETURN(const bool in_scope,
                          builder.InScope(measure, question.effective_on, facts, state));
  if (in_scope && state.applies != Answer::kNo) answer.hits.push_back(HitOf(number, state));
  return absl::OkStatus();
}

absl::Status PointImage::Answer(const PointQuestion& question, const StrandReader& strands,
                                PointAnswer& answer, bool& served) {
  thread_local PointPostings::Found found;
  const uint64_t issuer = PlaceNumber(question.issuer);
  served = postings_.Find(
      {issuer, PlaceNumber(question.origin), PlaceNumber(question.destination), &question.product},
      found);
  if (!served) return absl::OkStatus();
  std::vector<uint32_t>& loose = found.loose;
  for (const Posting& posting : found.hits) {
    const auto is_it = [&](const PointHit& hit) { return hit.measure == posting.measure; };
    if (std::any_of(answer.hits.begin(), answer.hits.end(), is_it)) continue;
    if (measures_[posting.measure].is_loose) continue;  // asked below
    std::unique_ptr<const PointStates> unkept;
    DECREE_ASSIGN_OR_RETURN(const PointStates* const states,
                            StatesOf(posting.measure, strands, unkept));
    if (states == nullptr) {
      loose.push_back(posting.measure);
      continue;
    }
    const PointStates::Found at = states->At(question.window, question.view.known_by_us);
    if (at.state == nullptr) continue;
    if (at.changes || at.state->needs_scope_match) {
      loose.push_back(posting.measure);
      continue;
    }
    if (at.state->applies == Answer::kNo || at.state->include != posting.include) continue;
    if (issuer != 0 && at.issuer != issuer) continue;
    answer.hits.push_back({posting.measure, at.state->applies,
                           Possible<Force>::FromBits(at.state->force_bits), at.state->rate_ppm});
  }
  if (loose.empty()) return absl::OkStatus();
  std::sort(loose.begin(), loose.end());
  loose.erase(std::unique(loose.begin(), loose.end()), loose.end());
  for (const uint32_t measure : loose) {
    const auto is_it = [&](const PointHit& hit) { return hit.measure == measure; };
    if (std::any_of(answer.hits.begin(), answer.hits.end(), is_it)) continue;
    DECREE_ASSIGN_OR_RETURN(const bool cannot, CannotApply(question, strands, measure));
    if (cannot) continue;
    DECREE_RETURN_IF_ERROR(AskLong(question, strands, measure, answer));
  }
  return absl::OkStatus();
}

PointHit HitOf(uint32_t number, const MeasureState& state) {
  PointHit hit{number, state.applies, state.force, kRateNotPlain};
  if (state.terms && !state.terms_planned) hit.rate_ppm = PlainRate(*state.terms);
  return hit;
}

}  // namespace decree

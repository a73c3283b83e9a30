// How compiled answers are asked: which keys are probed, what counts as a hit, what takes the slow
// path.
#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "core/base/status_macros.h"
#include "core/compiled/compiled_answers.h"
#include "core/compiled/point_expected.h"
#include "core/model/place/place.h"
#include "core/query/state/measure_state.h"

namespace decree {
namespace {

constexpr size_t kKeptOverhead = 48;  // of a key in memory, about
constexpr size_t kAhead = 8;          // questions of a block between expecting and asking

// Views that the table holds: everything recorded, by civil days, of enacted firmness.
bool IsHeld(const PointQuestion& question, uint64_t head) {
  const View& view = question.view;
  return view.floor == Commitment::kEnacted && view.position_max >= head &&
         view.recorded_us_max == kAxisMax && !view.known_by_is_instant;
}

bool IsOneDay(const CivilWindow& window) {
  return window.first_civil_us % kMicrosPerDay == 0 &&
         window.last_civil_us == window.first_civil_us + kMicrosPerDay - 1;
}

// Two letters stand for themselves, blocs apart: what stands for others is read on the strands.
bool IsCountryOrCode(const std::string& place) { return place.size() == 2 && IsSinglePlace(place); }

bool IsServed(const PointQuestion& question, uint64_t head) {
  return IsCountryOrCode(question.origin) &&
         (question.destination.empty() || IsCountryOrCode(question.destination)) &&
         IsHeld(question, head) && IsOneDay(question.window) &&
         IsNumeric(question.product.system) && question.product.code.size() >= 4 &&
         question.product.edition.empty() && IsAskable(DayOf(question.window.first_civil_us)) &&
         (question.view.known_by_us == kAxisMax || IsAskable(DayOf(question.view.known_by_us)));
}

}  // namespace

struct CompiledAnswers::Asking {
  const PointQuestion& question;
  const uint64_t head;
  PointAnswer& answer;
  AskedCode code;
  const PointExpected* expected = nullptr;  // of a block
  uint32_t issuer = 0;                      // 0: any
  EntryDay day = 0, known_day = 0;
  AskedPlaces origins, destinations;
  absl::InlinedVector<uint32_t, 8> loose;  // measures to be asked by the slow path
  absl::InlinedVector<PointKey, 8> missing;
  std::vector<std::pair<PointKey, Read>> read;  // from the table
  mutable std::vector<std::pair<uint32_t, Read>> read_apart;
  static constexpr size_t kHitWords = 16;
  uint64_t hit_bits[kHitWords] = {};  // of the measures in answer.hits, modulo their number

  Asking(const PointQuestion& q, uint64_t h, PointAnswer& a)
      : question(q),
        head(h),
        answer(a),
        code(q.product),
        issuer(PlaceNumber(q.issuer)),
        day(EntryDays(q).day),
        known_day(EntryDays(q).known_day) {}

  bool has_read() const { return !read.empty() || !read_apart.empty(); }
  View view() const {
    View view = question.view;
    view.position_max = head;
    return view;
  }
  // Long answers are not searched for every hit: most measures leave a bit of their own.
  bool IsHit(uint32_t measure) const {
    if ((hit_bits[measure / 64 % kHitWords] >> measure % 64 & 1) == 0) return false;
    return std::any_of(answer.hits.begin(), answer.hits.end(),
                       [measure](const PointHit& hit) { return hit.measure == measure; });
  }
  void Take(const PointEntry& entry, uint32_t measure, bool ask) {
    if (ask || (entry.flags & kPointAsk) != 0) {
      loose.push_back(measure);
    } else if (!IsHit(measure)) {
      hit_bits[measure / 64 % kHitWords] |= uint64_t{1} << measure % 64;
      answer.hits.push_back(
          {measure, entry.applies, Possible<Force>::FromBits(entry.force_bits), entry.rate_ppm});
    }
  }
  PlaceMatch DestinationOf(const PointEntry& entry) const {
    if (entry.destination == 0 || destinations.empty()) return PlaceMatch::kYes;
    for (const AskedPlace& place : destinations) {
      if (place.place == entry.destination) return place.match;
    }
    return PlaceMatch::kNo;
  }
};

absl::Status CompiledAnswers::Ask(const PointQuestion& question, uint64_t head, PointAnswer& answer,
                                  bool& served) {
  served = false;
  answer.hits.clear();
  answer.head = head;
  if (followed() != head || !IsServed(question, head)) return absl::OkStatus();
  Asking asking(question, head, answer);
  {
    const std::shared_lock lock(mutex_);
    if (strands_ == nullptr || followed() != head) return absl::OkStatus();
    served = true;
    DECREE_RETURN_IF_ERROR(AskHeld(asking));
  }
  if (asking.has_read()) Keep(asking);
  return absl::OkStatus();
}

absl::Status CompiledAnswers::AskBlock(absl::Span<const PointQuestion> questions, uint64_t head,
                                       absl::Span<PointAnswer> answers, bool& served) {
  served = false;
  const auto is_served = [head](const PointQuestion& question) { return IsServed(question, head); };
  if (followed() != head || !std::all_of(questions.begin(), questions.end(), is_served)) {
    return absl::OkStatus();
  }
  std::vector<Asking> to_keep;
  {
    const std::shared_lock lock(mutex_);
    if (strands_ == nullptr || followed() != head) return absl::OkStatus();
    served = true;
    std::array<PointExpected, 4 * kAhead> ring;
    for (size_t i = 0; i < questions.size() + 3 * kAhead; ++i) {
      // How far another question has come: nullptr for none.
      const auto behind = [&](size_t steps) -> PointExpected* {
        const bool is_one = i >= steps * kAhead && i - steps * kAhead < questions.size();
        return is_one ? &ring[(i - steps * kAhead) % ring.size()] : nullptr;
      };
      if (PointExpected* const next = behind(0)) Expect(questions[i], *next);
      if (PointExpected* const next = behind(1)) Find(*next);
      if (PointExpected* const next = behind(2)) next->Look();
      if (behind(3) == nullptr) continue;
      const PointExpected& expected = *behind(3);
      const size_t asked = i - 3 * kAhead;
      PointAnswer& answer = answers[asked];
      answer.head = head;
      if (expected.Answer(answer.hits)) continue;
      answer.hits.clear();
      Asking asking(questions[asked], head, answer);
      asking.expected = &expected;
      DECREE_RETURN_IF_ERROR(AskHeld(asking));
      if (asking.has_read()) to_keep.push_back(std::move(asking));
    }
  }
  for (const Asking& asking : to_keep) Keep(asking);
  return absl::OkStatus();
}

absl::Status CompiledAnswers::AskHeld(Asking& asking) const {
  const PointQuestion& question = asking.question;
  const View view = asking.view();
  DECREE_RETURN_IF_ERROR(
      groups_.AddPlaces(question.origin, question.window, view, *strands_, asking.origins));
  DECREE_RETURN_IF_ERROR(groups_.AddPlaces(question.destination, question.window, view, *strands_,
                                           asking.destinations));
  DECREE_RETURN_IF_ERROR(Probe(asking));
  return asking.loose.empty() ? absl::OkStatus() : AskBySlowPath(asking);
}

absl::Status CompiledAnswers::Probe(Asking& asking) const {
  absl::InlinedVector<uint32_t, 4> parts = {asking.code.part(), kWidePart};
  const auto add_where = [&](uint32_t part) {
    if ((state_.systems >> (part - kOtherSystemsPart) & 1u) != 0) parts.push_back(part);
  };
  add_where(kOtherSystemsPart);
  if (asking.code.system() == ProductSystem::kCn) add_where(kHtsPart);
  if (asking.code.system() == ProductSystem::kHts) add_where(kCnPart);
  asking.origins.push_back({0, PlaceMatch::kYes});
  absl::InlinedVector<PlaceMatch, 8> matches;
  absl::InlinedVector<std::pair<const KeptEntries*, PlaceMatch>, 8> found;
  const auto take = [&](const PointKey& key, const KeptEntries* kept, PlaceMatch match) {
    if (kept != nullptr) {
      found.emplace_back(kept, match);
    } else {
      asking.missing.push_back(key);
      matches.push_back(match);
    }
  };
  if (asking.expected != nullptr && asking.expected->is_plain) {
    for (size_t i = 0; i < PointExpected::kKeys; ++i) {
      take(asking.expected->keys[i], asking.expected->found[i], PlaceMatch::kYes);
    }
  } else {
    absl::InlinedVector<std::pair<PointKey, PlaceMatch>, 8> probes;
    for (const AskedPlace& origin : asking.origins) {
      if (origin.match == PlaceMatch::kNo) continue;
      for (const uint32_t part : parts) {
        probes.push_back({{asking.issuer, origin.place, part}, origin.match});
        kept_.prefetch(probes.back().first);  // the probes wait for memory together
      }
    }
    for (const auto& [key, match] : probes) {
      const auto kept = kept_.find(key);
      if (kept != kept_.end()) kept->second.Prefetch();  // so do the entries
      take(key, kept == kept_.end() ? nullptr : &kept->second, match);
    }
  }
  absl::Status status;
  for (const auto& [kept, match] : found) {
    kept->ForEachCovering(
        asking.day, asking.known_day,
        [&](uint32_t code) { return asking.code.Of(code) != AskedCode::Match::kNo; },
        [&, place = match](const PointEntry& entry) {
          status.Update(MatchOne(asking, entry, place));
        });
    DECREE_RETURN_IF_ERROR(status);
  }
  if (asking.missing.empty()) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(table_->Read(asking.missing, [&](size_t i, Read entries) {
    status.Update(MatchAll(asking, entries, matches[i]));
    asking.read.emplace_back(asking.missing[i], std::move(entries));
  }));
  return status;
}

absl::Status CompiledAnswers::MatchAll(Asking& asking, absl::Span<const PointEntry> entries,
                                       PlaceMatch origin) const {
  for (const PointEntry& entry : entries) {
    if (!entry.Covers(asking.day, asking.known_day)) continue;  // those apart cover every day
    DECREE_RETURN_IF_ERROR(MatchOne(asking, entry, origin));
  }
  return absl::OkStatus();
}

absl::Status CompiledAnswers::MatchOne(Asking& asking, const PointEntry& entry,
                                       PlaceMatch origin) const {
  const AskedCode::Match code = asking.code.Of(entry.code);
  if (code == AskedCode::Match::kNo) return absl::OkStatus();
  const PlaceMatch destination = asking.DestinationOf(entry);
  if (destination == PlaceMatch::kNo) return absl::OkStatus();
  const bool ask = code == AskedCode::Match::kOpen || destination == PlaceMatch::kOpen ||
                   origin == PlaceMatch::kOpen;
  if ((entry.flags & kPointApart) != 0) {
    return MatchApart(asking, entry, ask || (entry.flags & kPointAsk) != 0);
  }
  asking.Take(entry, entry.measure, ask);
  return absl::OkStatus();
}

absl::Status CompiledAnswers::MatchApart(Asking& asking, const PointEntry& filed, bool ask) const {
  const auto is_of_scope = [&](uint32_t scope) {
    return scope == static_cast<uint32_t>(filed.rate_ppm);
  };
  const auto match = [&](const PointEntry& answer) {
    if (asking.issuer != 0 && answer.destination != asking.issuer) return;
    asking.Take(answer, filed.measure, ask);
  };
  const auto match_all = [&](absl::Span<const PointEntry> answers) {
    for (const PointEntry& answer : answers) {
      if (is_of_scope(answer.code) && answer.Covers(asking.day, asking.known_day)) match(answer);
    }
  };
  const auto kept = kept_apart_.find(filed.measure);
  if (kept != kept_apart_.end()) {
    kept->second.ForEachCovering(asking.day, asking.known_day, is_of_scope, match);
    return absl::OkStatus();
  }
  for (const auto& [measure, answers] : asking.read_apart) {
    if (measure != filed.measure) continue;
    match_all(answers);
    return absl::OkStatus();
  }
  DECREE_ASSIGN_OR_RETURN(Read answers, table_->AnswersOf(filed.measure));
  match_all(answers);
  asking.read_apart.emplace_back(filed.measure, std::move(answers));
  return absl::OkStatus();
}

absl::Status CompiledAnswers::AskBySlowPath(Asking& asking) const {
  auto& loose = asking.loose;
  std::sort(loose.begin(), loose.end());
  loose.erase(std::unique(loose.begin(), loose.end()), loose.end());
  const PointQuestion& question = asking.question;
  EventReader events(*log_);
  const ViewFilter filter{asking.view(), {}};
  StateBuilder builder(*strands_, events, filter);
  AskedFacts facts{question.origin, question.destination, question.product};
  for (const uint32_t number : loose) {
    if (asking.IsHit(number)) continue;
    DECREE_RETURN_IF_ERROR(CheckLimits(question.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const std::string slug, table_->SlugOf(number));
    DECREE_ASSIGN_OR_RETURN(const LoadedMeasure measure, builder.Load(slug));
    if (measure.own.acts.empty()) continue;
    if (!question.issuer.empty() && measure.attributes.issuer != question.issuer) continue;
    DECREE_ASSIGN_OR_RETURN(MeasureState state,
                            builder.StateOf(measure, question.effective_on, facts));
    DECREE_ASSIGN_OR_RETURN(const bool in_scope,
                            builder.InScope(measure, question.effective_on, facts, state));
    if (in_scope && state.applies != Answer::kNo) {
      asking.answer.hits.push_back(HitOf(number, state));
    }
  }
  return absl::OkStatus();
}

template <typename Key>
void CompiledAnswers::KeepOne(const Key& key, const Read& read,
                              absl::flat_hash_map<Key, KeptEntries>& kept) {
  if (kept.contains(key)) return;
  KeptEntries entries(read);
  const uint64_t bytes = kKeptOverhead + entries.bytes();
  if (kept_bytes_ + bytes > bytes_max_) return;
  kept.emplace(key, std::move(entries));
  kept_bytes_ += bytes;
}

void CompiledAnswers::Keep(const Asking& asking) {
  const std::unique_lock lock(mutex_);
  if (followed() != asking.head) return;
  for (const auto& [key, entries] : asking.read) KeepOne(key, entries, kept_);
  for (const auto& [measure, answers] : asking.read_apart) {
    KeepOne(measure, answers, kept_apart_);
  }
}

}  // namespace decree

#include "bench/generator.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bench/draws.h"
#include "bench/require.h"
#include "core/codec/event_codec.h"
#include "core/model/place/place.h"
#include "core/model/zone.h"
#include "core/model/zone_table.h"

namespace decree::bench {
namespace {

constexpr uint64_t kSeed = 20250611;
constexpr int64_t kFirstDay = 12784;  // 2005-01-01
constexpr int64_t kDays = 7305;       // to the end of 2024
constexpr int64_t kOpenDay = -1;      // no end
constexpr size_t kIssuers = 60;
constexpr size_t kTargets = 200;
constexpr int kEventsPerMeasureMax = 20;

// One measure: who, against whom, on what.
struct Measure {
  std::string slug, issuer, zone, target, product;
  MeasureClass measure_class = MeasureClass::kTariff;
};

// One event before it is spelled out, small enough to be sorted by the million.
struct Draft {
  int64_t stated_day = 0;
  uint32_t measure = 0;
  uint8_t sequence = 0;  // within the measure
  uint8_t target = 0;    // `corrected`: the sequence number of the act
  EventKind kind = EventKind::kImposed;
  int64_t from_day = 0;
  int64_t to_day = kOpenDay;
  int64_t rate_ppm = 0;
};

std::vector<std::string> ProductTree(Draws& draws) {
  std::vector<std::string> codes;
  for (int chapter = 1; chapter <= 97; ++chapter) {
    if (chapter == 77) continue;  // the Harmonized System has none
    const int64_t headings = draws.Between(4, 20);
    for (int64_t heading = 1; heading <= headings; ++heading) {
      const int64_t subheadings = draws.Between(1, 8);
      for (int64_t six = 1; six <= subheadings; ++six) {
        const int64_t eights = draws.Between(1, 3);
        for (int64_t eight = 1; eight <= eights; ++eight) {
          const int64_t tens = draws.Between(1, 3);
          for (int64_t ten = 1; ten <= tens; ++ten) {
            codes.push_back(absl::StrFormat("%02d%02d%02d%02d%02d", chapter, heading, six * 10,
                                            eight * 10, ten * 10));
          }
        }
      }
    }
  }
  draws.Shuffle(codes);
  return codes;
}

std::vector<std::string> Countries(Draws& draws) {
  std::vector<std::string> codes;
  for (const ZoneRow& row : kZoneTable) {
    if (ListedPlace(row.code) == PlaceKind::kCountry) codes.emplace_back(row.code);
  }
  draws.Shuffle(codes);
  return codes;
}

std::string ProductAt(double level, const std::string& code) {
  if (level < 0.003) return "*";
  if (level < 0.05) return "HS:" + code.substr(0, 2);
  if (level < 0.25) return "HS:" + code.substr(0, 4);
  if (level < 0.62) return "HS:" + code.substr(0, 6);
  if (level < 0.85) return "HTS:" + code.substr(0, 8);
  return "HTS:" + code;
}

// A country and a digit name nobody: they stand for one more issuer of its kind.
std::string IssuerIn(uint64_t world, const std::string& country) {
  return world == 0 ? country : country + static_cast<char>('0' + world);
}

class History {
 public:
  History(uint64_t events, uint64_t worlds) : draws_(kSeed), events_(events) {
    codes_ = ProductTree(draws_);
    countries_ = Countries(draws_);
    const Zipf products(codes_.size(), 0.9), issuers(kIssuers, 0.8), targets(kTargets, 0.8);
    while (drafts_.size() < events_) {
      AddMeasure(codes_[products.Draw(draws_)],
                 IssuerIn(measures_.size() % worlds, countries_[issuers.Draw(draws_)]),
                 draws_.Chance(0.1) ? "" : countries_[targets.Draw(draws_)]);
      AddEvents();
    }
    drafts_.resize(events_);
    std::sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) {
      return std::tie(a.stated_day, a.measure, a.sequence) <
             std::tie(b.stated_day, b.measure, b.sequence);
    });
  }

  const std::vector<Draft>& drafts() const { return drafts_; }
  size_t measures() const { return measures_.size(); }
  const std::vector<std::string>& codes() const { return codes_; }
  const std::vector<std::string>& countries() const { return countries_; }
  Event Spell(const Draft& draft) const;

 private:
  void AddMeasure(const std::string& code, const std::string& issuer, const std::string& target);
  void AddEvents();
  std::string IdOf(const Draft& draft, uint8_t sequence) const {
    return absl::StrFormat("%s-%06d-%02d", measures_[draft.measure].slug.substr(0, 2),
                           draft.measure, sequence);
  }

  Draws draws_;
  const uint64_t events_;
  std::vector<std::string> codes_, countries_;
  std::vector<Measure> measures_;
  std::vector<Draft> drafts_;
};

void History::AddMeasure(const std::string& code, const std::string& issuer,
                         const std::string& target) {
  Measure measure;
  measure.slug = absl::StrFormat("%s/duty-%06d", absl::AsciiStrToLower(issuer), measures_.size());
  measure.issuer = issuer;
  measure.zone = std::string(ZoneOfJurisdiction(issuer));
  measure.target = target;
  measure.product = ProductAt(draws_.Unit(), code);
  measures_.push_back(std::move(measure));
}

EventKind NextKind(Draws& draws, bool suspended, bool revoked) {
  const double roll = draws.Unit();
  if (roll < 0.06) return EventKind::kCorrected;
  if (revoked) return EventKind::kImposed;
  if (suspended && roll < 0.60) return EventKind::kResumed;
  if (roll < 0.46) return EventKind::kAmended;
  if (roll < 0.62) return EventKind::kSuspended;
  if (roll < 0.80) return EventKind::kExtended;
  if (roll < 0.92) return EventKind::kImposed;
  return EventKind::kRevoked;
}

bool GivesTo(const Draft& draft) {
  return draft.to_day != kOpenDay && draft.kind != EventKind::kResumed &&
         draft.kind != EventKind::kRevoked && draft.kind != EventKind::kAmended;
}

void History::AddEvents() {
  // The square root of a uniform draw: later years are denser.
  Draft draft;
  draft.measure = static_cast<uint32_t>(measures_.size() - 1);
  draft.stated_day =
      kFirstDay + static_cast<int64_t>(std::sqrt(draws_.Unit()) * static_cast<double>(kDays));
  const int count = std::min(1 + static_cast<int>(draws_.Exponential(4.6)), kEventsPerMeasureMax);
  bool suspended = false, revoked = false;
  uint8_t last_act = 0;
  int64_t last_end_day = INT64_MAX;
  for (int i = 0; i < count; ++i) {
    draft.sequence = static_cast<uint8_t>(i);
    draft.kind = i > 0                 ? NextKind(draws_, suspended, revoked)
                 : draws_.Chance(0.35) ? EventKind::kAnnounced
                                       : EventKind::kImposed;
    if (draft.kind == EventKind::kSuspended) suspended = true;
    if (draft.kind == EventKind::kResumed || draft.kind == EventKind::kImposed) suspended = false;
    const bool is_repair = draft.kind == EventKind::kCorrected;
    draft.from_day =
        draft.stated_day + (is_repair ? -draws_.Between(30, 700) : draws_.Between(0, 90));
    draft.to_day = draws_.Chance(0.3)
                       ? kOpenDay
                       : draft.from_day + 180 + static_cast<int64_t>(draws_.Exponential(900));
    draft.rate_ppm = draws_.Between(1, 200) * 2'500;
    draft.target = last_act;
    // What is corrected still begins before it ends.
    if (is_repair) draft.from_day = std::min(draft.from_day, last_end_day - 1);
    // An extension has no start that could be corrected.
    if (!is_repair && draft.kind != EventKind::kExtended) {
      last_act = draft.sequence;
      last_end_day = GivesTo(draft) ? draft.to_day : INT64_MAX;
    }
    drafts_.push_back(draft);
    revoked = draft.kind == EventKind::kRevoked || (revoked && is_repair);
    draft.stated_day += 1 + static_cast<int64_t>(draws_.Exponential(150));
  }
}

std::string TextOf(int64_t day) { return FormatCivil(day * kMicrosPerDay); }

Bound BoundOf(int64_t day, BoundRole role, const std::string& zone) {
  return Require(ParseBound(TextOf(day), role, zone));
}

void SpellInterval(const Draft& draft, const std::string& zone, Event& event) {
  EffectiveInterval& interval = event.effective.emplace();
  if (draft.kind != EventKind::kExtended) {
    interval.from = BoundOf(draft.from_day, BoundRole::kFrom, zone);
  }
  if (draft.kind == EventKind::kExtended && draft.to_day == kOpenDay) {
    interval.to = BoundOf(draft.from_day + 365, BoundRole::kTo, zone);
  } else if (GivesTo(draft)) {
    interval.to = BoundOf(draft.to_day, BoundRole::kTo, zone);
  }
}

void SpellScope(const Measure& measure, Event& event) {
  ScopeClause clause;
  if (!measure.target.empty()) clause.origin = {measure.target};
  clause.product = {measure.product};
  event.scope.emplace().include = {std::move(clause)};
  event.measure_class = measure.measure_class;
}

Event History::Spell(const Draft& draft) const {
  const Measure& measure = measures_[draft.measure];
  Event event;
  event.id = IdOf(draft, draft.sequence);
  event.kind = draft.kind;
  event.zone = measure.zone;
  event.actor.emplace().jurisdiction = measure.issuer;
  event.stated = Require(ParseMoment(TextOf(draft.stated_day), measure.zone));
  event.published = event.stated;
  Source source;
  source.publisher = "Official Gazette";
  source.locator = absl::StrCat(draft.stated_day % 365, "/", draft.measure % 10'000);
  source.standing = Standing::kOfficial;
  event.sources.push_back(std::move(source));
  if (draft.kind == EventKind::kCorrected) {
    event.target = IdOf(draft, draft.target);
    Event replacement;
    replacement.zone = measure.zone;
    replacement.effective.emplace().from = BoundOf(draft.from_day, BoundRole::kFrom, measure.zone);
    event.replacement = std::make_shared<const Event>(std::move(replacement));
    event.reason = "clerical";
    return event;
  }
  event.measure = measure.slug;
  SpellInterval(draft, measure.zone, event);
  const bool gives_terms = draft.kind == EventKind::kAnnounced ||
                           draft.kind == EventKind::kImposed || draft.kind == EventKind::kAmended;
  if (gives_terms) {
    event.terms.emplace().tariff.emplace().ad_valorem_ppm = draft.rate_ppm;
    SpellScope(measure, event);
  }
  return event;
}

}  // namespace

Corpus::Corpus(uint64_t events, uint64_t worlds) : worlds_(worlds) {
  const History history(events, worlds);
  measures_ = history.measures();
  products_ = history.codes();
  countries_ = history.countries();
  ends_.reserve(history.drafts().size());
  for (const Draft& draft : history.drafts()) {
    bodies_.append(EncodeEvent(history.Spell(draft)));
    ends_.push_back(bodies_.size());
    if (draft.kind != EventKind::kCorrected) ++acts_;
  }
}

absl::string_view Corpus::Body(size_t index) const {
  const uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return absl::string_view(bodies_).substr(begin, ends_[index] - begin);
}

Event Corpus::EventAt(size_t index) const { return Require(DecodeEvent(Body(index))); }

AppendRequest Corpus::RequestAt(size_t index) const {
  const Event event = EventAt(index);
  AppendRequest request;
  request.id = event.id;
  request.body = std::string(Body(index));
  request.streams = StreamsOf(event);
  request.target_id = event.target;
  return request;
}

double Corpus::MeanJsonBytes() const {
  const size_t step = std::max<size_t>(size() / 1000, 1);
  size_t bytes = 0, sampled = 0;
  for (size_t i = 0; i < size(); i += step, ++sampled) bytes += EventToJson(EventAt(i)).size();
  return static_cast<double>(bytes) / static_cast<double>(std::max<size_t>(sampled, 1));
}

Trade Corpus::DrawTrade(Draws& draws) const {
  static const Zipf products(products_.size(), 0.9), issuers(kIssuers, 0.8), targets(kTargets, 0.8);
  const uint64_t world =
      worlds_ == 1 ? 0 : static_cast<uint64_t>(draws.Between(0, static_cast<int64_t>(worlds_) - 1));
  return {IssuerIn(world, countries_[issuers.Draw(draws)]), countries_[targets.Draw(draws)],
          "HTS:" + products_[products.Draw(draws)]};
}

uint64_t Corpus::Checksum(size_t count) const {
  BodySum sum;
  for (size_t i = 0; i < count; ++i) sum.Add(Body(i));
  return sum.value();
}

void BodySum::Add(absl::string_view body) {
  sum_ = sum_ * 0x100000001b3ull + absl::HashOf(body);
  ++count_;
}

}  // namespace decree::bench

#include "tests/model/record_oracle.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/assert.h"
#include "core/model/validate_event.h"
#include "tests/model/claims.h"
#include "tests/model/oracle_visible.h"

namespace decree::oracle {
namespace {

constexpr char kRecordZone[] = "Etc/UTC";
using Words = std::vector<std::string>;

class RecordDrawer {
 public:
  explicit RecordDrawer(Draws& draws) : draws_(draws) {}

  std::vector<Record> Draw() {
    const uint64_t events = 2 + draws_.Below(12);
    for (uint64_t i = 0; i < events; ++i) {
      const uint64_t roll = draws_.Below(100);
      if (roll < 40) {
        Claim();
      } else if (roll < 50) {
        Measure();
      } else if (roll < 80) {
        Observe();
      } else {
        Repair();
      }
    }
    if (draws_.Percent(50)) {
      for (Record& record : record_) {
        if (!draws_.Percent(60)) continue;
        record.event.formerly = ClaimAt(draws_.Between(-1, static_cast<int64_t>(events)));
      }
    }
    return std::move(record_);
  }

 private:
  std::string Day() {
    return absl::StrFormat("2025-%02d-%02d", draws_.Between(1, 3), draws_.Between(1, 28));
  }
  std::string Date() {
    return draws_.Percent(80) ? Day() : absl::StrFormat("2025-%02d", draws_.Between(1, 3));
  }

  Event Blank(EventKind kind) {
    Event event;
    event.id = absl::StrCat("e", record_.size() + 1);
    event.kind = kind;
    event.zone = kRecordZone;
    return event;
  }

  void Dated(Event& event) {
    event.stated = ParseMoment(Date(), kRecordZone).value();
    event.published = draws_.Percent(70) ? event.stated : ParseMoment(Date(), kRecordZone).value();
    if (draws_.Percent(30)) {
      Source& source = event.sources.emplace_back();
      source.publisher = "paper";
      source.standing = draws_.Percent(50) ? Standing::kReported : Standing::kOfficial;
    }
  }

  void Add(Event event) {
    DECREE_ASSERT(ValidateEvent(event).ok());
    record_.push_back({record_.size() + 1, static_cast<int64_t>(record_.size()), event});
  }

  void DrawInterval(Event& event) {
    EffectiveInterval interval;
    if (draws_.Percent(80))
      interval.from = ParseBound(Date(), BoundRole::kFrom, kRecordZone).value();
    if (draws_.Percent(40)) interval.to = ParseBound(Date(), BoundRole::kTo, kRecordZone).value();
    // An interval that has no day is refused.
    if (interval.from && interval.to &&
        interval.to->earliest_civil_us <= interval.from->latest_civil_us) {
      interval.to.reset();
    }
    if (interval.from || interval.to) event.effective = std::move(interval);
  }

  void Claim() {
    Event event = Blank(EventKind::kCoverageSet);
    Dated(event);
    DrawInterval(event);
    Coverage& coverage = event.coverage.emplace();
    coverage.issuer = draws_.OneOf<std::string>({"US", "CN"});
    coverage.domain = draws_.OneOf<std::string>({"tariffs", "controls"});
    coverage.sources = {"gazette"};
    if (draws_.Percent(15)) Link(EventKind::kCoverageSet, event);
    Add(std::move(event));
  }

  // To some earlier event of the kind.
  void Link(EventKind kind, Event& event) {
    Words ids;
    for (const Record& record : record_) {
      if (record.event.kind == kind) ids.push_back(record.event.id);
    }
    if (ids.empty()) return;
    event.links.push_back({LinkRel::kReplaces, draws_.OneOf(ids)});
  }

  void Measure() {
    Event event = Blank(EventKind::kAnnounced);
    event.measure = absl::StrCat("m", draws_.Below(3));
    event.actor.emplace().jurisdiction = draws_.OneOf<std::string>({"US", "CN", "JP"});
    Dated(event);
    Add(std::move(event));
  }

  void Observe() {
    Event event = Blank(EventKind::kObservation);
    Dated(event);
    Observation& observation = event.observation.emplace();
    observation.series = kSeries;
    observation.unit = draws_.Percent(90) ? "t" : "kg";
    observation.period = absl::StrFormat("2025-%02d", draws_.Between(1, 4));
    observation.value = Decimal{draws_.Between(90, 110), static_cast<uint8_t>(draws_.Below(2))};
    if (draws_.Percent(80)) {
      const std::string change = FormatDecimal(
          Decimal{draws_.Between(-150, 150), static_cast<uint8_t>(1 + draws_.Below(2))});
      observation.change = change + (draws_.Percent(60) ? "%" : "");
    }
    Add(std::move(event));
  }

  void Repair() {
    if (record_.empty()) return;
    const Event target = record_[draws_.Below(record_.size())].event;
    const bool retracts = draws_.Percent(50) || target.kind == EventKind::kRetracted ||
                          target.kind == EventKind::kCorrected;
    Event event = Blank(retracts ? EventKind::kRetracted : EventKind::kCorrected);
    event.target = target.id;
    if (draws_.Percent(60)) {
      event.stated = event.published = ParseMoment(Date(), kRecordZone).value();
    }
    if (!retracts) {
      Event body;
      body.zone = kRecordZone;
      if (target.observation) {
        body.observation = target.observation;
        body.observation->value = Decimal{draws_.Between(90, 110), 0};
      } else {
        body.effective.emplace().from = ParseBound(Day(), BoundRole::kFrom, kRecordZone).value();
      }
      event.replacement = std::make_shared<const Event>(std::move(body));
    }
    Add(std::move(event));
  }

  Draws& draws_;
  std::vector<Record> record_;
};

bool IsLifted(const Act& act, const std::vector<Act>& acts) {
  for (const Act& other : acts) {
    if (other.position == act.position || other.kind() != act.kind()) continue;
    const bool same = act.body.coverage ? other.body.coverage && other.body.coverage->issuer ==
                                                                     act.body.coverage->issuer
                                        : other.body.observation.has_value();
    for (const Link& link : other.body.links) {
      if (same && link.rel == LinkRel::kReplaces && link.id == act.body.id) return true;
    }
  }
  return false;
}

Bound FromOf(const Act& act) {
  if (act.body.effective && act.body.effective->from) return *act.body.effective->from;
  return StartOfMoment(StatedOf(act.body));
}

enum class Truth { kNo, kOpen, kYes };

Truth HasBegun(const Bound& bound, int64_t t) {
  if (bound.latest_civil_us <= t) return Truth::kYes;
  return t < bound.earliest_civil_us ? Truth::kNo : Truth::kOpen;
}

Truth Not(Truth truth) {
  return truth == Truth::kOpen ? truth : truth == Truth::kYes ? Truth::kNo : Truth::kYes;
}

// At one instant: begun, not over, and no later claim of the same has begun.
Truth HoldsAt(size_t at, const std::vector<const Act*>& claims, int64_t t) {
  const Act& claim = *claims[at];
  Truth holds = HasBegun(FromOf(claim), t);
  if (claim.body.effective && claim.body.effective->to) {
    holds = std::min(holds, Not(HasBegun(*claim.body.effective->to, t)));
  }
  for (size_t i = at + 1; i < claims.size(); ++i) {
    if (claims[i]->body.coverage->issuer != claim.body.coverage->issuer ||
        claims[i]->body.coverage->domain != claim.body.coverage->domain) {
      continue;
    }
    holds = std::min(holds, Not(HasBegun(FromOf(*claims[i]), t)));
  }
  return holds;
}

// Half units of the last digit, in units of 10^-4: all that is drawn has at most two digits.
struct Ends {
  int64_t low = 0, high = 0;
};
constexpr int64_t kScale = 10'000;
Ends EndsOf(const Decimal& value) {
  int64_t unit = kScale;
  for (int i = 0; i < value.scale; ++i) unit /= 10;
  const auto middle = static_cast<int64_t>(value.unscaled) * unit;
  return {middle - unit / 2, middle + unit / 2};
}

// Whether some value and some change within their rounding make some value before within its own.
bool Fits(const Observation& now, const Observation& before) {
  const bool is_share = absl::EndsWith(now.change, "%");
  const Decimal change =
      ParseDecimal(now.change.substr(0, now.change.size() - (is_share ? 1 : 0))).value();
  const Ends v = EndsOf(*now.value), p = EndsOf(*before.value), c = EndsOf(change);
  if (!is_share) return v.low - c.high <= p.high && p.low <= v.high - c.low;
  // now = before × (1 + change): the least and the most that may be made of the value before.
  const int64_t least = kScale * 100 + c.low, most = kScale * 100 + c.high;
  return p.low * least <= v.high * kScale * 100 && v.low * kScale * 100 <= p.high * most;
}

}  // namespace

std::vector<Record> DrawRecord(Draws& draws) { return RecordDrawer(draws).Draw(); }

Monitored MonitoredOn(const std::vector<Record>& record, const View& view,
                      const CivilWindow& window) {
  const VisibleActs visible = SelectVisible(record, view);
  std::vector<const Act*> claims;
  for (const Act& act : visible.acts) {
    if (act.body.coverage && !IsLifted(act, visible.acts)) claims.push_back(&act);
  }
  std::set<int64_t> instants = {window.first_civil_us};
  for (const Act* claim : claims) {
    std::vector<Bound> bounds = {FromOf(*claim)};
    if (claim->body.effective && claim->body.effective->to) {
      bounds.push_back(*claim->body.effective->to);
    }
    for (const Bound& bound : bounds) {
      for (const int64_t t : {bound.earliest_civil_us, bound.latest_civil_us}) {
        if (t > window.first_civil_us && t <= window.last_civil_us) instants.insert(t);
      }
    }
  }
  Monitored monitored;
  std::set<std::string> claimed;
  for (size_t i = 0; i < claims.size(); ++i) {
    bool ever = false, always = true;
    for (const int64_t t : instants) {
      const Truth holds = HoldsAt(i, claims, t);
      ever = ever || holds != Truth::kNo;
      always = always && holds == Truth::kYes;
    }
    if (!ever) continue;
    const Coverage& coverage = *claims[i]->body.coverage;
    monitored.claims[absl::StrCat(coverage.issuer, " ", coverage.domain, " ", claims[i]->body.id)] =
        always;
    claimed.insert(coverage.issuer);
  }
  // Who spoke first for a measure issues it.
  std::map<std::string, const Act*> first;
  for (const Act& act : visible.acts) {
    if (act.body.measure.empty()) continue;
    const Act*& kept = first[act.body.measure];
    if (kept == nullptr || DateOrderOf(act) < DateOrderOf(*kept)) kept = &act;
  }
  for (const auto& [measure, act] : first) {
    if (!claimed.contains(act->body.actor->jurisdiction)) {
      monitored.unmonitored.insert(act->body.actor->jurisdiction);
    }
  }
  return monitored;
}

std::map<std::string, bool> MisfitsOf(const std::vector<Record>& record, const View& view) {
  const VisibleActs visible = SelectVisible(record, view);
  std::map<std::string, const Observation*> newest;  // by period; paint order
  for (const Act& act : visible.acts) {
    if (act.body.observation) newest[act.body.observation->period] = &*act.body.observation;
  }
  std::map<std::string, bool> misfits;
  for (const Act& act : visible.acts) {
    if (!act.body.observation) continue;
    const Observation& now = *act.body.observation;
    bool& misfit = misfits[act.body.id];
    const int month = now.period.back() - '0';
    const auto before = newest.find(absl::StrCat("2025-0", month - 1));
    if (now.change.empty() || before == newest.end()) continue;
    misfit = before->second->unit != now.unit || !Fits(now, *before->second);
  }
  return misfits;
}

}  // namespace decree::oracle

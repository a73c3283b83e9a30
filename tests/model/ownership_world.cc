#include "tests/model/ownership_world.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/validate_event.h"

namespace decree::oracle {
namespace {

using Words = std::vector<std::string>;

constexpr char kZone[] = "Etc/UTC";

class OwnershipDrawer {
 public:
  OwnershipDrawer(Draws& draws, std::vector<Event>& world) : draws_(draws), world_(world) {}

  void AddPlain() {
    if (draws_.Percent(35)) return;
    // A chain with a circle in it, so that what is drawn below meets something.
    if (draws_.Percent(50)) {
      Start("mid", "acme", 500'000);
      Start("sub", "mid", draws_.Percent(50) ? 500'000 : 300'000);
      Start("other", "sub", 600'000);
      if (draws_.Percent(50)) Start("mid", "sub", 500'000);
    }
    // Of those who take part, for most of whom nothing else is drawn.
    for (const char* const party : {"trader", "army", "other", "acme"}) {
      if (draws_.Percent(40)) Start(party, Owner(), Share());
    }
    for (uint64_t links = draws_.Below(7); links > 0; --links) {
      if (draws_.Percent(20)) {
        End();
      } else {
        Start(Owned(), Owner(), Share());
      }
    }
  }

  void AddOpen() {
    const size_t first = world_.size();
    for (uint64_t links = draws_.Below(5); links > 0; --links) {
      Event& event = draws_.Percent(20) ? End() : Start(Owned(), Owner(), Share());
      if (draws_.Percent(25)) Blur(*event.effective);
      if (draws_.Percent(25)) event.sources.push_back(Report());
      if (event.membership->share_ppm && draws_.Percent(10)) event.membership->share_ppm.reset();
    }
    std::vector<Event> links;
    for (size_t i = 0; i < world_.size(); ++i) {
      const bool is_link = world_[i].membership && world_[i].membership->kind == "owns";
      if (is_link && (i >= first || draws_.Percent(30))) links.push_back(world_[i]);
    }
    for (const Event& link : links) {
      if (draws_.Percent(25)) Repair(link);
      while (draws_.Percent(20)) Dispute(link);
      if (draws_.Percent(10)) Speak(EventKind::kConfirmed, link);
    }
  }

 private:
  std::string Owned() {
    return draws_.OneOf<std::string>({"other", "trader", "army", "Army", "sub", "mid"});
  }
  std::string Owner() {
    return draws_.OneOf<std::string>(
        {"acme", "acme", "Acme", "sub", "mid", "other", "big", "trader"});
  }
  int64_t Share() {
    return draws_.OneOf<int64_t>({500'000, 500'000, 300'000, 250'000, 200'000, 510'000, 1'000'000});
  }
  std::string Day() {
    return draws_.OneOf<std::string>(
        {"2020-01-01", "2020-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"});
  }

  static Bound BoundOf(const std::string& text, BoundRole role) {
    return ParseBound(text, role, kZone).value();
  }

  Event& Add(EventKind kind) {
    Event& event = world_.emplace_back();
    event.id = absl::StrCat("e", world_.size());
    event.kind = kind;
    event.zone = kZone;
    event.stated = ParseMoment("2020-01-01", kZone).value();
    event.published = event.stated;
    return event;
  }

  Event& Start(const std::string& owned, const std::string& owner, int64_t share_ppm) {
    Event& event = Add(EventKind::kMembershipStarted);
    event.membership = Membership{owned, owned == owner ? "big" : owner, "owns", share_ppm};
    event.effective.emplace().from = BoundOf(Day(), BoundRole::kFrom);
    const std::string to = Day();
    if (draws_.Percent(20) && to > event.effective->from->text) {
      event.effective->to = BoundOf(to, BoundRole::kTo);
    }
    DECREE_ASSERT(ValidateEvent(event).ok());
    return event;
  }

  // Of what was started, where anything was.
  Event& End() {
    Membership membership{Owned(), "acme", "owns", {}};
    for (const Event& event : world_) {
      const bool is_link = event.membership && event.membership->kind == "owns";
      if (is_link && draws_.Percent(50)) membership = *event.membership;
    }
    membership.share_ppm.reset();
    Event& event = Add(EventKind::kMembershipEnded);
    event.membership = membership;
    event.effective.emplace().from = BoundOf(Day(), BoundRole::kFrom);
    return event;
  }

  void Blur(EffectiveInterval& interval) {
    const std::string month = draws_.OneOf<std::string>({"2025-03", "2025-04"});
    interval.from = BoundOf(month, BoundRole::kFrom);
    interval.to.reset();
  }

  static Source Report() {
    Source source;
    source.publisher = "A newspaper";
    source.standing = Standing::kReported;
    return source;
  }

  void Repair(const Event& link) {
    Event& event = Add(draws_.Percent(70) ? EventKind::kCorrected : EventKind::kRetracted);
    event.target = link.id;
    if (draws_.Percent(50)) {
      event.stated.reset();
      event.published.reset();
    }
    if (event.kind == EventKind::kRetracted) return;
    Event words;
    words.zone = kZone;
    const bool starts = link.kind == EventKind::kMembershipStarted;
    if (draws_.Percent(60)) {
      words.membership = link.membership;
      if (starts) words.membership->share_ppm = Share();
      if (draws_.Percent(30)) words.membership->group = Owned();
      if (draws_.Percent(30)) words.membership->member = "big";
    }
    if (!words.membership || draws_.Percent(30)) {
      words.effective.emplace().from = BoundOf("2025-02-01", BoundRole::kFrom);
    }
    event.replacement = std::make_shared<const Event>(std::move(words));
  }

  Event& Speak(EventKind kind, const Event& link) {
    Event& event = Add(kind);
    event.target = link.id;
    if (draws_.Percent(30)) event.sources.push_back(Report());
    return event;
  }

  // With days of its own, or without any.
  void Dispute(const Event& link) {
    Event& event = Speak(EventKind::kDisputed, link);
    if (draws_.Percent(70)) event.effective.emplace().from = BoundOf(Day(), BoundRole::kFrom);
  }

  Draws& draws_;
  std::vector<Event>& world_;
};

}  // namespace

void AddOwnership(Draws& draws, std::vector<Event>& world) {
  OwnershipDrawer(draws, world).AddPlain();
}

void AddOpenOwnership(Draws& draws, std::vector<Event>& world) {
  OwnershipDrawer(draws, world).AddOpen();
}

}  // namespace decree::oracle

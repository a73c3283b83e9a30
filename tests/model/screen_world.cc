#include "tests/model/screen_world.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/validate_event.h"
#include "tests/model/ownership_world.h"

namespace decree::oracle {
namespace {

using Words = std::vector<std::string>;

constexpr char kZone[] = "Etc/UTC";
const Words& Days() {
  static const Words& days = *new Words{"2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"};
  return days;
}
const Words& Programs() {
  static const Words& programs = *new Words{"p", "q", "r", "s"};
  return programs;
}

// What each fact may be.
const std::map<std::string, Words>& Domains() {
  static const auto& domains = *new std::map<std::string, Words>{
      {"origin", {"CN", "DE", "GB"}},
      {"destination", {"US", "DE"}},
      {"product",
       {"HTS:8541420010;tag:a", "HTS:8541410000;tag:b", "HTS:8501104000;tag:a",
        "HTS:7208100000;tag:c"}},
      {"party", {"acme", "other", "ACME\xC2\xA0 ", "other; A\xEF\xBD\x83me"}},
      // Never a listed party: who is named as `party` is all who take part.
      {"endUser", {"trader", "army", "Army"}},
      {"owner", {"acme:50%", "acme:30%;sub:20%", "sub:49%;other:51%", "other:100%"}},
      {"movement", {"export", "reExport"}},
      {"endUse", {"civil", "military"}},
      {"contentShare", {"0%", "10%", "25%", "100%"}},
      {"value", {"100 USD", "799 USD", "800 USD", "5000 USD"}},
      {"kg", {"3", "40"}},
      {"exported", {"2025-01-31", "2025-02-01", "2025-03-15"}},
      {"metalContent", {"0%", "30%", "100%"}}};
  return domains;
}

class WorldDrawer {
 public:
  explicit WorldDrawer(Draws& draws) : draws_(draws) {}

  std::vector<Event> Draw() {
    Member("club", "DE", "2020-01-01", true);
    Member("club", "GB", "2020-01-01", true);
    if (draws_.Percent(70)) Member("club", "GB", draws_.OneOf(Days()), false);
    Member("listed", draws_.Percent(50) ? "acme" : "Acme",
           draws_.Percent(50) ? "2020-01-01" : draws_.OneOf(Days()), true);
    const uint64_t measures = 1 + draws_.Below(6);
    for (uint64_t i = 0; i < measures; ++i) Measure(absl::StrCat("x/m", i));
    const uint64_t authorizations = draws_.Below(3);
    for (uint64_t i = 0; i < authorizations; ++i) Authorization(absl::StrCat("x/a", i), measures);
    Amend();
    AddOwnership(draws_, world_);
    const uint64_t rules = draws_.Below(4);
    for (uint64_t i = 0; i < rules; ++i) Rule();
    return std::move(world_);
  }

 private:
  Bound BoundOf(const std::string& day, BoundRole role) {
    absl::StatusOr<Bound> bound = ParseBound(day, role, kZone);
    DECREE_ASSERT(bound.ok());
    return *std::move(bound);
  }

  Event& Add(EventKind kind, const std::string& from, const std::string& to) {
    Event& event = world_.emplace_back();
    event.id = absl::StrCat("e", world_.size());
    event.kind = kind;
    event.zone = kZone;
    event.actor.emplace().jurisdiction = "XX";
    event.stated = ParseMoment("2020-01-01", kZone).value();
    event.published = event.stated;
    event.effective.emplace().from = BoundOf(from, BoundRole::kFrom);
    if (!to.empty() && to > from) event.effective->to = BoundOf(to, BoundRole::kTo);
    return event;
  }

  void Member(const char* group, const char* member, const std::string& from, bool starts) {
    Event& event =
        Add(starts ? EventKind::kMembershipStarted : EventKind::kMembershipEnded, from, "");
    event.membership = decree::Membership{group, member, "", {}};
  }

  std::string MaybeDay(uint64_t percent) {
    return draws_.Percent(percent) ? draws_.OneOf(Days()) : "";
  }

  ScopeClause Clause(uint64_t percent) {
    ScopeClause clause;
    const auto draw = [&](Words& to, const Words& from) {
      while (draws_.Percent(percent) && to.size() < 2) to.push_back(draws_.OneOf(from));
    };
    draw(clause.origin, {"CN", "DE", "club", "*"});
    draw(clause.destination, {"US", "DE", "club"});
    draw(clause.product, {"HTS:85", "HTS:854142", "HTS:8541", "HTS:7208", "tag:a", "tag:b", "*"});
    draw(clause.party, {"acme", "listed", "Listed",
                        "\xEF\xBC\xA1"
                        "cme"});
    draw(clause.end_user, {"trader", "ARMY"});
    draw(clause.movement, {"export", "reExport"});
    draw(clause.end_use, {"civil", "military"});
    if (draws_.Percent(clause.party.empty() ? percent / 3 : 40)) {
      clause.ownership_at_least_ppm = 500'000;
    }
    if (draws_.Percent(percent / 2)) clause.content_share_at_least_ppm = 100'000;
    if (draws_.Percent(percent / 2)) clause.value_below = "800 USD";
    if (draws_.Percent(percent / 2)) {
      clause.exported_before = BoundOf(draws_.OneOf(Days()), BoundRole::kTo);
    }
    return clause;
  }

  Scope DrawScope(uint64_t percent) {
    Scope scope;
    scope.include.emplace();
    for (uint64_t i = 0; i <= draws_.Below(2); ++i) scope.include->push_back(Clause(percent));
    if (draws_.Percent(40)) scope.exclude = DrawExclusions();
    return scope;
  }

  std::vector<ScopeClause> DrawExclusions() {
    std::vector<ScopeClause> clauses;
    for (uint64_t i = 0; i <= draws_.Below(2); ++i) {
      ScopeClause& clause = clauses.emplace_back(Clause(35));
      if (draws_.Percent(50)) DrawValidity(clause);
    }
    return clauses;
  }

  void DrawValidity(ScopeClause& clause) {
    const std::string from = MaybeDay(80), to = MaybeDay(from.empty() ? 100 : 30);
    EffectiveInterval& validity = clause.effective.emplace();
    if (!from.empty()) validity.from = BoundOf(from, BoundRole::kFrom);
    if (to > from) validity.to = BoundOf(to, BoundRole::kTo);  // a missing end is before all
  }

  // Amendments of what was imposed, in no order: of several measures, some more than once.
  void Amend() {
    const std::vector<Event> imposed = world_;
    for (const Event& event : imposed) {
      if (event.kind != EventKind::kImposed) continue;
      while (draws_.Percent(35)) Amendment(event);
    }
  }

  void Amendment(const Event& imposed) {
    Event& event = Add(EventKind::kAmended, draws_.OneOf(Days()), MaybeDay(30));
    event.measure = imposed.measure;
    const uint64_t roll = draws_.Below(100);
    const bool has_exclusions = imposed.scope->exclude && !imposed.scope->exclude->empty();
    if (roll < 15) {  // the same with another validity, where there is one
      event.scope.emplace().exclude =
          has_exclusions ? *imposed.scope->exclude : std::vector<ScopeClause>{};
      for (ScopeClause& clause : *event.scope->exclude) DrawValidity(clause);
    } else if (roll < 30) {  // withdrawn
      event.scope.emplace().exclude.emplace();
    } else if (roll < 75) {
      event.scope.emplace().exclude = DrawExclusions();
    } else if (roll < 85) {
      event.scope = DrawScope(15);
    }
    if (draws_.Percent(35)) ChangeLists(imposed, event);
    const bool has_tariff = imposed.terms && imposed.terms->tariff;
    if (has_tariff && (roll >= 85 || draws_.Percent(20))) {
      event.terms.emplace().tariff.emplace().ad_valorem_ppm =
          draws_.OneOf<int64_t>({0, 50'000, 300'000});
    }
    if (!event.scope && !event.terms) event.scope.emplace().exclude = DrawExclusions();
    DECREE_ASSERT(ValidateEvent(event).ok());
  }

  // By parts: what joins the lists below, and what leaves them.
  void ChangeLists(const Event& imposed, Event& event) {
    if (!event.scope) event.scope.emplace();
    Scope& scope = *event.scope;
    const bool has_exclusions = imposed.scope->exclude && !imposed.scope->exclude->empty();
    if (!scope.exclude) {
      if (draws_.Percent(60)) scope.exclude_add.emplace({Clause(35)});
      if (has_exclusions && draws_.Percent(60)) {
        scope.exclude_remove.emplace({draws_.OneOf(*imposed.scope->exclude)});
      }
    }
    if (!scope.include) {
      if (draws_.Percent(30)) scope.include_add.emplace({Clause(15)});
      if (draws_.Percent(20)) scope.include_remove.emplace({draws_.OneOf(*imposed.scope->include)});
    }
    if (scope == Scope()) event.scope.reset();
  }

  Tariff DrawTariff() {
    Tariff tariff;
    if (draws_.Percent(80))
      tariff.ad_valorem_ppm = draws_.OneOf<int64_t>({0, 25'000, 100'000, 250'000});
    if (!tariff.ad_valorem_ppm || draws_.Percent(10)) tariff.floor_total_ppm = 150'000;
    if (draws_.Percent(10)) tariff.minimum_ppm = 50'000;
    if (draws_.Percent(10)) tariff.maximum_ppm = 120'000;
    if (draws_.Percent(20)) {
      tariff.value_share = "metalContent";
      tariff.is_rest_of_share = draws_.Percent(30);
    }
    return tariff;
  }

  void Measure(const std::string& slug) {
    Event& event = Add(EventKind::kImposed, draws_.OneOf(Days()), MaybeDay(30));
    event.measure = slug;
    event.applies_by = AppliesBy::kEntry;
    event.scope = DrawScope(15);
    const uint64_t roll = draws_.Below(100);
    if (roll < 60) {
      const bool is_base = roll < 18;
      event.measure_class = is_base ? MeasureClass::kBaseDuty : MeasureClass::kTariff;
      if (draws_.Percent(75)) event.program = draws_.OneOf(Programs());
      event.terms.emplace().tariff = DrawTariff();
      if (is_base) MakeBase(event);
      if (*event.terms->tariff == Tariff{}) event.terms->tariff->ad_valorem_ppm = 25'000;
    } else if (roll < 92) {
      event.measure_class = MeasureClass::kExportControl;
      ExportControl& control = event.terms.emplace().export_control.emplace();
      control.policy = draws_.OneOf<LicencePolicy>(
          {LicencePolicy::kLicence, LicencePolicy::kLicence, LicencePolicy::kCaseByCase,
           LicencePolicy::kPresumptionOfDenial, LicencePolicy::kDenial});
      if (draws_.Percent(25)) control.de_minimis_ppm = 250'000;
    } else {
      event.measure_class =
          draws_.Percent(50) ? MeasureClass::kImportBan : MeasureClass::kExportBan;
    }
    DECREE_ASSERT(ValidateEvent(event).ok());
  }

  // Of one of two issuers, by headings of several lengths; sometimes compound.
  void MakeBase(Event& event) {
    Tariff& tariff = *event.terms->tariff;
    tariff.floor_total_ppm.reset();
    if (draws_.Percent(30)) event.actor->jurisdiction = "DE";
    if (draws_.Percent(35)) {
      tariff.value_share.clear();
      tariff.is_rest_of_share = false;
      tariff.minimum_ppm.reset();
      tariff.maximum_ppm.reset();
      tariff.specific =
          SpecificDuty{ParseDecimal(draws_.OneOf<std::string>({"0.5", "2"})).value(), "USD", "kg"};
      if (draws_.Percent(30)) tariff.ad_valorem_ppm.reset();
    }
    if (draws_.Percent(70)) {
      ScopeClause& clause = event.scope->include->front();
      clause = {};
      clause.product = {draws_.OneOf<std::string>({"HTS:85", "HTS:8541", "HTS:854142", "*"})};
      if (draws_.Percent(20)) clause.party = {"acme"};
    }
  }

  void Authorization(const std::string& slug, uint64_t measures) {
    Event& event = Add(EventKind::kImposed, draws_.OneOf(Days()), MaybeDay(30));
    event.measure = slug;
    event.measure_class = MeasureClass::kAuthorization;
    event.scope = DrawScope(15);
    for (uint64_t i = 0; i < measures; ++i) {
      if (draws_.Percent(50)) event.authorizes.push_back(absl::StrCat("x/m", i));
    }
    if (event.authorizes.empty()) event.authorizes.push_back("x/m0");
  }

  void Rule() {
    Event& event = Add(EventKind::kStackingRuleSet, draws_.OneOf(Days()), MaybeDay(20));
    StackingRule& rule = event.stacking.emplace();
    rule.program = draws_.OneOf(Programs());
    if (draws_.Percent(35)) {
      rule.effect = StackingEffect::kCappedBy;
      rule.cap_ppm = draws_.OneOf<int64_t>({50'000, 150'000, 300'000});
    }
    for (const std::string& program : Programs()) {
      if (program != rule.program && draws_.Percent(40)) rule.over.push_back(program);
    }
    if (rule.over.empty()) rule.over.push_back(rule.program == "p" ? "q" : "p");
  }

  Draws& draws_;
  std::vector<Event> world_;
};

}  // namespace

std::vector<Event> DrawWorld(Draws& draws) { return WorldDrawer(draws).Draw(); }

std::vector<TransactionField> DrawTransaction(Draws& draws, bool several_parties,
                                              bool by_the_record) {
  std::vector<TransactionField> fields = {
      {"on", draws.Percent(70) ? draws.OneOf(Days()) : std::string("2025-04-20")}};
  for (const auto& [name, values] : Domains()) {
    fields.push_back({name, draws.OneOf(values)});
    const bool is_several = fields.back().value.find(';') != std::string::npos;
    if (name == "party" && is_several && !several_parties) fields.back().value = "acme";
    if (name == "owner" && by_the_record && draws.Percent(50)) fields.pop_back();
  }
  return fields;
}

const std::vector<std::string>& FactNames() {
  static const auto& names = *[] {
    auto* all = new std::vector<std::string>;
    for (const auto& [name, values] : Domains()) all->push_back(name);
    return all;
  }();
  return names;
}

std::vector<std::vector<TransactionField>> FillingsOf(const std::string& fact) {
  std::vector<std::vector<TransactionField>> fillings;
  if (fact == "owner") fillings.push_back({{fact, ""}});  // those on record
  for (const std::string& value : Domains().at(fact)) {
    // Of several parties in one text no single reading tells.
    if (value.find(';') == std::string::npos || fact != "party")
      fillings.push_back({{fact, value}});
  }
  return fillings;
}

}  // namespace decree::oracle

#include "tests/model/screen_oracle.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "core/base/assert.h"
#include "core/model/asked_date.h"
#include "core/model/edtf_date.h"
#include "tests/model/oracle_names.h"
#include "tests/model/screen_words.h"

namespace decree::oracle {
namespace {

using Words = std::vector<std::string>;

int64_t DayOf(const std::string& text) {
  const absl::StatusOr<CivilWindow> window = ParseWindow(text, "Etc/UTC");
  DECREE_ASSERT(window.ok());
  return window->first_civil_us;
}

bool IsIn(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class NaiveScreening {
 public:
  NaiveScreening(const std::vector<Event>& world, const Transaction& transaction,
                 const OwnershipTable& owners, const ScreenReading& reading)
      : t_(transaction), on_(DayOf(transaction.on.text())), owners_(owners), reading_(reading) {
    for (const std::string& party : t_.parties) {
      for (const std::string& name : TextsOf(party)) given_.parties.insert(name);
    }
    for (const OwnerShare& owner : t_.owners) given_.shares[PlainName(owner.id)] += owner.share_ppm;
    for (const Event& event : world) {
      if (event.kind == EventKind::kAmended) continue;
      world_.push_back(event);
      if (event.kind == EventKind::kImposed) {
        PutWords(
            world, event, [this](const auto& interval) { return Holds(interval); }, world_.back());
      }
    }
  }

  ScreenResult Answer() {
    for (const Event& event : world_) {
      if (event.kind != EventKind::kImposed || !Reaches(event)) continue;
      if (event.measure_class == MeasureClass::kAuthorization) continue;
      if (!IsAuthorized(event) && !IsSpared(event)) applying_.push_back(&event);
    }
    ScreenResult result;
    Decide(result);
    KeepRules();
    if (HasCycle()) {
      result.is_cycle = true;
      if (result.decision != "prohibited") result.decision = "undetermined";
      return result;
    }
    AddDuties(result);
    return result;
  }

 private:
  bool Holds(const std::optional<EffectiveInterval>& interval) const {
    if (!interval) return true;
    if (interval->from && on_ < interval->from->earliest_civil_us) return false;
    return !interval->to || on_ < interval->to->earliest_civil_us;
  }

  bool IsMember(const std::string& group, const std::string& who) const {
    bool in = false;
    for (const Event& event : world_) {  // in the order of their positions, and of their dates
      if (!event.membership || event.membership->kind == "owns") continue;
      if (PlainName(event.membership->group) != PlainName(group)) continue;
      if (PlainName(event.membership->member) != PlainName(who)) continue;
      if (!Holds(event.effective)) continue;
      in = event.kind == EventKind::kMembershipStarted;
    }
    return in;
  }

  bool Names(const Words& words, const std::string& who) const {
    return words.empty() || IsIn(words, "*") || IsIn(words, who) ||
           std::any_of(words.begin(), words.end(),
                       [&](const std::string& group) { return IsMember(group, who); });
  }

  // What takes out of a control means the whole text, or is read as parts_take_out says.
  bool NamesParty(const Words& words, const std::string& given, bool takes_out) const {
    if (words.empty() || IsIn(words, "*")) return true;
    Words texts = TextsOf(given);
    if (takes_out && !reading_.parts_take_out) texts.resize(1);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::any_of(texts.begin(), texts.end(), [&](const std::string& who) {
        return PlainName(word) == who || IsMember(word, who);
      });
    });
  }

  bool HasProduct(const Words& codes) const {
    if (codes.empty() || IsIn(codes, "*")) return true;
    for (const ProductCode& product : t_.products) {
      const std::string whole = FormatProductCode(product);
      for (const std::string& code : codes) {
        if (product.system == ProductSystem::kTag ? whole == code : whole.rfind(code, 0) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  bool HasParty(const ScopeClause& clause, bool takes_out) const {
    Words involved = t_.parties;
    if (!reading_.parties_are_all) involved.push_back(t_.end_user);
    for (const std::string& who : involved) {
      if (!clause.party.empty() && NamesParty(clause.party, who, takes_out)) return true;
    }
    if (!clause.ownership_at_least_ppm) return clause.party.empty();
    const auto is_listed = [&](const std::string& who) {
      return NamesParty(clause.party, who, takes_out);
    };
    const auto is_owned = [&](const std::string& who) {
      return IsOwnedNaively(owners_, given_, who, *clause.ownership_at_least_ppm, is_listed);
    };
    return std::any_of(involved.begin(), involved.end(), [&](const std::string& who) {
      Words texts = TextsOf(who);
      if (takes_out && !reading_.parts_take_out) texts.resize(1);
      return std::any_of(texts.begin(), texts.end(), is_owned);
    });
  }

  bool IsBelow(const std::string& limit) const {
    // Whole numbers of one currency only.
    return limit.empty() || t_.value->unscaled < std::stoll(limit);
  }

  bool Covers(const ScopeClause& clause, bool takes_out) const {
    return Holds(clause.effective) && Names(clause.origin, t_.origin) &&
           Names(clause.destination, t_.destination) &&
           NamesParty(clause.end_user, t_.end_user, takes_out) &&
           (clause.movement.empty() || IsIn(clause.movement, t_.movement)) &&
           (clause.end_use.empty() || IsIn(clause.end_use, t_.end_use)) &&
           (!clause.content_share_at_least_ppm ||
            *t_.content_share_ppm >= *clause.content_share_at_least_ppm) &&
           IsBelow(clause.value_below) && HasParty(clause, takes_out) &&
           HasProduct(clause.product) &&
           (!clause.exported_before ||
            DayOf(t_.exported.text()) < clause.exported_before->earliest_civil_us);
  }

  bool Reaches(const Event& event) const {
    const bool takes_out = event.measure_class == MeasureClass::kAuthorization;
    const auto covers = [&](const ScopeClause& clause) { return Covers(clause, takes_out); };
    const auto excludes = [this](const ScopeClause& clause) { return Covers(clause, true); };
    const Scope& scope = *event.scope;
    return Holds(event.effective) &&
           std::any_of(scope.include->begin(), scope.include->end(), covers) &&
           (!scope.exclude || std::none_of(scope.exclude->begin(), scope.exclude->end(), excludes));
  }

  bool IsAuthorized(const Event& measure) const {
    return std::any_of(world_.begin(), world_.end(), [&](const Event& event) {
      return event.measure_class == MeasureClass::kAuthorization &&
             IsIn(event.authorizes, measure.measure) && Reaches(event);
    });
  }

  bool IsSpared(const Event& event) const {
    if (!event.terms || !event.terms->export_control) return false;
    const auto& least = event.terms->export_control->de_minimis_ppm;
    return least && *t_.content_share_ppm < *least;
  }

  void Decide(ScreenResult& result) const {
    static const std::map<LicencePolicy, int> kStrictness = {
        {LicencePolicy::kLicence, 1},
        {LicencePolicy::kCaseByCase, 2},
        {LicencePolicy::kPresumptionOfDenial, 3}};
    int strictest = -1;
    result.decision = "allowed";
    bool prohibits = false;
    for (const Event* event : applying_) {
      const MeasureClass c = event->measure_class;
      if (c == MeasureClass::kExportBan || c == MeasureClass::kImportBan) prohibits = true;
      if (c != MeasureClass::kExportControl) continue;
      const auto& policy = event->terms->export_control->policy;
      if (policy == LicencePolicy::kDenial) {
        prohibits = true;
        continue;
      }
      const int strictness = policy ? kStrictness.at(*policy) : 0;
      result.decision = "licenceRequired";
      if (strictness <= strictest) continue;
      strictest = strictness;
      result.policy = policy ? std::string(NameOf(*policy)) : "";
    }
    if (!prohibits) return;
    result.decision = "prohibited";
    result.policy = "";
  }

  // The rules in force, less those that a later one over the same programmes has replaced.
  void KeepRules() {
    for (size_t i = 0; i < world_.size(); ++i) {
      if (!world_[i].stacking || !Holds(world_[i].effective)) continue;
      bool replaced = false;
      for (size_t j = i + 1; j < world_.size(); ++j) {
        if (!world_[j].stacking) continue;
        const StackingRule &a = *world_[i].stacking, &b = *world_[j].stacking;
        replaced = replaced || (a.program == b.program && a.effect == b.effect &&
                                std::set<std::string>(a.over.begin(), a.over.end()) ==
                                    std::set<std::string>(b.over.begin(), b.over.end()) &&
                                on_ >= world_[j].effective->from->earliest_civil_us);
      }
      if (!replaced) rules_.push_back(&*world_[i].stacking);
    }
    std::stable_sort(
        rules_.begin(), rules_.end(),
        [](const StackingRule* a, const StackingRule* b) { return a->program < b->program; });
  }

  // How many digits of a code of the goods a base duty names, in a clause that reaches them.
  size_t DigitsOf(const Event* event) const {
    size_t most = 0;
    for (const ScopeClause& clause : *event->scope->include) {
      if (!Covers(clause, false)) continue;
      for (const std::string& code : clause.product) {
        if (code == "*" || code.rfind("tag:", 0) == 0 || !HasProduct({code})) continue;
        most = std::max(most, code.size() - code.find(':') - 1);
      }
    }
    return most;
  }

  // Another base duty of the same issuer that is not excluded names more digits.
  bool GivesWay(const Event* event) const {
    if (event->measure_class != MeasureClass::kBaseDuty) return false;
    return std::any_of(applying_.begin(), applying_.end(), [&](const Event* other) {
      return other->measure_class == MeasureClass::kBaseDuty &&
             other->actor->jurisdiction == event->actor->jurisdiction && Counts(other) &&
             DigitsOf(other) > DigitsOf(event);
    });
  }

  static bool IsDuty(const Event* event) {
    return event->measure_class == MeasureClass::kTariff ||
           event->measure_class == MeasureClass::kBaseDuty;
  }
  static const std::string& ProgramOf(const Event* event) {
    return event->program.empty() ? event->measure : event->program;
  }

  bool Excludes(const std::string& from, const std::string& to) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const StackingRule* rule) {
      return rule->effect == StackingEffect::kExcludes && rule->program == from &&
             IsIn(rule->over, to);
    });
  }

  bool HasCycle() const {
    std::set<std::string> programs;
    for (const Event* event : applying_) {
      if (IsDuty(event)) programs.insert(ProgramOf(event));
    }
    const std::function<bool(const std::string&, const std::string&, size_t)> leads =
        [&](const std::string& from, const std::string& to, size_t steps) {
          if (Excludes(from, to)) return true;
          return steps > 0 &&
                 std::any_of(programs.begin(), programs.end(), [&](const std::string& next) {
                   return Excludes(from, next) && leads(next, to, steps - 1);
                 });
        };
    return std::any_of(programs.begin(), programs.end(), [&](const std::string& program) {
      return leads(program, program, programs.size());
    });
  }

  bool Counts(const Event* event) const {
    return std::none_of(applying_.begin(), applying_.end(), [&](const Event* other) {
      return IsDuty(other) && Excludes(ProgramOf(other), ProgramOf(event)) && Counts(other);
    });
  }

  int64_t ChargeOf(const Event* event, int64_t base) const {
    constexpr int64_t kExact = 1'000'000;
    const Tariff& tariff = *event->terms->tariff;
    int64_t charge = tariff.ad_valorem_ppm.value_or(0) * kExact;
    if (tariff.floor_total_ppm) {
      charge += std::max<int64_t>(0, *tariff.floor_total_ppm * kExact - base);
    }
    if (tariff.minimum_ppm) charge = std::max(charge, *tariff.minimum_ppm * kExact);
    if (tariff.maximum_ppm) charge = std::min(charge, *tariff.maximum_ppm * kExact);
    if (tariff.value_share.empty()) return charge;
    const int64_t share = *ParseShare(t_.facts.at(tariff.value_share).text);
    return charge * (tariff.is_rest_of_share ? kExact - share : share) / kExact;
  }

  struct Line {
    const Event* event;
    int64_t charge;  // 10^-12 of the value
    int64_t per_kg;  // millionths of the currency
  };
  // What is due by the kilogram, as 10^-12 of the value, rounded down.
  int64_t ShareOf(int64_t per_kg) const {
    const int64_t kilograms = std::stoll(t_.facts.at("kg").text);
    return per_kg * kilograms * 1'000'000 / static_cast<int64_t>(t_.value->unscaled);
  }
  static int64_t PerKgOf(const Event* event) {
    const auto& specific = event->terms->tariff->specific;
    return specific ? static_cast<int64_t>(WithScale(specific->amount, 6)->unscaled) : 0;
  }

  void AddDuties(ScreenResult& result) {
    std::vector<Line> lines;  // base duties first
    std::set<std::string> counting;
    int64_t base = 0;
    for (const bool is_base : {true, false}) {
      for (const Event* event : applying_) {
        const bool fits = (event->measure_class == MeasureClass::kBaseDuty) == is_base;
        if (!IsDuty(event) || !fits || !Counts(event) || GivesWay(event)) continue;
        counting.insert(ProgramOf(event));
        lines.push_back({event, ChargeOf(event, is_base ? 0 : base), PerKgOf(event)});
        if (is_base) result.base += lines.back().charge + ShareOf(lines.back().per_kg);
      }
      base = result.base;
    }
    for (const StackingRule* rule : rules_) {
      if (rule->effect != StackingEffect::kCappedBy) continue;
      const bool has_duties = std::any_of(world_.begin(), world_.end(), [&](const Event& event) {
        return event.kind == EventKind::kImposed && IsDuty(&event) &&
               ProgramOf(&event) == rule->program;
      });
      if (has_duties && !counting.contains(rule->program)) continue;
      Cap(*rule, lines);
    }
    result.base = 0;
    for (const Line& line : lines) {
      const bool is_base = line.event->measure_class == MeasureClass::kBaseDuty;
      (is_base ? result.base : result.added) += line.charge;
      result.base_per_kg += line.per_kg;
      if (is_base) result.base_whole += line.charge + ShareOf(line.per_kg);
    }
  }

  // Once a cap cuts, all that is under it is a share of the value.
  void Cap(const StackingRule& rule, std::vector<Line>& lines) const {
    std::vector<Line*> under;
    for (const bool is_base : {true, false}) {
      for (const std::string& program : rule.over) {
        for (Line& line : lines) {
          const bool fits = (line.event->measure_class == MeasureClass::kBaseDuty) == is_base;
          if (fits && ProgramOf(line.event) == program) under.push_back(&line);
        }
      }
    }
    int64_t left = *rule.cap_ppm * 1'000'000, sum = 0;
    for (const Line* line : under) sum += line->charge + ShareOf(line->per_kg);
    if (sum <= left) return;
    for (Line* line : under) {
      line->charge = std::min(line->charge + ShareOf(line->per_kg), left);
      line->per_kg = 0;
      left -= line->charge;
    }
  }

  std::vector<Event> world_;  // without amendments: each measure with its words of the day
  const Transaction& t_;
  const int64_t on_;
  const OwnershipTable& owners_;
  const ScreenReading reading_;
  GivenShares given_;
  std::vector<const Event*> applying_;
  std::vector<const StackingRule*> rules_;
};

}  // namespace

ScreenResult ScreenNaively(const std::vector<Event>& world, const Transaction& transaction,
                           const OwnershipTable& owners, const ScreenReading& reading) {
  return NaiveScreening(world, transaction, owners, reading).Answer();
}

ScreenResult ScreenNaively(const std::vector<Event>& world, const Transaction& transaction) {
  const auto tables = OwnershipTables(world, DayOf(transaction.on.text()));
  DECREE_ASSERT(tables.size() == 1);
  return ScreenNaively(world, transaction, tables.front());
}

}  // namespace decree::oracle

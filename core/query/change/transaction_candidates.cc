#include "core/query/change/transaction_candidates.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/scope_dimensions.h"
#include "core/projections/event_reader.h"
#include "core/projections/projection_names.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/control/measure_filter.h"
#include "core/query/fold/fold.h"
#include "core/query/scope/place_match.h"
#include "core/query/scope/product_list.h"
#include "core/query/scope/scope_match.h"
#include "core/query/screen/screen_candidates.h"
#include "core/query/walks/scope_changes.h"

namespace decree {
namespace {

constexpr size_t kCountryCodeSize = 2;

// One form of an act: as recorded, or as a repair makes it.
struct Form {
  const ActRecord* record;
  uint64_t body;
  bool is_repaired;  // some repair bears on the act
};

std::vector<Form> FormsOf(const RepairedStrand& strand) {
  std::set<uint64_t> repaired;
  for (const RepairEntry& repair : strand.repairs()) repaired.insert(repair.root);
  std::vector<Form> forms;
  for (const ActRecord& act : strand.strand().acts) {
    forms.push_back({&act, act.position, repaired.contains(act.position)});
  }
  for (const RepairEntry& repair : strand.repairs()) {
    if (!repair.is_retraction) forms.push_back({&repair.act, repair.position, true});
  }
  return forms;
}

class CandidateFinder {
 public:
  CandidateFinder(const QuestionContext& context, const Transaction& transaction)
      : context_(context),
        transaction_(transaction),
        events_(context.log),
        repaired_(context.strands),
        memberships_(context.strands, context.filter) {}

  absl::StatusOr<bool> MayReach(const std::string& slug);
  // Measures on record that some act may put under one of the programmes of capping rules.
  absl::StatusOr<std::vector<std::string>> ProgramGivers();

 private:
  absl::StatusOr<bool> MayReach(const std::vector<ScopeClause>& include);
  absl::StatusOr<bool> MayBeAt(const std::vector<std::string>& places, const std::string& given);
  bool MayCover(const std::vector<std::string>& products) const;
  absl::StatusOr<std::vector<Form>> FormsOfMeasure(const std::string& slug);
  absl::StatusOr<bool> GivesOneOf(const std::string& slug, const std::set<std::string>& programs);
  absl::StatusOr<std::set<std::string>> CappingPrograms();
  absl::StatusOr<std::vector<std::string>> MayGiveOneOf(const std::set<std::string>& programs);

  const QuestionContext& context_;
  const Transaction& transaction_;
  EventReader events_;
  RepairedStrands repaired_;
  Memberships memberships_;
};

absl::StatusOr<bool> CandidateFinder::MayBeAt(const std::vector<std::string>& places,
                                              const std::string& given) {
  if (!Restricts(places) || given.empty() || StandsForOthers(given)) return true;
  for (const std::string& place : places) {
    if (place == given || place.size() != kCountryCodeSize) return true;
    DECREE_ASSIGN_OR_RETURN(const bool is_group, memberships_.MayBeGroup(place));
    if (is_group) return true;
  }
  return false;
}

bool CandidateFinder::MayCover(const std::vector<std::string>& products) const {
  const std::vector<ProductCode>& given = transaction_.products;
  if (!Restricts(products) || given.empty()) return true;
  const ProductList list(products);
  if (list.names_tags()) return true;
  const ProductVerdict verdict = list.VerdictOf(given);
  if (verdict == ProductVerdict::kCovered) return true;
  if (verdict == ProductVerdict::kOutside) return false;
  return std::any_of(list.items().begin(), list.items().end(), [&](const ProductList::Item& item) {
    bool is_outside = false;
    for (const ProductCode& code : given) {
      const PrefixRelation relation = RelationOf(item.code, code);
      if (relation == PrefixRelation::kCovers) return true;
      is_outside = is_outside || relation == PrefixRelation::kOutside;
    }
    return !is_outside;
  });
}

absl::StatusOr<bool> CandidateFinder::MayReach(const std::vector<ScopeClause>& include) {
  for (const ScopeClause& clause : include) {
    bool may_be = true;
    for (const ScopeDimension& dimension : kScopeDimensions) {
      if (dimension.matching != ScopeMatching::kPlace || !may_be) continue;
      DECREE_ASSIGN_OR_RETURN(may_be,
                              MayBeAt(clause.*dimension.list, transaction_.*dimension.given));
    }
    if (may_be && MayCover(clause.product)) return true;
  }
  return false;
}

absl::StatusOr<std::vector<Form>> CandidateFinder::FormsOfMeasure(const std::string& slug) {
  DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const own,
                          repaired_.Of(kControls, absl::StrCat("m/", slug)));
  std::vector<Form> forms = FormsOf(*own);
  std::set<std::string> ties;
  const auto add = [&ties](const std::vector<SideEntry>& sides) {
    for (const SideEntry& side : sides) {
      if (side.kind == SideKind::kTie) ties.insert(side.text);
    }
  };
  add(own->strand().sides);
  for (const RepairEntry& repair : own->repairs()) add(repair.sides);
  for (const std::string& tie : ties) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const instrument,
                            repaired_.Of(kControls, absl::StrCat("i/", tie)));
    const std::vector<Form> more = FormsOf(*instrument);
    forms.insert(forms.end(), more.begin(), more.end());
  }
  return forms;
}

// It cannot where every scope it ever had lies elsewhere, and it never was without one: an act that
// may impose gives a scope itself, or stands after one that does and stays.
absl::StatusOr<bool> CandidateFinder::MayReach(const std::string& slug) {
  repaired_.Forget();
  events_.Forget();
  DECREE_ASSIGN_OR_RETURN(const std::vector<Form> forms, FormsOfMeasure(slug));
  const ActRecord* giving = nullptr;  // the first that stays
  size_t changes = 0;
  for (const Form& form : forms) {
    if (!form.record->Has(kActChangesInclude)) continue;
    if (++changes > kOpenChangesMax) return true;  // what it holds may be open
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(form.body));
    if (!body->scope || !body->scope->include_add) continue;
    DECREE_ASSIGN_OR_RETURN(const bool may_reach, MayReach(*body->scope->include_add));
    if (may_reach) return true;
  }
  for (const Form& form : forms) {
    if (!form.record->Has(kActGivesInclude) || IsLimitedByScope(*form.record)) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(form.body));
    if (!body->scope || !body->scope->include) continue;
    DECREE_ASSIGN_OR_RETURN(const bool may_reach, MayReach(*body->scope->include));
    if (may_reach) return true;
    if (form.is_repaired || form.record->kind == EventKind::kDisputed) continue;
    if (giving == nullptr || form.record->published_us < giving->published_us) {
      giving = form.record;
    }
  }
  // Where claims count, what was recorded earlier may be seen later.
  if (context_.filter.view.reads_claims) giving = nullptr;
  for (const Form& form : forms) {
    const ActRecord& r = *form.record;
    if (!IsEnacting(r.kind) && !IsPlan(r.kind)) continue;
    if (r.Has(kActGivesInclude)) continue;
    const bool inherits = giving != nullptr && giving->position < r.position &&
                          giving->published_us <= r.published_us &&
                          giving->stated_us <= r.stated_us;
    if (!inherits) return true;
  }
  return false;
}

absl::StatusOr<std::set<std::string>> CandidateFinder::CappingPrograms() {
  std::set<std::string> programs;
  DECREE_ASSIGN_OR_RETURN(const auto entities, context_.strands.Entities(kStacking, "k/"));
  for (const std::string& entity : entities) {
    DECREE_ASSIGN_OR_RETURN(const RepairedStrand* const strand, repaired_.Of(kStacking, entity));
    for (const Form& form : FormsOf(*strand)) {
      DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(form.body));
      if (body->stacking && body->stacking->effect == StackingEffect::kCappedBy) {
        programs.insert(body->stacking->program);
      }
    }
  }
  return programs;
}

absl::StatusOr<bool> CandidateFinder::GivesOneOf(const std::string& slug,
                                                 const std::set<std::string>& programs) {
  if (programs.contains(slug)) return true;
  DECREE_ASSIGN_OR_RETURN(const std::vector<Form> forms, FormsOfMeasure(slug));
  for (const Form& form : forms) {
    if (!form.record->Has(kActGivesProgram)) continue;
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events_.Body(form.body));
    if (programs.contains(body->program)) return true;
  }
  return false;
}

// Those that the compiled answers find, or all.
absl::StatusOr<std::vector<std::string>> CandidateFinder::MayGiveOneOf(
    const std::set<std::string>& programs) {
  if (context_.candidates == nullptr) return SlugsMatching("", context_.strands);
  std::vector<std::string> slugs;
  for (const std::string& program : programs) {
    slugs.push_back(program);
    DECREE_ASSIGN_OR_RETURN(const bool is_found, context_.candidates->of_program(program, slugs));
    if (!is_found) return SlugsMatching("", context_.strands);
  }
  std::sort(slugs.begin(), slugs.end());
  slugs.erase(std::unique(slugs.begin(), slugs.end()), slugs.end());
  return slugs;
}

absl::StatusOr<std::vector<std::string>> CandidateFinder::ProgramGivers() {
  std::vector<std::string> givers;
  DECREE_ASSIGN_OR_RETURN(const std::set<std::string> programs, CappingPrograms());
  if (programs.empty()) return givers;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> slugs, MayGiveOneOf(programs));
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
    repaired_.Forget();
    events_.Forget();
    DECREE_ASSIGN_OR_RETURN(const bool gives, GivesOneOf(slug, programs));
    if (gives) givers.push_back(slug);
  }
  return givers;
}

}  // namespace

absl::StatusOr<TransactionCandidates> CandidatesOf(const QuestionContext& context,
                                                   const Transaction& transaction) {
  TransactionCandidates candidates;
  std::vector<std::string> slugs;
  bool is_narrow = false;
  if (context.candidates != nullptr) {
    DECREE_ASSIGN_OR_RETURN(is_narrow, context.candidates->reaching(transaction, slugs));
  }
  if (!is_narrow) {
    DECREE_ASSIGN_OR_RETURN(slugs, SlugsMatching("", context.strands));
  }
  std::sort(slugs.begin(), slugs.end());
  CandidateFinder finder(context, transaction);
  for (const std::string& slug : slugs) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const bool may_reach, finder.MayReach(slug));
    if (may_reach) candidates.measures.push_back(slug);
  }
  DECREE_ASSIGN_OR_RETURN(candidates.program_givers, finder.ProgramGivers());
  return candidates;
}

absl::StatusOr<std::vector<std::string>> ProgramGiversOf(const QuestionContext& context) {
  const Transaction any;
  return CandidateFinder(context, any).ProgramGivers();
}

}  // namespace decree

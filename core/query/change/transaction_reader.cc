#include "core/query/change/transaction_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/status_macros.h"
#include "core/query/change/axis_walk.h"
#include "core/query/change/measure_answer_reader.h"
#include "core/query/screen/screen_one.h"

namespace decree {
namespace {

// More candidates than this are not left out one by one to see which of them matter.
constexpr size_t kCandidatesTestedMax = 256;

// A change of codes never makes a match: nothing of it shows in an answer.
const std::vector<RelatedCode>& NoRelatedCodes() {
  static const auto& none = *new std::vector<RelatedCode>;
  return none;
}

QuestionContext WithFilter(const QuestionContext& context, const ViewFilter& filter) {
  return {context.log, context.strands, filter, context.header, context.limits};
}

}  // namespace

// What is known of the record under one view filter; several date caches look into it.
struct TransactionReader::SharedViewCache {
  SharedViewCache(const QuestionContext& context, const ViewFilter& filter,
                  const std::vector<std::string>& program_givers, ViewCacheSources& sources)
      : seen(WithFilter(context, filter)), view_cache(seen, &program_givers, &sources) {}
  const QuestionContext seen;
  ScreenViewCache view_cache;
};

struct TransactionReader::Stand {
  Stand(const AskedAt& from, std::shared_ptr<SharedViewCache> of, const Transaction& t)
      : asked(from),
        shared(std::move(of)),
        date_cache(shared->view_cache, from.on, /*with_reasons=*/false),
        screener(date_cache, t, NoRelatedCodes(), nullptr) {}
  const AskedAt asked;
  const std::shared_ptr<SharedViewCache> shared;
  ScreenDateCache date_cache;
  Screener screener;
};

struct TransactionReader::Held {
  std::shared_ptr<Stand> stand;  // what `screened` refers to
  ScreenedMeasure screened;
};

std::vector<std::string> ChangedFields(const TransactionAnswer& before,
                                       const TransactionAnswer& after) {
  std::vector<std::string> fields;
  const auto add = [&fields](bool differs, const char* field) {
    if (differs) fields.emplace_back(field);
  };
  add(before.decision != after.decision || before.trouble != after.trouble, "decision");
  add(before.policy != after.policy, "policy");
  add(before.added.rate != after.added.rate || before.added.rate_min != after.added.rate_min ||
          before.added.rate_max != after.added.rate_max,
      "added");
  add(before.missing != after.missing, "missing");
  return fields;
}

absl::StatusOr<std::shared_ptr<const TransactionReader::Held>> TransactionReader::HoldMeasure(
    const std::shared_ptr<Stand>& stand, const std::string& slug) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  DECREE_ASSIGN_OR_RETURN(CachedMeasure* const measure, stand->shared->view_cache.Measure(slug));
  if (!measure->is_seen() || measure->is_authorization()) return nullptr;
  DECREE_ASSIGN_OR_RETURN(ScreenedMeasure screened,
                          stand->screener.ReachOf(*measure, measure->loaded.attributes.applies_by));
  if (screened.reach.value == Tri::kNo) return nullptr;
  DECREE_RETURN_IF_ERROR(stand->screener.Screen(screened));
  if (screened.applies.value == Tri::kNo) return nullptr;
  return std::make_shared<const Held>(Held{stand, std::move(screened)});
}

absl::Status TransactionReader::ConcludePicture(Picture& picture) {
  std::vector<ScreenedMeasure> measures;
  for (const auto& held : picture.held) {
    if (held != nullptr) measures.push_back(held->screened);
  }
  picture.answer = {};
  TransactionAnswer& answer = picture.answer;
  for (const ScreenedMeasure& measure : measures) answer.measures.push_back(measure.slug());
  DECREE_ASSIGN_OR_RETURN(ScreenOutcome outcome,
                          OutcomeOfMeasures(picture.stand->date_cache, transaction_,
                                            std::move(measures), picture.rules));
  answer.decision = outcome.decision;
  answer.policy = outcome.policy;
  answer.added = std::move(outcome.added);
  answer.missing = std::move(outcome.missing);
  answer.trouble = std::move(outcome.trouble);
  return absl::OkStatus();
}

absl::StatusOr<TransactionReader::Picture> TransactionReader::At(const AskedAt& asked) {
  Picture blank;
  blank.held.resize(sources_.measures().size());
  return Next(blank, asked, {{}, true, true});
}

absl::StatusOr<TransactionReader::Picture> TransactionReader::Next(const Picture& from,
                                                                   const AskedAt& asked,
                                                                   const Touched& touched) {
  const bool is_same_view = from.stand != nullptr && from.stand->asked.filter == asked.filter;
  auto view_cache = is_same_view
                        ? from.stand->shared
                        : std::make_shared<SharedViewCache>(
                              context_, asked.filter, sources_.program_givers(), cache_sources_);
  Picture picture;
  picture.stand = std::make_shared<Stand>(asked, std::move(view_cache), transaction_);
  picture.held = from.held;
  const std::vector<std::string>& slugs = sources_.measures();
  const auto hold = [&](size_t i) -> absl::Status {
    DECREE_ASSIGN_OR_RETURN(picture.held[i], HoldMeasure(picture.stand, slugs[i]));
    return absl::OkStatus();
  };
  if (touched.all_measures) {
    for (size_t i = 0; i < slugs.size(); ++i) DECREE_RETURN_IF_ERROR(hold(i));
  } else {
    for (const size_t i : touched.measures) DECREE_RETURN_IF_ERROR(hold(i));
  }
  if (touched.rules) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<StackRule>* const rules,
                            picture.stand->date_cache.Rules());
    picture.rules = *rules;
  } else {
    picture.rules = from.rules;
  }
  DECREE_RETURN_IF_ERROR(ConcludePicture(picture));
  return picture;
}

absl::StatusOr<bool> TransactionReader::DiffersWithout(uint64_t position, const Picture& picture) {
  AskedAt asked = picture.stand->asked;
  if (!asked.filter.Records(position)) return false;
  asked.filter.without.insert(position);
  DECREE_ASSIGN_OR_RETURN(const Picture without,
                          Next(picture, asked, sources_.TouchedBy({position})));
  return !ChangedFields(picture.answer, without.answer).empty();
}

namespace {

// The events that decided what a picture shows.
std::set<std::string> DecidingIn(const TransactionReader::Picture& picture,
                                 const std::vector<const ScreenedMeasure*>& measures) {
  std::set<std::string> ids;
  for (const ScreenedMeasure* measure : measures) {
    for (const auto* list :
         {&measure->because, &measure->terms_because, &measure->carver_because}) {
      ids.insert(list->begin(), list->end());
    }
  }
  for (const StackRule& rule : picture.rules) ids.insert(rule.id);
  return ids;
}

}  // namespace

Positions TransactionReader::MovingBetween(const Positions& candidates, const Picture& from,
                                           const Picture& to) const {
  const auto differ = [&](size_t i) {
    const Held* const a = from.held[i].get();
    const Held* const b = to.held[i].get();
    if (a == nullptr || b == nullptr) return a != b;
    return a->screened.applies.value != b->screened.applies.value ||
           a->screened.applies.missing != b->screened.applies.missing ||
           a->screened.terms != b->screened.terms ||
           !(a->screened.code_digits == b->screened.code_digits);
  };
  Positions moving;
  for (const uint64_t position : candidates) {
    const Touched touched = sources_.TouchedBy({position});
    const bool moves = touched.all_measures || touched.rules ||
                       std::any_of(touched.measures.begin(), touched.measures.end(), differ);
    if (moves) moving.insert(position);
  }
  return moving.empty() ? candidates : moving;
}

absl::StatusOr<std::vector<std::string>> TransactionReader::CausesOf(const Positions& candidates,
                                                                     const Picture& from,
                                                                     const Picture& to) {
  const auto deciding_in = [](const Picture& picture) {
    std::vector<const ScreenedMeasure*> measures;
    for (const auto& held : picture.held) {
      if (held != nullptr) measures.push_back(&held->screened);
    }
    return DecidingIn(picture, measures);
  };
  const std::set<std::string> before = deciding_in(from), after = deciding_in(to);
  const auto matters = [&](uint64_t position) -> absl::StatusOr<bool> {
    DECREE_ASSIGN_OR_RETURN(const bool after_differs, DiffersWithout(position, to));
    return after_differs ? true : DiffersWithout(position, from);
  };
  const auto decides_one = [&](const std::string& id) {
    return before.contains(id) != after.contains(id);
  };
  return CausesAmong(candidates, sources_.events(), {kCandidatesTestedMax, matters, decides_one});
}

}  // namespace decree

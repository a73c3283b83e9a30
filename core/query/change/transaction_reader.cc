#include "core/query/change/transaction_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/status_macros.h"
#include "core/query/change/answer_points.h"
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

QuestionContext WithSight(const QuestionContext& context, const Sight& sight) {
  return {context.log, context.strands, sight, context.header, context.limits};
}

std::optional<CivilWindow> WindowOf(const TransactionPoint& point) {
  if (!point.civil_us) return std::nullopt;
  return CivilWindow{*point.civil_us, *point.civil_us};
}

}  // namespace

// What is known of the record under one sight; several days look into it.
struct TransactionReader::SharedBook {
  SharedBook(const QuestionContext& context, const Sight& sight,
             const std::vector<std::string>& program_givers, BookSources& sources)
      : seen(WithSight(context, sight)), book(seen, &program_givers, &sources) {}
  const QuestionContext seen;
  ScreenBook book;
};

struct TransactionReader::Stand {
  Stand(const TransactionPoint& from, std::shared_ptr<SharedBook> of, const Transaction& t)
      : point(from),
        shared(std::move(of)),
        day(shared->book, t.on, WindowOf(from), /*with_reasons=*/false),
        screener(day, t, NoRelatedCodes(), nullptr) {}
  const TransactionPoint point;
  const std::shared_ptr<SharedBook> shared;
  ScreenDay day;
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

absl::StatusOr<std::shared_ptr<const TransactionReader::Held>> TransactionReader::Hold(
    const std::shared_ptr<Stand>& stand, const std::string& slug) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  DECREE_ASSIGN_OR_RETURN(BookedMeasure* const measure, stand->shared->book.Measure(slug));
  if (!measure->is_seen() || measure->is_authorization()) return nullptr;
  DECREE_ASSIGN_OR_RETURN(const TransactionFold fold,
                          stand->screener.FoldOf(*measure, measure->loaded.facts.applies_by));
  if (fold.reach.value == Tri::kNo) return nullptr;
  DECREE_ASSIGN_OR_RETURN(ScreenedMeasure screened, stand->screener.Screen(fold));
  if (screened.applies.value == Tri::kNo) return nullptr;
  return std::make_shared<const Held>(Held{stand, std::move(screened)});
}

absl::Status TransactionReader::Conclude(Picture& picture) {
  std::vector<ScreenedMeasure> measures;
  for (const auto& held : picture.held) {
    if (held != nullptr) measures.push_back(held->screened);
  }
  picture.answer = {};
  TransactionAnswer& answer = picture.answer;
  for (const ScreenedMeasure& measure : measures) answer.measures.push_back(measure.slug());
  DECREE_ASSIGN_OR_RETURN(
      ScreenOutcome outcome,
      OutcomeOfMeasures(picture.stand->day, transaction_, std::move(measures), picture.rules));
  answer.decision = outcome.decision;
  answer.policy = outcome.policy;
  answer.added = std::move(outcome.added);
  answer.missing = std::move(outcome.missing);
  answer.trouble = std::move(outcome.trouble);
  return absl::OkStatus();
}

absl::StatusOr<TransactionReader::Picture> TransactionReader::At(const TransactionPoint& point) {
  Picture blank;
  blank.held.resize(sources_.measures().size());
  return Next(blank, point, {{}, true, true});
}

absl::StatusOr<TransactionReader::Picture> TransactionReader::Next(const Picture& from,
                                                                   const TransactionPoint& point,
                                                                   const Touched& touched) {
  const bool is_same_book = from.stand != nullptr && IsSame(from.stand->point.sight, point.sight);
  auto book = is_same_book ? from.stand->shared
                           : std::make_shared<SharedBook>(context_, point.sight,
                                                          sources_.program_givers(), book_sources_);
  Picture picture;
  picture.stand = std::make_shared<Stand>(point, std::move(book), transaction_);
  picture.held = from.held;
  const std::vector<std::string>& slugs = sources_.measures();
  const auto hold = [&](size_t i) -> absl::Status {
    DECREE_ASSIGN_OR_RETURN(picture.held[i], Hold(picture.stand, slugs[i]));
    return absl::OkStatus();
  };
  if (touched.all_measures) {
    for (size_t i = 0; i < slugs.size(); ++i) DECREE_RETURN_IF_ERROR(hold(i));
  } else {
    for (const size_t i : touched.measures) DECREE_RETURN_IF_ERROR(hold(i));
  }
  if (touched.rules) {
    DECREE_ASSIGN_OR_RETURN(const std::vector<StackRule>* const rules, picture.stand->day.Rules());
    picture.rules = *rules;
  } else {
    picture.rules = from.rules;
  }
  DECREE_RETURN_IF_ERROR(Conclude(picture));
  return picture;
}

absl::StatusOr<bool> TransactionReader::DiffersWithout(uint64_t position, const Picture& picture) {
  TransactionPoint point = picture.stand->point;
  if (!point.sight.Records(position)) return false;
  point.sight.without.insert(position);
  DECREE_ASSIGN_OR_RETURN(const Picture without,
                          Next(picture, point, sources_.TouchedBy({position})));
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
           a->screened.terms != b->screened.terms;
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
  std::vector<std::string> all, deciding, causes;
  for (const uint64_t position : candidates) {
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, sources_.events().At(position));
    const std::string& id = read->event.id;
    all.push_back(id);
    if (before.contains(id) != after.contains(id)) deciding.push_back(id);
    if (candidates.size() == 1 || candidates.size() > kCandidatesTestedMax) continue;
    DECREE_ASSIGN_OR_RETURN(bool matters, DiffersWithout(position, to));
    if (!matters) {
      DECREE_ASSIGN_OR_RETURN(matters, DiffersWithout(position, from));
    }
    if (matters) causes.push_back(id);
  }
  if (!causes.empty()) return causes;
  return deciding.empty() ? all : deciding;
}

}  // namespace decree

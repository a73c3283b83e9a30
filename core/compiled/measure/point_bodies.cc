#include "core/compiled/measure/point_bodies.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/model/product_code.h"
#include "core/model/scope_dimensions.h"
#include "core/query/answers/point_question.h"
#include "core/query/scope/scope_match.h"

namespace decree {
namespace {

// The numbers of the places that a dimension names; {0}: any.
std::vector<uint32_t> Numbers(const std::vector<std::string>& places, bool& is_plain) {
  if (!Restricts(places)) return {0};
  std::vector<uint32_t> numbers;
  numbers.reserve(places.size());
  for (const std::string& place : places) {
    numbers.push_back(PlaceNumber(place));
    is_plain = is_plain && !IsHashedPlace(numbers.back());
  }
  return numbers;
}

struct PlacedCode {
  uint32_t part = kWidePart;
  uint32_t code = 0;
};

// Where a clause's products are filed. What digits cannot tell is filed as wide as needed.
std::vector<PlacedCode> Codes(const std::vector<std::string>& products, bool& is_plain) {
  if (!Restricts(products)) return {{}};
  std::vector<PlacedCode> codes;
  for (const std::string& text : products) {
    const absl::StatusOr<ProductCode> product = ParseProductCode(text);
    if (!product.ok()) continue;
    if (!IsNumeric(product->system)) {
      codes.push_back({kOtherSystemsPart, 0});
      is_plain = false;
    } else if (!product->edition.empty() || product->code.size() > kDigitsMax) {
      codes.push_back({});
      is_plain = false;
    } else {
      codes.push_back({PartOf(product->code), PackedCode(product->system, product->code)});
      if (product->system == ProductSystem::kHts) codes.push_back({kHtsPart, 0});
      if (product->system == ProductSystem::kCn) codes.push_back({kCnPart, 0});
    }
  }
  return codes;
}

IncludeFacts FileScope(const std::vector<ScopeClause>& clauses) {
  IncludeFacts facts;
  for (const ScopeClause& clause : clauses) {
    if (TestsBeyondGoods(clause) || clause.effective) facts.is_plain = false;
    std::vector<uint32_t> origins = Numbers(clause.origin, facts.is_plain);
    std::vector<uint32_t> destinations = Numbers(clause.destination, facts.is_plain);
    const std::vector<PlacedCode> codes = Codes(clause.product, facts.is_plain);
    const size_t keys_max = KeysMaxOf(clause);
    for (std::vector<uint32_t>* const places : {&destinations, &origins}) {
      if (origins.size() * destinations.size() * codes.size() <= keys_max) break;
      *places = {0};
      facts.is_plain = false;
    }
    for (const PlacedCode& code : codes) {
      for (const uint32_t origin : origins) {
        for (const uint32_t destination : destinations) {
          facts.keys.push_back({origin, code.part, destination, code.code});
        }
      }
    }
  }
  std::sort(facts.keys.begin(), facts.keys.end());
  facts.keys.erase(std::unique(facts.keys.begin(), facts.keys.end()), facts.keys.end());
  facts.postings = PostingsOf(clauses);
  const std::vector<PostingKey> names = NamePostingsOf(clauses);
  facts.postings.insert(facts.postings.end(), names.begin(), names.end());
  return facts;
}

uint32_t NumberIn(absl::flat_hash_map<std::string, uint32_t>& numbers, const std::string& text,
                  uint32_t first, bool& is_new) {
  const auto [it, inserted] =
      numbers.try_emplace(text, static_cast<uint32_t>(numbers.size()) + first);
  is_new = inserted;
  return it->second;
}

}  // namespace

int64_t PlainRate(const Terms& terms) {
  if (!terms.tariff || terms.export_control || !terms.tariff->ad_valorem_ppm) return kRateNotPlain;
  Tariff rest = *terms.tariff;
  rest.ad_valorem_ppm.reset();
  const bool fits = *terms.tariff->ad_valorem_ppm <= INT32_MAX;
  return rest == Tariff() && fits ? *terms.tariff->ad_valorem_ppm : kRateNotPlain;
}

uint32_t PointBodies::IncludeNumberOf(const std::vector<ScopeClause>& clauses) {
  bool is_new = false;
  Scope scope;
  scope.include = clauses;
  const uint32_t number = NumberIn(include_numbers_, ScopeToJson(scope), 1, is_new);
  if (is_new) includes_.push_back(FileScope(clauses));
  return number;
}

BodyFacts PointBodies::FactsOf(const Event& body) {
  BodyFacts facts;
  bool is_new = false;
  if (body.actor) facts.actor = PlaceNumber(body.actor->jurisdiction);
  if (body.scope && body.scope->include) {
    facts.include = IncludeNumberOf(*body.scope->include);
  }
  if (body.scope && body.scope->include_add) {
    facts.include_added = IncludeNumberOf(*body.scope->include_add);
  }
  if (body.scope && body.scope->exclude) {
    Scope scope;
    scope.exclude = body.scope->exclude;
    facts.exclude = scope.exclude->empty()
                        ? kEmptyExclude
                        : NumberIn(exclude_numbers_, ScopeToJson(scope), kEmptyExclude + 1, is_new);
  }
  if (!body.program.empty()) {
    facts.program = NumberIn(program_numbers_, body.program, 1, is_new);
    if (is_new) programs_.push_back(PostingOfProgram(body.program));
  }
  if (body.terms) {
    facts.terms = NumberIn(terms_numbers_, TermsToJson(*body.terms), 1, is_new);
    if (is_new) rates_.push_back(PlainRate(*body.terms));
  }
  return facts;
}

absl::StatusOr<BodyFacts> PointBodies::FactsAt(const LogRecord& record) {
  const auto decode = [&](DecodedParts parts) {
    absl::StatusOr<Event> event = DecodeEvent(record.body, parts);
    if (event.ok()) return event;
    return absl::StatusOr<Event>(
        absl::Status(event.status().code(),
                     absl::StrCat("position ", record.position, ": ", event.status().message())));
  };
  absl::StatusOr<Event> event = decode(DecodedParts::kPointParts);
  if (!event.ok()) return event.status();
  if (!IsRepairKind(*event->kind)) return FactsOf(*event);
  event = decode(DecodedParts::kAll);
  if (!event.ok()) return event.status();
  DECREE_ASSIGN_OR_RETURN(const MergedEvent* const merged, repairs_.Merge(*event, record));
  return FactsOf(merged->event);
}

absl::Status PointBodies::ReadAhead(Position first, Position last, const QuestionLimits& limits,
                                    const std::function<bool(const LogRecord&)>& keep) {
  constexpr Position kBetweenChecks = 1'024;
  return log_.Scan(first, last, false, [&](const LogRecord& record) -> absl::Status {
    if (record.position % kBetweenChecks == 0) DECREE_RETURN_IF_ERROR(CheckLimits(limits, 0));
    if (!keep(record)) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const BodyFacts facts, FactsAt(record));
    ahead_.emplace_back(record.position, facts);
    return absl::OkStatus();
  });
}

void PointBodies::Expect(std::vector<uint64_t> positions) {
  constexpr size_t kExpectedMin = 8;  // fewer are read one by one
  positions.erase(std::remove_if(positions.begin(), positions.end(),
                                 [this](uint64_t at) {
                                   return FindAhead(at) != nullptr || read_.contains(at);
                                 }),
                  positions.end());
  if (positions.size() < kExpectedMin) return;
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  // What fails here is read again when it is asked for, and fails there.
  log_.ReadMany(positions,
                [this](const LogRecord& record) -> absl::Status {
                  DECREE_ASSIGN_OR_RETURN(read_[record.position], FactsAt(record));
                  return absl::OkStatus();
                })
      .IgnoreError();
}

// Positions that were read ahead leave few gaps: an entry lies close before the place it would have
// without any.
const BodyFacts* PointBodies::FindAhead(uint64_t body) const {
  if (ahead_.empty() || body < ahead_.front().first) return nullptr;
  size_t end =
      static_cast<size_t>(std::min<uint64_t>(body - ahead_.front().first, ahead_.size() - 1));
  size_t begin = end;
  for (size_t step = 1; ahead_[begin].first > body; step *= 2) {
    end = begin;
    begin -= std::min(step, begin);
  }
  const auto found = std::lower_bound(
      ahead_.begin() + static_cast<ptrdiff_t>(begin), ahead_.begin() + static_cast<ptrdiff_t>(end),
      body, [](const std::pair<uint64_t, BodyFacts>& one, uint64_t at) { return one.first < at; });
  return found->first == body ? &found->second : nullptr;
}

absl::StatusOr<BodyFacts> PointBodies::Of(uint64_t body) {
  if (const BodyFacts* const facts = FindAhead(body)) return *facts;
  const auto read = read_.find(body);
  if (read != read_.end()) return read->second;
  DECREE_ASSIGN_OR_RETURN(const Event* const event, events_.Body(body));
  return read_[body] = FactsOf(*event);
}

}  // namespace decree

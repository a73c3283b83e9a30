#include "core/query/world/code_concordance.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

constexpr size_t kRelatedCodesMax = 256;  // of one product through all its changes
constexpr size_t kHsDigits = 6;

std::string SystemOf(const ProductCode& product) {
  const std::string text = FormatProductCode(product);
  return text.substr(0, text.find_first_of(":@"));
}

// The changes of one system's codes, with the codes that they name found by their digits.
class CodeChanges {
 public:
  explicit CodeChanges(std::string system) : system_(std::move(system)) {}

  // In paint order. The event must outlive it; `is_certain`: it is in effect, not only perhaps.
  void Add(const Event& event, bool is_certain) {
    AddSide(event, event.code->to, event.code->from, " came of ");
    AddSide(event, event.code->from, event.code->to, " became ");
    changes_.push_back({&event, is_certain});
  }

  // Says so where the last change that names the code leaves nothing of it; "" where it goes on.
  std::string EndOf(const ProductCode& product) const {
    for (size_t i = changes_.size(); i-- > 0;) {
      const Event& event = *changes_[i].event;
      if (Covering(event.code->to, product) != nullptr) return "";
      const std::string* const ended = Covering(event.code->from, product);
      if (ended == nullptr) continue;
      std::vector<std::string> became;
      for (const std::string& text : event.code->to) became.push_back(Shown(text));
      return absl::StrCat("code ", Shown(*ended),
                          changes_[i].is_certain ? " ended" : " may have ended",
                          event.effective && event.effective->from
                              ? absl::StrCat(" on ", event.effective->from->text)
                              : "",
                          " and became ", absl::StrJoin(became, ", "), " (", event.id, ")");
    }
    return "";
  }

  // What the changes make of a product: of a new code its former ones, and the other way round, and
  // so on from those.
  std::vector<RelatedCode> RelatedTo(const ProductCode& product) const {
    std::vector<RelatedCode> related = {{product, ""}};
    Followed followed;
    followed.known.insert(FormatProductCode(product));
    followed.sides.resize(sides_.size());
    for (size_t i = 0; i < related.size() && related.size() < kRelatedCodesMax; ++i) {
      for (const Named& named : Naming(related[i].code)) Follow(named, followed, related);
    }
    related.erase(related.begin());
    return related;
  }

 private:
  // One direction of a change: what these codes are to those.
  struct Side {
    const Event* event;
    const std::vector<std::string>* these;
    const std::vector<std::string>* those;
    absl::string_view verb;
  };
  struct Named {
    size_t side, item;  // into `sides_` and its `these`
    friend bool operator<(const Named& a, const Named& b) {
      return std::tie(a.side, a.item) < std::tie(b.side, b.item);
    }
  };
  struct Followed {
    std::vector<bool> sides;  // whose other codes are all known
    absl::flat_hash_set<std::string> known;
  };

  absl::StatusOr<ProductCode> Parse(const std::string& text) const {
    const bool is_whole = text.find(':') != std::string::npos;
    return ParseProductCode(is_whole ? text : absl::StrCat(system_, ":", text));
  }

  // As the change writes it, with its system in front.
  std::string Shown(const std::string& text) const {
    return text.find(':') != std::string::npos ? text : absl::StrCat(system_, ":", text);
  }

  // The first of the texts that covers the product; nullptr: none does.
  const std::string* Covering(const std::vector<std::string>& texts,
                              const ProductCode& product) const {
    for (const std::string& text : texts) {
      const absl::StatusOr<ProductCode> code = Parse(text);
      if (code.ok() && RelationOf(*code, product) == PrefixRelation::kCovers) return &text;
    }
    return nullptr;
  }

  void AddSide(const Event& event, const std::vector<std::string>& these,
               const std::vector<std::string>& those, absl::string_view verb) {
    for (size_t i = 0; i < these.size(); ++i) {
      absl::StatusOr<ProductCode> code = Parse(these[i]);
      if (code.ok()) by_code_[std::move(code->code)].push_back({sides_.size(), i});
    }
    sides_.push_back({&event, &these, &those, verb});
  }

  // In order; of each side the first code that covers the one given.
  std::vector<Named> Naming(const ProductCode& code) const {
    std::vector<Named> naming;
    for (size_t length = 1; length <= code.code.size(); ++length) {
      const auto found = by_code_.find(absl::string_view(code.code).substr(0, length));
      if (found == by_code_.end()) continue;
      for (const Named& named : found->second) {
        const absl::StatusOr<ProductCode> one = Parse((*sides_[named.side].these)[named.item]);
        if (one.ok() && RelationOf(*one, code) == PrefixRelation::kCovers) naming.push_back(named);
      }
    }
    std::sort(naming.begin(), naming.end());
    const auto same_side = [](const Named& a, const Named& b) { return a.side == b.side; };
    naming.erase(std::unique(naming.begin(), naming.end(), same_side), naming.end());
    return naming;
  }

  void Follow(const Named& named, Followed& followed, std::vector<RelatedCode>& related) const {
    if (followed.sides[named.side]) return;
    const Side& side = sides_[named.side];
    for (const std::string& text : *side.those) {
      if (related.size() >= kRelatedCodesMax) return;
      absl::StatusOr<ProductCode> other = Parse(text);
      if (!other.ok() || !followed.known.insert(FormatProductCode(*other)).second) continue;
      std::string why = absl::StrCat(Shown((*side.these)[named.item]), side.verb, Shown(text), " (",
                                     side.event->id, ")");
      related.push_back({*std::move(other), std::move(why)});
    }
    followed.sides[named.side] = true;
  }

  struct Change {
    const Event* event;
    bool is_certain;
  };

  std::string system_;
  std::vector<Change> changes_;
  std::vector<Side> sides_;
  absl::flat_hash_map<std::string, std::vector<Named>> by_code_;
};

// Those in effect on the date, or which may be.
absl::StatusOr<CodeChanges> CodeChangesOn(const AskedDate& on, const std::string& system,
                                          const QuestionContext& context, EventReader& events) {
  CodeChanges changes(system);
  const std::string entity = absl::StrCat("x/", system);
  DECREE_ASSIGN_OR_RETURN(const Strand strand, context.strands.Load("codes", entity));
  DECREE_ASSIGN_OR_RETURN(const VisibleStrand seen,
                          See(strand, entity, context.strands, context.filter));
  for (const VisibleAct& act : seen.acts) {
    DECREE_RETURN_IF_ERROR(CheckLimits(context.limits, 0));
    DECREE_ASSIGN_OR_RETURN(const Event* const body, events.Body(act.body));
    if (!body->code || act.lifted_by != 0) continue;
    DECREE_ASSIGN_OR_RETURN(const CivilWindow window, on.In(body->zone));
    const Tri holds = HoldsIn(act.record, window);
    if (holds != Tri::kNo) changes.Add(*body, holds == Tri::kYes);
  }
  return changes;
}

// The changes of each system, read when first asked for.
class ChangesBySystem {
 public:
  ChangesBySystem(const AskedDate& on, const QuestionContext& context, EventReader& events)
      : on_(on), context_(context), events_(events) {}

  absl::Status AddTo(const ProductCode& product, CodesOnDate& codes) {
    const std::string system = SystemOf(product);
    auto changes = by_system_.find(system);
    if (changes == by_system_.end()) {
      DECREE_ASSIGN_OR_RETURN(CodeChanges read, CodeChangesOn(on_, system, context_, events_));
      changes = by_system_.emplace(system, std::move(read)).first;
    }
    std::vector<RelatedCode> related = changes->second.RelatedTo(product);
    std::move(related.begin(), related.end(), std::back_inserter(codes.related));
    std::string end = changes->second.EndOf(product);
    if (!end.empty()) codes.ended.push_back(std::move(end));
    return absl::OkStatus();
  }

 private:
  const AskedDate& on_;
  const QuestionContext& context_;
  EventReader& events_;
  std::map<std::string, CodeChanges> by_system_;
};

}  // namespace

absl::StatusOr<CodesOnDate> CodesOn(const AskedDate& on, const std::vector<ProductCode>& products,
                                    const QuestionContext& context, EventReader& events) {
  CodesOnDate codes;
  ChangesBySystem changes(on, context, events);
  std::vector<ProductCode> headings;  // HS codes that others of the products go on from
  for (const ProductCode& product : products) {
    if (product.system == ProductSystem::kAny) continue;
    DECREE_RETURN_IF_ERROR(changes.AddTo(product, codes));
    const bool has_heading =
        product.system == ProductSystem::kHts || product.system == ProductSystem::kCn;
    if (!has_heading) continue;
    ProductCode heading{ProductSystem::kHs, "", product.code.substr(0, kHsDigits)};
    const bool is_given = std::find(products.begin(), products.end(), heading) != products.end() ||
                          std::find(headings.begin(), headings.end(), heading) != headings.end();
    if (is_given) continue;
    DECREE_RETURN_IF_ERROR(changes.AddTo(heading, codes));
    headings.push_back(std::move(heading));
  }
  return codes;
}

}  // namespace decree

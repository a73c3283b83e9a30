// What screening keeps under one view filter from one transaction to the next: the measures as
// loaded, what authorizes them, the rules between duties. A ScreenDateCache
// (core/query/screen/screen_date_cache.h) keeps, on top of it, what holds on one date asked.
//
// Not safe for concurrent use: each thread has its own.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_VIEW_CACHE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_VIEW_CACHE_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/query/context.h"
#include "core/query/scope/compiled_scope.h"
#include "core/query/scope/product_list.h"
#include "core/query/state/measure_state.h"
#include "core/query/world/stacking_rules.h"

namespace decree {

struct CachedMeasure;
class ListedNames;
using MeasureList = std::vector<CachedMeasure*>;

// A measure or an authorization as the view filter shows it. Its address stays the same.
struct CachedMeasure {
  LoadedMeasure loaded;
  std::string zone;                           // IANA, of the issuer
  std::vector<const VisibleAct*> limited;     // acts that a scope limits, not lifted
  std::optional<MeasureList> authorizations;  // found when asked for
  std::shared_ptr<const Fold> fold;           // made when asked for, where no act is limited

  bool is_seen() const { return !loaded.own.acts.empty(); }
  bool is_authorization() const {
    return loaded.attributes.measure_class == MeasureClass::kAuthorization;
  }
};

// What view caches are read from: records and strands, which are the same under every view filter.
struct ViewCacheSources {
  explicit ViewCacheSources(const QuestionContext& context)
      : events(context.log), repaired(context.strands) {}
  // Called between view caches: lets go of everything once it has grown.
  void Forget() {
    events.Forget();
    repaired.Forget();
  }
  EventReader events;
  RepairedStrands repaired;
};

class ScreenViewCache {
 public:
  // What the context refers to must outlive the view cache. `only`: the measures that All knows,
  // sorted; nullptr: every one on record. It must outlive the view cache as well, and so must
  // `sources`, which one view cache after the other may share; nullptr: the view cache has its own.
  explicit ScreenViewCache(const QuestionContext& context,
                           const std::vector<std::string>* only = nullptr,
                           ViewCacheSources* sources = nullptr)
      : context_(context),
        own_sources_(sources == nullptr ? std::make_unique<ViewCacheSources>(context) : nullptr),
        events_((sources == nullptr ? own_sources_.get() : sources)->events),
        repaired_((sources == nullptr ? own_sources_.get() : sources)->repaired),
        builder_(repaired_, events_, context_.filter),
        only_(only) {}

  absl::StatusOr<CachedMeasure*> Measure(const std::string& slug);
  // In the order they were recorded.
  absl::StatusOr<const MeasureList*> AuthorizationsOf(CachedMeasure& measure);

  // Every measure on record that is no authorization and of which something is seen, by slug.
  absl::StatusOr<const MeasureList*> All();
  // Of these, all that may reach the transaction, and some that do not. Equal lists are one.
  absl::StatusOr<const MeasureList*> MayReach(const Transaction& transaction);
  // The stacking rules that the view filter shows.
  absl::StatusOr<const std::vector<DatedRule>*> StackRules();
  // Whether a duty of the programme is on record.
  absl::StatusOr<bool> HasDutyOf(const std::string& program);

  const QuestionContext& context() const { return context_; }
  const ViewFilter& filter() const { return context_.filter; }
  StateBuilder& builder() { return builder_; }
  EventReader& events() { return events_; }
  ProductLists& lists() { return lists_; }
  NameNumbers& names() { return names_; }
  // Of parties (core/query/screen/listed_names.h).
  ListedNames& listed_names();
  size_t listed_names_kept() const;
  // Measures kept, and lists of them.
  size_t size() const { return measures_.size(); }
  size_t lists_kept() const { return reached_.size() + lists_of_measures_.size(); }

 private:
  // Origin, destination, system and heading of a transaction whose candidates hang on nothing else.
  using PlainKey = std::tuple<uint32_t, uint32_t, ProductSystem, uint64_t>;

  absl::Status Fill(CachedMeasure& cached);
  absl::StatusOr<bool> IsEverDuty(const CachedMeasure& measure);
  std::optional<PlainKey> PlainKeyOf(const Transaction& transaction);
  absl::StatusOr<const MeasureList*> FindReached(const Transaction& transaction);

  QuestionContext context_;
  const std::unique_ptr<ViewCacheSources> own_sources_;
  EventReader& events_;
  RepairedStrands& repaired_;
  StateBuilder builder_;
  ProductLists lists_;
  NameNumbers names_;
  std::shared_ptr<ListedNames> listed_names_;  // made when first asked for
  absl::flat_hash_map<std::string, std::unique_ptr<CachedMeasure>> measures_;
  const std::vector<std::string>* const only_;
  std::vector<std::string> slugs_;  // of all, once asked for
  std::optional<MeasureList> all_;
  std::optional<std::vector<DatedRule>> rules_;
  absl::flat_hash_map<std::string, bool> programs_;  // asked so far
  absl::flat_hash_map<PlainKey, const MeasureList*> reached_;
  absl::flat_hash_map<MeasureList, std::unique_ptr<const MeasureList>> lists_of_measures_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_VIEW_CACHE_H_

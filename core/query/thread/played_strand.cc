#include "core/query/thread/played_strand.h"

#include <algorithm>

namespace decree {
namespace {

bool IsRival(const VisibleAct& act) {
  if (act.record.kind != EventKind::kDisputed) return false;
  return act.record.has_interval() || act.record.Has(kActGivesTerms);
}

}  // namespace

PlayedStrand::PlayedStrand(const RepairedStrand& strand)
    : strand_(strand), forms_of_act_(strand.FormsByAct()), seen_form_(forms_of_act_.size(), -1) {
  size_t forms = 0;
  for (const std::vector<uint32_t>& of_act : forms_of_act_) forms += of_act.size();
  seen_.resize(forms, false);
  lifted_.resize(forms, 0);
  for (uint32_t form = 0; form < forms; ++form) {
    const ActRecord& record = ActAt(form).record;
    by_id_[record.id_hash].push_back(form);
    by_position_[record.position].push_back(form);
    if (record.rank() == 0) first_official_ = form + 1;
  }
}

void PlayedStrand::Look(size_t act, const ViewFilter& filter, std::vector<Turn>& turns) const {
  const int now = strand_.SeenOf(forms_of_act_[act], filter);
  if (now == seen_form_[act]) return;
  if (seen_form_[act] >= 0) turns.push_back({act, static_cast<uint32_t>(seen_form_[act]), false});
  if (now >= 0) turns.push_back({act, static_cast<uint32_t>(now), true});
}

const std::vector<uint32_t>& PlayedStrand::FormsAt(uint64_t position) const {
  static const std::vector<uint32_t> kNone;
  const auto found = by_position_.find(position);
  return found == by_position_.end() ? kNone : found->second;
}

void PlayedStrand::AddRead(uint32_t form, std::vector<uint32_t>& forms) const {
  forms.push_back(form);
  const VisibleAct& act = ActAt(form);
  if (act.record.kind != EventKind::kConfirmed && !IsRival(act)) return;
  const std::vector<uint32_t>& targets = FormsAt(act.target);
  forms.insert(forms.end(), targets.begin(), targets.end());
}

void PlayedStrand::AddMoved(uint32_t form, std::vector<uint32_t>& forms) const {
  AddRead(form, forms);
  for (const uint64_t id : ActAt(form).replaces) {
    const auto replaced = by_id_.find(id);
    if (replaced == by_id_.end()) continue;
    for (const uint32_t other : replaced->second) AddRead(other, forms);
  }
}

void PlayedStrand::Speak(uint32_t form) {
  const VisibleAct& act = ActAt(form);
  const auto put = [form](Forms& forms, bool is_there) {
    if (is_there) {
      forms.insert(form);
    } else {
      forms.erase(form);
    }
  };
  if (act.record.kind == EventKind::kConfirmed) put(spoken_[act.target].confirming, seen_[form]);
  if (!IsRival(act)) return;
  const bool stands = seen_[form] && lifted_[form] == 0;
  Spoken& spoken = spoken_[act.target];
  put(spoken.rivals, stands);
  if (act.record.Has(kActHasFrom)) put(spoken.with_from, stands);
  if (act.record.Has(kActHasTo)) put(spoken.with_to, stands);
  if (act.record.Has(kActGivesTerms)) put(spoken.with_terms, stands);
}

void PlayedStrand::Apply(const Turn& turn) {
  const VisibleAct& act = ActAt(turn.form);
  seen_[turn.form] = turn.is_seen;
  seen_form_[turn.act] = turn.is_seen ? static_cast<int>(turn.form) : -1;
  const std::vector<uint32_t>& of_act = FormsAt(act.record.position);
  for (const uint64_t id : act.replaces) {
    const auto replaced = by_id_.find(id);
    if (replaced == by_id_.end()) continue;
    for (const uint32_t other : replaced->second) {
      if (std::binary_search(of_act.begin(), of_act.end(), other)) continue;
      turn.is_seen ? ++lifted_[other] : --lifted_[other];
      Speak(other);
    }
  }
  Speak(turn.form);
}

Readings PlayedStrand::ReadingsAt(uint32_t form) const {
  const VisibleAct& act = ActAt(form);
  const auto found = spoken_.find(act.record.position);
  if (found == spoken_.end() || found->second.rivals.empty()) return ReadingsOf(act, {});
  const Spoken& spoken = found->second;
  // The newest confirmation settles what it paints over.
  const uint32_t settled = spoken.confirming.empty() ? 0 : *spoken.confirming.rbegin() + 1;
  const bool is_official = act.record.rank() != 0;
  // Of equal rank the first count, each a reading; of a higher one the last with each value do.
  Forms counting;
  const auto first =
      spoken.rivals.lower_bound(is_official ? std::max(settled, first_official_) : settled);
  for (auto rival = first; rival != spoken.rivals.end() && counting.size() < kReadingsMax;
       ++rival) {
    if (!is_official && *rival >= first_official_) break;
    counting.insert(*rival);
  }
  for (const Forms* const with : {&spoken.with_from, &spoken.with_to, &spoken.with_terms}) {
    if (is_official || with->empty()) continue;
    const uint32_t last = *with->rbegin();
    if (last >= std::max(settled, first_official_)) counting.insert(last);
  }
  Rivals rivals;
  for (const uint32_t rival : counting) rivals[act.record.position].push_back(&ActAt(rival));
  return ReadingsOf(act, rivals);
}

}  // namespace decree

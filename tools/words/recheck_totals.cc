#include "tools/words/recheck_totals.h"

#include "core/model/decimal.h"

namespace decree::tools {

bool Stands(const RecheckRow& row) {
  return !row.is_flipped && row.is_correct_as_known_then && row.is_correct_now;
}

void RecheckTotals::Count(const PastDecision& decision, const RecheckRow& row) {
  ++decisions;
  flipped += row.is_flipped ? 1 : 0;
  standing += Stands(row) ? 1 : 0;
  wrong += row.is_correct_as_known_then ? 0 : 1;
  formerly += row.formerly.empty() ? 0 : 1;
  late += row.is_knowable_not_recorded ? 1 : 0;
  if (!row.is_flipped || row.amount_change.empty()) return;
  const auto [sum, is_new] = change.try_emplace(decision.transaction.currency, std::string("0"));
  if (sum->second) sum->second = AmountSum(*sum->second, row.amount_change);
}

}  // namespace decree::tools

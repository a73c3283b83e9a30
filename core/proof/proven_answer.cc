#include "core/proof/proven_answer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/audit/partial_log.h"
#include "core/audit/proof_strands.h"
#include "core/base/status_macros.h"
#include "core/projections/projection_list.h"
#include "core/record/fixed_record.h"

namespace decree {
namespace {

absl::Status Differs(const std::string& found, const std::string& claimed) {
  const auto at = std::mismatch(found.begin(), found.end(), claimed.begin(), claimed.end());
  const auto place = static_cast<size_t>(at.first - found.begin());
  const size_t from = place < 40 ? 0 : place - 40;
  return absl::InvalidArgumentError(absl::StrCat(
      "the bundle's answer is not what its events give. From byte ", from, " on they give ",
      found.substr(from, 80), ", it says ", claimed.substr(from, 80)));
}

}  // namespace

absl::StatusOr<ProvenAnswer> VerifyAnswer(const AnswerBundle& bundle, const VerifierKey& key,
                                          const AskInWords& ask, const BundleChecks& checks) {
  DECREE_ASSIGN_OR_RETURN(const ProvenRecord proven, ProvenRecord::Verify(bundle, key, checks));
  const ProvenLog log(proven, /*for_questions=*/true);
  DECREE_ASSIGN_OR_RETURN(const std::shared_ptr<const ProvenStrands> strands,
                          ProvenStrands::Make(proven));
  const ProjectionList projections = AllProjections();
  const auto open = [&] {
    return MakeFixedRecord({&log, NewMemoryStore(), strands, proven.checkpoint().size, {}},
                           SystemClock(), projections);
  };
  DECREE_ASSIGN_OR_RETURN(const std::string found, ask(open, bundle.question));
  if (found != bundle.answer) return Differs(found, bundle.answer);
  return ProvenAnswer{proven.checkpoint(), bundle.records.size(), bundle.rows.size()};
}

}  // namespace decree

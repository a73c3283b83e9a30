#include "core/query/thread/replay_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/query/state/state_words.h"

namespace decree {
namespace {

std::string TermsText(const Terms& terms) {
  if (terms.tariff) {
    if (terms.tariff->unknown) return "rate unknown";
    if (terms.tariff->ad_valorem_ppm) return FormatRatePpm(*terms.tariff->ad_valorem_ppm);
    if (terms.tariff->floor_total_ppm) {
      return absl::StrCat("up to ", FormatRatePpm(*terms.tariff->floor_total_ppm), " in total");
    }
    if (terms.tariff->specific) {
      return absl::StrCat(FormatDecimal(terms.tariff->specific->amount), " ",
                          terms.tariff->specific->currency, "/", terms.tariff->specific->per);
    }
  }
  if (terms.export_control && terms.export_control->policy) {
    switch (*terms.export_control->policy) {
      case LicencePolicy::kLicence:
        return "licence required";
      case LicencePolicy::kCaseByCase:
        return "licence, case by case";
      case LicencePolicy::kPresumptionOfDenial:
        return "licence, presumption of denial";
      case LicencePolicy::kDenial:
        return "licence denied";
    }
  }
  return "";
}

}  // namespace

std::string StateText(const MeasureState& state) {
  std::string text;
  const std::string span = state.effective ? SpanText(*state.effective) : "";
  if (!state.force.decided()) {
    text = absl::StrCat(NameOf(state.commitment), ", force undetermined");
  } else {
    switch (state.force.value()) {
      case Force::kPending:
        if (state.commitment == Commitment::kNone) return "none";
        text = absl::StrCat(NameOf(state.commitment), span.empty() ? "" : ", planned ", span);
        break;
      case Force::kInForce:
        text = absl::StrCat("in force ", span);
        break;
      case Force::kSuspended:
        text = absl::StrCat("suspended ", span);
        break;
      case Force::kExpired:
        text = absl::StrCat("expired (", span, ")");
        break;
      case Force::kRevoked:
        text = absl::StrCat("revoked ", span);
        break;
    }
  }
  if (state.terms) {
    const std::string terms = TermsText(*state.terms);
    if (!terms.empty()) absl::StrAppend(&text, ", ", terms);
  }
  if (state.legality.decided() && state.legality.value() != Legality::kUnchallenged) {
    absl::StrAppend(&text, ", ", NameOf(state.legality.value()));
  }
  if (state.enforcement.decided() && state.enforcement.value() != Enforcement::kEnforced) {
    absl::StrAppend(&text, ", ", NameOf(state.enforcement.value()));
  }
  return text;
}

CivilWindow DayOfEffect(const Event& event) {
  const int64_t offset_us = int64_t{event.stated->utc_offset_s} * kMicrosPerSecond;
  int64_t at = event.stated->latest_utc_us + offset_us;
  if (event.effective && event.effective->from) {
    const Bound& from = *event.effective->from;
    if (from.latest_civil_us != kAxisMax) at = std::max(at, from.latest_civil_us);
  }
  const int64_t first = CivilDayNumber(at) * kMicrosPerDay;
  return {first, first + kMicrosPerDay - 1};
}

}  // namespace decree

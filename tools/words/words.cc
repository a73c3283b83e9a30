#include "tools/words/words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

std::string TariffInWords(const Tariff& tariff) {
  std::vector<std::string> parts;
  const auto signed_rate = [](int64_t ppm) { return (ppm < 0 ? "" : "+") + FormatRatePpm(ppm); };
  if (tariff.ad_valorem_ppm) parts.push_back(signed_rate(*tariff.ad_valorem_ppm) + " ad valorem");
  if (tariff.specific) {
    parts.push_back(absl::StrCat("+", FormatDecimal(tariff.specific->amount), " ",
                                 tariff.specific->currency, " per ", tariff.specific->per));
  }
  if (tariff.floor_total_ppm) {
    parts.push_back("raised to " + FormatRatePpm(*tariff.floor_total_ppm) + " in total");
  }
  if (tariff.minimum_ppm) parts.push_back("at least " + FormatRatePpm(*tariff.minimum_ppm));
  if (tariff.maximum_ppm) parts.push_back("at most " + FormatRatePpm(*tariff.maximum_ppm));
  if (tariff.unknown) parts.push_back("duty of unknown rate");
  std::string text = absl::StrJoin(parts, ", ");
  if (!tariff.value_share.empty()) {
    absl::StrAppend(&text,
                    tariff.is_rest_of_share ? " on the rest of the share " : " on the share ",
                    tariff.value_share);
  }
  return text;
}

std::string PolicyInWords(LicencePolicy policy) {
  switch (policy) {
    case LicencePolicy::kLicence:
      return "licence required (approval)";
    case LicencePolicy::kCaseByCase:
      return "licence required (case by case)";
    case LicencePolicy::kPresumptionOfDenial:
      return "licence required (presumption of denial)";
    case LicencePolicy::kDenial:
      return "denied";
  }
  return "";
}

std::string ControlInWords(const ExportControl& control) {
  std::vector<std::string> parts;
  if (control.policy) parts.push_back(PolicyInWords(*control.policy));
  if (!control.reasons.empty()) parts.push_back("for " + absl::StrJoin(control.reasons, ", "));
  if (control.de_minimis_ppm) {
    parts.push_back("from a content of " + FormatRatePpm(*control.de_minimis_ppm));
  }
  if (!control.exceptions.empty()) {
    parts.push_back("except " + absl::StrJoin(control.exceptions, ", "));
  }
  if (!control.performance.empty()) parts.push_back(control.performance);
  return absl::StrJoin(parts, ", ");
}

}  // namespace

std::string Words(absl::string_view camel_case) {
  std::string text;
  for (const char c : camel_case) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) text += ' ';
    text += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return text;
}

std::string TermsInWords(const Terms& terms) {
  std::vector<std::string> parts;
  if (terms.tariff) parts.push_back(TariffInWords(*terms.tariff));
  if (terms.export_control) parts.push_back(ControlInWords(*terms.export_control));
  if (!terms.text.empty()) parts.push_back(Printable(terms.text));
  return absl::StrJoin(parts, "; ");
}

std::string TermsInWords(const MeasureState& state) {
  if (state.terms) return TermsInWords(*state.terms);
  std::vector<std::string> readings;
  for (const Terms& terms : state.terms_possible) readings.push_back(TermsInWords(terms));
  return absl::StrJoin(readings, " or ");
}

std::string EffectiveInWords(const MeasureState& state) {
  if (!state.effective) return "";
  const IntervalText& interval = *state.effective;
  std::vector<std::string> parts;
  if (!interval.from.empty()) {
    const bool runs = state.force.decided() && state.force.Has(Force::kInForce);
    if (runs && state.has_returned) {
      parts.push_back(
          absl::StrCat("again since ", state.force_since, " (first from ", interval.from, ")"));
    } else if (runs && state.is_renewed) {
      parts.push_back(
          absl::StrCat("since ", state.force_since, " (renewed from ", interval.from, ")"));
    } else {
      parts.push_back((runs ? "since " : "from ") + interval.from);
    }
  }
  if (!interval.through.empty()) {
    parts.push_back("through " + interval.through);
  } else if (!interval.to.empty()) {
    parts.push_back("until " + interval.to);
  }
  if (parts.empty()) parts.push_back("open at both ends");
  if (!interval.certain && state.effective_rivals.empty()) parts.push_back("(imprecise)");
  for (const IntervalText& rival : state.effective_rivals) {
    parts.push_back("or");
    if (!rival.from.empty()) parts.push_back("from " + rival.from);
    if (!rival.through.empty()) {
      parts.push_back("through " + rival.through);
    } else if (!rival.to.empty()) {
      parts.push_back("until " + rival.to);
    }
  }
  if (!state.effective_rivals.empty()) parts.push_back("(disputed)");
  // Dates of one form sort as texts.
  if (!state.terms_since.empty() && state.terms_since > state.force_since) {
    const bool is_rate = state.terms && state.terms->tariff;
    parts.back() += is_rate ? ", at this rate" : ", on these terms";
    parts.push_back("since " + state.terms_since);
  }
  return Printable(absl::StrJoin(parts, " "));
}

std::string StandingInWords(const MeasureState& state) {
  std::vector<std::string> parts = {Words(NameOf(state.commitment))};
  const bool plain_force = state.force.decided() && state.force.value() == Force::kInForce;
  if (state.lapsed) {
    parts.emplace_back("lapsed");
  } else if (!plain_force && state.force.decided()) {
    parts.push_back(Words(NameOf(state.force.value())));
  }
  if (!state.legality.decided()) {
    parts.push_back("legality undetermined");
  } else if (state.legality.value() != Legality::kUnchallenged) {
    parts.push_back(Words(NameOf(state.legality.value())));
  }
  if (!state.enforcement.decided()) {
    parts.push_back("enforcement undetermined");
  } else if (state.enforcement.value() != Enforcement::kEnforced) {
    parts.push_back(Words(NameOf(state.enforcement.value())));
  }
  if (state.evidence != Evidence::kOfficial && state.evidence != Evidence::kNone) {
    parts.push_back(Words(NameOf(state.evidence)));
  }
  return absl::StrJoin(parts, ", ");
}

std::string ViewInWords(const AnswerHeader& header, Commitment floor) {
  std::string text = header.known_by.empty() ? "with all that is known"
                                             : "as known by " + Printable(header.known_by);
  if (!header.recorded_by.empty()) {
    absl::StrAppend(&text, ", as recorded by ", Printable(header.recorded_by),
                    header.formerly ? " here or formerly" : "");
  }
  absl::StrAppend(&text, ", store at position ", header.head);
  if (floor != Commitment::kEnacted) {
    absl::StrAppend(&text, ", counting plans from \"", Words(NameOf(floor)), "\" up");
  }
  return text;
}

namespace {

void AddBeginning(const AnswerHeader& header, std::vector<std::string>& notes) {
  if (header.store_begins.empty()) return;
  notes.push_back(
      absl::StrCat("This store begins later than what was asked: its first "
                   "record is of ",
                   header.store_begins, "."));
}

}  // namespace

std::vector<std::string> NotesOf(const AnswerHeader& header) {
  std::vector<std::string> notes;
  uint64_t events = 0;
  std::vector<std::string> systems;
  for (const ClaimingSystem& claims : header.claims) {
    events += claims.events;
    systems.push_back(absl::StrCat(Printable(claims.system), " (", claims.events, ")"));
  }
  if (events != 0) {
    notes.push_back(absl::StrCat(
        "Rests on ", events, events == 1 ? " claim" : " claims",
        " of when another system recorded events: ", absl::StrJoin(systems, ", "), "."));
  } else if (header.formerly) {
    notes.emplace_back(
        "Rests on no claim of another system: of the events read none has one that "
        "counts here.");
  }
  AddBeginning(header, notes);
  return notes;
}

std::vector<std::string> NotesOfMany(const AnswerHeader& header) {
  std::vector<std::string> notes;
  if (header.formerly) {
    notes.emplace_back(
        "Events count from when another system claims to have recorded them, where "
        "one does.");
  }
  AddBeginning(header, notes);
  return notes;
}

std::string HexOf(const Hash256& hash) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string RecordedText(const LogRecord& record) { return FormatUtc(record.recorded_us); }

}  // namespace decree::tools

#include "core/query/answers/answers.h"

#include "absl/strings/str_cat.h"
#include "core/query/answers/screen_answer.h"

namespace decree {

absl::string_view NameOf(Commitment value) {
  switch (value) {
    case Commitment::kNone:
      return "none";
    case Commitment::kReported:
      return "reported";
    case Commitment::kUnderReview:
      return "underReview";
    case Commitment::kThreatened:
      return "threatened";
    case Commitment::kProposed:
      return "proposed";
    case Commitment::kAnnounced:
      return "announced";
    case Commitment::kEnacted:
      return "enacted";
    case Commitment::kWithdrawn:
      return "withdrawn";
  }
  return "none";
}

absl::string_view NameOf(Force value) {
  switch (value) {
    case Force::kPending:
      return "pending";
    case Force::kInForce:
      return "inForce";
    case Force::kSuspended:
      return "suspended";
    case Force::kExpired:
      return "expired";
    case Force::kRevoked:
      return "revoked";
  }
  return "pending";
}

absl::string_view NameOf(Legality value) {
  switch (value) {
    case Legality::kUnchallenged:
      return "unchallenged";
    case Legality::kChallenged:
      return "challenged";
    case Legality::kHeldUnlawful:
      return "heldUnlawful";
    case Legality::kStayed:
      return "stayed";
    case Legality::kUpheld:
      return "upheld";
    case Legality::kAnnulled:
      return "annulled";
  }
  return "unchallenged";
}

absl::string_view NameOf(Enforcement value) {
  switch (value) {
    case Enforcement::kEnforced:
      return "enforced";
    case Enforcement::kNotOperational:
      return "notOperational";
    case Enforcement::kWaived:
      return "waived";
  }
  return "enforced";
}

absl::string_view NameOf(Evidence value) {
  switch (value) {
    case Evidence::kNone:
      return "none";
    case Evidence::kOfficial:
      return "official";
    case Evidence::kReported:
      return "reported";
    case Evidence::kSingleSource:
      return "singleSource";
    case Evidence::kUnsourced:
      return "unsourced";
    case Evidence::kDisputed:
      return "disputed";
    case Evidence::kRetracted:
      return "retracted";
  }
  return "none";
}

absl::string_view NameOf(Answer value) {
  switch (value) {
    case Answer::kNo:
      return "no";
    case Answer::kYes:
      return "yes";
    case Answer::kUndetermined:
      return "undetermined";
  }
  return "undetermined";
}

std::optional<Commitment> CommitmentFromName(absl::string_view name) {
  for (int i = 0; i <= static_cast<int>(Commitment::kWithdrawn); ++i) {
    if (NameOf(static_cast<Commitment>(i)) == name) return static_cast<Commitment>(i);
  }
  return std::nullopt;
}

std::vector<std::string> PartyNotes(const Transaction& transaction,
                                    const std::vector<PossibleParty>& possible) {
  std::vector<std::string> notes;
  for (const TransactionField& field : transaction.placeholders) {
    notes.push_back(absl::StrCat(field.name, " \"", field.value,
                                 "\" is a placeholder: it was read as not given"));
  }
  for (const PossibleParty& party : possible) {
    notes.push_back(absl::StrCat("possible match, not decided by: \"", party.given,
                                 "\" is nearly \"", party.listed, "\" (", party.score,
                                 " of 100), listed by ", party.measure));
  }
  return notes;
}

}  // namespace decree

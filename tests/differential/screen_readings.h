// A screening world as the fast path and the naive oracle are asked about it, the latter once for
// every way to read who owns whom.
#ifndef DECREE_TESTS_DIFFERENTIAL_SCREEN_READINGS_H_
#define DECREE_TESTS_DIFFERENTIAL_SCREEN_READINGS_H_

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/differential/world_records.h"
#include "tests/model/oracle_names.h"
#include "tests/model/ownership_oracle.h"
#include "tests/model/place_oracle.h"
#include "tests/model/screen_oracle.h"

namespace decree {

using Fields = std::vector<TransactionField>;
using oracle::ScreenResult;

inline Transaction Read(const Fields& fields) {
  const auto transaction = TransactionFromFields(fields);
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

// A duty as it is shown: "8.75%", "2.5% + 0.5 USD/kg", "0.5 USD/kg".
struct Shown {
  explicit Shown(const std::string& text) {
    for (const absl::string_view part : absl::StrSplit(text, " + ")) {
      if (absl::EndsWith(part, "%")) {
        share = Scaled(part.substr(0, part.size() - 1), 10);
      } else {
        EXPECT_TRUE(absl::EndsWith(part, " USD/kg")) << text;
        per_kg = Scaled(part.substr(0, part.find(' ')), 6);
      }
    }
  }
  int64_t share = 0;   // 10^-12 of the value
  int64_t per_kg = 0;  // millionths of the currency

 private:
  static int64_t Scaled(absl::string_view text, int scale) {
    const auto decimal = ParseDecimal(text);
    EXPECT_TRUE(decimal.ok()) << text;
    const auto scaled = decimal.ok() ? WithScale(*decimal, scale) : std::nullopt;
    return scaled ? static_cast<int64_t>(scaled->unscaled) : -1;
  }
};

inline std::string Text(const ScreenResult& result) {
  if (result.is_cycle) return absl::StrCat("cycle ", result.decision, " ", result.policy);
  return absl::StrCat(result.decision, " ", result.policy, " added ", result.added, " base ",
                      result.base, " per kg ", result.base_per_kg);
}

// A text that names several parties leaves open what one of them alone takes out of a control.
inline bool NamesSeveral(const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const TransactionField& field) {
    return field.name == "party" && absl::StrContains(field.value, ';');
  });
}

// How the oracle reads a transaction: in one way for each table of who owns whom; where owners are
// neither given nor recorded, also with a listed party as the owner of them.
struct NaiveReadings {
  std::vector<ScreenResult> results;
  bool is_unknown = false;        // who owns a party: the last result is that with an owner for it
  bool is_party_unknown = false;  // of who is named as `party`, whose owners a transaction may give
  bool moves = false;  // with nobody's shares on record the first result would be another
};

class World {
 public:
  explicit World(std::vector<Event> events)
      : events_(std::move(events)), records_(RecordsOf(events_)), history_(records_) {}

  // What is recorded up to a position: other questions are put to the same store.
  void RecordedBy(uint64_t position) { position_max_ = position; }

  absl::StatusOr<ScreenAnswer> Screen(const Fields& fields) const {
    ScreenQuestion question;
    question.transaction = Read(fields);
    View view;
    view.position_max = position_max_;
    const QuestionContext context{history_.log(), history_.strands(), ViewFilter{view, {}}, {}, {}};
    return AnswerScreen(context, question);
  }
  // `parties_are_all`: no end user is named but what a filling makes up.
  NaiveReadings Naive(const Fields& fields, bool parties_are_all = false) const {
    const Transaction transaction = Read(fields);
    const std::vector<Event> seen(
        events_.begin(), events_.begin() + static_cast<ptrdiff_t>(
                                               std::min<uint64_t>(position_max_, events_.size())));
    const auto day = ParseWindow(transaction.on.text(), "Etc/UTC");
    const auto tables = oracle::OwnershipTables(seen, day->first_civil_us);
    const std::set<std::string> unknown = UnknownIn(transaction, tables, parties_are_all);
    NaiveReadings readings;
    for (const bool parts_take_out : {false, true}) {
      if (parts_take_out && !NamesSeveral(fields)) break;
      for (const oracle::OwnershipTable& table : tables) {
        readings.results.push_back(
            oracle::ScreenNaively(seen, transaction, table, {parts_take_out, parties_are_all}));
      }
    }
    readings.moves = oracle::ScreenNaively(seen, transaction, oracle::OwnershipTable()) !=
                     readings.results.front();
    readings.is_unknown = !unknown.empty();
    readings.is_party_unknown = !UnknownIn(transaction, tables, true).empty();
    if (!readings.is_unknown) return readings;
    oracle::OwnershipTable owned = tables.front();
    for (const std::string& name : unknown) owned[{"acme", name}] = 1'000'000;
    readings.results.push_back(
        oracle::ScreenNaively(seen, transaction, owned, {false, parties_are_all}));
    return readings;
  }
  // Those who take part and of whom no owner is given or recorded.
  static std::set<std::string> UnknownIn(const Transaction& transaction,
                                         const std::vector<oracle::OwnershipTable>& tables,
                                         bool parties_are_all) {
    std::set<std::string> unknown;
    if (!transaction.owners.empty()) return unknown;
    std::set<std::string> recorded;
    for (const oracle::OwnershipTable& table : tables) {
      for (const auto& [link, share_ppm] : table) recorded.insert(link.second);
    }
    std::vector<std::string> texts = transaction.parties;
    if (!parties_are_all) texts.push_back(transaction.end_user);
    for (const std::string& text : texts) {
      const std::vector<std::string> names = oracle::TextsOf(text);
      if (recorded.contains(names.front())) continue;
      for (size_t i = names.size() > 1 ? 1 : 0; i < names.size(); ++i) {
        if (!recorded.contains(names[i])) unknown.insert(names[i]);
      }
    }
    return unknown;
  }

  // Whom the group stands for on the day of the transaction.
  std::vector<std::string> MembersOf(const std::string& group, const Fields& fields) const {
    std::vector<Event> memberships;
    std::set<std::string> members;
    for (const Event& event : events_) {
      if (!event.membership || event.membership->group != group) continue;
      memberships.push_back(event);
      members.insert(event.membership->member);
    }
    const auto day = ParseWindow(Read(fields).on.text(), "Etc/UTC");
    std::vector<std::string> on_the_day;
    for (const std::string& member : members) {
      if (oracle::PlaceNaively(memberships, {group}, member, day->first_civil_us) ==
          oracle::Stands::kWithin) {
        on_the_day.push_back(member);
      }
    }
    return on_the_day;
  }
  std::string Describe(const Fields& fields) const {
    std::string text;
    for (const Event& event : events_) absl::StrAppend(&text, EventToJson(event), "\n");
    for (const TransactionField& field : fields) {
      absl::StrAppend(&text, " ", field.name, "=", field.value);
    }
    return text;
  }

 private:
  const std::vector<Event> events_;
  const std::vector<oracle::Record> records_;
  const ProjectedHistory history_;
  uint64_t position_max_ = UINT64_MAX;
};

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_SCREEN_READINGS_H_

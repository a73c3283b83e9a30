// A ScreenedLog is a ProjectedLog to screen transactions against, for tests.
//
// Example: log.Impose("duty", "us/a", "tariff", R"("terms":{"tariff":{"adValorem":"25%"}})");
//          EXPECT_EQ(log.Screen({{"on", "2025-06-01"}, {"origin", "CN"}}).duty.added.rate, "25%");
#ifndef DECREE_TESTS_UNIT_QUERY_SCREENED_LOG_H_
#define DECREE_TESTS_UNIT_QUERY_SCREENED_LOG_H_

#include <string>
#include <vector>

#include "core/query/questions.h"
#include "gmock/gmock.h"
#include "tests/unit/query/projected_log.h"

namespace decree {

using Fields = std::vector<TransactionField>;

inline Transaction TransactionOf(const Fields& fields) {
  const auto transaction = TransactionFromFields(fields);
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

class ScreenedLog {
 public:
  uint64_t Add(absl::string_view json) { return log_.Add(json); }

  // An `imposed` from 2025-01-01; `rest` holds terms, scope and so on.
  void Impose(absl::string_view id, absl::string_view measure, absl::string_view measure_class,
              absl::string_view rest) {
    Add(EventText(
        id, "imposed",
        absl::StrCat(R"("measure":")", measure, R"(","class":")", measure_class,
                     R"(","stated":"2025-01-01","effective":{"from":"2025-01-01"},)", rest)));
  }
  // A tariff on goods of CN for the US.
  void Tariff(absl::string_view measure, absl::string_view tariff, absl::string_view program = "",
              absl::string_view measure_class = "tariff") {
    Impose(absl::StrCat("e-", measure), measure, measure_class,
           absl::StrCat(R"("scope":{"include":[{"origin":["CN"],"destination":["US"]}]},)",
                        program.empty() ? "" : absl::StrCat(R"("program":")", program, R"(",)"),
                        R"("terms":{"tariff":{)", tariff, "}}"));
  }
  // A control, from US to anywhere unless `scope` says otherwise.
  void Control(absl::string_view measure, absl::string_view clause,
               absl::string_view control = R"("policy":"licence")") {
    Impose(absl::StrCat("e-", measure), measure, "exportControl",
           absl::StrCat(R"("scope":{"include":[)", clause, R"(]},"terms":{"exportControl":{)",
                        control, "}}"));
  }
  void Stack(absl::string_view id, absl::string_view rule, absl::string_view effective = "") {
    Add(EventText(
        id, "stackingRuleSet",
        absl::StrCat(R"("stated":"2025-01-01",)",
                     effective.empty() ? R"("effective":{"from":"2025-01-01"})" : effective,
                     R"(,"stacking":{)", rule, "}")));
  }

  absl::StatusOr<ScreenAnswer> TryScreen(const Fields& fields, const View& view = {}) const {
    ScreenQuestion question;
    question.transaction = TransactionOf(fields);
    const QuestionContext context{log_.log(), log_.strands(), ViewFilter{view, {}}, {}, {}};
    return AnswerScreen(context, question);
  }
  ScreenAnswer Screen(const Fields& fields, const View& view = {}) const {
    const auto answer = TryScreen(fields, view);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : ScreenAnswer();
  }
  // Goods of CN for the US on 2025-06-01, with more facts.
  ScreenAnswer FromChina(const Fields& more = {}) const {
    Fields fields = {{"on", "2025-06-01"},
                     {"origin", "CN"},
                     {"destination", "US"},
                     {"product", "HTS:8541.42.00"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return Screen(fields);
  }

  const ProjectedLog& log() const { return log_; }

 private:
  ProjectedLog log_;
};

inline constexpr ScreenDecision kSaysAllowed = ScreenDecision::kAllowed,
                                kSaysLicence = ScreenDecision::kLicenceRequired,
                                kSaysProhibited = ScreenDecision::kProhibited,
                                kSaysOpen = ScreenDecision::kUndetermined;

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_QUERY_SCREENED_LOG_H_

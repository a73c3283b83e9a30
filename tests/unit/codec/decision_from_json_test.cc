#include "core/codec/decision_from_json.h"

#include <gtest/gtest.h>

#include <string>

#include "core/model/limits.h"

namespace decree {
namespace {

constexpr char kWhole[] =
    R"({"id":"d-1","decided":"2024-06-14","view":{"knownBy":"2024-06-14","recordedBy":12,)"
    R"("floor":"announced"},"transaction":{"on":"2024-03-01","origin":"CN","product":)"
    R"(["HTS:8486.10.00","tag:x"],"party":"acme","kg":1200},"value":20000.50,"currency":"USD",)"
    R"("answer":{"decision":"allowed","added":"25%"}})";

TEST(DecisionFromJson, ReadsEveryField) {
  const absl::StatusOr<PastDecision> decision = DecisionFromJson(kWhole);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->id, "d-1");
  EXPECT_EQ(decision->decided, "2024-06-14");
  EXPECT_EQ(decision->known_by, "2024-06-14");
  EXPECT_EQ(decision->recorded_by, "12");
  EXPECT_EQ(decision->floor, "announced");
  EXPECT_EQ(decision->transaction.on, "2024-03-01");
  EXPECT_EQ(decision->transaction.products.size(), 2u);
  EXPECT_EQ(decision->transaction.parties.size(), 1u);
  EXPECT_EQ(decision->transaction.facts.at("kg").text, "1200");
  EXPECT_EQ(FormatDecimal(*decision->transaction.value), "20000.50");
  EXPECT_EQ(decision->transaction.currency, "USD");
  EXPECT_EQ(decision->decision, "allowed");
  EXPECT_EQ(decision->added, "25%");
}

TEST(DecisionFromJson, WhatMayBeLeftOutOrNull) {
  for (const char* json :
       {R"({"id":"d","decided":"2024-06","transaction":{"on":"2024-03-01"},)"
        R"("answer":{"decision":"undetermined"}})",
        R"({"id":"d","decided":"2024-06-14T10:00:00Z","view":{"knownBy":null,"recordedBy":null},)"
        R"("transaction":{"on":"2024-03-01","origin":null},)"
        R"("answer":{"decision":"undetermined","added":null}})"}) {
    const absl::StatusOr<PastDecision> decision = DecisionFromJson(json);
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->known_by + decision->recorded_by + decision->added, "");
  }
}

TEST(DecisionFromJson, TheValueMayStandInsideToo) {
  const auto with = [](const char* inside, const char* outside) {
    return DecisionFromJson(
        std::string(R"({"id":"d","decided":"2024-06-14","transaction":{"on":"2024-03-01")") +
        inside + "}" + outside + R"(,"answer":{"decision":"allowed"}})");
  };
  const auto inside = with(R"(,"value":"10","currency":"USD")", R"(,"value":"10")");
  ASSERT_TRUE(inside.ok()) << inside.status();
  EXPECT_EQ(inside->transaction.currency, "USD");
  EXPECT_EQ(with(R"(,"value":"10")", R"(,"value":"11")").status().message(),
            "value: \"11\" is not what transaction.value says; give it once");
}

TEST(DecisionFromJson, RefusesWithTheField) {
  const auto refused = [](const char* from, const char* to) {
    std::string json = kWhole;
    const size_t at = json.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    json.replace(at, std::string(from).size(), to);
    const auto decision = DecisionFromJson(json);
    EXPECT_EQ(decision.status().code(), absl::StatusCode::kInvalidArgument) << json;
    return std::string(decision.status().message());
  };
  const auto begins = [](const std::string& text, const char* with) {
    EXPECT_EQ(text.rfind(with, 0), 0u) << text;
  };
  begins(refused("\"id\":\"d-1\",", ""), "id: ");
  begins(refused("2024-06-14\",\"view", "2024-13\",\"view"), "decided: ");
  begins(refused("\"floor\"", "\"flor\""), "view.flor: unknown field");
  begins(refused("\"on\":\"2024-03-01\",", ""), "transaction.on: missing");
  begins(refused("HTS:8486.10.00", "8486"), "transaction.product: ");
  begins(refused("\"acme\"", "{}"), "transaction.party: must be a text");
  begins(refused("\"tag:x\"", "true"), "transaction.product[1]: must be a text");
  begins(refused("\"allowed\"", "\"alowed\""), "answer.decision: \"alowed\" is not known");
  begins(refused("\"answer\"", "\"answers\""), "answer: ");
  begins(refused("{\"decision\":\"allowed\",\"added\":\"25%\"}", "[]"),
         "answer: must be an object");
  begins(refused("\"view\":{\"knownBy\":\"2024-06-14\",\"recordedBy\":12,",
                 "\"view\":{\"knownBy\":{},"),
         "view.knownBy: ");
  begins(refused("20000.50", "true"), "value: must be a text");
  begins(refused("20000.50", "\"many\""), "transaction.value: ");
}

TEST(DecisionFromJson, IsBounded) {
  std::string json = kWhole;
  json.insert(json.size() - 1, ",\"x\":\"" + std::string(kDecisionJsonBytesMax, 'x') + "\"");
  EXPECT_EQ(DecisionFromJson(json).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace decree

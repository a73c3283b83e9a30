#include "core/model/transaction.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Fields = std::vector<TransactionField>;

Transaction Read(const Fields& fields) {
  const auto transaction = TransactionFromFields(fields);
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

TEST(Transaction, EveryFieldIsReadAndGivenBack) {
  const Fields fields = {{"id", "row-1"},
                         {"on", "2025-04-09"},
                         {"origin", "CN"},
                         {"destination", "US"},
                         {"shippedFrom", "HK"},
                         {"product", "HTS:85414200"},
                         {"product", "tag:rare-earths"},
                         {"party", "acme"},
                         {"exporter", "a"},
                         {"importer", "b"},
                         {"consignee", "c"},
                         {"endUser", "d"},
                         {"movement", "reExport"},
                         {"endUse", "civil"},
                         {"preference", "none"},
                         {"owner", "big:co:60%"},
                         {"contentShare", "0.1%"},
                         {"value", "10000.50"},
                         {"currency", "USD"},
                         {"exported", "2025-04-01"},
                         {"loaded", "2025-04"},
                         {"entered", "2025-04-09T10:00:00-04:00"},
                         {"contract", "2025"},
                         {"kg", "1200"}};
  const Transaction transaction = Read(fields);
  EXPECT_EQ(transaction.owners.at(0).id, "big:co");
  EXPECT_EQ(transaction.owners.at(0).share_ppm, 600'000);
  EXPECT_EQ(transaction.content_share_ppm, 1'000);
  EXPECT_EQ(transaction.facts.at("kg").text, "1200");
  EXPECT_EQ(FieldsOf(transaction), fields);
}

TEST(Transaction, ProductsAreShownAsTheyAreGiven) {
  Transaction transaction = Read({{"product", "HTS:8541.42.00;tag:a"}, {"product", "HS:8418.10"}});
  EXPECT_THAT(FieldsOf(transaction), ElementsAre(TransactionField{"product", "HTS:8541.42.00"},
                                                 TransactionField{"product", "tag:a"},
                                                 TransactionField{"product", "HS:8418.10"}));
  transaction.product_texts.clear();
  EXPECT_EQ(ShownProduct(transaction, 0), "HTS:85414200");
}

TEST(Transaction, AnyPlaceIsNone) { EXPECT_EQ(Read({{"origin", "*"}}).origin, ""); }

TEST(Transaction, TheFieldThatWasMeant) {
  EXPECT_TRUE(IsTransactionField("shippedFrom"));
  EXPECT_FALSE(IsTransactionField("kg"));
  EXPECT_EQ(ClosestField("destinatoin"), "destination");
  EXPECT_EQ(ClosestField("remarks"), "");
}

TEST(Transaction, ListsMayStandInOneCell) {
  const Transaction transaction = Read({{"product", "HTS:8541.42.00; tag:a;"},
                                        {"party", "x;y"},
                                        {"owner", "x:25%;y:25%"},
                                        {"owner", "z:1.5%"}});
  ASSERT_EQ(transaction.products.size(), 2u);
  EXPECT_EQ(FormatProductCode(transaction.products[0]), "HTS:85414200");
  EXPECT_THAT(transaction.parties, ElementsAre("x;y"));  // as given: a name may hold a ";"
  ASSERT_EQ(transaction.owners.size(), 3u);
  EXPECT_EQ(transaction.owners[2].share_ppm, 15'000);
}

TEST(Transaction, TheNameOfAnOwnerMayHoldWhatSeparates) {
  const auto owners = [](const char* text) { return Read({{"owner", text}}).owners; };
  using Owners = std::vector<OwnerShare>;
  EXPECT_EQ(owners("Smith; Sons:60%"), (Owners{{"Smith; Sons", 600'000}}));
  EXPECT_EQ(owners("a:1%; Smith; Sons:60% ;b:2%;"),
            (Owners{{"a", 10'000}, {"Smith; Sons", 600'000}, {"b", 20'000}}));
  EXPECT_EQ(owners("x:y;z:5%"), (Owners{{"x:y;z", 50'000}}));
  EXPECT_FALSE(TransactionFromFields(Fields{{"owner", "a:1%;Smith"}}).ok());
  const Transaction transaction = Read({{"owner", "Smith; Sons:60%"}});
  EXPECT_EQ(Read(FieldsOf(transaction)), transaction);
}

TEST(Transaction, PlaceholdersNameNobodyAndAreKeptApart) {
  const Transaction transaction =
      Read({{"party", "-0-"}, {"endUser", "N/A"}, {"consignee", "acme"}, {"importer", " "}});
  EXPECT_TRUE(transaction.parties.empty());
  EXPECT_EQ(transaction.end_user, "");
  EXPECT_EQ(transaction.importer, "");
  EXPECT_EQ(transaction.consignee, "acme");
  EXPECT_THAT(transaction.placeholders,
              ElementsAre(TransactionField{"party", "-0-"}, TransactionField{"endUser", "N/A"}));
  // A place, a code or a fact of that text is what it is.
  EXPECT_EQ(Read({{"seal", "none"}}).facts.at("seal").text, "none");
}

TEST(Transaction, AnEmptyCellLeavesTheFieldOut) {
  EXPECT_EQ(Read({{"origin", ""}, {"value", ""}, {"kg", ""}}), Transaction());
}

TEST(Transaction, AValueMayCarryItsCurrency) {
  const Transaction transaction = Read({{"value", "799.99 USD"}});
  EXPECT_EQ(FormatDecimal(*transaction.value), "799.99");
  EXPECT_EQ(transaction.currency, "USD");
}

// Past decisions are read with what was taken then; questions are not.
TEST(Transaction, AFactInPercentIsAShare) {
  const auto checked = [](const char* value) {
    const auto transaction = TransactionFromFields({{"metalContent", value}});
    EXPECT_TRUE(transaction.ok()) << transaction.status();
    return CheckShare("metalContent", transaction->facts.at("metalContent"));
  };
  EXPECT_TRUE(checked("40%").ok());
  EXPECT_TRUE(checked("140").ok());
  EXPECT_THAT(std::string(checked("140%").message()),
              HasSubstr("metalContent: \"140%\" is not a share; write 0% to 100%"));
  EXPECT_FALSE(checked("-1%").ok());
}

TEST(Transaction, WhatCannotBeReadIsRefusedByName) {
  struct Case {
    Fields fields;
    const char* error;
  };
  const std::vector<Case> cases = {
      {{{"origin", "uk"}}, "origin: \"uk\" is not a place that is known; did you mean GB?"},
      {{{"origin", "cn"}}, "did you mean CN?"},
      {{{"destination", "not here"}}, "destination: "},
      {{{"product", "8541"}}, "product: \"8541\" is not a product"},
      {{{"movement", "import"}}, "use export, reExport, transfer"},
      {{{"on", "2025-13-01"}}, "on: "},
      {{{"exported", "last week"}}, "exported: "},
      {{{"contentShare", "0.1"}}, "contentShare: "},
      {{{"contentShare", "101%"}}, "write 0% to 100%"},
      {{{"owner", "acme"}}, "write its id and its share"},
      {{{"owner", "acme:"}}, "owner: "},
      {{{"owner", "acme:120%"}}, "write 0% to 100%"},
      {{{"value", "-1"}}, "negative"},
      {{{"value", "1e3"}}, "value: "},
      {{{"value", "5 usd"}}, "is not a currency"},
      {{{"value", "5 USD"}, {"currency", "EUR"}}, "differ"},
      {{{"currency", "dollar"}}, "currency: "},
      {{{"origin", "CN"}, {"origin", "HK"}}, "origin: \"HK\" is given twice"},
      {{{"kg", "1"}, {"kg", "2"}}, "given twice"},
      {{{"Origin", "CN"}}, "write \"origin\""},
      {{{"", "x"}}, "is no name of a fact"},
  };
  for (const Case& c : cases) {
    const auto transaction = TransactionFromFields(c.fields);
    EXPECT_EQ(transaction.status().code(), absl::StatusCode::kInvalidArgument) << c.fields[0].value;
    EXPECT_THAT(std::string(transaction.status().message()), HasSubstr(c.error));
  }
}

TEST(Transaction, ListsAreBounded) {
  Fields fields;
  for (int i = 0; i <= 1'000; ++i) fields.push_back({"party", "p"});
  EXPECT_THAT(std::string(TransactionFromFields(fields).status().message()),
              HasSubstr("party: more than 1000"));
}

}  // namespace
}  // namespace decree

#include "core/query/duty/duty_stack.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int64_t kPercent = 10'000;  // parts per million

Tariff AdValorem(int64_t percent) {
  Tariff tariff;
  tariff.ad_valorem_ppm = percent * kPercent;
  return tariff;
}

Transaction With(const std::vector<TransactionField>& fields) {
  const auto transaction = TransactionFromFields(fields);
  EXPECT_TRUE(transaction.ok()) << transaction.status();
  return transaction.ok() ? *transaction : Transaction();
}

AssessedTariff Assessed(const Tariff& tariff, const std::vector<TransactionField>& fields = {}) {
  return AssessTariff(tariff, With(fields));
}

DutyInput Input(const std::string& program, const Tariff& tariff, bool is_certain = true) {
  return {"m-" + program, program, false, is_certain, {Assessed(tariff)}, "", {0}};
}
DutyInput Base(const Tariff& tariff, bool is_certain = true) {
  return {"base", "base", true, is_certain, {Assessed(tariff)}, "XX", {0}};
}
StackRule Excludes(const std::string& program, const std::vector<std::string>& over,
                   bool is_certain = true) {
  return {
      absl::StrCat(program, "-excludes"), program, StackingEffect::kExcludes, over, 0, is_certain};
}
StackRule Caps(const std::vector<std::string>& over, int64_t percent, bool is_certain = true) {
  return {"cap", "p", StackingEffect::kCappedBy, over, percent * kPercent, is_certain};
}

StackedDuty Stacked(const std::vector<DutyInput>& inputs,
                    const std::vector<StackRule>& rules = {}) {
  return StackDuties(inputs, rules);
}

// "35%", or "10%..35%"; without an end "10%.."
std::string Added(const StackedDuty& duty) {
  if (duty.added_low == duty.added_high && !duty.added_high.is_unbounded) {
    return FormatCharge(duty.added_low);
  }
  return absl::StrCat(FormatCharge(duty.added_low), "..",
                      duty.added_high.is_unbounded ? "" : FormatCharge(duty.added_high));
}

TEST(DutyStack, ByDefaultMeasuresAdd) {
  EXPECT_EQ(Added(Stacked({})), "0%");
  EXPECT_EQ(Added(Stacked({Input("a", AdValorem(10)), Input("b", AdValorem(25))})), "35%");
}

TEST(DutyStack, AnExcludedMeasureExcludesNothing) {
  const std::vector<StackRule> rules = {Excludes("a", {"b"}), Excludes("b", {"c"})};
  const StackedDuty duty = Stacked(
      {Input("a", AdValorem(50)), Input("b", AdValorem(25)), Input("c", AdValorem(10))}, rules);
  EXPECT_EQ(Added(duty), "60%");
  EXPECT_FALSE(duty.lines[1].ever_counts);
  EXPECT_THAT(duty.lines[1].excluded_by, ElementsAre(0u));
  EXPECT_EQ(Added(Stacked({Input("b", AdValorem(25)), Input("c", AdValorem(10))}, rules)), "25%");
}

TEST(DutyStack, AMeasureOfZeroStillExcludes) {
  EXPECT_EQ(
      Added(Stacked({Input("a", AdValorem(0)), Input("b", AdValorem(25))}, {Excludes("a", {"b"})})),
      "0%");
}

TEST(DutyStack, TheOrderOfRulesDoesNotMatter) {
  const std::vector<DutyInput> inputs = {Input("a", AdValorem(1)), Input("b", AdValorem(2)),
                                         Input("c", AdValorem(4)), Input("d", AdValorem(8))};
  std::vector<StackRule> rules = {Excludes("d", {"c"}), Excludes("c", {"b"}), Excludes("b", {"a"})};
  EXPECT_EQ(Added(Stacked(inputs, rules)), "10%");
  std::swap(rules[0], rules[2]);
  EXPECT_EQ(Added(Stacked(inputs, rules)), "10%");
}

TEST(DutyStack, ACycleNamesItsRules) {
  const StackedDuty duty =
      Stacked({Input("a", AdValorem(1)), Input("b", AdValorem(2)), Input("c", AdValorem(4))},
              {Excludes("a", {"b"}), Excludes("b", {"a"})});
  EXPECT_THAT(
      duty.trouble,
      HasSubstr("\"a-excludes\" and \"b-excludes\" form a cycle (a excludes b excludes a)"));
  EXPECT_FALSE(duty.lines[0].always_counts);
  EXPECT_TRUE(duty.lines[0].ever_counts);
  EXPECT_EQ(duty.lines[0].excluded_by, (std::set<size_t>{1}));
  EXPECT_EQ(duty.lines[1].excluded_by, (std::set<size_t>{0}));
  EXPECT_TRUE(duty.lines[2].always_counts);
  // Where one of the programmes is not at hand the cycle does nothing.
  EXPECT_EQ(
      Added(Stacked({Input("a", AdValorem(1))}, {Excludes("a", {"b"}), Excludes("b", {"a"})})),
      "1%");
  EXPECT_THAT(Stacked({Input("a", AdValorem(1))}, {Excludes("a", {"a"})}).trouble,
              HasSubstr("the rule \"a-excludes\" forms a cycle (a excludes a)"));
}

TEST(DutyStack, ASumIsCutToTheCap) {
  const StackedDuty duty =
      Stacked({Input("a", AdValorem(10)), Input("b", AdValorem(25)), Input("c", AdValorem(5))},
              {Caps({"a", "b"}, 15)});
  EXPECT_EQ(Added(duty), "20%");
  EXPECT_EQ(FormatCharge(duty.lines[0].high), "10%");
  EXPECT_EQ(FormatCharge(duty.lines[1].high), "5%");
  EXPECT_THAT(duty.lines[0].cut_by, IsEmpty());
  EXPECT_THAT(duty.lines[1].cut_by, ElementsAre(0u));
  EXPECT_EQ(Added(Stacked({Input("a", AdValorem(10))}, {Caps({"a", "b"}, 15)})), "10%");
}

TEST(DutyStack, ACapOfAProgrammeWithDutiesOfItsOwnCutsOnlyWhereTheseCount) {
  StackRule cap = Caps({"a", "b"}, 15);  // of the programme p
  cap.needs_program = true;
  const DutyInput a = Input("a", AdValorem(40)), p = Input("p", AdValorem(1));
  EXPECT_EQ(Added(Stacked({a}, {cap})), "40%");
  EXPECT_EQ(Added(Stacked({a, p}, {cap})), "16%");
  EXPECT_EQ(Added(Stacked({a, Input("p", AdValorem(1), false)}, {cap})), "16%..40%");
  EXPECT_EQ(Added(Stacked({a, p, Input("x", AdValorem(2))}, {cap, Excludes("x", {"p"})})), "42%");
}

TEST(DutyStack, AFloorIsLiftedFromTheBaseDuty) {
  Tariff floor;
  floor.floor_total_ppm = 15 * kPercent;
  EXPECT_EQ(Added(Stacked({Base(AdValorem(3)), Input("a", floor)})), "12%");
  EXPECT_EQ(Added(Stacked({Base(AdValorem(20)), Input("a", floor)})), "0%");
  EXPECT_EQ(Added(Stacked({Input("a", floor)})), "15%");
  // An open base duty moves it.
  const StackedDuty open = Stacked({Base(AdValorem(3), false), Input("a", floor)});
  EXPECT_EQ(Added(open), "12%..15%");
  EXPECT_TRUE(open.lines[0].presence_moves);
  Tariff unknown;
  unknown.unknown = true;
  EXPECT_EQ(Added(Stacked({Base(unknown), Input("a", floor)})), "0%..15%");
}

TEST(DutyStack, TheEndsAreThoseOfRealCombinations) {
  // Either the one or the other: never none, never both.
  const std::vector<StackRule> rules = {Excludes("a", {"b"})};
  const StackedDuty duty =
      Stacked({Input("a", AdValorem(25), false), Input("b", AdValorem(50))}, rules);
  EXPECT_EQ(Added(duty), "25%..50%");
  EXPECT_TRUE(duty.lines[0].presence_moves);
  EXPECT_TRUE(duty.lines[1].ever_counts);
  EXPECT_FALSE(duty.lines[1].always_counts);
  // What is excluded for sure moves nothing.
  const StackedDuty excluded =
      Stacked({Input("a", AdValorem(25)), Input("b", AdValorem(50), false)}, rules);
  EXPECT_EQ(Added(excluded), "25%");
  EXPECT_FALSE(excluded.lines[1].presence_moves);
  // Nor does a duty of zero.
  EXPECT_FALSE(Stacked({Input("a", AdValorem(0), false)}).lines[0].presence_moves);
}

TEST(DutyStack, ARuleWithImpreciseDatesIsTriedBothWays) {
  const StackedDuty duty = Stacked({Input("a", AdValorem(25)), Input("b", AdValorem(50))},
                                   {Excludes("a", {"b"}, false)});
  EXPECT_EQ(Added(duty), "25%..75%");
  EXPECT_TRUE(duty.rule_moves);
  EXPECT_EQ(Added(Stacked({Input("a", AdValorem(25))}, {Caps({"a"}, 10, false)})), "10%..25%");
}

TEST(DutyStack, UnknownIsNotZero) {
  Tariff unknown;
  unknown.unknown = true;
  EXPECT_EQ(Added(Stacked({Input("a", unknown), Input("b", AdValorem(10))})), "10%..");
  EXPECT_EQ(
      Added(Stacked({Input("a", unknown), Input("b", AdValorem(10))}, {Caps({"a", "b"}, 15)})),
      "10%..15%");
  unknown.minimum_ppm = 2 * kPercent;
  unknown.maximum_ppm = 7 * kPercent;
  EXPECT_EQ(Added(Stacked({Input("a", unknown)})), "2%..7%");
}

TEST(DutyStack, ShareOfTheValue) {
  Tariff metal = AdValorem(50);
  metal.value_share = "metalContent";
  const AssessedTariff third = Assessed(metal, {{"metalContent", "33.3333%"}});
  EXPECT_EQ(FormatCharge(ChargeOf(third, {}, false)), "16.66665%");
  const AssessedTariff open = Assessed(metal);
  EXPECT_THAT(open.missing, ElementsAre("metalContent"));
  EXPECT_EQ(FormatCharge(ChargeOf(open, {}, false)), "0%");
  EXPECT_EQ(FormatCharge(ChargeOf(open, {}, true)), "50%");
  const AssessedTariff unread = Assessed(metal, {{"metalContent", "half"}});
  EXPECT_THAT(unread.missing, ElementsAre("metalContent"));
  EXPECT_THAT(unread.unread, ElementsAre("metalContent is given as \"half\", not as a share, 0% "
                                         "to 100%"));
  EXPECT_EQ(FormatCharge(ChargeOf(unread, {}, true)), "50%");
  metal.is_rest_of_share = true;
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(metal, {{"metalContent", "40%"}}), {}, false)), "30%");
}

// One name, which one measure takes for a share and another for a unit.
TEST(DutyStack, AFactOfTwoMeaningsIsGivenToOneOnly) {
  Tariff share = AdValorem(50), by_unit;
  share.value_share = "steel";
  by_unit.specific = SpecificDuty{*ParseDecimal("2"), "USD", "steel"};
  by_unit.maximum_ppm = 20 * kPercent;
  const std::vector<TransactionField> as_share = {{"steel", "50%"}, {"value", "100 USD"}};
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(share, as_share), {}, true)), "25%");
  const AssessedTariff open = Assessed(by_unit, as_share);
  EXPECT_THAT(open.missing, ElementsAre("steel"));
  EXPECT_THAT(open.unread, ElementsAre(HasSubstr("not as a quantity")));
  EXPECT_EQ(FormatCharge(ChargeOf(open, {}, true)), "20%");
  EXPECT_THAT(Assessed(by_unit, {{"steel", "-1"}, {"value", "100 USD"}}).missing,
              ElementsAre("steel"));
  const std::vector<TransactionField> as_quantity = {{"steel", "4"}, {"value", "100 USD"}};
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(by_unit, as_quantity), {}, true)), "8%");
  EXPECT_THAT(Assessed(share, as_quantity).missing, ElementsAre("steel"));
}

// What is due is then at least the largest number, and no end of it is known.
TEST(DutyStack, SumsBeyondAllNumbers) {
  const Decimal most{INT64_MAX, 0};
  Tariff tariff;
  tariff.specific = SpecificDuty{most, "USD", "kg"};
  std::vector<DutyInput> many;
  for (int i = 0; i < 40; ++i) many.push_back(Input(absl::StrCat("p-", i), tariff));
  const StackedDuty sum = Stacked(many);
  EXPECT_TRUE(sum.added_low.is_unbounded && sum.added_high.is_unbounded);
  EXPECT_EQ(Added(sum), "170141183460469231731.687303715884105727 USD/kg..");
  many.resize(18);
  EXPECT_EQ(Added(Stacked(many)), "166020696663385964526 USD/kg");

  // As a share of a value: the largest rate, of which a share is taken, and beside which others
  // stand and are cut.
  tariff.minimum_ppm = kPercent;
  const std::vector<TransactionField> facts = {{"kg", "10000000"}, {"value", "1 USD"}};
  const AssessedTariff large = Assessed(tariff, facts);
  ASSERT_TRUE(large.specific_rate);
  tariff.ad_valorem_ppm = INT64_MAX;
  tariff.value_share = "s";
  const std::vector<TransactionField> half = {{"kg", "10000000"}, {"value", "1 USD"}, {"s", "50%"}};
  const Charge shared = ChargeOf(Assessed(tariff, half), {}, false);
  EXPECT_GT(shared.rate.unscaled, large.specific_rate->unscaled / 2);
  DutyInput input = Input("a", AdValorem(1));
  input.readings = {large};
  EXPECT_EQ(Added(Stacked({input, input, Base(AdValorem(3))})),
            "17014118346046923173168730371.5884105727%..");
  EXPECT_EQ(Added(Stacked({input, input}, {Caps({"a"}, 15)})), "15%");
}

// A quantity that no number holds as a share, or a value of nothing, leaves the specific duty open.
TEST(DutyStack, ASpecificDutyThatIsNoShare) {
  Tariff tariff;
  tariff.specific = SpecificDuty{Decimal{INT64_MAX, 0}, "USD", "kg"};
  tariff.minimum_ppm = 5 * kPercent;
  for (const char* const value : {"1 USD", "0 USD"}) {
    const AssessedTariff assessed =
        Assessed(tariff, {{"kg", "9223372036854775807"}, {"value", value}});
    EXPECT_TRUE(assessed.is_range()) << value;
    DutyInput input = Input("a", tariff);
    input.readings = {assessed};
    EXPECT_EQ(Added(Stacked({input})), "5%..") << value;
  }
}

TEST(DutyStack, SpecificAndCompoundDuties) {
  Tariff tariff = AdValorem(10);
  tariff.specific = SpecificDuty{*ParseDecimal("0.50"), "USD", "kg"};
  const StackedDuty duty = Stacked({Input("a", tariff), Input("b", tariff)});
  EXPECT_EQ(Added(duty), "20% + 1 USD/kg");
  tariff.maximum_ppm = 12 * kPercent;
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(tariff), {}, false)), "10%");
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(tariff), {}, true)), "12%");
  EXPECT_THAT(Assessed(tariff).missing, ElementsAre("kg", "value"));
  EXPECT_THAT(Assessed(tariff, {{"kg", "20"}, {"value", "10 EUR"}}).missing,
              ElementsAre("value in USD"));
  // 10% + 0.50 × 20 ÷ 1000 = 11%
  const std::vector<TransactionField> facts = {{"kg", "20"}, {"value", "1000 USD"}};
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(tariff, facts), {}, false)), "11%");
  EXPECT_EQ(FormatCharge(ChargeOf(Assessed(tariff, facts), {}, true)), "11%");
  EXPECT_EQ(
      FormatCharge(ChargeOf(Assessed(tariff, {{"kg", "50"}, {"value", "1000 USD"}}), {}, true)),
      "12%");
}

TEST(DutyStack, AFloorOverACompoundBase) {
  Tariff floor, base = AdValorem(5);
  floor.floor_total_ppm = 15 * kPercent;
  base.specific = SpecificDuty{*ParseDecimal("1.5"), "USD", "kg"};
  const StackedDuty open = Stacked({Base(base), Input("a", floor)});
  EXPECT_EQ(Added(open), "0%..10%");
  EXPECT_TRUE(open.lines[1].reading_moves);
  DutyInput known = Base(base);
  const auto with = [&](const char* kilograms) {
    known.readings = {Assessed(base, {{"kg", kilograms}, {"value", "1000 USD"}})};
    return Added(Stacked({known, Input("a", floor)}));
  };
  EXPECT_EQ(with("50"), "2.5%");
  EXPECT_EQ(with("0"), "10%");
  EXPECT_EQ(with("90"), "0%");
  // One that is known beside one that is not.
  DutyInput other = Base(base);
  other.issuer = "YY";
  known.readings = {Assessed(base, {{"kg", "20"}, {"value", "1000 USD"}})};
  EXPECT_EQ(Added(Stacked({known, other, Input("a", floor)})), "0%..2%");
}

TEST(DutyStack, OfOneIssuersBaseDutiesTheLongestCodeCounts) {
  const auto base = [](const char* issuer, int64_t percent, std::vector<size_t> digits,
                       bool is_certain = true) {
    DutyInput input = Base(AdValorem(percent), is_certain);
    input.issuer = issuer;
    input.code_digits = std::move(digits);
    return input;
  };
  const auto total = [](const StackedDuty& duty) {
    return duty.base_low == duty.base_high
               ? FormatCharge(duty.base_low)
               : absl::StrCat(FormatCharge(duty.base_low), "..", FormatCharge(duty.base_high));
  };
  const StackedDuty plain =
      Stacked({base("US", 3, {0}), base("US", 5, {4}), base("US", 1, {4}), base("EU", 2, {2})});
  EXPECT_EQ(total(plain), "8%");
  EXPECT_FALSE(plain.lines[0].ever_counts);
  EXPECT_THAT(plain.lines[0].outdone_by, ElementsAre(1, 2));
  EXPECT_THAT(plain.lines[3].outdone_by, IsEmpty());
  const StackedDuty open_match = Stacked({base("US", 3, {2}), base("US", 7, {6}, false)});
  EXPECT_EQ(total(open_match), "3%..7%");
  EXPECT_TRUE(open_match.lines[1].presence_moves);
  EXPECT_FALSE(open_match.lines[0].always_counts);
  const StackedDuty open_digits = Stacked({base("US", 3, {4}), base("US", 7, {2, 6})});
  EXPECT_EQ(total(open_digits), "3%..7%");
  EXPECT_TRUE(open_digits.lines[1].digits_move);
  // Which code it is does not matter where it stands alone.
  EXPECT_FALSE(Stacked({base("US", 7, {2, 6})}).lines[0].digits_move);
  // What gives way still excludes, since it applies.
  DutyInput first = base("US", 3, {2});
  first.program = "p";
  EXPECT_EQ(
      Added(Stacked({first, base("US", 7, {4}), Input("a", AdValorem(9))}, {Excludes("p", {"a"})})),
      "0%");
}

TEST(DutyStack, AmountsAreRoundedToTheMinorUnit) {
  EXPECT_EQ(RoundedAmount("2.995", "USD"), "3.00");
  EXPECT_EQ(RoundedAmount("2.994999", "USD"), "2.99");
  EXPECT_EQ(RoundedAmount("2.5", "JPY"), "3");
  EXPECT_EQ(RoundedAmount("2", "KWD"), "2.000");
  EXPECT_EQ(RoundedAmount("2.5", "XAU"), "");
  EXPECT_EQ(RoundedAmount("2.5", ""), "");
  EXPECT_EQ(RoundedAmount("", "USD"), "");
}

TEST(DutyStack, ASpecificDutyUnderACap) {
  Tariff tariff;
  tariff.specific = SpecificDuty{*ParseDecimal("1"), "USD", "kg"};
  const StackedDuty open =
      Stacked({Input("a", tariff), Input("b", AdValorem(10))}, {Caps({"a", "b"}, 15)});
  EXPECT_EQ(Added(open), "10%..15%");
  EXPECT_TRUE(open.specific_moves);
  DutyInput known = Input("a", tariff);
  known.readings = {Assessed(tariff, {{"kg", "100"}, {"value", "1000 USD"}})};
  EXPECT_EQ(Added(Stacked({known, Input("b", AdValorem(10))}, {Caps({"a", "b"}, 15)})), "15%");
  EXPECT_EQ(Added(Stacked({known, Input("b", AdValorem(10))}, {Caps({"a", "b"}, 25)})),
            "10% + 1 USD/kg");
}

TEST(DutyStack, AmountsAreExact) {
  const auto amount = [](const Tariff& tariff, const std::vector<TransactionField>& fields) {
    return AmountOf(ChargeOf(Assessed(tariff, fields), {}, false), With(fields));
  };
  EXPECT_EQ(amount(AdValorem(25), {{"value", "10000"}}), "2500");
  EXPECT_EQ(amount(AdValorem(25), {{"value", "10000.00"}}), "2500.00");
  EXPECT_EQ(amount(AdValorem(25), {}), "");
  Tariff odd;
  odd.ad_valorem_ppm = 75'001;
  EXPECT_EQ(amount(odd, {{"value", "99.99"}}), "7.49934999");
  Tariff specific = AdValorem(10);
  specific.specific = SpecificDuty{*ParseDecimal("0.50"), "USD", "100 kg"};
  EXPECT_EQ(amount(specific, {{"value", "1000 USD"}, {"kg", "250"}}), "101.25");
  EXPECT_EQ(amount(specific, {{"value", "1000 EUR"}, {"kg", "250"}}), "");
  EXPECT_EQ(amount(specific, {{"value", "1000 USD"}}), "");
  EXPECT_EQ(amount(AdValorem(25), {{"value", "9223372036854775807"}}), "2305843009213693951.75");
}

TEST(DutyStack, WithTooMuchOpenTheEndsAreStillSafe) {
  std::vector<DutyInput> inputs;
  for (int i = 0; i < 20; ++i) inputs.push_back(Input(absl::StrCat("p", i), AdValorem(1), false));
  inputs.push_back(Input("sure", AdValorem(7)));
  inputs.push_back(Input("ruled", AdValorem(3)));
  const StackedDuty duty = Stacked(inputs, {Excludes("p0", {"ruled"})});
  EXPECT_EQ(Added(duty), "7%..30%");
  EXPECT_TRUE(duty.lines[0].presence_moves);
}

}  // namespace
}  // namespace decree

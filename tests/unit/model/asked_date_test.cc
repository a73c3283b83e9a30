#include "core/model/asked_date.h"

#include "gmock/gmock.h"

namespace decree {
namespace {

using ::testing::HasSubstr;

std::string FirstIn(const AskedDate& date, absl::string_view zone) {
  const absl::StatusOr<CivilWindow> window = date.In(zone);
  return window.ok() ? FormatCivil(window->first_civil_us) : std::string(window.status().message());
}

TEST(AskedDateTest, ADayIsTheSameOnEveryClock) {
  const AskedDate date = "2025-11-05";
  ASSERT_TRUE(date.WithoutZone().has_value());
  EXPECT_EQ(FirstIn(date, "America/New_York"), "2025-11-05");
  EXPECT_EQ(FirstIn(date, "Mars/Olympus"), "2025-11-05");
  EXPECT_EQ(date.text(), "2025-11-05");
  EXPECT_TRUE(AskedDate("2025-11-05T14:00:00").WithoutZone().has_value());
}

TEST(AskedDateTest, AnInstantIsReadOnTheClockOfTheZone) {
  const AskedDate date = "2025-11-05T02:00:00Z";
  EXPECT_FALSE(date.WithoutZone().has_value());
  EXPECT_EQ(FirstIn(date, "America/New_York"), "2025-11-04T21:00:00");
  EXPECT_EQ(FirstIn(date, "Asia/Shanghai"), "2025-11-05T10:00:00");
}

TEST(AskedDateTest, WhatIsNoDateSaysWhyWhenItIsAskedFor) {
  const AskedDate date = "2025-13";
  EXPECT_FALSE(date.empty());
  EXPECT_THAT(std::string(date.Check("from").message()), HasSubstr("from: \"2025-13\" is not an"));
  EXPECT_EQ(date.In("Etc/UTC").status(), date.trouble());
  EXPECT_FALSE(date.WithoutZone().has_value());
  EXPECT_THAT(FirstIn("2025-11/..", "Etc/UTC"), HasSubstr("has an open end"));
  // It ends before it begins, by the clock of no zone.
  EXPECT_THAT(FirstIn("2025-11-05/2025-11-04", "Etc/UTC"), HasSubstr("ends before it begins"));
}

TEST(AskedDateTest, NoneIsGiven) {
  EXPECT_TRUE(AskedDate().empty());
  EXPECT_TRUE(AskedDate("").empty());
  EXPECT_TRUE(AskedDate().Check("on").ok());
  EXPECT_EQ(AskedDate().In("Etc/UTC").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(AskedDateTest, AStretchOfEveryClockHasNoText) {
  const AskedDate date = AskedDate::OnEveryClock({5, 7});
  EXPECT_FALSE(date.empty());
  EXPECT_EQ(date.text(), "");
  EXPECT_EQ(date.In("Asia/Shanghai")->last_civil_us, 7);
}

}  // namespace
}  // namespace decree

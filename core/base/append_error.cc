#include "core/base/append_error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"

namespace decree {
namespace {

// One payload each, so that none needs to be taken apart.
constexpr char kIndexPayload[] = "decree/append/index";
constexpr char kFieldPayload[] = "decree/append/field";
constexpr char kProblemPayload[] = "decree/append/problem";

void SetOnce(absl::Status& status, const char* payload, absl::string_view value) {
  if (status.ok() || status.GetPayload(payload).has_value()) return;
  status.SetPayload(payload, absl::Cord(value));
}

std::optional<size_t> IndexIn(const absl::Cord& payload) {
  size_t index = 0;
  if (!absl::SimpleAtoi(std::string(payload), &index)) return std::nullopt;
  return index;
}

}  // namespace

std::optional<AppendErrorPlace> AppendErrorOf(const absl::Status& status) {
  const auto index = status.GetPayload(kIndexPayload);
  const auto field = status.GetPayload(kFieldPayload);
  if (!index && !field) return std::nullopt;
  AppendErrorPlace place;
  if (field) place.field = std::string(*field);
  if (!index) return place;
  place.index = IndexIn(*index);
  const auto problem = status.GetPayload(kProblemPayload);
  if (problem) place.problem = std::string(*problem);
  return place;
}

absl::Status WithField(absl::Status status, absl::string_view field) {
  SetOnce(status, kFieldPayload, field);
  return status;
}

absl::Status WithIndex(absl::Status status, size_t index) {
  SetOnce(status, kIndexPayload, absl::StrCat(index));
  SetOnce(status, kProblemPayload, std::string(status.message()));
  return status;
}

absl::Status WithPlace(absl::Status status, size_t index, absl::string_view field) {
  return WithIndex(WithField(std::move(status), field), index);
}

absl::Status InCall(size_t index, const absl::Status& status) {
  return Prefixed(absl::StrCat("event ", index, " of the call: "), WithIndex(status, index));
}

}  // namespace decree

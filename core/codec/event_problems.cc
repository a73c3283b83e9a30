#include <algorithm>
#include <optional>

#include "core/base/append_error.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_fields.h"
#include "core/codec/json_places.h"
#include "core/codec/parts_from_json.h"

namespace decree {
namespace {

constexpr size_t kShownBytesMax = 64;

// As it was written: a string without its quotes, of what is longer the beginning.
std::string ShownValue(absl::string_view json, size_t begin) {
  absl::string_view rest = json.substr(begin);
  if (!rest.empty() && rest.front() == '"') {
    rest.remove_prefix(1);
    const size_t end = rest.find('"');
    return std::string(rest.substr(0, std::min(end, kShownBytesMax)));
  }
  const size_t end = rest.find_first_of(",}] \t\r\n");
  return std::string(rest.substr(0, std::min(end, kShownBytesMax)));
}

EventProblem ProblemOf(absl::string_view json, const absl::Status& status) {
  EventProblem problem;
  problem.text = std::string(status.message());
  const std::optional<AppendErrorPlace> place = AppendErrorOf(status);
  if (!place || place->field.empty()) return problem;
  problem.field = place->field;
  const std::string before = problem.field + ": ";
  if (problem.text.rfind(before, 0) == 0) problem.text.erase(0, before.size());
  if (const auto at = JsonPlaceOf(json, problem.field)) {
    problem.offset = at->begin;
    problem.has_offset = true;
    problem.value = ShownValue(json, at->value);
  }
  return problem;
}

}  // namespace

std::vector<EventProblem> EventProblems(absl::string_view json, size_t problems_max) {
  const absl::StatusOr<JsonValue> root = ParseJson(json);
  if (!root.ok()) return {ProblemOf(json, root.status())};
  FieldErrors errors(std::max<size_t>(problems_max, 2));
  Event event;
  ReadEventFields(*root, errors, event);
  // What is missing for the sake of what cannot be read is not told.
  if (errors.kept().empty()) {
    const absl::Status completed = CompleteEvent(event);
    const std::optional<AppendErrorPlace> place = AppendErrorOf(completed);
    errors.Add(place ? place->field : "", completed);
  }
  std::vector<EventProblem> problems;
  for (const absl::Status& status : errors.kept()) problems.push_back(ProblemOf(json, status));
  std::stable_sort(
      problems.begin(), problems.end(),
      [](const EventProblem& a, const EventProblem& b) { return a.offset < b.offset; });
  return problems;
}

}  // namespace decree

#include "tools/words/names.h"

#include <array>

namespace decree::tools {
namespace {

constexpr std::array kFates = {"decides", "contributes", "loses", "notVisible"};
constexpr std::array kWeights = {"neutral", "escalation", "easing"};

}  // namespace

absl::string_view NameOf(ActFate fate) { return kFates[static_cast<size_t>(fate)]; }

absl::string_view NameOf(MoveWeight weight) { return kWeights[static_cast<size_t>(weight)]; }

absl::string_view CertaintyName(bool is_certain) { return is_certain ? "certain" : "possible"; }

std::string KindName(const Event& event) {
  return event.kind ? std::string(InfoOf(*event.kind).name) : "";
}

}  // namespace decree::tools

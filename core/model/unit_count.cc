#include "core/model/unit_count.h"

#include "absl/strings/ascii.h"

namespace decree {

UnitCount UnitCountOf(absl::string_view per) {
  constexpr size_t kDigitsMax = 9;
  size_t digits = 0;
  int64_t count = 0;
  while (digits < per.size() && digits < kDigitsMax &&
         absl::ascii_isdigit(static_cast<unsigned char>(per[digits]))) {
    count = count * 10 + (per[digits++] - '0');
  }
  const bool counts = digits > 0 && digits + 1 < per.size() && per[digits] == ' ' && count > 0;
  return counts ? UnitCount{count, std::string(per.substr(digits + 1))}
                : UnitCount{1, std::string(per)};
}

}  // namespace decree

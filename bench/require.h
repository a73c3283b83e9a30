// A bench that could not do its work has measured nothing: it says why and ends the program.
#ifndef DECREE_BENCH_REQUIRE_H_
#define DECREE_BENCH_REQUIRE_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace decree::bench {

inline void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(1);
}

inline void Require(const absl::Status& status) { Require(status.ok(), status.ToString()); }

template <typename T>
T Require(absl::StatusOr<T> value) {
  Require(value.status());
  return *std::move(value);
}

}  // namespace decree::bench

#endif  // DECREE_BENCH_REQUIRE_H_

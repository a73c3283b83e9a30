// decree_growth [--dir=FOLDER] [--only=TEXT,…] [--largest=N] [--sizes=K] [--seconds=S]
//
// How the cost of an append, a close, an opening and of each question grows with what one entity
// holds: every shape at n/8, n/4, n/2 and n, with the exponent. --only names shapes, or operations
// as SHAPE:OPERATION; --largest bounds n; --sizes says how many halves of it are taken, itself
// included (4); --seconds bounds each operation at each size (60).
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "bench/growth/growth_run.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

struct Flags {
  GrowthRun run;
  std::vector<std::string> only;

  bool Wants(const std::string& shape, const std::string& operation) const {
    if (only.empty()) return true;
    for (const std::string& text : only) {
      const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
      if (!parts[0].empty() && parts[0] != shape && parts[0] != "*") continue;
      if (operation.empty() || parts.size() == 1 || operation == parts[1]) return true;
    }
    return false;
  }
};

Flags ParseFlags(int argc, char** argv) {
  Flags flags;
  flags.run.dir = DECREE_BENCH_DIR;
  for (int i = 1; i < argc; ++i) {
    absl::string_view value = argv[i];
    bool known = true;
    if (absl::ConsumePrefix(&value, "--dir=")) {
      flags.run.dir = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--only=")) {
      flags.only = absl::StrSplit(value, ',');
    } else if (absl::ConsumePrefix(&value, "--largest=")) {
      known = absl::SimpleAtoi(value, &flags.run.largest_max) && flags.run.largest_max >= 64;
    } else if (absl::ConsumePrefix(&value, "--sizes=")) {
      known =
          absl::SimpleAtoi(value, &flags.run.sizes) && flags.run.sizes >= 1 && flags.run.sizes <= 6;
    } else if (absl::ConsumePrefix(&value, "--seconds=")) {
      known = absl::SimpleAtod(value, &flags.run.seconds_max) && flags.run.seconds_max > 0;
    } else {
      known = false;
    }
    Require(known, std::string("cannot read the argument ") + argv[i]);
  }
  return flags;
}

void Run(const Flags& flags) {
  PrintHead();
  for (const auto& rows :
       {ActRows(), RepairRows(), InstrumentRows(), LargeRows(), QuestionRows()}) {
    for (const GrowthRow& row : rows) {
      if (!flags.Wants(row.name, "")) continue;
      const auto wants = [&](const std::string& operation) {
        return flags.Wants(row.name, operation);
      };
      for (const GrowthLine& line : RunRow(row, flags.run, wants)) {
        PrintLine(line, flags.run.seconds_max);
      }
    }
  }
}

}  // namespace
}  // namespace decree::bench

int main(int argc, char** argv) {
  decree::bench::Run(decree::bench::ParseFlags(argc, argv));
  return 0;
}

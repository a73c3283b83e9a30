// What came out of a file of transactions, told at its end: rows by decision, errors by kind.
#ifndef DECREE_TOOLS_CLI_VERBS_SCREEN_SUMMARY_H_
#define DECREE_TOOLS_CLI_VERBS_SCREEN_SUMMARY_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "tools/cli/verbs/screen_rows.h"

namespace decree::tools {

class ScreenSummary {
 public:
  // Whether the trouble is to be told at once: the first few of a kind are.
  bool Add(const RowTrouble& trouble);
  void Add(const RowCounts& counts);

  // "24000 rows: 20000 allowed, …; 12 errors" and a line a kind of error.
  void Print(std::ostream& out) const;

 private:
  struct Kind {
    uint64_t rows = 0;
    std::string first;            // as told of the first row
    std::vector<uint64_t> lines;  // of the first few
  };

  RowCounts counts_{};
  uint64_t errors_ = 0;
  std::map<std::string, Kind> kinds_;  // by the text without what it quotes
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_VERBS_SCREEN_SUMMARY_H_

// What near names find and what they raise in vain, measured on a list made up for it
// (near_names.txt): pairs that are one party written twice, and pairs of two parties whose names
// are alike. A change of the algorithm that finds less or raises more shows here.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "core/names/near_index.h"
#include "core/names/party_name.h"

namespace decree {
namespace {

struct Pair {
  bool is_same = false;
  std::string a, b;
};

std::vector<Pair> Pairs() {
  std::ifstream file(std::string(DECREE_SOURCE_DIR) + "/tests/unit/names/near_names.txt");
  std::vector<Pair> pairs;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    EXPECT_EQ(cells.size(), 3U) << line;
    pairs.push_back({cells.at(0) == "same", cells.at(1), cells.at(2)});
  }
  return pairs;
}

// Whether `given` would be told beside `listed`, or match it.
bool IsFound(const std::string& listed, const std::string& given) {
  NearIndex index;
  index.Add(listed);
  return FoldedName(listed) == FoldedName(given) || !index.Near(given).empty();
}

TEST(NearNameMeasure, RecallAndFalseAlarmsOfPairs) {
  int same = 0, found = 0, other = 0, in_vain = 0;
  for (const Pair& pair : Pairs()) {
    const bool is_found = IsFound(pair.a, pair.b);
    EXPECT_EQ(IsFound(pair.b, pair.a), is_found) << pair.a << " | " << pair.b;
    (pair.is_same ? same : other) += 1;
    (pair.is_same ? found : in_vain) += is_found ? 1 : 0;
    if (is_found != pair.is_same) {
      std::cout << (pair.is_same ? "missed: " : "in vain: ") << pair.a << " | " << pair.b << "\n";
    }
  }
  std::cout << "recall " << found << "/" << same << ", false alarms " << in_vain << "/" << other
            << "\n";
  ASSERT_GE(same, 75);
  ASSERT_GE(other, 60);
  EXPECT_GE(found * 100, same * 95);
  EXPECT_LE(in_vain * 100, other * 3);
}

// Every name of the list beside every party that it is not.
TEST(NearNameMeasure, FalseAlarmsAmongAllTheNames) {
  NearIndex index;
  std::vector<Pair> pairs = Pairs();
  for (const Pair& pair : pairs) index.Add(pair.a);
  size_t in_vain = 0, asked = 0;
  for (const Pair& pair : pairs) {
    ++asked;
    for (const NearIndex::Found& found : index.Near(pair.b)) {
      in_vain += *found.name != pair.a || !pair.is_same ? 1 : 0;
    }
  }
  std::cout << in_vain << " names in vain, of " << asked << " asked among " << index.size() << "\n";
  EXPECT_LE(in_vain * 100, asked * 3);
}

}  // namespace
}  // namespace decree

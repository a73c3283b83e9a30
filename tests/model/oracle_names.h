// Names of parties as the screening oracle compares them, written anew for the few letters that its
// worlds are written in.
#ifndef DECREE_TESTS_MODEL_ORACLE_NAMES_H_
#define DECREE_TESTS_MODEL_ORACLE_NAMES_H_

#include <string>
#include <vector>

namespace decree::oracle {

// Small letters for capitals and for full-width ones, one space for each stretch of white space
// inside.
std::string PlainName(const std::string& name);

// The whole, then what stands between semicolons.
std::vector<std::string> TextsOf(const std::string& given);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_ORACLE_NAMES_H_

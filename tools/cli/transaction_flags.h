// The flags that describe one transaction, the same for every verb that asks about one.
#ifndef DECREE_TOOLS_CLI_TRANSACTION_FLAGS_H_
#define DECREE_TOOLS_CLI_TRANSACTION_FLAGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "tools/cli/command_line.h"

namespace decree::tools {

class TransactionFlags {
 public:
  // --origin, --destination …, --product, --party, --fact; the object must live until the verb has
  // run. `on` is the verb's own.
  void Declare(Verb& verb);
  // Of all of them, each with a value.
  static std::vector<std::string> Names();

  // Whether anything but the date was given.
  bool any() const;
  // Whether anything was that a question about goods and places alone does not know: a party, a
  // value, a fact, a second product …
  bool any_beyond_goods() const;
  absl::StatusOr<Transaction> Read(const std::string& on) const;

  const std::string& Value(const std::string& field) const { return values_.at(field); }
  const std::vector<std::string>& products() const { return products_; }

 private:
  std::map<std::string, std::string> values_;  // by field
  std::vector<std::string> products_, parties_, facts_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_TRANSACTION_FLAGS_H_

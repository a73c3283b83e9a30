// What a run of the program has stored or changed so far, in words, so that a failure after it is
// told as what it is: not as a refusal.
#ifndef DECREE_TOOLS_CLI_STORED_H_
#define DECREE_TOOLS_CLI_STORED_H_

#include <map>
#include <string>

namespace decree::tools {

class Stored {
 public:
  // `what` stands behind "stored: " and takes the place of what was told under `key` before; to be
  // called as soon as it is stored, before a word of it is printed. From then on a reader that goes
  // away is an error of writing, and ends the process no more.
  void Tell(const std::string& key, const std::string& what);

  bool empty() const { return told_.empty(); }
  std::string Text() const;  // "the document a.pdf; 3 events, positions 1–3"

 private:
  std::map<std::string, std::string> told_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_STORED_H_

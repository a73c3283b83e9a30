// decree-verify: checks answers, proofs and checkpoints of a store that it does not have.
#include <exception>
#include <iostream>

#include "tools/cli/command_line.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/standard_streams.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

constexpr char kAbout[] =
    "Checks what a Decree store hands out, without the store: answers with their events and\n"
    "proofs, proofs of single events, and that a log has only grown. It needs the log's verifier\n"
    "key, from its owner, and believes nothing else that a file says.";
constexpr char kFooter[] =
    "Exit status: 0 verified; 1 the output failed; 2 usage; 3 refused: something does not fit, "
    "and\n"
    "the text says what; 6 no room for what the witness keeps; 7 kept, but the output failed.\n"
    "Example:\n  decree-verify bundle answer.json --vkey example.org/trade-log+HASH+KEY";

int Main(int argc, const char* const* argv) {
  SecureStandardStreams();
  std::ios::sync_with_stdio(false);
  CommandLine line({"decree-verify", kAbout, kFooter, /*has_store=*/false});
  DeclareVerifyBundle(line, "bundle", "decree-verify bundle");
  DeclareWitness(line, "witness", "decree-verify witness");
  return line.Run(argc, argv);
}

}  // namespace
}  // namespace decree::tools

int main(int argc, char** argv) {
  try {
    return decree::tools::Main(argc, argv);
  } catch (const std::exception& error) {  // e.g. no memory left
    std::cerr << "decree: " << error.what() << "\n";
    return decree::tools::kOutcomeUnknown;
  }
}

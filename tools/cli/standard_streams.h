// The three streams that a process is given, made safe to work with.
#ifndef DECREE_TOOLS_CLI_STANDARD_STREAMS_H_
#define DECREE_TOOLS_CLI_STANDARD_STREAMS_H_

namespace decree::tools {

// A stream that was closed before the program began is opened onto nothing, so that its number does
// not become that of a store's file, which what is printed would then land in; writing to it fails.
// And a limit on the size of files is an error of writing that can be told, not the process's end.
// To be called first.
void SecureStandardStreams();

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_STANDARD_STREAMS_H_

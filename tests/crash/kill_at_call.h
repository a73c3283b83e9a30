// Ends a process at a moment that is counted in its own work and not in time: before the n-th
// system call by which it changes a file, whoever makes it (the database, the standard library, the
// project). Linked into a program, kill_at_call.cc stands before the C library's functions.
//
// Do not confuse it with LossyFileSystem's kKill, which counts what goes through the log's seam:
// the views and the compiled answers have none.
#ifndef DECREE_TESTS_CRASH_KILL_AT_CALL_H_
#define DECREE_TESTS_CRASH_KILL_AT_CALL_H_

#include <cstdint>

namespace decree {

// From here on calls are counted, from 1; this process gets SIGKILL instead of the call `call`.
// 0: never. Safe while other threads make calls.
void KillAtCall(uint64_t call);

// The calls since KillAtCall.
uint64_t CallsMade();

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_KILL_AT_CALL_H_

// The hashing context of the calling thread: making one costs as much as several hashes.
#ifndef DECREE_CORE_LOG_THREAD_SHA_H_
#define DECREE_CORE_LOG_THREAD_SHA_H_

#include "core/merkle/sha256.h"

namespace decree {

inline Sha256& ThreadSha() {
  thread_local Sha256 sha;
  return sha;
}

}  // namespace decree

#endif  // DECREE_CORE_LOG_THREAD_SHA_H_

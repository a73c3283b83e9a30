#ifndef DECREE_TESTS_FROM_ENVIRONMENT_H_
#define DECREE_TESTS_FROM_ENVIRONMENT_H_

#include <cstdint>
#include <cstdlib>

namespace decree {

// A number that the environment may set: the size of a long run (tools/long), or its DECREE_SEED.
inline uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace decree

#endif  // DECREE_TESTS_FROM_ENVIRONMENT_H_

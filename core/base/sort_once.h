#ifndef DECREE_CORE_BASE_SORT_ONCE_H_
#define DECREE_CORE_BASE_SORT_ONCE_H_

#include <algorithm>
#include <vector>

namespace decree {

// Sorts the values and keeps one of those that are equal.
template <typename T>
void SortOnce(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace decree

#endif  // DECREE_CORE_BASE_SORT_ONCE_H_

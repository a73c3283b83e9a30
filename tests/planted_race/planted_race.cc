// A data race on purpose: two threads count in one plain integer. Under the thread sanitizer this
// program must be reported and fail; it says nothing of Decree, but that the sanitizer's run of the
// concurrency tests (.ci/run) can go red.
#include <cstdio>
#include <thread>

namespace {

void Count(int& counter) {
  for (int i = 0; i < 100'000; ++i) ++counter;
}

}  // namespace

int main() {
  int counter = 0;
  std::thread other([&counter] { Count(counter); });
  Count(counter);
  other.join();
  std::printf("counted to %d\n", counter);
  return 0;
}

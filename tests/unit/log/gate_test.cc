#include "core/log/gate.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace decree {
namespace {

TEST(GateTest, ClosesOnceAndRefusesAfter) {
  Gate gate;
  EXPECT_TRUE(gate.Enter());
  EXPECT_TRUE(gate.Enter());
  gate.Leave();
  gate.Leave();
  EXPECT_TRUE(gate.Close());
  EXPECT_FALSE(gate.Enter());
  EXPECT_FALSE(gate.Close());
}

TEST(GateTest, CloseWaitsForThoseInside) {
  for (int round = 0; round < 200; ++round) {
    Gate gate;
    std::atomic<int> inside{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        for (;;) {
          const GateEntry entry(gate);
          if (!entry.entered()) return;
          ++inside;
          --inside;
        }
      });
    }
    EXPECT_TRUE(gate.Close());
    EXPECT_EQ(inside.load(), 0);
    for (std::thread& thread : threads) thread.join();
  }
}

}  // namespace
}  // namespace decree

#include "core/merkle/sha256.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

TEST(Sha256Test, KnownDigests) {
  Sha256 sha;
  EXPECT_EQ(ToHex(sha.Plain("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256Test, LeafAndNodeHaveTheirOwnDomains) {
  Sha256 sha;
  const Hash256 a = sha.Leaf("a");
  const Hash256 b = sha.Leaf("b");
  EXPECT_EQ(a, sha.Plain(std::string("\x00", 1) + "a"));
  const std::string pair = std::string(AsBytes(a)) + std::string(AsBytes(b));
  EXPECT_EQ(sha.Node(a, b), sha.Plain("\x01" + pair));
  EXPECT_NE(sha.Node(a, b), sha.Leaf(pair));
}

TEST(Sha256Test, AContextCanBeReused) {
  Sha256 sha;
  const Hash256 first = sha.Leaf(std::string(1000, 'x'));
  sha.Node(first, first);
  EXPECT_EQ(sha.Leaf(std::string(1000, 'x')), first);
}

}  // namespace
}  // namespace decree

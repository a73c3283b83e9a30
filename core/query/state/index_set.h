// A set of small numbers that tells its largest member below a bound in a few steps, however many
// there are: words of bits, and words that tell which of those are not empty.
#ifndef DECREE_CORE_QUERY_STATE_INDEX_SET_H_
#define DECREE_CORE_QUERY_STATE_INDEX_SET_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace decree {

class IndexSet {
 public:
  // Members are below `size`.
  explicit IndexSet(size_t size) {
    while (size > 1) {
      size = (size + kBits - 1) / kBits;
      levels_.emplace_back(size, 0);
    }
    levels_.emplace_back(1, 0);  // of which one bit is used
  }

  void Insert(size_t member) {
    for (std::vector<uint64_t>& level : levels_) {
      level[member / kBits] |= uint64_t{1} << member % kBits;
      member /= kBits;
    }
  }

  void Erase(size_t member) {
    for (std::vector<uint64_t>& level : levels_) {
      uint64_t& word = level[member / kBits];
      word &= ~(uint64_t{1} << member % kBits);
      if (word != 0) return;
      member /= kBits;
    }
  }

  bool empty() const { return levels_.back().front() == 0; }

  // The largest member below `end`; -1: none.
  int LastBelow(size_t end) const {
    for (size_t at = 0; at < levels_.size(); ++at) {
      const uint64_t below =
          end % kBits == 0 ? 0 : levels_[at][end / kBits] & ((uint64_t{1} << end % kBits) - 1);
      if (below != 0) return Descend(at, end / kBits * kBits + TopBit(below));
      end /= kBits;
    }
    return -1;
  }

 private:
  static constexpr size_t kBits = 64;

  static size_t TopBit(uint64_t word) {
    return kBits - 1 - static_cast<size_t>(std::countl_zero(word));
  }
  // The largest member under what stands at `place` of a level.
  int Descend(size_t level, size_t place) const {
    while (level-- > 0) place = place * kBits + TopBit(levels_[level][place]);
    return static_cast<int>(place);
  }

  std::vector<std::vector<uint64_t>> levels_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_INDEX_SET_H_

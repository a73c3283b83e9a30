#include "bench/peers/raw_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "bench/require.h"
#include "bench/stopwatch.h"

namespace decree::bench {

double RawFileSingles(const std::string& dir, const Corpus& corpus, size_t count) {
  const std::string path = dir + "/raw";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0644);
  Require(file >= 0, "cannot open " + path);
  Stopwatch watch;
  watch.Start();
  for (size_t i = 0; i < count; ++i) {
    const absl::string_view body = corpus.Body(i);
    Require(::write(file, body.data(), body.size()) == static_cast<ssize_t>(body.size()), "write");
    Require(::fdatasync(file) == 0, "fdatasync");
  }
  watch.Stop();
  ::close(file);
  std::ifstream input(path, std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  BodySum sum;
  size_t at = 0;
  for (size_t i = 0; i < count && at <= all.size(); at += corpus.Body(i++).size()) {
    sum.Add(absl::string_view(all).substr(at, corpus.Body(i).size()));
  }
  Require(at == all.size() && sum.value() == corpus.Checksum(count), "raw file: other bytes");
  return static_cast<double>(count) / watch.seconds();
}

}  // namespace decree::bench

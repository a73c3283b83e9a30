// A PostgreSQL cluster of the bench's own, in a temporary folder, reached by a socket in it: made
// when the bench starts, stopped and removed with it. (A bench that is killed takes the server
// along and leaves the folder.) The server refuses to run as root; where the bench is root, it runs
// as `postgres`, else as `nobody`.
#ifndef DECREE_BENCH_PEERS_POSTGRES_CLUSTER_H_
#define DECREE_BENCH_PEERS_POSTGRES_CLUSTER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace decree::bench {

class PostgresCluster {
 public:
  // nullptr, with the reason, where it cannot run here.
  static std::unique_ptr<PostgresCluster> Start(std::string& missing);
  ~PostgresCluster();

  const std::string& folder() const { return folder_; }  // of the socket too

 private:
  PostgresCluster(std::string binaries, std::string folder)
      : binaries_(std::move(binaries)), folder_(std::move(folder)) {}

  pid_t Launch(const std::vector<std::string>& words) const;
  bool Initialize(std::string& missing);
  bool AwaitSocket(std::string& missing);
  void Stop();

  const std::string binaries_, folder_;
  uid_t user_ = 0;  // 0: the bench's own
  gid_t group_ = 0;
  pid_t server_ = 0;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_POSTGRES_CLUSTER_H_

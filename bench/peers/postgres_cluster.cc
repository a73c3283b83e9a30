#include "bench/peers/postgres_cluster.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>

#include "bench/require.h"

namespace decree::bench {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(60);
constexpr auto kPause = std::chrono::milliseconds(20);

// A bench that ends by Require leaves no server behind either.
PostgresCluster* running = nullptr;

// Of the newest version that Debian has put here.
std::string FindBinaries() {
  std::string found;
  int newest = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const int version = std::atoi(entry.path().filename().c_str());
    const fs::path binaries = entry.path() / "bin";
    if (version > newest && fs::exists(binaries / "initdb") && fs::exists(binaries / "postgres")) {
      newest = version;
      found = binaries.string();
    }
  }
  return found;
}

// Waits until the process has ended; false when it takes too long.
bool AwaitEnd(pid_t process, int& status) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < until) {
    if (waitpid(process, &status, WNOHANG) == process) return true;
    std::this_thread::sleep_for(kPause);
  }
  return false;
}

}  // namespace

std::unique_ptr<PostgresCluster> PostgresCluster::Start(std::string& missing) {
  const std::string binaries = FindBinaries();
  if (binaries.empty()) {
    missing = "no server in /usr/lib/postgresql: run bench/peers/install";
    return nullptr;
  }
  std::string folder = (fs::temp_directory_path() / "decree-postgres-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    missing = "no folder can be made in " + fs::temp_directory_path().string();
    return nullptr;
  }
  std::unique_ptr<PostgresCluster> cluster(new PostgresCluster(binaries, folder));
  if (!cluster->Initialize(missing)) return nullptr;
  cluster->server_ = cluster->Launch(
      {"postgres", "-D", folder + "/data", "-c", "listen_addresses=", "-c",
       "unix_socket_directories=" + folder, "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
       "shared_buffers=1GB", "-c", "max_wal_size=8GB", "-c", "autovacuum=off", "-c", "jit=off"});
  running = cluster.get();
  [[maybe_unused]] static const int registered = std::atexit([] {
    if (running != nullptr) running->Stop();
  });
  return cluster->AwaitSocket(missing) ? std::move(cluster) : nullptr;
}

PostgresCluster::~PostgresCluster() { Stop(); }

pid_t PostgresCluster::Launch(const std::vector<std::string>& words) const {
  std::vector<std::string> arguments = words;
  arguments.front() = binaries_ + "/" + words.front();
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  const std::string output = folder_ + "/output";
  const pid_t process = fork();
  Require(process >= 0, "no process can be made");
  if (process > 0) return process;
  // In the child, before exec: system calls only.
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0) _exit(126);
  if (user_ != 0 && (setgroups(0, nullptr) != 0 || setgid(group_) != 0 || setuid(user_) != 0)) {
    _exit(126);
  }
  if (chdir(folder_.c_str()) != 0) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // ends with a bench that is killed
  execv(raw.front(), raw.data());
  _exit(127);
}

bool PostgresCluster::Initialize(std::string& missing) {
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr) user = getpwnam("nobody");
    if (user == nullptr || chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) {
      missing = "the bench is root, and there is no other user to run the server as";
      return false;
    }
    user_ = user->pw_uid;
    group_ = user->pw_gid;
  }
  int status = 0;
  const pid_t process = Launch({"initdb", "-D", folder_ + "/data", "-U", "bench", "-A", "trust",
                                "-E", "UTF8", "--no-locale", "-N"});
  if (AwaitEnd(process, status) && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  missing = "initdb failed";
  return false;
}

// The server is up when it has its socket; that it answers is seen when it is asked.
bool PostgresCluster::AwaitSocket(std::string& missing) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < until) {
    int status = 0;
    if (waitpid(server_, &status, WNOHANG) == server_) {
      server_ = 0;
      break;
    }
    if (fs::exists(folder_ + "/.s.PGSQL.5432")) return true;
    std::this_thread::sleep_for(kPause);
  }
  missing = "the server does not start";
  return false;
}

void PostgresCluster::Stop() {
  if (running == this) running = nullptr;
  if (server_ > 0) {
    int status = 0;
    kill(server_, SIGINT);  // fast shutdown
    if (!AwaitEnd(server_, status)) {
      kill(server_, SIGQUIT);
      waitpid(server_, &status, 0);
    }
    server_ = 0;
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace decree::bench

#include "bench/growth/timed_child.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

#include "bench/require.h"

namespace decree::bench {

double ProcessorSeconds() {
  timespec now{};
  Require(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0, "no clock of the process");
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::vector<double> InChild(double seconds_max,
                            const std::function<void(const TellFigure&)>& work) {
  int pipe_ends[2];
  Require(pipe(pipe_ends) == 0, "no pipe");
  const pid_t child = fork();
  Require(child >= 0, "no process");
  if (child == 0) {
    close(pipe_ends[0]);
    work([out = pipe_ends[1]](double figure) {
      Require(write(out, &figure, sizeof(figure)) == sizeof(figure), "the pipe is closed");
    });
    _exit(0);
  }
  close(pipe_ends[1]);
  std::vector<double> figures;
  bool is_over = false;
  while (!is_over) {
    pollfd waiting{pipe_ends[0], POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(1e3 * seconds_max));
    if (ready < 0 && errno == EINTR) continue;
    double figure = 0;
    is_over = ready <= 0 || read(pipe_ends[0], &figure, sizeof(figure)) != sizeof(figure);
    if (!is_over) figures.push_back(figure);
    if (ready == 0) kill(child, SIGKILL);
  }
  close(pipe_ends[0]);
  int status = 0;
  Require(waitpid(child, &status, 0) == child, "the child is gone");
  const bool was_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  Require(was_killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "a child failed");
  return figures;
}

}  // namespace decree::bench

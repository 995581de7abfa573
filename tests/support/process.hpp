#pragma once

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tidemark::test {

struct Finished {
  int exit_code{-1};  ///< 128 + signal when killed
  std::string out;
  std::string err;
};

/// The real program as a child process with its own HOME, so that nothing of the person running the tests is touched.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::string& home, const std::string& input = {}) {
    int in[2];
    int out[2];
    int err[2];
    if (pipe(in) != 0 || pipe(out) != 0 || pipe(err) != 0) abort();
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      dup2(err[1], 2);
      for (const int fd : {in[0], in[1], out[0], out[1], err[0], err[1]}) close(fd);
      setenv("HOME", home.c_str(), 1);
      unsetenv("XDG_DATA_HOME");
      unsetenv("XDG_CONFIG_HOME");
      std::vector<char*> argv{const_cast<char*>(TIDEMARK_BINARY)};
      for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
      argv.push_back(nullptr);
      execv(TIDEMARK_BINARY, argv.data());
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    out_ = out[0];
    err_ = err[0];
    if (!input.empty() && write(in[1], input.data(), input.size()) < 0) perror("write");
    close(in[1]);
  }
  ~Process() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    for (const int fd : {out_, err_}) {
      if (fd >= 0) close(fd);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const { kill(pid_, number); }
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Reads until `text` has been seen on standard output, or the end, or the time is up.
  [[nodiscard]] bool wait_for_output(const std::string& text, int timeout_ms = 30'000) {
    while (finished_.out.find(text) == std::string::npos) {
      if (!read_some(timeout_ms)) return false;
    }
    return true;
  }
  [[nodiscard]] const std::string& out() const { return finished_.out; }
  [[nodiscard]] const std::string& err() const { return finished_.err; }

  Finished wait() {
    while (read_some(120'000)) {
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    finished_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return finished_;
  }

 private:
  bool read_some(int timeout_ms) {
    pollfd fds[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
    if (poll(fds, 2, timeout_ms) <= 0) return false;
    bool any = false;
    any |= take(fds[0], out_, finished_.out);
    any |= take(fds[1], err_, finished_.err);
    return any || out_ >= 0 || err_ >= 0;
  }
  static bool take(const pollfd& ready, int& fd, std::string& into) {
    if (fd < 0 || (ready.revents & (POLLIN | POLLHUP | POLLERR)) == 0) return false;
    char buffer[65536];
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size > 0) {
      into.append(buffer, static_cast<std::size_t>(size));
      return true;
    }
    close(fd);
    fd = -1;
    return false;
  }

  pid_t pid_{-1};
  int out_{-1};
  int err_{-1};
  Finished finished_;
};

inline Finished run(const std::vector<std::string>& arguments, const std::string& home, const std::string& input = {}) {
  return Process{arguments, home, input}.wait();
}

}  // namespace tidemark::test

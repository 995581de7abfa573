#include "tests/chaos/child.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tidemark::chaos {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

struct Pipe {
  int read_end;
  int write_end;
};

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {.read_end = ends[0], .write_end = ends[1]};
}

}  // namespace

int kills_wanted() {
  const char* text = std::getenv("TIDEMARK_TEST_KILLS");
  return text == nullptr ? 20 : std::max(1, std::atoi(text));
}

Child Child::run_program(const std::vector<std::string>& arguments, const std::string& home) {
  if (access(TIDEMARK_BINARY, X_OK) != 0) {
    throw std::runtime_error(std::string("build the program first: there is no ") + TIDEMARK_BINARY);
  }
  const Pipe pipe = make_pipe();
  const pid_t pid = fork();
  if (pid == 0) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(pipe.write_end, STDERR_FILENO);
    setenv("HOME", home.c_str(), 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("TIDEMARK_SHARED");
    std::vector<std::string> words{TIDEMARK_BINARY};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(TIDEMARK_BINARY, argv.data());
    _exit(127);
  }
  close(pipe.write_end);
  return Child{pid, pipe.read_end};
}

Child Child::run_function(const std::function<int(int report)>& body) {
  const Pipe pipe = make_pipe();
  const pid_t pid = fork();
  if (pid == 0) {
    close(pipe.read_end);
    int code = 1;
    try {
      code = body(pipe.write_end);
    } catch (const std::exception& error) {
      const std::string text = std::string("exception ") + error.what() + "\n";
      if (write(pipe.write_end, text.data(), text.size()) < 0) code = 2;
    }
    _exit(code);
  }
  close(pipe.write_end);
  return Child{pid, pipe.read_end};
}

Child::Child(pid_t pid, int pipe) : pid_{pid}, pipe_{pipe}, started_us_{now_us()} {
  if (pid < 0) throw std::runtime_error("cannot fork");
}

Child::Child(Child&& other) noexcept
    : pid_{std::exchange(other.pid_, -1)},
      pipe_{std::exchange(other.pipe_, -1)},
      started_us_{other.started_us_},
      ran_us_{other.ran_us_},
      end_{other.end_},
      exit_code_{other.exit_code_},
      reports_{std::move(other.reports_)} {}

Child::~Child() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (pipe_ >= 0) close(pipe_);
}

void Child::kill_after_us(std::int64_t us) {
  collect_until(started_us_ + us);
  if (pipe_ >= 0) {  // still running: its end of the pipe is open
    kill(pid_, SIGKILL);
    collect_until(kNever);  // what it reported before it died counts
  }
  reap();
}

void Child::wait() {
  collect_until(kNever);
  reap();
}

void Child::collect_until(std::int64_t deadline_us) {
  while (pipe_ >= 0) {
    const std::int64_t left_us = deadline_us == kNever ? 60'000'000 : deadline_us - now_us();
    if (left_us <= 0) return;
    pollfd ready{.fd = pipe_, .events = POLLIN, .revents = 0};
    const timespec timeout{.tv_sec = left_us / 1'000'000, .tv_nsec = left_us % 1'000'000 * 1000};
    if (ppoll(&ready, 1, &timeout, nullptr) <= 0) continue;
    char buffer[4096];
    const ssize_t size = read(pipe_, buffer, sizeof buffer);
    if (size > 0) {
      reports_.append(buffer, static_cast<std::size_t>(size));
    } else {
      close(std::exchange(pipe_, -1));
    }
  }
}

void Child::reap() {
  int status = 0;
  waitpid(std::exchange(pid_, -1), &status, 0);
  ran_us_ = now_us() - started_us_;
  end_ = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? End::kKilled : End::kFinished;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::uint64_t Child::acknowledged() const {
  constexpr std::string_view kWord = "acknowledged ";
  const std::string_view whole = std::string_view{reports_}.substr(0, reports_.rfind('\n') + 1);
  const std::size_t at = whole.rfind(kWord);
  std::uint64_t count = 0;
  if (at != std::string_view::npos)
    std::from_chars(whole.data() + at + kWord.size(), whole.data() + whole.size(), count);
  return count;
}

void report_acknowledged(int descriptor, std::uint64_t count) {
  const std::string line = "acknowledged " + std::to_string(count) + "\n";
  if (write(descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(3);
}

}  // namespace tidemark::chaos

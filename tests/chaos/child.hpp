#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

/// Children that are killed: the real program, or a function in a forked copy of the test.
namespace tidemark::chaos {

/// How many kills each test does: TIDEMARK_TEST_KILLS, else 20.
[[nodiscard]] int kills_wanted();

/// A child process whose reports come through one pipe.
class Child {
 public:
  /// The program, its standard error in the pipe, standard output dropped.
  [[nodiscard]] static Child run_program(const std::vector<std::string>& arguments, const std::string& home);
  /// A function in a forked child; it reports through the descriptor it is given and its result is the exit code. To be
  /// called while the test has no threads and no open database.
  [[nodiscard]] static Child run_function(const std::function<int(int report)>& body);
  Child(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child& operator=(Child&&) = delete;
  ~Child();

  /// Collects reports until the child ends, or kills it with SIGKILL when `us` microseconds have passed.
  void kill_after_us(std::int64_t us);
  /// Collects reports until the child ends by itself.
  void wait();

  enum class End : std::uint8_t { kRunning, kKilled, kFinished };
  [[nodiscard]] End end() const { return end_; }
  /// 128 + signal when it died of one.
  [[nodiscard]] int exit_code() const { return exit_code_; }
  [[nodiscard]] const std::string& reports() const { return reports_; }
  /// The number in the last whole line "acknowledged N", 0 when there is none.
  [[nodiscard]] std::uint64_t acknowledged() const;
  /// How long it ran, in microseconds.
  [[nodiscard]] std::int64_t ran_us() const { return ran_us_; }

 private:
  Child(pid_t pid, int pipe);
  void collect_until(std::int64_t deadline_us);
  void reap();

  pid_t pid_;
  int pipe_;
  std::int64_t started_us_;
  std::int64_t ran_us_{0};
  End end_{End::kRunning};
  int exit_code_{-1};
  std::string reports_;
};

/// Writes "acknowledged N\n" in one piece.
void report_acknowledged(int descriptor, std::uint64_t count);

}  // namespace tidemark::chaos

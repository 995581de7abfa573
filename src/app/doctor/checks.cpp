#include "app/doctor/checks.hpp"

#include <array>
#include <chrono>
#include <thread>

#include <sys/timex.h>
#include <unistd.h>

#include "app/descriptors.hpp"
#include "core/time.hpp"
#include "ops/descriptor_limit.hpp"

namespace tidemark::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMiB = 1024 * 1024;

/// The nearest folder of a path that exists already: what decides whether the rest can be made.
fs::path existing_folder_of(const std::string& store_path) {
  std::error_code error;
  fs::path folder = fs::absolute(store_path, error).parent_path();
  while (!folder.empty() && !fs::is_directory(folder, error) && folder != folder.root_path()) {
    folder = folder.parent_path();
  }
  return folder;
}

bool in_memory(const std::string& store_path) {
  return store_path == ":memory:" || store_path == "sqlite::memory:";
}

std::string file_of(const std::string& store_path) {
  constexpr std::string_view kScheme = "sqlite:";
  return store_path.starts_with(kScheme) ? store_path.substr(kScheme.size()) : store_path;
}

}  // namespace

std::string_view name_of(Health health) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"ok", "warn", "fail"};
  return kNames[static_cast<std::size_t>(health)];
}

Check check_data_folder(const std::string& store_path) {
  Check check{.name = "data_folder"};
  if (in_memory(store_path)) {
    check.detail = "the store is kept in memory only";
    return check;
  }
  const fs::path folder = existing_folder_of(file_of(store_path));
  check.detail = folder.string() + " can be written";
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    check.health = Health::kFail;
    check.detail = folder.string() + " cannot be written by this user";
    check.remedy = "give this user the folder, or set store.path (--store PATH) to one it owns";
  }
  return check;
}

Check check_disk_space(const std::string& store_path) {
  Check check{.name = "disk_space"};
  if (in_memory(store_path)) {
    check.detail = "not needed: the store is kept in memory only";
    return check;
  }
  const fs::path folder = existing_folder_of(file_of(store_path));
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (error) {
    check.health = Health::kWarn;
    check.detail = "free space of " + folder.string() + " is unknown: " + error.message();
    return check;
  }
  constexpr std::uintmax_t kFailBelow = 64 * kMiB;
  constexpr std::uintmax_t kWarnBelow = 1024 * kMiB;
  check.detail = std::to_string(space.available / kMiB) + " MiB free in " + folder.string();
  if (space.available < kWarnBelow) {
    check.health = space.available < kFailBelow ? Health::kFail : Health::kWarn;
    check.remedy = "free some space, shorten store.retention, or move store.path to another disk";
  }
  return check;
}

Check check_clock(const core::Clock& clock, const fs::path& program) {
  Check check{.name = "clock"};
  const core::Timestamp now = clock.now();
  check.detail = core::format_iso(core::Timestamp::from_ms(now.ms()));
  std::error_code error;
  const fs::file_time_type written = fs::last_write_time(program, error);
  if (!error) {
    const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
    const core::Timestamp built{std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
    if (now + core::days(1) < built) {
      check.health = Health::kFail;
      check.detail += " lies before the day this program was built, " + core::format_iso(built).substr(0, 10);
      check.remedy = "set the clock (timedatectl set-ntp true): candles are labelled by it";
      return check;
    }
  }
  timex state{};
  const int answer = ::adjtimex(&state);
  const bool unsynchronized = answer == TIME_ERROR || (static_cast<unsigned>(state.status) & STA_UNSYNC) != 0;
  if (answer >= 0 && unsynchronized) {
    check.health = Health::kWarn;
    check.detail += ", not synchronized according to the kernel";
    check.remedy = "run a time service (timedatectl set-ntp true), unless the host of this container does";
  }
  return check;
}

Check check_file_descriptors(const ops::ServerConfig& server) {
  Check check{.name = "file_descriptors"};
  const auto limit = ops::read_descriptor_limit();
  if (!limit) {
    check.health = Health::kWarn;
    check.detail = "the limit is unknown";
    return check;
  }
  const std::uint64_t wanted = descriptors_wanted(server);
  check.detail = std::to_string(limit->most) + " allowed, " + std::to_string(wanted) + " wanted";
  constexpr std::uint64_t kLeast = 256;
  if (limit->most < wanted) {
    check.health = limit->most < kLeast ? Health::kFail : Health::kWarn;
    check.remedy = "raise the hard limit (ulimit -Hn " + std::to_string(wanted) + ", LimitNOFILE= of a service), or " +
                   "lower server.connections_max";
  }
  return check;
}

Check check_processors() {
  Check check{.name = "processors"};
  const unsigned count = std::thread::hardware_concurrency();
  check.detail = std::to_string(count) + (count == 1 ? " processor" : " processors");
  if (count < 2) {
    check.health = Health::kWarn;
    check.remedy = "two or more let feed, engine and server run side by side";
  }
  return check;
}

}  // namespace tidemark::app

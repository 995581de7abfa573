#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/doctor/checks.hpp"
#include "app/doctor/port_user.hpp"
#include "storage/store.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;

/// A socket that listens on a free port of 127.0.0.1.
class Listener {
 public:
  Listener() : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(fd_, any, size), 0);
    EXPECT_EQ(::listen(fd_, 1), 0);
    EXPECT_EQ(::getsockname(fd_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_{0};
};

std::string own_name() {
  std::string name;
  std::getline(std::ifstream{"/proc/self/comm"}, name);
  return name;
}

TEST(Doctor, finds_a_port_in_use_and_names_its_user) {
  Listener listener;
  const ops::ServerConfig server{.port = listener.port()};
  const Check check = check_port(server);
  EXPECT_EQ(check.health, Health::kFail);
  EXPECT_THAT(check.detail, HasSubstr("is in use by " + own_name() + " (pid " + std::to_string(::getpid()) + ")"));
  EXPECT_THAT(check.remedy, HasSubstr("--port"));
  listener.close();
  EXPECT_EQ(check_port(server).health, Health::kOk);
  EXPECT_EQ(listener_on(listener.port()), std::nullopt);
}

TEST(Doctor, finds_an_address_that_is_not_of_this_machine) {
  // 192.0.2.0/24 is kept for documentation (RFC 5737): no machine has it.
  const Check check = check_port({.address = "192.0.2.1", .port = 0});
  EXPECT_EQ(check.health, Health::kFail);
  EXPECT_THAT(check.remedy, HasSubstr("server.address"));
}

TEST(Doctor, takes_a_store_that_is_yet_to_be_made) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("a/b/tidemark.db");
  EXPECT_EQ(check_store(path).health, Health::kOk);
  EXPECT_EQ(check_data_folder(path).health, Health::kOk);
  EXPECT_THAT(check_data_folder(path).detail, HasSubstr(folder.path().string()));
  EXPECT_NE(check_disk_space(path).detail.find("MiB free"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "a")) << "looking must change nothing";
}

TEST(Doctor, tells_the_schema_of_a_store) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("tidemark.db");
  ASSERT_TRUE(storage::open_store(path, storage::OpenMode::kCreate));
  EXPECT_EQ(check_store(path).health, Health::kOk);
  ASSERT_TRUE(storage::rollback(path, 1));
  const Check behind = check_store(path);
  EXPECT_EQ(behind.health, Health::kWarn);
  EXPECT_THAT(behind.remedy, HasSubstr("db migrate"));
}

TEST(Doctor, finds_a_store_that_is_no_database) {
  const test::TemporaryFolder folder;
  std::ofstream{folder.file("tidemark.db")}
      << "this is no database, but it is long enough to look like a file header. ";
  const Check check = check_store(folder.file("tidemark.db"));
  EXPECT_EQ(check.health, Health::kFail);
  EXPECT_FALSE(check.remedy.empty());
}

TEST(Doctor, takes_a_store_in_memory) {
  for (const char* path : {":memory:", "sqlite::memory:"}) {
    EXPECT_EQ(check_data_folder(path).health, Health::kOk);
    EXPECT_EQ(check_disk_space(path).health, Health::kOk);
  }
}

TEST(Doctor, finds_a_clock_before_the_program_was_built) {
  const test::TemporaryFolder folder;
  std::ofstream{folder.file("program")} << "x";
  const core::ManualClock long_ago{core::Timestamp::from_s(0)};
  const Check check = check_clock(long_ago, folder.file("program"));
  EXPECT_EQ(check.health, Health::kFail);
  EXPECT_THAT(check.detail, HasSubstr("1970-01-01"));
  const core::ManualClock later{core::Timestamp::from_s(7'000'000'000)};
  EXPECT_NE(check_clock(later, folder.file("program")).health, Health::kFail);
  EXPECT_NE(check_clock(long_ago, folder.file("not there")).health, Health::kFail);
}

TEST(Doctor, holds_the_descriptor_limit_against_the_connections_wanted) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max >= 1'000'000) GTEST_SKIP() << "no limit to run into here";
  EXPECT_EQ(check_file_descriptors({.connections_max = 1}).health, Health::kOk);
  EXPECT_NE(check_file_descriptors({.connections_max = 2'000'000}).health, Health::kOk);
}

}  // namespace
}  // namespace tidemark::app

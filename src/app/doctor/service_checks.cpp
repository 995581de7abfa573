#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/assets.hpp"
#include "app/doctor/checks.hpp"
#include "app/doctor/port_user.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

/// Tries to bind as the server would; 0, or the error number.
int try_bind(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return EINVAL;
  int error = 0;
  const int fd = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
  if (fd < 0) {
    error = errno;
  } else {
    // As servers do: a port that only waits out its last connections is free.
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 1) != 0) error = errno;
    ::close(fd);
  }
  ::freeaddrinfo(found);
  return error;
}

}  // namespace

Check check_port(const ops::ServerConfig& server) {
  const std::string where = server.address + ":" + std::to_string(server.port);
  Check check{.name = "port", .detail = where + " is free"};
  const int error = try_bind(server.address, server.port);
  if (error == 0) return check;
  check.health = Health::kFail;
  if (error == EADDRINUSE) {
    const std::string user = listener_on(server.port).value_or("another process");
    check.detail = where + " is in use by " + user;
    check.remedy = "stop that process, or choose another port: serve --port N (server.port)";
    if (user.starts_with("tidemark ")) {
      check.health = Health::kWarn;
      check.remedy = "Tidemark is running already: open http://" + where + "/, or serve another with --port N";
    }
  } else {
    check.detail = where + " cannot be listened on: " + std::strerror(error);  // NOLINT(concurrency-mt-unsafe)
    check.remedy = error == EACCES ? "ports below 1024 need privileges: choose a higher server.port"
                                   : "set server.address to an address of this machine, e.g. 127.0.0.1";
  }
  return check;
}

Check check_store(const std::string& store_path) {
  Check check{.name = "store"};
  std::error_code ignored;
  const bool file = !store_path.starts_with("sqlite:") && store_path != ":memory:";
  if (file && !std::filesystem::exists(store_path, ignored)) {
    check.detail = store_path + " does not exist yet; it is made on first use";
    return check;
  }
  const auto migrations = storage::migration_status(store_path);
  if (!migrations) {
    check.health = Health::kFail;
    check.detail = migrations.error().text();
    check.remedy = migrations.error().kind == core::ErrorKind::kCorrupt
                       ? "restore a backup: tidemark restore FILE --replace"
                       : "look at the file and its permissions, or name another with --store PATH";
    return check;
  }
  std::size_t pending = 0;
  for (const storage::MigrationState& migration : *migrations) pending += migration.applied ? 0 : 1;
  check.detail = store_path + " opens, schema " + std::to_string(migrations->size() - pending) + " of " +
                 std::to_string(migrations->size());
  if (pending > 0) {
    check.health = Health::kWarn;
    check.remedy = "tidemark db migrate (serve does it by itself)";
  }
  return check;
}

Check check_dashboard() {
  Check check{.name = "dashboard"};
  const auto assets = api::embedded_assets();
  const bool whole = std::ranges::any_of(assets, [](const api::Asset& asset) { return asset.path == "/index.html"; });
  check.detail = std::to_string(assets.size()) + " files in this program";
  if (!whole) {
    check.health = Health::kWarn;
    check.detail = "this program was built without it; API and command line work";
    check.remedy = "build with ./dev build, or name a built one: serve --web web/dist";
  }
  return check;
}

}  // namespace tidemark::app

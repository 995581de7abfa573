#include "app/doctor/port_user.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace tidemark::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kListening = "0A";  // TCP_LISTEN in /proc/net/tcp

/// The inodes of sockets that listen on the port, from one of the kernel's tables: column 1 is "address:port" in hex,
/// column 3 the state, column 9 the inode (proc(5)).
void add_inodes(const char* table, std::uint16_t port, std::vector<std::string>& inodes) {
  std::ifstream in{table};
  std::string line;
  std::getline(in, line);  // the heading
  while (std::getline(in, line)) {
    std::istringstream columns{line};
    std::vector<std::string> words;
    for (std::string word; columns >> word;) words.push_back(word);
    constexpr std::size_t kInode = 9;
    if (words.size() <= kInode || words[3] != kListening) continue;
    const std::size_t colon = words[1].rfind(':');
    if (colon == std::string::npos) continue;
    unsigned local_port = 0;
    const char* end = words[1].data() + words[1].size();
    std::from_chars(words[1].data() + colon + 1, end, local_port, 16);
    if (local_port == port) inodes.push_back("socket:[" + words[kInode] + "]");
  }
}

bool holds(const fs::path& process, const std::vector<std::string>& inodes) {
  std::error_code error;
  for (fs::directory_iterator fd{process / "fd", error}; !error && fd != fs::directory_iterator{};
       fd.increment(error)) {
    std::error_code unreadable;
    const std::string target = fs::read_symlink(fd->path(), unreadable).string();
    for (const std::string& inode : inodes) {
      if (target == inode) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> listener_on(std::uint16_t port) {
  std::vector<std::string> inodes;
  add_inodes("/proc/net/tcp", port, inodes);
  add_inodes("/proc/net/tcp6", port, inodes);
  if (inodes.empty()) return std::nullopt;
  std::error_code error;
  for (fs::directory_iterator entry{"/proc", error}; !error && entry != fs::directory_iterator{};
       entry.increment(error)) {
    const std::string pid = entry->path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos || !holds(entry->path(), inodes)) continue;
    std::string text;
    std::ifstream in{entry->path() / "comm"};
    std::getline(in, text);
    return text.append(" (pid ").append(pid).append(")");
  }
  return std::nullopt;
}

}  // namespace tidemark::app

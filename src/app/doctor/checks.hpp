#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "ops/config.hpp"

namespace tidemark::app {

enum class Health : std::uint8_t { kOk, kWarn, kFail };

[[nodiscard]] std::string_view name_of(Health health) noexcept;

/// What one look found. `remedy` is empty when nothing needs doing.
struct Check {
  std::string name;
  Health health{Health::kOk};
  std::string detail;
  std::string remedy;
};

/// Each looks at one thing and changes nothing.
[[nodiscard]] Check check_data_folder(const std::string& store_path);
[[nodiscard]] Check check_disk_space(const std::string& store_path);
[[nodiscard]] Check check_store(const std::string& store_path);
[[nodiscard]] Check check_port(const ops::ServerConfig& server);
/// Against the program's own date, which cannot lie in the future, and the kernel's word on synchronization.
[[nodiscard]] Check check_clock(const core::Clock& clock, const std::filesystem::path& program);
[[nodiscard]] Check check_file_descriptors(const ops::ServerConfig& server);
[[nodiscard]] Check check_processors();
[[nodiscard]] Check check_dashboard();

}  // namespace tidemark::app

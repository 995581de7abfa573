#include "ops/config/text_layers.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <unistd.h>

namespace tidemark::ops {
namespace {

constexpr std::string_view kPrefix = "TIDEMARK_";
// TIDEMARK_CONFIG names the folder; the others belong to the build and the tests.
constexpr std::array<std::string_view, 7> kReserved{"TIDEMARK_CONFIG",    "TIDEMARK_SHARED", "TIDEMARK_REQUIRE_SHARED",
                                                    "TIDEMARK_BINARY",    "TIDEMARK_WEB",    "TIDEMARK_URL",
                                                    "TIDEMARK_SOURCE_DIR"};
constexpr std::string_view kTestPrefix = "TIDEMARK_TEST_";
// Parameters of supply and demand zones: SD_MOVE_THRESHOLD=1.5.
constexpr std::string_view kZonePrefix = "SD_";

/// "SERVER__PORT" -> "server.port".
std::string key_of(std::string_view name) {
  std::string key;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i).starts_with("__")) {
      key += '.';
      ++i;
    } else {
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
    }
  }
  return key;
}

/// SD_ENABLED is a key of its own; the others make up one list.
void add_zone_variable(const std::string& name, const std::string& value, std::vector<Assignment>& assignments) {
  if (name == "SD_ENABLED") {
    assignments.push_back({"analysis.zones", {value}, Shape::kScalar, "environment " + name});
    return;
  }
  const std::string parameter = key_of(std::string_view{name}.substr(kZonePrefix.size())) + '=' + value;
  const auto list = std::ranges::find(assignments, "analysis.zone_parameters", &Assignment::key);
  if (list == assignments.end()) {
    assignments.push_back({"analysis.zone_parameters", {parameter}, Shape::kScalar, "environment SD_"});
  } else {
    list->items.front() += ';' + parameter;
  }
}

}  // namespace

std::vector<Assignment> environment_layer(const Environment& environment) {
  std::vector<Assignment> assignments;
  for (const auto& [name, value] : environment) {
    if (name.starts_with(kZonePrefix)) add_zone_variable(name, value, assignments);
    const bool ours = name.starts_with(kPrefix) && !name.starts_with(kTestPrefix) &&
                      std::ranges::find(kReserved, name) == kReserved.end();
    if (!ours) continue;
    assignments.push_back(
        {key_of(std::string_view{name}.substr(kPrefix.size())), {value}, Shape::kScalar, "environment " + name});
  }
  return assignments;
}

OverrideLayer override_layer(const std::vector<std::string>& overrides) {
  OverrideLayer layer;
  for (const std::string& text : overrides) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      layer.errors.push_back({core::ErrorKind::kInvalidArgument, "bad_override",
                              "'" + text.substr(0, 64) + "': expected key=value, e.g. server.port=9000", "override"});
      continue;
    }
    layer.assignments.push_back({text.substr(0, equals), {text.substr(equals + 1)}, Shape::kScalar, "override"});
  }
  return layer;
}

std::string variable(const Environment& environment, std::string_view name) {
  for (const auto& [key, value] : environment) {
    if (key == name) return value;
  }
  return {};
}

Environment process_environment() {
  Environment result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) result.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return result;
}

}  // namespace tidemark::ops

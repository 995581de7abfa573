#include "ops/config/keys.hpp"

#include <cctype>
#include <vector>

#include "core/nearest_name.hpp"

namespace tidemark::ops {
namespace {

bool is_map(const KeyInfo& key) {
  Config scratch;
  const Target target = key.at(scratch);
  return std::holds_alternative<RetentionMap*>(target) || std::holds_alternative<PolicyMap*>(target);
}

std::string_view last_part(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

const KeyInfo* find_key(std::span<const KeyInfo> keys, std::string_view path) {
  for (const KeyInfo& key : keys) {
    if (key.path == path) return &key;
    const bool below = path.size() > key.path.size() && path.starts_with(key.path) && path[key.path.size()] == '.';
    if (below && is_map(key)) return &key;
  }
  return nullptr;
}

bool is_section(std::span<const KeyInfo> keys, std::string_view path) {
  for (const KeyInfo& key : keys) {
    if (key.path == path) return is_map(key);
    if (key.path.size() > path.size() && key.path.starts_with(path) && key.path[path.size()] == '.') return true;
  }
  return false;
}

std::string_view nearest_key(std::span<const KeyInfo> keys, std::string_view path) {
  std::vector<std::string_view> paths;
  std::vector<std::string_view> names;
  for (const KeyInfo& key : keys) {
    paths.push_back(key.path);
    names.push_back(last_part(key.path));
  }
  if (const auto whole = core::nearest_name(path, paths)) return *whole;
  // "port" or "web.port": the section is what is wrong.
  const auto name = core::nearest_name(last_part(path), names);
  if (!name) return {};
  for (const std::string_view candidate : paths) {
    if (last_part(candidate) == *name) return candidate;
  }
  return {};
}

std::string environment_name(std::string_view path) {
  std::string name = "TIDEMARK_";
  for (const char c : path) {
    if (c == '.') {
      name += "__";
    } else {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return name;
}

}  // namespace tidemark::ops

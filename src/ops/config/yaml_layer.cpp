#include "ops/config/yaml_layer.hpp"

#include <set>

#include <yaml-cpp/yaml.h>

namespace tidemark::ops {
namespace {

class Flattener {
 public:
  Flattener(const std::string& name, YamlLayer& out) : name_{name}, out_{out} {}

  void walk(const YAML::Node& node, const std::string& path, std::size_t depth) {
    if (too_much(node, depth)) return;
    switch (node.Type()) {
      case YAML::NodeType::Map:
        walk_map(node, path, depth);
        break;
      case YAML::NodeType::Sequence:
        walk_sequence(node, path, depth);
        break;
      case YAML::NodeType::Scalar:
        put(node, path, {node.Scalar()}, Shape::kScalar);
        break;
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        if (!path.empty()) put(node, path, {}, Shape::kNull);
        break;
    }
  }

 private:
  bool too_much(const YAML::Node& node, std::size_t depth) {
    if (stopped_) return true;
    if (++nodes_ <= kYamlNodesMax && depth <= kYamlDepthMax) return false;
    stopped_ = true;
    fail(node, "too_large",
         "nested more than " + std::to_string(kYamlDepthMax) + " deep or more than " + std::to_string(kYamlNodesMax) +
             " values: this is no configuration of Tidemark");
    return true;
  }

  void walk_map(const YAML::Node& node, const std::string& path, std::size_t depth) {
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        fail(entry.first, "bad_yaml", "a key must be a plain name");
        continue;
      }
      const std::string& key = entry.first.Scalar();
      std::string below = path;
      if (!below.empty()) below += '.';
      below += key;
      if (!seen.insert(key).second) {
        fail(entry.first, "duplicate_key", below + ": stands here twice; keep one");
        continue;
      }
      walk(entry.second, below, depth + 1);
    }
  }

  void walk_sequence(const YAML::Node& node, const std::string& path, std::size_t depth) {
    if (path.empty()) {
      fail(node, "bad_yaml", "expected keys and values (server: …), found a list");
      return;
    }
    const bool plain = [&] {
      for (const auto& item : node) {
        if (!item.IsScalar()) return false;
      }
      return true;
    }();
    if (plain) {
      std::vector<std::string> items;
      for (const auto& item : node) items.push_back(item.Scalar());
      nodes_ += items.size();
      put(node, path, std::move(items), Shape::kList);
      return;
    }
    std::size_t index = 0;
    for (const auto& item : node) walk(item, path + "[" + std::to_string(index++) + "]", depth + 1);
  }

  void put(const YAML::Node& node, const std::string& path, std::vector<std::string> items, Shape shape) {
    if (path.empty()) {
      fail(node, "bad_yaml", "expected keys and values (server: …), found a single value");
      return;
    }
    out_.assignments.push_back({path, std::move(items), shape, place_of(node.Mark())});
  }

  void fail(const YAML::Node& node, std::string code, std::string message) {
    out_.errors.push_back(
        {core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), place_of(node.Mark())});
  }

 public:
  [[nodiscard]] std::string place_of(const YAML::Mark& mark) const {
    if (mark.is_null()) return name_;
    return name_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
  }

 private:
  const std::string& name_;
  YamlLayer& out_;
  std::size_t nodes_{0};
  bool stopped_{false};
};

}  // namespace

YamlLayer read_yaml(std::string_view text, const std::string& name) {
  YamlLayer layer;
  if (text.size() > kYamlBytesMax) {
    layer.errors.push_back({core::ErrorKind::kInvalidArgument, "too_large",
                            "larger than " + std::to_string(kYamlBytesMax) + " bytes: this is no configuration", name});
    return layer;
  }
  Flattener flattener{name, layer};
  try {
    flattener.walk(YAML::Load(std::string{text}), "", 0);
  } catch (const YAML::Exception& error) {
    layer.assignments.clear();
    layer.errors.push_back(
        {core::ErrorKind::kInvalidArgument, "bad_yaml", "not YAML: " + error.msg, flattener.place_of(error.mark)});
  }
  return layer;
}

}  // namespace tidemark::ops

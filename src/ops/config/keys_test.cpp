#include "ops/config/keys.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/config/layers.hpp"
#include "ops/config/value.hpp"
#include "ops/config/yaml_layer.hpp"

namespace tidemark::ops {
namespace {

std::string file_text(const std::string& name) {
  std::ifstream in{std::string{TIDEMARK_SOURCE_DIR} + "/" + name};
  EXPECT_TRUE(in.is_open()) << name;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Keys, are_unique_and_documented_and_their_defaults_pass_their_own_checks) {
  std::set<std::string_view> seen;
  Config config;
  config.store.path = "tidemark.db";
  for (const KeyInfo& key : config_keys()) {
    EXPECT_TRUE(seen.insert(key.path).second) << key.path;
    EXPECT_TRUE(key.doc.size() > 10 && key.doc.ends_with('.')) << key.path;
    EXPECT_FALSE(expectation(key).empty()) << key.path;
    if (is_section(config_keys(), key.path)) continue;  // maps are empty
    const Assignment same{std::string{key.path}, {value_text(key, config)}, Shape::kScalar, "test"};
    if (same.items.front().empty()) continue;
    const auto status = set_value(key, same, config);
    EXPECT_TRUE(status) << status.error().text();
    EXPECT_EQ(value_text(key, config), same.items.front());
  }
  EXPECT_GT(seen.size(), 40U);
}

TEST(Keys, secrets_are_printed_neither_as_values_nor_in_errors) {
  const KeyInfo secret{.path = "log.level",
                       .at = [](Config& c) -> Target { return &c.log.level; },
                       .doc = "A planted secret.",
                       .sensitivity = Sensitivity::kSecret};
  Config config;
  EXPECT_EQ(value_text(secret, config), "(hidden)");
  const auto status = set_value(secret, {"log.level", {"hunter2"}, Shape::kScalar, "f:1:1"}, config);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().text().find("hunter2"), std::string::npos);

  LayeredConfig layered{{&secret, 1}, Config{}};
  layered.lay({{"log.level", {"debug"}, Shape::kScalar, "environment TIDEMARK_LOG__LEVEL"}});
  const auto loaded = layered.finish();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->entries.front().value, "(hidden)");
}

TEST(Keys, secrets_come_from_the_environment_only) {
  LayeredConfig empty{config_keys(), Config{}};
  empty.lay({{"trading.api_secret", {""}, Shape::kScalar, "main.yaml:1:1"}});
  EXPECT_TRUE(empty.finish());
  for (const char* place : {"main.yaml:1:1", "override"}) {
    LayeredConfig layered{config_keys(), Config{}};
    layered.lay({{"trading.api_secret", {"hunter2"}, Shape::kScalar, place}});
    const auto refused = layered.finish();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().front().code, "secret_outside");
    EXPECT_NE(refused.error().front().message.find("TIDEMARK_TRADING__API_SECRET"), std::string::npos);
    EXPECT_EQ(refused.error().front().message.find("hunter2"), std::string::npos);
  }
  LayeredConfig good{config_keys(), Config{}};
  good.lay({{"trading.api_secret", {"hunter2"}, Shape::kScalar, "environment TIDEMARK_TRADING__API_SECRET"}});
  const auto loaded = good.finish();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.trading.api_secret, "hunter2");
}

TEST(Keys, turn_into_variables_and_back) {
  EXPECT_EQ(environment_name("store.group_commit_rows"), "TIDEMARK_STORE__GROUP_COMMIT_ROWS");
  EXPECT_EQ(environment_name("source"), "TIDEMARK_SOURCE");
}

TEST(Keys, the_shipped_main_yaml_names_every_key_with_its_default) {
  const std::string text = file_text("config/main.yaml");
  const YamlLayer layer = read_yaml(text, "config/main.yaml");
  EXPECT_TRUE(layer.errors.empty());
  LayeredConfig layered{config_keys(), Config{}};
  layered.lay(layer.assignments);
  const auto loaded = layered.finish();
  ASSERT_TRUE(loaded) << loaded.error().front().text();
  Config defaults;
  Config shipped = loaded->config;
  for (const KeyInfo& key : config_keys()) {
    EXPECT_EQ(value_text(key, shipped), value_text(key, defaults)) << key.path;
    const std::string name{key.path.substr(key.path.rfind('.') + 1)};
    // Also as a comment: the store's default depends on the home.
    const bool named =
        text.find("\n" + name + ":") != std::string::npos || text.find(" " + name + ":") != std::string::npos;
    EXPECT_TRUE(named) << key.path << " is not in main.yaml";
  }
}

TEST(Keys, the_shipped_instruments_yaml_is_right_and_shows_every_field) {
  const YamlLayer layer = read_yaml(file_text("config/instruments.yaml"), "config/instruments.yaml");
  EXPECT_TRUE(layer.errors.empty());
  EXPECT_EQ(layer.assignments.size(), 1U);
}

TEST(Keys, the_documentation_is_generated_from_the_table) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (std::getenv("TIDEMARK_TEST_WRITE_DOCS") != nullptr) {
    std::ofstream{std::string{TIDEMARK_SOURCE_DIR} + "/docs/configuration.md"} << configuration_reference();
  }
  EXPECT_TRUE(file_text("docs/configuration.md") == configuration_reference())
      << "docs/configuration.md is out of date; write it anew with: TIDEMARK_TEST_WRITE_DOCS=1 ops_test";
}

}  // namespace
}  // namespace tidemark::ops

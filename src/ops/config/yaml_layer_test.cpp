#include "ops/config/yaml_layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::ops {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(YamlLayer, flattens_maps_and_lists_with_their_places) {
  const YamlLayer layer = read_yaml("server:\n  port: 9000\nsymbols: [BTCUSDT, 'ETH/USDT']\nstore:\n", "main.yaml");
  ASSERT_TRUE(layer.errors.empty());
  ASSERT_EQ(layer.assignments.size(), 3U);
  EXPECT_EQ(layer.assignments[0].key, "server.port");
  EXPECT_THAT(layer.assignments[0].items, ElementsAre("9000"));
  EXPECT_EQ(layer.assignments[0].place, "main.yaml:2:9");
  EXPECT_EQ(layer.assignments[1].shape, Shape::kList);
  EXPECT_THAT(layer.assignments[1].items, ElementsAre("BTCUSDT", "ETH/USDT"));
  EXPECT_EQ(layer.assignments[2].shape, Shape::kNull);
}

TEST(YamlLayer, numbers_lists_of_maps) {
  const YamlLayer layer = read_yaml("instruments:\n  - symbol: A\n    tick_size: 0.1\n  - symbol: B\n", "i.yaml");
  ASSERT_EQ(layer.assignments.size(), 3U);
  EXPECT_EQ(layer.assignments[1].key, "instruments[0].tick_size");
  EXPECT_EQ(layer.assignments[2].key, "instruments[1].symbol");
  EXPECT_EQ(layer.assignments[2].place, "i.yaml:4:13");
}

TEST(YamlLayer, takes_an_empty_file_as_nothing_said) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    const YamlLayer layer = read_yaml(text, "f");
    EXPECT_TRUE(layer.errors.empty()) << text;
    EXPECT_TRUE(layer.assignments.empty()) << text;
  }
}

TEST(YamlLayer, reports_a_key_that_stands_twice) {
  const YamlLayer layer = read_yaml("sim:\n  seed: 1\n  seed: 2\n", "f");
  ASSERT_EQ(layer.errors.size(), 1U);
  EXPECT_EQ(layer.errors[0].place, "f:3:3");
  EXPECT_EQ(layer.errors[0].code, "duplicate_key");
}

TEST(YamlLayer, places_syntax_errors) {
  const YamlLayer layer = read_yaml("server:\n  port: [1\nlog: {\n", "f");
  ASSERT_EQ(layer.errors.size(), 1U);
  EXPECT_EQ(layer.errors[0].code, "bad_yaml");
  EXPECT_THAT(layer.errors[0].place, testing::StartsWith("f:"));
  EXPECT_TRUE(layer.assignments.empty());
}

TEST(YamlLayer, refuses_files_that_are_no_map) {
  for (const char* text : {"just text", "- a\n- b\n", "? [a, b]\n: c\n"}) {
    EXPECT_EQ(read_yaml(text, "f").errors.size(), 1U) << text;
  }
}

TEST(YamlLayer, does_not_unfold_aliases_without_end) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 7; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below;
    for (int j = 0; j < 9; ++j) bomb += ", " + below;
    bomb += "]\n";
  }
  const YamlLayer layer = read_yaml(bomb, "f");
  ASSERT_FALSE(layer.errors.empty());
  EXPECT_EQ(layer.errors.back().code, "too_large");
  EXPECT_LE(layer.assignments.size(), kYamlNodesMax);
}

TEST(YamlLayer, refuses_deep_nesting_and_large_files) {
  EXPECT_EQ(read_yaml(std::string(5000, '['), "f").errors.size(), 1U);
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "k:\n";
  EXPECT_EQ(read_yaml(deep, "f").errors.size(), 1U);
  EXPECT_EQ(read_yaml(std::string(kYamlBytesMax + 1, '#'), "f").errors.at(0).code, "too_large");
}

TEST(YamlLayer, takes_any_bytes_without_falling_over) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::elementOf(std::string{":-[]{}&*!|>'\"%@`,? \n\t#ab01"}), rc::gen::arbitrary<char>()));
    const YamlLayer layer = read_yaml(text, "f");
    for (const Assignment& assignment : layer.assignments) {
      RC_ASSERT(!assignment.key.empty() || !assignment.items.empty() || assignment.shape == Shape::kNull);
      RC_ASSERT(assignment.shape != Shape::kScalar || assignment.items.size() == 1);
    }
  }));
}

}  // namespace
}  // namespace tidemark::ops

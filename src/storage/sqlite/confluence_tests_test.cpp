#include "storage/sqlite/confluence_tests.hpp"

#include <gtest/gtest.h>

#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

ConfluenceTestRecord test_of(const std::string& name, std::int64_t days = 30) {
  return {.name = name,
          .changes = R"(["fibonacci=0.5"])",
          .configuration = "00ff00ff00ff00ff",
          .series = kBtc1m,
          .range = {kStart, kStart + core::days(days)},
          .tested = kStart + core::days(400),
          .signals = 21,
          .ended = 20,
          .hits = 9,
          .sum_results = 2.5,
          .logic_version = 2};
}

class ConfluenceTests : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(ConfluenceTests, come_back_by_stretch_and_name_with_every_field) {
  const auto longer = test_of("b", 60);
  ASSERT_TRUE(store_->put_confluence_test(longer));
  ASSERT_TRUE(store_->put_confluence_test(test_of("b")));
  ASSERT_TRUE(store_->put_confluence_test(test_of("a")));
  EXPECT_EQ(value_of(store_->confluence_tests(kBtc1m)), (std::vector{test_of("a"), test_of("b"), longer}));
  EXPECT_TRUE(value_of(store_->confluence_tests({kBtc1m.venue, kBtc1m.symbol, core::Timeframe::k5m})).empty());
  EXPECT_EQ(store_->confluence_tests({"binance", "NOPE", core::Timeframe::k1m}).error().kind, ErrorKind::kNotFound);
}

TEST_F(ConfluenceTests, done_again_replace_what_they_gave) {
  ASSERT_TRUE(store_->put_confluence_test(test_of("a")));
  auto again = test_of("a");
  again.hits = 10;
  again.logic_version = 3;
  ASSERT_TRUE(store_->put_confluence_test(again));
  EXPECT_EQ(value_of(store_->confluence_tests(kBtc1m)), std::vector{again});
}

TEST_F(ConfluenceTests, a_name_stands_for_one_set_of_parameters) {
  ASSERT_TRUE(store_->put_confluence_test(test_of("a")));
  auto other = test_of("a", 60);
  other.changes = R"(["volume=0"])";
  other.configuration = "11ff00ff00ff00ff";
  EXPECT_EQ(store_->put_confluence_test(other).error().code, "name_taken");
  EXPECT_EQ(value_of(store_->confluence_tests(kBtc1m)).size(), 1U);
}

TEST_F(ConfluenceTests, that_contradict_themselves_are_refused) {
  const auto refused = [this](const ConfluenceTestRecord& test) { return !store_->put_confluence_test(test); };
  auto test = test_of("a");
  test.hits = 21;  // of 20
  EXPECT_TRUE(refused(test));
  test = test_of("a");
  test.ended = 22;  // of 21
  EXPECT_TRUE(refused(test));
  test = test_of("a");
  test.range.to = test.range.from;
  EXPECT_TRUE(refused(test));
  test = test_of("a");
  test.changes = "{}";
  EXPECT_TRUE(refused(test));
  EXPECT_TRUE(refused(test_of("")));
  EXPECT_TRUE(refused(test_of(std::string(65, 'x'))));
  test = test_of("a");
  test.series.symbol = "NOPE";
  EXPECT_EQ(store_->put_confluence_test(test).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(value_of(store_->confluence_tests(kBtc1m)).empty());
}

}  // namespace
}  // namespace tidemark::storage

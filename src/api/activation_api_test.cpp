// Schemas are those the document promises; figures are worked out by hand in activation's own tests.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "activation/testing.hpp"
#include "api/openapi.hpp"
#include "api/testing/fake_activation.hpp"
#include "api/testing/fake_trading.hpp"
#include "api/testing/fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using activation::testing::do_well;
using testing::code_of;
using ::testing::HasSubstr;

class ActivationApi : public ::testing::Test {
 protected:
  net::JsonValue expect_schema(const net::test::Reply& reply, const std::string& schema) {
    const auto value = net::parse_json(reply.body);
    EXPECT_TRUE(value) << reply.body;
    if (!value) return {};
    EXPECT_EQ(testing::SchemaCheck{schemas_}.check(*value, schema), "") << reply.body;
    return *value;
  }
  net::test::Reply post(const std::string& target, const std::string& body) {
    return running_.request("POST", target, body);
  }
  std::string stage() { return *expect_schema(running_.get("/api/go-no-go"), "GoNoGo").find("stage")->text(); }

  net::JsonValue schemas_ = net::parse_json(openapi_schemas()).value();
  core::Instrument btc_ = testing::instrument(0, "BTCUSDT");
  testing::TestStore store_;
  testing::FakeTrading trading_{*store_, btc_};
  testing::FakeActivation stages_{*store_, activation::Machine{activation::testing::settings()}};
  testing::RunningApi running_{store_.path(), {}, {}, {btc_}, {.trading = &trading_, .activation = &stages_}};
};

constexpr const char* kPromote = R"({"action":"promote","confirm":"promote","reason":"enough seen"})";

TEST_F(ActivationApi, the_board_says_what_was_measured_of_how_many) {
  const auto empty = expect_schema(running_.get("/api/activation"), "Activation");
  EXPECT_EQ(*empty.find("stage")->text(), "shadow");
  EXPECT_EQ(*empty.find("go")->boolean(), false);
  EXPECT_EQ(empty.find("stages")->array()->size(), 6U);
  EXPECT_EQ(*empty.find("stages")->array()->at(2).find("multiplier")->number(), 0.1);
  EXPECT_EQ(*empty.find("stages")->array()->at(2).find("reachable")->boolean(), false);
  EXPECT_EQ(empty.find("events")->array()->size(), 1U);
  do_well(stages_.machine());
  const auto full = expect_schema(running_.get("/api/activation"), "Activation");
  EXPECT_EQ(*full.find("go")->boolean(), true);
  const net::JsonValue& rate = full.find("criteria")->array()->at(1);
  EXPECT_EQ(*rate.find("id")->text(), "win_rate");
  EXPECT_EQ(*rate.find("measured")->number(), 0.8);
  EXPECT_EQ(*rate.find("sample")->integer(), 10);
  // Wilson of 8 in 10: (0.8 + 0.19208 +- 0.31363) / 1.38416.
  EXPECT_NEAR(*rate.find("interval")->find("low")->number(), 0.4902, 1e-3);
  EXPECT_NEAR(*rate.find("interval")->find("high")->number(), 0.9433, 1e-3);
  EXPECT_EQ(*expect_schema(running_.get("/api/go-no-go"), "GoNoGo").find("verdict")->text(), "go");
}

TEST_F(ActivationApi, a_promotion_is_given_only_for_what_was_seen_and_to_who_means_it) {
  const auto refused = post("/api/activation", kPromote);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "criteria_unmet");
  EXPECT_THAT(refused.body, HasSubstr("Win rate"));
  do_well(stages_.machine());
  EXPECT_EQ(code_of(post("/api/activation", R"({"action":"promote"})")), "not_confirmed confirm");
  EXPECT_EQ(code_of(post("/api/activation", R"({"action":"promote","confirm":"yes"})")), "not_confirmed confirm");
  EXPECT_EQ(code_of(post("/api/activation", R"({"confirm":"promote"})")), "missing_member action");
  EXPECT_EQ(code_of(post("/api/activation", R"({"action":"jump","confirm":"jump"})")), "bad_value action");
  EXPECT_EQ(code_of(post("/api/activation", R"({"action":"promote","confirm":"promote","to":"full"})")),
            "unknown_member to");
  EXPECT_EQ(stage(), "shadow");
  const auto promoted = post("/api/activation", kPromote);
  EXPECT_EQ(promoted.status, 200) << promoted.body;
  const auto event = expect_schema(promoted, "ActivationEvent");
  EXPECT_EQ(*event.find("to")->text(), "paper");
  EXPECT_EQ(*event.find("reason")->text(), "enough seen");
  EXPECT_EQ(event.find("criteria")->array()->size(), 7U) << "what it rested on";
  do_well(stages_.machine());
  const auto beyond = post("/api/activation", kPromote);
  EXPECT_EQ(beyond.status, 409);
  EXPECT_EQ(code_of(beyond), "beyond_account");
  EXPECT_THAT(beyond.body, HasSubstr("play money"));
  EXPECT_EQ(*expect_schema(running_.get("/api/activation"), "Activation").find("hindrance")->text(),
            "the account trades with play money");
}

TEST_F(ActivationApi, a_rollback_needs_no_confirmation) {
  do_well(stages_.machine());
  ASSERT_EQ(post("/api/activation", kPromote).status, 200);
  EXPECT_EQ(code_of(post("/api/rollback", R"({"to":"full"})")), "not_below to");
  EXPECT_EQ(code_of(post("/api/rollback", R"({"to":"half"})")), "bad_value to");
  const auto event = expect_schema(post("/api/rollback", R"({"reason":"odd fills"})"), "ActivationEvent");
  EXPECT_EQ(*event.find("from")->text(), "paper");
  EXPECT_EQ(*event.find("to")->text(), "shadow");
  EXPECT_EQ(*event.find("rollback")->find("trigger")->text(), "manual");
  EXPECT_EQ(stage(), "shadow");
  const auto all = expect_schema(running_.get("/api/activation/events"), "ActivationEventList");
  EXPECT_EQ(all.find("events")->array()->size(), 3U);
  const auto only = expect_schema(running_.get("/api/activation/events?kind=rolled_back"), "ActivationEventList");
  ASSERT_EQ(only.find("events")->array()->size(), 1U);
  EXPECT_EQ(*only.find("events")->array()->at(0).find("reason")->text(), "odd fills");
  const auto page = expect_schema(running_.get("/api/activation/events?limit=1"), "ActivationEventList");
  EXPECT_EQ(*page.find("next")->integer(), 3);
  const auto rest = expect_schema(running_.get("/api/activation/events?cursor=3"), "ActivationEventList");
  EXPECT_EQ(rest.find("events")->array()->size(), 2U);
}

TEST_F(ActivationApi, a_stage_can_begin_anew) {
  do_well(stages_.machine());
  const auto event =
      expect_schema(post("/api/activation", R"({"action":"restart","confirm":"restart"})"), "ActivationEvent");
  EXPECT_EQ(*event.find("kind")->text(), "restarted");
  EXPECT_EQ(*event.find("reason")->text(), "by hand");
  EXPECT_EQ(*expect_schema(running_.get("/api/go-no-go"), "GoNoGo").find("verdict")->text(), "no_go");
}

TEST_F(ActivationApi, configurations_that_have_run_are_listed) {
  const auto list = expect_schema(running_.get("/api/activation/configurations"), "ConfigurationList");
  ASSERT_EQ(list.find("configurations")->array()->size(), 1U);
  EXPECT_EQ(*list.find("configurations")->array()->at(0).find("settings")->find("trading.strategy")->text(),
            "decision");
}

TEST_F(ActivationApi, a_candidate_runs_beside_the_active_strategy_until_it_is_ended) {
  EXPECT_EQ(*expect_schema(running_.get("/shadow-mode"), "ShadowMode").find("running")->boolean(), false);
  EXPECT_EQ(code_of(post("/shadow-mode", "{}")), "missing_member action");
  EXPECT_EQ(code_of(post("/shadow-mode", R"({"action":"pause"})")), "bad_value action");
  EXPECT_EQ(code_of(post("/shadow-mode", R"({"action":"start","parameters":"fast=5"})")), "bad_value parameters");
  EXPECT_EQ(code_of(post("/shadow-mode", R"({"action":"start","parameters":[5]})")), "bad_value parameters");
  EXPECT_EQ(code_of(post("/shadow-mode", R"({"action":"start","strategy":"nope"})")), "unknown_strategy strategy");
  const auto begun = expect_schema(
      post("/shadow-mode", R"({"action":"start","strategy":"sma_cross","parameters":["fast=5","slow=20"]})"),
      "ShadowMode");
  EXPECT_EQ(*begun.find("strategy")->text(), "sma_cross");
  EXPECT_EQ(begun.find("parameters")->array()->size(), 2U);
  EXPECT_EQ(*begun.find("orders")->find("same")->integer(), 1);
  EXPECT_EQ(*begun.find("orders")->find("only_candidate")->integer(), 1);
  EXPECT_EQ(*begun.find("orders")->find("candidate_alone")->array()->at(0).find("side")->text(), "sell");
  EXPECT_EQ(*expect_schema(post("/shadow-mode", R"({"action":"stop"})"), "ShadowMode").find("running")->boolean(),
            false);
}

TEST_F(ActivationApi, without_an_account_all_of_it_says_so) {
  testing::RunningApi off{store_.path(), {}, {}, {btc_}, {}};
  for (const char* path : {"/api/activation", "/api/activation/events", "/api/go-no-go"}) {
    const auto reply = off.get(path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(code_of(reply), "trading_off") << path;
  }
  EXPECT_EQ(off.request("POST", "/api/rollback", "{}").status, 404);
}

}  // namespace
}  // namespace tidemark::api

// What an account that trades at a venue must do (trading, "Orders, brokers", "Risk"; operation, "secrets only from the
// environment"), by hand.

#include <gtest/gtest.h>

#include "app/trading/paper_account.hpp"
#include "app/trading/testing.hpp"
#include "app/trading/trade_setup.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::OrderReason;
using Kind = trading::VenueRequest::Kind;
using Outcome = api::PlacedOrder::Outcome;

constexpr std::uint64_t kFirst = 1'700'000'000'000;

AccountSetup live_setup() {
  AccountSetup setup = testing::account_setup();
  setup.venue.emplace("test", kFirst);
  setup.venue->refuses = [](const core::OrderRequest& order, const core::Instrument&) {
    return order.type == core::OrderType::kTrailingStop ? std::optional{OrderReason::kBadCombination} : std::nullopt;
  };
  return setup;
}

core::Timestamp at(std::int64_t seconds) {
  return core::Timestamp::from_s(1'700'000'000 + seconds);
}

api::NewOrder buy(std::int64_t lots, std::int64_t price) {
  api::NewOrder order;
  order.request.qty = {lots};
  order.request.type = core::OrderType::kLimit;
  order.request.limit = core::Price{price};
  return order;
}

class LiveAccount : public ::testing::Test {
 protected:
  LiveAccount() { EXPECT_TRUE(account_.add_instrument(testing::btc())); }
  std::vector<trading::VenueRequest> requests() {
    std::vector<trading::VenueRequest> out;
    account_.take_requests(out);
    return out;
  }
  /// All of an order for 0.010, at 90.00.
  static trading::BrokerReport ten_at_ninety(std::uint64_t order) {
    trading::BrokerReport filled;
    filled.kind = core::OrderEventKind::kFilled;
    filled.order = {order};
    filled.at = at(3);
    filled.filled = core::Qty{10};
    filled.fill.emplace();
    filled.fill->id = 7;
    filled.fill->order = {order};
    filled.fill->price = {9'000};
    filled.fill->qty = {10};
    filled.fill->at = at(3);
    return filled;
  }
  static trading::VenueAccount venue_account(std::int64_t lots, std::string_view cash) {
    trading::VenueAccount account;
    account.at = at(2);
    account.asked.emplace();
    account.holdings = trading::Holdings::kBalances;
    trading::VenuePosition position;
    position.lots = lots;
    account.positions.emplace({position});
    account.cash = {"USDT", core::parse_money(cash).value()};
    return account;
  }
  void connect() {
    account_.on_venue(VenueUp{at(1)});
    ASSERT_EQ(requests().size(), 1U);
    ASSERT_FALSE(account_.on_venue(venue_account(0, "1000")));
    ASSERT_TRUE(account_.is_connected());
  }

  PaperAccount account_{live_setup()};
};

TEST_F(LiveAccount, refuses_orders_until_the_books_agree_and_numbers_them_from_its_beginning) {
  const auto early = account_.place(buy(5, 9'000));
  ASSERT_TRUE(early);
  EXPECT_EQ(early->outcome, Outcome::kRefused);
  EXPECT_EQ(early->refusal, OrderReason::kNotReady);
  connect();
  const auto placed = account_.place(buy(6, 9'000));
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->outcome, Outcome::kTaken);
  EXPECT_EQ(placed->id, kFirst + 1);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kSubmit);
  EXPECT_EQ(sent[0].order.id.value, kFirst + 1);
  EXPECT_EQ(account_.portfolio().mode, "live");
  EXPECT_EQ(account_.portfolio().link, trading::VenueLink::kReady);
}

TEST_F(LiveAccount, counts_what_the_venue_reports) {
  connect();
  const auto placed = account_.place(buy(10, 9'000));
  trading::BrokerReport filled = ten_at_ninety(placed->id);
  filled.fill->kept = {1};
  filled.fill->fee = core::parse_money("0.09").value();  // 0.001 at 90.00
  account_.on_venue(filled);
  EXPECT_EQ(account_.books().net_lots({0}), 9);
  EXPECT_EQ(account_.books().cash({0}), core::parse_money("999.1").value());  // less 0.010 at 90.00
  const storage::TradingChange change = account_.take_changes();
  ASSERT_EQ(change.fills.size(), 1U);
  EXPECT_EQ(change.positions.at(0).qty, "0.009");
  EXPECT_EQ(change.trades.at(0).source, "live");
}

TEST_F(LiveAccount, counts_a_fee_in_a_third_asset_at_what_it_was_worth) {
  core::Instrument bnb = testing::btc(1);
  bnb.symbol = "BNBUSDT";
  ASSERT_TRUE(account_.add_instrument(bnb));
  connect();
  const auto placed = account_.place(buy(10, 9'000));
  trading::BrokerReport filled = ten_at_ninety(placed->id);
  filled.fill->charged = core::ChargedFee{"BNB", core::parse_money("0.00012345").value()};
  filled.fill->fee_worth = core::FeeWorth::kUnknown;
  account_.on_output(core::Trade{.instrument = {1}, .times = {at(2), at(2)}, .price = {60'000}, .qty = {1}});  // 600.00
  EXPECT_FALSE(account_.on_venue(filled));
  // 1000 - 0.010 * 90.00 - 0.00012345 * 600
  EXPECT_EQ(account_.books().cash({0}), core::parse_money("999.02593").value());
  EXPECT_EQ(account_.books().position({0}, core::PositionSide::kNet).fees, core::parse_money("0.07407").value());
  const storage::TradingChange change = account_.take_changes();
  ASSERT_EQ(change.fills.size(), 1U);
  EXPECT_EQ(change.fills[0].fee, "0.07407");
  EXPECT_EQ(change.fills[0].charged, "0.00012345");
  EXPECT_EQ(change.fills[0].charged_asset, "BNB");
  EXPECT_FALSE(change.fills[0].fee_unvalued);
  EXPECT_EQ(change.trades.at(0).fees, "0.07407");
  EXPECT_EQ(change.trades.at(0).unvalued_fees, 0U);
}

TEST_F(LiveAccount, says_of_a_fee_whose_worth_is_not_known_that_it_is_not_counted) {
  connect();
  const auto placed = account_.place(buy(10, 9'000));
  trading::BrokerReport filled = ten_at_ninety(placed->id);
  filled.fill->charged = core::ChargedFee{"BNB", core::parse_money("0.00012345").value()};
  filled.fill->fee_worth = core::FeeWorth::kUnknown;
  const auto told = account_.on_venue(filled);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->code, "fee_unvalued");
  EXPECT_EQ(account_.books().cash({0}), core::parse_money("999.1").value());
  const storage::TradingChange change = account_.take_changes();
  ASSERT_EQ(change.fills.size(), 1U);
  EXPECT_EQ(change.fills[0].fee, "0");
  EXPECT_EQ(change.fills[0].charged, "0.00012345");
  EXPECT_TRUE(change.fills[0].fee_unvalued);
  EXPECT_EQ(change.trades.at(0).unvalued_fees, 1U);
  const auto more = account_.place(buy(11, 9'000));
  trading::BrokerReport again = filled;
  again.order = again.fill->order = {more->id};
  again.fill->id = 8;
  again.fill->qty = {11};
  again.filled = core::Qty{11};
  EXPECT_FALSE(account_.on_venue(again)) << "once for each asset";
}

TEST_F(LiveAccount, counts_each_funding_that_the_venue_booked_once_and_reckons_none_itself) {
  connect();
  const auto placed = account_.place(buy(10, 9'000));
  account_.on_venue(ten_at_ninety(placed->id));
  static_cast<void>(account_.take_changes());
  core::MarkPrice mark{.instrument = {0}, .times = {at(4), at(4)}, .mark = {10'000}};
  mark.funding_rate = 0.01;
  mark.next_funding = at(5);
  account_.on_output(mark);
  mark.next_funding = at(5) + core::hours(8);
  account_.on_output(mark);
  EXPECT_EQ(account_.books().position({0}, core::PositionSide::kNet).funding, core::Money{});

  account_.on_venue(VenueDoubt{at(6)});
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 2U);  // the order, and how the account stands
  EXPECT_EQ(asked[1].funding_from, at(1)) << "since it was connected first";
  trading::VenueAccount account = venue_account(10, "999.0875");  // 1000 - 0.010 * 90.00 - 0.0125
  account.fundings = {{4711, {0}, core::parse_money("-0.0125").value(), at(5)}};
  EXPECT_FALSE(account_.on_venue(account));
  EXPECT_EQ(account_.books().cash({0}), core::parse_money("999.0875").value());
  const storage::TradingChange change = account_.take_changes();
  ASSERT_EQ(change.fundings.size(), 1U);
  EXPECT_EQ(change.fundings[0].id, 4711U);
  EXPECT_EQ(change.fundings[0].amount, "-0.0125");
  EXPECT_EQ(change.positions.at(0).funding, "-0.0125");
  EXPECT_EQ(change.trades.at(0).funding, "-0.0125");
  account_.on_venue(VenueDoubt{at(7)});
  EXPECT_FALSE(account_.on_venue(account));
  EXPECT_EQ(account_.books().cash({0}), core::parse_money("999.0875").value()) << "once";
}

TEST_F(LiveAccount, after_a_restart_fundings_are_asked_for_from_the_newest_that_is_known) {
  ops::testing::TemporaryFolder folder;
  auto store = storage::open_store((folder.path() / "t.db").string(), storage::OpenMode::kCreate).value();
  ASSERT_TRUE(store->put_instrument(testing::btc()));
  connect();
  const auto placed = account_.place(buy(10, 9'000));
  account_.on_venue(ten_at_ninety(placed->id));
  account_.on_venue(VenueDoubt{at(6)});
  trading::VenueAccount account = venue_account(10, "999.0875");
  account.fundings = {{4711, {0}, core::parse_money("-0.0125").value(), at(5)}};
  EXPECT_FALSE(account_.on_venue(account));
  ASSERT_TRUE(store->trading_ledger().put(account_.take_changes()));

  PaperAccount again{live_setup()};
  ASSERT_TRUE(again.restore(store->trading_ledger()));
  ASSERT_TRUE(again.add_instrument(testing::btc()));
  again.on_venue(VenueUp{at(9)});
  std::vector<trading::VenueRequest> asked;
  again.take_requests(asked);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].funding_from, at(5));
  account.fundings.push_back({4712, {0}, core::parse_money("0.002").value(), at(5) + core::hours(8)});
  account.cash = {"USDT", core::parse_money("999.0895").value()};
  EXPECT_FALSE(again.on_venue(account));
  EXPECT_EQ(again.books().cash({0}), core::parse_money("999.0895").value()) << "the first was counted before";
}

TEST_F(LiveAccount, refuses_what_the_venue_does_not_have) {
  connect();
  api::NewOrder trailing = buy(5, 9'000);
  trailing.request.type = core::OrderType::kTrailingStop;
  trailing.request.limit.reset();
  trailing.request.trail = core::Price{10};
  // Its worth must be known.
  account_.on_output(engine::CandleOutput{
      .instrument = {0},
      .timeframe = core::Timeframe::k1m,
      .state = core::CandleState::kClosed,
      .candle =
          {.open_time = at(-60), .open = {9'000}, .high = {9'000}, .low = {9'000}, .close = {9'000}, .volume = {1}},
      .known_at = at(0)});
  const auto refused = account_.place(trailing);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->refusal, OrderReason::kBadCombination);
  // Nothing is lent on spot.
  api::NewOrder shorting = buy(5, 9'000);
  shorting.request.side = core::Side::kSell;
  EXPECT_EQ(account_.place(shorting)->refusal, OrderReason::kNothingToClose);
  core::Instrument elsewhere = testing::btc(1);
  elsewhere.venue = "other";
  EXPECT_EQ(account_.add_instrument(elsewhere).error().code, "not_tradable");
  EXPECT_TRUE(requests().empty());
}

TEST_F(LiveAccount, what_differs_from_the_venue_engages_the_kill_switch) {
  account_.on_venue(VenueUp{at(1)});
  std::optional<core::Error> problem;
  std::uint32_t asked = 0;
  while (!problem && asked < 2 * trading::Reconciler::kTries) {
    ++asked;
    problem = account_.on_venue(venue_account(0, "999.99"));  // the books say 1000
  }
  ASSERT_TRUE(problem);
  EXPECT_EQ(asked, trading::Reconciler::kTries);
  EXPECT_NE(problem->message.find("0.01 of the account's money is not there"), std::string::npos) << problem->message;
  EXPECT_EQ(account_.portfolio().risk.kill_switch, trading::KillSwitch::kEngaged);
  EXPECT_EQ(account_.place(buy(5, 9'000))->refusal, OrderReason::kKillSwitch);
}

TEST(AccountKind, play_money_and_real_money_do_not_share_a_store) {
  ops::testing::TemporaryFolder folder;
  const std::string path = (folder.path() / "t.db").string();
  auto store = storage::open_store(path, storage::OpenMode::kCreate).value();
  PaperAccount paper{testing::account_setup()};
  ASSERT_TRUE(store->trading_ledger().put(paper.take_changes()));
  PaperAccount live{live_setup()};
  EXPECT_EQ(live.restore(store->trading_ledger()).error().code, "other_account");
  const std::string other = (folder.path() / "u.db").string();
  auto fresh = storage::open_store(other, storage::OpenMode::kCreate).value();
  PaperAccount begun{live_setup()};
  ASSERT_TRUE(fresh->trading_ledger().put(begun.take_changes()));
  PaperAccount again{live_setup()};
  EXPECT_TRUE(again.restore(fresh->trading_ledger()));
  PaperAccount played{testing::account_setup()};
  EXPECT_EQ(played.restore(fresh->trading_ledger()).error().code, "other_account");
}

ops::Config live_config() {
  ops::Config config;
  config.trading.mode = "live";
  config.trading.strategy = "";
  config.trading.api_key = "key";
  config.trading.api_secret = "secret";
  return config;
}

TEST(TradeConfigOf, needs_keys_the_venue_s_own_data_and_addresses_that_belong_together) {
  const auto place_of = [](const ops::Config& config, std::string_view source) {
    const auto made = trade_config_of(config, source);
    return made ? std::string{} : made.error().place;
  };
  EXPECT_EQ(place_of(live_config(), "binance"), "");
  EXPECT_EQ(place_of(live_config(), "sim"), "source");
  EXPECT_EQ(place_of(live_config(), "file"), "source");
  ops::Config config = live_config();
  config.trading.api_key = "";
  EXPECT_EQ(place_of(config, "binance"), "trading.api_key");
  config = live_config();
  config.trading.api_secret = "";
  EXPECT_EQ(place_of(config, "binance"), "trading.api_secret");
  config = live_config();
  config.venues.binance.rest_url = "https://testnet.binance.vision";
  EXPECT_EQ(place_of(config, "binance"), "venues.binance.user_url");
  config.venues.binance.user_url = "wss://ws-api.testnet.binance.vision/ws-api/v3";
  const auto testnet = trade_config_of(config, "binance");
  ASSERT_TRUE(testnet);
  EXPECT_EQ(testnet->endpoints.rest, "https://testnet.binance.vision");
  config = live_config();
  config.trading.broker = "binance_usdm";
  EXPECT_EQ(trade_config_of(config, "binance")->endpoints.rest, "https://fapi.binance.com");
}

}  // namespace
}  // namespace tidemark::app

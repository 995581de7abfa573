// An account of several currencies: the identities of currency_laws.hpp, and single cases reckoned by hand.

#include <cstdlib>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/trading/currency_laws.hpp"
#include "app/trading/paper_account.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::Money;
using core::OrderReason;
using core::Side;
using testing::closed_candle;
using ::testing::HasSubstr;
using testing::pair_of;
using testing::pairs;
using testing::trade_at;

constexpr std::uint32_t kBtcUsdt = 0;
constexpr std::uint32_t kEthBtc = 2;
constexpr std::uint32_t kUsdtTry = 3;
constexpr std::uint32_t kEthTry = 4;

Money money(const char* text) {
  return core::parse_money(text).value();
}

core::Timestamp at(std::int64_t seconds) {
  return core::Timestamp::from_s(1'704'067'200 + seconds);
}

api::NewOrder order_of(std::uint32_t id, Side side, std::int64_t lots) {
  api::NewOrder order;
  order.request.instrument = {id};
  order.request.side = side;
  order.request.qty = {lots};
  return order;
}

/// No costs, so that what is expected can be reckoned in the head.
AccountSetup free_setup() {
  AccountSetup setup;
  setup.currency = "USDT";
  setup.currencies = {"BTC", "TRY"};
  setup.cash = money("100000");
  return setup;
}

class Currencies : public ::testing::Test {
 protected:
  void SetUp() override { begin("t.db"); }
  void begin(const std::string& file) {
    account_.reset();
    store_ = std::move(storage::open_store((folder_.path() / file).string(), storage::OpenMode::kCreate).value());
    for (const auto& pair : pairs()) ASSERT_TRUE(store_->put_instrument(pair.instrument));
  }
  /// As after a start, with what the store has.
  void open() {
    account_ = std::make_unique<PaperAccount>(setup_);
    restored_ = account_->restore(store_->trading_ledger());
    for (const auto& pair : pairs()) {
      const auto added = account_->add_instrument(pair.instrument);
      ASSERT_TRUE(added || added.error().code == "not_tradable");
    }
  }
  storage::TradingChange keep() {
    storage::TradingChange change = account_->take_changes();
    const auto put = store_->trading_ledger().put(change);
    EXPECT_TRUE(put) << put.error().text();
    return change;
  }
  void tell(const engine::Output& output) { account_->on_output(output); }
  std::optional<OrderReason> placed(std::uint32_t id, Side side, std::int64_t lots) {
    const auto placed = account_->place(order_of(id, side, lots));
    EXPECT_TRUE(placed) << placed.error().text();
    return placed ? placed->refusal : std::nullopt;
  }
  /// Bitcoin at 50,000 and the lira at a fortieth; one ETH bought for 0.04 BTC.
  void buy_the_cross() {
    tell(closed_candle(kBtcUsdt, 5'000'000, at(60)));
    tell(closed_candle(kUsdtTry, 40'000, at(60)));
    tell(trade_at(kEthBtc, 4'000, at(61)));
    ASSERT_EQ(placed(kEthBtc, Side::kBuy, 10'000), std::nullopt);
    tell(trade_at(kEthBtc, 4'000, at(70)));
  }
  const api::HeldAccount& held(const std::string& currency) {
    view_ = account_->portfolio();
    return *std::ranges::find(view_.accounts, currency, &api::HeldAccount::currency);
  }

  AccountSetup setup_ = free_setup();
  ops::testing::TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<PaperAccount> account_;
  api::Portfolio view_;
  core::Status restored_;
};

TEST_F(Currencies, what_is_quoted_in_one_of_them_is_traded_and_owed_in_it) {
  open();
  buy_the_cross();
  EXPECT_EQ(held("BTC").cash, money("-0.04"));
  EXPECT_EQ(held("BTC").equity, Money{});
  EXPECT_EQ(held("USDT").cash, money("100000"));
  EXPECT_EQ(account_->equity(), money("100000"));
  // Exposure of 0.04 BTC at 50,000.
  EXPECT_EQ(view_.total->exposure, money("2000"));
  ASSERT_EQ(view_.positions.size(), 1U);
  EXPECT_EQ(view_.positions[0].currency, "BTC");
  // The cross gains 5 %: 0.002 BTC, at 60,000 worth 120.
  tell(closed_candle(kEthBtc, 4'200, at(120)));
  tell(closed_candle(kBtcUsdt, 6'000'000, at(120)));
  EXPECT_EQ(account_->equity(), money("100120"));
  EXPECT_EQ(held("BTC").worth, money("120"));
  EXPECT_EQ(view_.total->equity, money("100120"));
  EXPECT_EQ(view_.total->cash, money("97600"));
}

TEST_F(Currencies, records_are_in_the_currency_of_their_instrument_and_trades_say_what_they_brought) {
  open();
  buy_the_cross();
  const auto bought = keep();
  ASSERT_EQ(bought.fills.size(), 1U);
  EXPECT_EQ(bought.fills[0].currency, "BTC");
  ASSERT_EQ(bought.positions.size(), 1U);
  EXPECT_EQ(bought.positions[0].currency, "BTC");
  ASSERT_EQ(bought.trades.size(), 1U);
  EXPECT_EQ(bought.trades[0].account_profit, std::nullopt) << "it is open";
  tell(closed_candle(kBtcUsdt, 6'000'000, at(120)));
  ASSERT_EQ(placed(kEthBtc, Side::kSell, 10'000), std::nullopt);
  tell(trade_at(kEthBtc, 4'200, at(130)));
  const auto sold = keep();
  ASSERT_EQ(sold.trades.size(), 1U);
  EXPECT_EQ(sold.trades[0].currency, "BTC");
  EXPECT_EQ(sold.trades[0].profit, "0.002");
  EXPECT_EQ(sold.trades[0].account_profit, "120");
  // Another rate later does not change what it brought.
  EXPECT_EQ(store_->trading_ledger().trades({}).value().at(0).trade.account_profit, "120");
}

TEST_F(Currencies, funding_is_of_the_currency_of_the_perpetual) {
  open();
  buy_the_cross();
  core::MarkPrice mark{.instrument = {kEthBtc}, .times = {at(80), at(80)}, .mark = {4'000}};
  mark.funding_rate = 0.01;
  mark.next_funding = at(3'600);
  tell(mark);
  mark.times = {at(3'601), at(3'601)};
  mark.next_funding = at(7'200);
  tell(mark);
  const auto change = keep();
  ASSERT_EQ(change.fundings.size(), 1U);
  EXPECT_EQ(change.fundings[0].currency, "BTC");
  EXPECT_EQ(change.fundings[0].amount, "-0.0004");
  EXPECT_EQ(held("BTC").cash, money("-0.0404"));
}

TEST_F(Currencies, an_order_in_a_currency_without_a_rate_is_refused_for_that) {
  open();
  tell(trade_at(kEthBtc, 4'000, at(61)));
  EXPECT_EQ(placed(kEthBtc, Side::kBuy, 10'000), OrderReason::kNoRate);
  EXPECT_EQ(held("BTC").rate, std::nullopt);
  // The first trade between the two is enough, as it is for a mark.
  tell(trade_at(kBtcUsdt, 5'000'000, at(62)));
  EXPECT_EQ(placed(kEthBtc, Side::kBuy, 10'000), std::nullopt);
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{5'000'000, 2}));
  EXPECT_EQ(view_.accounts[1].rated, at(62));
}

TEST_F(Currencies, a_rate_moves_with_candles_and_not_with_every_trade) {
  open();
  tell(closed_candle(kBtcUsdt, 5'000'000, at(60)));
  tell(trade_at(kBtcUsdt, 5'100'000, at(61)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{5'000'000, 2}));
  tell(closed_candle(kBtcUsdt, 5'200'000, at(120)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{5'200'000, 2}));
}

TEST_F(Currencies, a_price_in_the_other_currency_is_a_rate_the_other_way_round) {
  open();
  tell(closed_candle(kUsdtTry, 40'000, at(60)));
  tell(trade_at(kEthTry, 10'000'000, at(61)));
  ASSERT_EQ(placed(kEthTry, Side::kBuy, 10'000), std::nullopt);
  tell(trade_at(kEthTry, 10'000'000, at(70)));
  EXPECT_EQ(held("TRY").cash, money("-100000"));
  tell(closed_candle(kEthTry, 10'400'000, at(120)));
  // 4,000 lira at 40 for a dollar.
  EXPECT_EQ(account_->equity(), money("100100"));
}

TEST_F(Currencies, others_are_not_traded_and_it_is_said_what_would_allow_it) {
  setup_.currencies = {"BTC"};
  open();
  const auto refused = account_->place(order_of(kEthTry, Side::kBuy, 10));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "not_tradable");
  EXPECT_THAT(refused.error().message, HasSubstr("quoted in TRY"));
  EXPECT_THAT(refused.error().message, HasSubstr("trading.currencies"));
}

TEST_F(Currencies, a_perpetual_gives_a_rate_only_where_there_is_no_spot_and_a_dated_contract_none) {
  account_ = std::make_unique<PaperAccount>(setup_);
  core::Instrument dated = pair_of(10, "BTC", "USDT", {2, 3}).instrument;
  dated.symbol = "BTCUSDT_240628";
  core::Instrument perpetual = pair_of(11, "BTC", "USDT", {2, 3}).instrument;
  perpetual.venue = "binance_usdm";
  perpetual.market_type = core::MarketType::kCryptoPerpetual;
  ASSERT_TRUE(account_->add_instrument(dated));
  tell(closed_candle(10, 4'700'000, at(60)));
  EXPECT_EQ(held("BTC").rate, std::nullopt);
  ASSERT_TRUE(account_->add_instrument(perpetual));
  tell(closed_candle(11, 4'800'000, at(60)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{4'800'000, 2}));
  ASSERT_TRUE(account_->add_instrument(pairs()[kBtcUsdt].instrument));
  tell(closed_candle(kBtcUsdt, 5'000'000, at(60)));
  tell(closed_candle(11, 4'900'000, at(120)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{5'000'000, 2}));
}

TEST_F(Currencies, what_may_not_be_traded_says_what_a_currency_is_worth_as_well) {
  setup_.currencies = {"TRY"};
  account_ = std::make_unique<PaperAccount>(setup_);
  const core::Instrument lira = pair_of(10, "EUR", "TRY", {2, 2}).instrument;
  ASSERT_TRUE(account_->add_instrument(lira));
  const core::Instrument dollars = pair_of(11, "USDT", "EUR", {4, 2}).instrument;
  EXPECT_EQ(account_->add_instrument(dollars).error().code, "not_tradable");
  tell(trade_at(10, 5'000, at(61)));
  EXPECT_EQ(held("TRY").rate, std::nullopt) << "half of the way";
  tell(trade_at(11, 8'000, at(62)));
  // 50 lira a euro, of which a dollar costs 0.80.
  EXPECT_EQ(account_->books().converted(money("4000"), {1}, {0}), money("100"));
  EXPECT_EQ(held("TRY").rated, at(61));
  tell(closed_candle(11, 10'000, at(120)));
  EXPECT_EQ(account_->books().converted(money("4000"), {1}, {0}), money("80"));
  EXPECT_TRUE(account_->has_changes());
}

TEST_F(Currencies, what_they_are_worth_is_known_after_a_restart_before_anything_happens) {
  open();
  buy_the_cross();
  tell(closed_candle(kEthBtc, 4'200, at(120)));
  tell(closed_candle(kBtcUsdt, 6'000'000, at(120)));
  ASSERT_EQ(placed(kEthBtc, Side::kSell, 10'000), std::nullopt);
  tell(trade_at(kEthBtc, 4'200, at(130)));
  EXPECT_EQ(account_->equity(), money("100120"));
  keep();
  open();
  ASSERT_TRUE(restored_) << restored_.error().text();
  EXPECT_EQ(account_->equity(), money("100120"));
  EXPECT_EQ(held("BTC").rated, at(120));
  EXPECT_EQ(held("TRY").rate, (trading::ExchangeRate{25, 3}));
  // The way back is known, too: sizes are reckoned in the instrument's currency.
  EXPECT_NEAR(core::to_double(account_->books().converted(money("60000"), {0}, {1}).value()), 1, 1e-12);
}

TEST_F(Currencies, candles_of_the_past_do_not_take_the_place_of_a_newer_rate) {
  open();
  buy_the_cross();
  keep();
  setup_.since = at(600);
  open();
  tell(closed_candle(kBtcUsdt, 1'000'000, at(-600)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{50'000, 0}));
  tell(closed_candle(kBtcUsdt, 4'000'000, at(120)));
  EXPECT_EQ(held("BTC").rate, (trading::ExchangeRate{4'000'000, 2})) << "newer than what is known, though of the past";
}

TEST_F(Currencies, without_a_rate_that_counts_the_account_says_so_and_halts_stay_as_they_are) {
  open();
  buy_the_cross();
  keep();
  // As a database is that went back a version and forward again.
  storage::TradingChange forgotten;
  forgotten.accounts = store_->trading_ledger().accounts().value();
  for (storage::AccountRecord& one : forgotten.accounts) {
    one.rate.reset();
    one.rated.reset();
  }
  ASSERT_TRUE(store_->trading_ledger().put(forgotten));
  setup_.limits.drawdown_max = core::parse_rate("1%").value();
  open();
  tell(closed_candle(kEthBtc, 4'200, at(120)));
  EXPECT_EQ(account_->equity(), std::nullopt);
  EXPECT_EQ(held("BTC").worth, std::nullopt);
  EXPECT_EQ(view_.total, std::nullopt);
  EXPECT_EQ(view_.risk.halt, trading::Halt::kNone);
  EXPECT_EQ(view_.risk.highest_equity, std::nullopt);
  EXPECT_FALSE(account_->take_changes().snapshot);
  EXPECT_EQ(placed(kBtcUsdt, Side::kBuy, 1), OrderReason::kNoPrice);
  tell(closed_candle(kBtcUsdt, 5'000'000, at(120)));
  EXPECT_EQ(account_->equity(), money("100100"));
}

TEST_F(Currencies, a_fall_of_what_is_held_in_another_currency_halts_the_account) {
  setup_.limits.drawdown_max = core::parse_rate("1%").value();
  open();
  buy_the_cross();
  // 0.02 BTC are gained and kept: 2,000 of 102,000 where bitcoin stands at 100,000.
  ASSERT_EQ(placed(kEthBtc, Side::kSell, 10'000), std::nullopt);
  tell(trade_at(kEthBtc, 6'000, at(80)));
  tell(closed_candle(kBtcUsdt, 10'000'000, at(120)));
  EXPECT_EQ(account_->equity(), money("102000"));
  tell(closed_candle(kBtcUsdt, 5'000'000, at(180)));
  EXPECT_EQ(account_->equity(), money("101000"));
  EXPECT_EQ(account_->portfolio().risk.halt, trading::Halt::kNone) << "1,000 of 102,000 are less than 1 %";
  tell(closed_candle(kBtcUsdt, 4'800'000, at(240)));
  EXPECT_EQ(account_->portfolio().risk.halt, trading::Halt::kDrawdown);
}

TEST_F(Currencies, money_of_one_that_is_not_named_any_more_is_not_forgotten) {
  open();
  buy_the_cross();
  keep();
  setup_.currencies = {"TRY"};
  open();
  ASSERT_FALSE(restored_);
  EXPECT_EQ(restored_.error().code, "other_currency");
  EXPECT_EQ(restored_.error().place, "trading.currencies");
  EXPECT_THAT(restored_.error().message, HasSubstr("-0.04 BTC and positions"));
  // One of which there is nothing may go, and come back.
  setup_.currencies = {"BTC"};
  open();
  EXPECT_TRUE(restored_);
}

TEST_F(Currencies, one_of_them_does_not_become_the_accounts_own) {
  open();
  buy_the_cross();
  keep();
  setup_.currency = "BTC";
  setup_.currencies = {"USDT", "TRY"};
  EXPECT_EQ(PaperAccount{setup_}.restore(store_->trading_ledger()).error().message,
            "the stored account is in USDT, not in BTC");
}

TEST_F(Currencies, books_must_add_up_in_each_of_them) {
  open();
  buy_the_cross();
  storage::TradingChange change = keep();
  for (storage::AccountRecord& one : change.accounts) {
    if (one.currency == "BTC") one.cash = "-0.03";
    if (one.currency == "USDT") one.cash = "99999.99";
  }
  ASSERT_TRUE(store_->trading_ledger().put({.accounts = change.accounts}));
  open();
  ASSERT_FALSE(restored_);
  EXPECT_EQ(restored_.error().code, "books_differ");
  EXPECT_THAT(restored_.error().message, HasSubstr("99999.99 USDT in cash, 100000 by"));
}

TEST_F(Currencies, what_is_held_of_an_absent_cross_counts_at_its_cost_in_its_currency) {
  open();
  buy_the_cross();
  keep();
  PaperAccount elsewhere{setup_};
  ASSERT_TRUE(elsewhere.restore(store_->trading_ledger()));
  const api::Portfolio portfolio = elsewhere.portfolio();
  EXPECT_EQ(portfolio.accounts[1].equity, Money{});
  EXPECT_EQ(portfolio.total->equity, money("100000"));
  EXPECT_EQ(portfolio.total->exposure, money("2000"));
}

/// Asks for something at random in any of the pairs.
void meddle(core::Rng& rng, const testing::PairMarket& market, PaperAccount& account) {
  constexpr std::array<std::uint64_t, 5> kLots{40'000, 20'000, 20'000, 200'000, 20'000};
  const auto id = static_cast<std::uint32_t>(rng.below(kLots.size()));
  const Side side = rng.chance(0.5) ? Side::kBuy : Side::kSell;
  api::NewOrder order = order_of(id, side, static_cast<std::int64_t>(1 + rng.below(kLots[id])));
  if (rng.chance(0.3)) {
    order.request.type = core::OrderType::kLimit;
    order.request.limit = core::Price{market.price(id)};
  }
  if (rng.chance(0.2)) {
    const std::int64_t away = market.price(id) / 300;
    order.stop_loss = core::Price{market.price(id) + (side == Side::kBuy ? -away : away)};
  }
  // Now and then what is held is closed.
  if (const std::int64_t held = account.books().net_lots({id}); held != 0 && rng.chance(0.2)) {
    order = order_of(id, held > 0 ? Side::kSell : Side::kBuy, std::abs(held));
  }
  ASSERT_TRUE(account.place(order));
}

TEST_F(Currencies, no_money_is_lost_or_created_at_any_event_nor_by_a_restart_at_any_moment) {
  setup_.paper = testing::account_setup().paper;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    begin(std::to_string(seed) + ".db");
    open();
    keep();
    core::Rng rng{seed * 1000};
    testing::PairMarket market{seed};
    testing::CurrencyReckoning expected{setup_.cash};
    for (std::size_t n = 0; n < 1'500; ++n) {
      for (const engine::Output& output : market.step()) {
        expected.see(output);
        tell(output);
        if (account_->has_changes()) expected.add(keep());
        ASSERT_NO_FATAL_FAILURE(expected.expect_books(*account_)) << seed << ' ' << n;
      }
      if (rng.chance(0.3)) meddle(rng, market, *account_);
      if (rng.chance(0.1)) account_->cancel_all({});
      if (!rng.chance(0.01)) continue;
      expected.add(keep());
      open();
      ASSERT_TRUE(restored_) << restored_.error().text();
      expected.restart();
      ASSERT_NO_FATAL_FAILURE(expected.expect_books(*account_)) << seed << ' ' << n;
    }
    for (const char* currency : {"USDT", "BTC", "TRY"}) {
      EXPECT_GT(expected.fills(currency), 20U) << currency;
      EXPECT_GT(expected.closed(currency), 2U) << currency;
    }
    EXPECT_GT(expected.snapshots(), 10U);
    EXPECT_GT(expected.checked(), 1'000U);
  }
}

}  // namespace
}  // namespace tidemark::app

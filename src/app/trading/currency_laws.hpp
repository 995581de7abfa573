#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/trading/testing.hpp"
#include "core/decimal.hpp"

/// Markets between several currencies, and what an account in them should hold, reckoned from fills and prices alone
/// with plain sums; for tests only. The identities are those of trading/portfolio/portfolio.hpp.
namespace tidemark::app::testing {

struct Pair {
  core::Instrument instrument;
  std::string base;
  std::string quote;
};

inline Pair pair_of(std::uint32_t id, const std::string& base, const std::string& quote, core::Scale scale) {
  Pair pair{.instrument = btc(id), .base = base, .quote = quote};
  pair.instrument.symbol = base + quote;
  pair.instrument.scale = scale;
  return pair;
}

/// The rate of BTC is the price of the first, that of TRY the inverse of the fourth's. Ids are their places.
inline std::vector<Pair> pairs() {
  return {pair_of(0, "BTC", "USDT", {2, 5}), pair_of(1, "ETH", "USDT", {2, 4}), pair_of(2, "ETH", "BTC", {5, 4}),
          pair_of(3, "USDT", "TRY", {3, 2}), pair_of(4, "ETH", "TRY", {2, 4})};
}

inline engine::Output closed_candle(std::uint32_t id, std::int64_t price, core::Timestamp end) {
  engine::CandleOutput out;
  out.instrument = {id};
  out.state = core::CandleState::kClosed;
  out.candle.open_time = end - core::minutes(1);
  out.candle.open = out.candle.high = out.candle.low = out.candle.close = {price};
  out.known_at = end;
  return out;
}

inline engine::Output trade_at(std::uint32_t id, std::int64_t price, core::Timestamp at) {
  return core::Trade{{id}, {at, at}, {price}, {1'000'000}, core::Side::kBuy, 1, 1};
}

/// Random walks of all pairs: a trade of one of them every two seconds, and candles of all at whole minutes.
class PairMarket {
 public:
  explicit PairMarket(std::uint64_t seed) : rng_{seed} {}

  /// What happens next.
  std::vector<engine::Output> step() {
    std::vector<engine::Output> outputs;
    const core::Timestamp before = now_;
    now_ = now_ + core::milliseconds(static_cast<std::int64_t>(1 + rng_.below(4'000)));
    const core::Timestamp minute = core::open_time_of(now_, core::Timeframe::k1m);
    if (before < minute) {
      for (std::uint32_t id = 0; id < prices_.size(); ++id) outputs.push_back(closed_candle(id, prices_[id], minute));
    }
    const auto id = static_cast<std::uint32_t>(rng_.below(prices_.size()));
    const std::int64_t most = prices_[id] / 200;
    prices_[id] += static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(2 * most + 1))) - most;
    outputs.push_back(trade_at(id, prices_[id], now_));
    return outputs;
  }
  [[nodiscard]] std::int64_t price(std::uint32_t id) const { return prices_[id]; }

 private:
  core::Rng rng_;
  core::Timestamp now_{core::Timestamp::from_s(1'704'067'200)};
  std::array<std::int64_t, 5> prices_{6'180'000, 264'000, 4'272, 34'100, 9'002'400};
};

/// What the books should hold.
class CurrencyReckoning {
 public:
  explicit CurrencyReckoning(core::Money deposit) { cash_["USDT"] = deposit.units; }

  void see(const engine::Output& output) {
    if (const auto* trade = std::get_if<core::Trade>(&output)) {
      const std::uint32_t id = trade->instrument.value;
      if (marks_.contains(id)) return;
      marks_[id] = trade->price.ticks;
      rates_[id] = trade->price.ticks;
    }
    if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
      marks_[candle->instrument.value] = candle->candle.close.ticks;
      rates_[candle->instrument.value] = candle->candle.close.ticks;
    }
  }
  /// Marks are of one run, rates are kept.
  void restart() { marks_.clear(); }

  void add(const storage::TradingChange& change) {
    for (const storage::FillRecord& fill : change.fills) {
      const Pair& pair = pair_named(fill.instrument.symbol);
      EXPECT_EQ(fill.currency, pair.quote);
      const std::int64_t sign = fill.side == "buy" ? 1 : -1;
      const core::Scale scale = pair.instrument.scale;
      const core::Int128 ticks = core::parse_decimal(fill.price, scale.price_decimals).value;
      const std::int64_t filled = core::parse_decimal(fill.qty, scale.qty_decimals).value;
      cash_[pair.quote] -= sign * value(pair, ticks, filled) + core::parse_money(fill.fee).value().units;
      lots_[pair.instrument.id.value] += sign * filled;
      ++fills_[pair.quote];
    }
    for (const storage::TradeRecord& trade : change.trades) {
      EXPECT_EQ(trade.currency, pair_named(trade.instrument.symbol).quote);
      if (!trade.exited) continue;
      const auto worth = in_usdt(trade.currency, core::parse_money(trade.profit).value().units);
      expect_near(core::parse_money(trade.account_profit.value()).value(), worth);
      ++closed_[trade.currency];
    }
    if (change.snapshot) {
      EXPECT_EQ(change.snapshot->currency, "USDT");
      core::Int128 sum = 0;
      for (const auto& [currency, cash] : cash_) sum += in_usdt(currency, cash);
      expect_near(core::parse_money(change.snapshot->cash).value(), sum);
      if (const auto all = equity()) expect_near(core::parse_money(change.snapshot->equity).value(), *all);
      ++snapshots_;
    }
  }

  void expect_books(const PaperAccount& account) const {
    const api::Portfolio portfolio = account.portfolio();
    for (const api::HeldAccount& held : portfolio.accounts) {
      const auto cash = cash_.find(held.currency);
      ASSERT_EQ(held.cash.units, cash == cash_.end() ? 0 : cash->second) << held.currency;
      // equity = deposits + realized + unrealized - fees + funding
      core::Money earned = held.deposits + held.realized - held.fees + held.funding;
      for (const api::HeldPosition& position : portfolio.positions) {
        if (position.currency == held.currency) earned += position.unrealized;
      }
      ASSERT_EQ(held.equity, earned) << held.currency;
    }
    for (const Pair& pair : pairs()) {
      const auto lots = lots_.find(pair.instrument.id.value);
      ASSERT_EQ(account.books().net_lots(pair.instrument.id), lots == lots_.end() ? 0 : lots->second);
    }
    ASSERT_EQ(account.desk().faults(), 0U);
    const auto expected = equity();
    if (!expected) return;
    const auto found = account.equity();
    ASSERT_TRUE(found);
    expect_near(*found, *expected);
    ++checked_;
  }

  [[nodiscard]] std::size_t fills(const std::string& currency) const { return at(fills_, currency); }
  [[nodiscard]] std::size_t closed(const std::string& currency) const { return at(closed_, currency); }
  [[nodiscard]] std::size_t snapshots() const { return snapshots_; }
  [[nodiscard]] std::size_t checked() const { return checked_; }

 private:
  static std::size_t at(const std::map<std::string, std::size_t>& counts, const std::string& currency) {
    const auto found = counts.find(currency);
    return found == counts.end() ? 0 : found->second;
  }
  static const Pair& pair_named(const std::string& symbol) {
    static const std::vector<Pair> kAll = pairs();
    return *std::ranges::find(kAll, symbol, [](const Pair& one) { return one.instrument.symbol; });
  }
  static core::Int128 power_of_ten(int exponent) {
    core::Int128 power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
  }
  /// In units of 10^-18.
  static core::Int128 value(const Pair& pair, core::Int128 ticks, std::int64_t lots) {
    return ticks * lots * power_of_ten(18 - pair.instrument.scale.price_decimals - pair.instrument.scale.qty_decimals);
  }
  /// An inverse rate has 18 decimals, so that an amount of a million is off by a billionth at most.
  static void expect_near(core::Money found, core::Int128 expected) {
    constexpr core::Int128 kMost = 1'000'000'000;
    ASSERT_LE(core::abs({found.units - expected}).units, kMost) << core::format_money(found);
  }
  [[nodiscard]] core::Int128 in_usdt(const std::string& currency, core::Int128 units) const {
    if (currency == "USDT" || units == 0) return units;
    if (currency == "BTC") return units * rates_.at(0) / power_of_ten(2);
    return units * power_of_ten(3) / rates_.at(3);
  }
  /// Nothing while a position has no mark: then it counts at a cost that is not reckoned here.
  [[nodiscard]] std::optional<core::Int128> equity() const {
    std::map<std::string, core::Int128> sums = cash_;
    for (const Pair& pair : pairs()) {
      const auto lots = lots_.find(pair.instrument.id.value);
      if (lots == lots_.end() || lots->second == 0) continue;
      const auto mark = marks_.find(pair.instrument.id.value);
      if (mark == marks_.end()) return std::nullopt;
      sums[pair.quote] += value(pair, mark->second, lots->second);
    }
    core::Int128 sum = 0;
    for (const auto& [currency, units] : sums) sum += in_usdt(currency, units);
    return sum;
  }

  std::map<std::string, core::Int128> cash_;
  std::map<std::uint32_t, std::int64_t> lots_;
  std::map<std::uint32_t, std::int64_t> marks_;
  std::map<std::uint32_t, std::int64_t> rates_;
  std::map<std::string, std::size_t> fills_;
  std::map<std::string, std::size_t> closed_;
  std::size_t snapshots_{0};
  mutable std::size_t checked_{0};
};

}  // namespace tidemark::app::testing

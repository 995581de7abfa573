// The books of several instruments in one account at every event, against sums that know nothing of it.

#include <array>
#include <cstdlib>
#include <deque>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "backtest/run.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

using core::Money;
using testing::three;
using testing::walk;
using trading::PositionMode;

/// Orders of every kind the trader has, at random.
class Restless final : public Strategy {
 public:
  explicit Restless(std::uint64_t seed) : rng_{seed} {}
  void on_candle(const core::Candle& candle, Trader& trader) override {
    const auto lots = static_cast<std::int64_t>(rng_.below(2'000)) - 1'000;
    switch (rng_.below(6)) {
      case 0:
      case 1:
        trader.go_to(lots, "go");
        break;
      case 2:
        trader.enter(lots > 0 ? core::Side::kBuy : core::Side::kSell, {std::abs(lots)},
                     {candle.close.ticks + (lots > 0 ? -5 : 5)}, core::Price{candle.close.ticks + (lots > 0 ? 7 : -7)},
                     "enter");
        break;
      case 3:
        trader.cancel_all();
        break;
      case 4:
        trader.go_to(trader.full_size().lots / 4, "size");
        break;
      default:
        break;
    }
  }

 private:
  core::Rng rng_;
};

/// Counts fills as they come, by currency and position.
class Ledger final : public RunObserver {
 public:
  explicit Ledger(const SessionSetup& setup) : setup_{setup} {}
  void on_order_event(const core::OrderEvent& event) override {
    if (!event.fill) return;
    const core::Fill& fill = *event.fill;
    const core::Instrument& traded = setup_.instruments[fill.instrument.value];
    const std::int64_t lots = core::sign_of(fill.side) * fill.qty.lots;
    cash[core::split_symbol(traded.symbol).quote] -= *core::notional_of(fill.price, {lots}, traded.scale) + fill.fee;
    held[{fill.instrument.value, fill.position}] += lots;
    ++fills;
  }
  void on_trade(const journal::ClosedTrade& trade, Money profit) override {
    profits += profit;
    closed[trade.instrument.value] += trade.profit;
  }

  std::map<std::string, Money> cash;
  std::map<std::pair<std::uint32_t, core::PositionSide>, std::int64_t> held;
  std::map<std::uint32_t, Money> closed;
  Money profits;
  int fills{0};

 private:
  const SessionSetup& setup_;
};

/// Everything the books say of money, from the fills and the last prices alone.
void check_books(const trading::Portfolio& books, const SessionSetup& setup, const Ledger& ledger,
                 const std::array<std::int64_t, 3>& marks) {
  std::map<std::string, Money> equity = ledger.cash;
  equity["USDT"] += setup.capital;
  for (const auto& [key, lots] : ledger.held) {
    RC_ASSERT(books.position(id_of(key.first), key.second).lots == lots);
    const core::Instrument& one = setup.instruments[key.first];
    equity[core::split_symbol(one.symbol).quote] += *core::notional_of({marks[key.first]}, {lots}, one.scale);
  }
  Money base;
  for (std::size_t i = 0; i < books.currency_count(); ++i) {
    const trading::CurrencyId currency{static_cast<std::uint16_t>(i)};
    const std::string& code = books.code_of(currency);
    RC_ASSERT(books.equity(currency) == equity[code]);
    Money earned = books.deposits(currency);
    for (const trading::Position& one : books.positions()) {
      if (books.quote_of(one.instrument) != currency) continue;
      earned += one.realized - one.fees + one.funding + books.unrealized(one);
    }
    RC_ASSERT(books.equity(currency) == earned);
    // BTCUSDT is the first: its mark, in cents, is what a bitcoin is worth.
    base += code == "USDT" ? equity[code]
                           : Money{equity[code].units / 100 * marks[0] + equity[code].units % 100 * marks[0] / 100};
  }
  const auto whole = books.equity_in(kAccountCurrency);
  RC_ASSERT(whole.has_value());
  RC_ASSERT(core::abs(*whole - base) <= Money{4});
}

void keep_the_books(PositionMode mode) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
  const SessionSetup setup = three(mode);
  RC_ASSERT(check_setup(setup).has_value());
  std::array<Restless, 3> strategies{Restless{seed}, Restless{seed + 1}, Restless{seed + 2}};
  Ledger ledger{setup};
  Session session{setup, std::array<Strategy*, 3>{&strategies[0], &strategies[1], &strategies[2]}, &ledger};
  const std::array series{walk(seed, 60, 10'000, 7), walk(seed + 1, 60, 3'000, 5), walk(seed + 2, 60, 30'000, 9)};
  std::deque<SpanSource> sources;
  std::vector<CandleSource*> pointers;
  for (const auto& one : series) pointers.push_back(&sources.emplace_back(one));
  CandleMerge merge{pointers};
  std::array<std::int64_t, 3> marks{};
  bool rated = false;
  for (auto together = merge.next(); !together->empty(); together = merge.next()) {
    const core::Timestamp open = together->front().candle->open_time;
    for (const NumberedCandle& one : *together) session.on_market(one.number, *one.candle);
    if (rated) check_books(session.books(), setup, ledger, marks);
    for (const NumberedCandle& one : *together) {
      session.on_close(one.number, *one.candle);
      marks[one.number] = one.candle->close.ticks;
      rated = rated || one.number == 0;
      if (rated) check_books(session.books(), setup, ledger, marks);
    }
    session.on_moment(open, open + core::minutes(1));
    for (const NumberedCandle& one : *together) {
      session.decide(one.number, *one.candle);
      if (rated) check_books(session.books(), setup, ledger, marks);
    }
    session.end_moment();
  }
  const RunResult result = session.finish();
  RC_ASSERT(ledger.fills > 0);
  RC_ASSERT(result.faults == 0U);
  Money sum = setup.capital;
  Money of_instruments;
  Money of_trades;
  for (const InstrumentResult& one : result.instruments) {
    sum += one.profit;
    of_trades += one.trades.profit();
  }
  RC_ASSERT(core::abs(sum - result.equity) <= Money{20});
  RC_ASSERT(of_trades == ledger.profits);
  RC_ASSERT(result.trades.all().profit() == ledger.profits);
}

RC_GTEST_PROP(PortfolioRun, the_books_add_up_after_every_event_of_a_netting_account, ()) {
  keep_the_books(PositionMode::kNetting);
}
RC_GTEST_PROP(PortfolioRun, the_books_add_up_after_every_event_of_a_hedging_account, ()) {
  keep_the_books(PositionMode::kHedging);
}

}  // namespace
}  // namespace tidemark::backtest

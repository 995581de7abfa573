#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/trading/testing.hpp"
#include "core/decimal.hpp"

/// What holds of every account at any moment, and somebody who asks for things at random; for tests only. The
/// identities are those of 04-trading and trading/portfolio/portfolio.hpp, reckoned from the fills alone with plain
/// sums.
namespace tidemark::app::testing {

inline api::NewOrder order(core::Side side, std::int64_t lots, std::optional<std::int64_t> limit = {}) {
  api::NewOrder out;
  out.request.side = side;
  out.request.qty = {lots};
  if (limit) {
    out.request.type = core::OrderType::kLimit;
    out.request.limit = core::Price{*limit};
  }
  return out;
}

inline AccountSetup setup_of(trading::PositionMode mode) {
  AccountSetup setup = account_setup();
  setup.positions = mode;
  return setup;
}

/// What the books should hold, by the fills.
struct Reckoning {
  core::Money cash = core::parse_money("1000").value();
  std::map<std::string, std::int64_t> lots;  ///< by the position's side
  std::size_t fills{0};

  void add(const storage::TradingChange& change) {
    for (const storage::FillRecord& fill : change.fills) {
      const std::int64_t sign = fill.side == "buy" ? 1 : -1;
      const std::int64_t ticks = core::parse_decimal(fill.price, 2).value;
      const std::int64_t filled = core::parse_decimal(fill.qty, 3).value;
      // Cents times thousandths are units of 10^-5.
      cash.units -= core::Int128{sign} * ticks * filled * 10'000'000'000'000;
      cash -= core::parse_money(fill.fee).value();
      lots[fill.position] += sign * filled;
      ++fills;
    }
  }
};

inline void expect_books(const PaperAccount& account, const Reckoning& expected) {
  const trading::Portfolio& books = account.books();
  const bool hedging = books.mode() == trading::PositionMode::kHedging;
  const auto sides = hedging ? std::vector{core::PositionSide::kLong, core::PositionSide::kShort}
                             : std::vector{core::PositionSide::kNet};
  const auto mark = books.mark_of({0});
  ASSERT_EQ(books.cash({0}), expected.cash);
  core::Money equity = expected.cash;
  core::Money earned = books.deposits({0});
  std::int64_t held = 0;
  for (const core::PositionSide side : sides) {
    const trading::Position& position = books.position({0}, side);
    const auto lots = expected.lots.find(std::string{core::name_of(side)});
    ASSERT_EQ(position.lots, lots == expected.lots.end() ? 0 : lots->second);
    ASSERT_FALSE(side == core::PositionSide::kLong && position.lots < 0);
    ASSERT_FALSE(side == core::PositionSide::kShort && position.lots > 0);
    equity += mark ? core::Money{core::Int128{mark->ticks} * position.lots * 10'000'000'000'000} : position.cost;
    earned += position.realized + books.unrealized(position) - position.fees;
    held += position.lots;
  }
  ASSERT_EQ(books.equity({0}), equity);
  ASSERT_EQ(books.equity({0}), earned);
  // No fill is of a position that the account does not have.
  std::int64_t filled = 0;
  for (const auto& [side, lots] : expected.lots) filled += lots;
  ASSERT_EQ(held, filled);
  ASSERT_EQ(account.desk().faults(), 0U);
}

/// Asks for something at random: orders of all kinds, cancels, now and then the kill switch. Of a hedging account both
/// of its positions are opened and closed, also for more than they hold.
inline void meddle(core::Rng& rng, PaperAccount& account) {
  const core::Side side = rng.chance(0.5) ? core::Side::kBuy : core::Side::kSell;
  const auto lots = static_cast<std::int64_t>(1 + rng.below(400));
  const auto near = 9'950 + static_cast<std::int64_t>(rng.below(100));
  const bool hedging = account.books().mode() == trading::PositionMode::kHedging;
  const auto place = [&](api::NewOrder asked) {
    const bool opens = asked.stop_loss || rng.chance(0.5);
    if (hedging) asked.request.position = trading::opened_by(opens ? side : core::opposite(side));
    ASSERT_TRUE(account.place(asked));
  };
  switch (rng.below(6)) {
    case 0: {
      api::NewOrder bracket = order(side, lots);
      bracket.stop_loss = core::Price{side == core::Side::kBuy ? 9'900 : 10'100};
      bracket.take_profit = core::Price{side == core::Side::kBuy ? 10'100 : 9'900};
      place(bracket);
      break;
    }
    case 1: {
      api::NewOrder trailing = order(side, lots);
      trailing.request.type = core::OrderType::kTrailingStop;
      trailing.request.trail = core::Price{30};
      place(trailing);
      break;
    }
    case 2:
      account.cancel_all({});
      break;
    case 3:
      place(order(side, lots));
      break;
    default:
      place(order(side, lots, near));
  }
}

}  // namespace tidemark::app::testing

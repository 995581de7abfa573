#include "journal/trade_statistics.hpp"

#include <algorithm>

#include "core/timeframe.hpp"

namespace tidemark::journal {
namespace {

std::optional<double> ratio(double a, double b) {
  if (b == 0) return std::nullopt;
  return a / b;
}

}  // namespace

void TradeTally::add(const ClosedTrade& trade, core::Money profit) {
  ++trades;
  if (profit.units > 0) {
    ++won;
    gross_profit += profit;
    largest_win = std::max(largest_win, profit);
  } else if (profit.units < 0) {
    ++lost;
    gross_loss += profit;
    largest_loss = std::min(largest_loss, profit);
  }
  if (const auto r = trade.r_multiple()) {
    r_sum += *r;
    ++r_count;
  }
  held = held + (trade.exited - trade.entered);
}

std::optional<double> TradeTally::win_rate() const {
  return ratio(static_cast<double>(won), static_cast<double>(trades));
}

std::optional<double> TradeTally::expectancy() const {
  return ratio(core::to_double(profit()), static_cast<double>(trades));
}

std::optional<double> TradeTally::profit_factor() const {
  return ratio(core::to_double(gross_profit), -core::to_double(gross_loss));
}

std::optional<double> TradeTally::payoff() const {
  const auto win = ratio(core::to_double(gross_profit), static_cast<double>(won));
  const auto loss = ratio(-core::to_double(gross_loss), static_cast<double>(lost));
  return win && loss ? ratio(*win, *loss) : std::nullopt;
}

std::optional<double> TradeTally::mean_r() const {
  return ratio(r_sum, static_cast<double>(r_count));
}

void TradeStatistics::add(const ClosedTrade& trade, core::Money profit) {
  all_.add(trade, profit);
  (trade.direction == Direction::kLong ? longs_ : shorts_).add(trade, profit);
  const core::Timestamp day = core::open_time_of(trade.entered, core::Timeframe::k1d);
  by_hour_[static_cast<std::size_t>((trade.entered - day) / core::hours(1))].add(trade, profit);
  // 1970-01-01 was a Thursday, the fifth day of a week that begins on Sunday.
  const std::int64_t days = (day - core::Timestamp{}) / core::days(1);
  by_weekday_[static_cast<std::size_t>(((days + 4) % 7 + 7) % 7)].add(trade, profit);
  by_setup_[trade.setup].add(trade, profit);
  if (!trade.regime.empty()) by_regime_[trade.regime].add(trade, profit);

  const bool is_won = profit.units > 0;
  const bool is_lost = profit.units < 0;
  wins_ = is_won ? wins_ + 1 : 0;
  losses_ = is_lost ? losses_ + 1 : 0;
  wins_max_ = std::max(wins_max_, wins_);
  losses_max_ = std::max(losses_max_, losses_);
}

}  // namespace tidemark::journal

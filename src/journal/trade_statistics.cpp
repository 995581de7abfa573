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

void TradeTally::add(const ClosedTrade& trade) {
  ++trades;
  if (trade.profit.units > 0) {
    ++won;
    gross_profit += trade.profit;
    largest_win = std::max(largest_win, trade.profit);
  } else if (trade.profit.units < 0) {
    ++lost;
    gross_loss += trade.profit;
    largest_loss = std::min(largest_loss, trade.profit);
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

void TradeStatistics::add(const ClosedTrade& trade) {
  all_.add(trade);
  (trade.direction == Direction::kLong ? longs_ : shorts_).add(trade);
  const core::Timestamp day = core::open_time_of(trade.entered, core::Timeframe::k1d);
  by_hour_[static_cast<std::size_t>((trade.entered - day) / core::hours(1))].add(trade);
  // 1970-01-01 was a Thursday, the fifth day of a week that begins on Sunday.
  const std::int64_t days = (day - core::Timestamp{}) / core::days(1);
  by_weekday_[static_cast<std::size_t>(((days + 4) % 7 + 7) % 7)].add(trade);
  by_setup_[trade.setup].add(trade);
  if (!trade.regime.empty()) by_regime_[trade.regime].add(trade);

  const bool is_won = trade.profit.units > 0;
  const bool is_lost = trade.profit.units < 0;
  wins_ = is_won ? wins_ + 1 : 0;
  losses_ = is_lost ? losses_ + 1 : 0;
  wins_max_ = std::max(wins_max_, wins_);
  losses_max_ = std::max(losses_max_, losses_);
}

}  // namespace tidemark::journal

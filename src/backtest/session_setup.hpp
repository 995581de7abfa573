#pragma once

#include <string>
#include <vector>

#include "backtest/trader.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "trading/execution/paper_settings.hpp"
#include "trading/portfolio/rate_paths.hpp"
#include "trading/risk/risk_limits.hpp"

namespace tidemark::backtest {

/// One account, and what is traded in it.
struct SessionSetup {
  std::vector<core::Instrument> instruments;  ///< each once; by the strategy of its own
  std::vector<core::Instrument> rates;        ///< not traded: their prices say what currencies are worth
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::string currency;  ///< the account's; empty: what the first instrument is quoted in
  core::Money capital;   ///< in the account's currency
  trading::PositionMode positions{trading::PositionMode::kNetting};
  trading::PaperSettings paper;
  trading::RiskLimits limits;  ///< of the whole account
  Sizing sizing;               ///< of the whole account's equity, for each instrument
  core::Rate funding;          ///< longs pay it to shorts at 00:00, 08:00 and 16:00 UTC; 0: nobody does
  double days_per_year{365};   ///< see journal::PerformanceMeter

  [[nodiscard]] std::string account_currency() const;
  /// Whether there is more to tell than of one instrument, netted, in its own currency.
  [[nodiscard]] bool is_portfolio() const;
};

/// kUnsupported: an instrument's scale is too fine for exact money. kInvalidArgument: capital or costs out of range, an
/// instrument twice ("instrument_twice") or none, a currency that nothing reckons in the account's ("no_rate").
[[nodiscard]] core::Status check_setup(const SessionSetup& setup);

/// The number of an instrument in an account: first those traded, then those that are rates only.
[[nodiscard]] constexpr core::InstrumentId id_of(std::size_t number) {
  return {static_cast<std::uint32_t>(number)};
}
/// The first currency added, and so the first of the portfolio.
inline constexpr trading::CurrencyId kAccountCurrency{0};

/// Fills an empty portfolio with currencies, instruments and capital, and the paths with what reckons them.
[[nodiscard]] core::Status open_account(const SessionSetup& setup, trading::Portfolio& portfolio,
                                        trading::RatePaths& paths);

}  // namespace tidemark::backtest

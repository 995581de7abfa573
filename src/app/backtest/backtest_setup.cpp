#include "app/backtest/backtest_setup.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "analysis/parse_parameters.hpp"
#include "ops/config/units.hpp"

namespace tidemark::app {

using core::ErrorKind;
using core::Rate;
using core::Result;

namespace {

std::unexpected<core::Error> bad_amount(const std::string& option, const std::string& text, const std::string& what) {
  return core::fail(ErrorKind::kInvalidArgument, "bad_amount", "'" + text + "' is not " + what, option);
}

Result<Rate> read_rate(const std::string& option, const std::string& text) {
  const auto rate = core::parse_rate(text);
  if (!rate) return bad_amount(option, text, "a share; use 0.001, 0.1% or 10bp");
  return *rate;
}

/// An optional share into an optional one.
core::Status read_limit(const std::string& option, const std::optional<std::string>& text, std::optional<Rate>& out) {
  if (!text) return {};
  const auto rate = read_rate(option, *text);
  if (!rate) return std::unexpected(rate.error());
  if (rate->e8 <= 0) return bad_amount(option, *text, "above 0");
  out = *rate;
  return {};
}

core::Status read_fees(const std::string& text, trading::PaperSettings& paper) {
  const std::size_t comma = text.find(',');
  const auto maker = read_rate("--fees", text.substr(0, comma));
  const auto taker = read_rate("--fees", comma == std::string::npos ? text : text.substr(comma + 1));
  if (!maker) return std::unexpected(maker.error());
  if (!taker) return std::unexpected(taker.error());
  paper.maker_fee = *maker;
  paper.taker_fee = *taker;
  return {};
}

core::Status read_paper(const BacktestOptions& options, trading::PaperSettings& paper) {
  if (auto status = read_fees(options.fees, paper); !status) return status;
  const auto slippage = read_rate("--slippage", options.slippage);
  if (!slippage) return std::unexpected(slippage.error());
  const auto spread = read_rate("--spread", options.spread);
  if (!spread) return std::unexpected(spread.error());
  const auto latency = ops::parse_duration(options.latency);
  if (!latency) return bad_amount("--latency", options.latency, "a span; use 250ms or 2s");
  paper.slippage = *slippage;
  paper.spread = *spread;
  paper.latency = *latency;
  paper.bound = options.fills == "optimistic" ? trading::FillBound::kOptimistic : trading::FillBound::kConservative;
  return read_limit("--participation", options.participation, paper.participation);
}

/// Leverage is a plain number: "2" is twice the equity.
core::Status read_leverage(const std::optional<std::string>& text, std::optional<Rate>& out) {
  if (!text) return {};
  const auto parsed = core::parse_decimal(*text, core::kRateDecimals);
  constexpr std::int64_t kMost = 1000 * core::kRateOne;
  if (parsed.error != core::DecimalError::kNone || parsed.value <= 0 || parsed.value > kMost) {
    return bad_amount("--max-leverage", *text, "a number above 0, at most 1000");
  }
  out = Rate{parsed.value};
  return {};
}

/// The account's currency and how it keeps positions.
core::Status read_account(const BacktestOptions& options, backtest::SessionSetup& setup) {
  constexpr std::size_t kCodeMax = 12;
  for (const char c : options.currency) {
    const bool is_code = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!is_code || options.currency.size() > kCodeMax) {
      return bad_amount("--currency", options.currency, "a currency; use USDT or EUR");
    }
    setup.currency += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  if (options.positions != "netting" && options.positions != "hedging") {
    return bad_amount("--positions", options.positions, "netting or hedging");
  }
  setup.positions = options.positions == "hedging" ? trading::PositionMode::kHedging : trading::PositionMode::kNetting;
  return {};
}

}  // namespace

Result<backtest::SessionSetup> read_backtest_setup(const BacktestOptions& options) {
  backtest::SessionSetup setup;
  const auto capital = core::parse_money(options.capital);
  if (!capital) return bad_amount("--capital", options.capital, "an amount of money");
  setup.capital = *capital;
  if (auto status = read_account(options, setup); !status) return core::forward_error(status);
  if (auto status = read_paper(options, setup.paper); !status) return core::forward_error(status);
  for (const auto& [option, text, out] : {std::tuple{"--funding", &options.funding, &setup.funding},
                                          std::tuple{"--fraction", &options.fraction, &setup.sizing.fraction},
                                          std::tuple{"--risk", &options.risk, &setup.sizing.risk}}) {
    const auto rate = read_rate(option, *text);
    if (!rate) return std::unexpected(rate.error());
    *out = *rate;
  }
  trading::RiskLimits& limits = setup.limits;
  for (auto status : {read_limit("--max-daily-loss", options.max_daily_loss, limits.daily_loss_max),
                      read_limit("--max-drawdown", options.max_drawdown, limits.drawdown_max),
                      read_leverage(options.max_leverage, limits.leverage_max)}) {
    if (!status) return core::forward_error(status);
  }
  return setup;
}

Result<std::vector<double>> read_backtest_values(const backtest::StrategyRow& row,
                                                 const std::vector<std::string>& set) {
  std::string text;
  for (const std::string& one : set) text += (text.empty() ? "" : ",") + one;
  return analysis::parse_parameters({row.id, row.parameters}, text);
}

double days_per_year(std::span<const core::Instrument> instruments) {
  const bool always = std::ranges::any_of(
      instruments, [](const core::Instrument& one) { return one.calendar == core::CalendarKind::kAlways; });
  return always ? 365 : 252;
}

}  // namespace tidemark::app

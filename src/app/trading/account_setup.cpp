#include "app/trading/account_setup.hpp"

#include <utility>

#include "analysis/parse_parameters.hpp"
#include "core/decimal.hpp"

namespace tidemark::app {

using core::Rate;
using core::Result;
using core::Status;

namespace {

std::unexpected<core::Error> bad(const std::string& key, const std::string& text) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", "'" + text + "' cannot be read", "trading." + key);
}

Status read(const std::string& key, const std::string& text, Rate& out) {
  const auto rate = core::parse_rate(text);
  if (!rate) return bad(key, text);
  out = *rate;
  return {};
}

Status read(const std::string& key, const std::string& text, std::optional<Rate>& out) {
  if (text.empty()) return {};
  Rate rate;
  if (auto status = read(key, text, rate); !status) return status;
  out = rate;
  return {};
}

Status read(const std::string& key, const std::string& text, std::optional<core::Money>& out) {
  if (text.empty()) return {};
  out = core::parse_money(text);
  return out ? Status{} : bad(key, text);
}

Status read_paper(const ops::TradingConfig& config, trading::PaperSettings& paper) {
  for (auto status :
       {read("maker_fee", config.maker_fee, paper.maker_fee), read("taker_fee", config.taker_fee, paper.taker_fee),
        read("slippage", config.slippage, paper.slippage), read("spread", config.spread, paper.spread),
        read("participation", config.participation, paper.participation)}) {
    if (!status) return status;
  }
  paper.latency = config.latency;
  paper.bound = config.fills == "optimistic" ? trading::FillBound::kOptimistic : trading::FillBound::kConservative;
  return {};
}

Status read_limits(const ops::TradingConfig& config, trading::RiskLimits& limits) {
  for (auto status : {read("order_value_max", config.order_value_max, limits.order_value_max),
                      read("price_collar", config.price_collar, limits.price_collar),
                      read("instrument_exposure_max", config.instrument_exposure_max, limits.instrument_exposure_max),
                      read("portfolio_exposure_max", config.portfolio_exposure_max, limits.portfolio_exposure_max),
                      read("daily_loss_max", config.daily_loss_max, limits.daily_loss_max),
                      read("drawdown_max", config.drawdown_max, limits.drawdown_max)}) {
    if (!status) return status;
  }
  if (!config.leverage_max.empty()) {
    const auto parsed = core::parse_decimal(config.leverage_max, core::kRateDecimals);
    if (parsed.error != core::DecimalError::kNone) return bad("leverage_max", config.leverage_max);
    limits.leverage_max = Rate{parsed.value};
  }
  limits.open_orders_max = config.open_orders_max;
  if (config.duplicate_window.ns > 0) limits.duplicate_window = config.duplicate_window;
  if (config.cool_down_losses > 0) limits.cool_down.emplace(config.cool_down_losses, config.cool_down);
  return {};
}

Status read_strategy(const ops::TradingConfig& config, AccountSetup& setup) {
  if (config.strategy.empty()) return {};
  const auto row = backtest::find_strategy(config.strategy);
  if (!row) return core::fail(row.error().kind, row.error().code, row.error().message, "trading.strategy");
  std::string text;
  for (const std::string& one : config.parameters) text += (text.empty() ? "" : ",") + one;
  auto values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, text);
  if (!values)
    return core::fail(values.error().kind, values.error().code, values.error().message, "trading.parameters");
  setup.strategy = *row;
  setup.values = std::move(*values);
  return {};
}

}  // namespace

Result<std::optional<AccountSetup>> account_setup_of(const ops::TradingConfig& config) {
  AccountSetup setup;
  setup.currency = config.currency;
  setup.currencies = config.currencies;
  const auto cash = core::parse_money(config.cash);
  if (!cash || cash->units <= 0) return bad("cash", config.cash);
  setup.cash = *cash;
  setup.symbols = config.symbols;
  for (auto status : {read_paper(config, setup.paper), read_limits(config, setup.limits), read_strategy(config, setup),
                      read("risk_per_trade", config.risk_per_trade, setup.sizing.risk),
                      read("position_max", config.position_max, setup.sizing.fraction)}) {
    if (!status) return std::unexpected(status.error());
  }
  if (config.positions == "hedging") setup.positions = trading::PositionMode::kHedging;
  if (config.mode == "off") return std::optional<AccountSetup>{};
  if (config.mode == "live") {
    if (setup.positions == trading::PositionMode::kHedging) {
      return core::fail(core::ErrorKind::kInvalidArgument, "live_trading",
                        "hedging is for paper only: a spot account has no short positions, and USD-M is traded in "
                        "one-way mode; with trading.mode: live this must be netting",
                        "trading.positions");
    }
    if (!setup.currencies.empty()) {
      return core::fail(core::ErrorKind::kInvalidArgument, "live_trading",
                        "several currencies are for paper only: at a venue the account has that part of one balance "
                        "which trading.cash names; with trading.mode: live this must be empty",
                        "trading.currencies");
    }
    setup.venue.emplace(config.broker);
  }
  return std::optional{std::move(setup)};
}

}  // namespace tidemark::app

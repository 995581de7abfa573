#include "backtest/session_setup.hpp"

#include <set>

namespace tidemark::backtest {
namespace {

std::string quote_of(const core::Instrument& instrument) {
  return core::split_symbol(instrument.symbol).quote;
}

core::Status refuse(const std::string& what) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_setting", what);
}

bool is_share(core::Rate rate) {
  return rate.e8 >= 0 && rate.e8 < core::kRateOne;
}

bool is_fee(core::Rate rate) {
  return -core::kRateOne < rate.e8 && rate.e8 < core::kRateOne;
}

core::Status check_instruments(const SessionSetup& setup) {
  if (setup.instruments.empty()) return refuse("there is no instrument to trade");
  const bool alone = setup.instruments.size() == 1 && setup.currency.empty();
  for (const core::Instrument& one : setup.instruments) {
    if (alone || !one.symbol.empty()) continue;
    return core::fail(core::ErrorKind::kInvalidArgument, "symbol_needed",
                      "one of several instruments, or one in another currency, must have a name: give --symbol");
  }
  std::set<std::string> keys;
  for (const auto* all : {&setup.instruments, &setup.rates}) {
    for (const core::Instrument& one : *all) {
      if (keys.insert(one.key()).second) continue;
      return core::fail(core::ErrorKind::kInvalidArgument, "instrument_twice", one.key() + " is given twice");
    }
  }
  trading::Portfolio probe{setup.positions};
  trading::RatePaths paths{setup.account_currency()};
  return open_account(setup, probe, paths);
}

}  // namespace

std::string SessionSetup::account_currency() const {
  return currency.empty() && !instruments.empty() ? quote_of(instruments.front()) : currency;
}

bool SessionSetup::is_portfolio() const {
  return instruments.size() != 1 || positions != trading::PositionMode::kNetting ||
         quote_of(instruments.front()) != account_currency();
}

core::Status open_account(const SessionSetup& setup, trading::Portfolio& portfolio, trading::RatePaths& paths) {
  static_cast<void>(portfolio.add_currency(setup.account_currency()));
  std::size_t number = 0;
  for (const auto* all : {&setup.instruments, &setup.rates}) {
    for (const core::Instrument& one : *all) paths.add_source(id_of(number++), one);
  }
  for (std::size_t i = 0; i < setup.instruments.size(); ++i) {
    const core::Instrument& one = setup.instruments[i];
    const std::string quote = quote_of(one);
    if (auto added = portfolio.add_instrument(id_of(i), one.scale, portfolio.add_currency(quote)); !added) return added;
    paths.want(quote, portfolio);
  }
  portfolio.deposit(kAccountCurrency, setup.capital);
  return paths.check();
}

core::Status check_setup(const SessionSetup& setup) {
  if (auto status = check_instruments(setup); !status) return status;
  if (setup.capital.units <= 0) return refuse("the capital must be above 0");
  if (!is_share(setup.paper.slippage) || !is_share(setup.paper.spread)) {
    return refuse("slippage and spread are shares from 0 to below 1");
  }
  if (!is_fee(setup.paper.taker_fee) || !is_fee(setup.paper.maker_fee)) {
    return refuse("fees are shares between -1 and 1");
  }
  if (setup.paper.latency.ns < 0) return refuse("the latency must not be below 0");
  if (setup.sizing.fraction.e8 <= 0) return refuse("the fraction of the equity must be above 0");
  if (setup.sizing.risk.e8 <= 0 || setup.sizing.risk.e8 > core::kRateOne) return refuse("the risk is a share up to 1");
  return {};
}

}  // namespace tidemark::backtest

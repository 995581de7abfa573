#include <algorithm>
#include <string>

#include "app/backtest/backtest_report.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/knob_output.hpp"
#include "ops/config/units.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kNameWidth = 20;
constexpr std::size_t kValueWidth = 16;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string right(const std::string& text) {
  return text.size() < kValueWidth ? std::string(kValueWidth - text.size(), ' ') + text : text;
}

std::string figure(const std::optional<double>& value, double times, const char* unit) {
  return value ? fixed_text(*value * times, 2) + unit : "-";
}

std::string days_of(core::Duration duration) {
  return fixed_text(static_cast<double>(duration.ns) / static_cast<double>(core::days(1).ns), 1) + " days";
}

void row(std::ostream& out, const std::string& name, const std::string& own, const std::string& other = "") {
  out << "  " << padded(name, kNameWidth) << right(own);
  if (!other.empty()) out << right(other);
  out << '\n';
}

void write_comparison(const BacktestReport& report, std::ostream& out) {
  const journal::Performance& own = report.result.performance;
  const journal::Performance& held = report.result.benchmark;
  row(out, "", "strategy", "buy and hold");
  row(out, "return", figure(own.total_return, 100, " %"), figure(held.total_return, 100, " %"));
  row(out, "a year (CAGR)", figure(own.cagr, 100, " %"), figure(held.cagr, 100, " %"));
  row(out, "volatility", figure(own.volatility, 100, " %"), figure(held.volatility, 100, " %"));
  row(out, "Sharpe", figure(own.sharpe, 1, ""), figure(held.sharpe, 1, ""));
  row(out, "Sortino", figure(own.sortino, 1, ""), figure(held.sortino, 1, ""));
  row(out, "Calmar", figure(own.calmar, 1, ""), figure(held.calmar, 1, ""));
  row(out, "max drawdown", figure(own.max_drawdown, 100, " %"), figure(held.max_drawdown, 100, " %"));
  row(out, "longest drawdown", days_of(own.max_drawdown_length), days_of(held.max_drawdown_length));
  row(out, "in the market", figure(own.exposure, 100, " %"), figure(held.exposure, 100, " %"));
}

void write_trades(const BacktestReport& report, std::ostream& out) {
  const journal::TradeTally& all = report.result.trades.all();
  row(out, "closed trades", std::to_string(all.trades));
  row(out, "win rate", figure(all.win_rate(), 100, " %"));
  row(out, "profit factor", figure(all.profit_factor(), 1, ""));
  row(out, "expectancy", figure(all.expectancy(), 1, ""));
  row(out, "mean R", figure(all.mean_r(), 1, ""));
  row(out, "losses in a row", std::to_string(report.result.trades.losses_in_a_row()));
  row(out, "turnover", figure(report.result.performance.turnover, 1, " x"));
  row(out, "fees", core::format_money(report.result.fees, 2));
  if (report.setup.funding.e8 != 0) row(out, "funding", core::format_money(report.result.funding, 2));
  row(out, "equity at the end", core::format_money(report.result.equity, 2));
}

/// A row an instrument, in the account's currency.
void write_instruments(const BacktestReport& report, std::ostream& out) {
  const std::string currency = report.setup.account_currency();
  out << '\n';
  out << "  " << padded("instrument", kNameWidth) << right("candles") << right("trades") << right("win rate")
      << right("profit factor") << right("profit " + currency) << '\n';
  for (std::size_t i = 0; i < report.result.instruments.size(); ++i) {
    const backtest::InstrumentResult& one = report.result.instruments[i];
    out << "  " << padded(instrument_name(report.setup, i), kNameWidth) << right(std::to_string(one.candles))
        << right(std::to_string(one.trades.trades)) << right(figure(one.trades.win_rate(), 100, " %"))
        << right(figure(one.trades.profit_factor(), 1, "")) << right(core::format_money(one.profit, 2)) << '\n';
  }
}

/// A row a regime in which trades were entered.
void write_regimes(const BacktestReport& report, std::ostream& out) {
  const auto& regimes = report.result.trades.by_regime();
  if (regimes.empty()) return;
  constexpr std::size_t kRegimeWidth = 24;
  out << "\n  " << padded("market at entry", kRegimeWidth) << right("trades") << right("win rate")
      << right("profit factor") << right("profit") << '\n';
  for (const auto& [name, tally] : regimes) {
    out << "  " << padded(spoken(name), kRegimeWidth) << right(std::to_string(tally.trades))
        << right(figure(tally.win_rate(), 100, " %")) << right(figure(tally.profit_factor(), 1, ""))
        << right(core::format_money(tally.profit(), 2)) << '\n';
  }
}

void write_findings(const BacktestReport& report, std::ostream& out) {
  const backtest::RunResult& result = report.result;
  for (const backtest::OpenPosition& open : result.open) {
    const core::Scale scale = report.setup.instruments[open.instrument].scale;
    out << "  still open: " << core::format_decimal(open.lots, scale.qty_decimals);
    if (report.setup.is_portfolio()) out << ' ' << instrument_name(report.setup, open.instrument);
    out << ", unrealized " << core::format_money(open.unrealized, 2);
    if (report.setup.is_portfolio()) out << ' ' << currency_of(report.setup, open.instrument);
    out << '\n';
  }
  for (std::size_t i = 0; i < result.rejected.size(); ++i) {
    if (result.rejected[i] == 0) continue;
    out << "  orders rejected, " << core::name_of(static_cast<core::OrderReason>(i)) << ": " << result.rejected[i]
        << '\n';
  }
  if (report.monte_carlo) {
    const backtest::MonteCarlo& m = *report.monte_carlo;
    out << "  in " << m.runs << " other orders: drawdown " << figure(m.max_drawdown[2], 100, " %") << " (median), "
        << figure(m.max_drawdown[4], 100, " %") << " (95 %); return " << figure(m.total_return[0], 100, " %") << " to "
        << figure(m.total_return[4], 100, " %") << " (5 to 95 %); a loss in " << figure(m.loss_share, 100, " %")
        << '\n';
  }
  if (report.look_ahead) {
    out << "  look-ahead: " << report.look_ahead->prefixes << " prefixes run again, " << report.look_ahead->found.size()
        << " decided otherwise\n";
    for (const backtest::LookAhead& one : report.look_ahead->found) {
      out << "    at " << core::format_iso(one.at) << '\n';
    }
  }
  for (const std::string& note : report.notes) out << "  note: " << note << '\n';
}

}  // namespace

std::string instrument_name(const backtest::SessionSetup& setup, std::size_t number) {
  const core::Instrument& one = setup.instruments[number];
  return std::ranges::count(setup.instruments, one.symbol, &core::Instrument::symbol) > 1 ? one.key() : one.symbol;
}

std::string currency_of(const backtest::SessionSetup& setup, std::size_t number) {
  return core::split_symbol(setup.instruments[number].symbol).quote;
}

std::string spoken(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string instruments_text(const backtest::SessionSetup& setup) {
  std::string text;
  for (std::size_t i = 0; i < setup.instruments.size(); ++i) text += (i == 0 ? "" : ", ") + instrument_name(setup, i);
  return text;
}

std::string account_text(const BacktestReport& report) {
  const backtest::SessionSetup& setup = report.setup;
  std::string text = "one account in " + setup.account_currency() + ", " + std::string{name_of(setup.positions)};
  for (std::size_t i = 0; i < setup.rates.size(); ++i) {
    text += (i == 0 ? "; not traded, for rates: " : ", ") + setup.rates[i].symbol;
  }
  return text;
}

std::string parameters_text(const BacktestReport& report) {
  std::string text;
  for (std::size_t i = 0; i < report.values.size(); ++i) {
    const analysis::ParameterInfo& info = report.strategy->parameters[i];
    text += (i == 0 ? "" : " ") + std::string{info.name} + "=";
    if (info.choices.empty()) {
      append_number(text, report.values[i]);
    } else {
      text += info.choices[static_cast<std::size_t>(report.values[i])];
    }
  }
  return text;
}

std::string costs_text(const BacktestReport& report) {
  const trading::PaperSettings& paper = report.setup.paper;
  const auto percent = [](core::Rate rate) { return core::format_decimal(rate.e8, core::kRateDecimals - 2) + " %"; };
  return "fees " + percent(paper.maker_fee) + " maker, " + percent(paper.taker_fee) + " taker; slippage " +
         percent(paper.slippage) + "; spread " + percent(paper.spread) + "; latency " +
         ops::format_duration(paper.latency) + "; " +
         (paper.bound == trading::FillBound::kConservative ? "conservative" : "optimistic") + " fills";
}

void write_backtest_text(const BacktestReport& report, std::ostream& out) {
  out << report.strategy->title << " on " << report.input << ", " << core::name_of(report.setup.timeframe) << '\n'
      << "  " << report.strategy->id << ' ' << parameters_text(report) << '\n'
      << "  " << costs_text(report) << '\n';
  if (report.setup.is_portfolio()) out << "  " << account_text(report) << '\n';
  out << "  " << report.result.candles << " candles, " << core::format_iso(report.result.from) << " to "
      << core::format_iso(report.result.to) << "\n\n";
  write_comparison(report, out);
  out << '\n';
  write_trades(report, out);
  if (report.setup.is_portfolio()) write_instruments(report, out);
  write_regimes(report, out);
  write_findings(report, out);
}

}  // namespace tidemark::app

#include <map>
#include <span>
#include <string>
#include <utility>

#include "app/backtest/backtest_report.hpp"
#include "app/cli/knob_output.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

void money(net::JsonWriter& json, std::string_view name, core::Money value) {
  json.key(name).raw(core::format_money(value));
}

void figure(net::JsonWriter& json, std::string_view name, const std::optional<double>& value) {
  json.key(name);
  value ? json.number(*value) : json.null();
}

void rate(net::JsonWriter& json, std::string_view name, core::Rate value) {
  json.key(name).decimal(value.e8, core::kRateDecimals);
}

void seconds(net::JsonWriter& json, std::string_view name, core::Duration value) {
  json.key(name).integer(value / core::seconds(1));
}

void write_settings(net::JsonWriter& json, const BacktestReport& report) {
  json.key("strategy").text(report.strategy->id);
  json.key("parameters").begin_object();
  for (std::size_t i = 0; i < report.values.size(); ++i) {
    write_knob(json, report.strategy->parameters[i], report.values[i]);
  }
  json.end_object();
  json.key("input").text(report.input);
  json.key("symbol").text(instruments_text(report.setup));
  json.key("timeframe").text(core::name_of(report.setup.timeframe));
  const trading::PaperSettings& paper = report.setup.paper;
  json.key("costs").begin_object();
  rate(json, "maker_fee", paper.maker_fee);
  rate(json, "taker_fee", paper.taker_fee);
  rate(json, "slippage", paper.slippage);
  rate(json, "spread", paper.spread);
  rate(json, "funding", report.setup.funding);
  json.key("latency_ms").number(static_cast<double>(paper.latency.ns) / 1e6);
  json.key("fills").text(paper.bound == trading::FillBound::kConservative ? "conservative" : "optimistic");
  json.end_object();
}

void write_performance(net::JsonWriter& json, std::string_view name, const journal::Performance& p) {
  json.key(name).begin_object();
  json.key("total_return").number(p.total_return);
  figure(json, "cagr", p.cagr);
  figure(json, "volatility", p.volatility);
  figure(json, "sharpe", p.sharpe);
  figure(json, "sortino", p.sortino);
  figure(json, "calmar", p.calmar);
  json.key("max_drawdown").number(p.max_drawdown);
  seconds(json, "max_drawdown_s", p.max_drawdown_length);
  json.key("exposure").number(p.exposure);
  json.key("turnover").number(p.turnover);
  json.key("days").unsigned_integer(p.days);
  json.end_object();
}

void write_tally(net::JsonWriter& json, const journal::TradeTally& tally) {
  json.begin_object();
  json.key("trades").unsigned_integer(tally.trades);
  json.key("won").unsigned_integer(tally.won);
  json.key("lost").unsigned_integer(tally.lost);
  money(json, "profit", tally.profit());
  money(json, "gross_profit", tally.gross_profit);
  money(json, "gross_loss", tally.gross_loss);
  figure(json, "win_rate", tally.win_rate());
  figure(json, "profit_factor", tally.profit_factor());
  figure(json, "expectancy", tally.expectancy());
  figure(json, "payoff", tally.payoff());
  figure(json, "mean_r", tally.mean_r());
  money(json, "largest_win", tally.largest_win);
  money(json, "largest_loss", tally.largest_loss);
  seconds(json, "held_s", tally.held);
  json.end_object();
}

void write_tallies(net::JsonWriter& json, std::string_view name,
                   const std::map<std::string, journal::TradeTally>& tallies) {
  json.key(name).begin_object();
  for (const auto& [key, tally] : tallies) {
    json.key(key);
    write_tally(json, tally);
  }
  json.end_object();
}

template <class Tallies>
void write_tallies(net::JsonWriter& json, std::string_view name, const Tallies& tallies) {
  json.key(name).begin_array();
  for (const journal::TradeTally& tally : tallies) write_tally(json, tally);
  json.end_array();
}

void write_statistics(net::JsonWriter& json, const journal::TradeStatistics& trades) {
  json.key("trade_statistics").begin_object();
  json.key("all");
  write_tally(json, trades.all());
  json.key("long");
  write_tally(json, trades.longs());
  json.key("short");
  write_tally(json, trades.shorts());
  json.key("wins_in_a_row").unsigned_integer(trades.wins_in_a_row());
  json.key("losses_in_a_row").unsigned_integer(trades.losses_in_a_row());
  write_tallies(json, "by_setup", trades.by_setup());
  write_tallies(json, "by_regime", trades.by_regime());
  write_tallies(json, "by_hour", trades.by_hour());
  write_tallies(json, "by_weekday", trades.by_weekday());
  json.end_object();
}

void write_months(net::JsonWriter& json, const backtest::RunResult& result) {
  json.key("months").begin_array();
  for (const backtest::MonthReturn& month : result.months) {
    json.begin_object();
    json.key("year").integer(month.year);
    json.key("month").integer(month.month);
    json.key("return").number(month.value);
    json.end_object();
  }
  json.end_array();
}

void write_result(net::JsonWriter& json, const backtest::RunResult& result) {
  json.key("candles").unsigned_integer(result.candles);
  json.key("from").text(core::format_iso(result.from));
  json.key("to").text(core::format_iso(result.to));
  money(json, "capital", result.capital);
  money(json, "equity", result.equity);
  money(json, "net_profit", result.equity - result.capital);
  money(json, "realized", result.realized);
  money(json, "fees", result.fees);
  money(json, "funding", result.funding);
  json.key("orders").unsigned_integer(result.orders);
  json.key("fills").unsigned_integer(result.fills);
  json.key("rejected").begin_object();
  for (std::size_t i = 0; i < result.rejected.size(); ++i) {
    if (result.rejected[i] == 0) continue;
    json.key(core::name_of(static_cast<core::OrderReason>(i))).unsigned_integer(result.rejected[i]);
  }
  json.end_object();
  write_performance(json, "performance", result.performance);
  write_performance(json, "buy_and_hold", result.benchmark);
  write_months(json, result);
}

void write_column(net::JsonWriter& json, std::string_view name, std::span<const journal::EquityPoint> curve,
                  double journal::EquityPoint::* column) {
  json.key(name).begin_array();
  for (const journal::EquityPoint& point : curve) json.number(point.*column);
  json.end_array();
}

void write_curve(net::JsonWriter& json, const BacktestReport& report) {
  const std::span<const journal::EquityPoint> curve{report.result.curve};
  json.key("curve").begin_object();
  json.key("time").begin_array();
  for (const journal::EquityPoint& point : curve) json.integer(point.at.ms());
  json.end_array();
  write_column(json, "equity", curve, &journal::EquityPoint::equity);
  write_column(json, "buy_and_hold", curve, &journal::EquityPoint::benchmark);
  const bool priced = report.setup.instruments.size() == 1;
  if (priced) write_column(json, "price", curve, &journal::EquityPoint::price);
  write_column(json, "drawdown", curve, &journal::EquityPoint::drawdown);
  json.end_object();
}

void write_trade(net::JsonWriter& json, const backtest::SessionSetup& setup, const ReportedTrade& reported) {
  const journal::ClosedTrade& trade = reported.trade;
  const std::size_t number = trade.instrument.value;
  const core::Scale scale = setup.instruments[number].scale;
  json.begin_object();
  json.key("number").unsigned_integer(trade.number);
  json.key("setup").text(trade.setup);
  json.key("regime");
  trade.regime.empty() ? static_cast<void>(json.null()) : static_cast<void>(json.text(trade.regime));
  json.key("direction").text(journal::name_of(trade.direction));
  json.key("entered").text(core::format_iso(trade.entered));
  json.key("exited").text(core::format_iso(trade.exited));
  json.key("qty").decimal(trade.qty.lots, scale.qty_decimals);
  json.key("entry_price").raw(price_text(trade.entry_value, trade.qty, scale));
  json.key("exit_price").raw(price_text(trade.exit_value, trade.qty, scale));
  money(json, "fees", trade.fees);
  money(json, "funding", trade.funding);
  money(json, "profit", trade.profit);
  figure(json, "r_multiple", trade.r_multiple());
  money(json, "best", trade.best);
  money(json, "worst", trade.worst);
  if (setup.is_portfolio()) {
    json.key("symbol").text(instrument_name(setup, number));
    json.key("currency").text(currency_of(setup, number));
    money(json, "account_profit", reported.in_account);
  }
  json.end_object();
}

void write_position(net::JsonWriter& json, const backtest::SessionSetup& setup, const backtest::OpenPosition& open) {
  json.begin_object();
  json.key("qty").decimal(open.lots, setup.instruments[open.instrument].scale.qty_decimals);
  money(json, "cost", open.cost);
  money(json, "unrealized", open.unrealized);
  if (setup.is_portfolio()) {
    json.key("symbol").text(instrument_name(setup, open.instrument));
    json.key("currency").text(currency_of(setup, open.instrument));
    json.key("side").text(core::name_of(open.side));
  }
  json.end_object();
}

/// Of one instrument netted there is one at most.
void write_open(net::JsonWriter& json, const BacktestReport& report) {
  const auto& all = report.result.open;
  if (report.setup.is_portfolio()) {
    json.key("open_positions").begin_array();
    for (const backtest::OpenPosition& open : all) write_position(json, report.setup, open);
    json.end_array();
    return;
  }
  json.key("open_position");
  if (all.empty()) {
    json.null();
  } else {
    write_position(json, report.setup, all.front());
  }
}

void write_instrument(net::JsonWriter& json, const backtest::SessionSetup& setup, std::size_t number,
                      const backtest::InstrumentResult& one) {
  json.begin_object();
  json.key("symbol").text(instrument_name(setup, number));
  json.key("venue").text(setup.instruments[number].venue);
  json.key("currency").text(currency_of(setup, number));
  json.key("candles").unsigned_integer(one.candles);
  json.key("candles_without_rate").unsigned_integer(one.unrated);
  json.key("orders").unsigned_integer(one.orders);
  json.key("fills").unsigned_integer(one.fills);
  money(json, "realized", one.realized);
  money(json, "unrealized", one.unrealized);
  money(json, "fees", one.fees);
  money(json, "funding", one.funding);
  money(json, "account_profit", one.profit);
  json.key("statistics");
  write_tally(json, one.trades);
  json.end_object();
}

/// What is there to tell of a portfolio only.
void write_portfolio(net::JsonWriter& json, const BacktestReport& report) {
  const backtest::SessionSetup& setup = report.setup;
  if (!setup.is_portfolio()) return;
  json.key("currency").text(setup.account_currency());
  json.key("positions").text(trading::name_of(setup.positions));
  json.key("rates").begin_array();
  for (const core::Instrument& rate : setup.rates) json.text(rate.symbol);
  json.end_array();
  json.key("instruments").begin_array();
  for (std::size_t i = 0; i < report.result.instruments.size(); ++i) {
    write_instrument(json, setup, i, report.result.instruments[i]);
  }
  json.end_array();
}

void write_look_ahead(net::JsonWriter& json, const BacktestReport& report) {
  json.key("look_ahead");
  if (!report.look_ahead) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("prefixes").unsigned_integer(report.look_ahead->prefixes);
  json.key("found").begin_array();
  for (const backtest::LookAhead& one : report.look_ahead->found) json.text(core::format_iso(one.at));
  json.end_array();
  json.end_object();
}

void write_monte_carlo(net::JsonWriter& json, const BacktestReport& report) {
  json.key("monte_carlo");
  if (!report.monte_carlo) {
    json.null();
    return;
  }
  const backtest::MonteCarlo& m = *report.monte_carlo;
  json.begin_object();
  json.key("runs").unsigned_integer(m.runs);
  json.key("loss_share").number(m.loss_share);
  for (const auto& [name, values] :
       {std::pair{"max_drawdown", &m.max_drawdown}, std::pair{"losses_in_a_row", &m.longest_loss},
        std::pair{"total_return", &m.total_return}}) {
    json.key(name).begin_object();
    for (std::size_t i = 0; i < values->size(); ++i) {
      json.key("p" + std::to_string(backtest::kPercents[i])).number((*values)[i]);
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace

void write_backtest_json(const BacktestReport& report, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  write_settings(json, report);
  write_result(json, report.result);
  write_portfolio(json, report);
  write_open(json, report);
  write_statistics(json, report.result.trades);
  write_look_ahead(json, report);
  write_monte_carlo(json, report);
  write_curve(json, report);
  json.key("trades").begin_array();
  for (const ReportedTrade& trade : report.trades) write_trade(json, report.setup, trade);
  json.end_array();
  json.key("trades_left_off").unsigned_integer(report.trades_left_off);
  json.key("notes").begin_array();
  for (const std::string& note : report.notes) json.text(note);
  json.end_array();
  json.end_object();
  out << text << '\n';
}

}  // namespace tidemark::app

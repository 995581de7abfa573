#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/backtest/backtest_report.hpp"
#include "app/backtest/svg_chart.hpp"
#include "app/cli/analyze_reading.hpp"
#include "net/html_text.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kTradesShown = 1000;
constexpr std::size_t kTradesDrawn = 500;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ink:#1c2430;--soft:#667085;--line:#d8dde6;--up:#12805c;--down:#c0362c;--own:#2563eb;--held:#9aa4b2}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#98a2b3;--line:#323a48;--up:#34c08f;--down:#f0675c;--own:#6aa1ff;--held:#7b8696;background:#12161d}}
body{font:14px/1.45 system-ui,sans-serif;color:var(--ink);max-width:1080px;margin:24px auto;padding:0 16px}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 8px}p{margin:2px 0;color:var(--soft)}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:3px 10px;text-align:right;border-bottom:1px solid var(--line)}
td:first-child,th:first-child{text-align:left}th{color:var(--soft);font-weight:500}.wide{width:100%}.wide td{white-space:nowrap}.scroll{overflow:auto;max-height:560px}
svg{width:100%;display:block}.line{fill:none;stroke-width:1.4;vector-effect:non-scaling-stroke}.own{stroke:var(--own)}.held{stroke:var(--held)}
.area{stroke:none;opacity:.35}.fall{fill:var(--down)}.grid{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.label{fill:var(--soft);font-size:11px}.end{text-anchor:end}.won{stroke:var(--up)}.lost{stroke:var(--down)}
.buy{fill:var(--up)}.sell{fill:var(--down)}.good{color:var(--up)}.bad{color:var(--down)}.heat th{text-align:center}.heat td{border:1px solid var(--line);text-align:center;min-width:44px}
)css";

std::string percent(const std::optional<double>& value) {
  return value ? fixed_text(*value * 100, 2) + " %" : "–";
}
std::string plain(const std::optional<double>& value) {
  return value ? fixed_text(*value, 2) : "–";
}

std::string cell(const std::string& text) {
  return "<td>" + net::html_text(text) + "</td>";
}

void compare(std::ostream& out, const std::string& name, const std::string& own, const std::string& held) {
  out << "<tr>" << cell(name) << cell(own) << cell(held) << "</tr>\n";
}

void write_figures(const BacktestReport& report, std::ostream& out) {
  const journal::Performance& own = report.result.performance;
  const journal::Performance& held = report.result.benchmark;
  const journal::TradeTally& all = report.result.trades.all();
  const auto days = [](core::Duration d) { return fixed_text(static_cast<double>(d.ns) / 86'400e9, 1) + " days"; };
  out << "<h2>Figures</h2><table><tr><th></th><th>strategy</th><th>buy and hold</th></tr>\n";
  compare(out, "Return", percent(own.total_return), percent(held.total_return));
  compare(out, "A year (CAGR)", percent(own.cagr), percent(held.cagr));
  compare(out, "Volatility", percent(own.volatility), percent(held.volatility));
  compare(out, "Sharpe", plain(own.sharpe), plain(held.sharpe));
  compare(out, "Sortino", plain(own.sortino), plain(held.sortino));
  compare(out, "Calmar", plain(own.calmar), plain(held.calmar));
  compare(out, "Max drawdown", percent(own.max_drawdown), percent(held.max_drawdown));
  compare(out, "Longest drawdown", days(own.max_drawdown_length), days(held.max_drawdown_length));
  compare(out, "In the market", percent(own.exposure), percent(held.exposure));
  compare(out, "Closed trades", std::to_string(all.trades), "");
  compare(out, "Win rate", percent(all.win_rate()), "");
  compare(out, "Profit factor", plain(all.profit_factor()), "");
  compare(out, "Expectancy", plain(all.expectancy()), "");
  compare(out, "Mean R", plain(all.mean_r()), "");
  compare(out, "Turnover", plain(own.turnover), "");
  compare(out, "Fees", core::format_money(report.result.fees, 2), "");
  compare(out, "Equity at the end", core::format_money(report.result.equity, 2), "");
  out << "</table>\n";
}

using Points = std::vector<SvgChart::Point>;

template <class Of>
Points points_of(const BacktestReport& report, Of of) {
  Points points;
  for (const journal::EquityPoint& point : report.result.curve) points.push_back({point.at, of(point)});
  return points;
}

SvgChart::Frame frame_of(const BacktestReport& report, std::initializer_list<const Points*> all, double height) {
  SvgChart::Frame frame{.from = report.result.from, .to = report.result.to, .height = height};
  frame.low = frame.high = all.begin()[0]->front().value;
  for (const Points* points : all) {
    for (const SvgChart::Point& point : *points) {
      frame.low = std::min(frame.low, point.value);
      frame.high = std::max(frame.high, point.value);
    }
  }
  return frame;
}

double value_per_unit(core::Money value, core::Qty qty, core::Scale scale) {
  return core::to_double(value) / core::to_double(qty, scale);
}

void draw_trades(const BacktestReport& report, SvgChart& chart) {
  const core::Scale scale = report.setup.instruments.front().scale;
  const std::size_t first = report.trades.size() - std::min(report.trades.size(), kTradesDrawn);
  for (std::size_t i = first; i < report.trades.size(); ++i) {
    const journal::ClosedTrade& trade = report.trades[i].trade;
    const SvgChart::Point entry{trade.entered, value_per_unit(trade.entry_value, trade.qty, scale)};
    const SvgChart::Point exit{trade.exited, value_per_unit(trade.exit_value, trade.qty, scale)};
    const bool is_long = trade.direction == journal::Direction::kLong;
    const std::string title = "#" + std::to_string(trade.number) + " " +
                              std::string{journal::name_of(trade.direction)} + " " + trade.setup + ", profit " +
                              core::format_money(trade.profit, 2);
    chart.segment(trade.profit.units >= 0 ? "won" : "lost", entry, exit);
    chart.marker(is_long ? SvgChart::Marker::kUp : SvgChart::Marker::kDown, is_long ? "buy" : "sell", entry, title);
    chart.marker(is_long ? SvgChart::Marker::kDown : SvgChart::Marker::kUp, is_long ? "sell" : "buy", exit, title);
  }
}

void write_charts(const BacktestReport& report, std::ostream& out) {
  if (report.result.curve.empty()) return;
  const Points equity = points_of(report, [](const auto& p) { return p.equity; });
  const Points held = points_of(report, [](const auto& p) { return p.benchmark; });
  const Points fall = points_of(report, [](const auto& p) { return -100 * p.drawdown; });
  const Points price = points_of(report, [](const auto& p) { return p.price; });

  out << "<h2>Equity <small>(blue; gray: buy and hold)</small></h2>\n";
  SvgChart top{frame_of(report, {&equity, &held}, 300)};
  top.line("held", held);
  top.line("own", equity);
  out << std::move(top).finish();

  out << "<h2>Drawdown</h2>\n";
  SvgChart::Frame frame = frame_of(report, {&fall}, 140);
  frame.high = std::max(frame.high, 0.0);
  frame.unit = " %";
  SvgChart below{frame};
  below.area("fall", fall, 0);
  out << std::move(below).finish();

  if (report.setup.instruments.size() > 1) return;
  out << "<h2>Trades on the price</h2>\n";
  if (report.trades.size() > kTradesDrawn) out << "<p>The last " << kTradesDrawn << " of those listed.</p>\n";
  SvgChart chart{frame_of(report, {&price}, 320)};
  chart.line("held", price);
  draw_trades(report, chart);
  out << std::move(chart).finish();
}

/// Green for what was won, red for what was lost, by its size against the largest.
std::string heat_cell(double value, double largest, const std::string& text) {
  const double share = largest > 0 ? std::min(std::fabs(value) / largest, 1.0) : 0;
  const std::string color = value >= 0 ? "--up" : "--down";
  return "<td style=\"background:color-mix(in srgb,var(" + color + ") " + fixed_text(70 * share, 0) +
         "%,transparent)\">" + net::html_text(text) + "</td>";
}

void write_months(const BacktestReport& report, std::ostream& out) {
  std::map<int, std::array<std::optional<double>, 12>> years;
  double largest = 0;
  for (const backtest::MonthReturn& month : report.result.months) {
    years[month.year][static_cast<std::size_t>(month.month - 1)] = month.value;
    largest = std::max(largest, std::fabs(month.value));
  }
  out << "<h2>Months, %</h2><div class=\"scroll\"><table class=\"heat\"><tr><th></th>";
  for (const char* name : {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}) {
    out << "<th>" << name << "</th>";
  }
  out << "<th>year</th></tr>\n";
  for (const auto& [year, months] : years) {
    double whole = 1;
    out << "<tr><th>" << year << "</th>";
    for (const auto& value : months) {
      whole *= 1 + value.value_or(0);
      out << (value ? heat_cell(*value, largest, fixed_text(*value * 100, 1)) : "<td></td>");
    }
    out << cell(fixed_text((whole - 1) * 100, 1)) << "</tr>\n";
  }
  out << "</table></div>\n";
}

template <class Tallies, class NameOf>
void write_profit_map(const Tallies& tallies, const std::string& title, NameOf name_of, std::ostream& out) {
  double largest = 0;
  for (const journal::TradeTally& tally : tallies) {
    largest = std::max(largest, std::fabs(core::to_double(tally.profit())));
  }
  out << "<h2>" << title << "</h2><div class=\"scroll\"><table class=\"heat\"><tr><th></th>";
  for (std::size_t i = 0; i < tallies.size(); ++i) out << "<th>" << name_of(i) << "</th>";
  out << "</tr>\n<tr><th>profit</th>";
  for (const journal::TradeTally& tally : tallies) {
    out << heat_cell(core::to_double(tally.profit()), largest, core::format_money(tally.profit(), 0));
  }
  out << "</tr>\n<tr><th>trades</th>";
  for (const journal::TradeTally& tally : tallies) out << cell(std::to_string(tally.trades));
  out << "</tr></table></div>\n";
}

void write_tallies(std::string_view kind, const std::map<std::string, journal::TradeTally>& tallies,
                   std::ostream& out) {
  if (tallies.empty()) return;
  out << "<h2>By " << kind << "</h2><table><tr><th>" << kind
      << "</th><th>trades</th><th>win rate</th><th>profit factor</th><th>mean R</th><th>profit</th></tr>\n";
  for (const auto& [name, tally] : tallies) {
    out << "<tr>" << cell(name.empty() ? "–" : spoken(name)) << cell(std::to_string(tally.trades))
        << cell(percent(tally.win_rate())) << cell(plain(tally.profit_factor())) << cell(plain(tally.mean_r()))
        << cell(core::format_money(tally.profit(), 2)) << "</tr>\n";
  }
  out << "</table>\n";
}

void write_instruments(const BacktestReport& report, std::ostream& out) {
  const backtest::SessionSetup& setup = report.setup;
  if (!setup.is_portfolio()) return;
  out << "<h2>By instrument</h2><table><tr><th></th><th>candles</th><th>trades</th><th>win rate</th>"
         "<th>profit factor</th><th>mean R</th><th>quoted in</th><th>profit, "
      << net::html_text(setup.account_currency()) << "</th></tr>\n";
  for (std::size_t i = 0; i < report.result.instruments.size(); ++i) {
    const backtest::InstrumentResult& one = report.result.instruments[i];
    out << "<tr>" << cell(instrument_name(setup, i)) << cell(std::to_string(one.candles))
        << cell(std::to_string(one.trades.trades)) << cell(percent(one.trades.win_rate()))
        << cell(plain(one.trades.profit_factor())) << cell(plain(one.trades.mean_r())) << cell(currency_of(setup, i))
        << "<td class=\"" << (one.profit.units >= 0 ? "good" : "bad") << "\">" << core::format_money(one.profit, 2)
        << "</td></tr>\n";
  }
  out << "</table>\n";
}

/// Amounts of small currencies need more than cents.
std::string amount(core::Money money, const backtest::SessionSetup& setup) {
  return setup.is_portfolio() ? core::format_money(money, 6) : core::format_money(money, 2);
}

void write_trade(const backtest::SessionSetup& setup, const ReportedTrade& reported, std::ostream& out) {
  const journal::ClosedTrade& trade = reported.trade;
  const std::size_t number = trade.instrument.value;
  const core::Scale scale = setup.instruments[number].scale;
  out << "<tr>" << cell(std::to_string(trade.number));
  if (setup.is_portfolio()) out << cell(instrument_name(setup, number));
  out << cell(trade.setup) << cell(std::string{journal::name_of(trade.direction)})
      << cell(core::format_iso(trade.entered)) << cell(core::format_iso(trade.exited))
      << cell(core::format_decimal(trade.qty.lots, scale.qty_decimals))
      << cell(price_text(trade.entry_value, trade.qty, scale)) << cell(price_text(trade.exit_value, trade.qty, scale))
      << cell(amount(trade.fees, setup)) << cell(plain(trade.r_multiple())) << cell(amount(trade.best, setup))
      << cell(amount(trade.worst, setup)) << "<td class=\"" << (trade.profit.units >= 0 ? "good" : "bad") << "\">"
      << amount(trade.profit, setup) << "</td>";
  if (setup.is_portfolio()) {
    out << cell(currency_of(setup, number)) << cell(core::format_money(reported.in_account, 2));
  }
  out << "</tr>\n";
}

void write_trades(const BacktestReport& report, std::ostream& out) {
  const bool portfolio = report.setup.is_portfolio();
  const std::uint64_t all = report.trades.size() + report.trades_left_off;
  out << "<h2>Trades</h2>";
  if (all > kTradesShown) out << "<p>The first " << kTradesShown << " of " << all << "; trades.csv has them all.</p>";
  out << "<div class=\"scroll\"><table class=\"wide\"><tr><th>#</th>" << (portfolio ? "<th>instrument</th>" : "")
      << "<th>setup</th><th>side</th><th>entered</th>"
         "<th>exited</th><th>quantity</th><th>entry</th><th>exit</th><th>fees</th><th>R</th><th>MFE</th><th>MAE</th>"
         "<th>profit</th>";
  if (portfolio) out << "<th>in</th><th>" << net::html_text(report.setup.account_currency()) << "</th>";
  out << "</tr>\n";
  for (std::size_t i = 0; i < std::min(report.trades.size(), kTradesShown); ++i) {
    write_trade(report.setup, report.trades[i], out);
  }
  out << "</table></div>\n";
}

}  // namespace

void write_backtest_html(const BacktestReport& report, std::ostream& out) {
  const std::string title = std::string{report.strategy->title} + " on " + report.input + ", " +
                            std::string{core::name_of(report.setup.timeframe)};
  out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>"
      << net::html_text(title) << "</title><style>" << kStyle << "</style></head><body>\n<h1>" << net::html_text(title)
      << "</h1>\n<p>" << net::html_text(report.strategy->rule) << "</p>\n<p>" << net::html_text(parameters_text(report))
      << "</p>\n<p>" << net::html_text(costs_text(report)) << "</p>\n<p>";
  if (report.setup.is_portfolio()) out << net::html_text(account_text(report)) << "</p>\n<p>";
  out << report.result.candles << " candles, " << core::format_iso(report.result.from) << " to "
      << core::format_iso(report.result.to) << "</p>\n";
  for (const std::string& note : report.notes) out << "<p>Note: " << net::html_text(note) << "</p>\n";
  write_figures(report, out);
  write_instruments(report, out);
  write_charts(report, out);
  write_months(report, out);
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  write_profit_map(
      report.result.trades.by_weekday(), "By weekday of entry (UTC)",
      [&](std::size_t i) { return std::string{kDays[i]}; }, out);
  write_profit_map(
      report.result.trades.by_hour(), "By hour of entry (UTC)", [](std::size_t i) { return std::to_string(i); }, out);
  write_tallies("setup", report.result.trades.by_setup(), out);
  write_tallies("regime", report.result.trades.by_regime(), out);
  write_trades(report, out);
  out << "</body></html>\n";
}

}  // namespace tidemark::app

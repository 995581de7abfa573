#include <algorithm>
#include <string>

#include "app/backtest/backtest_report.hpp"
#include "app/cli/knob_output.hpp"

namespace tidemark::app {

std::string price_text(core::Money value, core::Qty qty, core::Scale scale) {
  if (qty.lots == 0) return "0";
  const core::Int128 unit = core::kPow10[scale.qty_decimals];
  const core::Money per_unit{value.units / qty.lots * unit + value.units % qty.lots * unit / qty.lots};
  const int decimals = std::min<int>(scale.price_decimals + 2, core::kMoneyDecimals);
  // Once more through money, whose text has no needless zeros.
  return core::format_money(core::parse_money(core::format_money(per_unit, decimals)).value_or(per_unit));
}

void write_trades_csv_head(std::ostream& out) {
  out << "number,setup,direction,entered,exited,qty,entry_price,exit_price,entry_value,exit_value,fees,funding,profit,"
         "r_multiple,best,worst\n";
}

void write_trade_csv(const journal::ClosedTrade& trade, core::Scale scale, std::ostream& out) {
  out << trade.number << ',' << trade.setup << ',' << journal::name_of(trade.direction) << ','
      << core::format_iso(trade.entered) << ',' << core::format_iso(trade.exited) << ','
      << core::format_decimal(trade.qty.lots, scale.qty_decimals) << ','
      << price_text(trade.entry_value, trade.qty, scale) << ',' << price_text(trade.exit_value, trade.qty, scale);
  for (const core::Money money : {trade.entry_value, trade.exit_value, trade.fees, trade.funding, trade.profit}) {
    out << ',' << core::format_money(money);
  }
  std::string r;
  if (const auto multiple = trade.r_multiple()) append_number(r, *multiple);
  out << ',' << r << ',' << core::format_money(trade.best) << ',' << core::format_money(trade.worst) << '\n';
}

void write_equity_csv(const BacktestReport& report, std::ostream& out) {
  out << "time,equity,buy_and_hold,price,drawdown\n";
  for (const journal::EquityPoint& point : report.result.curve) {
    std::string line = core::format_iso(point.at);
    for (const double value : {point.equity, point.benchmark, point.price, point.drawdown}) {
      line += ',';
      append_number(line, value);
    }
    out << line << '\n';
  }
}

}  // namespace tidemark::app

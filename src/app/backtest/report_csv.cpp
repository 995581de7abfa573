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

void write_trades_csv_head(const backtest::SessionSetup& setup, std::ostream& out) {
  out << "number,setup,direction,entered,exited,qty,entry_price,exit_price,entry_value,exit_value,fees,funding,profit,"
         "r_multiple,best,worst"
      << (setup.is_portfolio() ? ",symbol,currency,account_profit" : "") << ",regime\n";
}

void write_trade_csv(const backtest::SessionSetup& setup, const ReportedTrade& reported, std::ostream& out) {
  const journal::ClosedTrade& trade = reported.trade;
  const std::size_t number = trade.instrument.value;
  const core::Scale scale = setup.instruments[number].scale;
  out << trade.number << ',' << trade.setup << ',' << journal::name_of(trade.direction) << ','
      << core::format_iso(trade.entered) << ',' << core::format_iso(trade.exited) << ','
      << core::format_decimal(trade.qty.lots, scale.qty_decimals) << ','
      << price_text(trade.entry_value, trade.qty, scale) << ',' << price_text(trade.exit_value, trade.qty, scale);
  for (const core::Money money : {trade.entry_value, trade.exit_value, trade.fees, trade.funding, trade.profit}) {
    out << ',' << core::format_money(money);
  }
  std::string r;
  if (const auto multiple = trade.r_multiple()) append_number(r, *multiple);
  out << ',' << r << ',' << core::format_money(trade.best) << ',' << core::format_money(trade.worst);
  if (setup.is_portfolio()) {
    out << ',' << instrument_name(setup, number) << ',' << currency_of(setup, number) << ','
        << core::format_money(reported.in_account);
  }
  out << ',' << trade.regime << '\n';
}

void write_orders_csv_head(const backtest::SessionSetup& setup, std::ostream& out) {
  out << "sequence,time,order,event,before,after,qty,reason,fill_side,fill_price,fill_qty,fee,role"
      << (setup.is_portfolio() ? ",symbol\n" : "\n");
}

void write_order_csv(const backtest::SessionSetup& setup, const core::OrderEvent& event, std::ostream& out) {
  const core::Scale scale = setup.instruments[event.instrument.value].scale;
  out << event.sequence << ',' << core::format_iso(event.at) << ',' << event.order.value << ','
      << core::name_of(event.kind) << ',' << core::name_of(event.before) << ',' << core::name_of(event.after) << ','
      << core::format_decimal(event.qty.lots, scale.qty_decimals) << ','
      << (event.reason ? core::name_of(*event.reason) : "");
  if (event.fill) {
    out << ',' << core::name_of(event.fill->side) << ','
        << core::format_decimal(event.fill->price.ticks, scale.price_decimals) << ','
        << core::format_decimal(event.fill->qty.lots, scale.qty_decimals) << ',' << core::format_money(event.fill->fee)
        << ',' << core::name_of(event.fill->role);
  } else {
    out << ",,,,,";
  }
  if (setup.is_portfolio()) out << ',' << instrument_name(setup, event.instrument.value);
  out << '\n';
}

void write_equity_csv(const BacktestReport& report, std::ostream& out) {
  const bool priced = report.setup.instruments.size() == 1;
  out << (priced ? "time,equity,buy_and_hold,price,drawdown\n" : "time,equity,buy_and_hold,drawdown\n");
  for (const journal::EquityPoint& point : report.result.curve) {
    std::string line = core::format_iso(point.at);
    const auto add = [&](double value) {
      line += ',';
      append_number(line, value);
    };
    add(point.equity);
    add(point.benchmark);
    if (priced) add(point.price);
    add(point.drawdown);
    out << line << '\n';
  }
}

}  // namespace tidemark::app

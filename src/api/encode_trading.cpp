#include "api/encode_trading.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/decimal.hpp"

namespace tidemark::api {
namespace {

void write_price(net::JsonWriter& json, core::Price price, core::Scale scale) {
  json.decimal(price.ticks, scale.price_decimals);
}

void write_rate(net::JsonWriter& json, std::string_view key, const std::optional<core::Rate>& rate) {
  json.key(key);
  rate ? static_cast<void>(json.decimal(rate->e8, core::kRateDecimals)) : static_cast<void>(json.null());
}
void write_amount(net::JsonWriter& json, std::string_view key, const std::optional<core::Money>& amount) {
  json.key(key);
  amount ? write_money(json, *amount) : static_cast<void>(json.null());
}
void write_number(net::JsonWriter& json, std::string_view key, const std::optional<std::uint64_t>& number) {
  json.key(key);
  number ? static_cast<void>(json.unsigned_integer(*number)) : static_cast<void>(json.null());
}
void write_text_or_null(net::JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  text.empty() ? static_cast<void>(json.null()) : static_cast<void>(json.text(text));
}

void write_figures(net::JsonWriter& json, const HeldAccount& account) {
  json.key("currency").text(account.currency);
  for (const auto& [name, amount] :
       {std::pair{"cash", account.cash}, std::pair{"deposits", account.deposits}, std::pair{"equity", account.equity},
        std::pair{"exposure", account.exposure}, std::pair{"realized", account.realized},
        std::pair{"fees", account.fees}, std::pair{"funding", account.funding}}) {
    json.key(name);
    write_money(json, amount);
  }
}

void write_account(net::JsonWriter& json, const HeldAccount& account) {
  json.begin_object();
  write_figures(json, account);
  json.key("rate");
  account.rate ? static_cast<void>(json.decimal(account.rate->value, account.rate->decimals))
               : static_cast<void>(json.null());
  json.key("rated_at");
  write_time(json, account.rated);
  write_amount(json, "worth", account.worth);
  json.end_object();
}

void write_total(net::JsonWriter& json, const std::optional<HeldAccount>& total) {
  json.key("total");
  if (!total) {
    json.null();
    return;
  }
  json.begin_object();
  write_figures(json, *total);
  json.end_object();
}

void write_limits(net::JsonWriter& json, const trading::RiskLimits& limits) {
  json.begin_object();
  write_amount(json, "order_value_max", limits.order_value_max);
  write_rate(json, "price_collar", limits.price_collar);
  write_number(json, "open_orders_max", limits.open_orders_max);
  write_amount(json, "instrument_exposure_max", limits.instrument_exposure_max);
  write_amount(json, "portfolio_exposure_max", limits.portfolio_exposure_max);
  write_rate(json, "leverage_max", limits.leverage_max);
  write_rate(json, "daily_loss_max", limits.daily_loss_max);
  write_rate(json, "drawdown_max", limits.drawdown_max);
  write_number(json, "cool_down_losses",
               limits.cool_down ? std::optional<std::uint64_t>{limits.cool_down->losses} : std::nullopt);
  json.end_object();
}

std::string_view name_of(trading::Halt halt) {
  if (halt == trading::Halt::kNone) return "none";
  return halt == trading::Halt::kDailyLoss ? "daily_loss" : "drawdown";
}

void write_risk(net::JsonWriter& json, const Portfolio& portfolio) {
  const trading::RiskState& risk = portfolio.risk;
  json.begin_object();
  json.key("kill_switch").boolean(risk.kill_switch == trading::KillSwitch::kEngaged);
  json.key("halt").text(name_of(risk.halt)).key("cool_until");
  write_time(json, risk.cool_until);
  json.key("losses_in_a_row").unsigned_integer(risk.losses_in_a_row);
  write_amount(json, "highest_equity", risk.highest_equity);
  write_amount(json, "day_equity", risk.day_equity);
  json.key("limits");
  write_limits(json, portfolio.limits);
  json.end_object();
}

void write_absent(net::JsonWriter& json, const storage::PositionRecord& position) {
  json.begin_object().key("venue").text(position.instrument.venue).key("symbol").text(position.instrument.symbol);
  json.key("side").text(position.side).key("quantity");
  write_decimal(json, position.qty);
  json.key("cost");
  write_decimal(json, position.cost);
  json.end_object();
}

/// value / quantity, rounded to eight decimals; nothing of nothing. For people, as every mean.
void write_mean_price(net::JsonWriter& json, const std::string& value, const std::string& qty) {
  const auto amount = core::parse_money(value);
  const auto quantity = core::parse_money(qty);
  if (!amount || !quantity || quantity->units == 0 || amount->units == 0) {
    json.null();
    return;
  }
  constexpr double kFine = 1e8;
  json.number(std::round(core::to_double(*amount) / core::to_double(*quantity) * kFine) / kFine);
}

void write_tally(net::JsonWriter& json, const journal::TradeTally& tally) {
  const auto figure = [&](std::string_view key, const std::optional<double>& value) {
    json.key(key);
    value ? static_cast<void>(json.number(*value)) : static_cast<void>(json.null());
  };
  json.begin_object().key("trades").unsigned_integer(tally.trades).key("won").unsigned_integer(tally.won);
  json.key("lost").unsigned_integer(tally.lost).key("profit");
  write_money(json, tally.profit());
  figure("win_rate", tally.win_rate());
  figure("expectancy", tally.expectancy());
  figure("profit_factor", tally.profit_factor());
  figure("payoff", tally.payoff());
  figure("mean_r", tally.mean_r());
  json.key("r_trades").unsigned_integer(tally.r_count).key("largest_win");
  write_money(json, tally.largest_win);
  json.key("largest_loss");
  write_money(json, tally.largest_loss);
  constexpr double kSecond = 1e9;
  figure("mean_held_s", tally.trades == 0 ? std::nullopt
                                          : std::optional{static_cast<double>(tally.held.ns) / kSecond /
                                                          static_cast<double>(tally.trades)});
  json.end_object();
}

void write_named(net::JsonWriter& json, std::string_view name, const journal::TradeTally& tally) {
  json.begin_object().key("name").text(name).key("tally");
  write_tally(json, tally);
  json.end_object();
}

template <class Tallies>
void write_by_name(net::JsonWriter& json, std::string_view key, const Tallies& tallies) {
  json.key(key).begin_array();
  for (const auto& [name, tally] : tallies) write_named(json, name, tally);
  json.end_array();
}

}  // namespace

void write_decimal(net::JsonWriter& json, std::string_view text) {
  // What a record holds are decimals in their shortest form, which JSON takes as they are.
  text.empty() ? static_cast<void>(json.null()) : static_cast<void>(json.raw(text));
}
void write_decimal_or_null(net::JsonWriter& json, const std::optional<std::string>& text) {
  write_decimal(json, text ? std::string_view{*text} : std::string_view{});
}
void write_money(net::JsonWriter& json, core::Money amount) {
  json.raw(core::format_money(amount));
}
void write_time(net::JsonWriter& json, const std::optional<core::Timestamp>& at) {
  at ? static_cast<void>(json.text(core::format_iso(*at))) : static_cast<void>(json.null());
}

void write_order(net::JsonWriter& json, const storage::OrderRecord& o) {
  json.begin_object().key("id").unsigned_integer(o.id).key("client_order_id").text(o.client_id);
  json.key("venue").text(o.instrument.venue).key("symbol").text(o.instrument.symbol);
  json.key("side").text(o.side).key("type").text(o.type).key("time_in_force").text(o.time_in_force);
  json.key("post_only").boolean(o.post_only).key("reduce_only").boolean(o.reduce_only);
  json.key("position").text(o.position);
  json.key("quantity");
  write_decimal(json, o.qty);
  json.key("filled");
  write_decimal(json, o.filled);
  for (const auto& [name, price] :
       {std::pair{"limit_price", &o.limit}, std::pair{"trigger_price", &o.trigger}, std::pair{"trail", &o.trail}}) {
    json.key(name);
    write_decimal_or_null(json, *price);
  }
  json.key("good_till");
  write_time(json, o.good_till);
  write_number(json, "oco", o.oco);
  write_number(json, "parent", o.parent);
  json.key("state").text(o.state).key("triggered").boolean(o.triggered);
  write_text_or_null(json, "reason", o.reason);
  json.key("origin").text(o.origin).key("created_at").text(core::format_iso(o.created));
  json.key("updated_at").text(core::format_iso(o.updated)).end_object();
}

void write_transition(net::JsonWriter& json, const storage::OrderTransitionRecord& t) {
  json.begin_object().key("sequence").unsigned_integer(t.sequence).key("at").text(core::format_iso(t.at));
  json.key("kind").text(t.kind).key("before").text(t.before).key("after").text(t.after).key("quantity");
  write_decimal(json, t.qty);
  write_text_or_null(json, "reason", t.reason);
  write_number(json, "fill", t.fill);
  json.end_object();
}

void write_fill(net::JsonWriter& json, const storage::FillRecord& f) {
  json.begin_object().key("id").unsigned_integer(f.id).key("order").unsigned_integer(f.order);
  json.key("venue").text(f.instrument.venue).key("symbol").text(f.instrument.symbol);
  json.key("side").text(f.side).key("position").text(f.position).key("role").text(f.role).key("price");
  write_decimal(json, f.price);
  json.key("quantity");
  write_decimal(json, f.qty);
  json.key("fee");
  write_decimal(json, f.fee);
  json.key("currency").text(f.currency).key("charged");
  if (f.charged_asset.empty()) {
    json.null();
  } else {
    json.begin_object().key("asset").text(f.charged_asset).key("amount");
    write_decimal(json, f.charged);
    json.end_object();
  }
  json.key("fee_unvalued").boolean(f.fee_unvalued).key("at").text(core::format_iso(f.at)).end_object();
}

void write_position(net::JsonWriter& json, const HeldPosition& held) {
  const core::Scale scale = held.instrument.scale;
  const trading::Position& p = held.position;
  json.begin_object().key("venue").text(held.instrument.venue).key("symbol").text(held.instrument.symbol);
  json.key("side").text(core::name_of(p.side));
  json.key("quantity").decimal(p.lots, scale.qty_decimals).key("average_price");
  const auto average = trading::average_price(p, scale);
  average ? write_money(json, *average) : static_cast<void>(json.null());
  json.key("mark_price");
  held.mark ? write_price(json, *held.mark, scale) : static_cast<void>(json.null());
  for (const auto& [name, amount] :
       {std::pair{"value", held.value}, std::pair{"unrealized", held.unrealized}, std::pair{"realized", p.realized},
        std::pair{"fees", p.fees}, std::pair{"funding", p.funding}}) {
    json.key(name);
    write_money(json, amount);
  }
  json.key("currency").text(held.currency).key("changed_at").text(core::format_iso(p.changed)).end_object();
}

void write_portfolio(net::JsonWriter& json, const Portfolio& portfolio) {
  json.begin_object().key("at").text(core::format_iso(portfolio.at)).key("mode").text(portfolio.mode);
  json.key("position_mode").text(portfolio.position_mode);
  write_text_or_null(json, "venue", portfolio.venue);
  write_text_or_null(json, "link", portfolio.link ? trading::name_of(*portfolio.link) : std::string_view{});
  write_text_or_null(json, "strategy", portfolio.strategy);
  json.key("currency").text(portfolio.currency).key("accounts").begin_array();
  for (const HeldAccount& account : portfolio.accounts) write_account(json, account);
  json.end_array();
  write_total(json, portfolio.total);
  json.key("positions").begin_array();
  for (const HeldPosition& position : portfolio.positions) write_position(json, position);
  json.end_array().key("absent").begin_array();
  for (const storage::PositionRecord& position : portfolio.absent) write_absent(json, position);
  json.end_array().key("risk");
  write_risk(json, portfolio);
  json.key("open_orders").unsigned_integer(portfolio.open_orders).key("kept_here").begin_array();
  for (const std::uint64_t id : portfolio.kept_here) json.unsigned_integer(id);
  json.end_array();
  json.key("faults").unsigned_integer(portfolio.faults).key("stale_since");
  write_time(json, portfolio.stale_since);
  json.end_object();
}

void write_entry(net::JsonWriter& json, const storage::JournalEntry& entry) {
  const storage::TradeRecord& t = entry.trade;
  json.begin_object().key("id").text(t.id).key("source").text(t.source);
  json.key("venue").text(t.instrument.venue).key("symbol").text(t.instrument.symbol);
  json.key("position").text(t.position).key("direction").text(t.direction).key("setup").text(t.setup);
  write_text_or_null(json, "regime", t.regime);
  write_text_or_null(json, "strategy", t.strategy);
  json.key("trace");
  t.signal_at ? static_cast<void>(
                    json.text(t.instrument.venue + ":" + t.instrument.symbol + "@" + std::to_string(t.signal_at->ms())))
              : static_cast<void>(json.null());
  json.key("currency").text(t.currency).key("entered_at").text(core::format_iso(t.entered)).key("exited_at");
  write_time(json, t.exited);
  for (const auto& [name, text] : {std::pair{"quantity", &t.qty}, std::pair{"open_quantity", &t.open_qty}}) {
    json.key(name);
    write_decimal(json, *text);
  }
  json.key("entry_price");
  write_mean_price(json, t.entry_value, t.qty);
  json.key("exit_price");
  t.exited ? write_mean_price(json, t.exit_value, t.qty) : static_cast<void>(json.null());
  for (const auto& [name, text] :
       {std::pair{"entry_value", &t.entry_value}, std::pair{"exit_value", &t.exit_value}, std::pair{"fees", &t.fees},
        std::pair{"funding", &t.funding}, std::pair{"profit", &t.profit}, std::pair{"best", &t.best},
        std::pair{"worst", &t.worst}}) {
    json.key(name);
    write_decimal(json, *text);
  }
  json.key("account_profit");
  write_decimal_or_null(json, t.account_profit);
  json.key("unvalued_fees").unsigned_integer(t.unvalued_fees);
  json.key("risk");
  write_decimal_or_null(json, t.risk);
  json.key("r_multiple");
  const auto risk = t.risk ? core::parse_money(*t.risk) : std::nullopt;
  const auto profit = core::parse_money(t.profit);
  if (t.exited && risk && profit && risk->units > 0) {
    json.number(core::to_double(*profit) / core::to_double(*risk));
  } else {
    json.null();
  }
  json.key("tags").begin_array();
  if (entry.notes) {
    for (const std::string& tag : entry.notes->tags) json.text(tag);
  }
  json.end_array().key("notes").text(entry.notes ? entry.notes->text : std::string{}).end_object();
}

void write_statistics(net::JsonWriter& json, const CountedTrades& counted) {
  const journal::TradeStatistics& statistics = counted.statistics;
  json.begin_object().key("unconverted").unsigned_integer(counted.unconverted).key("all");
  write_tally(json, statistics.all());
  json.key("long");
  write_tally(json, statistics.longs());
  json.key("short");
  write_tally(json, statistics.shorts());
  json.key("wins_in_a_row").unsigned_integer(statistics.wins_in_a_row());
  json.key("losses_in_a_row").unsigned_integer(statistics.losses_in_a_row());
  write_by_name(json, "by_setup", statistics.by_setup());
  write_by_name(json, "by_regime", statistics.by_regime());
  json.key("by_hour").begin_array();
  for (std::size_t hour = 0; hour < statistics.by_hour().size(); ++hour) {
    if (statistics.by_hour()[hour].trades != 0) write_named(json, std::to_string(hour), statistics.by_hour()[hour]);
  }
  static constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                         "thursday", "friday", "saturday"};
  json.end_array().key("by_weekday").begin_array();
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    if (statistics.by_weekday()[day].trades != 0) write_named(json, kDays[day], statistics.by_weekday()[day]);
  }
  json.end_array().end_object();
}

std::string encode_kill_switch(const Portfolio& portfolio, const std::optional<KillReport>& report) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("engaged").boolean(portfolio.risk.kill_switch == trading::KillSwitch::kEngaged);
  write_text_or_null(json, "reason", portfolio.kill_reason);
  json.key("changed_at");
  write_time(json, portfolio.kill_changed);
  write_number(json, "cancels", report ? std::optional<std::uint64_t>{report->cancels} : std::nullopt);
  json.key("took_us");
  report ? static_cast<void>(json.integer(report->to_last_cancel.ns / 1000)) : static_cast<void>(json.null());
  json.end_object();
  return body;
}

std::string encode_portfolio(const Portfolio& portfolio) {
  std::string body;
  net::JsonWriter json{body};
  write_portfolio(json, portfolio);
  return body;
}

std::vector<std::string> encode_signals(const storage::TradingChange& change) {
  std::vector<std::string> documents;
  for (const auto& transition : change.transitions) {
    if (transition.kind != "submitted") continue;
    const auto order = std::ranges::find(change.orders, transition.order, &storage::OrderRecord::id);
    if (order == change.orders.end() || order->origin == "api" || order->parent) continue;
    net::JsonWriter json{documents.emplace_back()};
    write_order(json, *order);
  }
  return documents;
}

std::string encode_change(const storage::TradingChange& change, const Portfolio& portfolio) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("orders").begin_array();
  for (const auto& order : change.orders) write_order(json, order);
  json.end_array().key("fills").begin_array();
  for (const auto& fill : change.fills) write_fill(json, fill);
  json.end_array().key("trades").begin_array();
  for (const auto& trade : change.trades) write_entry(json, {trade, {}});
  json.end_array().key("portfolio");
  write_portfolio(json, portfolio);
  json.end_object();
  return body;
}

}  // namespace tidemark::api

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "api/encode_trading.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/posted_trading.hpp"
#include "api/reply.hpp"
#include "api/trading_access.hpp"
#include "core/decimal.hpp"
#include "trading/risk/sizing.hpp"

namespace tidemark::api {
namespace {

using Answer = core::Result<net::Response>;

Answer show_positions(const Context& context, const net::Request& request) {
  const auto portfolio = context.deps.trading->portfolio();
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("positions").begin_array();
  for (const HeldPosition& position : portfolio->positions) write_position(json, position);
  json.end_array().end_object();
  return reply(request, std::move(body));
}

Answer show_history(const net::Request& request, const Params& params, storage::TradingLedger& ledger) {
  const auto points = ledger.snapshots(params.limit);
  if (!points) return std::unexpected(points.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("points").begin_array();
  for (const auto& point : *points) {
    json.begin_object().key("at").text(core::format_iso(point.at)).key("equity");
    write_decimal(json, point.equity);
    json.key("cash");
    write_decimal(json, point.cash);
    json.key("exposure");
    write_decimal(json, point.exposure);
    json.key("currency").text(point.currency).end_object();
  }
  json.end_array().end_object();
  return reply(request, std::move(body));
}

core::Qty size_for(const SizeQuestion& q, const trading::TradeRules& rules) {
  if (q.method == "stop") return trading::size_by_stop(q.equity, q.risk, q.entry, *q.stop, rules);
  if (q.method == "atr") return trading::size_by_atr(q.equity, q.risk, *q.atr, q.multiple, rules);
  core::Rate fraction = q.fraction;
  if (q.method == "kelly") fraction = trading::kelly_fraction(*q.win_rate, *q.payoff, q.fraction);
  if (q.method == "volatility") {
    fraction = trading::volatility_fraction(*q.target_volatility, *q.volatility, q.fraction);
  }
  return trading::size_by_fraction(q.equity, fraction, q.entry, rules);
}

/// What is lost at the stop, or so many ATRs away; nothing where there is neither.
std::optional<core::Money> risk_of(const SizeQuestion& q, core::Qty qty, core::Scale scale) {
  core::Price distance;
  if (q.stop) distance = {std::abs(q.entry.ticks - q.stop->ticks)};
  if (!q.stop && q.atr) {
    distance = {static_cast<std::int64_t>(static_cast<core::Int128>(q.atr->ticks) * q.multiple.e8 / core::kRateOne)};
  }
  if (distance.ticks == 0) return std::nullopt;
  return core::notional_of(distance, qty, scale);
}

/// The whole account in the currency that an instrument is quoted in; nothing: it has none of that, or no rate.
std::optional<core::Money> equity_in(const Portfolio& portfolio, const std::string& currency) {
  const auto account = std::ranges::find(portfolio.accounts, currency, &HeldAccount::currency);
  if (account == portfolio.accounts.end() || !portfolio.total) return std::nullopt;
  if (currency == portfolio.currency) return portfolio.total->equity;
  const auto back = account->rate ? trading::inverse(*account->rate) : std::nullopt;
  return back ? trading::convert(portfolio.total->equity, *back) : std::nullopt;
}

Answer answer_size(const Context& context, const net::Request& request) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const auto symbol = posted_symbol(*json);
  if (!symbol) return std::unexpected(symbol.error());
  const auto instrument = find_live(context, *symbol);
  if (!instrument) return std::unexpected(instrument.error());
  const auto portfolio = context.deps.trading->portfolio();
  const std::string currency = core::split_symbol(instrument->symbol).quote;
  const auto equity = equity_in(*portfolio, currency);
  std::optional<core::Price> last;
  if (const auto view = context.live.view(instrument->id); view && view->last) {
    const double units = *view->last * static_cast<double>(core::kPow10[instrument->scale.price_decimals]);
    last = core::Price{std::llround(units)};
  }
  const auto question = read_size_question(*json, *instrument, equity, last);
  if (!question) return std::unexpected(question.error());
  const core::Qty qty = size_for(*question, trading::TradeRules::of(*instrument));
  const core::Money value = core::notional_of(question->entry, qty, instrument->scale).value_or(core::Money{});
  const auto risk = risk_of(*question, qty, instrument->scale);
  std::string body;
  net::JsonWriter out{body};
  out.begin_object().key("symbol").text(instrument->symbol).key("method").text(question->method);
  out.key("currency").text(currency);
  out.key("quantity").decimal(qty.lots, instrument->scale.qty_decimals).key("value");
  write_money(out, value);
  out.key("equity");
  write_money(out, question->equity);
  out.key("entry").decimal(question->entry.ticks, instrument->scale.price_decimals).key("risk");
  risk ? write_money(out, *risk) : static_cast<void>(out.null());
  out.key("leverage").number(core::to_double(value) / core::to_double(question->equity)).end_object();
  return reply(request, std::move(body));
}

Answer release_halt(const Context& context, const net::Request& request, int success) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  if (auto confirmed = read_confirmation(*json); !confirmed) return std::unexpected(confirmed.error());
  if (auto released = context.deps.trading->release_halt(); !released) return std::unexpected(released.error());
  return changed(success, encode_portfolio(*context.deps.trading->portfolio()));
}

Answer answer(const Context& context, const RouteInfo& route, const net::Request& request,
              const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto ledger = trading_ledger(context, store);
  if (!ledger) return std::unexpected(ledger.error());
  switch (route.operation) {
    case Operation::kPositions:
      return show_positions(context, request);
    case Operation::kPortfolioHistory:
      return show_history(request, *params, **ledger);
    case Operation::kPositionSize:
      return answer_size(context, request);
    case Operation::kReleaseHalt:
      return release_halt(context, request, route.success);
    case Operation::kKillSwitch:
      return reply(request, encode_kill_switch(*context.deps.trading->portfolio(), {}));
    default:
      return reply(request, encode_portfolio(*context.deps.trading->portfolio()));
  }
}

/// After the switch was asked for: what it has done, once that is in the store.
Answer answer_kill(const Context& context, const KillSwitchRequest& asked, int success) {
  Trading& trading = *context.deps.trading;
  std::optional<KillReport> report;
  if (asked.engaged) {
    const auto done = trading.await_kill_switch();
    if (!done) return std::unexpected(done.error());
    report = *done;
  } else if (auto released = trading.release_kill_switch(); !released) {
    return std::unexpected(released.error());
  }
  return changed(success, encode_kill_switch(*trading.portfolio(), report));
}

}  // namespace

net::HttpHandler make_portfolio_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

/// Engages on the I/O thread, which never waits: what the reader has to do cannot hold it up.
net::HttpHandler make_kill_switch_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const net::Request& request = responder.request();
    const auto params = parse_params(route, request);
    if (!params) return responder.send(reply(params.error()));
    if (context.deps.trading == nullptr) {
      return responder.send(
          reply(core::Error{core::ErrorKind::kNotFound, "trading_off", "Trading is switched off (trading.mode).", ""}));
    }
    const auto json = posted_json(request);
    const auto asked = json ? read_kill_switch(*json) : core::Result<KillSwitchRequest>{std::unexpected(json.error())};
    if (!asked) return responder.send(reply(asked.error()));
    if (asked->engaged) context.deps.trading->engage_kill_switch(asked->reason);
    answer_on_worker(context, std::move(responder),
                     [&context, asked = *asked, success = route.success](const net::Request&, const auto&) {
                       return answer_kill(context, asked, success);
                     });
  };
}

}  // namespace tidemark::api

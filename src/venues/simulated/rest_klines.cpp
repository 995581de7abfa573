#include <charconv>

#include "venues/simulated/rest_call.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kZoneRange = "^(-1[0-2]|-?0?[0-9]|[0-9]|1[0-4])(:[0-5][0-9])?$";

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "0", "-1:00", "05:45", "8"; -12:00 to +14:00.
ApiResult<core::Duration> zone_of(std::string_view text) {
  if (text.empty()) return core::Duration{};
  const bool behind = text.front() == '-';
  if (behind || text.front() == '+') text.remove_prefix(1);
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto hours = small_number(text.substr(0, colon));
  const auto minutes = colon == text.size() ? std::optional{0} : small_number(text.substr(colon + 1));
  if (!hours || !minutes || *hours < 0 || *minutes < 0 || *minutes > 59 || *hours > 14) {
    return illegal_characters("timeZone", kZoneRange);
  }
  const core::Duration ahead = core::hours(*hours) + core::minutes(*minutes);
  if (ahead > core::hours(behind ? 12 : 14)) return illegal_characters("timeZone", kZoneRange);
  return behind ? core::Duration{-ahead.ns} : ahead;
}

ApiResult<sim::CandleQuery> query_of(const RestCall& call) {
  const bool spot = call.market.kind() == binance::Market::kSpot;
  const auto name = call.parameters.required("interval");
  if (!name) return std::unexpected(name.error());
  const auto interval = sim::parse_interval(*name);
  if (!interval || (!spot && *interval == sim::Interval::k1s)) return refuse(-1120, "Invalid interval.");
  const auto from = call.parameters.time("startTime");
  const auto to = call.parameters.time("endTime");
  const auto limit = call.parameters.limit(500, spot ? 1000 : 1500);
  const auto zone = zone_of(call.parameters.text("timeZone"));
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  if (!limit) return std::unexpected(limit.error());
  if (!zone) return std::unexpected(zone.error());
  if (!spot && *from && *to && **from > **to) return refuse(-1023, "Start time is greater than end time.");
  return sim::CandleQuery{.interval = *interval, .from = *from, .to = *to, .limit = *limit, .zone = *zone};
}

}  // namespace

ApiResult<std::string> get_klines(const RestCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = query_of(call);
  if (!query) return std::unexpected(query.error());
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  const auto put_money = [&](sim::Money money) {
    json.text(fixed_text(money.units, sim::kMoneyDecimals, sim::kMoneyDecimals));
  };
  json.begin_array();
  for (const sim::CandleRow& row : (*symbol)->candles.find(*query)) {
    const core::Candle& candle = row.candle;
    const core::Timestamp end = sim::next_open_time(candle.open_time, query->interval, query->zone);
    json.begin_array().integer(candle.open_time.ms());
    wire.price(candle.open);
    wire.price(candle.high);
    wire.price(candle.low);
    wire.price(candle.close);
    wire.qty(candle.volume);
    json.integer(end.ms() - 1);
    put_money(row.quote);
    json.unsigned_integer(candle.trades);
    wire.qty(candle.taker_buy);
    put_money(row.taker_quote);
    json.text("0").end_array();
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated

#include "api/volume_aftermath.hpp"

#include <map>
#include <utility>

#include "analysis/volume/analyzer.hpp"
#include "api/encode_aftermath.hpp"
#include "api/volume_series.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using analysis::aftermath::After;
using analysis::aftermath::Study;

core::Result<SeriesAftermath> measure(const Context& context, const ReadWorker::StoreAccess& store,
                                      const SeriesRef& series, std::uint32_t candles) {
  const auto base = volume_settings(context);
  if (!base) return std::unexpected(base.error());
  SeriesAftermath measured{.timeframe = series.timeframe, .first = {}, .last = {}, .kinds = {}};
  const auto window = window_of(context, store, series, {.from = {}, .to = {}, .limit = candles});
  if (!window) return std::unexpected(window.error());
  if (window->candles.empty()) return measured;
  measured.candles = window->candles.size();
  measured.first = window->candles.front().open_time;
  measured.last = window->candles.back().open_time;
  const auto history = read_history(context.live, store ? *store : nullptr, series, measured.first,
                                    volume_history(*base, series), window->scale);
  if (!history) return std::unexpected(history.error());
  std::vector<core::CandleF> all;
  for (const core::Candle& candle : *history) all.push_back(core::to_double(candle, window->scale));
  for (const core::Candle& candle : window->candles) all.push_back(core::to_double(candle, window->scale));

  std::map<std::pair<analysis::volume::Kind, analysis::volume::Side>, std::vector<std::size_t>> events;
  const auto settings = analysis::volume::for_market(*base, series.instrument.market_type);
  for (const auto& placed : analysis::volume::find_all(settings, series.timeframe, all)) {
    if (placed.candle < history->size()) continue;
    auto& places = events[{placed.finding.kind, placed.finding.side}];
    if (places.empty() || places.back() != placed.candle) places.push_back(placed.candle);
  }
  const Study study{all, {}};
  for (const auto& [key, places] : events) {
    measured.kinds.push_back({key.first, key.second, places.size(), study.after(places)});
  }
  return measured;
}

void encode_after(net::JsonWriter& json, const After& after) {
  json.begin_object();
  json.key("candles").integer(after.horizon);
  encode_moves(json.key("events"), after.events);
  encode_moves(json.key("control"), after.control);
  encode_difference(json.key("difference_percent"), after);
  json.end_object();
}

void encode_kind(net::JsonWriter& json, const KindAftermath& kind) {
  const auto& info = info_of(kind.kind);
  json.begin_object();
  json.key("type").text(info.id);
  json.key("title").text(info.title);
  json.key("direction").text(analysis::volume::name_of_side(kind.side));
  json.key("count").unsigned_integer(kind.count);
  json.key("after").begin_array();
  for (const After& after : kind.after) encode_after(json, after);
  json.end_array().end_object();
}

}  // namespace

core::Result<std::vector<SeriesAftermath>> volume_aftermath(const Context& context,
                                                            const ReadWorker::StoreAccess& store,
                                                            const core::SymbolName& symbol,
                                                            const AftermathQuery& query) {
  std::vector<SeriesAftermath> all;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (query.timeframe && timeframe != *query.timeframe) continue;
    const auto series = find_series(context, store, symbol, timeframe);
    if (!series) return std::unexpected(series.error());
    auto measured = measure(context, store, *series, query.candles);
    if (!measured) return core::forward_error(measured);
    if (measured->candles != 0) all.push_back(std::move(*measured));
  }
  return all;
}

std::string encode_aftermath(const core::SymbolName& symbol, const std::vector<SeriesAftermath>& all) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(symbol.symbol);
  json.key("timeframes").begin_array();
  for (const SeriesAftermath& series : all) {
    json.begin_object();
    json.key("timeframe").text(core::name_of(series.timeframe));
    json.key("candles").unsigned_integer(series.candles);
    json.key("first").text(core::format_iso(series.first));
    json.key("last").text(core::format_iso(series.last));
    json.key("patterns").begin_array();
    for (const KindAftermath& kind : series.kinds) encode_kind(json, kind);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api

#include "api/pattern_statistics.hpp"

#include <algorithm>

#include "api/encode_aftermath.hpp"
#include "api/pattern_page.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kCandlesMax = 500'000;  ///< of one answer
constexpr std::size_t kCandlesMin = 100;      ///< of a series, however many there are
constexpr std::size_t kControlAll = 20'000;   ///< random candles of a timeframe, where it has so many series
constexpr std::array<std::string_view, PatternTally::kSides> kDirections{"bearish", "neutral", "bullish"};

using After = std::array<analysis::aftermath::After, analysis::aftermath::kHorizons.size()>;

/// Every instrument there is: the live ones, and those that are only stored.
core::Result<std::vector<core::SymbolName>> all_names(const Context& context, const ReadWorker::StoreAccess& store) {
  std::vector<core::SymbolName> names;
  const auto add = [&names](const core::Instrument& instrument) {
    const bool known = std::ranges::any_of(names, [&](const core::SymbolName& name) {
      return name.symbol == instrument.symbol && name.venue == instrument.venue;
    });
    if (!known) names.push_back({instrument.venue, instrument.symbol});
  };
  for (const InstrumentView& view : context.live.all()) add(view.instrument);
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return names;
  const auto stored = (*store)->instruments();
  if (!stored) return std::unexpected(stored.error());
  for (const core::Instrument& instrument : *stored) add(instrument);
  return names;
}

/// Adds what followed the patterns of a window.
void add_aftermath(const CandleWindow& window, const std::vector<SeenPattern>& patterns, std::size_t control,
                   PatternTally& tally) {
  std::vector<core::CandleF> candles;
  candles.reserve(window.candles.size());
  for (const core::Candle& candle : window.candles) candles.push_back(core::to_double(candle, window.scale));
  std::vector<std::vector<std::size_t>> events(PatternTally::kSides * analysis::candlesticks::kPatternCount);
  for (const SeenPattern& seen : patterns) {
    const auto candle = std::ranges::lower_bound(candles, seen.open_time, {}, &core::CandleF::open_time);
    events[after_index(seen.pattern, seen.direction())].push_back(static_cast<std::size_t>(candle - candles.begin()));
  }
  tally.aftermath.add(analysis::aftermath::Study{candles, {.control = control}}, events);
}

struct Sizes {
  std::uint32_t candles{0};  ///< of a series, at most
  std::size_t control{0};    ///< drawn of it
};

core::Status tally_series(const Context& context, const ReadWorker::StoreAccess& store, const SeriesRef& series,
                          Sizes sizes, PatternTally& tally) {
  const auto window = window_of(context, store, series, {.from = {}, .to = {}, .limit = sizes.candles});
  if (!window) return std::unexpected(window.error());
  if (window->candles.empty()) return {};
  const auto patterns = patterns_of_window(context, store, series, *window);
  if (!patterns) return std::unexpected(patterns.error());
  ++tally.instruments;
  tally.candles += window->candles.size();
  for (const SeenPattern& seen : *patterns) tally.add(seen);
  add_aftermath(*window, *patterns, sizes.control, tally);
  return {};
}

/// What followed the occurrences of a pattern, for each way it pointed.
void encode_after(net::JsonWriter& json, const analysis::candlesticks::PatternInfo& info,
                  const std::vector<After>& after) {
  json.begin_array();
  for (const std::string_view direction : kDirections) {
    const After& moves = after[after_index(info.pattern, direction)];
    if (moves.front().events.count == 0) continue;
    json.begin_object();
    json.key("direction").text(direction);
    json.key("after").begin_array();
    for (const auto& one : moves) encode_followed(json, one);
    json.end_array().end_object();
  }
  json.end_array();
}

void encode_control(net::JsonWriter& json, const After& any) {
  json.begin_array();
  for (const auto& one : any) {
    json.begin_object().key("candles").integer(one.horizon);
    encode_moves(json.key("moves"), one.control);
    json.end_object();
  }
  json.end_array();
}

void encode_row(net::JsonWriter& json, const analysis::candlesticks::PatternInfo& info, const PatternTally& tally,
                const std::vector<After>& after) {
  const PatternTally::Row& row = tally.rows[index_of(info.pattern)];
  const auto count = static_cast<double>(row.count);
  json.begin_object();
  json.key("name").text(info.id);
  json.key("title").text(info.title);
  json.key("count").unsigned_integer(row.count);
  json.key("bullish").unsigned_integer(row.bullish);
  json.key("bearish").unsigned_integer(row.bearish);
  json.key("per_1000").number(1000 * count / static_cast<double>(tally.candles));
  json.key("mean_confidence");
  row.count == 0 ? json.null() : json.number(row.confidence_sum / count);
  encode_after(json.key("after"), info, after);
  json.end_object();
}

}  // namespace

std::size_t after_index(analysis::candlesticks::Pattern pattern, std::string_view direction) {
  const auto side = std::ranges::find(kDirections, direction) - kDirections.begin();
  return index_of(pattern) * PatternTally::kSides + static_cast<std::size_t>(side);
}

void PatternTally::add(const SeenPattern& seen) {
  Row& row = rows[index_of(seen.pattern)];
  const std::string_view direction = seen.direction();
  ++row.count;
  row.bullish += static_cast<std::uint64_t>(direction == "bullish");
  row.bearish += static_cast<std::uint64_t>(direction == "bearish");
  row.confidence_sum += seen.confidence();
}

core::Result<std::vector<PatternTally>> tally_patterns(const Context& context, const ReadWorker::StoreAccess& store,
                                                       const StatisticsQuery& query) {
  std::vector<core::SymbolName> names;
  if (query.symbol) {
    names.push_back(*query.symbol);
  } else {
    auto all = all_names(context, store);
    if (!all) return core::forward_error(all);
    names = std::move(*all);
  }
  const std::size_t timeframes = query.timeframe ? 1 : core::kTimeframeCount;
  const std::size_t share = kCandlesMax / std::max<std::size_t>(1, names.size() * timeframes);
  const Sizes sizes{
      .candles = static_cast<std::uint32_t>(std::min<std::size_t>(query.candles, std::max(share, kCandlesMin))),
      .control = std::clamp(kControlAll / std::max<std::size_t>(1, names.size()), analysis::aftermath::kControlMin,
                            analysis::aftermath::Options{}.control)};
  std::vector<PatternTally> tallies;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (query.timeframe && timeframe != *query.timeframe) continue;
    PatternTally tally{.timeframe = timeframe};
    for (const core::SymbolName& name : names) {
      const auto series = find_series(context, store, name, timeframe);
      if (!series) return std::unexpected(series.error());
      if (auto done = tally_series(context, store, *series, sizes, tally); !done) return core::forward_error(done);
    }
    if (tally.candles != 0) tallies.push_back(std::move(tally));
  }
  return tallies;
}

std::string encode_statistics(const std::optional<core::SymbolName>& symbol, const std::vector<PatternTally>& tallies,
                              analysis::candlesticks::PatternSet names) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("symbol");
  symbol ? json.text(symbol->symbol) : json.null();
  json.key("timeframes").begin_array();
  for (const PatternTally& tally : tallies) {
    json.begin_object();
    json.key("timeframe").text(core::name_of(tally.timeframe));
    json.key("instruments").unsigned_integer(tally.instruments);
    json.key("candles").unsigned_integer(tally.candles);
    const std::vector<After> after = tally.aftermath.after();
    encode_control(json.key("control"), after.front());
    json.key("patterns").begin_array();
    for (const auto& info : analysis::candlesticks::pattern_rows()) {
      if ((names & set_of(info.pattern)) != 0) encode_row(json, info, tally, after);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api

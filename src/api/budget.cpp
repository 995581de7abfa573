#include "api/budget.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

constexpr std::int64_t kUs = 1'000;
constexpr std::int64_t kMs = 1'000'000;
constexpr double kMedian = 0.5;
constexpr double kP99 = 0.99;

// Where a limit speaks of the work on a candle, most candles close no longer one with them: the median is held against
// it. The others are bounds for all but the slowest hundredth.
constexpr std::array kStages{
    StageInfo{"receive",
              "tidemark_venue_to_received_seconds",
              "From the venue's time of a trade to its receipt, by the two clocks",
              {}},
    StageInfo{"parse", "tidemark_parse_seconds", "From a message's bytes to its events in the engine's queue",
              StageTarget{kMedian, 2'500, "400,000 messages a second and core"}},
    StageInfo{"queue", "tidemark_received_to_engine_seconds", "From an event's receipt to the engine taking it",
              StageTarget{kP99, 1 * kMs, "the goal of 1 ms from event to event on one machine"}},
    StageInfo{"validate", "tidemark_stage_validate_seconds", "Checks of a base candle, gaps, quality", {}},
    StageInfo{"aggregate", "tidemark_stage_aggregate_seconds", "A base candle into all longer timeframes",
              StageTarget{kMedian, 100, "100 ns a closed 1m candle"}},
    StageInfo{"indicators", "tidemark_stage_indicators_seconds", "Indicators of every timeframe that closed", {}},
    StageInfo{"patterns", "tidemark_stage_patterns_seconds", "Candlestick patterns of every timeframe that closed",
              StageTarget{kP99, 10 * kMs, "pattern detection 10 ms a candle"}},
    StageInfo{"volume", "tidemark_stage_volume_seconds", "What volume shows, of every timeframe that closed", {}},
    StageInfo{"levels", "tidemark_stage_levels_seconds", "Structure and zones of every timeframe that closed",
              StageTarget{kMedian, 1 * kUs, "structure and zones 1 us a closed candle"}},
    StageInfo{"chart_patterns", "tidemark_stage_chart_patterns_seconds",
              "Chart patterns of every timeframe that closed",
              StageTarget{kMedian, 5 * kUs, "chart patterns 5 us a closed candle"}},
    StageInfo{"decision", "tidemark_stage_decision_seconds", "Confluence of every chart that closed, and the decision",
              StageTarget{kP99, 50 * kUs, "decision 50 us a closed 1m candle"}},
    StageInfo{"candle", "tidemark_candle_seconds", "All of the work on a closed base candle",
              StageTarget{kP99, 200 * kMs, "the whole pass 200 ms"}},
    StageInfo{"publish", "tidemark_received_to_published_seconds",
              "From an event's receipt to its candle being handed to the API",
              StageTarget{kP99, 100 * kMs, "processing 100 ms from end to end"}},
    StageInfo{"store", "tidemark_store_commit_seconds", "Duration of a transaction",
              StageTarget{kP99, 50 * kMs, "a database operation 50 ms"}},
    StageInfo{"stored", "tidemark_store_delay_seconds", "From a record's submission to the commit that holds it", {}},
    StageInfo{"push", "tidemark_received_to_pushed_seconds",
              "From an event's receipt to its frame being handed to the WebSocket clients",
              StageTarget{kP99, 5 * kMs, "event received to dashboard 5 ms"}},
    StageInfo{"signal_push", "tidemark_received_to_signal_pushed_seconds",
              "From an event's receipt to its signal being handed to the WebSocket clients",
              StageTarget{kP99, 2 * kMs, "event received to signal 2 ms"}},
    StageInfo{"read", "tidemark_read_seconds", "A request that reads the store or a window, with its encoding",
              StageTarget{kP99, 50 * kMs, "a chart 50 ms"}},
};

ops::Histogram& histogram_of(ops::Metrics& metrics, const StageInfo& stage) {
  return metrics.latency(std::string{stage.metric}, std::string{stage.title});
}

ops::Histogram& histogram_named(ops::Metrics& metrics, std::string_view id) {
  return histogram_of(metrics, *std::ranges::find(kStages, id, &StageInfo::id));
}

std::uint64_t samples_for(double quantile) {
  return static_cast<std::uint64_t>(std::lround(1 / (1 - quantile)));
}

double microseconds(std::int64_t ns) {
  return static_cast<double>(ns) / static_cast<double>(kUs);
}

void encode_quantile(net::JsonWriter& json, const ops::Histogram& histogram, double quantile) {
  histogram.count() == 0 ? json.null() : json.number(microseconds(histogram.quantile_ns(quantile)));
}

void encode_target(net::JsonWriter& json, const StageTarget& target) {
  json.begin_object();
  json.key("quantile").number(target.quantile);
  json.key("at_most_us").number(microseconds(target.ns));
  json.key("source").text(target.source);
  json.end_object();
}

void encode_stage(net::JsonWriter& json, const StageInfo& stage, const ops::Histogram& histogram) {
  json.begin_object();
  json.key("id").text(stage.id);
  json.key("title").text(stage.title);
  json.key("count").unsigned_integer(histogram.count());
  encode_quantile(json.key("p50_us"), histogram, kMedian);
  encode_quantile(json.key("p99_us"), histogram, kP99);
  encode_quantile(json.key("max_us"), histogram, 1);
  json.key("target");
  if (stage.target) {
    encode_target(json, *stage.target);
  } else {
    json.null();
  }
  json.key("verdict").text(name_of(verdict_of(stage, histogram)));
  json.end_object();
}

}  // namespace

std::span<const StageInfo> budget_stages() noexcept {
  return kStages;
}

ops::Histogram& stage_histogram(ops::Metrics& metrics, engine::Stage stage) {
  return histogram_named(metrics, engine::kStageNames[static_cast<std::size_t>(stage)]);
}

ops::Histogram& candle_histogram(ops::Metrics& metrics) {
  return histogram_named(metrics, "candle");
}

ops::Histogram& parse_histogram(ops::Metrics& metrics) {
  return histogram_named(metrics, "parse");
}

ops::Histogram& read_histogram(ops::Metrics& metrics) {
  return histogram_named(metrics, "read");
}

std::string_view name_of(BudgetVerdict verdict) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"within", "exceeded", "too_few", "no_target", "no_data"};
  return kNames[static_cast<std::size_t>(verdict)];
}

BudgetVerdict verdict_of(const StageInfo& stage, const ops::Histogram& histogram) {
  using enum BudgetVerdict;
  if (histogram.count() == 0) return kNoData;
  if (!stage.target) return kNoTarget;
  if (histogram.count() < samples_for(stage.target->quantile)) return kTooFew;
  return histogram.quantile_ns(stage.target->quantile) <= stage.target->ns ? kWithin : kExceeded;
}

std::string encode_budget(ops::Metrics& metrics) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("stages").begin_array();
  for (const StageInfo& stage : kStages) encode_stage(json, stage, histogram_of(metrics, stage));
  json.end_array().key("exceeded").begin_array();
  for (const StageInfo& stage : kStages) {
    if (verdict_of(stage, histogram_of(metrics, stage)) == BudgetVerdict::kExceeded) json.text(stage.id);
  }
  json.end_array().end_object();
  return text;
}

}  // namespace tidemark::api

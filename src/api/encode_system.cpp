#include <cmath>

#include "api/encode.hpp"

namespace tidemark::api {
namespace {

constexpr double kNsPerMs = 1e6;

void encode_quantile(net::JsonWriter& json, const ops::Histogram& histogram, double q) {
  if (histogram.count() == 0) {
    json.null();
  } else {
    json.number(static_cast<double>(histogram.quantile_ns(q)) / kNsPerMs);
  }
}

}  // namespace

void encode_latency_stage(net::JsonWriter& json, const LatencyStageInfo& stage, const ops::Histogram& histogram) {
  json.begin_object();
  json.key("id").text(stage.id);
  json.key("title").text(stage.title);
  json.key("count").unsigned_integer(histogram.count());
  encode_quantile(json.key("p50_ms"), histogram, 0.5);
  encode_quantile(json.key("p90_ms"), histogram, 0.9);
  encode_quantile(json.key("p99_ms"), histogram, 0.99);
  encode_quantile(json.key("p999_ms"), histogram, 0.999);
  encode_quantile(json.key("max_ms"), histogram, 1);
  json.key("buckets").begin_array();
  for (const ops::Histogram::Bucket& bucket : histogram.octaves()) {
    json.begin_array();
    json.number(static_cast<double>(bucket.upper_ns) / kNsPerMs).unsigned_integer(bucket.count);
    json.end_array();
  }
  json.end_array().end_object();
}

void encode_process(net::JsonWriter& json, const ops::ProcessStats& stats, core::Duration uptime) {
  json.begin_object();
  json.key("rss_bytes").unsigned_integer(stats.rss_bytes);
  json.key("rss_peak_bytes").unsigned_integer(stats.rss_peak_bytes);
  json.key("cpu_seconds").number(std::round(static_cast<double>(stats.cpu.ns) / kNsPerMs) / 1000);
  json.key("threads").unsigned_integer(stats.threads);
  json.key("uptime_s").integer(uptime / core::seconds(1));
  json.end_object();
}

void encode_queue(net::JsonWriter& json, const bus::QueueStats& queue) {
  json.begin_object();
  json.key("name").text(queue.name);
  json.key("owner").text(queue.owner);
  json.key("unit").text(queue.unit);
  json.key("policy").text(bus::name_of(queue.policy));
  json.key("capacity").unsigned_integer(queue.capacity);
  json.key("depth").unsigned_integer(queue.depth);
  json.key("high_water").unsigned_integer(queue.high_water);
  json.key("full").unsigned_integer(queue.full);
  json.key("lost").unsigned_integer(queue.lost);
  json.key("coalesced").unsigned_integer(queue.coalesced);
  json.end_object();
}

void encode_feed_link(net::JsonWriter& json, const FeedLink& link) {
  json.begin_object();
  json.key("venue").text(link.venue);
  json.key("stream").text(link.stream);
  json.key("state").text(core::name_of(link.state));
  json.key("since").text(core::format_iso(link.since));
  encode_reason(json.key("reason"), link.reason);
  json.key("symbols").unsigned_integer(link.symbols);
  json.key("messages").unsigned_integer(link.messages);
  json.key("reconnects").unsigned_integer(link.reconnects);
  encode_time(json.key("last_message_at"), link.last_message_at);
  json.end_object();
}

void encode_store(net::JsonWriter& json, const StoreReport& store) {
  json.begin_object();
  json.key("state").text(store.state);
  encode_reason(json.key("reason"), store.reason);
  json.key("queue_rows").unsigned_integer(store.queue_rows);
  json.key("rejected").unsigned_integer(store.rejected);
  json.key("database_bytes").unsigned_integer(store.database_bytes);
  json.end_object();
}

void encode_memory(net::JsonWriter& json, const LiveSize& size) {
  json.begin_object();
  json.key("instruments").unsigned_integer(size.instruments);
  json.key("candles").unsigned_integer(size.candles);
  json.key("candles_max").unsigned_integer(size.candles_max);
  json.key("trades").unsigned_integer(size.trades);
  json.key("gaps").unsigned_integer(size.gaps);
  json.end_object();
}

void encode_part(net::JsonWriter& json, const PartReport& part) {
  json.begin_object();
  json.key("name").text(part.name);
  json.key("state").text(name_of(part.state));
  json.key("since").text(core::format_iso(part.since));
  encode_reason(json.key("reason"), part.reason);
  json.key("circuit");
  if (part.circuit) {
    json.text(name_of(*part.circuit));
  } else {
    json.null();
  }
  json.end_object();
}

}  // namespace tidemark::api

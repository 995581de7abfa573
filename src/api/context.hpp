#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "api/alert_feed.hpp"
#include "api/api.hpp"
#include "api/candle_window.hpp"
#include "api/encode.hpp"
#include "api/live_state.hpp"
#include "api/read_worker.hpp"
#include "api/trading_feed.hpp"
#include "api/work_pool.hpp"
#include "net/http_types.hpp"

namespace tidemark::api {

/// What the handlers share.
struct Context {
  explicit Context(Dependencies d);

  Dependencies deps;
  LiveState live;
  AlertFeed alerts;
  TradingFeed trading;
  HealthBoard health;
  ReadWorker worker;
  WorkPool pool;
  bus::QueueRegistry::Registration worker_queue;
  bus::QueueRegistry::Registration pool_queue;
  core::Timestamp started;
  core::Duration started_monotonic;
  std::atomic<std::size_t> ws_clients{0};
  ops::Histogram& read_times;
};

/// Does `work` on the reader's thread. `failed` is called instead, there or at once, when the reader has too much to do
/// (kExhausted), and after work that threw (kInternal). Both keep what they need by value; `path` is for the log.
void read_on_worker(Context& context, std::string path, std::function<void(const ReadWorker::StoreAccess&)> work,
                    std::function<void(const core::Error&)> failed);

/// Answers on the reader's thread; 503 when it has too much to do. An error becomes its problem document. `work` gets
/// the store (see ReadWorker::StoreAccess) and runs after the handler returned: it keeps what it needs by value.
using ReadWork = std::function<core::Result<net::Response>(const net::Request&, const ReadWorker::StoreAccess&)>;
void answer_on_worker(Context& context, net::Responder responder, ReadWork work);

/// 503 with Retry-After: there is too much waiting already.
[[nodiscard]] core::Error overloaded();

/// A live instrument by name; 404 kNotFound "unknown_symbol".
[[nodiscard]] core::Result<core::Instrument> find_live(const Context& context, const core::SymbolName& name);

/// What the API knows of a live instrument besides the engine's words.
[[nodiscard]] MarketFacts market_facts(const Context& context, const core::Instrument& instrument);

/// The series' instrument: a live one of this name, else one of the store. 404 kNotFound when there is neither.
[[nodiscard]] core::Result<SeriesRef> find_series(const Context& context, const ReadWorker::StoreAccess& store,
                                                  const core::SymbolName& name, core::Timeframe timeframe);

/// A window of the series: from memory when that covers it, else from memory and store together.
[[nodiscard]] core::Result<CandleWindow> window_of(const Context& context, const ReadWorker::StoreAccess& store,
                                                   const SeriesRef& series, const WindowQuery& query);

/// Members shared by the Status document and the system channel: source, problems, streams.
[[nodiscard]] std::string encode_system(const Context& context);

}  // namespace tidemark::api

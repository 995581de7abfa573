#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/chart_patterns/settings.hpp"
#include "analysis/structure/settings.hpp"
#include "analysis/volume/settings.hpp"
#include "analysis/zones/settings.hpp"
#include "api/activation.hpp"
#include "api/alerts.hpp"
#include "api/backtests.hpp"
#include "api/beginning.hpp"
#include "api/health.hpp"
#include "api/reports.hpp"
#include "api/subscriptions.hpp"
#include "api/trading.hpp"
#include "bus/queue_registry.hpp"
#include "core/clock.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "engine/book_depth.hpp"
#include "engine/output.hpp"
#include "net/http_router.hpp"
#include "net/http_server.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// Where the numbers come from, told to everyone who looks at them.
struct SourceInfo {
  std::string kind;    ///< "sim", "file", "binance"
  std::string label;   ///< "Simulated exchange (not real prices)"
  std::string reason;  ///< why this source and not another: "no network access to api.binance.com"
  core::Timestamp since;
  Beginning beginning{Beginning::kPresent};
};

struct Limits {
  std::size_t candles_per_series{1500};  ///< closed candles kept in memory, per instrument and timeframe, at most
  std::size_t candles{1'500'000};        ///< of all series together; the more series, the shorter each
  std::size_t trades_per_instrument{200};
  std::size_t reads_waiting{256};  ///< requests waiting for the reader; more get 503
  std::size_t subscriptions{128};  ///< channels per WebSocket client
  /// Between two forming candles of one channel.
  core::Duration forming_interval{core::milliseconds(100)};
  /// A WebSocket client that has too much waiting for this long is closed.
  core::Duration lag_max{core::seconds(10)};
};

/// What the API stands on. Everything referred to must outlive it.
struct Dependencies {
  /// Opens a read connection to the database, on the reader's thread; empty when there is no database.
  std::function<core::Result<std::unique_ptr<storage::Store>>()> open_store;
  std::vector<core::Instrument> instruments;  ///< those the engine publishes, with their ids
  SourceInfo source;
  std::string version;
  /// Serves the dashboard from this folder in place of the one in the binary.
  std::optional<std::filesystem::path> web_dir;
  const core::Clock& clock;
  ops::Logger& logger;
  ops::Metrics& metrics;
  bus::QueueRegistry& queues;  ///< the process's queues, the API's own among them
  Limits limits{};
  /// nullptr: the source gives what it gives, and nothing can be subscribed.
  Subscriptions* subscriptions{nullptr};
  Reporters reporters{};
  /// nullptr: the capability is off.
  Alerts* alerts{nullptr};
  Trading* trading{nullptr};
  Activation* activation{nullptr};  ///< there with `trading`
  Backtests* backtests{nullptr};
  /// As the engine has them, for what is computed on read; absent: the capability is off.
  std::optional<analysis::volume::Settings> volume{std::in_place};
  std::optional<analysis::structure::StructureSettings> structure{std::in_place};
  std::optional<analysis::zones::ZoneOverrides> zones{std::in_place};
  std::optional<analysis::chart_patterns::Settings> chart_patterns{std::in_place};
};

/// REST and WebSocket API. Composition, in this order:
///   Api api{…};
///   auto server = net::HttpServer::listen(options, api.routes(), logger, metrics);
///   api.attach(**server);
///   threads: server->run() · api.run_reads() · api.run_analyses() · one consumer calling api.publish()
/// and to end: server->stop(), api.stop_reads(), api.stop_analyses(), join, destroy the server before the Api.
class Api {
 public:
  explicit Api(Dependencies dependencies);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// All routes, to be given to the one server. Once.
  [[nodiscard]] net::HttpRouter routes();
  /// Gives the WebSocket channels their loop; before server.run().
  void attach(net::IoLoop& loop);

  /// What the engine said. By one thread at a time; never blocks on a client.
  void publish(const engine::Output& output);
  /// A picture of a book (engine::Engine::copy_depth), whenever it changed; from any thread. False while its instrument
  /// was not put in: offer it again.
  bool publish_depth(const engine::BookDepth& depth);
  /// An alert that fired (alerts::document_of), and when it was known; from any thread.
  void publish_alert(std::string document, core::Timestamp known_at);
  /// What changed in the account that trades, and how it stands; from any thread.
  void publish_trading(const storage::TradingChange& change, const Portfolio& portfolio);
  /// A step of the stage of what trades; from any thread.
  void publish_step(const storage::ActivationEventRecord& event);
  /// Adds an instrument, or replaces its facts; from any thread.
  void put_instrument(const core::Instrument& instrument);
  /// What an earlier run said: rows show it until the engine says something newer. From any thread.
  void remember(core::InstrumentId instrument, const storage::SignalRecord& signal);
  void remember(core::InstrumentId instrument, const storage::ConfluenceRecord& confluence);

  /// Body of the reader thread, which does all database reads and heavy encoding; returns after stop_reads().
  void run_reads();
  void stop_reads();
  /// Body of a thread that analyzes for requests of many symbols; several may run. Returns after stop_analyses().
  void run_analyses();
  void stop_analyses();

  /// Anything in the process may name a problem here: it shows in /health and /api/status. Thread-safe.
  [[nodiscard]] HealthBoard& health();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::api

#include "app/serve/service.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <thread>
#include <utility>
#include <vector>

#include <pthread.h>

#include "api/api.hpp"
#include "api/budget.hpp"
#include "api/latency.hpp"
#include "app/deriving_store.hpp"
#include "app/engine_setup.hpp"
#include "app/run_record.hpp"
#include "app/serve/alert_desk.hpp"
#include "app/serve/backtest_desk.hpp"
#include "app/serve/dispatcher.hpp"
#include "app/serve/feed_runner.hpp"
#include "app/serve/history_fill.hpp"
#include "app/serve/housekeeper.hpp"
#include "app/serve/order_line.hpp"
#include "app/serve/queues.hpp"
#include "app/serve/repair_desk.hpp"
#include "app/serve/reports.hpp"
#include "app/serve/seed_api.hpp"
#include "app/serve/service_look.hpp"
#include "app/serve/source.hpp"
#include "app/serve/stage_timer.hpp"
#include "app/serve/trading_desk.hpp"
#include "app/store_path.hpp"
#include "app/trading/trade_setup.hpp"
#include "app/version.hpp"
#include "net/http_server.hpp"
#include "ops/system_clock.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::app {
namespace {

/// Rows that may wait outside the writer's queue, in queues' worth: by default 10 MB of candles or some 60 MB of
/// findings, hours of a dozen symbols.
constexpr std::size_t kBacklogQueues = 2;

/// As many as the machine has cores, four at most: they work for a moment, when someone asks for many symbols.
unsigned analysis_threads() {
  return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

std::jthread start_thread(const char* name, std::function<void(const std::stop_token&)> body) {
  return std::jthread{[name, body = std::move(body)](const std::stop_token& stop) {
    // Only for people looking at the process; a name that is not taken changes nothing.
    [[maybe_unused]] const int named = pthread_setname_np(pthread_self(), name);
    body(stop);
  }};
}

net::ServerOptions server_options_of(const ops::ServerConfig& config) {
  net::ServerOptions options{.address = config.address, .port = config.port, .hosts = config.hosts};
  options.limits.connections = config.connections_max;
  options.limits.body_bytes = config.body_bytes_max;
  options.limits.ws_queue_frames = config.ws_queue_frames;
  options.limits.ws_queue_bytes = config.ws_queue_bytes;
  options.limits.idle_timeout = config.idle_timeout;
  options.limits.stop_grace = config.stop_grace;
  return options;
}

class RunningService final : public Service {
 public:
  RunningService(ServiceOptions options, ops::Logger& logger)
      : options_{std::move(options)}, logger_{logger}, metrics_{ops::make_metrics()} {}
  // Whoever wants to know how the stop went calls stop() before.
  ~RunningService() override { const auto ignored = stop(); }
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  core::Status open();
  void start_threads();

  [[nodiscard]] std::string url() const override { return server_->url(); }
  [[nodiscard]] std::string source_label() const override { return source_.info.label + " - " + source_.info.reason; }
  void watch() override;
  void engage_kill_switch(std::string reason) override;
  core::Status stop() override;

 private:
  core::Status open_store();
  [[nodiscard]] std::optional<std::string> choose_recording_path() const;
  core::Status open_recorder();
  [[nodiscard]] std::function<void(const std::optional<std::string>&)> health_reporter(std::string part);
  core::Status open_alerts();
  core::Status open_trading();
  core::Status open_order_line(AccountSetup& setup);
  core::Status open_backtests();
  core::Status open_server();
  [[nodiscard]] api::Dependencies api_dependencies();
  [[nodiscard]] api::Reporters reporters();
  void open_repairs();
  [[nodiscard]] std::vector<Shard*> shards() const;
  void stop_river();
  [[nodiscard]] core::Status leave_run_record() const;

  ServiceOptions options_;
  ops::Logger& logger_;
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_;
  engine::EngineConfig engine_config_;
  bus::QueueRegistry queues_;
  std::string store_path_;
  std::optional<std::string> recording_path_;  ///< absent: nothing is recorded
  Source source_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<storage::Writer> writer_;
  BookWants book_wants_;                         ///< of the trading desk
  std::unique_ptr<AlertDesk> alert_desk_;        ///< absent: switched off
  std::unique_ptr<OrderLine> order_line_;        ///< absent: the account trades on paper
  std::unique_ptr<TradingDesk> trading_desk_;    ///< absent: switched off
  std::unique_ptr<BacktestDesk> backtest_desk_;  ///< absent: the store has no place on the disk
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<net::HttpServer> server_;  // goes before the Api it serves
  std::unique_ptr<Dispatcher> dispatcher_;
  std::vector<std::unique_ptr<StageTimer>> stage_timers_;  ///< one a shard
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<FeedRunner> feed_runner_;
  std::unique_ptr<Housekeeper> housekeeper_;
  std::unique_ptr<HistoryFill> history_fill_;                        ///< of a live source
  std::unique_ptr<RepairDesk> repair_desk_;                          ///< of a live source
  std::vector<bus::QueueRegistry::Registration> registered_queues_;  // go before the queues
  bool stopped_{false};

  // In order of start; each is stopped by name in stop().
  std::unique_ptr<storage::WriterThread> writer_thread_;
  std::jthread dispatch_thread_;
  std::vector<std::jthread> shard_threads_;
  std::jthread reads_thread_;
  std::vector<std::jthread> analysis_threads_;
  std::jthread io_thread_;
  std::jthread feed_thread_;
  std::jthread housekeeping_thread_;
  std::jthread rest_thread_;
  std::jthread repair_thread_;
  std::jthread history_thread_;
  std::jthread orders_rest_thread_;
  std::jthread orders_thread_;
  std::jthread trading_thread_;
  std::jthread backtests_thread_;
  std::jthread alerts_thread_;
  std::jthread webhooks_thread_;
};

core::Status RunningService::open_store() {
  auto path = resolve_store_path(options_.config.store.path);
  if (!path) return core::forward_error(path);
  store_path_ = *path;
  recording_path_ = choose_recording_path();
  auto store = storage::open_transactional_store(store_path_, storage::OpenMode::kCreate);
  if (!store) return core::forward_error(store);
  // A recording begins with an engine that knows nothing: else its replay would not say the same.
  const std::string configuration = recording_path_ ? std::string{} : engine::snapshot_configuration(engine_config_);
  auto source = open_source(options_, {clock_.now(), **store, configuration},
                            {clock_, logger_, &api::parse_histogram(*metrics_)});
  if (!source) return core::forward_error(source);
  source_ = std::move(*source);
  storage::WriterOptions writer;
  writer.capacity_rows = options_.config.store.queue_capacity;
  writer.commit_rows_max = options_.config.store.group_commit_rows;
  writer_ = std::make_unique<storage::Writer>(std::move(*store), clock_, *metrics_, logger_, writer);
  return {};
}

std::optional<std::string> RunningService::choose_recording_path() const {
  if (options_.record || options_.config.recording.enabled != ops::Switch::kOn) return options_.record;
  std::filesystem::path dir = options_.config.recording.dir;
  if (dir.empty()) dir = folder_of_store(store_path_).value_or(".") / "recordings";
  std::string name = core::format_iso({clock_.now().ns / 1'000'000'000 * 1'000'000'000});
  std::erase(name, ':');
  return (dir / (name + ".tmrec")).string();
}

core::Status RunningService::open_recorder() {
  if (!recording_path_) return {};
  auto recorder = Recorder::open(*recording_path_, clock_);
  if (!recorder) return core::forward_error(recorder);
  recorder_ = std::move(*recorder);
  logger_.info("recording the engine's input", {{"file", std::string_view{recorder_->path()}}});
  return {};
}

api::Dependencies RunningService::api_dependencies() {
  return {.open_store = [path = store_path_]() -> core::Result<std::unique_ptr<storage::Store>> {
            auto store = storage::open_store(path, storage::OpenMode::kReadOnly);
            if (!store) return store;
            return make_deriving_store(std::move(*store));
          },
          .instruments = source_.feed->instruments().all(),
          .source = source_.info,
          .version = version_text(),
          .web_dir = options_.web_dir,
          .clock = clock_,
          .logger = logger_,
          .metrics = *metrics_,
          .queues = queues_,
          .subscriptions = source_.board.get(),
          .reporters = reporters(),
          .alerts = alert_desk_ ? &alert_desk_->control() : nullptr,
          .trading = trading_desk_.get(),
          .activation = trading_desk_.get(),
          .backtests = backtest_desk_.get(),
          .volume = engine_config_.volume,
          .structure = engine_config_.structure,
          .zones = engine_config_.zones,
          .chart_patterns = engine_config_.chart_patterns};
}

api::Reporters RunningService::reporters() {
  api::Reporters reporters;
  LiveBoard* board = source_.board.get();
  reporters.store = [this] { return store_report(*writer_, store_path_); };
  reporters.parts = [this, board] {
    auto parts = own_parts(shards(), *writer_, dispatcher_->store().state(), source_.info.since);
    if (board != nullptr) std::ranges::move(board->parts(), std::back_inserter(parts));
    return parts;
  };
  reporters.feeds = [this, board] {
    return board != nullptr ? board->links() : std::vector{feed_runner_->link(source_.info.kind, source_.info.since)};
  };
  if (board != nullptr) {
    reporters.feed_reason = [board](core::InstrumentId id) { return board->reason(id); };
  }
  return reporters;
}

/// How a part tells its problem, or that it has none any more.
std::function<void(const std::optional<std::string>&)> RunningService::health_reporter(std::string part) {
  return [this, part = std::move(part)](const std::optional<std::string>& problem) {
    if (problem) {
      api_->health().report(part, *problem);
    } else {
      api_->health().clear(part);
    }
  };
}

core::Status RunningService::open_alerts() {
  if (options_.config.alerts.enabled != ops::Switch::kOn) return {};
  auto desk =
      AlertDesk::open({.store_path = store_path_,
                       .writer = *writer_,
                       .clock = clock_,
                       .logger = logger_,
                       .metrics = *metrics_,
                       .config = options_.config.alerts,
                       .proxies = options_.proxies,
                       .tell = [this](std::string document,
                                      core::Timestamp known_at) { api_->publish_alert(std::move(document), known_at); },
                       .report = health_reporter("alerts")});
  if (!desk) return core::forward_error(desk);
  alert_desk_ = std::move(*desk);
  for (const core::Instrument& instrument : source_.feed->instruments().all()) alert_desk_->put_instrument(instrument);
  return {};
}

core::Status RunningService::open_order_line(AccountSetup& setup) {
  auto config = trade_config_of(options_.config, source_.info.kind);
  if (!config) return core::forward_error(config);
  config->seed = static_cast<std::uint64_t>(clock_.now().ns);
  setup.venue->first_order = static_cast<std::uint64_t>(clock_.now().ms());
  setup.venue->refuses = [market = config->market](const core::OrderRequest& order,
                                                   const core::Instrument& instrument) {
    const auto call = venues::binance::place_call(market, order, instrument);
    return call ? std::nullopt : std::optional{call.error()};
  };
  setup.venue->home = [market = config->market](const core::OrderRequest& leg) {
    return venues::binance::home_of_leg(market, leg);
  };
  logger_.warning("live trading: orders go to the venue", {{"broker", std::string_view{options_.config.trading.broker}},
                                                           {"address", std::string_view{config->endpoints.rest}}});
  auto line = OrderLine::make(std::move(*config), {.clock = clock_,
                                                   .logger = logger_,
                                                   .metrics = *metrics_,
                                                   .proxies = options_.proxies,
                                                   .ca_file = options_.config.venues.ca_file});
  if (!line) return core::forward_error(line);
  order_line_ = std::move(*line);
  return {};
}

core::Status RunningService::open_trading() {
  auto setup = account_setup_of(options_.config.trading);
  if (!setup) return core::forward_error(setup);
  if (!*setup) return {};
  if ((*setup)->venue) {
    if (auto status = open_order_line(**setup); !status) return status;
  }
  // A file is of another time, and played for its own sake; else nothing is decided on what was before us.
  if (source_.info.kind != "file") (*setup)->since = clock_.now();
  const std::optional<core::Timestamp> since = (*setup)->since;
  auto desk = TradingDesk::open(
      std::move(**setup), source_.feed->instruments().all(),
      {.store_path = store_path_,
       .writer = *writer_,
       .clock = clock_,
       .logger = logger_,
       .metrics = *metrics_,
       .tell = [this](const storage::TradingChange& change,
                      const api::Portfolio& portfolio) { api_->publish_trading(change, portfolio); },
       .report = health_reporter("trading"),
       // A file can be slowed down; nothing else waits for trading.
       .when_full = source_.info.kind == "file" ? bus::OverflowPolicy::kBlock : bus::OverflowPolicy::kRefuse,
       .books = &book_wants_,
       .venue = order_line_.get(),
       .stages = activation_setup_of(options_.config),
       .look =
           [this] { return look_at_service(*metrics_, api_->health(), options_.config.activation.latency_p95_max); },
       .tell_step = [this](const storage::ActivationEventRecord& step) { api_->publish_step(step); },
       .candidate =
           [this, since](const api::ShadowRequest& asked) {
             return shadow_candidate_of(options_.config, asked, since);
           }});
  if (!desk) return core::forward_error(desk);
  trading_desk_ = std::move(*desk);
  if (order_line_) order_line_->set_wake([this] { trading_desk_->interrupt(); });
  return {};
}

core::Status RunningService::open_backtests() {
  const auto folder = folder_of_store(store_path_);
  if (!folder) return {};
  auto desk =
      BacktestDesk::open({.store_path = store_path_, .dir = *folder / "backtests", .clock = clock_, .logger = logger_});
  if (!desk) return core::forward_error(desk);
  backtest_desk_ = std::move(*desk);
  return {};
}

core::Status RunningService::open_server() {
  api_ = std::make_unique<api::Api>(api_dependencies());
  if (source_.info.kind != "file") {
    auto store = storage::open_store(store_path_, storage::OpenMode::kReadOnly);
    if (!store) return core::forward_error(store);
    if (auto status = seed_api(**store, source_.feed->instruments().all(), *api_); !status) return status;
  }
  auto server = net::HttpServer::listen(server_options_of(options_.config.server), api_->routes(), logger_, *metrics_);
  if (!server) return core::forward_error(server);
  server_ = std::move(*server);
  api_->attach(*server_);
  return {};
}

core::Status RunningService::open() {
  auto engine_config = engine_config_of(options_.config);
  if (!engine_config) return core::forward_error(engine_config);
  engine_config_ = std::move(*engine_config);
  if (auto status = open_store(); !status) return status;
  if (auto status = open_recorder(); !status) return status;
  if (auto status = open_alerts(); !status) return status;
  if (auto status = open_trading(); !status) return status;
  if (auto status = open_backtests(); !status) return status;
  if (auto status = open_server(); !status) return status;
  if (alert_desk_) {
    if (auto status = alert_desk_->tell_newest(); !status) return status;
  }
  const Hashing hashing = recorder_ ? Hashing::kOn : Hashing::kOff;
  // A file is of another time: what the engine knows of it has no future.
  const StatePolicy states = source_.info.kind == "file" ? StatePolicy{.interval = {}} : StatePolicy{};
  dispatcher_ = std::make_unique<Dispatcher>(
      Dispatcher::Dependencies{*api_, *writer_, *metrics_, clock_, options_.config.store.group_commit_interval,
                               options_.config.store.group_commit_rows,
                               kBacklogQueues * options_.config.store.queue_capacity,
                               [board = source_.board.get()](core::InstrumentId id) {
                                 if (board != nullptr) board->ask_book(id);
                               },
                               alert_desk_.get(), trading_desk_.get()},
      source_.name);
  if (options_.config.store.indicators == ops::Switch::kOn) {
    dispatcher_->store().feed().keep_indicators(engine_config_.indicators);
  }
  for (std::uint32_t i = 0; i < options_.config.engine.shards; ++i) {
    stage_timers_.push_back(std::make_unique<StageTimer>(clock_, *metrics_));
    shards_.push_back(std::make_unique<Shard>(
        engine_config_, hashing, states,
        Shard::Dependencies{dispatcher_->parker(), logger_,
                            [this](const engine::BookDepth& depth) { return api_->publish_depth(depth); }, clock_,
                            api::latency_histogram(*metrics_, api::LatencyStage::kReceivedToEngine),
                            stage_timers_.back().get(), trading_desk_ ? &book_wants_ : nullptr}));
  }
  dispatcher_->attach(shards());
  registered_queues_ = register_queues(queues_, {.shards = shards(),
                                                 .store = dispatcher_->store(),
                                                 .writer = *writer_,
                                                 .writer_rows_max = options_.config.store.queue_capacity,
                                                 .server = *server_});
  if (alert_desk_) std::ranges::move(alert_desk_->register_queues(queues_), std::back_inserter(registered_queues_));
  if (backtest_desk_) registered_queues_.push_back(backtest_desk_->register_queue(queues_));
  if (trading_desk_) registered_queues_.push_back(trading_desk_->register_queue(queues_));
  if (order_line_) std::ranges::move(order_line_->register_queues(queues_), std::back_inserter(registered_queues_));
  feed_runner_ = std::make_unique<FeedRunner>(FeedRunner::Dependencies{
      .feed = *source_.feed,
      .recorder = recorder_.get(),
      .shards = shards(),
      .clock = clock_,
      .logger = logger_,
      .on_instrument =
          [this](const core::Instrument& instrument) {
            dispatcher_->put_instrument(instrument);
            if (alert_desk_) alert_desk_->put_instrument(instrument);
            if (repair_desk_) repair_desk_->put_instrument(instrument);
            if (history_fill_) history_fill_->put_instrument(instrument);
          },
      .on_failure = [this](const core::Error& error) { api_->health().report("feed", error.text()); }});
  housekeeper_ = std::make_unique<Housekeeper>(options_.config.store, store_path_, clock_, logger_);
  if (source_.live != nullptr) open_repairs();
  return {};
}

void RunningService::open_repairs() {
  const auto say = [this](std::vector<engine::Output> outputs) { dispatcher_->put_outputs(std::move(outputs)); };
  repair_desk_ = std::make_unique<RepairDesk>(RepairDesk::Dependencies{store_path_, clock_, logger_, say});
  history_fill_ = std::make_unique<HistoryFill>(
      HistoryFill::Dependencies{store_path_, options_.config.venues, clock_, logger_, source_.live->rest(), say});
  registered_queues_.push_back(queues_.add([desk = repair_desk_.get()] { return desk->stats(); }));
  registered_queues_.push_back(queues_.add([fill = history_fill_.get()] { return fill->stats(); }));
  source_.live->set_repairs([this](RepairedRange repair) {
    if (auto status = repair_desk_->submit(std::move(repair)); !status) {
      logger_.warning(status.error().text(), {{"part", std::string_view{"repair"}}});
    }
  });
}

std::vector<Shard*> RunningService::shards() const {
  std::vector<Shard*> all;
  all.reserve(shards_.size());
  for (const auto& shard : shards_) all.push_back(shard.get());
  return all;
}

void RunningService::start_threads() {
  writer_thread_ = std::make_unique<storage::WriterThread>(*writer_);
  if (alert_desk_) {
    webhooks_thread_ = start_thread("webhooks", [this](const std::stop_token& stop) { alert_desk_->run_client(stop); });
    alerts_thread_ = start_thread("alerts", [this](const std::stop_token& stop) { alert_desk_->run(stop); });
  }
  if (order_line_) {
    orders_rest_thread_ =
        start_thread("orders-rest", [this](const std::stop_token& stop) { order_line_->run_client(stop); });
    orders_thread_ = start_thread("orders", [this](const std::stop_token& stop) { order_line_->run(stop); });
  }
  if (trading_desk_) {
    trading_thread_ = start_thread("trading", [this](const std::stop_token& stop) { trading_desk_->run(stop); });
  }
  dispatch_thread_ = start_thread("dispatch", [this](const std::stop_token& stop) { dispatcher_->run(stop); });
  for (const auto& shard : shards_) {
    shard_threads_.push_back(
        start_thread("engine", [shard = shard.get()](const std::stop_token& stop) { shard->run(stop); }));
  }
  if (backtest_desk_) {
    backtests_thread_ = start_thread("backtests", [this](const std::stop_token& stop) { backtest_desk_->run(stop); });
  }
  reads_thread_ = start_thread("api-reads", [this](const std::stop_token&) { api_->run_reads(); });
  for (unsigned i = 0; i < analysis_threads(); ++i) {
    analysis_threads_.push_back(start_thread("analyses", [this](const std::stop_token&) { api_->run_analyses(); }));
  }
  io_thread_ = start_thread("io", [this](const std::stop_token&) { server_->run(); });
  if (source_.live != nullptr) {
    rest_thread_ = start_thread("rest", [this](const std::stop_token& stop) { source_.live->rest().run(stop); });
    repair_thread_ = start_thread("repair", [this](const std::stop_token& stop) { repair_desk_->run(stop); });
    history_thread_ = start_thread("history", [this](const std::stop_token& stop) { history_fill_->run(stop); });
  }
  feed_thread_ = start_thread("feed", [this](const std::stop_token& stop) { feed_runner_->run(stop); });
  housekeeping_thread_ = start_thread("housekeeping", [this](const std::stop_token& stop) { housekeeper_->run(stop); });
}

void RunningService::stop_river() {
  dispatcher_->store().let_go();
  if (trading_desk_) trading_desk_->let_go();
  feed_thread_.request_stop();
  feed_runner_->interrupt();
  if (feed_thread_.joinable()) feed_thread_.join();
  if (source_.live != nullptr) {
    history_thread_.request_stop();
    history_fill_->interrupt();
    history_thread_.join();
    rest_thread_.request_stop();
    rest_thread_.join();
    repair_thread_.request_stop();
    repair_desk_->interrupt();
    repair_thread_.join();
  }
  for (std::size_t i = 0; i < shard_threads_.size(); ++i) {
    shard_threads_[i].request_stop();
    shards_[i]->parker().notify();
    shard_threads_[i].join();
  }
  dispatch_thread_.request_stop();
  dispatcher_->parker().notify();
  if (dispatch_thread_.joinable()) dispatch_thread_.join();
  if (trading_desk_) {
    trading_thread_.request_stop();
    trading_desk_->interrupt();
    if (trading_thread_.joinable()) trading_thread_.join();
  }
  if (order_line_) {
    orders_thread_.request_stop();
    order_line_->interrupt();
    if (orders_thread_.joinable()) orders_thread_.join();
    orders_rest_thread_.request_stop();
    if (orders_rest_thread_.joinable()) orders_rest_thread_.join();
  }
  if (!alert_desk_) return;
  alerts_thread_.request_stop();
  alert_desk_->interrupt();
  if (alerts_thread_.joinable()) alerts_thread_.join();
  webhooks_thread_.request_stop();
  if (webhooks_thread_.joinable()) webhooks_thread_.join();
}

core::Status RunningService::leave_run_record() const {
  if (!recorder_ || recorder_->appending()) return {};
  RunHash hash;
  for (const auto& shard : shards_) hash.merge(shard->hash());
  return write_run_record(recorder_->path(), {.events = recorder_->events(),
                                              .outputs = hash.all().outputs(),
                                              .digest = hash.all().digest(),
                                              .traces = hash.traces(),
                                              .signals = hash.signals(),
                                              .decisions = hash.decisions().digest(),
                                              .fingerprint = engine_fingerprint(options_.config)});
}

void RunningService::watch() {
  if (const auto problem = store_problem(writer_->health(), dispatcher_->store().state())) {
    api_->health().report("store", *problem);
  } else {
    api_->health().clear("store");
  }
}

void RunningService::engage_kill_switch(std::string reason) {
  if (trading_desk_) {
    trading_desk_->engage_kill_switch(std::move(reason));
  } else {
    logger_.warning("there is no account to stop: trading.mode is off");
  }
}

core::Status RunningService::stop() {
  if (stopped_ || !writer_thread_) return {};
  stopped_ = true;
  housekeeping_thread_.request_stop();
  housekeeper_->interrupt();
  if (backtest_desk_) {
    backtests_thread_.request_stop();
    backtest_desk_->interrupt();
  }
  stop_river();
  core::Status stored = writer_thread_->stop();
  server_->stop();
  api_->stop_reads();
  api_->stop_analyses();
  if (io_thread_.joinable()) io_thread_.join();
  if (reads_thread_.joinable()) reads_thread_.join();
  analysis_threads_.clear();  // joins
  if (housekeeping_thread_.joinable()) housekeeping_thread_.join();
  if (backtests_thread_.joinable()) backtests_thread_.join();
  core::Status recorded = leave_run_record();
  if (!dispatcher_->outcome()) return dispatcher_->outcome();
  return stored ? recorded : stored;
}

}  // namespace

core::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options, ops::Logger& logger) {
  auto service = std::make_unique<RunningService>(options, logger);
  if (auto status = service->open(); !status) return core::forward_error(status);
  service->start_threads();
  return std::unique_ptr<Service>{std::move(service)};
}

}  // namespace tidemark::app

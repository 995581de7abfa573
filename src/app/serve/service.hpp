#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "net/proxy.hpp"
#include "ops/config.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

struct ServiceOptions {
  ops::Config config;
  std::optional<core::Timeframe> timeframe;  ///< of a candle file that does not show it
  std::optional<double> speed;               ///< absent: 1, or 60 for candle files, which would crawl otherwise
  std::optional<std::string> record;         ///< .tmrec to write the engine's input to
  std::optional<std::filesystem::path> web_dir;
  net::ProxyEnvironment proxies;  ///< for live venues
};

/// Everything of one running Tidemark, and its threads: feed -> engine shards -> dispatcher -> {store writer, API
/// push}, with the server's I/O thread and the API's reader beside them. This is the only place where threads start.
class Service {
 public:
  /// Opens the store, makes the source ready, binds the port and starts. Errors are one clear line each: kConflict
  /// address_in_use, kIo for folders that cannot be written, those of the source's files.
  [[nodiscard]] static core::Result<std::unique_ptr<Service>> start(const ServiceOptions& options, ops::Logger& logger);

  virtual ~Service() = default;
  [[nodiscard]] virtual std::string url() const = 0;
  [[nodiscard]] virtual std::string source_label() const = 0;
  /// Looks after the parts that cannot speak for themselves: call now and then. A store that cannot be written shows in
  /// /health and heals by itself.
  virtual void watch() = 0;
  /// For where the API cannot be reached: stops all trading, as the API's kill switch does. Returns at once.
  virtual void engage_kill_switch(std::string reason) = 0;
  /// In order of the river: the feed ends, the rings drain, the store commits, clients are told. Once.
  [[nodiscard]] virtual core::Status stop() = 0;
};

}  // namespace tidemark::app

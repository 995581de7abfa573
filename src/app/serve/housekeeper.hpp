#pragma once

#include <stop_token>
#include <string>

#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "ops/config.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// Applies the configured retention once after the start and then every hour: candles that are too old are archived
/// beside the store (archive/*.csv.gz) and removed, through a connection of its own.
class Housekeeper {
 public:
  Housekeeper(const ops::StoreConfig& config, std::string store_path, const core::Clock& clock, ops::Logger& logger)
      : config_{config}, store_path_{std::move(store_path)}, clock_{clock}, logger_{logger} {}

  /// The thread's body; returns at once when nothing is ever removed.
  void run(const std::stop_token& stop);
  void interrupt() { parker_.notify(); }

 private:
  void apply_retention();

  const ops::StoreConfig& config_;
  std::string store_path_;
  const core::Clock& clock_;
  ops::Logger& logger_;
  bus::Parker parker_;
};

}  // namespace tidemark::app

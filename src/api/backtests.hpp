#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {

/// A backtest that was asked for.
struct BacktestJob {
  std::string id;     ///< 16 hexadecimal digits
  std::string state;  ///< "queued", "running", "done", "failed", "canceled"
  core::Timestamp created;
  std::optional<core::Timestamp> started;
  std::optional<core::Timestamp> ended;
  std::uint64_t candles{0};            ///< run over so far
  std::optional<std::uint64_t> total;  ///< to run over, where it is known
  std::string request;                 ///< JSON, as it was asked for
  std::string result;                  ///< JSON: the report; of "done", and only of one job
  std::string error;                   ///< of "failed"
};

/// The way from the API to backtests. Any thread. Errors: kInvalidArgument with the member as place for what was
/// posted, kNotFound "unknown_backtest", kExhausted "too_many_backtests" while as many wait as may.
class Backtests {
 public:
  virtual ~Backtests() = default;

  /// Newest first, without results.
  [[nodiscard]] virtual std::vector<BacktestJob> jobs() const = 0;
  virtual core::Result<BacktestJob> submit(const net::JsonValue& json) = 0;
  /// With its result, where there is one.
  [[nodiscard]] virtual core::Result<BacktestJob> job(const std::string& id) const = 0;
  /// Ends one that waits or runs; takes away one that is over.
  virtual core::Result<BacktestJob> cancel(const std::string& id) = 0;
};

}  // namespace tidemark::api

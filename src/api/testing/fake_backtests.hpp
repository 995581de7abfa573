#pragma once

#include <string>
#include <vector>

#include "api/backtests.hpp"

namespace tidemark::api::testing {

/// One job that is done, and whatever is asked for as one that waits.
class FakeBacktests final : public Backtests {
 public:
  std::vector<BacktestJob> jobs() const override { return {job_}; }
  core::Result<BacktestJob> submit(const net::JsonValue& json) override {
    if (json.find("strategy") == nullptr) {
      return core::fail(core::ErrorKind::kInvalidArgument, "missing_member", "None.", "strategy");
    }
    BacktestJob job = job_;
    job.state = "queued";
    job.ended.reset();
    return job;
  }
  core::Result<BacktestJob> job(const std::string& id) const override {
    if (id != job_.id) return core::fail(core::ErrorKind::kNotFound, "unknown_backtest", "None.", "id");
    BacktestJob whole = job_;
    whole.result = R"({"x":1})";
    return whole;
  }
  core::Result<BacktestJob> cancel(const std::string& id) override { return job(id); }

 private:
  BacktestJob job_{.id = "0000000000000001",
                   .state = "done",
                   .created = core::Timestamp::from_s(1'700'000'000),
                   .started = core::Timestamp::from_s(1'700'000'001),
                   .ended = core::Timestamp::from_s(1'700'000'002),
                   .candles = 5,
                   .total = 10,
                   .request = R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m"})",
                   .result = {},
                   .error = {}};
};

}  // namespace tidemark::api::testing

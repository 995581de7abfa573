#pragma once

#include <functional>
#include <memory>

#include "app/serve/feed.hpp"
#include "app/serve/live_board.hpp"
#include "app/serve/past.hpp"
#include "app/serve/repair.hpp"
#include "core/clock.hpp"
#include "net/proxy.hpp"
#include "net/rest_client.hpp"
#include "ops/config.hpp"
#include "ops/histogram.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// Live public market data of the configured symbols, from as many of Binance's markets as they are listed on.
class LiveFeed : public Feed {
 public:
  struct Dependencies {
    const core::Clock& clock;
    ops::Logger& logger;
    LiveBoard& board;
    net::ProxyEnvironment proxies;
    ops::Histogram* message_times{nullptr};  ///< see NetTransport::time_messages
  };
  /// Nothing is connected yet. kInvalidArgument for a symbol of another venue or an address that is none.
  [[nodiscard]] static core::Result<std::unique_ptr<LiveFeed>> make(const ops::Config& config, const Start& start,
                                                                    const Dependencies& dependencies);

  /// Works on a thread of its own, which must end after the feed's.
  [[nodiscard]] virtual net::RestClient& rest() = 0;
  /// Whom to give candles that came too late for the engine; before the first deliver().
  virtual void set_repairs(std::function<void(RepairedRange)> repairs) = 0;
};

/// Asks the venue whether it can be reached: absent when it answers, else why not.
[[nodiscard]] std::optional<std::string> why_unreachable(const ops::Config& config,
                                                         const net::ProxyEnvironment& proxies);

}  // namespace tidemark::app

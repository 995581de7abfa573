#pragma once

#include <memory>
#include <string>

#include "api/api.hpp"
#include "app/serve/feed.hpp"
#include "app/serve/live_feed.hpp"
#include "app/serve/past.hpp"
#include "app/serve/service.hpp"
#include "ops/histogram.hpp"
#include "ops/log.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// The chosen source of market data, ready to deliver, and how it is named to people.
struct Source {
  std::shared_ptr<LiveBoard> board;  ///< of a live feed, which it outlives: how it is, and what it is asked for
  std::unique_ptr<Feed> feed;
  api::SourceInfo info;
  std::string name;         ///< provenance of stored candles: "sim", "file:NAME", "binance"
  LiveFeed* live{nullptr};  ///< the feed, when it is a live one
};

struct SourceDependencies {
  const core::Clock& clock;
  ops::Logger& logger;
  ops::Histogram* message_times{nullptr};  ///< takes how long each message of a live venue needs
};

/// "binance" is the live venue, "sim" the simulated exchange; "auto" asks the venue once, and takes the simulated
/// exchange with the reason why when it does not answer. Anything else is one or several files to play.
[[nodiscard]] core::Result<Source> open_source(const ServiceOptions& options, const Start& start,
                                               const SourceDependencies& dependencies);

}  // namespace tidemark::app

#pragma once

#include <memory>
#include <string>

#include "api/api.hpp"
#include "app/serve/feed.hpp"
#include "app/serve/past.hpp"
#include "app/serve/service.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// The chosen source of market data, ready to deliver, and how it is named to people.
struct Source {
  std::unique_ptr<Feed> feed;
  api::SourceInfo info;
  std::string name;  ///< provenance of stored candles: "sim", "file:NAME"
};

/// "auto" and "sim" give the simulated exchange, and say why; anything else is one or several files to play.
[[nodiscard]] core::Result<Source> open_source(const ServiceOptions& options, const Start& start);

}  // namespace tidemark::app

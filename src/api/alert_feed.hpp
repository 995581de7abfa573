#pragma once

#include <string>

#include "api/recent_feed.hpp"
#include "core/time.hpp"

namespace tidemark::api {

/// An alert that fired, as it is told: alerts::document_of.
struct SaidAlert {
  std::string document;
  core::Timestamp known_at;
};
using AlertsView = RecentView<SaidAlert>;
/// The newest alerts that fired.
using AlertFeed = RecentFeed<SaidAlert>;

}  // namespace tidemark::api

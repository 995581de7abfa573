#include "api/route_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "api/routes/activation.hpp"
#include "api/routes/alerts.hpp"
#include "api/routes/chart_patterns.hpp"
#include "api/routes/decisions.hpp"
#include "api/routes/intelligence.hpp"
#include "api/routes/market.hpp"
#include "api/routes/operation.hpp"
#include "api/routes/patterns.hpp"
#include "api/routes/quality.hpp"
#include "api/routes/stream.hpp"
#include "api/routes/structure.hpp"
#include "api/routes/trading.hpp"
#include "api/routes/udf.hpp"
#include "api/routes/volume.hpp"
#include "api/routes/zones.hpp"

namespace tidemark::api {
namespace {

template <std::size_t... N>
constexpr auto join(const std::array<RouteInfo, N>&... families) {
  std::array<RouteInfo, (N + ...)> all{};
  auto place = all.begin();
  ((place = std::ranges::copy(families, place).out), ...);
  return all;
}

constexpr auto kRoutes =
    join(routes::kMarketRoutes, routes::kPatternRoutes, routes::kVolumeRoutes, routes::kStructureRoutes,
         routes::kZoneRoutes, routes::kChartPatternRoutes, routes::kDecisionRoutes, routes::kIntelligenceRoutes,
         routes::kAlertRoutes, routes::kTradingRoutes, routes::kActivationRoutes, routes::kQualityRoutes,
         routes::kOperationRoutes, routes::kUdfRoutes, routes::kStreamRoutes);

}  // namespace

std::span<const RouteInfo> route_table() {
  return kRoutes;
}

}  // namespace tidemark::api

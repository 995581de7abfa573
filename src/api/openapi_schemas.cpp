#include <array>
#include <string>
#include <string_view>

#include "api/openapi.hpp"
#include "api/schemas/activation.hpp"
#include "api/schemas/alerts.hpp"
#include "api/schemas/chart_patterns.hpp"
#include "api/schemas/common.hpp"
#include "api/schemas/decisions.hpp"
#include "api/schemas/indicators.hpp"
#include "api/schemas/intelligence.hpp"
#include "api/schemas/market.hpp"
#include "api/schemas/operation.hpp"
#include "api/schemas/patterns.hpp"
#include "api/schemas/quality.hpp"
#include "api/schemas/stream.hpp"
#include "api/schemas/structure.hpp"
#include "api/schemas/trading.hpp"
#include "api/schemas/udf.hpp"
#include "api/schemas/volume.hpp"
#include "api/schemas/zones.hpp"

namespace tidemark::api {
namespace {

// JSON Schema 2020-12 as OpenAPI 3.1 has it. Checked in tests against what the routes really answer.
constexpr std::array kFamilies{
    schemas::kCommon,    schemas::kMarket,    schemas::kIndicators,    schemas::kPatterns,  schemas::kVolume,
    schemas::kStructure, schemas::kZones,     schemas::kChartPatterns, schemas::kDecisions, schemas::kIntelligence,
    schemas::kQuality,   schemas::kOperation, schemas::kUdf,           schemas::kStream,    schemas::kAlerts,
    schemas::kTrading,   schemas::kActivation};

}  // namespace

std::string openapi_schemas() {
  std::string all{"{"};
  for (const std::string_view family : kFamilies) all.append(all.size() == 1 ? "" : ",").append(family);
  return all + "}";
}

}  // namespace tidemark::api

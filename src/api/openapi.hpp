#pragma once

#include <string>
#include <string_view>

#include "api/route_table.hpp"

namespace tidemark::api {

/// The OpenAPI 3.1 document of the route table.
[[nodiscard]] std::string openapi_document(std::span<const RouteInfo> routes, std::string_view version);

/// The same as one page without scripts.
[[nodiscard]] std::string docs_page(std::span<const RouteInfo> routes, std::string_view version);

/// The schemas the routes name: one JSON object (components.schemas).
[[nodiscard]] std::string openapi_schemas();

}  // namespace tidemark::api

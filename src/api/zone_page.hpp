#pragma once

#include <string>

#include "api/context.hpp"
#include "api/params.hpp"
#include "api/zone_series.hpp"

namespace tidemark::api {

/// kNotFound "zones_off" while the capability is switched off.
[[nodiscard]] core::Status zones_are_on(const Context& context);
/// What a request for zones asks for; errors are kInvalidArgument with the parameter as place.
[[nodiscard]] core::Result<ZonesWanted> zones_wanted(const Context& context, const Params& params);
/// The ZonePage document that a request by this route asks for. On the reader's thread.
[[nodiscard]] core::Result<std::string> zone_page(const Context& context, const RouteInfo& route,
                                                  const net::Request& request, const ReadWorker::StoreAccess& store);

}  // namespace tidemark::api

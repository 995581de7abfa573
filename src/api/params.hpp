#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/route_table.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "net/http_types.hpp"

namespace tidemark::api {

/// A request's parameters, checked against the route's rows. What a route does not have stays empty.
struct Params {
  std::optional<core::SymbolName> symbol;
  std::optional<core::Timeframe> timeframe;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::uint32_t limit{0};
  std::string format;

  /// A kText parameter, empty when it was not given, or a kChoice, given or by default.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  /// A kInteger parameter, given or by default.
  [[nodiscard]] std::int64_t integer(std::string_view name) const;

  std::vector<std::pair<std::string_view, std::string>> texts;  ///< by the names of the route's rows
  std::vector<std::pair<std::string_view, std::int64_t>> integers;
};

/// Errors are kInvalidArgument with the parameter's name as place: unknown or missing parameters, unreadable values,
/// numbers out of range, `from` not before `to`.
[[nodiscard]] core::Result<Params> parse_params(const RouteInfo& route, const net::Request& request);

}  // namespace tidemark::api

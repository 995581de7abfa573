#include "api/params.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace tidemark::api {
namespace {

std::unexpected<core::Error> bad(const ParamInfo& info, std::string code, std::string message) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::string{info.name});
}

core::Status set_integer(Params& params, const ParamInfo& info, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < info.min || value > info.max) {
    return bad(
        info, "bad_number",
        "This must be a whole number from " + std::to_string(info.min) + " to " + std::to_string(info.max) + ".");
  }
  if (info.name == "limit") params.limit = static_cast<std::uint32_t>(value);
  params.integers.emplace_back(info.name, value);
  return {};
}

core::Status set_text(Params& params, const ParamInfo& info, std::string_view text) {
  const auto size = static_cast<std::int64_t>(text.size());
  if (size < info.min || size > info.max) {
    return bad(info, "bad_text",
               "This must be text of " + std::to_string(info.min) + " to " + std::to_string(info.max) + " bytes.");
  }
  params.texts.emplace_back(info.name, text);
  return {};
}

core::Status set_choice(Params& params, const ParamInfo& info, std::string_view text) {
  if (std::ranges::find(info.choices, text) == info.choices.end()) {
    std::string list;
    for (const std::string_view choice : info.choices) list.append(list.empty() ? "" : ", ").append(choice);
    return bad(info, "bad_choice", "This must be one of: " + list + ".");
  }
  if (info.name == "format") params.format = text;
  params.texts.emplace_back(info.name, text);
  return {};
}

/// Gives the error of a core parser this parameter as its place.
template <class T>
core::Status store(core::Result<T> parsed, const ParamInfo& info, std::optional<T>& out) {
  if (!parsed) return bad(info, parsed.error().code, parsed.error().message);
  out = std::move(*parsed);
  return {};
}

core::Status set(Params& params, const ParamInfo& info, std::string_view text) {
  switch (info.type) {
    case ParamType::kSymbol:
      return store(core::parse_symbol(text), info, params.symbol);
    case ParamType::kTimeframe:
      return store(core::parse_timeframe(text), info, params.timeframe);
    case ParamType::kTime:
      return store(core::parse_time(text), info,
                   info.name == "from" || info.name == "start_time" ? params.from : params.to);
    case ParamType::kInteger:
      return set_integer(params, info, text);
    case ParamType::kChoice:
      return set_choice(params, info, text);
    case ParamType::kText:
      return set_text(params, info, text);
  }
  return {};
}

core::Status set_default(Params& params, const ParamInfo& info) {
  if (info.need == ParamNeed::kRequired) return bad(info, "missing_parameter", "This parameter is required.");
  if (info.type == ParamType::kInteger) {
    if (info.name == "limit") params.limit = static_cast<std::uint32_t>(info.fallback);
    params.integers.emplace_back(info.name, info.fallback);
  }
  if (info.type == ParamType::kChoice) return set_choice(params, info, info.choices.front());
  return {};
}

}  // namespace

std::string_view Params::text(std::string_view name) const {
  const auto it = std::ranges::find(texts, name, [](const auto& row) { return row.first; });
  return it == texts.end() ? std::string_view{} : std::string_view{it->second};
}

std::int64_t Params::integer(std::string_view name) const {
  const auto it = std::ranges::find(integers, name, [](const auto& row) { return row.first; });
  assert(it != integers.end() && "the route has no such parameter");
  return it->second;
}

core::Result<Params> parse_params(const RouteInfo& route, const net::Request& request) {
  for (const net::NameValue& given : request.query) {
    const auto known = std::ranges::find_if(route.params, [&](const ParamInfo& info) {
      return info.place == ParamPlace::kQuery && info.name == given.name;
    });
    if (known == route.params.end()) {
      return core::fail(core::ErrorKind::kInvalidArgument, "unknown_parameter",
                        "This address has no parameter of this name.", given.name);
    }
  }
  Params params;
  for (const ParamInfo& info : route.params) {
    const auto text =
        info.place == ParamPlace::kPath ? std::optional{request.param(info.name)} : request.query_value(info.name);
    auto done = text ? set(params, info, *text) : set_default(params, info);
    if (!done) return core::forward_error(done);
  }
  if (params.from && params.to && *params.from >= *params.to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "`from` must be before `to`.", "from");
  }
  return params;
}

}  // namespace tidemark::api

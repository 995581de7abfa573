#include "net/http_router.hpp"

#include <algorithm>
#include <cassert>

#include "net/problem.hpp"
#include "net/url.hpp"

namespace tidemark::net {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{';
}

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - 2);
}

std::string allow_header(const std::vector<Method>& methods) {
  std::string list = "OPTIONS";
  for (const Method m : methods) {
    list += ", ";
    list += name_of(m);
    if (m == Method::kGet) list += ", HEAD";
  }
  return list;
}

Response refuse(int status, std::string code, std::string detail, std::string field = {}) {
  return problem({.status = status, .code = std::move(code), .detail = std::move(detail), .field = std::move(field)});
}

}  // namespace

void HttpRouter::add(Method method, std::string_view pattern, HttpHandler handler) {
  auto segments = split_path(pattern);
  assert(segments && "a route's pattern is an absolute path");
  assert(std::ranges::none_of(entries_, [&](const Entry& e) { return e.method == method && e.pattern == pattern; }));
  entries_.push_back({method, std::string{pattern}, std::move(*segments), std::move(handler), nullptr});
}

void HttpRouter::add_websocket(std::string_view pattern, std::shared_ptr<WsHandler> handler) {
  add(Method::kGet, pattern, nullptr);
  entries_.back().websocket = std::move(handler);
}

void HttpRouter::set_fallback(HttpHandler handler) {
  fallback_ = std::move(handler);
}

void HttpRouter::take_everything(HttpHandler handler, std::shared_ptr<WsHandler> websocket) {
  everything_ = std::move(handler);
  every_websocket_ = std::move(websocket);
}

std::vector<const HttpRouter::Entry*> HttpRouter::matching(const std::vector<std::string>& segments) const {
  std::vector<const Entry*> found;
  std::size_t fewest_parameters = segments.size() + 1;
  for (const Entry& entry : entries_) {
    const bool fits = std::ranges::equal(
        entry.segments, segments,
        [](const std::string& pattern, const std::string& s) { return is_parameter(pattern) || pattern == s; });
    if (!fits) continue;
    const auto parameters = static_cast<std::size_t>(std::ranges::count_if(entry.segments, is_parameter));
    if (parameters < fewest_parameters) {
      fewest_parameters = parameters;
      found.clear();
    }
    if (parameters == fewest_parameters) found.push_back(&entry);
  }
  return found;
}

HttpRouter::Routed HttpRouter::route(Request& request, Upgrade upgrade) const {
  if (everything_) {
    if (upgrade == Upgrade::kWebSocket) return {{nullptr, every_websocket_.get()}, {}};
    return {{&everything_, nullptr}, {}};
  }
  const auto segments = split_path(request.path);
  if (!segments) return {{}, refuse(400, "bad_path", "The path is not a valid percent-encoded UTF-8 path.")};
  auto query = parse_query(request.raw_query);
  if (!query) {
    const core::Error& error = query.error();
    return {{}, refuse(error.kind == core::ErrorKind::kParse ? 400 : 422, error.code, error.message, error.place)};
  }
  request.query = std::move(*query);
  request.params.clear();

  const auto candidates = matching(*segments);
  const Method method = request.method == Method::kHead ? Method::kGet : request.method;
  if (candidates.empty()) {
    if (fallback_ && method == Method::kGet) return {{&fallback_, nullptr}, {}};
    return {{}, refuse(404, "not_found", "There is nothing at this address.")};
  }
  const auto it = std::ranges::find(candidates, method, &Entry::method);
  if (it == candidates.end()) {
    std::vector<Method> methods;
    methods.reserve(candidates.size());
    for (const Entry* entry : candidates) methods.push_back(entry->method);
    const NameValue allow{"Allow", allow_header(methods)};
    if (method == Method::kOptions) return {{}, Response{204, "", {allow}, {}}};
    return {{},
            problem({405, "method_not_allowed", "This address does not take this method.", "", std::vector{allow}})};
  }
  const Entry& entry = **it;
  for (std::size_t i = 0; i < segments->size(); ++i) {
    if (is_parameter(entry.segments[i])) {
      request.params.push_back({std::string{parameter_name(entry.segments[i])}, (*segments)[i]});
    }
  }
  if (!entry.websocket) return {{&entry.handler, nullptr}, {}};
  if (upgrade == Upgrade::kWebSocket) return {{nullptr, entry.websocket.get()}, {}};
  return {{},
          problem({426,
                   "upgrade_required",
                   "This address speaks WebSocket only.",
                   "",
                   {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}}})};
}

std::vector<HttpRouter::RouteName> HttpRouter::routes() const {
  std::vector<RouteName> names;
  names.reserve(entries_.size());
  for (const Entry& entry : entries_) names.push_back({entry.method, entry.pattern});
  return names;
}

}  // namespace tidemark::net

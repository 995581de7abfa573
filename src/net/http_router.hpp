#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_types.hpp"
#include "net/websocket.hpp"

namespace tidemark::net {

using HttpHandler = std::function<void(Responder)>;

/// Finds the handler of a request by method and path pattern: "/api/data/{symbol}/{timeframe}". A {name} takes exactly
/// one non-empty segment, percent-decoded after splitting, so an encoded slash stays inside its value. Literal segments
/// go before {names}. Pure; filled before the server starts, read-only after.
class HttpRouter {
 public:
  /// `pattern` begins with '/'. The same method and pattern twice is a programming error (asserted).
  void add(Method method, std::string_view pattern, HttpHandler handler);
  void add_websocket(std::string_view pattern, std::shared_ptr<WsHandler> handler);
  /// Answers GET and HEAD of paths no pattern matches (the dashboard's own addresses). Without one they are 404.
  void set_fallback(HttpHandler handler);
  /// Hands every request to these two as it came: any method and path, `query` and `params` not filled in, nothing
  /// refused. For a service with rules of its own about addresses (the simulated venue). Other routes have no effect.
  void take_everything(HttpHandler handler, std::shared_ptr<WsHandler> websocket);

  struct Match {
    const HttpHandler* handler{nullptr};
    WsHandler* websocket{nullptr};  ///< the path is a WebSocket route
  };
  /// Decodes the query and the path parameters into `request` and finds its handler; else the response to give: 400 for
  /// an undecodable path or query, 404, 405 with Allow, 422 for a repeated query parameter, 204 with Allow for OPTIONS,
  /// 426 for plain HTTP to a WebSocket route.
  enum class Upgrade : std::uint8_t { kNone, kWebSocket };
  struct Routed {
    Match match;
    std::optional<Response> response;  ///< set when there is no handler
  };
  [[nodiscard]] Routed route(Request& request, Upgrade upgrade) const;

  struct RouteName {
    Method method;
    std::string pattern;
    friend bool operator==(const RouteName&, const RouteName&) = default;
  };
  /// All routes as added (WebSocket routes as kGet), for checking documents against them.
  [[nodiscard]] std::vector<RouteName> routes() const;

 private:
  struct Entry {
    Method method;
    std::string pattern;
    std::vector<std::string> segments;
    HttpHandler handler;
    std::shared_ptr<WsHandler> websocket;
  };
  [[nodiscard]] std::vector<const Entry*> matching(const std::vector<std::string>& segments) const;

  std::vector<Entry> entries_;
  HttpHandler fallback_;
  HttpHandler everything_;
  std::shared_ptr<WsHandler> every_websocket_;
};

}  // namespace tidemark::net

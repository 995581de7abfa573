#include "app/cli/server_request.hpp"

#include <utility>

#include "net/rest_client.hpp"
#include "ops/config.hpp"

namespace tidemark::app {

using core::ErrorKind;
using core::Result;

Result<std::string> server_url(const std::optional<std::string>& given, const std::optional<std::string>& config_dir) {
  if (given) return *given;
  const auto loaded = ops::load_config({.dir = config_dir, .environment = ops::process_environment()});
  if (!loaded) return std::unexpected(loaded.error().front());
  const ops::ServerConfig& server = loaded->config.server;
  const bool any = server.address == "0.0.0.0" || server.address == "::";
  const std::string host = any ? "127.0.0.1" : server.address;
  const bool is_v6 = host.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(server.port);
}

Result<ServerAnswer> ask_server(const std::string& base, const std::string& path,
                                const std::optional<std::string>& body) {
  net::RestRequest request;
  request.url = base + path;
  if (body) {
    request.method = net::Method::kPost;
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = *body;
  }
  auto reply = net::fetch(std::move(request), {});
  if (!reply) return core::fail(ErrorKind::kUnavailable, reply.error().code, reply.error().message, base);
  auto json = net::parse_json(reply->body);
  if (!json) return core::fail(ErrorKind::kUnavailable, "bad_response", "this is no Tidemark", base);
  constexpr int kOk = 200;
  if (reply->status == kOk) return ServerAnswer{std::move(*json), std::move(reply->body)};
  const auto* code = json->find("code");
  const auto* detail = json->find("detail");
  return core::fail(ErrorKind::kRefused, code != nullptr && code->text() != nullptr ? *code->text() : "refused",
                    detail != nullptr && detail->text() != nullptr ? *detail->text() : "the server refused", base);
}

}  // namespace tidemark::app

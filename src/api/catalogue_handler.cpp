#include <memory>
#include <utility>

#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/static_content.hpp"

namespace tidemark::api {

net::HttpHandler make_catalogue_handler(const RouteInfo& route, std::string json) {
  const auto content =
      std::make_shared<const StaticContent>(StaticContent::from_text(std::move(json), "application/json"));
  return [content, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    responder.send(params ? content->answer(responder.request()) : reply(params.error()));
  };
}

}  // namespace tidemark::api

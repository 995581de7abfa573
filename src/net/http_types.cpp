#include "net/http_types.hpp"

#include <algorithm>
#include <array>

#include "net/problem.hpp"
#include "net/url.hpp"

namespace tidemark::net {
namespace {

std::optional<std::string_view> value_of(const std::vector<NameValue>& list, std::string_view name) {
  const auto it = std::ranges::find(list, name, &NameValue::name);
  if (it == list.end()) return std::nullopt;
  return std::string_view{it->value};
}

}  // namespace

std::string_view name_of(Method method) noexcept {
  constexpr std::array<std::string_view, kMethodCount> kNames{"GET",   "HEAD",   "POST",   "PUT",
                                                              "PATCH", "DELETE", "OPTIONS"};
  return kNames[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto it = std::ranges::find_if(headers, [&](const NameValue& h) { return equal_ignoring_case(h.name, name); });
  if (it == headers.end()) return std::nullopt;
  return std::string_view{it->value};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  return value_of(query, name);
}

std::string_view Request::param(std::string_view name) const {
  return value_of(params, name).value_or("");
}

Body::Body(std::string text) : Body{share(std::make_shared<const std::string>(std::move(text)))} {}

Body Body::share(std::shared_ptr<const std::string> text) {
  Body body;
  body.bytes_ = *text;
  body.owner_ = std::move(text);
  return body;
}

Body Body::borrow(std::string_view static_bytes) {
  Body body;
  body.bytes_ = static_bytes;
  return body;
}

Responder::Responder(std::shared_ptr<ResponseSink> sink, std::shared_ptr<const Request> request)
    : sink_{std::move(sink)}, request_{std::move(request)} {}

Responder::~Responder() {
  if (sink_)
    send(problem({.status = 500, .code = "no_answer", .detail = "The server gave no answer to this request."}));
}

void Responder::send(Response response) {
  if (const auto sink = std::exchange(sink_, nullptr)) sink->complete(std::move(response));
}

}  // namespace tidemark::net

#include "api/reply.hpp"

#include <algorithm>
#include <charconv>

#include <xxhash.h>

#include "api/gzip.hpp"
#include "net/problem.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kGzipFrom = 1024;

int status_of(core::ErrorKind kind) {
  switch (kind) {
    case core::ErrorKind::kNotFound:
      return 404;
    case core::ErrorKind::kConflict:
      return 409;
    case core::ErrorKind::kInvalidArgument:
    case core::ErrorKind::kParse:
    case core::ErrorKind::kRefused:
      return 422;
    case core::ErrorKind::kUnavailable:
    case core::ErrorKind::kExhausted:
    case core::ErrorKind::kTimeout:
      return 503;
    default:
      return 500;
  }
}

std::string_view without_weak(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string etag_of(std::string_view body) {
  char digits[17];
  const auto end = std::to_chars(digits, digits + sizeof digits, XXH3_64bits(body.data(), body.size()), 16).ptr;
  return "W/\"" + std::string{digits, end} + "\"";
}

bool matches_etag(std::string_view header, std::string_view etag) noexcept {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view item = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (item == "*" || without_weak(item) == without_weak(etag)) return true;
  }
  return false;
}

net::Response reply(const net::Request& request, std::string body, std::string_view content_type) {
  net::Response response;
  std::string etag = etag_of(body);
  const bool known = matches_etag(request.header("If-None-Match").value_or(""), etag);
  response.headers = {{"ETag", std::move(etag)}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (known) {
    response.status = 304;
    return response;
  }
  response.content_type = content_type;
  if (body.size() > kGzipFrom && accepts_gzip(request.header("Accept-Encoding").value_or(""))) {
    if (auto packed = gzip(body)) {
      response.headers.push_back({"Content-Encoding", "gzip"});
      body = std::move(*packed);
    }
  }
  response.body = std::move(body);
  return response;
}

net::Response reply(const core::Error& error) {
  net::Problem problem{.status = status_of(error.kind), .code = error.code, .detail = error.message};
  if (problem.status == 422) problem.field = error.place;
  if (problem.status == 503) problem.headers.push_back({"Retry-After", "1"});
  return net::problem(problem);
}

}  // namespace tidemark::api

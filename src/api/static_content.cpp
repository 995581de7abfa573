#include "api/static_content.hpp"

#include "api/gzip.hpp"
#include "api/reply.hpp"

namespace tidemark::api {

StaticContent StaticContent::from_text(std::string text, std::string_view media, std::vector<net::NameValue> headers) {
  std::string etag = etag_of(text);
  net::Body packed;
  if (auto gz = gzip(text); gz && gz->size() < text.size()) packed = std::move(*gz);
  return StaticContent{{.media = media,
                        .cache_control = "no-cache",
                        .plain = std::move(text),
                        .packed = std::move(packed),
                        .etag = std::move(etag),
                        .headers = std::move(headers)}};
}

net::Response StaticContent::answer(const net::Request& request) const {
  net::Response response;
  response.headers = parts_.headers;
  response.headers.push_back({"ETag", parts_.etag});
  response.headers.push_back({"Cache-Control", std::string{parts_.cache_control}});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (matches_etag(request.header("If-None-Match").value_or(""), parts_.etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = parts_.media;
  const bool packed = !parts_.packed.bytes().empty() && accepts_gzip(request.header("Accept-Encoding").value_or(""));
  if (packed) response.headers.push_back({"Content-Encoding", "gzip"});
  response.body = packed ? parts_.packed : parts_.plain;
  return response;
}

}  // namespace tidemark::api

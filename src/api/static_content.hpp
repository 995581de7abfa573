#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http_types.hpp"

namespace tidemark::api {

/// Content that does not change while the process runs, ready to be sent: bytes, their gzip form, and the entity tag.
/// The bytes are borrowed or owned; copies share them. Thread-safe once made.
class StaticContent {
 public:
  struct Parts {
    std::string_view media;
    std::string_view cache_control;
    net::Body plain;
    net::Body packed;  ///< gzip form; empty: there is none
    std::string etag;  ///< quoted
    std::vector<net::NameValue> headers{};
  };
  explicit StaticContent(Parts parts) : parts_{std::move(parts)} {}
  /// From text made at run time: computes tag and gzip form; revalidated on each use ("no-cache").
  [[nodiscard]] static StaticContent from_text(std::string text, std::string_view media,
                                               std::vector<net::NameValue> headers = {});

  /// 200, or 304 when the client has it.
  [[nodiscard]] net::Response answer(const net::Request& request) const;

 private:
  Parts parts_;
};

}  // namespace tidemark::api

#pragma once

// Internal to the REST client: one transfer of libcurl.

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "core/result.hpp"
#include "net/endpoint.hpp"
#include "net/rest_client.hpp"

namespace tidemark::net {

/// What is needed to start a request, checked.
struct RestJob {
  RestTicket ticket;
  RestRequest request;
  RestClient::Callback callback;
  Endpoint endpoint;
  std::optional<ProxyConfig> proxy;
  std::chrono::steady_clock::time_point deadline;
};

/// A request under way. libcurl holds pointers into it: it stays where it is.
class CurlTransfer {
 public:
  CurlTransfer(RestJob job, const RestOptions& options);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  [[nodiscard]] CURL* handle() const { return handle_.get(); }
  [[nodiscard]] const RestJob& job() const { return job_; }
  /// Answers the request; `outcome` is libcurl's.
  void finish(CURLcode outcome);
  void fail(core::Error why) { job_.callback(std::unexpected(std::move(why))); }

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  void set_request();
  void set_limits(const RestOptions& options);
  void set_proxy();
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  bool take_header(std::string_view line);
  [[nodiscard]] core::Error error_of(CURLcode outcome) const;

  RestJob job_;
  std::size_t reply_bytes_max_;
  std::size_t header_bytes_max_;
  std::size_t header_bytes_{0};
  bool too_large_{false};
  RestReply reply_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::array<char, CURL_ERROR_SIZE> message_{};
  std::unique_ptr<CURL, FreeHandle> handle_{curl_easy_init()};
};

/// "GET api.example.com/v3/time": without the query.
[[nodiscard]] std::string place_of(const RestJob& job);

}  // namespace tidemark::net

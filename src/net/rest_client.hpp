#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http_types.hpp"
#include "net/proxy.hpp"

namespace tidemark::net {

struct RestLimits {
  core::Duration connect_timeout{core::seconds(5)};  ///< name, connection, proxy and TLS
  std::size_t reply_bytes{64 * 1024 * 1024};         ///< body after decompression; more ends the request
  std::size_t header_bytes{64 * 1024};
  std::size_t queue{1024};         ///< requests submitted and not yet answered
  std::size_t active{32};          ///< of those, under way at the same time
  std::size_t active_per_host{8};  ///< and to one host
};

struct RestOptions {
  RestLimits limits;
  std::string ca_file;  ///< PEM; empty: the system's trust store
  std::string user_agent{"tidemark"};
  ProxyEnvironment proxies;
};

struct RestRequest {
  Method method{Method::kGet};
  std::string url;  ///< http or https, percent-encoded
  std::vector<NameValue> headers;
  std::string body;
  core::Duration timeout{core::seconds(10)};  ///< from submit() to the last byte of the reply
};

/// A whole answer, whatever its status; redirects are not followed.
struct RestReply {
  int status{0};
  std::vector<NameValue> headers;  ///< names in lower case, in order
  std::string body;                ///< decompressed

  friend bool operator==(const RestReply&, const RestReply&) = default;
};

/// One submitted request. Never used twice.
struct RestTicket {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(RestTicket, RestTicket) = default;
};

/// HTTP client with many requests under way on one thread, which the caller owns: connections are kept and reused
/// (HTTP/2 where the server speaks it), bodies decompressed, certificates checked, proxies obeyed. submit() and
/// cancel() may be called from any thread.
class RestClient {
 public:
  /// Errors: kTimeout "request_timeout"; kUnavailable "host_not_found", "connection_failed", "proxy_failed",
  /// "tls_untrusted", "tls_failed", "connection_broke", "reply_too_large", "bad_response", "client_stopped". No answer
  /// means that the outcome is unknown. Messages name method, host and path, never the query, which may hold
  /// signatures.
  using Callback = std::move_only_function<void(core::Result<RestReply>)>;

  /// Errors: kInvalidArgument "bad_ca_file".
  [[nodiscard]] static core::Result<std::unique_ptr<RestClient>> make(RestOptions options);
  /// Only after run() has returned. Requests that were never run are dropped without an answer.
  virtual ~RestClient() = default;

  /// The thread's body: works until `stop` is requested, then answers all that is left with "client_stopped".
  virtual void run(std::stop_token stop) = 0;
  /// `callback` is called once, on the thread of run(), unless the request is cancelled. Errors (and no call):
  /// kInvalidArgument "bad_url", "bad_proxy"; kUnsupported "proxy_kind"; kExhausted "too_many_requests".
  [[nodiscard]] virtual core::Result<RestTicket> submit(RestRequest request, Callback callback) = 0;
  /// Ends the request. From another thread than run()'s the answer may already be on its way.
  virtual void cancel(RestTicket ticket) = 0;
};

/// One request on the calling thread, for commands.
[[nodiscard]] core::Result<RestReply> fetch(RestRequest request, const RestOptions& options);

}  // namespace tidemark::net

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidemark::net {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr std::size_t kMethodCount = 7;

[[nodiscard]] std::string_view name_of(Method method) noexcept;

struct NameValue {
  std::string name;
  std::string value;

  friend bool operator==(const NameValue&, const NameValue&) = default;
};

/// A request that passed the server's limits. Paths and header names are as received; `params` and `query` are
/// percent-decoded valid UTF-8 and filled in by the router.
struct Request {
  Method method{Method::kGet};
  std::string path;                ///< still percent-encoded, without the query; begins with '/'
  std::string raw_query;           ///< what stood after '?', without it
  std::vector<NameValue> headers;  ///< in order; names in the client's spelling
  std::vector<NameValue> params;   ///< values of the pattern's {names}
  std::vector<NameValue> query;    ///< each name once
  std::string body;
  std::string id;    ///< the client's X-Request-Id when it is a short token, else one of ours
  std::string peer;  ///< the client's address, without port

  /// First header of this name, any case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  /// The value of a path parameter; empty when the route has none of this name.
  [[nodiscard]] std::string_view param(std::string_view name) const;
};

/// Bytes of a response: owned, shared between responses, or borrowed from memory that outlives the server.
class Body {
 public:
  Body() = default;
  Body(std::string text);  // NOLINT(google-explicit-constructor): a text is a body
  [[nodiscard]] static Body share(std::shared_ptr<const std::string> text);
  [[nodiscard]] static Body borrow(std::string_view static_bytes);

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  std::shared_ptr<const std::string> owner_;
  std::string_view bytes_;
};

/// Content-Length, Connection, Date and X-Request-Id are added by the server.
struct Response {
  int status{200};
  std::string content_type;  ///< empty: none (204, 304)
  std::vector<NameValue> headers;
  Body body;
};

/// Takes a finished response. complete() is called at most once per request, from any thread.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  virtual void complete(Response response) = 0;
};

/// The obligation to answer one request: now, or later from any thread. One that is dropped unanswered answers 500.
class Responder {
 public:
  Responder(std::shared_ptr<ResponseSink> sink, std::shared_ptr<const Request> request);
  ~Responder();
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&&) = delete;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  /// The request being answered; valid as long as this object, also on another thread.
  [[nodiscard]] const Request& request() const { return *request_; }
  /// Answers; the second and later calls do nothing.
  void send(Response response);

 private:
  std::shared_ptr<ResponseSink> sink_;
  std::shared_ptr<const Request> request_;
};

}  // namespace tidemark::net

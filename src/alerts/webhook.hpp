#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"
#include "net/rest_client.hpp"

namespace tidemark::alerts {

/// Where firings are sent.
struct Webhook {
  std::string id;  ///< 16 hexadecimal digits
  std::string name;
  std::string url;     ///< http or https; may hold a token, so it is never logged
  std::string secret;  ///< key of the signature; never shown again once it is set
  bool enabled{true};
  core::Timestamp created;
  core::Timestamp updated;

  friend bool operator==(const Webhook&, const Webhook&) = default;
};

inline constexpr std::size_t kSecretBytesMin = 16;
inline constexpr std::size_t kSecretBytesMax = 256;
inline constexpr std::size_t kUrlBytesMax = 2048;

/// Lays the members name, url, secret and enabled of a JSON object over `webhook`; what is left out stays. name and url
/// are needed for a new one. Errors: kInvalidArgument with the member as place: "bad_webhook", "unknown_member",
/// "missing_member", "bad_value", "too_long", "bad_url".
[[nodiscard]] core::Result<Webhook> read_webhook(const net::JsonValue& json, Webhook webhook = {});

/// id, name, url, enabled, created_at, updated_at, into an open object. Without the secret.
void write_webhook(net::JsonWriter& json, const Webhook& webhook);

/// What is sent to a webhook, however often.
struct Message {
  std::string id;  ///< 32 hexadecimal digits: the idempotency key
  std::string body;
  std::string content_type;
};

/// HMAC-SHA256 of "TIMESTAMP.BODY" under the secret, in hexadecimal digits, after "sha256=".
[[nodiscard]] std::string signature_of(std::string_view secret, std::string_view timestamp, std::string_view body);

/// A POST with X-Tidemark-Timestamp (Unix seconds, of this attempt), X-Tidemark-Signature and Idempotency-Key.
[[nodiscard]] net::RestRequest request_of(const Webhook& webhook, const Message& message, core::Timestamp now,
                                          core::Duration timeout);

}  // namespace tidemark::alerts

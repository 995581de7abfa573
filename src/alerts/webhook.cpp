#include "alerts/webhook.hpp"

#include <array>
#include <utility>

#include "alerts/condition_json.hpp"
#include "net/endpoint.hpp"
#include "net/hmac_sha256.hpp"
#include "net/text.hpp"

namespace tidemark::alerts {
namespace {

using core::Result;
using core::Status;
using net::JsonValue;

constexpr std::array<std::string_view, 4> kMembers{"name", "url", "secret", "enabled"};

Status check_text(std::string_view text, std::string_view place, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) {
    return bad_rule("too_long", "This must have " + std::to_string(least) + " to " + std::to_string(most) + " bytes.",
                    std::string{place});
  }
  if (net::has_control_characters(text)) return bad_rule("bad_value", "This must be one line.", std::string{place});
  return {};
}

Status check_url(const std::string& url) {
  if (auto fits = check_text(url, "url", 1, kUrlBytesMax); !fits) return fits;
  const auto endpoint = net::parse_endpoint(url);
  if (!endpoint) return bad_rule("bad_url", endpoint.error().message, "url");
  if (endpoint->scheme != net::Scheme::kHttp && endpoint->scheme != net::Scheme::kHttps) {
    return bad_rule("bad_url", "A webhook is reached over http or https.", "url");
  }
  return {};
}

}  // namespace

Result<Webhook> read_webhook(const JsonValue& json, Webhook webhook) {
  if (json.members() == nullptr) return bad_rule("bad_webhook", "A webhook is a JSON object.", "body");
  if (auto known = only_members(json, kMembers, ""); !known) return core::forward_error(known);
  const std::array<std::pair<std::string_view, std::string*>, 3> texts{
      {{"name", &webhook.name}, {"url", &webhook.url}, {"secret", &webhook.secret}}};
  for (const auto& [name, into] : texts) {
    const JsonValue* value = json.find(name);
    if (value == nullptr) {
      if (into->empty() && name != "secret") {
        return bad_rule("missing_member", "A webhook needs this.", std::string{name});
      }
      continue;
    }
    if (value->text() == nullptr) return bad_rule("bad_value", "This must be text.", std::string{name});
    *into = *value->text();
  }
  if (auto fits = check_text(webhook.name, "name", 1, kNameBytesMax); !fits) return core::forward_error(fits);
  if (auto right = check_url(webhook.url); !right) return core::forward_error(right);
  if (json.find("secret") != nullptr) {
    if (auto fits = check_text(webhook.secret, "secret", kSecretBytesMin, kSecretBytesMax); !fits) {
      return core::forward_error(fits);
    }
  }
  if (const JsonValue* enabled = json.find("enabled")) {
    if (enabled->boolean() == nullptr) return bad_rule("bad_value", "This must be true or false.", "enabled");
    webhook.enabled = *enabled->boolean();
  }
  return webhook;
}

void write_webhook(net::JsonWriter& json, const Webhook& webhook) {
  json.key("id").text(webhook.id).key("name").text(webhook.name).key("url").text(webhook.url);
  json.key("enabled").boolean(webhook.enabled);
  json.key("created_at").text(core::format_iso(webhook.created));
  json.key("updated_at").text(core::format_iso(webhook.updated));
}

std::string signature_of(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string signed_text{timestamp};
  signed_text += '.';
  signed_text += body;
  return "sha256=" + net::hmac_sha256_hex(secret, signed_text);
}

net::RestRequest request_of(const Webhook& webhook, const Message& message, core::Timestamp now,
                            core::Duration timeout) {
  const std::string timestamp = std::to_string(now.ns / 1'000'000'000);
  net::RestRequest request;
  request.method = net::Method::kPost;
  request.url = webhook.url;
  request.headers = {{"Content-Type", message.content_type},
                     {"X-Tidemark-Timestamp", timestamp},
                     {"X-Tidemark-Signature", signature_of(webhook.secret, timestamp, message.body)},
                     {"Idempotency-Key", message.id}};
  request.body = message.body;
  request.timeout = timeout;
  return request;
}

}  // namespace tidemark::alerts

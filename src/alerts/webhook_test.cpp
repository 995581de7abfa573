#include "alerts/webhook.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace tidemark::alerts {
namespace {

core::Result<Webhook> read(const std::string& text, Webhook webhook = {}) {
  const auto json = net::parse_json(text);
  EXPECT_TRUE(json) << text;
  return read_webhook(*json, std::move(webhook));
}

std::string refusal(const std::string& text) {
  const auto webhook = read(text);
  return webhook ? "taken" : webhook.error().code + " at " + webhook.error().place;
}

TEST(Webhook, needs_a_name_and_an_address_over_http) {
  const auto webhook = read(R"({"name":"bot","url":"https://example.com/hook?token=1"})");
  ASSERT_TRUE(webhook) << webhook.error().text();
  EXPECT_TRUE(webhook->enabled);
  EXPECT_EQ(webhook->secret, "");
  EXPECT_TRUE(read(R"({"name":"bot","url":"http://127.0.0.1:9/x"})")) << "a receiver on the same machine is usual";
  EXPECT_EQ(refusal(R"({"url":"https://example.com/"})"), "missing_member at name");
  EXPECT_EQ(refusal(R"({"name":"bot"})"), "missing_member at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"wss://example.com/"})"), "bad_url at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"file:///etc/passwd"})"), "bad_url at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"https://user:word@example.com/"})"), "bad_url at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"https://"})"), "bad_url at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"http://a/\r\nX: y"})"), "bad_value at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":")" + std::string(2049, 'x') + "\"}"), "too_long at url");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"http://a/","secret":"short"})"), "too_long at secret");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"http://a/","enabled":"yes"})"), "bad_value at enabled");
  EXPECT_EQ(refusal(R"({"name":"bot","url":"http://a/","id":"1"})"), "unknown_member at id");
}

TEST(Webhook, never_shows_its_secret) {
  const auto webhook = read(R"({"name":"bot","url":"http://a/","secret":"0123456789abcdef"})");
  ASSERT_TRUE(webhook) << webhook.error().text();
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  write_webhook(json, *webhook);
  json.end_object();
  EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos) << text;
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
}

TEST(Webhook, a_change_keeps_what_is_left_out) {
  const auto webhook = read(R"({"name":"bot","url":"http://a/","secret":"0123456789abcdef"})");
  const auto changed = read(R"({"enabled":false})", *webhook);
  ASSERT_TRUE(changed) << changed.error().text();
  EXPECT_EQ(changed->secret, webhook->secret);
  EXPECT_FALSE(changed->enabled);
}

TEST(Webhook, signs_timestamp_and_body) {
  // Python: hmac.new(b"0123456789abcdef", b'1700000000.{"a":1}', hashlib.sha256).hexdigest()
  const std::string expected = "sha256=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23";
  EXPECT_EQ(signature_of("0123456789abcdef", "1700000000", R"({"a":1})"), expected);
  const Webhook webhook{.id = "w", .name = "n", .url = "http://a/", .secret = "0123456789abcdef"};
  const auto request = request_of(webhook, {"the-key", R"({"a":1})", "application/json"},
                                  core::Timestamp::from_ms(1'700'000'000'999), core::seconds(3));
  const auto header = [&](std::string_view name) {
    const auto found = std::ranges::find(request.headers, name, &net::NameValue::name);
    return found == request.headers.end() ? "none" : found->value;
  };
  EXPECT_EQ(request.method, net::Method::kPost);
  EXPECT_EQ(header("X-Tidemark-Timestamp"), "1700000000");
  EXPECT_EQ(header("X-Tidemark-Signature"), expected);
  EXPECT_EQ(header("Idempotency-Key"), "the-key");
  EXPECT_EQ(header("Content-Type"), "application/json");
  EXPECT_EQ(request.body, R"({"a":1})");
}

}  // namespace
}  // namespace tidemark::alerts

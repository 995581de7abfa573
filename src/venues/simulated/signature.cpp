#include "venues/simulated/signature.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "net/hmac_sha256.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kStandardWindow = core::milliseconds(5000);
constexpr core::Duration kLongestWindow = core::milliseconds(60'000);
constexpr core::Duration kAheadMost = core::milliseconds(1000);
constexpr std::uint64_t kFirstMicroseconds = 100'000'000'000'000;  // as milliseconds it would be the year 5138

/// The text without its signature, wherever that stands.
std::string without_signature(std::string_view text) {
  std::string rest;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    if (!pair.starts_with("signature=")) {
      if (!rest.empty()) rest += '&';
      rest += pair;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rest;
}

ApiResult<core::Duration> window_of(const Parameters& parameters) {
  const std::string_view text = parameters.text("recvWindow");
  if (text.empty()) return kStandardWindow;
  const auto thousandths = core::parse_decimal(text, 3);  // three decimals are allowed
  if (thousandths.error != core::DecimalError::kNone || thousandths.value < 0) {
    return illegal_characters("recvWindow", R"(^([0-9]{1,5})(\.[0-9]{1,3})?$)");
  }
  if (thousandths.value > kLongestWindow.ns / 1000) {
    return refuse(-1131, "Parameter 'recvWindow' must be less than or equal to 60000.");
  }
  return core::Duration{thousandths.value * 1000};
}

ApiResult<void> check_time(const ClientDesk& clients, const Parameters& parameters, core::Timestamp shown_now) {
  const auto stamp = parameters.number("timestamp");
  if (!stamp) return std::unexpected(stamp.error());
  if (!*stamp) return missing_parameter("timestamp");
  const auto window = window_of(parameters);
  if (!window) return std::unexpected(window.error());
  if (clients.timestamps() == TimestampCheck::kNone) return {};
  constexpr std::uint64_t kMost = 9'000'000'000'000'000;
  if (**stamp > kMost) return refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  const auto value = static_cast<std::int64_t>(**stamp);
  const core::Timestamp sent =
      **stamp >= kFirstMicroseconds ? core::Timestamp{value * 1000} : core::Timestamp::from_ms(value);
  if (sent >= shown_now + kAheadMost) {
    return refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (shown_now - sent > *window) return refuse(-1021, "Timestamp for this request is outside of the recvWindow.");
  return {};
}

}  // namespace

std::string signed_payload(std::string_view query, std::string_view body) {
  return without_signature(query) + without_signature(body);
}

std::string signed_payload(const Parameters& parameters) {
  std::vector<net::NameValue> sorted = parameters.all();
  std::erase_if(sorted, [](const net::NameValue& value) { return value.name == "signature"; });
  std::ranges::sort(sorted, {}, &net::NameValue::name);
  std::string text;
  for (const net::NameValue& value : sorted) {
    if (!text.empty()) text += '&';
    text += value.name + "=" + value.value;
  }
  return text;
}

ApiResult<ClientAccount*> authenticate(ClientDesk& clients, Security security, const Credentials& credentials,
                                       const Parameters& parameters, core::Timestamp shown_now) {
  if (credentials.api_key.empty()) return refuse(-2014, "API-key format invalid.", 401);
  ClientAccount* account = clients.find_key(credentials.api_key);
  if (account == nullptr) return refuse(-2015, "Invalid API-key, IP, or permissions for action.", 401);
  if (security == Security::kKeyOnly) return account;
  const auto signature = parameters.required("signature");
  if (!signature) return std::unexpected(signature.error());
  if (const auto in_time = check_time(clients, parameters, shown_now); !in_time)
    return std::unexpected(in_time.error());
  if (!net::equal_in_constant_time(net::hmac_sha256_hex(account->config.secret, credentials.payload), *signature)) {
    return refuse(-1022, "Signature for this request is not valid.");
  }
  return account;
}

}  // namespace tidemark::venues::simulated

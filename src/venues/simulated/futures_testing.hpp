#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "net/hmac_sha256.hpp"
#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated::testing {

/// Alice at the simulated USD-M market; for tests only.
inline constexpr std::string_view kKey = "simulated-key-of-alice";
inline constexpr std::string_view kSecret = "simulated-secret-of-alice";

class Futures : public ::testing::Test {
 protected:
  Futures() { run(core::seconds(10)); }

  void run(core::Duration length) { venue_->advance(venue_->now() + length); }
  Answer send(net::Method method, const std::string& path, const std::string& query) {
    net::Request request = request_for(path + "?" + query, method);
    request.headers.push_back({"X-MBX-APIKEY", std::string{kKey}});
    auto reply = venue_->handle(request);
    return {reply.response.status, std::string{reply.response.body.bytes()}, std::move(reply.response.headers)};
  }
  Answer signed_send(net::Method method, const std::string& path, std::string query) {
    query += (query.empty() ? "" : "&") + std::string{"timestamp="} + std::to_string(venue_->now().ms());
    return send(method, path, query + "&signature=" + net::hmac_sha256_hex(kSecret, query));
  }
  Answer order(const std::string& parameters) {
    return signed_send(net::Method::kPost, "/fapi/v1/order", "symbol=BTCUSDT&" + parameters);
  }
  net::JsonValue placed(const std::string& parameters) {
    const auto answer = order(parameters + "&newOrderRespType=RESULT");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer.body);
  }
  net::JsonValue got(const std::string& path, const std::string& query = "") {
    const auto answer = signed_send(net::Method::kGet, path, query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer.body);
  }
  static double number(const net::JsonValue& object, std::string_view name) {
    return std::stod(*object.find(name)->text());
  }
  /// The mark price with as many decimals as prices of BTCUSDT have, moved by a part of it.
  std::string price(double factor) {
    const auto index = json_of(get(*venue_, "/fapi/v1/premiumIndex?symbol=BTCUSDT").body);
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number(index, "markPrice") * factor);
    return text;
  }
  std::unique_ptr<SimVenue> venue_ = make_venue();
};

}  // namespace tidemark::venues::simulated::testing

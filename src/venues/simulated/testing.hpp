#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "net/json_reader.hpp"
#include "venues/simulated/sim_venue.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::venues::simulated::testing {

/// A client that keeps what it is sent.
class RecordingPeer final : public SimPeer {
 public:
  void send(std::string_view text) override { texts.emplace_back(text); }
  void end(Ending ending) override { ended = ending; }

  std::vector<std::string> texts;
  std::optional<Ending> ended;
};

inline constexpr core::Timestamp kStart = core::Timestamp::from_ms(1'725'000'000'000);  // 2024-08-30 06:40:00 UTC

inline SimVenueConfig small_config() {
  return {.seed = 7, .start = kStart, .symbols = {"BTCUSDT", "ETHUSDT"}, .history = core::hours(3)};
}

inline std::unique_ptr<SimVenue> make_venue(const SimVenueConfig& config = small_config()) {
  auto venue = SimVenue::make(config);
  EXPECT_TRUE(venue.has_value());
  return venue ? std::move(*venue) : nullptr;
}

/// "/api/v3/depth?symbol=BTCUSDT" as a request of one client.
inline net::Request request_for(std::string_view target, net::Method method = net::Method::kGet) {
  net::Request request;
  request.method = method;
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.raw_query = target.substr(std::min(question + 1, target.size()));
  request.peer = "127.0.0.1";
  return request;
}

struct Answer {
  int status{0};
  std::string body;
  std::vector<net::NameValue> headers;

  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& entry : headers) {
      if (entry.name == name) return entry.value;
    }
    return {};
  }
};

inline Answer get(SimVenue& venue, std::string_view target) {
  SimVenue::Reply reply = venue.handle(request_for(target));
  return {reply.response.status, std::string{reply.response.body.bytes()}, std::move(reply.response.headers)};
}

inline net::JsonValue json_of(const std::string& text) {
  auto json = net::parse_json(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? std::move(*json) : net::JsonValue{};
}

/// The names of an object's members, in order.
inline std::vector<std::string> names_of(const net::JsonValue& object) {
  std::vector<std::string> names;
  if (object.members() == nullptr) return names;
  for (const auto& [name, value] : *object.members()) names.push_back(name);
  return names;
}

}  // namespace tidemark::venues::simulated::testing

#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "venues/live/market_data_venue.hpp"
#include "venues/live/transport.hpp"

/// For tests only: a transport that a test plays by hand, and a sink that keeps what it is given.
namespace tidemark::venues::testing {

class ScriptedTransport final : public Transport {
 public:
  struct Link {
    std::string url;
    std::vector<std::string> sent;
    bool closed{false};
  };

  LinkId open(const std::string& url) override {
    links[++last_link_] = {url, {}, false};
    return {last_link_};
  }
  void send(LinkId link, std::string_view text) override { links.at(link.value).sent.emplace_back(text); }
  void close(LinkId link) override { links.at(link.value).closed = true; }
  RequestId request(HttpRequest request) override {
    requests[++last_request_] = std::move(request);
    return {last_request_};
  }
  void cancel(RequestId request) override { requests.erase(request.value); }

  /// The newest link that was not closed by the session; 0 when there is none.
  [[nodiscard]] LinkId newest() const {
    for (const auto& [id, link] : links) {
      if (!link.closed) newest_ = id;
    }
    return {newest_};
  }
  /// The oldest unanswered request whose URL holds `part`; 0 when there is none.
  [[nodiscard]] RequestId asking(std::string_view part) const {
    for (const auto& [id, request] : requests) {
      if (request.url.find(part) != std::string::npos) return {id};
    }
    return {0};
  }
  void reply(TransportEvents& events, RequestId request, int status, std::string body, core::Timestamp at,
             std::vector<net::NameValue> headers = {}) {
    requests.erase(request.value);
    events.on_reply(request, HttpReply{status, std::move(headers), std::move(body)}, at);
  }
  static void text(TransportEvents& events, LinkId link, std::string_view text, core::Timestamp at) {
    std::string padded{text};
    padded.append(64, '\0');
    events.on_text(link, std::string_view{padded}.substr(0, text.size()), at);
  }

  std::map<std::uint64_t, Link> links;
  std::map<std::uint64_t, HttpRequest> requests;  ///< unanswered

 private:
  mutable std::uint64_t newest_{0};
  std::uint64_t last_link_{0};
  std::uint64_t last_request_{0};
};

class KeepingSink final : public MarketDataSink {
 public:
  void on_instrument(const core::Instrument& instrument) override { instruments.push_back(instrument); }
  void on_event(core::Event& event) override { events.push_back(std::move(event)); }
  void on_repaired(const Repair& repair) override { repairs.push_back(repair); }
  void on_refused(std::string_view symbol, const core::Error& why) override { refused.emplace_back(symbol, why); }

  template <class T>
  [[nodiscard]] std::vector<T> only() const {
    std::vector<T> all;
    for (const core::Event& event : events) {
      if (const T* found = std::get_if<T>(&event)) all.push_back(*found);
    }
    return all;
  }
  [[nodiscard]] std::vector<core::FeedState> states() const {
    std::vector<core::FeedState> all;
    for (const core::FeedStatus& status : only<core::FeedStatus>()) all.push_back(status.state);
    return all;
  }

  std::vector<core::Instrument> instruments;
  std::vector<core::Event> events;
  std::vector<Repair> repairs;
  std::vector<std::pair<std::string, core::Error>> refused;
};

}  // namespace tidemark::venues::testing

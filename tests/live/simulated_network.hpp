#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "core/rng.hpp"
#include "core/time.hpp"
#include "venues/live/transport.hpp"
#include "venues/simulated/sim_venue.hpp"

namespace tidemark::test {

/// A network without sockets between one session and one simulated venue: messages take their time, those of one
/// connection keep their order, and everything is decided by the seed. Time is what run() is told.
class SimulatedNetwork final : public venues::Transport {
 public:
  SimulatedNetwork(venues::simulated::SimVenue& venue, core::Timestamp start, std::uint64_t seed)
      : venue_{&venue}, now_{start}, rng_{seed} {}
  ~SimulatedNetwork() override {
    for (auto& [id, peer] : peers_) {
      if (peer->at_venue) venue_->disconnect(*peer);
    }
  }
  SimulatedNetwork(const SimulatedNetwork&) = delete;
  SimulatedNetwork& operator=(const SimulatedNetwork&) = delete;

  /// What went over the wire, for those who count.
  struct Log {
    std::vector<core::Timestamp> opens;
    std::vector<std::pair<std::uint64_t, core::Timestamp>> sends;  ///< by link
    std::vector<core::Timestamp> requests;
    std::vector<core::TimeRange> told_to_wait;  ///< from the arrival of a 429 or 418 for as long as it says
    std::size_t most_links{0};                  ///< at once
  };
  [[nodiscard]] const Log& log() const { return log_; }
  /// For those who do not count, and run for days.
  void forget_log() { log_ = {}; }

  void set_events(venues::TransportEvents& events) { events_ = &events; }

  venues::LinkId open(const std::string& url) override {
    const venues::LinkId link{++last_link_};
    auto peer = std::make_unique<Peer>(*this, link);
    Peer* raw = peer.get();
    peers_[link.value] = std::move(peer);
    log_.opens.push_back(now_);
    log_.most_links = std::max(log_.most_links, peers_.size());
    to_venue(link, [this, raw, target = path_of(url)] { connect(*raw, target); });
    return link;
  }
  void send(venues::LinkId link, std::string_view text) override {
    log_.sends.emplace_back(link.value, now_);
    to_venue(link, [this, link, copy = std::string{text}] {
      if (Peer* peer = find(link); peer != nullptr && peer->at_venue) venue_->receive(*peer, copy);
    });
  }
  void close(venues::LinkId link) override {
    if (Peer* peer = find(link)) peer->heard = false;
    to_venue(link, [this, link] {
      if (Peer* peer = find(link)) leave(*peer);
    });
  }
  venues::RequestId request(venues::HttpRequest request) override {
    const venues::RequestId id{++last_request_};
    waiting_[id.value] = true;
    log_.requests.push_back(now_);
    at(now_ + request.timeout,
       [this, id] { finish(id, core::fail(core::ErrorKind::kTimeout, "timeout", "no answer in time")); });
    at(now_ + latency(), [this, id, asked = std::move(request)] { ask(id, asked); });
    return id;
  }
  void cancel(venues::RequestId request) override { waiting_.erase(request.value); }

  /// When something is due in the network.
  [[nodiscard]] core::Timestamp next_due() const {
    return queue_.empty() ? core::Timestamp{INT64_MAX} : queue_.top().at;
  }
  /// Delivers what is due; the venue must have been advanced to `now`.
  void run(core::Timestamp now) {
    now_ = now;
    while (!queue_.empty() && queue_.top().at <= now) {
      const auto deed = std::move(const_cast<Deed&>(queue_.top()).what);
      queue_.pop();
      deed();
    }
  }
  /// Must be told the time before the venue is advanced to it.
  void set_now(core::Timestamp now) { now_ = now; }

 private:
  struct Peer final : venues::simulated::SimPeer {
    Peer(SimulatedNetwork& on, venues::LinkId of) : network{&on}, link{of} {}
    void send(std::string_view text) override { network->to_client(*this, std::string{text}); }
    void end(Ending /*ending*/) override {
      at_venue = false;
      network->close_client(*this, "the venue ended the connection");
    }
    SimulatedNetwork* network;
    venues::LinkId link;
    bool at_venue{false};
    bool heard{true};  ///< the session has not closed it
    core::Timestamp up_until;
    core::Timestamp down_until;
  };
  struct Deed {
    core::Timestamp at;
    std::uint64_t number{0};
    std::function<void()> what;
    friend bool operator<(const Deed& a, const Deed& b) {
      return std::pair{b.at, b.number} < std::pair{a.at, a.number};
    }
  };

  static std::string path_of(const std::string& url) {
    const std::size_t host = url.find("//") + 2;
    const std::size_t path = url.find('/', host);
    return path == std::string::npos ? "/" : url.substr(path);
  }
  core::Duration latency() {
    return core::milliseconds(5) + core::nanoseconds(static_cast<std::int64_t>(rng_.below(20'000'000)));
  }
  void at(core::Timestamp when, std::function<void()> what) { queue_.push({when, ++last_deed_, std::move(what)}); }
  Peer* find(venues::LinkId link) {
    const auto found = peers_.find(link.value);
    return found == peers_.end() ? nullptr : found->second.get();
  }
  void to_venue(venues::LinkId link, std::function<void()> what) {
    Peer* peer = find(link);
    if (peer == nullptr) return;
    peer->up_until = std::max(peer->up_until, now_ + latency());
    at(peer->up_until, std::move(what));
  }
  void to_client(Peer& peer, std::string text) {
    peer.down_until = std::max(peer.down_until, now_ + latency());
    text.append(64, '\0');
    at(peer.down_until, [this, link = peer.link, padded = std::move(text)] {
      const Peer* there = find(link);
      if (there == nullptr || !there->heard) return;
      events_->on_text(link, std::string_view{padded}.substr(0, padded.size() - 64), now_);
    });
  }
  void close_client(Peer& peer, const char* why) {
    peer.down_until = std::max(peer.down_until, now_ + latency());
    at(peer.down_until, [this, link = peer.link, why] {
      const Peer* there = find(link);
      const bool heard = there != nullptr && there->heard;
      peers_.erase(link.value);
      if (heard) events_->on_closed(link, {core::ErrorKind::kIo, "closed", why, {}}, now_);
    });
  }
  void connect(Peer& peer, const std::string& target) {
    peer.at_venue = venue_->connect(peer, target);
    if (!peer.at_venue) return close_client(peer, "refused");
    peer.down_until = std::max(peer.down_until, now_ + latency());
    at(peer.down_until, [this, link = peer.link] {
      const Peer* there = find(link);
      if (there != nullptr && there->heard) events_->on_open(link, now_);
    });
  }
  void leave(Peer& peer) {
    if (peer.at_venue) venue_->disconnect(peer);
    peers_.erase(peer.link.value);
  }
  void ask(venues::RequestId id, const venues::HttpRequest& asked) {
    net::Request request;
    request.method = asked.method;
    request.headers = asked.headers;
    request.body = asked.body;
    const std::string url = path_of(asked.url);
    const std::size_t question = std::min(url.find('?'), url.size());
    request.path = url.substr(0, question);
    request.raw_query = url.substr(std::min(question + 1, url.size()));
    request.peer = "127.0.0.1";
    auto reply = venue_->handle(request);
    if (reply.never) return;
    venues::HttpReply answer;
    answer.status = reply.response.status;
    for (net::NameValue& header : reply.response.headers) {
      for (char& c : header.name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      answer.headers.push_back(std::move(header));
    }
    answer.body = std::string{reply.response.body.bytes()};
    at(now_ + latency() + reply.after,
       [this, id, answer = std::move(answer)]() mutable { finish(id, std::move(answer)); });
  }
  void finish(venues::RequestId id, core::Result<venues::HttpReply> reply) {
    if (waiting_.erase(id.value) == 0) return;
    if (reply && (reply->status == 429 || reply->status == 418)) {
      for (const net::NameValue& header : reply->headers) {
        if (header.name != "retry-after") continue;
        log_.told_to_wait.push_back({now_, now_ + core::seconds(std::stoll(header.value))});
      }
    }
    events_->on_reply(id, std::move(reply), now_);
  }

  venues::simulated::SimVenue* venue_;
  venues::TransportEvents* events_{nullptr};
  core::Timestamp now_;
  core::Rng rng_;
  Log log_;
  std::map<std::uint64_t, std::unique_ptr<Peer>> peers_;
  std::map<std::uint64_t, bool> waiting_;
  std::priority_queue<Deed> queue_;
  std::uint64_t last_deed_{0};
  std::uint64_t last_link_{0};
  std::uint64_t last_request_{0};
};

}  // namespace tidemark::test

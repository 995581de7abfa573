// Hostile clients of the simulated venue: targets, bodies and messages, a line each. The first byte of a line chooses
// what it is. Nothing may crash, and every REST body that is JSON must be readable.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "net/json_reader.hpp"
#include "venues/simulated/sim_venue.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace {

using namespace tidemark;
using venues::simulated::SimVenue;

struct Peer final : venues::simulated::SimPeer {
  void send(std::string_view text) override { bytes += text.size(); }
  void end(Ending /*ending*/) override { ended = true; }
  std::size_t bytes{0};
  bool ended{false};
};

void request(SimVenue& venue, std::string_view line) {
  net::Request request;
  request.method = static_cast<net::Method>(static_cast<unsigned char>(line.front()) % net::kMethodCount);
  line.remove_prefix(1);
  const std::size_t body = std::min(line.find('\t'), line.size());
  request.body = line.substr(std::min(body + 1, line.size()));
  line = line.substr(0, body);
  const std::size_t question = std::min(line.find('?'), line.size());
  request.path = line.substr(0, question);
  request.raw_query = line.substr(std::min(question + 1, line.size()));
  request.headers.push_back({"X-MBX-APIKEY", "simulated-key-of-alice"});
  request.peer = "10.0.0.1";
  const auto reply = venue.handle(request);
  if (reply.response.status < 200 || reply.response.status > 599) std::abort();
  if (reply.response.content_type.starts_with("application/json") && !net::parse_json(reply.response.body.bytes())) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  venues::simulated::SimVenueConfig config{.start = core::Timestamp::from_s(1'725'000'000), .symbols = {"BTCUSDT"}};
  config.history = core::minutes(2);
  auto venue = SimVenue::make(config);
  if (!venue) std::abort();
  Peer peer;
  bool connected = false;
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    if (line.front() == 'c') {
      if (connected && !peer.ended) (*venue)->disconnect(peer);
      peer = {};
      connected = (*venue)->connect(peer, line.substr(1));
    } else if (line.front() == 'm') {
      if (connected && !peer.ended) (*venue)->receive(peer, line.substr(1));
    } else {
      request(**venue, line);
    }
    (*venue)->advance((*venue)->now() + core::milliseconds(100));
  }
  return 0;
}

// Addresses and parameters of the API: router, decoding, checks of parameters, and the handlers that answer at once.
// Every request must get exactly one answer, and one that is refused must say so in JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "api/api.hpp"
#include "bus/queue_registry.hpp"
#include "net/http_router.hpp"
#include "net/json_reader.hpp"
#include "ops/system_clock.hpp"

namespace {

using namespace tidemark;

class Sink final : public net::ResponseSink {
 public:
  void complete(net::Response response) override {
    if (answered) std::abort();
    answered = true;
    const bool refused = response.status >= 400 && response.status != 503;
    if (refused && !net::parse_json(response.body.bytes())) std::abort();
    if (response.status < 200 || response.status > 503) std::abort();
  }
  bool answered{false};
};

struct World {
  ops::SystemClock clock;
  std::unique_ptr<ops::Metrics> metrics = ops::make_metrics();
  bus::QueueRegistry queues;
  // Nothing waits for the reader, whose thread is not there: what needs it is answered "too busy".
  api::Api api{{.open_store = {},
                .instruments = {core::Instrument{.venue = "sim", .symbol = "BTCUSDT"}},
                .source = {"sim", "fuzz", "fuzz", {}},
                .version = "fuzz",
                .web_dir = {},
                .clock = clock,
                .logger = ops::null_logger(),
                .metrics = *metrics,
                .queues = queues,
                .limits = {.reads_waiting = 0}}};
  net::HttpRouter router = api.routes();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto request = std::make_shared<net::Request>();
  request->method = static_cast<net::Method>(data[0] % net::kMethodCount);
  const std::size_t question = std::min(text.find('?'), text.size());
  request->path = "/" + std::string{text.substr(0, question)};
  request->raw_query = text.substr(std::min(question + 1, text.size()));
  const auto sink = std::make_shared<Sink>();
  auto routed = world.router.route(*request, net::HttpRouter::Upgrade::kNone);
  if (routed.response) {
    sink->complete(std::move(*routed.response));
  } else {
    (*routed.match.handler)(net::Responder{sink, request});
  }
  if (!sink->answered) std::abort();
  return 0;
}

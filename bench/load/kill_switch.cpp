// How long the kill switch takes on loopback: the whole server over the simulated market, so many open orders, then the
// request. Told are the time from the request's arrival to the last cancel, as the server counts it, and from sending
// the request to its whole answer, which comes when the switch is in the database; the bound is 100 ms for the first.
// Arguments: rounds (50), open orders (100), symbols (4), speed of the market (1), and the address of a `tidemark sim`
// ("http://127.0.0.1:8910"), at which the orders are placed then: live trading, one symbol. Of that the time until the
// venue has no order open is told, too, as another client of the same account sees it.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/serve/service.hpp"
#include "load/measure.hpp"
#include "net/hmac_sha256.hpp"
#include "net/json_reader.hpp"
#include "net/rest_client.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::load {
namespace {

struct Options {
  int rounds{50};
  int orders{100};
  int symbols{4};
  double speed{1};
  std::string venue;
};

class Client {
 public:
  explicit Client(std::string url) : url_{std::move(url)} {}
  net::JsonValue ask(net::Method method, const std::string& path, std::string body = {}) const {
    net::RestRequest request;
    request.method = method;
    request.url = url_ + path;
    request.body = std::move(body);
    const auto reply = net::fetch(std::move(request), {});
    if (!reply) fail(reply.error().message.c_str());
    constexpr int kBad = 300;
    if (reply->status >= kBad) {
      std::printf("%s: %s\n", path.c_str(), reply->body.c_str());
      std::exit(1);
    }
    return net::parse_json(reply->body).value();
  }

 private:
  std::string url_;
};

/// How many orders the account has open at the venue, asked as another client does. Of one symbol: to ask for all costs
/// thirteen times the weight, and is soon refused.
std::size_t open_at(const std::string& venue) {
  const std::string query = "symbol=BTCUSDT&timestamp=" + std::to_string(ops::SystemClock{}.now().ms());
  net::RestRequest request;
  request.url =
      venue + "/api/v3/openOrders?" + query + "&signature=" + net::hmac_sha256_hex("simulated-secret-of-alice", query);
  request.headers.push_back({"X-MBX-APIKEY", "simulated-key-of-alice"});
  const auto reply = net::fetch(std::move(request), {});
  if (!reply) fail(reply.error().message.c_str());
  if (reply->status != 200) fail(reply->body.c_str());
  return net::parse_json(reply->body)->array()->size();
}

void trade_at(const std::string& venue, ops::Config& config) {
  const std::string stream = "ws" + venue.substr(4);
  config.source = {"binance"};
  config.symbols = {"BTCUSDT"};
  config.venues.binance = {venue, stream, stream + "/ws-api/v3"};
  config.venues.history = core::hours(1);
  config.trading.mode = "live";
  config.trading.cash = "50000";
  config.trading.api_key = "simulated-key-of-alice";
  config.trading.api_secret = "simulated-secret-of-alice";
}

void print(const char* what, std::vector<double> ms) {
  std::ranges::sort(ms);
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
  };
  std::printf("%-46s median %7.3f ms, p95 %7.3f, worst %7.3f\n", what, at(0.5), at(0.95), ms.back());
}

std::optional<double> price_of(const Client& client, const std::string& symbol) {
  const net::JsonValue all = client.ask(net::Method::kGet, "/api/symbols");
  for (const auto& one : *all.find("symbols")->array()) {
    if (*one.find("symbol")->text() == symbol && !one.find("last")->is_null()) return one.find("last")->number();
  }
  return std::nullopt;
}

void run(const Options& options) {
  const std::filesystem::path dir = std::filesystem::temp_directory_path() / ("kill-" + std::to_string(getpid()));
  std::filesystem::create_directories(dir);
  app::ServiceOptions service_options;
  ops::Config& config = service_options.config;
  config.server.port = 0;
  config.store.path = (dir / "t.db").string();
  config.source = {"sim"};
  config.trading.strategy = "";
  config.trading.open_orders_max = 10'000;
  config.trading.duplicate_window = {};
  config.trading.leverage_max = "";
  const std::vector<std::string> names{"BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"};
  config.symbols.assign(names.begin(), names.begin() + std::min<std::ptrdiff_t>(options.symbols, std::ssize(names)));
  service_options.speed = options.speed;
  if (!options.venue.empty()) trade_at(options.venue, config);
  auto service = app::Service::start(service_options, ops::null_logger());
  if (!service) fail(service.error().text().c_str());
  const Client client{(*service)->url()};
  std::optional<double> price;
  while (!(price = price_of(client, config.symbols[0]))) pause_until(now_ns() + 100'000'000);
  const auto all_open = [&] {
    return options.venue.empty() || open_at(options.venue) == static_cast<std::size_t>(options.orders);
  };
  std::vector<double> cancels;
  std::vector<double> answers;
  std::vector<double> gone;
  for (int round = 0; round < options.rounds; ++round) {
    // The venue takes a hundred orders in ten seconds.
    if (!options.venue.empty() && round > 0) pause_until(now_ns() + 11'000'000'000);
    const auto far = static_cast<std::int64_t>(*price * 0.95);
    for (int i = 0; i < options.orders; ++i) {
      client.ask(net::Method::kPost, "/api/orders",
                 R"({"symbol":")" + config.symbols[0] + R"(","side":"buy","type":"limit","quantity":")" +
                     (options.venue.empty() ? "0.00001" : "0.001") + R"(","limit_price":)" + std::to_string(far) + "}");
    }
    while (!all_open()) pause_until(now_ns() + 100'000'000);
    const std::int64_t began = now_ns();
    const net::JsonValue done =
        client.ask(net::Method::kPost, "/api/kill-switch", R"({"engaged":true,"reason":"measured"})");
    answers.push_back(static_cast<double>(now_ns() - began) / 1e6);
    if (!options.venue.empty()) {
      while (open_at(options.venue) != 0) pause_until(now_ns() + 2'000'000);
      gone.push_back(static_cast<double>(now_ns() - began) / 1e6);
    }
    cancels.push_back(static_cast<double>(*done.find("took_us")->integer()) / 1e3);
    if (const auto sent = *done.find("cancels")->integer(); sent != options.orders) {
      std::printf("round %d: %lld of %d orders were open\n", round, static_cast<long long>(sent), options.orders);
    }
    // On paper a cancel arrives with the market's next event.
    while (*client.ask(net::Method::kGet, "/api/portfolio").find("open_orders")->integer() != 0) {
      pause_until(now_ns() + 10'000'000);
    }
    client.ask(net::Method::kPost, "/api/kill-switch", R"({"engaged":false,"confirm":"release"})");
  }
  std::printf("%d rounds, %d open orders, %zu symbols, market at %g times\n", options.rounds, options.orders,
              config.symbols.size(), options.speed);
  print("request to the last cancel (bound: 100 ms)", cancels);
  print("request to the answer, switch in the database", answers);
  if (!gone.empty()) print("request to no order open at the venue", gone);
  const auto stopped = (*service)->stop();
  service->reset();
  std::filesystem::remove_all(dir);
  if (!stopped) fail(stopped.error().text().c_str());
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  tidemark::load::Options options;
  if (argc > 1) options.rounds = std::atoi(argv[1]);
  if (argc > 2) options.orders = std::atoi(argv[2]);
  if (argc > 3) options.symbols = std::atoi(argv[3]);
  if (argc > 4) options.speed = std::atof(argv[4]);
  if (argc > 5) options.venue = argv[5];
  tidemark::load::run(options);
}

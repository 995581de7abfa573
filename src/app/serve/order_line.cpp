#include "app/serve/order_line.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tidemark::app {

using Kind = trading::VenueRequest::Kind;

namespace {

/// Between two looks at the time: nothing is due more precisely than that.
constexpr core::Duration kNap = core::milliseconds(500);
/// Cancels of a kill switch do not wait for each other.
constexpr std::size_t kConnections = 16;

}  // namespace

core::Result<std::unique_ptr<OrderLine>> OrderLine::make(venues::binance::TradeConfig config,
                                                         Dependencies dependencies) {
  if (auto status = venues::binance::check(config); !status) return core::forward_error(status);
  net::RestOptions options{.ca_file = dependencies.ca_file, .proxies = dependencies.proxies};
  options.limits.active_per_host = kConnections;
  auto rest = net::RestClient::make(std::move(options));
  if (!rest) return core::forward_error(rest);
  std::unique_ptr<OrderLine> line{new OrderLine{std::move(dependencies), std::move(*rest)}};
  if (auto status = line->open(std::move(config)); !status) return core::forward_error(status);
  return line;
}

OrderLine::OrderLine(Dependencies dependencies, std::unique_ptr<net::RestClient> rest)
    : on_{std::move(dependencies)},
      loop_{on_.clock},
      rest_{std::move(rest)},
      orders_{on_.metrics.counter("tidemark_venue_orders_total", "Orders sent to the venue")},
      cancels_{on_.metrics.counter("tidemark_venue_cancels_total", "Cancels sent to the venue, repetitions counted")},
      unknown_{
          on_.metrics.counter("tidemark_venue_unknown_total", "Requests for orders whose outcome had to be asked")} {}

core::Status OrderLine::open(venues::binance::TradeConfig config) {
  auto websockets = net::WsClient::make(loop_, {.ca_file = on_.ca_file, .proxies = on_.proxies});
  if (!websockets) return core::forward_error(websockets);
  websockets_ = std::move(*websockets);
  transport_ = std::make_unique<venues::NetTransport>(loop_, *websockets_, *rest_);
  session_ = std::make_unique<venues::binance::OrderSession>(std::move(config), *transport_,
                                                             static_cast<venues::binance::OrderSink&>(*this));
  transport_->set_events(session_->transport_events());
  return {};
}

void OrderLine::put_instrument(const core::Instrument& instrument) {
  const std::lock_guard lock{mutex_};
  instruments_.push_back(instrument);
}

void OrderLine::put(std::vector<trading::VenueRequest> requests) {
  bool told = false;
  {
    const std::lock_guard lock{mutex_};
    for (trading::VenueRequest& request : requests) {
      ++put_;
      if (request.kind != Kind::kCancel && requests_.size() >= kRequestsMax) {
        ++refused_;
        ++seen_;
        lost_ = true;
        told = true;
        if (request.kind != Kind::kSubmit) continue;
        trading::BrokerReport report;
        report.kind = core::OrderEventKind::kRejected;
        report.order = request.order.id;
        report.at = request.at;
        report.reason = core::OrderReason::kNotReady;
        events_.emplace_back(report);
        if (!request.pair) continue;
        report.order = request.pair->id;
        events_.emplace_back(report);
        continue;
      }
      requests_.push_back(std::move(request));
    }
    requests_most_ = std::max(requests_most_, requests_.size());
  }
  if (told && wake_) wake_();
  loop_.wake();
}

bool OrderLine::has_events() const {
  const std::lock_guard lock{mutex_};
  return !events_.empty() || lost_;
}

void OrderLine::take(std::vector<VenueEvent>& out) {
  const std::lock_guard lock{mutex_};
  std::ranges::move(events_, std::back_inserter(out));
  events_.clear();
  if (std::exchange(lost_, false)) out.emplace_back(VenueDoubt{on_.clock.now()});
}

bool OrderLine::await_sent(core::Duration longest) {
  std::unique_lock lock{mutex_};
  const std::uint64_t wanted = put_;
  return sent_.wait_for(lock, std::chrono::nanoseconds{longest.ns}, [&] { return seen_ >= wanted; });
}

void OrderLine::obey() {
  std::deque<core::Instrument> instruments;
  std::deque<trading::VenueRequest> requests;
  {
    const std::lock_guard lock{mutex_};
    instruments.swap(instruments_);
    requests.swap(requests_);
  }
  for (const core::Instrument& instrument : instruments) session_->put_instrument(instrument);
  const std::size_t count = requests.size();
  const core::Timestamp now = on_.clock.now();
  for (trading::VenueRequest& request : requests) session_->ask(std::move(request), now);
  session_->on_time(now);
  if (count == 0) return;
  const std::lock_guard lock{mutex_};
  seen_ += count;
  sent_.notify_all();
}

void OrderLine::run(const std::stop_token& stop) {
  session_->start(on_.clock.now());
  while (!stop.stop_requested()) {
    obey();
    const core::Timestamp now = on_.clock.now();
    const core::Timestamp next = session_->on_time(now);
    const auto status = session_->status();
    orders_.add(status.orders_sent - told_.orders_sent);
    cancels_.add(status.cancels_sent - told_.cancels_sent);
    unknown_.add(status.unknown_outcomes - told_.unknown_outcomes);
    told_ = status;
    loop_.run_for(next <= now ? core::Duration{} : std::min(kNap, next - now));
  }
  session_->stop();
}

void OrderLine::tell(VenueEvent event) {
  {
    const std::lock_guard lock{mutex_};
    // A report that finds no room is asked for again; connections and accounts are few.
    if (events_.size() >= kEventsMax && std::holds_alternative<trading::BrokerReport>(event)) {
      ++events_lost_;
      lost_ = true;
    } else {
      events_.push_back(std::move(event));
      events_most_ = std::max(events_most_, events_.size());
    }
  }
  if (wake_) wake_();
}

void OrderLine::on_up(core::Timestamp at) {
  on_.logger.info("connected to the venue's user data", {{"part", std::string_view{"orders"}}});
  tell(VenueUp{at});
}

void OrderLine::on_down(const core::Error& why, core::Timestamp at) {
  on_.logger.warning(why.text(), {{"part", std::string_view{"orders"}}});
  tell(VenueDown{why, at});
}

void OrderLine::on_trouble(const core::Error& what) {
  on_.logger.error(what.text(), {{"part", std::string_view{"orders"}}});
}

std::vector<bus::QueueRegistry::Registration> OrderLine::register_queues(bus::QueueRegistry& queues) {
  std::vector<bus::QueueRegistry::Registration> registered;
  registered.push_back(queues.add([this] {
    const std::lock_guard lock{mutex_};
    return bus::QueueStats{.name = "venue requests",
                           .owner = "orders",
                           .unit = "requests",
                           .policy = bus::OverflowPolicy::kRefuse,
                           .capacity = kRequestsMax,
                           .depth = requests_.size(),
                           .high_water = requests_most_,
                           .full = refused_,
                           .lost = 0,
                           .coalesced = 0};
  }));
  registered.push_back(queues.add([this] {
    const std::lock_guard lock{mutex_};
    return bus::QueueStats{.name = "venue reports",
                           .owner = "trading",
                           .unit = "reports",
                           .policy = bus::OverflowPolicy::kRefuse,
                           .capacity = kEventsMax,
                           .depth = events_.size(),
                           .high_water = events_most_,
                           .full = events_lost_,
                           .lost = events_lost_,
                           .coalesced = 0};
  }));
  return registered;
}

}  // namespace tidemark::app

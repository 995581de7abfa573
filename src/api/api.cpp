#include "api/api.hpp"

#include "api/assets.hpp"
#include "api/context.hpp"
#include "api/decision_metrics.hpp"
#include "api/encode_activation.hpp"
#include "api/encode_trading.hpp"
#include "api/handlers.hpp"
#include "api/route_table.hpp"
#include "api/stream_hub.hpp"
#include "api/zone_socket.hpp"

namespace tidemark::api {

namespace {

StreamOptions stream_options(const Context& context) {
  const Limits& limits = context.deps.limits;
  return {.channels_per_client = limits.subscriptions,
          .forming_interval = limits.forming_interval,
          .lag_max = limits.lag_max,
          .first_seq = static_cast<std::uint64_t>(context.started.ms()),
          .beginning = context.deps.source.beginning};
}

}  // namespace

struct Api::Impl {
  explicit Impl(Dependencies dependencies)
      : context{std::move(dependencies)},
        hub{std::make_shared<StreamHub>(
            StreamWorld{.live = context.live,
                        .alerts = context.alerts,
                        .trading = context.trading,
                        .clock = context.deps.clock,
                        .options = stream_options(context),
                        .describe_system = [this] { return encode_system(context); },
                        .facts = [this](const core::Instrument& i) { return market_facts(context, i); },
                        .pushed = &latency_histogram(context.deps.metrics, LatencyStage::kReceivedToPushed),
                        .signal_pushed = &latency_histogram(context.deps.metrics, LatencyStage::kReceivedToSignal)},
            context.ws_clients)},
        from_venue{latency_histogram(context.deps.metrics, LatencyStage::kVenueToReceived)},
        unknown{context.deps.metrics.counter("tidemark_api_unknown_instrument_total",
                                             "Engine outputs of instruments the API was not told of")},
        decisions{context.deps.metrics} {}

  std::shared_ptr<net::WsHandler> socket_of(const RouteInfo& route) {
    if (route.operation == Operation::kStream) return hub;
    zones = std::make_shared<ZoneSocket>(context, *hub, route);
    return zones;
  }

  Context context;
  std::shared_ptr<StreamHub> hub;
  std::shared_ptr<ZoneSocket> zones;  ///< there once routes() was called
  ops::Histogram& from_venue;
  ops::Counter& unknown;
  DecisionMetrics decisions;
};

Api::Api(Dependencies dependencies) : impl_{std::make_unique<Impl>(std::move(dependencies))} {}
Api::~Api() = default;

net::HttpRouter Api::routes() {
  net::HttpRouter router;
  for (const RouteInfo& route : route_table()) {
    if (route.kind == RouteKind::kWebSocket) {
      router.add_websocket(route.pattern, impl_->socket_of(route));
    } else {
      router.add(route.method, route.pattern, make_handler(impl_->context, route));
    }
  }
  const auto& folder = impl_->context.deps.web_dir;
  router.set_fallback(folder ? make_dashboard(*folder) : make_dashboard(embedded_assets()));
  return router;
}

void Api::attach(net::IoLoop& loop) {
  impl_->hub->attach(loop);
  impl_->zones->attach(loop);
}

void Api::publish(const engine::Output& output) {
  if (!impl_->context.live.apply(output)) return impl_->unknown.add();
  impl_->hub->notify(output);
  if (const auto* taken = std::get_if<engine::DecisionOutput>(&output)) impl_->decisions.count(*taken->trace);
  if (const auto* signal = std::get_if<engine::SignalOutput>(&output)) impl_->decisions.count(*signal->signal);
  const auto* trade = std::get_if<core::Trade>(&output);
  if (trade != nullptr && trade->times.exchange.ns != 0 && trade->times.received >= impl_->context.started) {
    impl_->from_venue.record((trade->times.received - trade->times.exchange).ns);
  }
}

bool Api::publish_depth(const engine::BookDepth& depth) {
  if (!impl_->context.live.put_depth(depth)) return false;
  impl_->hub->notify_depth(depth.instrument);
  return true;
}

void Api::publish_alert(std::string document, core::Timestamp known_at) {
  impl_->context.alerts.put({std::move(document), known_at});
  impl_->hub->notify_alert();
}

void Api::publish_trading(const storage::TradingChange& change, const Portfolio& portfolio) {
  for (std::string& signal : encode_signals(change)) {
    impl_->context.trading.put({SaidTrading::Kind::kSignal, std::move(signal), portfolio.at});
  }
  impl_->context.trading.put({SaidTrading::Kind::kChange, encode_change(change, portfolio), portfolio.at});
  impl_->hub->notify_trading();
}

void Api::publish_step(const storage::ActivationEventRecord& event) {
  std::string document;
  net::JsonWriter json{document};
  write_activation_event(json, event);
  impl_->context.trading.put({SaidTrading::Kind::kStep, std::move(document), event.at});
  impl_->hub->notify_trading();
}

void Api::put_instrument(const core::Instrument& instrument) {
  impl_->context.live.put_instrument(instrument);
}

void Api::remember(core::InstrumentId instrument, const storage::SignalRecord& signal) {
  if (const auto newest = row_signal_of(signal)) impl_->context.live.remember(instrument, *newest);
}

void Api::remember(core::InstrumentId instrument, const storage::ConfluenceRecord& confluence) {
  if (const auto best = best_of(confluence)) impl_->context.live.remember(instrument, *best);
}

void Api::run_reads() {
  impl_->context.worker.run();
}
void Api::stop_reads() {
  impl_->context.worker.stop();
}

void Api::run_analyses() {
  impl_->context.pool.run();
}
void Api::stop_analyses() {
  impl_->context.pool.stop();
}

HealthBoard& Api::health() {
  return impl_->context.health;
}

}  // namespace tidemark::api

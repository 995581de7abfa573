#include "api/api.hpp"

#include "api/assets.hpp"
#include "api/context.hpp"
#include "api/handlers.hpp"
#include "api/route_table.hpp"
#include "api/stream_hub.hpp"

namespace tidemark::api {

struct Api::Impl {
  explicit Impl(Dependencies dependencies)
      : context{std::move(dependencies)},
        hub{std::make_shared<StreamHub>(
            context.live, context.deps.clock, [this] { return encode_system(context); },
            StreamHub::Options{.snapshot_candles = 300,
                               .channels_per_client = context.deps.limits.subscriptions,
                               .forming_interval = context.deps.limits.forming_interval},
            context.ws_clients)},
        unknown{context.deps.metrics.counter("tidemark_api_unknown_instrument_total",
                                             "Engine outputs of instruments the API was not told of")} {}

  Context context;
  std::shared_ptr<StreamHub> hub;
  ops::Counter& unknown;
};

Api::Api(Dependencies dependencies) : impl_{std::make_unique<Impl>(std::move(dependencies))} {}
Api::~Api() = default;

net::HttpRouter Api::routes() {
  net::HttpRouter router;
  for (const RouteInfo& route : route_table()) {
    if (route.kind == RouteKind::kWebSocket) {
      router.add_websocket(route.pattern, impl_->hub);
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
}

void Api::publish(const engine::Output& output) {
  if (!impl_->context.live.apply(output)) return impl_->unknown.add();
  impl_->hub->notify(output);
}

bool Api::publish_depth(const engine::BookDepth& depth) {
  return impl_->context.live.put_depth(depth);
}

void Api::put_instrument(const core::Instrument& instrument) {
  impl_->context.live.put_instrument(instrument);
}

void Api::run_reads() {
  impl_->context.worker.run();
}
void Api::stop_reads() {
  impl_->context.worker.stop();
}

HealthBoard& Api::health() {
  return impl_->context.health;
}

}  // namespace tidemark::api

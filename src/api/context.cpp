#include "api/context.hpp"

#include <algorithm>

#include "api/budget.hpp"
#include "api/encode.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kAlertsKept = 512;
constexpr std::size_t kTradingKept = 256;
/// A bulk analysis of as many symbols as may be asked is forty jobs.
constexpr std::size_t kAnalysesWaiting = 1024;
const std::string kDatabase = "database";

core::Error unknown_symbol(const core::SymbolName& name) {
  return {core::ErrorKind::kNotFound, "unknown_symbol", "There is no instrument " + name.symbol + " here.", "symbol"};
}

core::Error unreadable() {
  return {core::ErrorKind::kUnavailable, "database_unavailable",
          "The database cannot be read at the moment; /health says why.", ""};
}

}  // namespace

core::Error overloaded() {
  return {core::ErrorKind::kExhausted, "too_busy", "The server has too many requests waiting.", ""};
}

Context::Context(Dependencies d)
    : deps{std::move(d)},
      live{{.candles_per_series = deps.limits.candles_per_series,
            .candles = deps.limits.candles,
            .trades_per_instrument = deps.limits.trades_per_instrument},
           deps.source.beginning},
      alerts{kAlertsKept},
      trading{kTradingKept},
      health{deps.clock},
      worker{deps.open_store, deps.limits.reads_waiting},
      pool{kAnalysesWaiting},
      worker_queue{deps.queues.add([this] { return worker.stats(); })},
      pool_queue{deps.queues.add([this] { return pool.stats(); })},
      started{deps.clock.now()},
      started_monotonic{deps.clock.monotonic()},
      read_times{read_histogram(deps.metrics)} {
  for (const core::Instrument& instrument : deps.instruments) live.put_instrument(instrument);
}

void read_on_worker(Context& context, std::string path, std::function<void(const ReadWorker::StoreAccess&)> work,
                    std::function<void(const core::Error&)> failed) {
  // Shared, so that it is still here when the queue does not take the job.
  const auto fail = std::make_shared<std::function<void(const core::Error&)>>(std::move(failed));
  auto job = [&context, fail, path = std::move(path), work = std::move(work)](ReadWorker::StoreAccess store) {
    if (store) {
      context.health.clear(kDatabase);
    } else {
      context.health.report(kDatabase, store.error().text());
      store = std::unexpected(unreadable());
    }
    const core::Duration began = context.deps.clock.monotonic();
    try {
      work(store);
      context.read_times.record((context.deps.clock.monotonic() - began).ns);
    } catch (const std::exception& e) {  // out of memory, or a library: the reader goes on
      context.deps.logger.error("request failed", {{"path", path}, {"error", e.what()}});
      (*fail)({core::ErrorKind::kInternal, "internal", "The request could not be served.", ""});
    }
  };
  if (context.worker.post(std::move(job)) == Posted::kRefused) (*fail)(overloaded());
}

void answer_on_worker(Context& context, net::Responder responder, ReadWork work) {
  const auto answer = std::make_shared<net::Responder>(std::move(responder));
  read_on_worker(
      context, answer->request().path,
      [answer, work = std::move(work)](const ReadWorker::StoreAccess& store) {
        auto response = work(answer->request(), store);
        answer->send(response ? std::move(*response) : reply(response.error()));
      },
      [answer](const core::Error& error) { answer->send(reply(error)); });
}

core::Result<core::Instrument> find_live(const Context& context, const core::SymbolName& name) {
  auto live = context.live.find(name);
  if (!live) return std::unexpected(unknown_symbol(name));
  return std::move(*live);
}

MarketFacts market_facts(const Context& context, const core::Instrument& instrument) {
  MarketFacts facts;
  if (context.deps.subscriptions != nullptr) {
    const SubscriptionState state = context.deps.subscriptions->state(instrument);
    facts.subscribed = state == SubscriptionState::kSubscribed || state == SubscriptionState::kSubscribing;
  }
  const auto& feed_reason = context.deps.reporters.feed_reason;
  if (feed_reason) facts.feed_reason = feed_reason(instrument.id);
  return facts;
}

core::Result<SeriesRef> find_series(const Context& context, const ReadWorker::StoreAccess& store,
                                    const core::SymbolName& name, core::Timeframe timeframe) {
  if (const auto live = context.live.find(name)) return SeriesRef{*live, SeriesRef::Kind::kLive, timeframe};
  if (store && *store != nullptr) {
    const auto stored = (*store)->instruments();
    if (!stored) return std::unexpected(stored.error());
    const auto it = std::ranges::find_if(*stored, [&](const core::Instrument& i) {
      return i.symbol == name.symbol && (name.venue.empty() || i.venue == name.venue);
    });
    if (it != stored->end()) return SeriesRef{*it, SeriesRef::Kind::kStored, timeframe};
  }
  return std::unexpected(unknown_symbol(name));
}

core::Result<CandleWindow> window_of(const Context& context, const ReadWorker::StoreAccess& store,
                                     const SeriesRef& series, const WindowQuery& query) {
  if (auto window = window_from_memory(context.live, series, query)) return std::move(*window);
  if (!store) return std::unexpected(store.error());
  return read_window(context.live, *store, series, query);
}

std::string encode_system(const Context& context) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("source");
  encode_source(json, context.deps.source);
  json.key("problems").begin_array();
  for (const HealthProblem& problem : context.health.problems()) {
    json.begin_object().key("part").text(problem.part).key("problem").text(problem.problem).end_object();
  }
  json.end_array().key("streams").begin_array();
  for (const InstrumentView& view : context.live.all()) encode_stream(json, view);
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api

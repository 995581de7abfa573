#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "api/decision_record.hpp"
#include "api/encode_decisions.hpp"
#include "api/encode_trace.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

bool same(const storage::SignalRecord& a, const storage::SignalRecord& b) {
  return a.instrument == b.instrument && a.known_at == b.known_at && a.direction == b.direction;
}

bool matches(const storage::SignalRecord& signal, const storage::SignalQuery& query) {
  return (!query.instrument || *query.instrument == signal.instrument) &&
         (!query.from || signal.known_at >= *query.from) && (!query.to || signal.known_at < *query.to) &&
         (query.type.empty() || query.type == signal.type) && (query.status.empty() || query.status == signal.status);
}

/// What was said since the start is newer than what the store has of it.
void put_live(const Context& context, const storage::SignalQuery& query, std::vector<storage::SignalRecord>& signals) {
  for (const engine::SignalOutput& output : context.live.newest_signals(SIZE_MAX).items) {
    const auto instrument = context.live.instrument(output.instrument);
    if (!instrument) continue;
    auto record = record_of(*instrument, *output.signal);
    std::erase_if(signals, [&](const auto& stored) { return same(stored, record); });
    signals.push_back(std::move(record));
  }
  std::erase_if(signals, [&](const auto& signal) { return !matches(signal, query); });
  std::ranges::sort(signals, [](const auto& a, const auto& b) {
    return std::tie(b.known_at, a.instrument.symbol, a.instrument.venue, a.direction) <
           std::tie(a.known_at, b.instrument.symbol, b.instrument.venue, b.direction);
  });
  if (signals.size() > query.limit) signals.resize(query.limit);
}

/// What `read` gives; nothing of an instrument that has nothing stored.
template <class Rows>
core::Result<Rows> or_nothing(core::Result<Rows> read) {
  if (!read && read.error().kind == core::ErrorKind::kNotFound) return Rows{};
  return read;
}

core::Result<net::Response> answer_signals(const Context& context, const RouteInfo& route, const net::Request& request,
                                           const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  storage::SignalQuery query{.from = params->from, .to = params->to, .limit = params->limit};
  if (params->symbol) {
    const auto series = find_series(context, store, *params->symbol, core::Timeframe::k1m);
    if (!series) return std::unexpected(series.error());
    query.instrument = storage::InstrumentKey{series->instrument.venue, series->instrument.symbol};
  }
  if (params->text("type") != "any") query.type = params->text("type");
  if (params->text("status") != "any") query.status = params->text("status");
  if (!store) return std::unexpected(store.error());
  std::vector<storage::SignalRecord> signals;
  SignalOutcomes outcomes;
  if (*store != nullptr) {
    auto stored = or_nothing((*store)->signals(query));
    if (!stored) return std::unexpected(stored.error());
    signals = std::move(*stored);
    auto rows = or_nothing((*store)->calibration(query.instrument));
    if (!rows) return std::unexpected(rows.error());
    outcomes.calibration = std::move(*rows);
    auto factors = or_nothing((*store)->factor_performance(query.instrument));
    if (!factors) return std::unexpected(factors.error());
    outcomes.factors = std::move(*factors);
  }
  put_live(context, query, signals);
  return reply(request, encode_signals(signals, outcomes));
}

core::Error unknown_trace() {
  return {core::ErrorKind::kNotFound, "unknown_trace",
          "There is no trace of this name: traces of signals are stored, of other decisions the latest is kept.",
          "trace_id"};
}

core::Result<net::Response> answer_trace(const Context& context, const RouteInfo& route, const net::Request& request,
                                         const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto name = parse_trace_id(params->text("trace_id"));
  if (!name) return std::unexpected(name.error());
  const auto series = find_series(context, store, name->symbol, core::Timeframe::k1m);
  if (!series) return std::unexpected(series.error());
  if (series->kind == SeriesRef::Kind::kLive) {
    const auto latest = context.live.trace(series->instrument.id);
    if (latest && (!name->when || name->when->contains(latest->known_at))) {
      return reply(request, encode_trace(series->instrument, *latest));
    }
  }
  if (!name->when) return std::unexpected(unknown_trace());
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return std::unexpected(unknown_trace());
  auto trace = (*store)->trace({series->instrument.venue, series->instrument.symbol}, *name->when);
  if (!trace)
    return std::unexpected(trace.error().kind == core::ErrorKind::kNotFound ? unknown_trace() : trace.error());
  return reply(request, std::move(trace->trace));
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  if (route.operation == Operation::kDecisionTrace) return answer_trace(context, route, request, store);
  return answer_signals(context, route, request, store);
}

}  // namespace

net::HttpHandler make_signal_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api

#include <limits>
#include <string>

#include "api/decision_record.hpp"
#include "api/encode_decisions.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

/// From memory the newest chart; from the store the newest one that opened before `at`.
core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto series = find_series(context, store, *params->symbol, *params->timeframe);
  if (!series) return std::unexpected(series.error());
  const storage::SeriesKey key{series->instrument.venue, series->instrument.symbol, series->timeframe};
  if (!params->to && series->kind == SeriesRef::Kind::kLive) {
    if (const auto newest = context.live.confluence(series->instrument.id, series->timeframe)) {
      const auto record = record_of(series->instrument, series->timeframe, *newest);
      return reply(request, encode_confluence(key, &record));
    }
  }
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return reply(request, encode_confluence(key, nullptr));
  const core::Timestamp before = params->to.value_or(core::Timestamp{std::numeric_limits<std::int64_t>::max()});
  const auto record = (*store)->confluence(key, before);
  const bool unknown = !record && record.error().kind == core::ErrorKind::kNotFound;
  if (!record && !unknown) return std::unexpected(record.error());
  return reply(request, encode_confluence(key, unknown || !*record ? nullptr : &**record));
}

}  // namespace

net::HttpHandler make_confluence_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api

#include <map>
#include <tuple>

#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

using Store = ReadWorker::StoreAccess;

core::Result<net::Response> answer_quality(const Context& context, const net::Request& request, const Store& store,
                                           const Params& params) {
  const auto series = find_series(context, store, *params.symbol, *params.timeframe);
  if (!series) return std::unexpected(series.error());
  if (series->kind == SeriesRef::Kind::kLive) {
    const auto view = context.live.view(series->instrument.id);
    if (const auto& live = view->quality[core::index_of(*params.timeframe)]) {
      return reply(request,
                   encode_quality(*series, storage::QualityRecord{series->key(), live->known_at, live->quality}));
    }
  }
  std::optional<storage::QualityRecord> record;
  if (!store) return std::unexpected(store.error());
  if (*store != nullptr) {
    auto stored = (*store)->latest_quality(series->key());
    if (!stored) return core::forward_error(stored);
    record = std::move(*stored);
  }
  return reply(request, encode_quality(*series, record));
}

/// The ledger of the store, with what the engine said since in front of it: the writer may not have come round yet.
core::Result<net::Response> answer_gaps(const Context& context, const net::Request& request, const Store& store,
                                        const Params& params) {
  const auto series = find_series(context, store, *params.symbol, core::Timeframe::k1m);
  if (!series) return std::unexpected(series.error());
  if (!store) return std::unexpected(store.error());
  const core::Instrument& instrument = series->instrument;
  std::map<std::tuple<core::Timestamp, core::Timeframe, bool>, core::Gap> gaps;
  if (*store != nullptr) {
    auto stored = (*store)->gaps(instrument.symbol, params.timeframe);
    if (!stored) return core::forward_error(stored);
    for (storage::GapRecord& record : *stored) {
      if (record.series.venue != instrument.venue) continue;
      record.gap.timeframe = record.series.timeframe;
      gaps[{record.gap.range.from, record.series.timeframe, record.gap.trades.has_value()}] = record.gap;
    }
  }
  if (series->kind == SeriesRef::Kind::kLive) {
    for (const core::Gap& gap : context.live.gaps(instrument.id)) {
      if (params.timeframe && gap.timeframe != *params.timeframe) continue;
      gaps[{gap.range.from, gap.timeframe, gap.trades.has_value()}] = gap;
    }
  }
  std::vector<core::Gap> list;
  list.reserve(gaps.size());
  for (const auto& [key, gap] : gaps) list.push_back(gap);
  return reply(request, encode_gaps(instrument, list));
}

core::Result<net::Response> answer_quarantine(const net::Request& request, const Store& store, const Params& params) {
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) {
    return core::fail(core::ErrorKind::kUnavailable, "no_database",
                      "Quarantined data is kept in the database, and this process has none.");
  }
  storage::PageRequest page{.symbol = {},
                            .timeframe = params.timeframe,
                            .after = static_cast<std::uint64_t>(params.integer("cursor")),
                            .limit = params.limit};
  if (params.symbol) page.symbol = params.symbol->symbol;
  const auto rows = (*store)->quarantine(page);
  if (!rows) return std::unexpected(rows.error());
  return reply(request, encode_quarantine(*rows));
}

core::Result<net::Response> answer(Operation operation, const Context& context, const net::Request& request,
                                   const Store& store, const Params& params) {
  if (operation == Operation::kQuality) return answer_quality(context, request, store, params);
  if (operation == Operation::kGaps) return answer_gaps(context, request, store, params);
  return answer_quarantine(request, store, params);
}

}  // namespace

net::HttpHandler make_quality_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, operation = route.operation, params = std::move(*params)](const net::Request& request,
                                                                                          const auto& store) {
                       return answer(operation, context, request, store, params);
                     });
  };
}

}  // namespace tidemark::api

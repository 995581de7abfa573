#include <string>

#include "api/closed_trade_record.hpp"
#include "api/encode_trading.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/posted_trading.hpp"
#include "api/reply.hpp"
#include "api/trading_access.hpp"

namespace tidemark::api {
namespace {

using Answer = core::Result<net::Response>;
using storage::TradeQuery;

/// Closed trades that statistics are made of at most: the newest.
constexpr std::uint32_t kCountedMax = 200'000;

TradeQuery query_of(const Params& params, const std::optional<storage::InstrumentKey>& instrument) {
  TradeQuery query;
  query.instrument = instrument;
  query.setup = params.text("setup");
  query.strategy = params.text("strategy");
  query.tag = params.text("tag");
  query.text = params.text("query");
  if (params.text("state") == "open") query.state = TradeQuery::State::kOpen;
  if (params.text("state") == "closed") query.state = TradeQuery::State::kClosed;
  query.from = params.from;
  query.to = params.to;
  return query;
}

Answer list(const net::Request& request, const Params& params, TradeQuery query, storage::TradingLedger& ledger) {
  query.before = static_cast<std::uint64_t>(params.integer("cursor"));
  query.limit = params.limit;
  const auto entries = ledger.trades(query);
  if (!entries) return std::unexpected(entries.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("trades").begin_array();
  for (const auto& entry : *entries) write_entry(json, entry);
  json.end_array().key("next");
  write_cursor(json, entries->size() == params.limit ? std::optional{entries->back().trade.number} : std::nullopt);
  json.end_object();
  return reply(request, std::move(body));
}

Answer count(const net::Request& request, TradeQuery query, storage::TradingLedger& ledger) {
  query.state = TradeQuery::State::kClosed;
  query.limit = kCountedMax;
  const auto entries = ledger.trades(query);
  if (!entries) return std::unexpected(entries.error());
  const auto counted = count_trades(*entries);
  if (!counted) return std::unexpected(counted.error());
  std::string body;
  net::JsonWriter json{body};
  write_statistics(json, *counted);
  return reply(request, std::move(body));
}

core::Result<storage::JournalEntry> entry_of(storage::TradingLedger& ledger, const std::string& id) {
  auto entry = ledger.trade(id);
  if (!entry) return std::unexpected(entry.error());
  if (!*entry) return core::fail(core::ErrorKind::kNotFound, "unknown_trade", "There is no trade of this id.", "id");
  return std::move(**entry);
}

std::string encode(const storage::JournalEntry& entry) {
  std::string body;
  net::JsonWriter json{body};
  write_entry(json, entry);
  return body;
}

Answer change_notes(const Context& context, const net::Request& request, storage::TradingLedger& ledger,
                    const std::string& id) {
  const auto before = entry_of(ledger, id);
  if (!before) return std::unexpected(before.error());
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  auto notes = read_notes(*json, before->notes.value_or(storage::TradeNotes{}));
  if (!notes) return std::unexpected(notes.error());
  notes->updated = context.deps.clock.now();
  if (auto put = context.deps.trading->put(storage::PutTradeNotes{id, std::move(*notes)}); !put) {
    return std::unexpected(put.error());
  }
  const auto after = entry_of(ledger, id);
  if (!after) return std::unexpected(after.error());
  constexpr int kOk = 200;
  return changed(kOk, encode(*after));
}

/// Manual trades are numbered by the moment they were entered, with a first digit no fill's number reaches.
std::string manual_id(core::Timestamp now) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id(16, 'f');
  auto rest = static_cast<std::uint64_t>(now.ns);
  for (std::size_t i = id.size(); i-- > 1;) {
    id[i] = kDigits[rest & 0xF];
    rest >>= 4U;
  }
  return id;
}

Answer add(const Context& context, const net::Request& request, const ReadWorker::StoreAccess& store,
           storage::TradingLedger& ledger, int success) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const auto symbol = posted_symbol(*json);
  if (!symbol) return std::unexpected(symbol.error());
  const auto series = find_series(context, store, *symbol, core::Timeframe::k1m);
  if (!series) return std::unexpected(series.error());
  auto trade = read_manual_trade(*json, series->instrument, context.deps.trading->portfolio()->currency);
  if (!trade) return std::unexpected(trade.error());
  const core::Timestamp now = context.deps.clock.now();
  trade->trade.id = manual_id(now);
  trade->notes.updated = now;
  const std::string id = trade->trade.id;
  if (auto put = context.deps.trading->put(std::move(*trade)); !put) return std::unexpected(put.error());
  const auto after = entry_of(ledger, id);
  if (!after) return std::unexpected(after.error());
  return changed(success, encode(*after));
}

Answer remove(const Context& context, storage::TradingLedger& ledger, const std::string& id) {
  const auto entry = entry_of(ledger, id);
  if (!entry) return std::unexpected(entry.error());
  if (entry->trade.source != "manual") {
    return core::fail(core::ErrorKind::kConflict, "not_manual", "Only a trade that was entered by hand can be removed.",
                      "id");
  }
  return removed(context.deps.trading->put(storage::RemoveManualTrade{id}), id);
}

Answer answer(const Context& context, const RouteInfo& route, const net::Request& request,
              const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto ledger = trading_ledger(context, store);
  if (!ledger) return std::unexpected(ledger.error());
  storage::TradingLedger& books = **ledger;
  const std::string id{params->text("id")};
  switch (route.operation) {
    case Operation::kJournalEntry: {
      const auto entry = entry_of(books, id);
      if (!entry) return std::unexpected(entry.error());
      return reply(request, encode(*entry));
    }
    case Operation::kAddJournalEntry:
      return add(context, request, store, books, route.success);
    case Operation::kChangeJournalEntry:
      return change_notes(context, request, books, id);
    case Operation::kRemoveJournalEntry:
      return remove(context, books, id);
    default:
      break;
  }
  const auto instrument = instrument_filter(context, store, *params);
  if (!instrument) return std::unexpected(instrument.error());
  const TradeQuery query = query_of(*params, *instrument);
  if (route.operation == Operation::kJournalStatistics) return count(request, query, books);
  return list(request, *params, query, books);
}

}  // namespace

net::HttpHandler make_journal_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "venues/binance/fields.hpp"
#include "venues/binance/parse_rule.hpp"
#include "venues/binance/symbols.hpp"
#include "venues/event_batch.hpp"

namespace tidemark::venues::binance {

/// What surrounds a message while it is turned into an event.
struct MessageContext {
  SymbolResolver& symbols;
  EventBatch& out;
  core::Timestamp received;
  std::string_view stream;                       ///< "btcusdt@depth20", empty when not known
  std::vector<std::uint64_t>* numbers{nullptr};  ///< gets the running number of every aggTrade taken
};

/// Keeps an aggregate trade's running number ("a") beside its event.
[[nodiscard]] ParseRule take_number(const Fields& fields, const MessageContext& context);

/// Turns the fields of one WebSocket message into at most one event. On a refusal the batch may hold one half-made
/// event more than before: the caller shrinks it.
[[nodiscard]] ParseOutcome take_stream_message(const MessageFields& fields, const MessageContext& context);

/// {"lastUpdateId","bids","asks"}: partial depth of a stream, or a REST snapshot. `symbol` is used when the body has
/// none.
[[nodiscard]] ParseRule take_snapshot(const Fields& fields, std::string_view symbol, const MessageContext& context);

}  // namespace tidemark::venues::binance

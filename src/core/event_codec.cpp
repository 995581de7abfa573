#include "core/event_codec.hpp"

#include <type_traits>
#include <utility>

namespace tidemark::core {
namespace {

// One field list per type, used in both directions, so that writing and reading cannot drift apart.
struct Writer {
  ByteWriter& out;

  void operator()(std::integral auto v) { out.put(v); }
  void operator()(double v) { out.put(v); }
  template <class T>
    requires std::is_enum_v<T>
  void operator()(T v, T) {
    out.put(v);
  }
  void operator()(Timestamp v) { out.put(v.ns); }
  void operator()(Price v) { out.put(v.ticks); }
  void operator()(Qty v) { out.put(v.lots); }
  void operator()(InstrumentId v) { out.put(v.value); }
  template <class T>
  void operator()(const std::optional<T>& v) {
    out.put(static_cast<std::uint8_t>(v.has_value() ? 1 : 0));
    if (v) (*this)(*v);
  }
  void operator()(const std::vector<BookLevel>& levels) {
    out.put(static_cast<std::uint32_t>(levels.size()));
    for (const BookLevel& level : levels) {
      (*this)(level.price);
      (*this)(level.qty);
    }
  }
};

struct Reader {
  ByteReader& in;
  bool valid{true};

  template <std::integral T>
  void operator()(T& v) {
    v = in.get<T>();
  }
  void operator()(double& v) { v = in.get<double>(); }
  /// `last` is the highest enumerator.
  template <class T>
    requires std::is_enum_v<T>
  void operator()(T& v, T last) {
    v = in.get<T>();
    if (std::to_underlying(v) > std::to_underlying(last)) valid = false;
  }
  void operator()(Timestamp& v) { v.ns = in.get<std::int64_t>(); }
  void operator()(Price& v) { v.ticks = in.get<std::int64_t>(); }
  void operator()(Qty& v) { v.lots = in.get<std::int64_t>(); }
  void operator()(InstrumentId& v) { v.value = in.get<std::uint32_t>(); }
  template <class T>
  void operator()(std::optional<T>& v) {
    const auto present = in.get<std::uint8_t>();
    if (present > 1) valid = false;
    v.reset();
    if (present == 1) (*this)(v.emplace());
  }
  void operator()(std::vector<BookLevel>& levels) {
    const auto count = in.get<std::uint32_t>();
    if (count > in.remaining() / sizeof(BookLevel)) {
      valid = false;
      return;
    }
    levels.resize(count);
    for (BookLevel& level : levels) {
      (*this)(level.price);
      (*this)(level.qty);
    }
  }
};

void visit_times(auto& times, auto&& field) {
  field(times.exchange);
  field(times.received);
}

void fields(auto& candle, auto&& field)
  requires std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(candle)>>, Candle>
{
  field(candle.open_time);
  field(candle.open);
  field(candle.high);
  field(candle.low);
  field(candle.close);
  field(candle.volume);
  field(candle.taker_buy);
  field(candle.trades);
  field(candle.flags);
}

template <class E>
void visit_fields(E& e, auto&& field) {
  using T = std::remove_const_t<E>;
  if constexpr (!std::is_same_v<T, Heartbeat>) field(e.instrument);
  visit_times(e.times, field);
  if constexpr (std::is_same_v<T, Trade>) {
    field(e.price);
    field(e.qty);
    field(e.taker, Side::kSell);
    field(e.first_id);
    field(e.last_id);
  } else if constexpr (std::is_same_v<T, Quote>) {
    field(e.bid);
    field(e.bid_qty);
    field(e.ask);
    field(e.ask_qty);
    field(e.update_id);
  } else if constexpr (std::is_same_v<T, BookSnapshot>) {
    field(e.last_update_id);
    field(e.bids);
    field(e.asks);
  } else if constexpr (std::is_same_v<T, BookDelta>) {
    field(e.first_update_id);
    field(e.last_update_id);
    field(e.previous_update_id);
    field(e.bids);
    field(e.asks);
  } else if constexpr (std::is_same_v<T, VenueCandle>) {
    field(e.timeframe, Timeframe::k1w);
    field(e.state, CandleState::kClosed);
    fields(e.candle, field);
  } else if constexpr (std::is_same_v<T, MarkPrice>) {
    field(e.mark);
    field(e.index);
    field(e.funding_rate);
    field(e.next_funding);
  } else if constexpr (std::is_same_v<T, Liquidation>) {
    field(e.side, Side::kSell);
    field(e.price);
    field(e.qty);
  } else if constexpr (std::is_same_v<T, FeedStatus>) {
    field(e.state, FeedState::kClosed);
  }
}

template <std::size_t I = 0>
Result<Event> decode_alternative(std::size_t kind, ByteReader& in) {
  if constexpr (I == std::variant_size_v<Event>) {
    return fail(ErrorKind::kCorrupt, "bad_event_kind", "unknown event kind " + std::to_string(kind));
  } else {
    if (kind != I) return decode_alternative<I + 1>(kind, in);
    std::variant_alternative_t<I, Event> value{};
    Reader reader{in};
    visit_fields(value, reader);
    if (!in.ok() || !reader.valid) {
      return fail(ErrorKind::kCorrupt, "bad_event",
                  "event of kind " + std::to_string(kind) + " is cut short or has a bad value");
    }
    return Event{std::move(value)};
  }
}

}  // namespace

void encode(const Event& event, ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(event.index()));
  std::visit([&](const auto& e) { visit_fields(e, Writer{out}); }, event);
}

Result<Event> decode_event(ByteReader& in) {
  const auto kind = in.get<std::uint8_t>();
  if (!in.ok()) return fail(ErrorKind::kCorrupt, "bad_event", "event is cut short");
  return decode_alternative(kind, in);
}

}  // namespace tidemark::core

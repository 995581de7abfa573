#include "core/event_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::core {
namespace {

std::vector<Event> one_of_each() {
  const EventTimes times{Timestamp::from_ms(1723161255208), Timestamp::from_ms(1723161253937)};
  return {Trade{InstrumentId{1}, times, Price{6183763}, Qty{2000}, Side::kSell, 3735683259, 3735683260},
          Quote{InstrumentId{2}, times, Price{1}, Qty{2}, Price{3}, Qty{4}, 50093239212},
          BookSnapshot{InstrumentId{3}, times, 7, {{Price{5}, Qty{6}}}, {{Price{7}, Qty{8}}, {Price{8}, Qty{0}}}},
          BookDelta{InstrumentId{4}, times, 10, 12, 9, {{Price{5}, Qty{0}}}, {}},
          VenueCandle{InstrumentId{5}, times, Timeframe::k4h, CandleState::kForming,
                      Candle{Timestamp{60}, Price{2}, Price{4}, Price{1}, Price{3}, Qty{9}, Qty{5}, 17, 4}},
          MarkPrice{InstrumentId{6}, times, Price{11}, Price{12}, 0.0001, Timestamp{99}},
          Liquidation{InstrumentId{7}, times, Side::kBuy, Price{13}, Qty{14}},
          FeedStatus{InstrumentId{8}, times, FeedState::kGapped},
          Heartbeat{times}};
}

TEST(EventCodec, every_kind_survives_a_round_trip) {
  const auto events = one_of_each();
  ASSERT_EQ(events.size(), std::variant_size_v<Event>);
  for (const Event& event : events) {
    ByteWriter out;
    encode(event, out);
    ByteReader in{out.bytes()};
    const auto decoded = decode_event(in);
    ASSERT_TRUE(decoded) << event.index();
    EXPECT_EQ(*decoded, event);
    EXPECT_EQ(in.remaining(), 0U);
  }
}

TEST(EventCodec, every_cut_is_refused) {
  for (const Event& event : one_of_each()) {
    ByteWriter out;
    encode(event, out);
    for (std::size_t size = 0; size < out.bytes().size(); ++size) {
      ByteReader in{out.bytes().first(size)};
      EXPECT_FALSE(decode_event(in)) << event.index() << " cut at " << size;
    }
  }
}

TEST(EventCodec, bad_enumerators_and_kinds_are_refused) {
  ByteWriter out;
  encode(Event{FeedStatus{InstrumentId{8}, {}, FeedState::kGapped}}, out);
  auto bytes = out.take();
  bytes.back() = std::byte{200};
  ByteReader in{bytes};
  EXPECT_FALSE(decode_event(in));
  const std::byte unknown{99};
  ByteReader other{{&unknown, 1}};
  EXPECT_FALSE(decode_event(other));
}

TEST(EventCodec, arbitrary_bytes_never_crash) {
  rc::check([](const std::vector<std::uint8_t>& raw) {
    ByteReader in{std::as_bytes(std::span{raw})};
    (void)decode_event(in);
  });
}

}  // namespace
}  // namespace tidemark::core

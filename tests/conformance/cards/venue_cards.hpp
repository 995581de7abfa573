#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// What every live venue must stand, as data. A venue passes when its harness (tests/live/cards_test.cpp for Binance)
// plays each card against a simulated venue and sees what the card says. To add a card: a row here. To add a check: a
// name in Seen and its verdict in the harness.

namespace tidemark::test {

/// What the harness does besides letting the plan run.
enum class Act : std::uint8_t {
  kNothing,
  kUnsubscribe,    ///< the first symbol, at 30 s
  kSubscribeBack,  ///< the first symbol is unsubscribed at 30 s and subscribed again at 40 s
  kAgeLinks,       ///< links count as old after 25 s
  kSmallBudget,    ///< the session may use 120 of request weight a minute
};

/// What must be seen.
enum class Seen : std::uint8_t {
  kAnnounced,      ///< the instrument before its first event
  kHealed,         ///< trades, candles and books are those of a calm run, or the ledger has the hole
  kCalmFeed,       ///< once live, the feed stays live
  kStale,          ///< a feed that is down says so
  kResyncing,      ///< a book that is lost says so
  kPolling,        ///< data go on over REST, and it is said
  kReconnected,    ///< a lost link was opened again
  kHandedOver,     ///< another link was opened while the first still stood
  kDuplicates,     ///< repeats are counted and dropped
  kBadFrames,      ///< what cannot be read is counted and dropped
  kPatience,       ///< no request goes out while the venue says to wait
  kBudget,         ///< never more request weight a minute than allowed
  kSlowControl,    ///< never more than five messages a second on a link
  kFewAttempts,    ///< never more than 300 connection attempts in five minutes
  kClosed,         ///< an unsubscribed symbol says closed, and nothing of it follows
  kOthersUnmoved,  ///< the other symbols stay live
};

struct VenueCard {
  std::string_view id;
  std::string_view happens;
  std::string_view plan;  ///< sim::parse_fault_plan()
  Act act{Act::kNothing};
  std::array<Seen, 5> must_see{};
  std::size_t seen_count{0};
};

template <class... Sights>
constexpr VenueCard card(std::string_view id, std::string_view happens, std::string_view plan, Act act,
                         Sights... sights) {
  return {id, happens, plan, act, {sights...}, sizeof...(sights)};
}

inline constexpr std::array kVenueCards{
    card("subscribe", "two symbols are subscribed on a calm day", "", Act::kNothing, Seen::kAnnounced, Seen::kHealed,
         Seen::kCalmFeed, Seen::kSlowControl),
    card("snapshot_and_delta_join", "snapshots are older than the deltas that wait", "stale@0s-20s:by=5s,quiet=20s",
         Act::kNothing, Seen::kHealed, Seen::kResyncing),
    card("gap_then_resync", "messages are lost", "gap@20s-60s:p=0.03,quiet=60s", Act::kNothing, Seen::kResyncing,
         Seen::kHealed),
    card("reconnect", "the cable is cut", "cut@20s,quiet=60s", Act::kNothing, Seen::kStale, Seen::kReconnected,
         Seen::kHealed, Seen::kFewAttempts),
    card("reconnect_after_close", "the venue closes", "disconnect@20s,quiet=60s", Act::kNothing, Seen::kStale,
         Seen::kReconnected, Seen::kHealed),
    card("resubscribe", "a symbol is left and taken up again", "", Act::kSubscribeBack, Seen::kClosed,
         Seen::kOthersUnmoved, Seen::kSlowControl),
    card("unsubscribe", "a symbol is left at runtime", "", Act::kUnsubscribe, Seen::kClosed, Seen::kOthersUnmoved),
    card("rate_limit", "little weight may be used and much is lost", "gap@20s-60s:p=0.03,quiet=60s", Act::kSmallBudget,
         Seen::kBudget, Seen::kHealed),
    card("duplicates", "messages come twice", "duplicate@10s-60s:p=0.3,quiet=60s", Act::kNothing, Seen::kDuplicates,
         Seen::kHealed),
    card("reordering", "messages overtake each other", "reorder@10s-60s:p=0.1,quiet=60s", Act::kNothing, Seen::kHealed),
    card("clock_ahead", "the venue's clock is ahead", "skew@10s-60s:by=4s,quiet=60s", Act::kNothing, Seen::kHealed),
    card("clock_behind", "the venue's clock is behind", "skew@10s-60s:by=-4s,quiet=60s", Act::kNothing, Seen::kHealed),
    card("bad_frames", "messages are no JSON", "malformed@10s-60s:p=0.03,junk@10s-60s:p=0.02,quiet=60s", Act::kNothing,
         Seen::kBadFrames, Seen::kHealed),
    card("stall", "links stay open and bring nothing", "stall@20s-45s,quiet=60s", Act::kNothing, Seen::kStale,
         Seen::kReconnected, Seen::kHealed),
    card("day_old_link", "a link comes of age", "", Act::kAgeLinks, Seen::kHandedOver, Seen::kCalmFeed, Seen::kHealed),
    card("server_shutdown", "the venue says that it will close", "shutdown@20s:by=15s,quiet=60s", Act::kNothing,
         Seen::kHandedOver, Seen::kCalmFeed, Seen::kHealed),
    card("too_many_requests", "429 with Retry-After", "limit@20s-45s:by=6s,gap@20s-60s:p=0.03,quiet=60s", Act::kNothing,
         Seen::kPatience, Seen::kHealed),
    card("banned", "418 with Retry-After", "ban@20s-45s:by=20s,gap@20s-60s:p=0.03,quiet=60s", Act::kNothing,
         Seen::kPatience, Seen::kHealed),
    card("server_error", "requests fail with 5xx", "error@10s-60s:p=0.6,gap@10s-60s:p=0.02,quiet=60s", Act::kNothing,
         Seen::kHealed),
    card("slow_answers", "answers come late or never",
         "slow@10s-60s:p=0.7:by=3s,swallow@10s-60s:p=0.3,gap@10s-60s:p=0.02,quiet=60s", Act::kNothing, Seen::kHealed),
    card("polling_and_return", "no link can be opened for a minute", "cut@15s,refuse@15s-70s,quiet=75s", Act::kNothing,
         Seen::kStale, Seen::kPolling, Seen::kReconnected, Seen::kHealed, Seen::kFewAttempts),
};

}  // namespace tidemark::test

// What fires when: expectations by hand. Crossings as Pine's reference defines them: crossover is "now above and before
// not above", crossunder the other way round.

#include "alerts/rule_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/json_reader.hpp"

namespace tidemark::alerts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// 2024-01-01T00:00:00Z.
constexpr core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);

core::Instrument instrument(std::uint32_t id, std::string symbol, std::string venue = "binance") {
  core::Instrument made;
  made.id = {id};
  made.venue = std::move(venue);
  made.symbol = std::move(symbol);
  return made;
}

class AlertRuleBook : public ::testing::Test {
 protected:
  void SetUp() override { start(); }

  /// A new run of the program: nothing is known but what is put and restored.
  void start(std::uint32_t firings_per_minute = 1000) {
    book_ = RuleBook{{.since = kStart, .late_max = core::minutes(10), .firings_per_minute = firings_per_minute}};
    book_.put_instrument(instrument(0, "BTCUSDT"));
    book_.put_instrument(instrument(1, "ETHUSDT"));
  }

  Rule rule(Condition condition, Repeat repeat = Repeat::kAlways) {
    Rule made;
    made.id = "00000000000000" + std::to_string(10 + rules_++);
    made.name = "rule";
    made.condition = std::move(condition);
    made.repeat = repeat;
    made.created = made.updated = kStart;
    return made;
  }

  std::vector<Fired> see(const Happening& happening) {
    std::vector<Fired> fired;
    book_.see(happening, happening.known_at, fired);
    return fired;
  }
  /// A trade, `seconds` after the start; the events it makes fire.
  std::vector<std::string> trade(double price, std::int64_t seconds, std::uint32_t id = 0) {
    const core::Timestamp at = kStart + core::seconds(seconds);
    return events(see({.kind = Kind::kPrice, .instrument = {id}, .time = at, .known_at = at, .price = price}));
  }
  /// Prices a second apart from the start on: those that make something fire, with what.
  std::vector<std::string> trades(const std::vector<double>& prices) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < prices.size(); ++i) {
      for (const std::string& event : trade(prices[i], static_cast<std::int64_t>(i))) {
        all.push_back(std::to_string(i) + " " + event);
      }
    }
    return all;
  }
  /// A closed candle of the minute `minute`.
  Happening candle(std::int64_t minute, double close, core::Timeframe timeframe = core::Timeframe::k1m) {
    const core::Timestamp open = kStart + core::duration_of(timeframe) * minute;
    const core::Timestamp end = open + core::duration_of(timeframe);
    return {.kind = Kind::kCandle,
            .instrument = {0},
            .timeframe = timeframe,
            .time = open,
            .known_at = end,
            .price = close,
            .candle = {open, close, close + 1, close - 1, close, 10}};
  }
  Happening pattern(std::int64_t minute, std::string_view name, Direction direction, double confidence) {
    return {.kind = Kind::kCandlestick,
            .instrument = {0},
            .timeframe = core::Timeframe::k1m,
            .known_at = kStart + core::minutes(minute + 1),
            .name = name,
            .direction = direction,
            .price = 100,
            .confidence = confidence};
  }
  static std::vector<std::string> events(const std::vector<Fired>& fired) {
    std::vector<std::string> names;
    for (const Fired& one : fired) names.push_back(one.firing.event);
    return names;
  }

  RuleBook book_{BookSettings{}};
  int rules_{0};
};

TEST_F(AlertRuleBook, price_crosses_a_level_when_it_comes_to_stand_beyond_it) {
  book_.put(rule(PriceCross{100, Way::kUp}));
  EXPECT_THAT(trades({99, 100, 101, 102, 100, 101, 99, 100.5}),
              ElementsAre("2 crosses_up", "5 crosses_up", "7 crosses_up"));
}

TEST_F(AlertRuleBook, price_crosses_downwards_and_either_way) {
  book_.put(rule(PriceCross{100, Way::kDown}));
  EXPECT_THAT(trades({101, 100, 99, 98, 101, 99}), ElementsAre("2 crosses_down", "5 crosses_down"));
  start();
  book_.put(rule(PriceCross{100, Way::kEither}));
  EXPECT_THAT(trades({99, 101, 99}), ElementsAre("1 crosses_up", "2 crosses_down"));
}

TEST_F(AlertRuleBook, the_first_price_only_says_where_it_stands) {
  book_.put(rule(PriceCross{100, Way::kEither}));
  EXPECT_THAT(trades({150, 151}), IsEmpty());
}

TEST_F(AlertRuleBook, price_enters_and_leaves_a_range_whose_ends_belong_to_it) {
  book_.put(rule(PriceRange{90, 110, PriceRange::When::kEnters}));
  EXPECT_THAT(trades({80, 90, 110, 111, 110, 85}), ElementsAre("1 enters", "4 enters"));
  start();
  book_.put(rule(PriceRange{90, 110, PriceRange::When::kLeaves}));
  EXPECT_THAT(trades({100, 110, 110.5, 120, 100, 89}), ElementsAre("2 leaves", "5 leaves"));
}

TEST_F(AlertRuleBook, a_range_says_which_end_was_passed_and_which_way) {
  book_.put(rule(PriceRange{90, 110, PriceRange::When::kLeaves}));
  trade(100, 0);
  std::vector<Fired> fired;
  const core::Timestamp at = kStart + core::seconds(1);
  book_.see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = 89}, at, fired);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].firing.level, 90);
  EXPECT_EQ(fired[0].firing.direction, Direction::kDown);
}

TEST_F(AlertRuleBook, closes_count_as_prices_only_where_there_are_no_trades) {
  book_.put(rule(PriceCross{100, Way::kUp}));
  const auto close = [](double price, std::int64_t seconds) {
    const core::Timestamp at = kStart + core::seconds(seconds);
    return Happening{.kind = Kind::kPrice,
                     .instrument = {0},
                     .time = at,
                     .known_at = at,
                     .price = price,
                     .price_of = Happening::PriceOf::kCandle};
  };
  EXPECT_THAT(see(close(99, 0)), IsEmpty());
  EXPECT_EQ(see(close(101, 60)).size(), 1U);
  trade(102, 61);
  EXPECT_THAT(see(close(99, 62)), IsEmpty());
  EXPECT_THAT(trade(103, 63), IsEmpty()) << "the close of 99 was no news: price never was below again";
}

TEST_F(AlertRuleBook, a_move_within_candles_fires_when_it_begins) {
  Rule made = rule(Move{5, 3, Way::kEither});
  book_.put(made);
  std::vector<std::string> all;
  // 100 -> 105 within three candles is 5 %; 106 goes on; back to 100 is -5.66 % from 106.
  const std::vector<double> closes{100, 101, 103, 105, 106, 106, 106, 100, 100};
  for (std::size_t i = 0; i < closes.size(); ++i) {
    for (const auto& event : events(see(candle(static_cast<std::int64_t>(i), closes[i])))) {
      all.push_back(std::to_string(i) + " " + event);
    }
  }
  EXPECT_THAT(all, ElementsAre("3 moves_up", "7 moves_down"));
}

TEST_F(AlertRuleBook, a_move_does_not_reach_over_more_candles_than_it_may) {
  book_.put(rule(Move{5, 2, Way::kUp}));
  for (const auto& [minute, close] : std::vector<std::pair<int, double>>{{0, 100}, {1, 102}, {2, 104}}) {
    EXPECT_THAT(see(candle(minute, close)), IsEmpty());
  }
  EXPECT_THAT(see(candle(10, 110)), IsEmpty()) << "after a hole the old closes are too far back";
}

TEST_F(AlertRuleBook, a_move_is_counted_in_candles_of_its_timeframe) {
  Rule made = rule(Move{5, 3, Way::kUp});
  made.timeframe = core::Timeframe::k5m;
  book_.put(made);
  EXPECT_THAT(see(candle(0, 100)), IsEmpty());
  EXPECT_THAT(see(candle(1, 110)), IsEmpty());
  EXPECT_THAT(see(candle(0, 100, core::Timeframe::k5m)), IsEmpty());
  EXPECT_EQ(see(candle(1, 110, core::Timeframe::k5m)).size(), 1U);
}

TEST_F(AlertRuleBook, findings_are_taken_by_name_direction_confidence_and_timeframe) {
  book_.put(rule(Found{Kind::kCandlestick, {"CDLHAMMER"}, {}, Direction::kUp, 60}));
  EXPECT_EQ(see(pattern(0, "CDLHAMMER", Direction::kUp, 60)).size(), 1U);
  EXPECT_THAT(see(pattern(1, "CDLHAMMER", Direction::kUp, 59.9)), IsEmpty());
  EXPECT_THAT(see(pattern(2, "CDLHAMMER", Direction::kDown, 90)), IsEmpty());
  EXPECT_THAT(see(pattern(3, "CDLDOJI", Direction::kUp, 90)), IsEmpty());
  Rule hourly = rule(Found{.kind = Kind::kCandlestick});
  hourly.timeframe = core::Timeframe::k1h;
  book_.put(hourly);
  EXPECT_THAT(see(pattern(4, "CDLDOJI", Direction::kUp, 90)), IsEmpty());
}

TEST_F(AlertRuleBook, zones_are_taken_by_event_and_type_with_their_edges) {
  book_.put(rule(Found{.kind = Kind::kZone, .names = {"tested"}, .details = {"demand"}}));
  Happening zone{.kind = Kind::kZone,
                 .instrument = {0},
                 .timeframe = core::Timeframe::k1m,
                 .known_at = kStart + core::minutes(1),
                 .name = "tested",
                 .detail = "supply",
                 .confidence = 70,
                 .top = 105,
                 .bottom = 104,
                 .number = 4};
  EXPECT_THAT(see(zone), IsEmpty());
  zone.detail = "demand";
  const auto fired = see(zone);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].firing.zone_top, 105);
  EXPECT_EQ(fired[0].firing.zone_bottom, 104);
  EXPECT_EQ(fired[0].firing.confidence, 70);
  zone.number = 5;
  EXPECT_EQ(see(zone).size(), 1U) << "another zone at the same time is another firing";
  EXPECT_THAT(see(zone), IsEmpty()) << "the same zone again is not";
}

TEST_F(AlertRuleBook, confluence_fires_when_the_price_comes_to_it) {
  book_.put(rule(Found{.kind = Kind::kConfluence, .direction = Direction::kUp, .least_confidence = 60}));
  std::vector<int> fired;
  const std::vector<double> scores{0, 59, 60, 80, 0, 75};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto minute = static_cast<std::int64_t>(i);
    see(candle(minute, 100));
    const Happening up{.kind = Kind::kConfluence,
                       .instrument = {0},
                       .timeframe = core::Timeframe::k1m,
                       .known_at = kStart + core::minutes(minute + 1),
                       .name = "confluence",
                       .direction = Direction::kUp,
                       .confidence = scores[i]};
    Happening down = up;
    down.direction = Direction::kDown;
    down.confidence = 99;
    if (!see(up).empty()) fired.push_back(static_cast<int>(i));
    EXPECT_THAT(see(down), IsEmpty());
  }
  EXPECT_THAT(fired, ElementsAre(2, 5));
}

TEST_F(AlertRuleBook, a_signal_says_its_stop_and_target) {
  Rule made = rule(Found{.kind = Kind::kSignal, .names = {"strong_buy"}, .details = {"open"}});
  made.message = "{{event}} {{price}} {{stop}} {{target}}";
  book_.put(made);
  Happening signal{.kind = Kind::kSignal,
                   .instrument = {0},
                   .known_at = kStart + core::minutes(1),
                   .name = "strong_buy",
                   .detail = "open",
                   .direction = Direction::kUp,
                   .price = 100,
                   .confidence = 82,
                   .stop = 98.5,
                   .target = 103,
                   .number = 1};
  const auto fired = see(signal);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].firing.message, "strong_buy 100 98.5 103");
  signal.detail = "target";
  EXPECT_THAT(see(signal), IsEmpty()) << "it ended";
}

TEST_F(AlertRuleBook, rules_are_about_their_symbol_and_venue) {
  Rule eth = rule(PriceCross{100, Way::kUp});
  eth.symbol = core::SymbolName{"", "ETHUSDT"};
  Rule elsewhere = rule(PriceCross{100, Way::kUp});
  elsewhere.symbol = core::SymbolName{"sim", "BTCUSDT"};
  book_.put(eth);
  book_.put(elsewhere);
  trade(99, 0);
  EXPECT_THAT(trade(101, 1), IsEmpty());
  trade(99, 2, 1);
  EXPECT_THAT(trade(101, 3, 1), ElementsAre("crosses_up"));
  EXPECT_EQ(book_.wants({0}), 0U);
  EXPECT_EQ(book_.wants({1}), 0b11U) << "prices, and candles for placeholders";
}

TEST_F(AlertRuleBook, once_is_once_for_each_instrument) {
  book_.put(rule(PriceCross{100, Way::kUp}, Repeat::kOnce));
  EXPECT_THAT(trades({99, 101, 99, 101}), ElementsAre("1 crosses_up"));
  trade(99, 10, 1);
  EXPECT_THAT(trade(101, 11, 1), ElementsAre("crosses_up"));
}

TEST_F(AlertRuleBook, once_per_candle_waits_for_the_next_candle_of_its_timeframe) {
  Rule made = rule(PriceCross{100, Way::kUp}, Repeat::kCandle);
  made.timeframe = core::Timeframe::k5m;
  book_.put(made);
  trade(99, 0);
  EXPECT_EQ(trade(101, 10).size(), 1U);
  trade(99, 290);
  EXPECT_THAT(trade(101, 299), IsEmpty());
  trade(99, 300);
  EXPECT_EQ(trade(101, 301).size(), 1U);
}

TEST_F(AlertRuleBook, a_cooldown_is_the_least_time_between_two_firings) {
  Rule made = rule(PriceCross{100, Way::kUp});
  made.cooldown = core::seconds(90);
  book_.put(made);
  trade(99, 0);
  EXPECT_EQ(trade(101, 1).size(), 1U);
  trade(99, 2);
  EXPECT_THAT(trade(101, 90), IsEmpty());
  trade(99, 90);
  EXPECT_EQ(trade(101, 91).size(), 1U);
}

TEST_F(AlertRuleBook, an_expired_or_disabled_rule_is_silent) {
  Rule expired = rule(PriceCross{100, Way::kUp});
  expired.expires = kStart + core::seconds(1);
  Rule off = rule(PriceCross{100, Way::kUp});
  off.enabled = false;
  book_.put(expired);
  book_.put(off);
  EXPECT_THAT(trades({99, 101, 99, 101}), IsEmpty());
}

TEST_F(AlertRuleBook, the_past_makes_nothing_fire) {
  Rule made = rule(Found{.kind = Kind::kCandlestick});
  made.updated = kStart + core::minutes(20);
  book_.put(made);
  EXPECT_THAT(see(pattern(-5, "CDLDOJI", Direction::kUp, 50)), IsEmpty()) << "known before this run";
  EXPECT_THAT(see(pattern(5, "CDLDOJI", Direction::kUp, 50)), IsEmpty()) << "before the rule was made";
  Happening late = pattern(30, "CDLDOJI", Direction::kUp, 50);
  see(candle(30, 100));
  late.known_at = kStart + core::minutes(31 + 11);
  EXPECT_THAT(see(late), IsEmpty()) << "fetched long after it happened";
  see(candle(31, 100));
  EXPECT_EQ(see(pattern(31, "CDLDOJI", Direction::kUp, 50)).size(), 1U);
}

TEST_F(AlertRuleBook, what_the_price_crossed_while_nobody_watched_is_told_with_the_first_price) {
  const core::Timestamp left = kStart - core::hours(3);
  Rule up = rule(PriceCross{100, Way::kUp});
  Rule away = rule(PriceCross{120, Way::kUp});
  Rule leaves = rule(PriceRange{90, 101, PriceRange::When::kLeaves});
  for (Rule* one : {&up, &away, &leaves}) {
    one->created = one->updated = left - core::hours(1);
    book_.put(*one);
  }
  book_.stood("binance:BTCUSDT", 99, left);
  EXPECT_THAT(trade(105, -60), IsEmpty()) << "the past a source begins with";
  const core::Timestamp at = kStart + core::seconds(1);
  const auto fired = see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = 105});
  EXPECT_THAT(events(fired), ElementsAre("crosses_up", "leaves"));
  EXPECT_EQ(fired.front().firing.detail, "while_down");
  EXPECT_EQ(fired.front().firing.message, "BTCUSDT crossed upwards 100 while Tidemark was not running, price 105");
  EXPECT_THAT(trade(99, 2), IsEmpty());
  const core::Timestamp next = kStart + core::seconds(3);
  const auto again = see({.kind = Kind::kPrice, .instrument = {0}, .time = next, .known_at = next, .price = 101});
  EXPECT_THAT(events(again), ElementsAre("crosses_up"));
  EXPECT_EQ(again.front().firing.detail, "");
}

TEST_F(AlertRuleBook, who_has_fired_or_changed_since_does_not_go_by_where_the_price_stood) {
  const core::Timestamp left = kStart - core::hours(3);
  Rule fired = rule(PriceCross{100, Way::kUp});
  Rule changed = rule(PriceCross{100, Way::kUp});
  fired.updated = left - core::hours(1);
  changed.updated = left + core::seconds(1);
  book_.put(fired);
  book_.put(changed);
  book_.restore({fired.id, "binance:BTCUSDT", 1, left + core::seconds(1), left});
  book_.stood("binance:BTCUSDT", 99, left);
  // An instrument that is put later has its own.
  book_.stood("binance:SOLUSDT", 9, left);
  EXPECT_THAT(trade(105, 1), IsEmpty());
  Rule third = rule(PriceCross{10, Way::kUp});
  third.updated = left - core::hours(1);
  book_.put(third);
  book_.put_instrument(instrument(2, "SOLUSDT"));
  EXPECT_THAT(trade(11, 2, 2), ElementsAre("crosses_up"));
}

TEST_F(AlertRuleBook, a_restart_neither_repeats_nor_invents) {
  Rule once = rule(PriceCross{100, Way::kUp}, Repeat::kOnce);
  Rule patterns = rule(Found{.kind = Kind::kCandlestick});
  book_.put(once);
  book_.put(patterns);
  trade(99, 0);
  std::vector<Fired> fired;
  const core::Timestamp at = kStart + core::seconds(1);
  book_.see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = 101}, at, fired);
  see(candle(0, 100));
  const auto seen = see(pattern(0, "CDLDOJI", Direction::kUp, 50));
  ASSERT_EQ(fired.size(), 1U);
  ASSERT_EQ(seen.size(), 1U);

  start();
  book_.put(once);
  book_.put(patterns);
  book_.restore(fired[0].progress);
  book_.restore(seen[0].progress);
  book_.remember(seen[0].firing.id);
  EXPECT_THAT(trades({99, 101}), IsEmpty()) << "once is once, also over a restart";
  see(candle(0, 100));
  EXPECT_THAT(see(pattern(0, "CDLDOJI", Direction::kUp, 50)), IsEmpty()) << "the engine says its last candle again";
  see(candle(1, 100));
  EXPECT_EQ(see(pattern(1, "CDLDOJI", Direction::kUp, 50)).size(), 1U);
}

TEST_F(AlertRuleBook, progress_waits_for_its_instrument) {
  Rule once = rule(PriceCross{100, Way::kUp}, Repeat::kOnce);
  book_.put(once);
  book_.restore({once.id, "binance:SOLUSDT", 1, kStart, kStart});
  book_.put_instrument(instrument(2, "SOLUSDT"));
  trade(99, 0, 2);
  EXPECT_THAT(trade(101, 1, 2), IsEmpty());
}

TEST_F(AlertRuleBook, a_changed_rule_begins_anew) {
  Rule once = rule(PriceCross{100, Way::kUp}, Repeat::kOnce);
  book_.put(once);
  EXPECT_THAT(trades({99, 101}), ElementsAre("1 crosses_up"));
  once.updated = kStart + core::seconds(5);
  book_.put(once);
  trade(99, 6);
  EXPECT_THAT(trade(101, 7), ElementsAre("crosses_up"));
  book_.remove(once.id);
  trade(99, 8);
  EXPECT_THAT(trade(101, 9), IsEmpty());
}

TEST_F(AlertRuleBook, the_same_firing_has_the_same_id_and_another_another) {
  const Rule made = rule(PriceCross{100, Way::kUp});
  const auto fire = [&](double price, std::int64_t ms) {
    start();
    book_.put(made);
    trade(99, 0);
    const core::Timestamp at = kStart + core::milliseconds(ms);
    return see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = price}).at(0).firing.id;
  };
  const std::string id = fire(101, 1500);
  EXPECT_EQ(id.size(), 32U);
  EXPECT_EQ(fire(101, 1500), id);
  EXPECT_NE(fire(101, 1501), id);
}

TEST_F(AlertRuleBook, a_runaway_rule_is_held_to_its_rate) {
  start(2);
  book_.put(rule(PriceCross{100, Way::kEither}));
  EXPECT_EQ(trades({99, 101, 99, 101, 99}).size(), 2U);
  EXPECT_EQ(book_.suppressed(), 2U);
  trade(99, 70);
  EXPECT_EQ(trade(101, 71).size(), 1U);
}

TEST_F(AlertRuleBook, texts_are_filled_in) {
  Rule made = rule(PriceCross{100, Way::kUp});
  made.message = "{{ticker}} {{event}} {{level}} at {{price}}, {{interval}}: {{open}} {{volume}}";
  made.body = R"({"id":"{{id}}","t":"{{time}}"})";
  made.timeframe = core::Timeframe::k5m;
  made.webhooks = {"w"};
  book_.put(made);
  see(candle(0, 98, core::Timeframe::k5m));
  trade(99, 601);
  const core::Timestamp at = kStart + core::seconds(602);
  const auto fired = see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = 101.5});
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].firing.message, "BTCUSDT crosses_up 100 at 101.5, 5: 98 10");
  EXPECT_EQ(fired[0].body, R"({"id":")" + fired[0].firing.id + R"(","t":"2024-01-01T00:10:00Z"})");
  EXPECT_TRUE(fired[0].json);
  EXPECT_THAT(fired[0].webhooks, ElementsAre("w"));
}

TEST_F(AlertRuleBook, without_templates_it_says_a_sentence_and_sends_a_document) {
  book_.put(rule(PriceCross{65000, Way::kUp}));
  trade(64999, 0);
  const core::Timestamp at = kStart + core::seconds(1);
  const auto fired = see({.kind = Kind::kPrice, .instrument = {0}, .time = at, .known_at = at, .price = 65001.2});
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].firing.message, "BTCUSDT crossed upwards 65000, price 65001.2");
  const auto json = net::parse_json(fired[0].body);
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->find("symbol")->text(), "BTCUSDT");
  EXPECT_EQ(json->find("price")->number(), 65001.2);
}

}  // namespace
}  // namespace tidemark::alerts

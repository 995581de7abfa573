#include "engine/output_codec.hpp"

#include <memory>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace tidemark::engine {
namespace {

std::vector<int> bytes(const Output& output) {
  core::ByteWriter writer;
  encode(output, writer);
  std::vector<int> all;
  for (const std::byte b : writer.bytes()) all.push_back(std::to_integer<int>(b));
  return all;
}

// By hand from the description in the header: index, then the fields in order, little-endian.
TEST(OutputCodec, a_pause_byte_by_byte) {
  const PauseOutput pause{{0x0102}, SignalGate::kPaused, core::FindingCode::kGap, {0x0a0b}};
  const std::vector<int> expected{6, 0x02, 0x01, 0, 0, 1, static_cast<int>(core::FindingCode::kGap), 0x0b, 0x0a,
                                  0, 0,    0,    0, 0, 0};
  EXPECT_EQ(bytes(pause), expected);
}

TEST(OutputCodec, only_the_used_indicator_values_are_written) {
  IndicatorOutput one;
  one.count = 1;
  one.values = {1, 2, 3, 4};
  IndicatorOutput other = one;
  other.values = {1, 9, 9, 9};
  EXPECT_EQ(bytes(one), bytes(other));
  other.values[0] = 2;
  EXPECT_NE(bytes(one), bytes(other));
}

TEST(OutputCodec, all_that_a_forming_candle_shows_is_written) {
  FormingPatternsOutput forming;
  std::set<std::vector<int>> all{bytes(forming)};
  for (auto set : {&analysis::candlesticks::PatternHits::ready, &analysis::candlesticks::PatternHits::bullish,
                   &analysis::candlesticks::PatternHits::bearish, &analysis::candlesticks::PatternHits::touching,
                   &analysis::candlesticks::PatternHits::confirming}) {
    forming.hits.*set = 1;
    EXPECT_TRUE(all.insert(bytes(forming)).second);
  }
  forming.open_time = {1};
  EXPECT_TRUE(all.insert(bytes(forming)).second);
}

TEST(OutputCodec, every_kind_and_every_field_shows) {
  const ChartPatternOutput chart_pattern{.pattern = std::make_shared<const analysis::chart_patterns::ChartPattern>()};
  const ConfluenceOutput confluence{.confluence = std::make_shared<const decision::Confluence>()};
  const DecisionOutput decision{.trace = std::make_shared<const decision::Trace>()};
  const SignalOutput signal{.signal = std::make_shared<const decision::Signal>()};
  std::vector<Output> kinds{CandleOutput{},   IndicatorOutput{},  FindingOutput{},     core::Gap{},
                            BookOutput{},     QualityOutput{},    PauseOutput{},       core::Trade{},
                            core::Quote{},    core::MarkPrice{},  core::Liquidation{}, core::FeedStatus{},
                            PatternOutput{},  VolumeOutput{},     StructureOutput{},   ZoneOutput{},
                            ZoneTestOutput{}, chart_pattern,      confluence,          decision,
                            signal,           MarketStateOutput{}};
  kinds.emplace_back(FormingPatternsOutput{});
  ASSERT_EQ(kinds.size(), std::variant_size_v<Output>);
  std::set<int> first;
  for (const Output& output : kinds) first.insert(bytes(output).front());
  EXPECT_EQ(first.size(), kinds.size());

  CandleOutput candle;
  const auto plain = bytes(candle);
  candle.candle.flags = 1;
  EXPECT_NE(bytes(candle), plain);
  candle = {};
  candle.known_at = {1};
  EXPECT_NE(bytes(candle), plain);
  ZoneOutput zone;
  const auto bare = bytes(zone);
  zone.volume = 1;
  EXPECT_NE(bytes(zone), bare);
  StructureOutput structure;
  const auto unsaid = bytes(structure);
  structure.confidence = 1;
  EXPECT_NE(bytes(structure), unsaid);
  decision::Trace trace;
  const auto undecided = bytes(decision);
  trace.filters.back().threshold = 1;
  EXPECT_NE(bytes(DecisionOutput{.trace = std::make_shared<const decision::Trace>(trace)}), undecided);
  trace = {};
  trace.logic_version = 99;
  EXPECT_NE(bytes(DecisionOutput{.trace = std::make_shared<const decision::Trace>(trace)}), undecided);
  decision::Signal ended;
  ended.ended = core::Timestamp{};
  EXPECT_NE(bytes(SignalOutput{.signal = std::make_shared<const decision::Signal>(ended)}), bytes(signal));
  MarketStateOutput state;
  const auto unread = bytes(state);
  state.state.live_zones = 1;
  EXPECT_NE(bytes(state), unread);
  state = {};
  state.state.regime = decision::RegimeReading{};
  const auto quiet = bytes(state);
  EXPECT_NE(quiet, unread);
  state.state.regime->volatile_ = true;
  EXPECT_NE(bytes(state), quiet);
  FindingOutput finding;
  const auto nothing = bytes(finding);
  finding.finding.limit = 1;
  EXPECT_NE(bytes(finding), nothing);
}

}  // namespace
}  // namespace tidemark::engine

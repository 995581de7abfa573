#include "app/output_hash.hpp"

#include <memory>

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

engine::SignalOutput signal(std::uint64_t number, double entry = 100) {
  decision::Signal made{.number = number, .entry = entry};
  return {.signal = std::make_shared<const decision::Signal>(made)};
}

engine::DecisionOutput trace(double score) {
  decision::Trace made;
  made.score = score;
  return {.trace = std::make_shared<const decision::Trace>(made)};
}

RunHash hash_of(const std::vector<engine::Output>& outputs) {
  RunHash hash;
  for (const engine::Output& output : outputs) hash.add(output);
  return hash;
}

TEST(RunHash, counts_traces_and_what_is_said_of_signals) {
  const RunHash hash = hash_of({engine::CandleOutput{}, trace(0.1), signal(1), trace(0.2), signal(1), signal(2)});
  EXPECT_EQ(hash.all().outputs(), 6U);
  EXPECT_EQ(hash.traces(), 2U);
  EXPECT_EQ(hash.signals(), 3U);
}

TEST(RunHash, a_byte_of_a_signal_or_trace_changes_both_digests_one_of_a_candle_only_the_whole) {
  const RunHash one = hash_of({engine::CandleOutput{}, trace(0.1), signal(1)});
  engine::CandleOutput other_candle;
  other_candle.candle.flags = 1;
  const RunHash candle = hash_of({other_candle, trace(0.1), signal(1)});
  EXPECT_NE(candle.all().digest(), one.all().digest());
  EXPECT_EQ(candle.decisions().digest(), one.decisions().digest());
  for (const RunHash& other : {hash_of({engine::CandleOutput{}, trace(0.1), signal(1, 100.5)}),
                               hash_of({engine::CandleOutput{}, trace(0.2), signal(1)}),
                               hash_of({engine::CandleOutput{}, signal(1), trace(0.1)})}) {
    EXPECT_NE(other.all().digest(), one.all().digest());
    EXPECT_NE(other.decisions().digest(), one.decisions().digest());
  }
}

TEST(RunHash, shards_joined_are_the_same_as_one_engine) {
  auto of_other = trace(0.3);
  of_other.instrument = {1};
  const RunHash whole = hash_of({trace(0.1), of_other, signal(1)});
  RunHash joined = hash_of({trace(0.1), signal(1)});
  joined.merge(hash_of({of_other}));
  EXPECT_EQ(joined.all().digest(), whole.all().digest());
  EXPECT_EQ(joined.decisions().digest(), whole.decisions().digest());
  EXPECT_EQ(joined.traces(), 2U);
  EXPECT_EQ(joined.signals(), 1U);
}

}  // namespace
}  // namespace tidemark::app

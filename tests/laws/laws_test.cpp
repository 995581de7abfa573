// The laws every row of the catalogue obeys, whatever it computes. They hold bit for bit, not within a tolerance.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "analysis/catalogue.hpp"
#include "tests/laws/rows.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using analysis::Column;
using analysis::Indicator;
using analysis::IndicatorSpec;
using Ready = Indicator::Ready;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

std::vector<std::byte> bytes_of(const Indicator& indicator) {
  core::ByteWriter writer;
  indicator.snapshot(writer);
  return writer.take();
}

std::unique_ptr<Indicator> clone(const IndicatorSpec& spec, const Indicator& indicator) {
  const auto bytes = bytes_of(indicator);
  core::ByteReader reader{bytes};
  auto copy = spec.make();
  EXPECT_TRUE(copy->restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  return copy;
}

/// Fails with the first cell that differs.
void expect_same(const std::vector<Column>& a, const std::vector<Column>& b, std::size_t rows) {
  for (std::size_t o = 0; o < a.size(); ++o) {
    for (std::size_t i = 0; i < rows; ++i) {
      ASSERT_TRUE(same_bits(a[o][i], b[o][i]))
          << "output " << o << ", candle " << i << ": " << a[o][i] << " and " << b[o][i];
    }
  }
}

/// Where the column begins to have values.
std::size_t first_value(const Column& column) {
  const auto first = std::ranges::find_if(column, [](double value) { return !std::isnan(value); });
  return static_cast<std::size_t>(first - column.begin());
}

/// One update() per candle.
std::vector<Column> stream(const IndicatorSpec& spec, std::span<const core::CandleF> candles) {
  const auto indicator = spec.make();
  std::vector<double> values(spec.info->outputs.size());
  std::vector<Column> columns(values.size());
  for (const auto& candle : candles) {
    const bool ready = indicator->update(candle, values) == Ready::kReady;
    for (std::size_t o = 0; o < values.size(); ++o) columns[o].push_back(ready ? values[o] : kNaN);
  }
  return columns;
}

/// update_all() on pieces of `chunk` candles.
std::vector<Column> stream_in_chunks(const IndicatorSpec& spec, std::span<const core::CandleF> candles,
                                     std::size_t chunk) {
  const auto indicator = spec.make();
  std::vector<Column> columns(spec.info->outputs.size(), Column(candles.size()));
  for (std::size_t from = 0; from < candles.size(); from += chunk) {
    const std::size_t size = std::min(chunk, candles.size() - from);
    std::vector<std::span<double>> places;
    places.reserve(columns.size());
    for (auto& column : columns) places.emplace_back(column.data() + from, size);
    indicator->update_all(candles.subspan(from, size), places);
  }
  return columns;
}

class Laws : public ::testing::TestWithParam<std::string> {
 protected:
  /// Runs the law on every parameter set and scenario.
  template <class Law>
  void everywhere(Law law) {
    for (const auto& spec : parameter_sets(*analysis::find_indicator(GetParam()))) {
      for (const auto& scenario : scenarios()) {
        SCOPED_TRACE(spec.text() + " on " + scenario.name);
        law(spec, scenario.candles);
        if (HasFatalFailure()) return;
      }
    }
  }
};

TEST_P(Laws, batch_equals_stream_in_any_chunking) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    const auto batch = analysis::compute(spec, candles);
    expect_same(batch, stream(spec, candles), candles.size());
    for (const std::size_t chunk : {1U, 2U, 3U, 5U, 7U, 13U, 100U}) {
      SCOPED_TRACE("chunks of " + std::to_string(chunk));
      ASSERT_NO_FATAL_FAILURE(expect_same(batch, stream_in_chunks(spec, candles, chunk), candles.size()));
    }
  });
}

TEST_P(Laws, appending_candles_never_changes_what_was_known) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    const auto whole = analysis::compute(spec, candles);
    for (std::size_t length = 0; length < candles.size(); length += 1 + length / 8) {
      const auto prefix = analysis::compute(spec, std::span{candles}.first(length));
      ASSERT_NO_FATAL_FAILURE(expect_same(prefix, whole, length)) << "prefix of " << length;
    }
  });
}

TEST_P(Laws, first_output_comes_after_exactly_the_warm_up_and_there_is_no_hole_after_it) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    ASSERT_GE(spec.warm_up(), 0);
    const auto warm_up = static_cast<std::size_t>(spec.warm_up());
    ASSERT_LT(warm_up, candles.size());
    const auto columns = analysis::compute(spec, candles);
    const auto first = first_value(columns.front());
    ASSERT_GE(first, warm_up);
    ASSERT_TRUE(first == warm_up || spec.info->start == analysis::Start::kAtTime) << first << ", not " << warm_up;
    for (const auto& column : columns) {
      for (std::size_t i = 0; i < candles.size(); ++i) ASSERT_EQ(std::isnan(column[i]), i < first) << "candle " << i;
    }
  });
}

/// Running sums round: an output may leave its range by this part of it.
constexpr double kRangeSlack = 1e-9;

TEST_P(Laws, outputs_are_finite_and_within_their_declared_range) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    const auto columns = analysis::compute(spec, candles);
    for (std::size_t o = 0; o < columns.size(); ++o) {
      const auto& output = spec.info->outputs[o];
      const double width = output.max - output.min;
      const double slack = std::isfinite(width) ? kRangeSlack * width : 0;
      for (std::size_t i = first_value(columns[o]); i < candles.size(); ++i) {
        const double value = columns[o][i];
        ASSERT_TRUE(std::isfinite(value)) << output.name << " at candle " << i;
        ASSERT_TRUE(value >= output.min - slack && value <= output.max + slack)
            << output.name << " at candle " << i << " is " << value;
      }
    }
  });
}

TEST_P(Laws, snapshot_and_restore_anywhere_equals_never_having_stopped) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    const auto whole = stream(spec, candles);
    auto running = spec.make();
    std::vector<double> values(spec.info->outputs.size());
    for (std::size_t i = 0; i < candles.size(); ++i) {
      running = clone(spec, *running);
      const bool ready = running->update(candles[i], values) == Ready::kReady;
      for (std::size_t o = 0; o < values.size(); ++o)
        ASSERT_TRUE(same_bits(ready ? values[o] : kNaN, whole[o][i])) << i;
    }
  });
}

TEST_P(Laws, snapshot_of_a_restored_state_is_the_same_bytes) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    auto indicator = spec.make();
    std::vector<double> values(spec.info->outputs.size());
    for (const auto& candle : candles) indicator->update(candle, values);
    ASSERT_EQ(bytes_of(*indicator), bytes_of(*clone(spec, *indicator)));
  });
}

TEST_P(Laws, peek_changes_nothing_and_tells_what_update_will) {
  everywhere([](const IndicatorSpec& spec, const std::vector<core::CandleF>& candles) {
    auto indicator = spec.make();
    const std::size_t outputs = spec.info->outputs.size();
    std::vector<double> peeked(outputs);
    std::vector<double> updated(outputs);
    for (std::size_t i = 0; i < candles.size(); ++i) {
      const auto before = bytes_of(*indicator);
      const auto& other = candles[(i * 7 + 3) % candles.size()];
      const auto told = indicator->peek(other, peeked);
      ASSERT_EQ(clone(spec, *indicator)->update(other, updated), told) << "candle " << i;
      for (std::size_t o = 0; told == Ready::kReady && o < outputs; ++o) ASSERT_TRUE(same_bits(peeked[o], updated[o]));
      ASSERT_EQ(bytes_of(*indicator), before) << "candle " << i;
      indicator->update(candles[i], updated);
    }
  });
}

TEST_P(Laws, numbers_that_are_none_are_refused_without_touching_the_state) {
  const std::array poisons{kNaN, kInfinity, -kInfinity, 1e101};
  const std::array fields{&core::CandleF::open, &core::CandleF::high, &core::CandleF::low, &core::CandleF::close,
                          &core::CandleF::volume};
  for (const auto& spec : parameter_sets(*analysis::find_indicator(GetParam()))) {
    SCOPED_TRACE(spec.text());
    auto indicator = spec.make();
    std::vector<double> values(spec.info->outputs.size());
    for (const auto& candle : random_walk(3, 120)) {
      const auto before = bytes_of(*indicator);
      for (const double poison : poisons) {
        for (const auto field : fields) {
          auto bad = candle;
          bad.*field = poison;
          ASSERT_EQ(indicator->update(bad, values), Ready::kWarmingUp);
          ASSERT_EQ(indicator->peek(bad, values), Ready::kWarmingUp);
        }
      }
      ASSERT_EQ(bytes_of(*indicator), before);
      indicator->update(candle, values);
    }
  }
}

TEST_P(Laws, a_refused_candle_leaves_a_hole_in_batch_output_and_nothing_else) {
  const auto spec = parameter_sets(*analysis::find_indicator(GetParam())).front();
  auto candles = random_walk(5, 200);
  const auto clean = analysis::compute(spec, candles);
  auto bad = candles[150];
  bad.close = kNaN;
  candles.insert(candles.begin() + 150, bad);
  const auto holed = analysis::compute(spec, candles);
  for (std::size_t o = 0; o < clean.size(); ++o) {
    EXPECT_TRUE(std::isnan(holed[o][150]));
    for (std::size_t i = 150; i < clean[o].size(); ++i) ASSERT_TRUE(same_bits(clean[o][i], holed[o][i + 1]));
  }
}

std::vector<IndicatorSpec> all_parameter_sets() {
  std::vector<IndicatorSpec> specs;
  for (const auto& row : analysis::catalogue()) std::ranges::copy(parameter_sets(row), std::back_inserter(specs));
  return specs;
}

TEST(Together, every_row_says_what_it_says_alone) {
  const auto specs = all_parameter_sets();
  for (const auto& scenario : scenarios()) {
    const auto together = analysis::compute_all(specs, scenario.candles);
    ASSERT_EQ(together.size(), specs.size());
    for (std::size_t s = 0; s < specs.size(); ++s) {
      SCOPED_TRACE(specs[s].text() + " on " + scenario.name);
      const auto alone = stream(specs[s], scenario.candles);
      ASSERT_EQ(together[s].size(), alone.size());
      ASSERT_NO_FATAL_FAILURE(expect_same(together[s], alone, scenario.candles.size()));
    }
  }
}

// Lengths around a block of 64 candles, where the last one is not full, and around the candles at which chains begin.
TEST(Together, any_number_of_candles_and_refused_ones_anywhere) {
  const auto specs = all_parameter_sets();
  for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 127U, 128U, 129U, 320U, 641U}) {
    auto candles = random_walk(11, count);
    for (std::size_t i = 0; i < count; i += 29) candles[i].high = kNaN;
    const auto together = analysis::compute_all(specs, candles);
    for (std::size_t s = 0; s < specs.size(); ++s) {
      SCOPED_TRACE(specs[s].text() + " on " + std::to_string(count));
      ASSERT_NO_FATAL_FAILURE(expect_same(together[s], stream(specs[s], candles), count));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Laws, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

}  // namespace
}  // namespace tidemark::laws

// Snapshots come from disk: bytes that are not one of this indicator must be refused and never crash it.
#include <string>

#include <gtest/gtest.h>

#include "analysis/catalogue.hpp"
#include "core/rng.hpp"
#include "tests/laws/rows.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using analysis::IndicatorSpec;

std::vector<std::byte> snapshot_after(const IndicatorSpec& spec, std::size_t candles) {
  auto indicator = spec.make();
  std::vector<double> values(spec.info->outputs.size());
  for (const auto& candle : random_walk(11, candles)) indicator->update(candle, values);
  core::ByteWriter writer;
  indicator->snapshot(writer);
  return writer.take();
}

bool restores(const IndicatorSpec& spec, std::span<const std::byte> bytes) {
  core::ByteReader reader{bytes};
  return spec.make()->restore(reader);
}

class Snapshots : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] std::vector<IndicatorSpec> sets() const {
    return parameter_sets(*analysis::find_indicator(GetParam()));
  }
};

TEST_P(Snapshots, of_other_rows_are_refused) {
  for (const auto& row : analysis::catalogue()) {
    const auto bytes = snapshot_after(parameter_sets(row).front(), 100);
    EXPECT_EQ(restores(sets().front(), bytes), row.id == GetParam()) << row.id;
  }
}

TEST_P(Snapshots, of_other_parameters_are_refused) {
  const auto specs = sets();
  for (const auto& from : specs) {
    for (const auto& into : specs) {
      EXPECT_EQ(restores(into, snapshot_after(from, 60)), from.parameters == into.parameters);
    }
  }
}

TEST_P(Snapshots, cut_short_are_refused) {
  const auto spec = sets().front();
  const auto bytes = snapshot_after(spec, 100);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(restores(spec, std::span{bytes}.first(size))) << size << " of " << bytes.size();
  }
}

TEST_P(Snapshots, with_damaged_bytes_never_crash_and_stay_usable_or_are_refused) {
  const auto spec = sets().front();
  const auto good = snapshot_after(spec, 50);
  core::Rng rng{17};
  std::vector<double> values(spec.info->outputs.size());
  for (int round = 0; round < 3000; ++round) {
    auto bytes = good;
    for (std::uint64_t hits = 1 + rng.below(4); hits > 0; --hits)
      bytes[rng.below(bytes.size())] = std::byte(rng.below(256));
    core::ByteReader reader{bytes};
    const auto indicator = spec.make();
    if (!indicator->restore(reader)) continue;
    for (const auto& candle : random_walk(1, 70)) indicator->update(candle, values);
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Snapshots, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

}  // namespace
}  // namespace tidemark::laws

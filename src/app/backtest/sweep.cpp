#include "app/backtest/sweep.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>

namespace tidemark::app {
namespace {

constexpr std::array<std::string_view, 4> kObjectives{"sharpe", "return", "calmar", "profit_factor"};

std::optional<double> score_of(const backtest::RunResult& result, Objective objective) {
  switch (objective) {
    case Objective::kSharpe:
      return result.performance.sharpe;
    case Objective::kReturn:
      return result.performance.total_return;
    case Objective::kCalmar:
      return result.performance.calmar;
    case Objective::kProfitFactor:
      return result.trades.all().profit_factor();
  }
  return std::nullopt;
}

core::Result<SweepResult> run_one(const SweepSetup& setup, const std::vector<double>& values,
                                  std::span<const core::Candle> candles, std::span<const backtest::Stretch> stretches) {
  SweepResult one{.values = values, .score = 0, .total_return = 0, .max_drawdown = 0, .trades = 0, .won = 0};
  double grown = 1;
  double seen = 0;
  double weighted = 0;
  for (const backtest::Stretch& stretch : stretches) {
    backtest::SpanSource source{candles.subspan(stretch.from, stretch.size())};
    auto result = backtest::run(setup.session, *setup.strategy, values, source, nullptr);
    if (!result) return core::forward_error(result);
    const auto size = static_cast<double>(stretch.size());
    const auto score = score_of(*result, setup.objective);
    if (score) {
      weighted += *score * size;
      seen += size;
    } else {
      one.score.reset();
    }
    grown *= 1 + result->performance.total_return;
    one.max_drawdown = std::max(one.max_drawdown, result->performance.max_drawdown);
    one.trades += result->trades.all().trades;
    one.won += result->trades.all().won;
  }
  one.total_return = grown - 1;
  if (one.score) one.score = seen > 0 ? std::optional{weighted / seen} : std::nullopt;
  if (one.trades < setup.trades_min) one.score.reset();
  return one;
}

std::uint64_t length_of(std::span<const backtest::Stretch> stretches) {
  std::uint64_t candles = 0;
  for (const backtest::Stretch& stretch : stretches) candles += stretch.size();
  return candles;
}

}  // namespace

std::optional<Objective> parse_objective(std::string_view text) {
  const auto found = std::ranges::find(kObjectives, text);
  if (found == kObjectives.end()) return std::nullopt;
  return static_cast<Objective>(found - kObjectives.begin());
}

std::string_view name_of(Objective objective) {
  return kObjectives[static_cast<std::size_t>(objective)];
}

core::Result<std::vector<SweepResult>> sweep(const SweepSetup& setup, std::span<const std::vector<double>> grid,
                                             std::span<const core::Candle> candles,
                                             std::span<const backtest::Stretch> stretches,
                                             const backtest::Progress& progress) {
  std::vector<core::Result<SweepResult>> all(grid.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> ended{false};
  std::mutex mutex;
  std::uint64_t done = 0;
  const std::uint64_t length = length_of(stretches);
  const auto tell = [&] {
    const std::lock_guard lock{mutex};
    done += length;
    if (!ended && progress && !progress(done)) ended = true;
  };
  {
    // Each takes the next set that nobody has, and writes into its place alone.
    const auto work = [&] {
      for (std::size_t i = next++; i < grid.size() && !ended; i = next++) {
        all[i] = run_one(setup, grid[i], candles, stretches);
        tell();
      }
    };
    std::vector<std::jthread> threads;
    const std::size_t count = std::min<std::size_t>(setup.threads, grid.size());
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
    work();
  }
  if (ended) return core::fail(core::ErrorKind::kCancelled, "cancelled", "the search was ended before its runs were");
  std::vector<SweepResult> results;
  for (auto& one : all) {
    if (!one) return core::forward_error(one);
    results.push_back(std::move(*one));
  }
  return results;
}

const SweepResult* best_of(std::span<const SweepResult> results) {
  const SweepResult* best = nullptr;
  for (const SweepResult& one : results) {
    if (one.score && (best == nullptr || *one.score > *best->score)) best = &one;
  }
  return best;
}

std::uint64_t work_of(std::size_t combinations, const backtest::Split& split) {
  return combinations * length_of(split.train) + split.test.size();
}

core::Result<std::vector<SplitResult>> validate(const SweepSetup& setup, std::span<const std::vector<double>> grid,
                                                std::span<const core::Candle> candles,
                                                std::span<const backtest::Split> splits,
                                                const backtest::Progress& progress) {
  // What was chosen is judged whatever it did: a test with few trades is a result, too.
  SweepSetup judge = setup;
  judge.trades_min = 0;
  std::vector<SplitResult> results;
  std::uint64_t before = 0;
  const auto told = [&](std::uint64_t done) { return !progress || progress(before + done); };
  for (const backtest::Split& split : splits) {
    SplitResult one{.split = split, .chosen = {}, .tested = {}};
    const auto trained = sweep(setup, grid, candles, split.train, told);
    if (!trained) return std::unexpected(trained.error());
    if (const SweepResult* best = best_of(*trained)) {
      one.chosen = *best;
      auto tested = run_one(judge, best->values, candles, std::array{split.test});
      if (!tested) return core::forward_error(tested);
      one.tested = std::move(*tested);
    }
    results.push_back(std::move(one));
    before += work_of(grid.size(), split);
  }
  return results;
}

}  // namespace tidemark::app

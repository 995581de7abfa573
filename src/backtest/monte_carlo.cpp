#include "backtest/monte_carlo.hpp"

#include <algorithm>

namespace tidemark::backtest {
namespace {

struct Course {
  double last{1};  ///< of an equity that begins with 1
  double max_drawdown{0};
  std::uint64_t longest_loss{0};
};

class Walk {
 public:
  void add(double value) {
    course_.last *= 1 + value;
    high_ = std::max(high_, course_.last);
    course_.max_drawdown = std::max(course_.max_drawdown, (high_ - course_.last) / high_);
    losses_ = value < 0 ? losses_ + 1 : 0;
    course_.longest_loss = std::max(course_.longest_loss, losses_);
  }
  [[nodiscard]] const Course& course() const { return course_; }

 private:
  Course course_;
  double high_{1};
  std::uint64_t losses_{0};
};

Percentiles percentiles_of(std::vector<double>& values) {
  std::ranges::sort(values);
  Percentiles result{};
  for (std::size_t i = 0; i < kPercents.size(); ++i) result[i] = percentile(values, kPercents[i]);
  return result;
}

}  // namespace

double percentile(std::span<const double> sorted, int percent) {
  const std::size_t rank = (static_cast<std::size_t>(percent) * sorted.size() + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

MonteCarlo monte_carlo(std::span<const double> returns, std::uint64_t runs, std::uint64_t seed) {
  MonteCarlo result;
  if (returns.empty() || runs == 0) return result;
  result.runs = runs;
  core::Rng rng{seed};
  std::vector<double> order{returns.begin(), returns.end()};
  std::vector<double> drawdowns;
  std::vector<double> losses;
  std::vector<double> totals;
  for (std::uint64_t run = 0; run < runs; ++run) {
    // Fisher and Yates, from the back.
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i)]);
    Walk shuffled;
    for (const double value : order) shuffled.add(value);
    drawdowns.push_back(shuffled.course().max_drawdown);
    losses.push_back(static_cast<double>(shuffled.course().longest_loss));
    Walk drawn;
    for (std::size_t i = 0; i < returns.size(); ++i) drawn.add(returns[rng.below(returns.size())]);
    totals.push_back(drawn.course().last - 1);
  }
  const auto below = std::ranges::count_if(totals, [](double total) { return total < 0; });
  result.loss_share = static_cast<double>(below) / static_cast<double>(runs);
  result.max_drawdown = percentiles_of(drawdowns);
  result.longest_loss = percentiles_of(losses);
  result.total_return = percentiles_of(totals);
  return result;
}

}  // namespace tidemark::backtest

#include "app/cli/optimize_command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>
#include <utility>

#include "app/backtest/backtest_input.hpp"
#include "app/backtest/backtest_report.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/backtest/sweep.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/json_output.hpp"
#include "app/cli/knob_output.hpp"
#include "backtest/grid.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

/// All that a sweep needs, in memory: every combination reads the same candles.
struct Plan {
  SweepSetup setup;
  std::string input;
  std::vector<core::Candle> candles;
  std::vector<std::vector<double>> grid;
};

Result<std::vector<backtest::Split>> read_walk_forward(const std::string& text, std::size_t candles) {
  std::size_t train = 0;
  std::size_t test = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, train);
  const bool has_comma = first.ec == std::errc{} && first.ptr != end && *first.ptr == ',';
  const auto second = has_comma ? std::from_chars(first.ptr + 1, end, test) : first;
  if (!has_comma || second.ec != std::errc{} || second.ptr != end) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_split", "'" + text + "' is not TRAIN,TEST in candles",
                      "--walk-forward");
  }
  return backtest::walk_forward(candles, train, test);
}

Result<Plan> make_plan(const OptimizeOptions& options) {
  Plan plan;
  auto row = backtest::find_strategy(options.run.strategy);
  if (!row) return core::forward_error(row);
  plan.setup.strategy = *row;
  auto grid = backtest::make_grid(**row, options.grid);
  if (!grid) return core::forward_error(grid);
  plan.grid = std::move(*grid);
  const auto objective = parse_objective(options.objective);
  if (!objective) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_objective",
                      "'" + options.objective + "' is none of sharpe, return, calmar, profit_factor", "--objective");
  }
  plan.setup.objective = *objective;
  plan.setup.trades_min = options.trades_min;
  plan.setup.threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  auto session = read_backtest_setup(options.run);
  if (!session) return core::forward_error(session);
  const BacktestOptions& run = options.run;
  auto input = open_backtest_input({run.file, run.symbol, run.timeframe, run.from, run.to, run.store, run.lot});
  if (!input) return core::forward_error(input);
  plan.setup.session = *session;
  plan.setup.session.instrument = input->instrument;
  plan.setup.session.timeframe = input->timeframe;
  plan.setup.session.days_per_year = days_per_year(input->instrument);
  if (auto status = backtest::check_setup(plan.setup.session); !status) return core::forward_error(status);
  plan.input = input->name;
  auto candles = read_rest(*input->source);
  if (!candles) return core::forward_error(candles);
  plan.candles = std::move(*candles);
  return plan;
}

std::string values_text(const backtest::StrategyRow& row, const std::vector<double>& values) {
  BacktestReport named;
  named.strategy = &row;
  named.values = values;
  return parameters_text(named);
}

std::string figures_text(const SweepResult& one) {
  const auto share = one.trades == 0 ? 0 : static_cast<double>(one.won) / static_cast<double>(one.trades);
  return (one.score ? fixed_text(*one.score, 3) : "-") + "  return " + fixed_text(one.total_return * 100, 2) +
         " %  drawdown " + fixed_text(one.max_drawdown * 100, 2) + " %  trades " + std::to_string(one.trades) +
         "  won " + fixed_text(share * 100, 1) + " %";
}

void write_one(net::JsonWriter& json, const backtest::StrategyRow& row, const SweepResult& one) {
  json.begin_object();
  json.key("parameters").begin_object();
  for (std::size_t i = 0; i < one.values.size(); ++i) write_knob(json, row.parameters[i], one.values[i]);
  json.end_object();
  json.key("score");
  one.score ? json.number(*one.score) : json.null();
  json.key("total_return").number(one.total_return);
  json.key("max_drawdown").number(one.max_drawdown);
  json.key("trades").unsigned_integer(one.trades);
  json.key("won").unsigned_integer(one.won);
  json.end_object();
}

void write_head(net::JsonWriter& json, const Plan& plan) {
  json.key("strategy").text(plan.setup.strategy->id);
  json.key("input").text(plan.input);
  json.key("timeframe").text(core::name_of(plan.setup.session.timeframe));
  json.key("candles").unsigned_integer(plan.candles.size());
  json.key("combinations").unsigned_integer(plan.grid.size());
  json.key("objective").text(name_of(plan.setup.objective));
}

void write_sweep(const Plan& plan, std::vector<SweepResult> results, const OptimizeOptions& options,
                 const Console& console) {
  const backtest::StrategyRow& row = *plan.setup.strategy;
  std::ranges::stable_sort(
      results, [](const SweepResult& a, const SweepResult& b) { return a.score && (!b.score || *a.score > *b.score); });
  if (options.run.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      write_head(json, plan);
      json.key("results").begin_array();
      for (const SweepResult& one : results) write_one(json, row, one);
      json.end_array();
      json.end_object();
    });
    return;
  }
  console.out << row.title << " on " << plan.input << ": " << plan.grid.size() << " combinations over "
              << plan.candles.size() << " candles, by " << name_of(plan.setup.objective) << '\n';
  for (std::size_t i = 0; i < std::min(results.size(), options.top); ++i) {
    console.out << "  " << values_text(row, results[i].values) << "  " << figures_text(results[i]) << '\n';
  }
  console.out << "The best of many is good by chance, too: judge it with --walk-forward or --folds.\n";
}

std::string span_text(const Plan& plan, const backtest::Stretch& stretch) {
  return core::format_iso(plan.candles[stretch.from].open_time) + " .. " +
         core::format_iso(plan.candles[stretch.to - 1].open_time);
}

void write_splits(const Plan& plan, const std::vector<SplitResult>& splits, const OptimizeOptions& options,
                  const Console& console) {
  const backtest::StrategyRow& row = *plan.setup.strategy;
  double grown = 1;
  for (const SplitResult& one : splits) grown *= one.tested ? 1 + one.tested->total_return : 1;
  if (options.run.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      write_head(json, plan);
      json.key("splits").begin_array();
      for (const SplitResult& one : splits) {
        json.begin_object();
        json.key("test_from").text(core::format_iso(plan.candles[one.split.test.from].open_time));
        json.key("test_candles").unsigned_integer(one.split.test.size());
        json.key("chosen");
        one.chosen ? write_one(json, row, *one.chosen) : static_cast<void>(json.null());
        json.key("tested");
        one.tested ? write_one(json, row, *one.tested) : static_cast<void>(json.null());
        json.end_object();
      }
      json.end_array();
      json.key("tested_return").number(grown - 1);
      json.end_object();
    });
    return;
  }
  console.out << row.title << " on " << plan.input << ": " << plan.grid.size() << " combinations, " << splits.size()
              << " splits, by " << name_of(plan.setup.objective) << '\n';
  for (const SplitResult& one : splits) {
    console.out << "  " << span_text(plan, one.split.test) << '\n';
    if (!one.tested) {
      console.out << "    nothing was good enough on the training part\n";
      continue;
    }
    console.out << "    chosen " << values_text(row, one.chosen->values) << "  " << figures_text(*one.chosen) << '\n'
                << "    tested " << figures_text(*one.tested) << '\n';
  }
  console.out << "  return of all tests: " << fixed_text((grown - 1) * 100, 2) << " %\n";
}

}  // namespace

int run_optimize(const OptimizeOptions& options, const Console& console) {
  const auto plan = make_plan(options);
  if (!plan) return report_error(console, plan.error());
  if (options.walk_forward.empty() && options.folds == 0) {
    const std::array whole{backtest::Stretch{0, plan->candles.size()}};
    auto results = sweep(plan->setup, plan->grid, plan->candles, whole);
    if (!results) return report_error(console, results.error());
    write_sweep(*plan, std::move(*results), options, console);
    return code_of(ExitCode::kDone);
  }
  const auto splits = options.folds != 0
                          ? backtest::purged_folds(plan->candles.size(), options.folds, options.purge, options.embargo)
                          : read_walk_forward(options.walk_forward, plan->candles.size());
  if (!splits) return report_error(console, splits.error());
  const auto results = validate(plan->setup, plan->grid, plan->candles, *splits);
  if (!results) return report_error(console, results.error());
  write_splits(*plan, *results, options, console);
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app

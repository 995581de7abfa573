#include "app/backtest/optimization.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>
#include <utility>

#include "app/backtest/backtest_input.hpp"
#include "app/backtest/backtest_report.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/knob_output.hpp"
#include "backtest/grid.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

struct ForwardLengths {
  std::size_t train{0};
  std::size_t test{0};
};

Result<ForwardLengths> read_walk_forward(const std::string& text) {
  ForwardLengths lengths;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, lengths.train);
  const bool has_comma = first.ec == std::errc{} && first.ptr != end && *first.ptr == ',';
  const auto second = has_comma ? std::from_chars(first.ptr + 1, end, lengths.test) : first;
  if (!has_comma || second.ec != std::errc{} || second.ptr != end) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_split", "'" + text + "' is not TRAIN,TEST in candles",
                      "--walk-forward");
  }
  return lengths;
}

/// All of an optimization that can be read before its candles.
core::Status read_search(const OptimizeOptions& options, Optimization& into) {
  auto row = backtest::find_strategy(options.run.strategy);
  if (!row) return core::forward_error(row);
  into.setup.strategy = *row;
  std::vector<std::string> texts = options.run.set;
  texts.insert(texts.end(), options.grid.begin(), options.grid.end());
  auto grid = backtest::make_grid(**row, texts);
  if (!grid) {
    core::Error error = grid.error();
    error.place = "--grid";
    return std::unexpected(std::move(error));
  }
  if (options.combinations_most && grid->size() > *options.combinations_most) {
    return core::fail(ErrorKind::kInvalidArgument, "too_many_combinations",
                      "more than " + std::to_string(*options.combinations_most) + " combinations", "--grid");
  }
  into.grid = std::move(*grid);
  const auto objective = parse_objective(options.objective);
  if (!objective) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_objective",
                      "'" + options.objective + "' is none of sharpe, return, calmar, profit_factor", "--objective");
  }
  into.setup.objective = *objective;
  into.setup.trades_min = options.trades_min;
  into.setup.threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  if (!options.walk_forward.empty()) {
    if (auto lengths = read_walk_forward(options.walk_forward); !lengths) return core::forward_error(lengths);
  }
  if (auto single = check_single(options.run); !single) return single;
  auto session = read_backtest_setup(options.run);
  if (!session) return core::forward_error(session);
  into.setup.session = *session;
  return {};
}

core::Status read_candles(const OptimizeOptions& options, Optimization& into) {
  auto input = open_backtest_input(single_input(options.run));
  if (!input) return core::forward_error(input);
  into.setup.session.instruments = {input->instrument};
  into.setup.session.timeframe = input->timeframe;
  into.setup.session.days_per_year = days_per_year(into.setup.session.instruments);
  if (auto status = backtest::check_setup(into.setup.session); !status) return status;
  into.input = input->name;
  auto candles = read_rest(*input->source, options.candles_most);
  if (!candles) return core::forward_error(candles);
  into.candles = std::move(*candles);
  return {};
}

Result<std::vector<backtest::Split>> splits_of(const OptimizeOptions& options, std::size_t candles) {
  if (options.folds != 0) return backtest::purged_folds(candles, options.folds, options.purge, options.embargo);
  if (options.walk_forward.empty()) return std::vector<backtest::Split>{};
  auto lengths = read_walk_forward(options.walk_forward);
  if (!lengths) return core::forward_error(lengths);
  return backtest::walk_forward(candles, lengths->train, lengths->test);
}

/// Candles that all runs together go over.
std::uint64_t whole_work(const Optimization& found, std::span<const backtest::Split> splits) {
  if (splits.empty()) return found.grid.size() * found.candles.size();
  std::uint64_t total = 0;
  for (const backtest::Split& split : splits) total += work_of(found.grid.size(), split);
  return total;
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

void write_head(net::JsonWriter& json, const Optimization& found) {
  json.key("strategy").text(found.setup.strategy->id);
  json.key("input").text(found.input);
  json.key("timeframe").text(core::name_of(found.setup.session.timeframe));
  json.key("candles").unsigned_integer(found.candles.size());
  json.key("combinations").unsigned_integer(found.grid.size());
  json.key("objective").text(name_of(found.setup.objective));
}

void write_splits(net::JsonWriter& json, const Optimization& found) {
  const backtest::StrategyRow& row = *found.setup.strategy;
  json.key("splits").begin_array();
  for (const SplitResult& one : found.splits) {
    json.begin_object();
    json.key("test_from").text(core::format_iso(found.candles[one.split.test.from].open_time));
    json.key("test_candles").unsigned_integer(one.split.test.size());
    json.key("chosen");
    one.chosen ? write_one(json, row, *one.chosen) : static_cast<void>(json.null());
    json.key("tested");
    one.tested ? write_one(json, row, *one.tested) : static_cast<void>(json.null());
    json.end_object();
  }
  json.end_array();
  json.key("tested_return").number(found.tested_return());
}

std::string span_text(const Optimization& found, const backtest::Stretch& stretch) {
  return core::format_iso(found.candles[stretch.from].open_time) + " .. " +
         core::format_iso(found.candles[stretch.to - 1].open_time);
}

void write_splits(const Optimization& found, std::ostream& out) {
  const backtest::StrategyRow& row = *found.setup.strategy;
  out << row.title << " on " << found.input << ": " << found.grid.size() << " combinations, " << found.splits.size()
      << " splits, by " << name_of(found.setup.objective) << '\n';
  for (const SplitResult& one : found.splits) {
    out << "  " << span_text(found, one.split.test) << '\n';
    if (!one.tested) {
      out << "    nothing was good enough on the training part\n";
      continue;
    }
    out << "    chosen " << values_text(row, one.chosen->values) << "  " << figures_text(*one.chosen) << '\n'
        << "    tested " << figures_text(*one.tested) << '\n';
  }
  out << "  return of all tests: " << fixed_text(found.tested_return() * 100, 2) << " %\n";
}

}  // namespace

double Optimization::tested_return() const {
  double grown = 1;
  for (const SplitResult& one : splits) grown *= one.tested ? 1 + one.tested->total_return : 1;
  return grown - 1;
}

core::Status check_optimization(const OptimizeOptions& options) {
  Optimization probe;
  return read_search(options, probe);
}

Result<Optimization> optimize(const OptimizeOptions& options, const SearchProgress& progress) {
  Optimization found;
  if (auto read = read_search(options, found); !read) return core::forward_error(read);
  if (auto read = read_candles(options, found); !read) return core::forward_error(read);
  auto splits = splits_of(options, found.candles.size());
  if (!splits) return core::forward_error(splits);
  const std::uint64_t total = whole_work(found, *splits);
  const auto told = [&](std::uint64_t candles) { return !progress || progress(candles, total); };
  if (splits->empty()) {
    const std::array whole{backtest::Stretch{0, found.candles.size()}};
    auto results = sweep(found.setup, found.grid, found.candles, whole, told);
    if (!results) return core::forward_error(results);
    found.results = std::move(*results);
    std::ranges::stable_sort(found.results, [](const SweepResult& a, const SweepResult& b) {
      return a.score && (!b.score || *a.score > *b.score);
    });
    return found;
  }
  auto results = validate(found.setup, found.grid, found.candles, *splits, told);
  if (!results) return core::forward_error(results);
  found.splits = std::move(*results);
  return found;
}

void write_optimization_json(const Optimization& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  write_head(json, found);
  if (found.splits.empty()) {
    json.key("results").begin_array();
    for (const SweepResult& one : found.results) write_one(json, *found.setup.strategy, one);
    json.end_array();
  } else {
    write_splits(json, found);
  }
  json.end_object();
  out << text << '\n';
}

void write_optimization_text(const Optimization& found, std::size_t top, std::ostream& out) {
  if (!found.splits.empty()) return write_splits(found, out);
  const backtest::StrategyRow& row = *found.setup.strategy;
  out << row.title << " on " << found.input << ": " << found.grid.size() << " combinations over "
      << found.candles.size() << " candles, by " << name_of(found.setup.objective) << '\n';
  for (std::size_t i = 0; i < std::min(found.results.size(), top); ++i) {
    out << "  " << values_text(row, found.results[i].values) << "  " << figures_text(found.results[i]) << '\n';
  }
  out << "The best of many is good by chance, too: judge it with --walk-forward or --folds.\n";
}

}  // namespace tidemark::app

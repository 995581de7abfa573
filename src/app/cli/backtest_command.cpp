#include "app/cli/backtest_command.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "app/backtest/backtest_input.hpp"
#include "app/backtest/backtest_report.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/backtest/event_input.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

/// What is written while the run goes on; closed when no report is asked for.
struct ReportFiles {
  std::ofstream trades;
  std::ofstream orders;
};

/// Keeps the first trades for the report and writes all of them to the file as they come.
class TradeKeeper final : public backtest::RunObserver {
 public:
  /// `returns`, which may be null, gets each trade's return on what the capital had become by then.
  TradeKeeper(BacktestReport& report, ReportFiles& files, std::vector<double>* returns)
      : report_{report}, files_{files}, returns_{returns} {}
  void on_order_event(const core::OrderEvent& event) override {
    if (files_.orders.is_open()) write_order_csv(event, report_.setup.instrument.scale, files_.orders);
  }
  void on_trade(const journal::ClosedTrade& trade) override {
    const double before = core::to_double(report_.setup.capital) + earned_;
    const double profit = core::to_double(trade.profit);
    if (returns_ != nullptr && before > 0) returns_->push_back(profit / before);
    earned_ += profit;
    if (files_.trades.is_open()) write_trade_csv(trade, report_.setup.instrument.scale, files_.trades);
    if (report_.trades.size() < kTradesKept) {
      report_.trades.push_back(trade);
    } else {
      ++report_.trades_left_off;
    }
  }

 private:
  BacktestReport& report_;
  ReportFiles& files_;
  std::vector<double>* returns_;
  double earned_{0};
};

core::Status open_for_report(std::ofstream& file, const std::filesystem::path& path) {
  file.open(path);
  if (file) return {};
  return core::fail(ErrorKind::kIo, "unwritable", "the file cannot be written", path.string());
}

core::Status begin_files(ReportFiles& files, const std::filesystem::path& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (auto status = open_for_report(files.trades, dir / "trades.csv"); !status) return status;
  if (auto status = open_for_report(files.orders, dir / "orders.csv"); !status) return status;
  write_trades_csv_head(files.trades);
  write_orders_csv_head(files.orders);
  return {};
}

core::Status write_file(const std::filesystem::path& path, const BacktestReport& report,
                        const std::function<void(const BacktestReport&, std::ostream&)>& write) {
  std::ofstream file;
  if (auto status = open_for_report(file, path); !status) return status;
  write(report, file);
  file.flush();
  if (file) return {};
  return core::fail(ErrorKind::kIo, "unwritable", "the file could not be written whole", path.string());
}

core::Status write_files(const std::filesystem::path& dir, const BacktestReport& report) {
  if (auto status = write_file(dir / "report.json", report, write_backtest_json); !status) return status;
  if (auto status = write_file(dir / "report.html", report, write_backtest_html); !status) return status;
  return write_file(dir / "equity.csv", report, write_equity_csv);
}

/// Why nothing was traded, where it can be told.
void note_silence(BacktestReport& report) {
  if (report.result.orders != 0) return;
  report.notes.emplace_back("the strategy asked for no order");
  const trading::TradeRules rules = trading::TradeRules::of(report.setup.instrument);
  if (report.result.curve.empty()) return;
  const auto last = static_cast<std::int64_t>(report.result.curve.back().price *
                                              static_cast<double>(core::kPow10[rules.scale.price_decimals]));
  if (trading::size_by_fraction(report.setup.capital, report.setup.sizing.fraction, {last}, rules).lots == 0) {
    report.notes.emplace_back("the capital does not buy one lot of " +
                              core::format_decimal(rules.lot_size.lots, rules.scale.qty_decimals) +
                              "; give a smaller --lot or more --capital");
  }
}

core::Status check_future(BacktestReport& report, std::span<const core::Candle> candles, std::size_t prefixes) {
  auto check = backtest::check_look_ahead(
      candles, report.setup.timeframe, prefixes, [&](auto part, backtest::RunObserver& observer) -> core::Status {
        backtest::SpanSource source{part};
        const auto result = backtest::run(report.setup, *report.strategy, report.values, source, &observer);
        return result ? core::Status{} : std::unexpected(result.error());
      });
  if (!check) return core::forward_error(check);
  report.look_ahead = std::move(*check);
  return {};
}

/// A line that is written over, for people who wait.
backtest::Progress progress_to(std::ostream& err) {
  constexpr std::uint64_t kStep = 1'000'000;
  return [&err, next = kStep](std::uint64_t candles) mutable {
    if (candles >= next) {
      err << "tidemark: " << candles << " candles\n";
      next += kStep;
    }
    return true;
  };
}

/// What both kinds of data begin with.
Result<BacktestReport> begin_report(const BacktestOptions& options) {
  auto row = backtest::find_strategy(options.strategy);
  if (!row) return core::forward_error(row);
  auto values = read_backtest_values(**row, options.set);
  if (!values) return core::forward_error(values);
  auto setup = read_backtest_setup(options);
  if (!setup) return core::forward_error(setup);
  BacktestReport report;
  report.strategy = *row;
  report.values = std::move(*values);
  report.setup = *setup;
  return report;
}

core::Status set_instrument(BacktestReport& report, const core::Instrument& instrument, core::Timeframe timeframe) {
  report.setup.instrument = instrument;
  report.setup.timeframe = timeframe;
  report.setup.days_per_year = days_per_year(instrument);
  return backtest::check_setup(report.setup);
}

core::Status run_over_candles(const BacktestOptions& options, BacktestReport& report, TradeKeeper& keeper,
                              const backtest::Progress& progress) {
  auto input = open_backtest_input(
      {options.file, options.symbol, options.timeframe, options.from, options.to, options.store, options.lot});
  if (!input) return core::forward_error(input);
  report.input = input->name;
  report.notes = input->notes;
  if (auto status = set_instrument(report, input->instrument, input->timeframe); !status) return status;
  if (options.look_ahead != 0) {  // wants them all at once, and again
    auto all = read_rest(*input->source);
    if (!all) return core::forward_error(all);
    input->candles = std::move(*all);
    input->source = std::make_unique<backtest::SpanSource>(input->candles);
  }
  auto result = backtest::run(report.setup, *report.strategy, report.values, *input->source, &keeper, progress);
  if (!result) return core::forward_error(result);
  report.result = std::move(*result);
  return options.look_ahead == 0 ? core::Status{} : check_future(report, input->candles, options.look_ahead);
}

core::Status run_over_events(const BacktestOptions& options, BacktestReport& report, TradeKeeper& keeper) {
  const bool narrowed = options.from || options.to || options.lot || options.look_ahead != 0;
  if (options.file.empty() || narrowed) {
    return core::fail(ErrorKind::kInvalidArgument, "events_of_a_file",
                      "--events takes a file, whole: no --from, --to, --lot or --look-ahead");
  }
  const auto timeframe = core::parse_timeframe(options.timeframe.value_or("1m"));
  if (!timeframe) return std::unexpected(timeframe.error());
  const auto input = open_event_input(options.file, options.symbol);
  if (!input) return std::unexpected(input.error());
  report.input = (*input)->name;
  if (auto status = set_instrument(report, (*input)->table.get((*input)->id), *timeframe); !status) return status;
  const auto strategy = report.strategy->make(report.values, report.setup.instrument.scale);
  auto result = backtest::run_events(report.setup, *strategy, report.strategy->needs, (*input)->table, (*input)->id,
                                     *(*input)->feed, &keeper);
  if (!result) return core::forward_error(result);
  report.result = std::move(*result);
  return {};
}

}  // namespace

Result<BacktestReport> run_and_report(const BacktestOptions& options, const backtest::Progress& progress) {
  auto report = begin_report(options);
  if (!report) return report;
  ReportFiles files;
  if (options.report_dir) {
    if (auto status = begin_files(files, *options.report_dir); !status) return core::forward_error(status);
  }
  std::vector<double> returns;
  TradeKeeper keeper{*report, files, options.monte_carlo != 0 ? &returns : nullptr};
  auto status = options.data == BacktestData::kEvents ? run_over_events(options, *report, keeper)
                                                      : run_over_candles(options, *report, keeper, progress);
  if (!status) return core::forward_error(status);
  note_silence(*report);
  if (options.monte_carlo != 0) {
    report->monte_carlo = backtest::monte_carlo(returns, options.monte_carlo, options.seed);
  }
  return report;
}

int run_backtest(const BacktestOptions& options, const Console& console) {
  const auto report = run_and_report(options, progress_to(console.err));
  if (!report) return report_error(console, report.error());
  if (options.report_dir) {
    if (const auto status = write_files(*options.report_dir, *report); !status) {
      return report_error(console, status.error());
    }
  }
  if (options.format == OutputFormat::kJson) {
    write_backtest_json(*report, console.out);
  } else {
    write_backtest_text(*report, console.out);
    if (options.report_dir) console.out << "  report: " << *options.report_dir << "/report.html\n";
  }
  const bool peeks = report->look_ahead && !report->look_ahead->found.empty();
  return code_of(peeks ? ExitCode::kDiffers : ExitCode::kDone);
}

}  // namespace tidemark::app

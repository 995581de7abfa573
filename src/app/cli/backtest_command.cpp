#include "app/cli/backtest_command.hpp"

#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "app/backtest/backtest_report.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/backtest/event_input.hpp"
#include "app/backtest/portfolio_input.hpp"
#include "app/cli/progress_line.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

constexpr core::Timestamp kFarFuture = core::Timestamp::from_s(9'000'000'000);

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
    if (files_.orders.is_open()) write_order_csv(report_.setup, event, files_.orders);
  }
  void on_trade(const journal::ClosedTrade& trade, core::Money in_account) override {
    const double before = core::to_double(report_.setup.capital) + earned_;
    const double profit = core::to_double(in_account);
    if (returns_ != nullptr && before > 0) returns_->push_back(profit / before);
    earned_ += profit;
    const ReportedTrade reported{trade, in_account};
    if (files_.trades.is_open()) write_trade_csv(report_.setup, reported, files_.trades);
    if (report_.trades.size() < kTradesKept) {
      report_.trades.push_back(reported);
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

/// Heads depend on what is run: only now is it known.
core::Status begin_files(ReportFiles& files, const BacktestReport& report,
                         const std::optional<std::string>& report_dir) {
  if (!report_dir) return {};
  const std::filesystem::path dir{*report_dir};
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (auto status = open_for_report(files.trades, dir / "trades.csv"); !status) return status;
  if (auto status = open_for_report(files.orders, dir / "orders.csv"); !status) return status;
  write_trades_csv_head(report.setup, files.trades);
  write_orders_csv_head(report.setup, files.orders);
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
  const backtest::SessionSetup& setup = report.setup;
  for (std::size_t i = 0; i < setup.instruments.size(); ++i) {
    const std::uint64_t unrated = report.result.instruments[i].unrated;
    if (unrated == 0) continue;
    report.notes.push_back(instrument_name(setup, i) + ": nothing could be entered at " + std::to_string(unrated) +
                           " closes, at which it was not known what " + currency_of(setup, i) + " is worth in " +
                           setup.account_currency());
  }
  if (report.result.orders != 0) return;
  report.notes.emplace_back("the strategy asked for no order");
  if (report.result.curve.empty() || setup.is_portfolio()) return;
  const trading::TradeRules rules = trading::TradeRules::of(setup.instruments.front());
  const auto last = static_cast<std::int64_t>(report.result.curve.back().price *
                                              static_cast<double>(core::kPow10[rules.scale.price_decimals]));
  if (trading::size_by_fraction(setup.capital, setup.sizing.fraction, {last}, rules).lots == 0) {
    report.notes.emplace_back("the capital does not buy one lot of " +
                              core::format_decimal(rules.lot_size.lots, rules.scale.qty_decimals) +
                              "; give a smaller --lot or more --capital");
  }
}

using Series = std::vector<std::vector<core::Candle>>;

Result<backtest::RunResult> run_over(const BacktestReport& report, const Series& series, core::Timestamp until,
                                     backtest::RunObserver& observer, const backtest::Progress& progress) {
  std::deque<backtest::SpanSource> sources;
  std::vector<backtest::CandleSource*> pointers;
  for (const auto& candles : series) {
    pointers.push_back(&sources.emplace_back(backtest::ended_by(until, candles, report.setup.timeframe)));
  }
  return backtest::run(report.setup, *report.strategy, report.values, pointers, &observer, progress);
}

/// The run, and again over its prefixes: wants all candles at once.
core::Status run_and_check(BacktestReport& report, PortfolioInput& input, TradeKeeper& keeper, std::size_t prefixes,
                           const backtest::Progress& progress) {
  const auto series = input.read_all();
  if (!series) return std::unexpected(series.error());
  auto result = run_over(report, *series, kFarFuture, keeper, progress);
  if (!result) return core::forward_error(result);
  report.result = std::move(*result);
  auto check =
      backtest::check_look_ahead(prefixes, [&](core::Timestamp until, backtest::RunObserver& observer) -> core::Status {
        const auto part = run_over(report, *series, until, observer, {});
        return part ? core::Status{} : std::unexpected(part.error());
      });
  if (!check) return core::forward_error(check);
  report.look_ahead = std::move(*check);
  return {};
}

/// A bar for a person, where the end is known; else a line now and then.
RunProgress progress_to(ProgressLine& line, const Console& console) {
  constexpr std::uint64_t kStep = 1'000'000;
  return [&line, &console, next = kStep](std::uint64_t candles, std::optional<std::uint64_t> total) mutable {
    if (total && console.audience == Audience::kPerson) {
      line.show(candles, *total);
    } else if (candles >= next) {
      console.err << "tidemark: " << candles << " candles\n";
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

core::Status finish_setup(BacktestReport& report) {
  report.setup.days_per_year = days_per_year(report.setup.instruments);
  return backtest::check_setup(report.setup);
}

core::Status run_over_candles(const BacktestOptions& options, BacktestReport& report, ReportFiles& files,
                              TradeKeeper& keeper, const RunProgress& told) {
  auto input = PortfolioInput::open(options);
  if (!input) return core::forward_error(input);
  report.input = input->name();
  report.notes = input->notes();
  input->describe(report.setup);
  if (auto status = finish_setup(report); !status) return status;
  if (auto status = begin_files(files, report, options.report_dir); !status) return status;
  const backtest::Progress progress = [&told, total = input->expected()](std::uint64_t candles) {
    return !told || told(candles, total);
  };
  if (!progress(0)) return core::fail(ErrorKind::kCancelled, "cancelled", "the run was ended at once");
  if (options.look_ahead != 0) return run_and_check(report, *input, keeper, options.look_ahead, progress);
  auto result = backtest::run(report.setup, *report.strategy, report.values, input->sources(), &keeper, progress);
  if (!result) return core::forward_error(result);
  report.result = std::move(*result);
  return {};
}

core::Status run_over_events(const BacktestOptions& options, BacktestReport& report, ReportFiles& files,
                             TradeKeeper& keeper) {
  const bool narrowed = options.from || options.to || options.lot || options.look_ahead != 0 || !options.rates.empty();
  if (options.files.size() != 1 || narrowed) {
    return core::fail(ErrorKind::kInvalidArgument, "events_of_a_file",
                      "--events takes a file, whole: no --from, --to, --lot, --rates or --look-ahead");
  }
  const auto timeframe = core::parse_timeframe(options.timeframe.value_or("1m"));
  if (!timeframe) return std::unexpected(timeframe.error());
  const auto input = open_event_input(options.files.front(), options.symbols);
  if (!input) return std::unexpected(input.error());
  report.input = (*input)->name;
  report.setup.timeframe = *timeframe;
  for (const core::InstrumentId id : (*input)->ids) report.setup.instruments.push_back((*input)->table.get(id));
  if (auto status = finish_setup(report); !status) return status;
  if (auto status = begin_files(files, report, options.report_dir); !status) return status;
  const backtest::Crew crew{report.setup, *report.strategy, report.values};
  auto result = backtest::run_events(report.setup, crew.members(), report.strategy->needs, (*input)->table,
                                     (*input)->ids, *(*input)->feed, &keeper);
  if (!result) return core::forward_error(result);
  report.result = std::move(*result);
  return {};
}

}  // namespace

Result<BacktestReport> run_and_report(const BacktestOptions& options, const RunProgress& progress) {
  auto report = begin_report(options);
  if (!report) return report;
  ReportFiles files;
  std::vector<double> returns;
  TradeKeeper keeper{*report, files, options.monte_carlo != 0 ? &returns : nullptr};
  auto status = options.data == BacktestData::kEvents ? run_over_events(options, *report, files, keeper)
                                                      : run_over_candles(options, *report, files, keeper, progress);
  if (!status) return core::forward_error(status);
  note_silence(*report);
  if (options.monte_carlo != 0) {
    report->monte_carlo = backtest::monte_carlo(returns, options.monte_carlo, options.seed);
  }
  return report;
}

core::Status check_single(const BacktestOptions& options) {
  const bool several =
      options.files.size() > 1 || options.symbols.size() > 1 || !options.rates.empty() || !options.currency.empty();
  if (!several) return {};
  return core::fail(ErrorKind::kInvalidArgument, "one_instrument",
                    "this runs over one instrument in its own currency; several together: `tidemark backtest`",
                    "--symbol");
}

int run_backtest(const BacktestOptions& options, const Console& console) {
  std::optional<ProgressLine> line{console};
  const auto report = run_and_report(options, progress_to(*line, console));
  line.reset();
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

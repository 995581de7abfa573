#include "app/fills/account_comparison.hpp"

#include <algorithm>
#include <utility>

#include "app/backtest/backtest_input.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/source_arguments.hpp"
#include "app/engine_setup.hpp"
#include "app/fills/match_orders.hpp"
#include "app/fills/measured_model.hpp"
#include "core/decimal.hpp"
#include "ops/config.hpp"
#include "ops/config/units.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using core::Status;

/// The model of fills that a configuration has, as it would be typed.
BacktestOptions model_of(const ops::TradingConfig& config) {
  BacktestOptions model;
  model.fees = config.maker_fee + "," + config.taker_fee;
  model.slippage = config.slippage;
  model.spread = config.spread;
  model.latency = ops::format_duration(config.latency);
  model.fills = config.fills;
  if (!config.participation.empty()) model.participation = config.participation;
  return model;
}

Result<ops::Config> load(const AccountAgainst& asked) {
  auto loaded = ops::load_config({.dir = asked.config_dir, .environment = ops::process_environment()});
  if (!loaded) return std::unexpected(loaded.error().front());
  ops::TradingConfig& trading = loaded->config.trading;
  const bool is_other = trading.strategy != asked.run.strategy;
  trading.strategy = asked.run.strategy;
  if (is_other || !asked.run.set.empty()) trading.parameters = asked.run.set;
  // Whatever it traded with, here it is played.
  trading.mode = "paper";
  return std::move(loaded->config);
}

/// The first model, and what is changed about it: until it is the configured one, then as it was asked for.
struct Walk {
  BacktestOptions first;
  std::vector<ModelChange> changes;
};

Walk walk_of(const AccountAgainst& asked, const BacktestOptions& configured) {
  Walk walk{configured, {}};
  for (const ModelChange& typed : asked.typed) {
    set_part(typed, walk.first);
    walk.changes.push_back({typed.part, value_of(typed.part, configured)});
  }
  walk.changes.insert(walk.changes.end(), asked.changes.begin(), asked.changes.end());
  return walk;
}

/// What a venue did is seen in the store; what is asked for comes before that.
void add_measured(const StoredAccount& stored, const AccountAgainst& asked, const trading::PaperSettings& configured,
                  Walk& walk) {
  if (!stored.is_live) return;
  for (ModelChange& seen : measured_changes(stored.history, configured)) {
    const bool is_asked = std::ranges::find(asked.changes, seen.part, &ModelChange::part) != asked.changes.end();
    if (!is_asked) walk.changes.push_back(std::move(seen));
  }
}

Result<std::vector<trading::PaperSettings>> models_of(const Walk& walk) {
  std::vector<trading::PaperSettings> models;
  BacktestOptions model = walk.first;
  const auto add = [&]() -> Status {
    const auto setup = read_backtest_setup(model);
    if (!setup) return std::unexpected(setup.error());
    models.push_back(setup->paper);
    return {};
  };
  if (auto added = add(); !added) return std::unexpected(added.error());
  for (const ModelChange& change : walk.changes) {
    if (change.part == "data") {
      return core::fail(ErrorKind::kInvalidArgument, "bad_change",
                        "the account met the recorded events themselves; data=candles is for two models without "
                        "--against",
                        "--change");
    }
    set_part(change, model);
    if (auto added = add(); !added) return std::unexpected(added.error());
  }
  return models;
}

Result<core::Instrument> find_instrument(const RecordedSpan& span, const std::string& symbol,
                                         const std::string& recording) {
  const auto fits = [&](const core::Instrument& one) {
    return symbol.empty() || one.symbol == symbol || one.key() == symbol;
  };
  const auto found = std::ranges::find_if(span.instruments, fits);
  if (found != span.instruments.end()) return *found;
  std::string list;
  for (const core::Instrument& one : span.instruments) list += (list.empty() ? "" : ", ") + one.key();
  return core::fail(ErrorKind::kNotFound, "no_data", "it has no events of " + symbol + "; it has " + list, recording);
}

void note_beginning(const StoredAccount& stored, core::Timestamp from, AccountComparison& comparison) {
  const std::int64_t held = stored.history.held(from);
  if (held != 0) {
    comparison.notes.push_back("the account held " +
                               core::format_decimal(held, comparison.instrument.scale.qty_decimals) +
                               " when the recording began; the model begins with nothing");
  }
  if (stored.history.by_hand() > 0) {
    comparison.notes.push_back(std::to_string(stored.history.by_hand()) +
                               " orders of that time were placed by hand; the model does without them");
  }
}

Result<AccountSetup> setup_of(const AccountAgainst& asked, const ops::Config& config, const StoredAccount& stored,
                              const RecordedSpan& span) {
  auto setup = account_setup_of(config.trading);
  if (!setup) return std::unexpected(setup.error());
  (*setup)->cash = stored.capital;
  (*setup)->positions = stored.positions;
  (*setup)->since = span.begin;
  if (!asked.capital) return std::move(**setup);
  const auto capital = core::parse_money(*asked.capital);
  if (!capital || capital->units <= 0) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_amount", "'" + *asked.capital + "' is not an amount of money",
                      "--capital");
  }
  (*setup)->cash = *capital;
  return std::move(**setup);
}

}  // namespace

Result<AccountComparison> compare_account(const AccountAgainst& asked) {
  if (auto good = check_single(asked.run); !good) return std::unexpected(good.error());
  const BacktestInputRequest input = single_input(asked.run);
  const auto config = load(asked);
  if (!config) return std::unexpected(config.error());
  auto engine = engine_config_of(*config);
  if (!engine) return std::unexpected(engine.error());
  // Tells what cannot be read before anything long begins.
  const auto configured = account_setup_of(config->trading);
  if (!configured) return std::unexpected(configured.error());
  Walk walk = walk_of(asked, model_of(config->trading));
  if (const auto readable = models_of(walk); !readable) return std::unexpected(readable.error());
  const auto options = source_options_of({}, asked.run.timeframe);
  if (!options) return std::unexpected(options.error());
  const auto store = open_for_reading(asked.store);
  if (!store) return std::unexpected(store.error());
  const auto span = read_span(input.file, *options);
  if (!span) return std::unexpected(span.error());
  const auto instrument = find_instrument(*span, input.symbol, input.file);
  if (!instrument) return std::unexpected(instrument.error());
  AccountComparison comparison{.instrument = *instrument,
                               .currency = config->trading.currency,
                               .begin = std::max(span->begin, asked.run.from.value_or(span->begin)),
                               .end = std::min(span->end, asked.run.to.value_or(span->end)),
                               .capital = {},
                               .notes = {},
                               .orders = {},
                               .only_account = {},
                               .only_model = {}};
  const auto stored = read_account(**store, {.instrument = *instrument,
                                             .strategy = asked.run.strategy,
                                             .currency = comparison.currency,
                                             .begin = span->begin,
                                             .end = span->end});
  if (!stored) return std::unexpected(stored.error());
  auto account = setup_of(asked, *config, *stored, *span);
  if (!account) return std::unexpected(account.error());
  comparison.capital = account->cash;
  comparison.is_live = stored->is_live;
  comparison.by_hand = stored->history.by_hand();
  note_beginning(*stored, span->begin, comparison);
  add_measured(*stored, asked, (*configured)->paper, walk);
  const auto models = models_of(walk);
  if (!models) return std::unexpected(models.error());
  const auto played = play_account({.recording = input.file,
                                    .options = *options,
                                    .engine = std::move(*engine),
                                    .account = std::move(*account),
                                    .sizes = stored->sizes,
                                    .instrument = *instrument},
                                   *models);
  if (!played) return std::unexpected(played.error());
  match_orders(*stored, *played, walk.changes, comparison);
  return comparison;
}

}  // namespace tidemark::app

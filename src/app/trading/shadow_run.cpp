#include "app/trading/shadow_run.hpp"

#include <utility>
#include <variant>

#include "app/instrument_feed.hpp"

namespace tidemark::app {
namespace {

using core::Result;
using core::Status;

/// One configuration at work.
class Runner {
 public:
  Runner(const ShadowSide& side, const core::InstrumentTable& table)
      : account{side.id, side.account, std::numeric_limits<std::size_t>::max()},
        table_{table},
        engine_{table, side.engine} {}

  Status take(const core::Event& event) {
    outputs_.clear();
    engine_.process(event, outputs_);
    for (const engine::Output& output : outputs_) {
      account.on_output(output);
      note(output);
      const auto* book = std::get_if<engine::BookOutput>(&output);
      if (book != nullptr && book->state == engine::BookState::kLive && engine_.copy_depth(book->instrument, depth_)) {
        account.on_depth(depth_);
      }
    }
    const auto settled = account.settle();
    return settled ? Status{} : std::unexpected(settled.error());
  }

  ShadowAccount account;
  std::vector<Intent> signals;

 private:
  void note(const engine::Output& output) {
    const auto* said = std::get_if<engine::SignalOutput>(&output);
    if (said == nullptr || said->signal->status != decision::SignalStatus::kOpen) return;
    signals.push_back({.instrument = table_.get(said->instrument).key(),
                       .at = said->signal->known_at,
                       .side = said->signal->side == decision::Side::kBullish ? "buy" : "sell"});
  }

  const core::InstrumentTable& table_;
  engine::Engine engine_;
  std::vector<engine::Output> outputs_;
  engine::BookDepth depth_;
};

}  // namespace

Result<ShadowReport> run_shadow(const std::vector<std::string>& paths, const venues::file::EventSourceOptions& options,
                                const ShadowSide& active, const ShadowSide& candidate) {
  core::InstrumentTable table;
  auto source = venues::file::open_event_source(paths, options, table);
  if (!source) return core::forward_error(source);
  Runner first{active, table};
  Runner second{candidate, table};
  ShadowReport report;
  InstrumentWatch watch;
  std::vector<core::Instrument> fresh;
  core::Event event;
  for (;;) {
    const auto more = (*source)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    fresh.clear();
    watch.collect(table, fresh);
    for (Runner* runner : {&first, &second}) {
      for (const core::Instrument& instrument : fresh) {
        if (auto added = runner->account.add_instrument(instrument); !added) return std::unexpected(added.error());
      }
      if (auto taken = runner->take(event); !taken) return std::unexpected(taken.error());
    }
    ++report.events;
  }
  report.signals = compare_intents(std::move(first.signals), std::move(second.signals));
  report.orders = compare_intents(first.account.orders(), second.account.orders());
  report.active = first.account.outcome();
  report.candidate = second.account.outcome();
  return report;
}

}  // namespace tidemark::app

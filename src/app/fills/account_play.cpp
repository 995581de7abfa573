#include "app/fills/account_play.hpp"

#include <memory>
#include <utility>
#include <variant>

#include "api/beginning.hpp"
#include "app/instrument_feed.hpp"
#include "app/trading/account_records.hpp"
#include "app/trading/paper_account.hpp"

namespace tidemark::app {
namespace {

using core::Result;
using core::Status;

bool is_of_the_present(const core::Event& event) {
  if (const auto* status = std::get_if<core::FeedStatus>(&event)) return api::is_present(*status);
  return !std::holds_alternative<core::VenueCandle>(event) && !std::holds_alternative<core::Heartbeat>(event);
}

/// One account under one model.
class Player {
 public:
  Player(const PlaySetup& setup, const trading::PaperSettings& model)
      : account_{under(setup.account, model)},
        instrument_{setup.instrument},
        played_{OrderHistory{setup.instrument, std::string{setup.account.strategy->id}, setup.account.timeframe}, {}} {}

  Status add(const core::Instrument& instrument) {
    auto added = account_.add_instrument(instrument);
    const bool wanted = instrument.id == instrument_.id;
    return added || wanted || added.error().code != "not_tradable" ? added : Status{};
  }
  void set_multiplier(core::Rate multiplier) { account_.set_multiplier(multiplier); }
  void take(const engine::Output& output) { account_.on_output(output); }
  void take(const engine::BookDepth& depth) { account_.on_depth(depth); }
  Status settle() {
    if (!account_.has_changes()) return {};
    const storage::TradingChange change = account_.take_changes();
    if (change.snapshot) {
      const auto equity = money_of(change.snapshot->equity);
      if (!equity) return std::unexpected(equity.error());
      played_.equity.emplace(change.snapshot->at, *equity);
    }
    return played_.history.add(change);
  }
  [[nodiscard]] PlayedAccount result() { return std::move(played_); }

 private:
  static AccountSetup under(AccountSetup setup, const trading::PaperSettings& model) {
    setup.paper = model;
    return setup;
  }

  PaperAccount account_;
  const core::Instrument& instrument_;
  PlayedAccount played_;
};

/// The models side by side behind one engine.
class Stage {
 public:
  Stage(const PlaySetup& setup, std::span<const trading::PaperSettings> models)
      : setup_{setup}, engine_{table_, setup.engine} {
    players_.reserve(models.size());
    for (const trading::PaperSettings& model : models) players_.push_back(std::make_unique<Player>(setup, model));
  }

  [[nodiscard]] core::InstrumentTable& table() { return table_; }
  Status take(const core::Event& event) {
    if (auto announced = announce(); !announced) return announced;
    const core::Timestamp received = core::times_of(event).received;
    for (; next_size_ < setup_.sizes.size() && setup_.sizes[next_size_].at <= received; ++next_size_) {
      for (const auto& player : players_) player->set_multiplier(setup_.sizes[next_size_].multiplier);
    }
    outputs_.clear();
    engine_.process(event, outputs_);
    for (const engine::Output& output : outputs_) pass_on(output);
    for (const auto& player : players_) {
      if (auto settled = player->settle(); !settled) return settled;
    }
    return {};
  }
  [[nodiscard]] std::vector<PlayedAccount> results() {
    std::vector<PlayedAccount> all;
    all.reserve(players_.size());
    for (const auto& player : players_) all.push_back(player->result());
    return all;
  }

 private:
  Status announce() {
    fresh_.clear();
    watch_.collect(table_, fresh_);
    for (const core::Instrument& instrument : fresh_) {
      for (const auto& player : players_) {
        if (auto added = player->add(instrument); !added) return added;
      }
    }
    return {};
  }

  void pass_on(const engine::Output& output) {
    for (const auto& player : players_) player->take(output);
    const auto* book = std::get_if<engine::BookOutput>(&output);
    if (book == nullptr || book->state != engine::BookState::kLive) return;
    if (!engine_.copy_depth(book->instrument, depth_)) return;
    for (const auto& player : players_) player->take(depth_);
  }

  const PlaySetup& setup_;
  core::InstrumentTable table_;
  engine::Engine engine_;
  std::vector<std::unique_ptr<Player>> players_;
  InstrumentWatch watch_;
  std::vector<core::Instrument> fresh_;
  std::vector<engine::Output> outputs_;
  engine::BookDepth depth_;
  std::size_t next_size_{0};
};

}  // namespace

Result<RecordedSpan> read_span(const std::string& recording, const venues::file::EventSourceOptions& options) {
  core::InstrumentTable table;
  auto source = venues::file::open_event_source({recording}, options, table);
  if (!source) return core::forward_error(source);
  std::optional<core::Timestamp> begin;
  core::Timestamp end;
  core::Event event;
  for (;;) {
    const auto more = (*source)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    end = core::times_of(event).received;
    if (!begin && is_of_the_present(event)) begin = end;
  }
  if (!begin) {
    return core::fail(core::ErrorKind::kRefused, "no_events", "it has no trades, quotes or books of any present",
                      recording);
  }
  return RecordedSpan{*begin, end, table.all()};
}

Result<std::vector<PlayedAccount>> play_account(const PlaySetup& setup,
                                                std::span<const trading::PaperSettings> models) {
  Stage stage{setup, models};
  auto source = venues::file::open_event_source({setup.recording}, setup.options, stage.table());
  if (!source) return core::forward_error(source);
  core::Event event;
  for (;;) {
    const auto more = (*source)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return stage.results();
    if (auto taken = stage.take(event); !taken) return std::unexpected(taken.error());
  }
}

}  // namespace tidemark::app

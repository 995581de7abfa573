#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/fills/order_history.hpp"
#include "app/trading/account_setup.hpp"
#include "core/result.hpp"
#include "engine/engine.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::app {

/// From when on a recording shows the present, and until when: what it has from before is the past that a source
/// begins with, on which no account decides.
struct RecordedSpan {
  core::Timestamp begin;
  core::Timestamp end;  ///< of the last event
  std::vector<core::Instrument> instruments;
};
/// Reads the recording once. kRefused "no_events": nothing in it is of the present.
[[nodiscard]] core::Result<RecordedSpan> read_span(const std::string& recording,
                                                   const venues::file::EventSourceOptions& options);

/// From `at` on the strategy's sizes are this share of what they would be.
struct SizeStep {
  core::Timestamp at;
  core::Rate multiplier{core::kRateOne};
};

/// An account that is played over a recording.
struct PlaySetup {
  std::string recording;
  venues::file::EventSourceOptions options;
  engine::EngineConfig engine;
  AccountSetup account;         ///< on paper
  std::vector<SizeStep> sizes;  ///< in order of time
  core::Instrument instrument;  ///< whose orders are wanted
};

/// What came of it.
struct PlayedAccount {
  OrderHistory history;
  std::map<core::Timestamp, core::Money> equity;  ///< at closes, about once a minute
};

/// Plays the account under each of the models of fills in one pass, all of them over the outputs of one engine, as the
/// service plays the one it has. Deterministic. Errors as open_event_source(); kUnsupported "not_tradable" when the
/// instrument cannot be traded in the account's currency.
[[nodiscard]] core::Result<std::vector<PlayedAccount>> play_account(const PlaySetup& setup,
                                                                    std::span<const trading::PaperSettings> models);

}  // namespace tidemark::app

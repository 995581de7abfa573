#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "activation/machine.hpp"
#include "app/trading/activation_setup.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "storage/trading_record.hpp"

namespace tidemark::app {

/// Whether every service objective holds now, and the latency as it is.
struct ServiceLook {
  std::string breach;  ///< empty: all hold
  activation::LatencySeen latency;
};

/// The stage of the strategy that trades: takes what its account did as evidence, or at the shadow stage what it would
/// have done, and keeps the stage in the store together with what it rests on. Time of events is that of the caller's
/// clock; trades count that were entered at the stage, by the market's time. Not thread-safe.
class StageKeeper {
 public:
  explicit StageKeeper(ActivationSetup setup) : setup_{std::move(setup)}, machine_{setup_.settings} {}

  /// As an earlier run left it, and with the configuration that runs now. `market`: the market's time from which on
  /// trades count when nothing was left. kCorrupt "bad_record".
  core::Status begin(storage::ActivationLedger& ledger, core::Timestamp now, core::Timestamp market);

  /// What the account has just done, and its equity then; without one nothing counts.
  void on_account(const storage::TradingChange& change, std::optional<core::Money> equity, core::Timestamp now);
  /// What the strategy would have done.
  void on_shadow(const storage::TradingChange& change, std::optional<core::Money> equity, core::Timestamp now);
  void on_quality(const core::Instrument& instrument, const core::QualityScore& quality);
  /// Once a minute.
  void on_look(const ServiceLook& look, core::Timestamp now);
  void on_fault(const std::string& what, core::Timestamp now);

  // What is asked for: see activation::Machine.
  core::Result<activation::Event> promote(const std::string& reason, core::Timestamp now);
  core::Result<activation::Event> roll_back(const std::string& reason, std::optional<activation::Stage> to,
                                            core::Timestamp now);
  activation::Event restart(const std::string& reason, core::Timestamp now);

  [[nodiscard]] const activation::Machine& machine() const { return machine_; }
  [[nodiscard]] const ActivationSetup& setup() const { return setup_; }
  /// What the strategy's sizes are multiplied by. With real money 0 also at `paper`: its shadow plays there.
  [[nodiscard]] core::Rate multiplier() const;
  /// The account enters nothing: what counts is what its shadow does.
  [[nodiscard]] bool stands_aside() const { return multiplier() == core::Rate{}; }
  /// Grows with everything that was seen or done.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  [[nodiscard]] bool has_changes() const { return changes_.rows() != 0 || state_changed_; }
  /// For the store, since the last call.
  [[nodiscard]] storage::ActivationChange take_changes();
  /// Steps since the last call, oldest first.
  [[nodiscard]] std::vector<activation::Event> take_events() { return std::exchange(events_, {}); }

 private:
  struct Seen {
    double score{0};
    std::uint64_t candles{0};
  };

  void count(const storage::TradingChange& change, core::Money equity, std::string_view account, core::Timestamp now);
  void note(const std::optional<activation::Event>& event);
  void touch();

  ActivationSetup setup_;
  activation::Machine machine_;
  core::Timestamp counts_from_;          ///< by the market's time
  core::Timestamp market_;               ///< newest seen
  std::map<std::string, Seen> quality_;  ///< by "venue:symbol"
  std::vector<activation::Event> events_;
  storage::ActivationChange changes_;
  bool state_changed_{false};
  std::uint64_t revision_{0};
};

[[nodiscard]] storage::ActivationEventRecord record_of(const activation::Event& event);

}  // namespace tidemark::app

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::storage {

// Names of these records are those of activation/; money is an exact decimal as text.

/// A configuration that has run: what decides, and how much it may take.
struct ConfigVersionRecord {
  std::string id;  ///< 16 hexadecimal digits, of its content
  core::Timestamp first_used;
  std::string document;  ///< JSON: key and value as text

  friend bool operator==(const ConfigVersionRecord&, const ConfigVersionRecord&) = default;
};

/// Of an activation event that is a rollback.
struct RollbackRecord {
  std::string trigger;
  std::optional<double> measured;
  std::optional<double> limit;
  std::string restored;  ///< configuration

  friend bool operator==(const RollbackRecord&, const RollbackRecord&) = default;
};

/// activation::Event, and the board as it stood then.
struct ActivationEventRecord {
  std::uint64_t number{0};
  core::Timestamp at;
  std::string kind;
  std::string from;
  std::string to;
  std::string configuration;
  std::string reason;
  std::string board{"[]"};  ///< JSON
  std::optional<RollbackRecord> rollback;

  friend bool operator==(const ActivationEventRecord&, const ActivationEventRecord&) = default;
};

/// A closed trade that counts as evidence of a stage.
struct ActivationTradeRecord {
  std::uint64_t event{0};  ///< that began the stage's evidence
  std::string account;     ///< "account", "shadow": what the configuration would have done
  std::string trade;       ///< id of the trade in its account
  std::string instrument;  ///< "binance:BTCUSDT"
  core::Timestamp at;
  std::string profit;
  double share{0};  ///< of the equity without it

  friend bool operator==(const ActivationTradeRecord&, const ActivationTradeRecord&) = default;
};

/// activation::State without its trades.
struct ActivationStateRecord {
  std::string stage;
  core::Timestamp since;
  std::string configuration;
  std::optional<std::string> good_configuration;
  std::optional<std::string> good_stage;
  std::uint64_t events{0};
  bool rejected{false};
  std::optional<std::string> highest_equity;
  double drawdown{0};
  std::uint64_t equity_looks{0};
  std::uint64_t objective_looks{0};
  std::uint64_t objectives_met{0};
  std::uint32_t breaches_in_a_row{0};
  bool data_is_bad{false};

  friend bool operator==(const ActivationStateRecord&, const ActivationStateRecord&) = default;
};

/// Written whole or not at all: configurations, then events, then what refers to them. What is there already stays as
/// it is, the state is replaced.
struct ActivationChange {
  std::vector<ConfigVersionRecord> configurations;
  std::vector<ActivationEventRecord> events;
  std::vector<ActivationTradeRecord> trades;
  std::optional<ActivationStateRecord> state;

  [[nodiscard]] std::size_t rows() const {
    return configurations.size() + events.size() + trades.size() + (state ? 1U : 0U);
  }
};

struct ActivationEventQuery {
  bool rollbacks_only{false};
  std::optional<std::uint64_t> before;  ///< cursor: the number of the last one seen
  std::uint32_t limit{100};
};

/// What the store keeps of the stages a configuration goes through. A part of a Store; written with a TradingChange.
class ActivationLedger {
 public:
  virtual ~ActivationLedger() = default;

  virtual core::Result<std::optional<ActivationStateRecord>> activation_state() = 0;
  /// Newest first.
  virtual core::Result<std::vector<ActivationEventRecord>> activation_events(const ActivationEventQuery& query) = 0;
  /// The newest `limit` of the evidence that this event began, oldest first.
  virtual core::Result<std::vector<ActivationTradeRecord>> activation_trades(std::uint64_t event,
                                                                             std::uint32_t limit) = 0;
  /// By first use, newest first.
  virtual core::Result<std::vector<ConfigVersionRecord>> config_versions(std::uint32_t limit) = 0;
  virtual core::Result<std::optional<ConfigVersionRecord>> config_version(const std::string& id) = 0;
};

}  // namespace tidemark::storage

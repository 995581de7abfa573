#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/fills/account_order.hpp"
#include "app/fills/stored_account.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// What is compared with what a stored account got.
struct AccountAgainst {
  BacktestOptions run;                 ///< recording, strategy and symbol; of its costs only what `typed` names
  std::vector<ModelChange> typed;      ///< parts that the first model has otherwise than the configuration
  std::vector<ModelChange> changes;    ///< made to the configured model, one after the other
  std::optional<std::string> capital;  ///< in place of what the account was worth
  std::string store;
  std::optional<std::string> config_dir;  ///< the configuration the account had
};

/// Whether what no part of the model accounts for is known otherwise.
enum class Rest : std::uint8_t {
  kNone,   ///< the last model has it as the account
  kKnown,  ///< the store says why
  kUnexplained,
};

/// The model was changed so, and the order came out otherwise. Absent: it was not asked for.
struct ModelStep {
  ModelChange change;
  std::optional<OrderOutcome> before;
  std::optional<OrderOutcome> after;
};

/// An order that the account and the last model asked for.
struct ExplainedOrder {
  OrderName name;
  std::uint64_t id{0};                ///< in the account
  std::optional<OrderOutcome> first;  ///< in the first model; absent: not asked for there
  std::vector<ModelStep> steps;       ///< parts that made a difference, in the order in which they were changed
  OrderOutcome last;                  ///< in the last model
  OrderOutcome account;               ///< what it really got
  Rest rest{Rest::kNone};
  std::string why;  ///< of the rest
};

/// An order that one of the two alone asked for.
struct LoneOrder {
  OrderName name;
  std::uint64_t id{0};
  OrderOutcome outcome;
  std::string why;
};

struct AccountComparison {
  core::Instrument instrument;
  std::string currency;
  core::Timestamp begin;
  core::Timestamp end;
  core::Money capital;
  bool is_live{false};
  std::size_t by_hand{0};              ///< orders of that time which no model asks for
  std::vector<std::string> notes;      ///< what the account had that the model has not
  std::vector<ExplainedOrder> orders;  ///< in order of time
  std::vector<LoneOrder> only_account;
  std::vector<LoneOrder> only_model;
};

/// Plays the account of a store again over the recording of the time in which it traded, under one model of fills after
/// the other: first the configured one with the typed parts in place of its own, then these parts set to what is
/// configured, one by one, then the changes, and of an account at a venue what is measured of it (measured_changes())
/// in parts that no change names. What each step changes about an order that part explains; what the last model has
/// otherwise than the account is explained by what the store knows, or not at all. What the account held when the
/// recording began it does not have. Errors: kInvalidArgument for what cannot be read or does not fit, those of
/// read_span(), read_account() and play_account().
[[nodiscard]] core::Result<AccountComparison> compare_account(const AccountAgainst& asked);

}  // namespace tidemark::app

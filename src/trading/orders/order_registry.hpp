#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/order.hpp"
#include "trading/orders/broker_report.hpp"

namespace tidemark::trading {

enum class Admission : std::uint8_t {
  kTaken,    ///< it is new, and begun
  kKnown,    ///< the same was asked for before: nothing happens
  kIdTaken,  ///< the id belongs to an order that asked for something else
};

/// Why a broker's report was not believed.
enum class ReportFault : std::uint8_t {
  kUnknownOrder,
  kRepeated,   ///< it was counted already: this fill, the acceptance, or all that it tells of an order that is over
  kOverfill,   ///< more than is left
  kOutOfTurn,  ///< may not happen in this state
  kGap,        ///< it tells of more fills than were counted: some report before it was missed
  kMalformed,  ///< a fill without one, or for another instrument or side
};

/// All orders of an account: open ones, and the newest `kClosedKept` that are over. The only place where an order
/// changes state; every change is an OrderEvent. Ids are remembered as long as their orders, so that a repeated request
/// or report changes nothing. Not thread-safe.
class OrderRegistry {
 public:
  static constexpr std::size_t kClosedKept = 20'000;

  /// Begins an order in state new, and says so in events.
  Admission admit(const core::OrderRequest& request, core::Timestamp at, std::vector<core::OrderEvent>& events);

  /// Counts what a broker said. The event is appended, too.
  std::expected<core::OrderEvent, ReportFault> apply(const BrokerReport& report, std::vector<core::OrderEvent>& events);

  /// Takes over an order as an earlier run left it, with the ids of its fills; orders that were begun earlier first.
  /// Nothing when its id is known already.
  void restore(const core::Order& order, std::span<const std::uint64_t> fills);
  /// The number the next event gets, when an earlier run has given out those before it.
  void restore_sequence(std::uint64_t next) { next_sequence_ = next; }

  /// Valid until the next call that changes anything; nullptr when it is not known (any more).
  [[nodiscard]] const core::Order* find(core::ClientOrderId id) const;
  /// Whether this fill of an open order was counted.
  [[nodiscard]] bool has_counted(core::ClientOrderId id, std::uint64_t fill) const;
  /// In order of submission.
  [[nodiscard]] std::span<const core::Order> open() const { return open_; }

 private:
  struct Hash {
    std::size_t operator()(core::ClientOrderId id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
  };

  [[nodiscard]] std::optional<ReportFault> fault_of(std::size_t place, const BrokerReport& report) const;
  [[nodiscard]] std::optional<std::size_t> open_place(core::ClientOrderId id) const;
  void close(std::size_t place);

  std::vector<core::Order> open_;
  std::vector<std::vector<std::uint64_t>> open_fills_;  ///< ids of what was counted, beside each open order
  std::vector<core::Order> closed_;                     ///< a ring once it is full
  std::size_t next_closed_{0};
  std::unordered_map<core::ClientOrderId, std::size_t, Hash> closed_at_;
  std::uint64_t next_sequence_{1};
};

}  // namespace tidemark::trading

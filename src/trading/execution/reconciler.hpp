#pragma once

#include <cstdint>
#include <vector>

#include "trading/desk.hpp"
#include "trading/execution/venue_broker.hpp"

namespace tidemark::trading {

/// Keeps a desk's books those of its venue: asks how the account stands after every connection and whenever something
/// does not fit, and lets orders go out again once they agree. One question at a time. Not thread-safe.
class Reconciler {
 public:
  /// A difference is believed when it is there this often in a row: user data and answers cross on their way.
  static constexpr std::uint32_t kTries = 5;

  /// Both must outlive it.
  Reconciler(Desk& desk, VenueBroker& broker) : desk_{desk}, broker_{broker} {}

  // What the session says.
  void on_up(core::Timestamp at);
  void on_down();
  /// Something may have been missed.
  void on_doubt(core::Timestamp at);
  /// Counts what was missed. What differs after kTries is given to the caller, who stops trading; cancels go out then
  /// all the same.
  [[nodiscard]] std::vector<Difference> on_account(const VenueAccount& account, core::Timestamp at);

  /// After every Desk::settle(): asks when reports did not fit together.
  void watch(core::Timestamp at);
  /// The books have agreed since the last connection.
  [[nodiscard]] bool is_ready() const { return broker_.link() == VenueLink::kReady; }

 private:
  void ask(core::Timestamp at);

  Desk& desk_;
  VenueBroker& broker_;
  bool asking_{false};
  bool again_{false};
  std::uint32_t tries_{0};
  std::uint64_t misfits_{0};
};

}  // namespace tidemark::trading

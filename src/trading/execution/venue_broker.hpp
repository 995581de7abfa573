#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "trading/execution/broker.hpp"
#include "trading/execution/venue_account.hpp"

namespace tidemark::trading {

/// What a venue is asked for, as a value: whoever talks to it takes these in order.
struct VenueRequest {
  enum class Kind : std::uint8_t {
    kSubmit,   ///< `order`, or it and `pair`; sending it twice under the same id must be one order there
    kCancel,   ///< `order`, of which id and instrument count
    kAccount,  ///< how `known` orders stand there, with all their fills, all open ones, and the positions
  };
  Kind kind{Kind::kSubmit};
  core::Timestamp at;
  core::OrderRequest order;
  std::vector<core::OrderRequest> known;  ///< of kAccount: all that are open as far as is known here
  /// Of kAccount: fundings from then on are asked for, too. Absent: none.
  std::optional<core::Timestamp> funding_from{};
  /// Of kSubmit: goes together with `order`, as two of which one cancels the other. Both are taken, or neither.
  std::optional<core::OrderRequest> pair{};
};

enum class VenueLink : std::uint8_t {
  kDown,
  kReconciling,  ///< connected; what the venue knows was asked for
  kReady,
};

/// "down", "reconciling", "ready".
[[nodiscard]] std::string_view name_of(VenueLink link) noexcept;

/// A broker whose venue is elsewhere. It talks to nobody: requests are taken out of it and what the venue said is put
/// in, so that the session that speaks the venue's protocol may run on another thread, and a recording of what was put
/// in gives the same reports. While the link is not ready an order is rejected (kNotReady), never kept for later;
/// a cancel is kept, and asked for once the link is ready. After every (re)connection the account is asked for before
/// anything else, and nothing new goes out before ready() is called. Not thread-safe.
class VenueBroker final : public Broker {
 public:
  /// Why the venue cannot be asked for such an order; nothing when it can.
  using Refuses = std::function<std::optional<core::OrderReason>(const core::OrderRequest&)>;

  VenueBroker() = default;
  explicit VenueBroker(Refuses refuses) : refuses_{std::move(refuses)} {}

  void submit(const ApprovedOrder& order, core::Timestamp at) override;
  void cancel(core::ClientOrderId order, core::Timestamp at) override;
  void take_reports(std::vector<BrokerReport>& out) override;
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) override;
  void on_over(core::ClientOrderId order) override;

  // The session's side.
  /// Appends what is asked for since the last call, in order.
  void take_requests(std::vector<VenueRequest>& out);
  void on_up(core::Timestamp at);
  void on_down() { link_ = VenueLink::kDown; }
  /// What the venue said of an order, repetitions allowed: the registry knows what it has counted.
  void on_report(const BrokerReport& report);

  // The desk's side.
  /// Asks how the account stands; orders go on meanwhile as the link lets them.
  void ask_account(core::Timestamp at);
  /// Sends an order that was approved when it was asked for, and had to wait until now. Only while the link is ready.
  void release(const core::OrderRequest& request, core::Timestamp at);
  /// The same for two of which one cancels the other.
  void release_pair(const core::OrderRequest& one, const core::OrderRequest& other, core::Timestamp at);
  /// Why submit() would reject it now.
  [[nodiscard]] std::optional<core::OrderReason> refusal_of(const core::OrderRequest& request) const;
  /// The account was reconciled: orders may go out again, and cancels that waited do.
  void ready(core::Timestamp at);
  [[nodiscard]] VenueLink link() const { return link_; }

 private:
  struct Working {
    core::OrderRequest request;
    bool cancel_wanted{false};
  };
  void ask_cancel(const Working& working, core::Timestamp at);
  void reject(const core::OrderRequest& request, core::OrderReason reason, core::Timestamp at);

  Refuses refuses_;
  VenueLink link_{VenueLink::kDown};
  std::vector<Working> working_;  ///< not known to be over
  std::vector<VenueRequest> requests_;
  std::vector<BrokerReport> reports_;
};

}  // namespace tidemark::trading

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trading/execution/venue_account.hpp"
#include "venues/binance/trade/signed_gate.hpp"
#include "venues/binance/trade/trade_answer.hpp"

namespace tidemark::venues::binance {

/// Asks the venue how an account stands, with as many questions as that takes: what is open, what has become of each
/// order that is not, the fills of every order until they come to what it has executed, and what is held. An answer
/// that does not come is asked for again. Not thread-safe.
class AccountInquiry {
 public:
  /// An order to ask about.
  struct Asked {
    core::OrderRequest order;
    /// Only to a question sent at this time or later "there is no such order" is believed: before it a request that
    /// nobody answered may still arrive.
    core::Timestamp believe_from;
    core::OrderReason canceled{core::OrderReason::kVenue};  ///< why it was, if it was
  };

  /// All must outlive it.
  AccountInquiry(const TradeConfig& config, SignedGate& gate, const TradedSymbols& symbols)
      : config_{config}, gate_{gate}, symbols_{symbols} {}

  /// Gives up what is under way. `funding_from`: trading::VenueRequest.
  void begin(const std::vector<Asked>& asked, std::optional<core::Timestamp> funding_from);
  /// What the venue said when it last refused a question; empty: it answers.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  void abort() { phase_ = Phase::kIdle; }
  /// It is sent (again) meanwhile: what this inquiry learns of it is old.
  void disregard(core::ClientOrderId order);
  [[nodiscard]] bool is_under_way() const { return phase_ != Phase::kIdle; }

  /// Sends what may be sent; gives the moment to be called again.
  core::Timestamp on_time(core::Timestamp now);
  /// True when the reply was to a question of this inquiry.
  bool on_reply(RequestId request, const core::Result<HttpReply>& reply, core::Timestamp at);
  /// What an order has filled, and what its fees in the base asset have come to.
  struct Filled {
    core::ClientOrderId order;
    core::Qty qty;
    core::Money base_fees;
  };
  /// Of the account that was taken last.
  [[nodiscard]] const std::vector<Filled>& filled() const { return filled_; }
  /// The account, once all is known; the inquiry is over then.
  [[nodiscard]] std::optional<trading::VenueAccount> take(core::Timestamp at);

 private:
  enum class Phase : std::uint8_t { kIdle, kOpenOrders, kOpenConditionals, kOrders, kAccount, kFundings, kDone };
  enum class Need : std::uint8_t {
    kConditional,  ///< what the algo service knows; when that is nothing, the matching engine is asked
    kActual,       ///< the order that came of a conditional one
    kOrder,
    kFills,
    kNothing,
  };

  struct Question {
    std::optional<RequestId> under_way;
    core::Timestamp sent;
    core::Timestamp not_before;
    std::uint32_t failures{0};
  };
  struct Item {
    Asked asked;
    std::string symbol;
    Need need{Need::kOrder};
    Question question;
    std::optional<WireOrder> there;  ///< absent: the venue never heard of it
    std::vector<TradedFill> fills;
    std::uint64_t from_trade{0};
    std::uint64_t actual{0};  ///< of Need::kActual: the venue's number
  };

  [[nodiscard]] std::optional<TradeCall> call_of(const Item& item) const;
  [[nodiscard]] core::Timestamp ask(Question& question, const TradeCall& call, core::Timestamp now);
  void try_again(Question& question, const Judgment& judgment, core::Timestamp at);
  void on_open_orders(const std::string& body, core::Timestamp at);
  void on_open_conditionals(const std::string& body, core::Timestamp at);
  void on_whole(const std::string& body, core::Timestamp at);
  void on_one(Item& item, const std::string& body, core::Timestamp at);
  void on_absent(Item& item);
  void on_conditional(Item& item, const std::string& body, core::Timestamp at);
  [[nodiscard]] Item& item_of(core::ClientOrderId id, const core::Instrument& instrument);
  void on_order(Item& item, const std::string& body, core::Timestamp at);
  void on_fills(Item& item, const std::string& body, core::Timestamp at);
  void on_account(const std::string& body, core::Timestamp at);
  void on_fundings(const std::string& body, core::Timestamp at);
  void learn(Item& item, WireOrder order);
  void go_on();
  [[nodiscard]] core::Qty executed(const Item& item) const;
  [[nodiscard]] static core::Qty sum_of(const Item& item);
  [[nodiscard]] trading::VenueOrder order_of(const Item& item) const;
  void add_fills(Item& item, trading::VenueAccount& account);
  [[nodiscard]] std::vector<trading::VenuePosition> positions() const;
  [[nodiscard]] bool is_spot() const { return config_.market == Market::kSpot; }

  const TradeConfig& config_;
  SignedGate& gate_;
  const TradedSymbols& symbols_;
  Phase phase_{Phase::kIdle};
  Question whole_;  ///< about what is open, and about what is held
  std::vector<Item> items_;
  std::vector<core::ClientOrderId> asked_;
  WireAccount account_;
  std::optional<core::Timestamp> funding_from_;  ///< of the next question
  std::vector<trading::VenueFunding> fundings_;
  std::string refusal_;
  std::vector<Filled> filled_;
};

}  // namespace tidemark::venues::binance

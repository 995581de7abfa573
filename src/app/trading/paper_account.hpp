#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/trading.hpp"
#include "app/trading/account_changes.hpp"
#include "app/trading/account_records.hpp"
#include "app/trading/account_setup.hpp"
#include "app/trading/venue_event.hpp"
#include "engine/book_depth.hpp"
#include "engine/output.hpp"
#include "trading/execution/leg_keeper.hpp"
#include "trading/execution/paper_broker.hpp"
#include "trading/execution/reconciler.hpp"
#include "trading/execution/venue_broker.hpp"
#include "trading/portfolio/rate_paths.hpp"

namespace tidemark::app {

/// One account trading, on paper or at a venue: desk, gate, broker, positions, journal and a strategy for each
/// instrument, moved by what the engine says and by what is asked for. Time is that of the engine's outputs. The same
/// calls give the same orders, fills and records, live, in replay and in a backtest of one instrument. Prices and
/// quantities of each instrument are in the units it was added with.
///
/// Cash, positions and trades are in the currency their instrument is quoted in; equity, limits, halts and snapshots in
/// the account's. What another currency is worth in that say instruments (trading/portfolio/rate_paths.hpp), with each
/// closed candle as marks are, also such that are not tradable here: it is kept, so that it is known after a restart.
/// Not thread-safe.
class PaperAccount {
 public:
  explicit PaperAccount(AccountSetup setup);
  PaperAccount(const PaperAccount&) = delete;
  PaperAccount& operator=(const PaperAccount&) = delete;

  /// What an earlier run left, before any instrument is added. kConflict "other_currency", "other_positions",
  /// "other_account": it is not an account like this one (or has money of a currency that this one does not have), and
  /// nothing was taken over. kConflict "books_differ": cash,
  /// positions and profits in the store do not add up; the account has taken them over, with its kill switch engaged.
  core::Status restore(storage::TradingLedger& ledger);
  /// With what an earlier run left in it. Again: its facts are known, and nothing happens. kUnsupported "not_tradable":
  /// it is quoted in a currency that is not the account's. kUnsupported "scale_too_fine": for exact money. kCorrupt:
  /// what was left cannot be read in its units.
  core::Status add_instrument(const core::Instrument& instrument);

  // What the market does.
  void on_output(const engine::Output& output);
  void on_depth(const engine::BookDepth& depth);
  /// No more pictures of this book will come: what it showed says nothing any more.
  void lose_book(core::InstrumentId instrument);
  /// The market went on without being told of here: what was shown of books, and candles not yet decided on, are of the
  /// past. Orders and positions stay; the next events move them.
  void on_gap();
  /// Whose book bears on fills on paper: a strategy may trade there at any time, an order is open or a position held.
  [[nodiscard]] std::vector<core::InstrumentId> book_needs() const;

  // What the venue says; nothing on paper.
  /// kConflict "books_differ": the venue's account and the books differ, and the kill switch is engaged.
  std::optional<core::Error> on_venue(const VenueEvent& event);
  [[nodiscard]] bool is_connected() const { return reconciler_ && reconciler_->is_ready(); }
  /// Appends what the venue is to be asked, in order. An order must be in the store before it is sent.
  void take_requests(std::vector<trading::VenueRequest>& out);
  /// An order that was taken out and not sent.
  void refuse_unsent(const trading::VenueRequest& submit);

  // What is asked for.
  core::Result<api::PlacedOrder> place(const api::NewOrder& order);
  core::Status cancel(core::ClientOrderId order);
  std::size_t cancel_all(std::optional<core::InstrumentId> instrument);
  /// How many cancels were asked for. `at`: by the clock on the wall, for those who read it.
  std::size_t engage_kill_switch(std::string reason, core::Timestamp at);
  void release_kill_switch(core::Timestamp at);
  void release_halt();
  /// The strategy's sizes from now on are this share of what they would be; at 0 it enters nothing, and leaves what it
  /// holds as ever.
  void set_multiplier(core::Rate multiplier);
  /// Asks for the cancel of the strategy's open orders that could add to a position; how many.
  std::size_t cancel_entries();

  [[nodiscard]] bool has_changes() const { return !changes_.empty(); }
  /// What changed since the last call, for the store: whole, so that no part of it is there without the rest.
  [[nodiscard]] storage::TradingChange take_changes();
  [[nodiscard]] api::Portfolio portfolio() const;

  [[nodiscard]] const trading::Desk& desk() const { return desk_; }
  [[nodiscard]] const trading::Portfolio& books() const { return books_; }
  [[nodiscard]] core::Timestamp now() const { return now_; }
  /// AccountSetup::since.
  [[nodiscard]] std::optional<core::Timestamp> since() const { return setup_.since; }
  [[nodiscard]] core::Timeframe timeframe() const { return setup_.timeframe; }
  /// The instrument, when the strategy trades it.
  [[nodiscard]] const core::Instrument* traded(core::InstrumentId id) const;
  /// In the account's currency, at the marks; what is held of absent instruments at its cost. Nothing while the rate of
  /// a currency of which it has anything is not known: then it has no snapshots, and halts stay as they are.
  [[nodiscard]] std::optional<core::Money> equity() const;
  /// "no_rate": no instrument that was added says what one of the currencies is worth.
  [[nodiscard]] core::Status check_rates() const { return rates_.check(); }

 private:
  struct Market {
    core::Instrument instrument;
    std::unique_ptr<backtest::Trader> trader;
    std::unique_ptr<backtest::Strategy> strategy;  ///< null: by hand only
    std::vector<std::byte> strategy_state;         ///< as it was last written down
    std::optional<core::Candle> closed;            ///< the strategy has not decided on it yet
    core::Timestamp last_candle;
    core::Timestamp heard;                                ///< of its last event
    std::optional<core::Price> last;                      ///< traded
    std::map<core::PositionSide, std::string> opened_by;  ///< the strategy of the open trade; empty: by hand
    std::optional<core::MarkPrice> funding;
    bool has_book{false};
  };
  /// What was left in an instrument that was not added yet.
  struct Left {
    std::vector<storage::OrderRecord> orders;  ///< oldest first
    std::map<std::uint64_t, std::vector<std::uint64_t>> fills;
    std::vector<storage::PositionRecord> positions;
    std::vector<storage::TradeRecord> open_trades;
    std::vector<std::byte> strategy_state;
  };

  // paper_account.cpp
  [[nodiscard]] Market* market_of(core::InstrumentId id);
  void on(const core::Trade& trade);
  void on(const core::Quote& quote);
  void on(const core::MarkPrice& mark);
  void on(const core::FeedStatus& status);
  void hear(Market& market, core::Timestamp at);
  void pay_funding(const core::MarkPrice& mark, double rate, core::Timestamp due);
  void note_funding(const Market& market, core::PositionSide side, std::uint64_t id, core::Money received,
                    core::Timestamp at);
  void on(const engine::BookOutput& book);
  void on(const engine::CandleOutput& candle);
  void on(const engine::SignalOutput& signal);
  void on(const engine::MarketStateOutput& market);
  void tell_strategy(Market& market, const engine::Output& output);
  void decide(Market& market);
  void settle();
  void pass_on(const core::OrderEvent& event);
  void note_strategy(Market& market);
  void forget_oldest();
  void note_risk();
  [[nodiscard]] bool is_past(core::Timestamp known_at) const { return setup_.since && known_at < *setup_.since; }

  // account_money.cpp
  [[nodiscard]] std::optional<trading::CurrencyId> currency_of(std::string_view code) const;
  [[nodiscard]] const std::string& currency_of(core::InstrumentId id) const;
  [[nodiscard]] core::Status check_tradable(const core::Instrument& instrument) const;
  void note_rate(core::InstrumentId id, core::Price price, core::Timestamp at);
  core::Status restore_money(const std::vector<storage::AccountRecord>& accounts,
                             const std::vector<storage::PositionRecord>& positions);
  [[nodiscard]] core::Status check_books(const std::vector<storage::PositionRecord>& positions) const;
  [[nodiscard]] std::vector<storage::AccountRecord> account_records() const;
  void take_snapshot(core::Timestamp at);
  [[nodiscard]] api::HeldAccount held(trading::CurrencyId currency, const trading::Portfolio& marked) const;
  [[nodiscard]] std::optional<api::HeldAccount> whole(const std::vector<api::HeldAccount>& accounts) const;

  // account_orders.cpp
  [[nodiscard]] core::Status check_position(const api::NewOrder& order) const;
  [[nodiscard]] core::Status check_present(const Market& market) const;
  std::optional<core::OrderReason> place_all(const api::NewOrder& order, const core::OrderRequest& request);

  // account_venue.cpp
  [[nodiscard]] std::unique_ptr<trading::VenueBroker> make_venue_broker();
  [[nodiscard]] std::optional<core::Money> worth_of(const core::ChargedFee& fee) const;
  [[nodiscard]] std::optional<core::Error> take_unvalued();
  std::optional<core::Error> on_account(const trading::VenueAccount& account);
  void book_fundings(const std::vector<trading::VenueFunding>& fundings);

  // account_orders.cpp
  void set_kill_changed(core::Timestamp at);

  // account_state.cpp
  [[nodiscard]] core::Status check_kind(const storage::RiskRecord& risk) const;
  core::Status load_left(storage::TradingLedger& ledger);
  core::Status load_fundings(storage::TradingLedger& ledger, const std::vector<storage::JournalEntry>& open);
  core::Status take_over(Market& market, const Left& left);
  core::Status restore_order(const Market& market, const storage::OrderRecord& record, const Left& left);
  [[nodiscard]] storage::RiskRecord risk_record() const;
  [[nodiscard]] const journal::Trip* trip_of(core::InstrumentId id, core::PositionSide side) const;
  [[nodiscard]] OrderFacts facts_of(core::ClientOrderId id) const;
  [[nodiscard]] std::optional<core::Price> best_of(core::ClientOrderId id) const {
    return keeper_ ? keeper_->best_of(id) : broker_.best_of(id);
  }
  [[nodiscard]] TradeFacts trade_facts(core::InstrumentId id, const std::string& strategy) const;
  [[nodiscard]] std::string_view mode() const { return setup_.venue ? "live" : "paper"; }

  AccountSetup setup_;
  trading::Portfolio books_{setup_.positions};
  trading::CurrencyId currency_;
  trading::RatePaths rates_;
  trading::RiskGate gate_;
  trading::PaperBroker broker_;                  ///< idle where there is a venue
  std::unique_ptr<trading::VenueBroker> venue_;  ///< null: on paper
  std::unique_ptr<trading::LegKeeper> keeper_;   ///< of brackets at the venue
  trading::Desk desk_;
  std::optional<trading::Reconciler> reconciler_;  ///< with the venue
  journal::RoundTrips trips_;
  backtest::OrderIds ids_;
  std::unordered_map<std::uint32_t, Market> markets_;
  std::map<std::string, Left> left_;  ///< by "venue:symbol"
  std::vector<storage::PositionRecord> absent_;
  std::map<std::uint32_t, std::string> refused_;  ///< why an instrument is not traded

  /// Fundings of the venue before this moment are counted, or were never the account's; absent: it was not connected.
  std::optional<core::Timestamp> funding_from_;
  std::set<std::pair<std::string, std::uint64_t>> funded_;  ///< symbol and number of those from then on
  std::string unvalued_;                                    ///< a fee's asset, not told yet
  std::set<std::string> told_unvalued_;

  core::Timestamp now_;
  core::Rate multiplier_{core::kRateOne};
  std::string kill_reason_;
  std::optional<core::Timestamp> kill_changed_;
  trading::RiskState told_risk_;
  std::uint64_t next_sequence_{1};
  std::uint64_t next_fill_{1};
  std::unordered_map<std::uint64_t, OrderFacts> facts_;
  std::unordered_map<std::string, core::ClientOrderId> by_client_;
  std::string origin_;  ///< of orders that are submitted now
  std::optional<core::Timestamp> snapshot_at_;
  std::vector<journal::ClosedTrade> closed_;
  AccountChanges changes_;
};

}  // namespace tidemark::app

#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "tests/live/simulated_network.hpp"
#include "trading/execution/leg_keeper.hpp"
#include "trading/execution/reconciler.hpp"
#include "venues/binance/parser.hpp"
#include "venues/binance/trade/order_session.hpp"
#include "venues/binance/trade/trade_call.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::test {

inline constexpr core::Timestamp kOrdersStart = core::Timestamp::from_ms(1'725'000'000'000);  // 2024-08-30 06:40:00 UTC

/// A session that gives up sooner, so that a fault's whole course fits into a few simulated minutes.
inline venues::binance::TradeConfig quick_trading(venues::binance::Market market) {
  venues::binance::TradeConfig config;
  config.market = market;
  const bool spot = market == venues::binance::Market::kSpot;
  config.endpoints = {"http://sim", spot ? "ws://sim/ws-api/v3" : "ws://sim/private/ws"};
  config.keys = {"simulated-key-of-alice", "simulated-secret-of-alice"};
  config.open_timeout = core::seconds(3);
  config.probe_every = core::seconds(3);
  config.probe_timeout = core::seconds(3);
  config.verify_every = core::seconds(10);
  config.backoff.cap = core::seconds(4);
  return config;
}

/// What of a desk outlives its process: what the store has.
struct Kept {
  trading::Portfolio books{trading::PositionMode::kNetting};
  trading::CurrencyId currency{};
  std::map<std::uint64_t, core::Order> orders;                ///< as they last were
  std::map<std::uint64_t, std::vector<std::uint64_t>> fills;  ///< ids of what was counted, by order
  std::vector<core::Fill> all_fills;
  std::set<std::uint64_t> fundings;
  std::uint64_t asked_worth{0};
};

/// A simulated venue, a network, an order session and a desk, run in simulated time.
class OrderWorld final : private venues::binance::OrderSink {
 public:
  struct Options {
    venues::binance::Market market{venues::binance::Market::kSpot};
    std::uint64_t market_seed{1};
    std::uint64_t network_seed{1};
    sim::FaultPlan faults;
    /// Other markets of the venue: beside spot, USD-M has an index, and so funding.
    std::vector<venues::binance::Market> beside{};
    sim::FeeAsset fees{sim::FeeAsset::kReceived};  ///< on spot
  };

  explicit OrderWorld(Options options)
      : options_{std::move(options)},
        venue_{make_venue(options_)},
        network_{*venue_, kOrdersStart, options_.network_seed} {
    list();
    kept_.currency = kept_.books.add_currency("USDT");
    kept_.books.deposit(kept_.currency, core::parse_money("50000").value());
    EXPECT_TRUE(kept_.books.add_instrument(instrument_.id, instrument_.scale, kept_.currency));
    begin();
  }

  /// The process is lost, with all that was on its way to it; requests on their way to the venue arrive.
  void restart() {
    lose();
    come_back();
  }
  /// The first half of a restart: nothing but the venue goes on. No time runs here until come_back().
  void lose() { end(); }
  void come_back() {
    now_ = std::max(now_, venue_->now());
    network_.set_now(now_);
    begin();
  }

  /// Begins anew with other keys.
  void use_keys(venues::binance::TradeKeys keys) {
    keys_ = std::move(keys);
    restart();
  }

  void run_until(core::Timestamp end) {
    while (now_ < end) {
      core::Timestamp next = std::min({end, due_, network_.next_due(), venue_->next_due()});
      now_ = std::max(now_, next);
      network_.set_now(now_);
      venue_->advance(now_);
      network_.run(now_);
      pump();
      int turns = 0;
      while ((due_ = session_->on_time(now_)) <= now_) {
        pump();
        if (++turns < 100) continue;
        ADD_FAILURE() << "the session wants to be called again without end";
        return;
      }
      pump();
    }
  }
  void run_for(core::Duration time) { run_until(now_ + time); }
  /// Until it holds, at most so long.
  template <class Condition>
  bool run_while_not(Condition condition, core::Duration longest) {
    const core::Timestamp end = now_ + longest;
    while (!condition() && now_ < end) run_for(core::milliseconds(20));
    return condition();
  }

  /// An entry with a stop and a target, both so many thousandths away: entry, stop, target.
  std::array<core::ClientOrderId, 3> bracket(core::OrderRequest entry, std::int64_t thousandths) {
    entry.id = {++last_id_};
    entry.instrument = instrument_.id;
    core::OrderRequest leg = entry;
    leg.side = core::opposite(entry.side);
    leg.effect = core::Effect::kReduceOnly;
    leg.parent = entry.id;
    leg.oco = core::OcoGroupId{entry.id.value};
    core::OrderRequest stop = leg;
    core::OrderRequest target = leg;
    stop.id = {++last_id_};
    target.id = {++last_id_};
    const std::int64_t tick = instrument_.tick_size.ticks;
    const std::int64_t away = last_price().ticks / 1000 * thousandths * core::sign_of(entry.side);
    stop.type = core::OrderType::kStop;
    stop.trigger = core::Price{(last_price().ticks - away) / tick * tick};
    target.type = core::OrderType::kLimit;
    target.limit = core::Price{(last_price().ticks + away) / tick * tick};
    for (const core::OrderRequest& one : {entry, stop, target}) desk_->submit(one, now_);
    settle();
    send();
    return {entry.id, stop.id, target.id};
  }
  core::ClientOrderId submit(core::OrderRequest request) {
    request.id = {++last_id_};
    request.instrument = instrument_.id;
    desk_->submit(request, now_);
    settle();
    send();
    return request.id;
  }
  void cancel(core::ClientOrderId id) {
    desk_->cancel(id, now_);
    settle();
    send();
  }
  void cancel_all() {
    desk_->cancel_all(now_);
    settle();
    send();
  }
  void ask_account() {
    reconciler_->on_doubt(now_);
    pump();
  }

  [[nodiscard]] bool is_ready() const { return reconciler_->is_ready(); }
  [[nodiscard]] core::Timestamp now() const { return now_; }
  [[nodiscard]] const core::Instrument& instrument() const { return instrument_; }
  [[nodiscard]] venues::binance::Market market() const { return options_.market; }
  [[nodiscard]] venues::simulated::SimVenue& venue() { return *venue_; }
  [[nodiscard]] trading::Desk& desk() { return *desk_; }
  [[nodiscard]] const Kept& kept() const { return kept_; }
  [[nodiscard]] const trading::Position& position() const {
    return kept_.books.position(instrument_.id, core::PositionSide::kNet);
  }
  [[nodiscard]] const core::Order& order(core::ClientOrderId id) const { return kept_.orders.at(id.value); }
  [[nodiscard]] bool has_price() const { return kept_.books.mark_of(instrument_.id).has_value(); }
  [[nodiscard]] core::Price last_price() const { return *kept_.books.mark_of(instrument_.id); }
  [[nodiscard]] const std::vector<trading::Difference>& differences() const { return differences_; }
  [[nodiscard]] const std::vector<core::Error>& troubles() const { return troubles_; }
  [[nodiscard]] std::size_t connections() const { return connections_; }
  [[nodiscard]] venues::binance::OrderSessionStatus status() const { return session_->status(); }

  /// A public request, answered without the network.
  [[nodiscard]] std::string get(const std::string& path) {
    net::Request request;
    const std::size_t question = std::min(path.find('?'), path.size());
    request.path = path.substr(0, question);
    request.raw_query = path.substr(std::min(question + 1, path.size()));
    request.peer = "127.0.0.2";
    return std::string{venue_->handle(request).response.body.bytes()};
  }

 private:
  static std::unique_ptr<venues::simulated::SimVenue> make_venue(const Options& options) {
    venues::simulated::SimVenueConfig config;
    config.seed = options.market_seed;
    config.start = kOrdersStart;
    config.symbols = {"BTCUSDT"};
    if (options.fees == sim::FeeAsset::kBnb) config.symbols.emplace_back("BNBUSDT");
    for (venues::simulated::AccountConfig& account : config.accounts) account.fee_asset = options.fees;
    config.history = core::minutes(10);
    config.markets = options.beside;
    config.markets.push_back(options.market);
    config.faults = options.faults;
    auto venue = venues::simulated::SimVenue::make(config);
    EXPECT_TRUE(venue.has_value());
    return std::move(*venue);
  }
  /// The instrument as the venue lists it. Asked of a twin without faults.
  void list() {
    Options calm = options_;
    calm.faults = {};
    const auto twin = make_venue(calm);
    net::Request request;
    request.path = options_.market == venues::binance::Market::kSpot ? "/api/v3/exchangeInfo" : "/fapi/v1/exchangeInfo";
    request.peer = "127.0.0.1";
    std::string body{twin->handle(request).response.body.bytes()};
    core::InstrumentTable table;
    venues::binance::Parser parser{{.market = options_.market}, table};
    venues::EventBatch none;
    static_cast<void>(parser.parse_rest({.url = request.path, .body = body, .received = now_}, none));
    for (const core::Instrument& one : table.all()) {
      if (one.symbol == "BTCUSDT") instrument_ = one;
    }
    ASSERT_FALSE(instrument_.symbol.empty()) << body;
  }

  void begin() {
    broker_ = std::make_unique<trading::VenueBroker>();
    gate_ = std::make_unique<trading::RiskGate>(trading::RiskLimits{}, kept_.currency);
    keeper_ = std::make_unique<trading::LegKeeper>(
        *broker_, [this](core::InstrumentId id) { return kept_.books.net_lots(id); },
        [this](const core::OrderRequest& leg) { return venues::binance::home_of_leg(options_.market, leg); });
    desk_ = std::make_unique<trading::Desk>(*keeper_, kept_.books, *gate_);
    desk_->set_worth([this](const core::ChargedFee& fee, core::InstrumentId) -> std::optional<core::Money> {
      constexpr std::uint64_t kNow = 7;  // and then nobody knows
      if (++kept_.asked_worth % kNow == 0) return std::nullopt;
      return trading::convert(fee.amount, {600, 0});
    });
    trading::TradeRules rules = trading::TradeRules::of(instrument_);
    if (options_.market == venues::binance::Market::kSpot) rules.shorting = trading::Shorting::kNone;
    desk_->add_instrument(instrument_.id, rules);
    for (const auto& [id, order] : kept_.orders) desk_->restore(order, kept_.fills[id], {}, now_);
    reconciler_ = std::make_unique<trading::Reconciler>(*desk_, *broker_);
    venues::binance::TradeConfig config = quick_trading(options_.market);
    if (keys_) config.keys = *keys_;
    session_ = std::make_unique<venues::binance::OrderSession>(std::move(config), network_,
                                                               static_cast<venues::binance::OrderSink&>(*this));
    network_.set_events(session_->transport_events());
    session_->put_instrument(instrument_);
    session_->start(now_);
    due_ = now_;
  }
  void end() {
    session_.reset();
    reconciler_.reset();
    desk_.reset();
    keeper_.reset();
  }

  void pump() {
    std::vector<trading::VenueRequest> requests;
    broker_->take_requests(requests);
    for (trading::VenueRequest& request : requests) {
      if (request.kind == trading::VenueRequest::Kind::kAccount) request.funding_from = kOrdersStart;
      session_->ask(std::move(request), now_);
    }
    if (!requests.empty()) due_ = now_;
  }
  /// What was asked for leaves at once, also when the process is lost at once.
  void send() {
    pump();
    due_ = session_->on_time(now_);
  }
  void settle() {
    keeper_->protect(now_);
    desk_->settle();
    reconciler_->watch(now_);
    note();
  }
  void note() {
    for (const core::OrderEvent& event : desk_->events()) {
      if (const core::Order* order = desk_->orders().find(event.order)) kept_.orders[event.order.value] = *order;
      if (!event.fill) continue;
      kept_.fills[event.order.value].push_back(event.fill->id);
      kept_.all_fills.push_back(*event.fill);
    }
    desk_->clear_events();
  }

 public:
  /// The last price is this: legs that are kept here see it.
  void mark(core::Price price) {
    kept_.books.mark(instrument_.id, price);
    keeper_->on_price(instrument_.id, price, now_);
    settle();
    send();
  }

 private:
  void on_up(core::Timestamp at) override {
    ++connections_;
    reconciler_->on_up(at);
  }
  void on_down(const core::Error& /*why*/, core::Timestamp /*at*/) override { reconciler_->on_down(); }
  void on_report(const trading::BrokerReport& report) override {
    broker_->on_report(report);
    settle();
  }
  void on_account(const trading::VenueAccount& account) override {
    for (const trading::VenueFunding& one : account.fundings) {
      if (!kept_.fundings.insert(one.id).second) continue;
      EXPECT_TRUE(kept_.books.receive_funding(one.instrument, core::PositionSide::kNet, one.amount));
    }
    const auto found = reconciler_->on_account(account, account.at);
    note();
    if (is_ready()) {
      keeper_->on_account(account, now_);
      settle();
    }
    differences_.insert(differences_.end(), found.begin(), found.end());
  }
  void on_doubt(core::Timestamp at) override { reconciler_->on_doubt(at); }
  void on_trouble(const core::Error& what) override { troubles_.push_back(what); }

  Options options_;
  std::optional<venues::binance::TradeKeys> keys_;
  core::Timestamp now_{kOrdersStart};
  core::Timestamp due_{kOrdersStart};
  std::unique_ptr<venues::simulated::SimVenue> venue_;
  SimulatedNetwork network_;
  core::Instrument instrument_;
  Kept kept_;
  std::uint64_t last_id_{1000};
  std::unique_ptr<trading::VenueBroker> broker_;
  std::unique_ptr<trading::LegKeeper> keeper_;
  std::unique_ptr<trading::RiskGate> gate_;
  std::unique_ptr<trading::Desk> desk_;
  std::unique_ptr<trading::Reconciler> reconciler_;
  std::unique_ptr<venues::binance::OrderSession> session_;
  std::vector<trading::Difference> differences_;
  std::vector<core::Error> troubles_;
  std::size_t connections_{0};
};

}  // namespace tidemark::test

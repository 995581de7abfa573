#include "app/trading/paper_account.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "analysis/chart_patterns/pattern.hpp"
#include "api/beginning.hpp"
#include "core/timeframe.hpp"

namespace tidemark::app {

using core::InstrumentId;
using core::Money;
using core::Timestamp;

namespace {

/// Candles that became known later than this are of the past: fetched after an outage.
constexpr core::Duration kLateAfter = core::minutes(5);

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

trading::CurrencyId open_account(trading::Portfolio& books, const AccountSetup& setup) {
  const trading::CurrencyId currency = books.add_currency(setup.currency);
  books.deposit(currency, setup.cash);
  return currency;
}

}  // namespace

PaperAccount::PaperAccount(AccountSetup setup)
    : setup_{std::move(setup)},
      currency_{open_account(books_, setup_)},
      rates_{setup_.currency},
      gate_{setup_.limits, currency_},
      broker_{setup_.paper},
      venue_{make_venue_broker()},
      keeper_{venue_ ? std::make_unique<trading::LegKeeper>(
                           *venue_, [this](core::InstrumentId id) { return books_.net_lots(id); }, setup_.venue->home)
                     : nullptr},
      desk_{keeper_ ? static_cast<trading::Broker&>(*keeper_) : broker_, books_, gate_},
      told_risk_{gate_.state()} {
  for (const std::string& further : setup_.currencies) rates_.want(further, books_);
  if (venue_) {
    reconciler_.emplace(desk_, *venue_);
    desk_.set_worth([this](const core::ChargedFee& fee, core::InstrumentId) { return worth_of(fee); });
    ids_.next = setup_.venue->first_order;
  }
  changes_.money = true;
  changes_.risk = true;
}

core::Status PaperAccount::add_instrument(const core::Instrument& instrument) {
  if (markets_.contains(instrument.id.value)) return {};
  rates_.add_source(instrument.id, instrument);
  if (auto tradable = check_tradable(instrument); !tradable) {
    refused_[instrument.id.value] = tradable.error().message;
    return tradable;
  }
  const trading::CurrencyId quote = *currency_of(core::split_symbol(instrument.symbol).quote);
  if (auto status = books_.add_instrument(instrument.id, instrument.scale, quote); !status) return status;
  trading::TradeRules rules = trading::TradeRules::of(instrument);
  const bool spot = setup_.venue && instrument.market_type == core::MarketType::kCryptoSpot;
  if (spot) rules.shorting = trading::Shorting::kNone;
  broker_.add_instrument(instrument.id, rules);
  desk_.add_instrument(instrument.id, rules);
  Market& market = markets_[instrument.id.value];
  market.instrument = instrument;
  market.trader =
      std::make_unique<backtest::Trader>(desk_, trips_, instrument.id, rules, currency_, setup_.sizing, ids_);
  market.trader->set_multiplier(multiplier_);
  const auto is_this = [&](const std::string& name) { return name == instrument.symbol || name == instrument.key(); };
  const bool wanted = setup_.symbols.empty() || std::ranges::any_of(setup_.symbols, is_this);
  if (setup_.strategy != nullptr && wanted) {
    market.strategy = setup_.strategy->make(setup_.values, instrument.scale);
  }
  const auto left = left_.find(instrument.key());
  if (left == left_.end()) return {};
  auto taken = take_over(market, left->second);
  std::erase_if(absent_, [&](const storage::PositionRecord& record) {
    return record.instrument == storage::InstrumentKey{instrument.venue, instrument.symbol};
  });
  left_.erase(left);
  return taken;
}

PaperAccount::Market* PaperAccount::market_of(InstrumentId id) {
  const auto found = markets_.find(id.value);
  return found == markets_.end() ? nullptr : &found->second;
}

const core::Instrument* PaperAccount::traded(InstrumentId id) const {
  const auto found = markets_.find(id.value);
  return found == markets_.end() || found->second.strategy == nullptr ? nullptr : &found->second.instrument;
}

void PaperAccount::on_output(const engine::Output& output) {
  std::visit(
      Overloaded{[this](const core::Trade& one) { on(one); }, [this](const core::Quote& one) { on(one); },
                 [this](const core::MarkPrice& one) { on(one); }, [this](const core::FeedStatus& one) { on(one); },
                 [this](const engine::BookOutput& one) { on(one); },
                 [this](const engine::CandleOutput& one) { on(one); },
                 [this](const engine::SignalOutput& one) { on(one); },
                 [this](const engine::MarketStateOutput& one) { on(one); },
                 [this, &output](const engine::ZoneOutput& one) {
                   Market* market = one.timeframe == setup_.timeframe ? market_of(one.instrument) : nullptr;
                   if (market != nullptr && !is_past(one.known_at)) tell_strategy(*market, output);
                 },
                 [](const auto&) {}},
      output);
}

void PaperAccount::hear(Market& market, Timestamp at) {
  market.heard = std::max(market.heard, at);
  now_ = std::max(now_, at);
}

/// A market may be silent for long after its feed is there.
void PaperAccount::on(const core::FeedStatus& status) {
  Market* market = api::is_present(status) ? market_of(status.instrument) : nullptr;
  if (market != nullptr && !is_past(status.times.received)) hear(*market, status.times.received);
}

void PaperAccount::on(const core::Trade& trade) {
  // Marks and rates are of closed candles, but after a restart the first of them may be far, and an order must be worth
  // something.
  if (rates_.waits_for(trade.instrument)) note_rate(trade.instrument, trade.price, trade.times.received);
  Market* market = market_of(trade.instrument);
  if (market == nullptr) return;
  decide(*market);
  hear(*market, trade.times.received);
  market->last = trade.price;
  if (!books_.mark_of(trade.instrument)) books_.mark(trade.instrument, trade.price);
  broker_.on_trade(trade);
  if (keeper_) keeper_->on_price(trade.instrument, trade.price, now_);
  if (broker_.has_reports() || (keeper_ && keeper_->has_reports())) settle();
}

void PaperAccount::on(const core::Quote& quote) {
  Market* market = market_of(quote.instrument);
  if (market == nullptr) return;
  decide(*market);
  hear(*market, quote.times.received);
  if (market->has_book) return;
  broker_.on_quote(quote);
  if (broker_.has_reports()) settle();
}

void PaperAccount::on(const engine::BookOutput& book) {
  Market* market = market_of(book.instrument);
  if (market == nullptr) return;
  decide(*market);
  hear(*market, book.known_at);
  if (book.state != engine::BookState::kLive) lose_book(book.instrument);
}

/// Nobody knows what stands there now: trades say what the price is, until the book is back.
void PaperAccount::lose_book(InstrumentId instrument) {
  Market* market = market_of(instrument);
  if (market == nullptr || !std::exchange(market->has_book, false)) return;
  broker_.on_depth(instrument, now_, {}, {});
  if (broker_.has_reports()) settle();
}

void PaperAccount::on_gap() {
  for (auto& [id, market] : markets_) {
    market.closed.reset();
    lose_book({id});
  }
}

std::vector<InstrumentId> PaperAccount::book_needs() const {
  std::vector<InstrumentId> needs;
  if (setup_.venue) return needs;
  for (const auto& [id, market] : markets_) {
    if (market.strategy != nullptr || !books_.is_flat({id})) needs.push_back({id});
  }
  for (const core::Order& order : desk_.orders().open()) needs.push_back(order.request.instrument);
  return needs;
}

void PaperAccount::on_depth(const engine::BookDepth& depth) {
  Market* market = market_of(depth.instrument);
  if (market == nullptr || depth.state != engine::BookState::kLive) return;
  decide(*market);
  hear(*market, depth.known_at);
  market->has_book = true;
  broker_.on_depth(depth.instrument, depth.known_at, depth.bids(), depth.asks());
  if (broker_.has_reports()) settle();
}

void PaperAccount::on(const engine::CandleOutput& output) {
  if (output.timeframe != setup_.timeframe || output.state != core::CandleState::kClosed) return;
  const Timestamp end = output.candle.open_time + core::duration_of(output.timeframe);
  Market* market = market_of(output.instrument);
  if (market != nullptr) {
    decide(*market);
    if (end <= market->last_candle) return;  // fetched afterwards
    market->last_candle = end;
    books_.mark(output.instrument, output.candle.close);
  }
  note_rate(output.instrument, output.candle.close, end);
  if (market == nullptr) return;
  market->last = output.candle.close;
  if (is_past(output.known_at) || output.known_at - end > kLateAfter) return;
  hear(*market, output.known_at);
  trips_.on_candle(output.instrument, output.candle);
  for (const journal::Trip& trip : trips_.trips()) {
    if (trip.trade.instrument != output.instrument || trip.lots == 0) continue;
    changes_.open_trades.insert({output.instrument, trip.trade.side});
  }
  for (const core::Order& order : desk_.orders().open()) {
    if (best_of(order.request.id)) changes_.orders.insert(order.request.id);
  }
  if (setup_.limits.daily_loss_max || setup_.limits.drawdown_max) {
    if (const auto worth = equity()) desk_.on_equity(output.known_at, *worth);
    note_risk();
  }
  take_snapshot(end);
  market->trader->set_moment(output.known_at, output.candle.close);
  market->closed = output.candle;
}

void PaperAccount::on(const engine::SignalOutput& signal) {
  Market* market = market_of(signal.instrument);
  if (market != nullptr && !is_past(signal.known_at)) tell_strategy(*market, signal);
}

void PaperAccount::on(const engine::MarketStateOutput& market) {
  if (market_of(market.instrument) == nullptr) return;
  const auto& regime = market.state.regime;
  using analysis::chart_patterns::Regime;
  trips_.set_regime(market.instrument,
                    regime ? name_of(std::optional{Regime{regime->trend, regime->volatile_}}) : std::string_view{});
}

void PaperAccount::on(const core::MarkPrice& mark) {
  Market* market = market_of(mark.instrument);
  if (market == nullptr) return;
  hear(*market, mark.times.received);
  const auto& before = market->funding;
  const bool is_due = before && before->next_funding && before->funding_rate && mark.next_funding &&
                      *mark.next_funding > *before->next_funding;
  // What a venue takes and gives it says itself.
  const bool is_reckoned = !setup_.venue && is_due && !books_.is_flat(mark.instrument);
  if (is_reckoned) pay_funding(mark, *before->funding_rate, *before->next_funding);
  market->funding = mark;
}

void PaperAccount::pay_funding(const core::MarkPrice& mark, double rate, Timestamp due) {
  const std::vector<trading::Position> before = books_.positions();
  books_.pay_funding(mark.instrument, mark.mark, core::Rate{std::llround(rate * core::kRateOne)});
  for (const trading::Position& one : before) {
    if (one.instrument != mark.instrument || one.is_flat()) continue;
    const Money received = books_.position(one.instrument, one.side).funding - one.funding;
    note_funding(*market_of(one.instrument), one.side, static_cast<std::uint64_t>(due.ms()), received, due);
  }
}

void PaperAccount::note_funding(const Market& market, core::PositionSide side, std::uint64_t id, Money received,
                                Timestamp at) {
  const core::Instrument& instrument = market.instrument;
  trips_.on_funding(instrument.id, side, received);
  changes_.fundings.push_back({.id = id,
                               .instrument = {instrument.venue, instrument.symbol},
                               .position = std::string{core::name_of(side)},
                               .amount = core::format_money(received),
                               .currency = currency_of(instrument.id),
                               .at = at});
  changes_.positions.insert({instrument.id, side});
  changes_.open_trades.insert({instrument.id, side});
  changes_.money = true;
}

void PaperAccount::tell_strategy(Market& market, const engine::Output& output) {
  if (market.strategy == nullptr || market.last_candle == Timestamp{}) return;
  origin_ = setup_.strategy->id;
  market.strategy->on_output(output, *market.trader);
  note_strategy(market);
  settle();
}

/// The strategy decides on a candle once all that the engine found in it was told: when the market goes on.
void PaperAccount::decide(Market& market) {
  if (!market.closed) return;
  const core::Candle candle = *std::exchange(market.closed, std::nullopt);
  if (market.strategy == nullptr) return;
  origin_ = setup_.strategy->id;
  market.strategy->on_candle(candle, *market.trader);
  note_strategy(market);
  settle();
}

void PaperAccount::settle() {
  if (keeper_) keeper_->protect(now_);
  desk_.settle();
  if (reconciler_) reconciler_->watch(now_);
  if (desk_.events().empty()) return;
  for (const core::OrderEvent& event : desk_.events()) pass_on(event);
  desk_.clear_events();
  note_risk();
}

void PaperAccount::pass_on(const core::OrderEvent& event) {
  next_sequence_ = event.sequence + 1;
  if (event.kind == core::OrderEventKind::kSubmitted && !facts_.contains(event.order.value)) {
    OrderFacts facts{.client_id = "tm-" + std::to_string(event.order.value), .origin = origin_, .best = {}};
    by_client_.emplace(facts.client_id, event.order);
    facts_.emplace(event.order.value, std::move(facts));
    forget_oldest();
  }
  changes_.orders.insert(event.order);
  changes_.events.push_back(event);
  changes_.risk = true;  // numbers were given out
  if (!event.fill) return;
  const core::Fill& fill = *event.fill;
  next_fill_ = std::max(next_fill_, fill.id + 1);
  if (fill.fee_worth == core::FeeWorth::kUnknown && told_unvalued_.insert(fill.charged->asset).second) {
    unvalued_ = fill.charged->asset;
  }
  Market& market = *market_of(fill.instrument);
  const journal::Trip* before = trip_of(fill.instrument, fill.position);
  const bool was_flat = before == nullptr || before->lots == 0;
  // What somebody opens by hand is not described by what the strategy wanted.
  if (const OrderFacts& facts = facts_[fill.order.value]; facts.origin == kByHand) {
    trips_.note(fill.instrument, fill.position, {.setup = {}, .stop = facts.stop, .signal_at = {}});
  }
  closed_.clear();
  trips_.on_fill(fill, market.instrument.scale, closed_);
  for (const journal::ClosedTrade& trade : closed_) {
    storage::TradeRecord record =
        record_of(trade, market.instrument, trade_facts(fill.instrument, market.opened_by[fill.position]));
    const auto brought = books_.converted(trade.profit, books_.quote_of(fill.instrument), currency_);
    if (brought) record.account_profit = core::format_money(*brought);
    changes_.closed.push_back(std::move(record));
  }
  if (was_flat || !closed_.empty()) {
    const std::string& origin = facts_[fill.order.value].origin;
    market.opened_by[fill.position] = origin == kByHand ? std::string{} : origin;
  }
  changes_.open_trades.insert({fill.instrument, fill.position});
  changes_.positions.insert({fill.instrument, fill.position});
  changes_.money = true;
}

/// What the registry has forgotten, and the store has written down, is not needed any more.
void PaperAccount::forget_oldest() {
  constexpr std::size_t kMost = 3 * trading::OrderRegistry::kClosedKept;
  if (facts_.size() < kMost) return;
  const auto is_gone = [this](core::ClientOrderId id) {
    return desk_.orders().find(id) == nullptr && !changes_.orders.contains(id);
  };
  std::erase_if(facts_, [&](const auto& one) { return is_gone({one.first}); });
  std::erase_if(by_client_, [&](const auto& one) { return is_gone(one.second); });
}

void PaperAccount::note_strategy(Market& market) {
  core::ByteWriter writer;
  market.strategy->snapshot(writer);
  if (std::ranges::equal(writer.bytes(), market.strategy_state)) return;
  market.strategy_state = writer.take();
  changes_.strategies.insert(market.instrument.id);
}

void PaperAccount::note_risk() {
  if (gate_.state() == told_risk_) return;
  told_risk_ = gate_.state();
  changes_.risk = true;
}

}  // namespace tidemark::app

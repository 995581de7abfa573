#include "app/serve/sim_feed.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidemark::app {
namespace {

constexpr core::Duration kHistory = core::days(3);
/// What comes in between waits for it: half of it in the mean.
constexpr core::Duration kStep = core::milliseconds(2);
constexpr core::Duration kHeartbeat = core::seconds(1);
constexpr std::uint32_t kPastCandlesMax = 10'000;  // more minutes than kHistory has

/// Start price that makes the generated history begin where the stored past ended: the path only shifts with it.
double continued_price(const sim::Exchange& draft, core::InstrumentId id, const sim::SymbolSpec& spec,
                       const Past& past) {
  const core::Candle& last = *past.newest;
  const auto history = draft.history(id, kPastCandlesMax);
  const auto next = std::ranges::upper_bound(history, last.open_time, {}, &core::Candle::open_time);
  const double stored = core::to_double(last.close, spec.scale);
  if (next == history.end()) return stored;
  return stored * spec.start_price / core::to_double(next->open, spec.scale);
}

/// A cross beside its two sides begins where they do: else what each is off by would add up from run to run.
void agree_cross(std::vector<sim::Listing>& listings, sim::Listing& one) {
  if (!one.spec.cross) return;
  const auto price_of = [&](const std::string& symbol) {
    const auto found = std::ranges::find(listings, symbol, [](const sim::Listing& l) { return l.spec.symbol; });
    return found == listings.end() ? std::nullopt : std::optional{found->spec.start_price};
  };
  const auto over = price_of(one.spec.cross->over);
  const auto under = price_of(one.spec.cross->under);
  if (over && under) one.spec.start_price = *over / *under;
}

/// Makes each symbol's price go on from where its stored past ended.
void continue_prices(sim::ExchangeConfig& exchange, const std::vector<Past>& pasts) {
  if (std::ranges::all_of(pasts, [](const Past& p) { return !p.newest; })) return;
  const sim::Exchange draft{exchange};
  for (std::size_t i = 0; i < pasts.size(); ++i) {
    if (!pasts[i].newest) continue;
    sim::Listing& listing = exchange.listings[i];
    listing.spec.start_price = continued_price(draft, listing.id, listing.spec, pasts[i]);
  }
  for (sim::Listing& one : exchange.listings) agree_cross(exchange.listings, one);
}

class SimFeed final : public Feed {
 public:
  SimFeed(sim::ExchangeConfig config, std::vector<Past> pasts, double speed)
      : config_{std::move(config)}, pasts_{std::move(pasts)}, speed_{speed} {
    for (const sim::Listing& listing : config_.listings) table_.add(sim::instrument_of(listing.spec, listing.id));
  }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const FeedSink& sink) override {
    if (!exchange_) begin(now, sink);
    const double elapsed = static_cast<double>((now - began_).ns) * speed_;
    const core::Timestamp until = start_ + core::nanoseconds(std::llround(elapsed));
    events_.clear();
    exchange_->advance(until, events_);
    for (core::Event& event : events_) hand_over(std::move(event), sink);
    if (until - heartbeat_ >= kHeartbeat) {
      heartbeat_ = until;
      hand_over(core::Heartbeat{{.received = until}}, sink);
    }
    delivered_ += events_.size();
    return std::optional{now + kStep};
  }

  const core::InstrumentTable& instruments() const override { return table_; }
  std::string summary() const override {
    return "simulated exchange stopped after " + std::to_string(delivered_) + " events";
  }

 private:
  /// Generating the past takes some tenths of a second: done here, on the feed's thread, so that the server listens at
  /// once.
  void begin(core::Timestamp now, const FeedSink& sink) {
    config_.start = std::max(now, config_.start);
    continue_prices(config_, pasts_);
    exchange_.emplace(config_);
    start_ = exchange_->now();
    began_ = std::min(now, start_);  // it begins at a whole tenth of a second
    heartbeat_ = start_;
    for (const core::Instrument& instrument : table_.all()) {
      item_ = instrument;
      sink(item_);
      std::optional<std::vector<std::byte>>& state = pasts_[instrument.id.value].state;
      if (!state) continue;
      item_ = EngineState{instrument.id, std::move(*state)};
      sink(item_);
    }
    deliver_past(sink);
    for (const core::Instrument& instrument : table_.all()) {
      hand_over(core::FeedStatus{instrument.id, {start_, start_}, core::FeedState::kLive}, sink);
    }
  }

  void hand_over(core::Event event, const FeedSink& sink) {
    item_ = std::move(event);
    sink(item_);
  }

  /// Stored candles, then generated ones, of all symbols in order of time.
  void deliver_past(const FeedSink& sink) {
    std::vector<core::VenueCandle> past;
    for (std::size_t i = 0; i < pasts_.size(); ++i) {
      const core::InstrumentId id = table_.all()[i].id;
      const auto add = [&](const core::Candle& candle) {
        const core::Timestamp end = candle.open_time + core::minutes(1);
        past.push_back({id, {end, end}, core::Timeframe::k1m, core::CandleState::kClosed, candle});
      };
      const auto& stored = pasts_[i].candles;
      for (const core::Candle& candle : stored) add(candle);
      for (const core::Candle& candle : exchange_->history(id, kPastCandlesMax)) {
        if (!pasts_[i].newest || candle.open_time > pasts_[i].newest->open_time) add(candle);
      }
    }
    std::ranges::stable_sort(past, {}, [](const core::VenueCandle& c) { return c.times.received; });
    for (core::VenueCandle& candle : past) hand_over(candle, sink);
    pasts_.clear();
  }

  sim::ExchangeConfig config_;
  std::optional<sim::Exchange> exchange_;
  core::InstrumentTable table_;
  std::vector<Past> pasts_;
  double speed_;
  core::Timestamp began_;  ///< on our clock
  /// On the exchange's: the same, unless an earlier run was faster than time and went further. Its market would stand
  /// still until we were there too: who knows a minute takes nothing older.
  core::Timestamp start_;
  core::Timestamp heartbeat_;
  std::vector<core::Event> events_;
  FeedItem item_{core::Event{}};
  std::uint64_t delivered_{0};
};

}  // namespace

core::Result<std::unique_ptr<Feed>> make_sim_feed(const ops::Config& config, double speed, const Start& start) {
  auto listings = config.symbols.empty() ? core::Result<std::vector<sim::Listing>>{sim::default_listings()}
                                         : sim::listings_for(config.symbols);
  if (!listings) return core::forward_error(listings);
  core::Timestamp resume = start.now;
  for (const sim::Listing& listing : *listings) {
    auto end = end_of_past(start.store, sim::instrument_of(listing.spec, listing.id));
    if (!end) return core::forward_error(end);
    resume = std::max(resume, end->value_or(resume));
  }
  sim::ExchangeConfig exchange{
      .seed = config.sim.seed, .start = resume, .listings = std::move(*listings), .history = kHistory};
  if (auto status = sim::check(exchange); !status) return core::forward_error(status);
  std::vector<Past> pasts;
  for (const sim::Listing& listing : exchange.listings) {
    auto past = read_past(start.store, {.instrument = sim::instrument_of(listing.spec, listing.id),
                                        .now = resume,
                                        .span = kHistory,
                                        .engine_configuration = start.engine_configuration});
    if (!past) return core::forward_error(past);
    pasts.push_back(std::move(*past));
  }
  return std::unique_ptr<Feed>{std::make_unique<SimFeed>(std::move(exchange), std::move(pasts), speed)};
}

}  // namespace tidemark::app

// An account trades on the simulated exchange while what it sees is recorded and what it does is stored, as the service
// does both; then its fills are explained. What must come out is hand arithmetic: the account's own model leaves
// nothing, another fee explains what it costs, and what a venue took beyond the model nothing explains.

#include "app/fills/account_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/fills_command.hpp"
#include "app/engine_setup.hpp"
#include "app/serve/recorder.hpp"
#include "app/trading/paper_account.hpp"
#include "net/json_reader.hpp"
#include "ops/config.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "sim/exchange.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;

const core::Timestamp kStart = core::parse_time("2024-03-01T12:00:20Z").value();
constexpr int kMinutes = 40;
constexpr std::uint64_t kFirstOfVenue = 1'709'294'400'000;

/// Fills what it is asked for at once, so much worse than the last trade.
class HarshVenue {
 public:
  explicit HarshVenue(std::int64_t worse) : worse_{worse} {}

  void connect(PaperAccount& account, core::Timestamp at) {
    account.on_venue(VenueUp{at});
    answer(account, at, {});
  }
  void answer(PaperAccount& account, core::Timestamp at, std::optional<core::Price> last) {
    requests_.clear();
    account.take_requests(requests_);
    for (const trading::VenueRequest& request : requests_) {
      if (request.kind == trading::VenueRequest::Kind::kAccount) {
        account.on_venue(stand(at));
      } else if (request.kind == trading::VenueRequest::Kind::kSubmit) {
        fill(account, request.order, at, *last);
      }
    }
  }

 private:
  [[nodiscard]] trading::VenueAccount stand(core::Timestamp at) const {
    trading::VenueAccount answer;
    answer.at = at;
    answer.asked.emplace();
    answer.positions.emplace({trading::VenuePosition{.instrument = {0}, .lots = lots_}});
    answer.cash = {"USDT", core::parse_money("1000000").value()};
    return answer;
  }
  void fill(PaperAccount& account, const core::OrderRequest& order, core::Timestamp at, core::Price last) {
    lots_ += core::sign_of(order.side) * order.qty.lots;
    account.on_venue(trading::BrokerReport{.kind = core::OrderEventKind::kAccepted, .order = order.id, .at = at});
    trading::BrokerReport filled{.kind = core::OrderEventKind::kFilled, .order = order.id, .at = at};
    filled.filled = order.qty;
    filled.fill.emplace();
    filled.fill->id = ++fills_;
    filled.fill->order = order.id;
    filled.fill->side = order.side;
    filled.fill->price = {last.ticks + core::sign_of(order.side) * worse_};
    filled.fill->qty = order.qty;
    filled.fill->at = at;
    account.on_venue(filled);
  }

  std::int64_t worse_;
  std::int64_t lots_{0};
  std::uint64_t fills_{0};
  std::vector<trading::VenueRequest> requests_;
};

class AccountFills : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_.path() / "config");
    std::ofstream{folder_.path() / "config/main.yaml"}
        << "trading:\n  strategy: sma_cross\n  parameters: [fast=2, slow=4]\n  latency: 250ms\n  cool_down_losses: 0\n"
           "  maker_fee: 0.05%\n  taker_fee: 0.1%\n  daily_loss_max: ''\n  drawdown_max: ''\n";
    asked_.run.strategy = "sma_cross";
    asked_.run.files = {(folder_.path() / "r.tmrec").string()};
    asked_.run.symbols = {"BTCUSDT"};
    asked_.store = (folder_.path() / "t.db").string();
    asked_.config_dir = (folder_.path() / "config").string();
  }

  [[nodiscard]] ops::Config config() const { return ops::load_config({.dir = asked_.config_dir})->config; }

  /// The market for a while: into the file, to the account, and what that does into the store. `after` each event.
  void trade(AccountSetup setup, const std::function<void(PaperAccount&, const core::Event&)>& after = {}) {
    auto recorder = Recorder::open(asked_.run.files.front(), clock_).value();
    auto store = storage::open_store(asked_.store, storage::OpenMode::kCreate).value();
    setup.since = kStart;
    PaperAccount account{std::move(setup)};
    const std::vector<std::string> names{"BTCUSDT"};
    sim::ExchangeConfig market{.start = kStart, .listings = sim::listings_for(names).value()};
    market.history = core::hours(1);
    sim::Exchange exchange{market};
    core::InstrumentTable table;
    table.add(exchange.instruments().front());
    engine::Engine engine{table, engine_config_of(config()).value()};
    FeedItem item{table.get({0})};
    ASSERT_TRUE(recorder->put(item));
    ASSERT_TRUE(account.add_instrument(table.get({0})));
    ASSERT_TRUE(store->put_instrument(table.get({0})));
    std::vector<core::Event> events;
    for (const core::Candle& candle : exchange.history({0}, 60)) {
      const core::Timestamp end = candle.open_time + core::minutes(1);
      events.emplace_back(core::VenueCandle{{0}, {end, end}, core::Timeframe::k1m, core::CandleState::kClosed, candle});
    }
    events.emplace_back(core::FeedStatus{{0}, {exchange.now(), exchange.now()}, core::FeedState::kLive});
    exchange.advance(kStart + core::minutes(kMinutes), events);
    std::vector<engine::Output> outputs;
    engine::BookDepth depth;
    for (const core::Event& event : events) {
      item = event;
      ASSERT_TRUE(recorder->put(item));
      outputs.clear();
      engine.process(event, outputs);
      for (const engine::Output& output : outputs) {
        account.on_output(output);
        const auto* book = std::get_if<engine::BookOutput>(&output);
        if (book != nullptr && book->state == engine::BookState::kLive && engine.copy_depth({0}, depth)) {
          account.on_depth(depth);
        }
      }
      if (after) after(account, event);
      if (account.has_changes()) {
        const auto put = store->trading_ledger().put(account.take_changes());
        ASSERT_TRUE(put) << put.error().text();
      }
    }
  }
  void trade_on_paper() { trade(*account_setup_of(config().trading).value()); }

  struct Ran {
    int code{-1};
    std::string out;
    std::string err;
  };
  [[nodiscard]] Ran run(FillsOptions options) const {
    options.run.strategy = asked_.run.strategy;
    options.run.files = asked_.run.files;
    options.against = asked_.store;
    options.config_dir = asked_.config_dir;
    std::ostringstream out;
    std::ostringstream err;
    const int code = run_fills(options, Console{out, err});
    return {code, out.str(), err.str()};
  }

  ops::SystemClock clock_;
  ops::testing::TemporaryFolder folder_;
  AccountAgainst asked_;
};

TEST_F(AccountFills, nothing_differs_from_the_accounts_own_model) {
  trade_on_paper();
  const auto found = compare_account(asked_);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_FALSE(found->is_live);
  EXPECT_EQ(found->capital, core::parse_money("10000").value());
  EXPECT_GT(found->orders.size(), 5U);
  EXPECT_TRUE(found->only_account.empty());
  EXPECT_TRUE(found->only_model.empty());
  for (const ExplainedOrder& order : found->orders) {
    EXPECT_EQ(order.rest, Rest::kNone) << order.why;
    EXPECT_EQ(order.last, order.account);
    EXPECT_TRUE(order.steps.empty());
  }
  const Ran told = run({});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out,
              HasSubstr(" orders in both, 0 came out otherwise, 0 of them not explained by the model; 0 in the "
                        "account alone, 0 in the model alone\n"));
}

TEST_F(AccountFills, other_fees_and_latency_are_told_apart) {
  trade_on_paper();
  asked_.typed = {{"fees", "0"}, {"latency", "0ms"}};
  const auto found = compare_account(asked_);
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_GT(found->orders.size(), 5U);
  const ExplainedOrder& first = found->orders.front();
  EXPECT_EQ(first.rest, Rest::kNone);
  ASSERT_EQ(first.steps.size(), 2U);
  EXPECT_EQ(first.steps[0].change.part, "fees");
  EXPECT_EQ(first.steps[0].before->value, first.steps[0].after->value);
  EXPECT_EQ(first.steps[0].before->fees, core::Money{});
  EXPECT_EQ(first.steps[0].after->fees, core::share_of(first.steps[0].after->value, core::parse_rate("0.1%").value()));
  EXPECT_EQ(first.steps[1].change.part, "latency");
  EXPECT_EQ(first.steps[1].change.value, "250ms");
  EXPECT_GE(first.steps[1].after->last_fill - first.steps[1].before->last_fill, core::milliseconds(1));
  EXPECT_EQ(*first.steps[1].after, first.account);
  for (const ExplainedOrder& order : found->orders) EXPECT_EQ(order.rest, Rest::kNone) << order.why;
}

TEST_F(AccountFills, what_a_venue_took_beyond_the_model_is_not_explained) {
  AccountSetup setup = *account_setup_of(config().trading).value();
  setup.venue.emplace("sim", kFirstOfVenue);
  const auto venue_name = sim::Exchange{{.start = kStart, .listings = sim::default_listings()}}.instruments()[0].venue;
  setup.venue->venue = venue_name;
  constexpr std::int64_t kWorse = 5'000;
  HarshVenue venue{kWorse};
  std::optional<core::Price> last;
  bool connected = false;
  trade(std::move(setup), [&](PaperAccount& account, const core::Event& event) {
    if (const auto* trade = std::get_if<core::Trade>(&event)) last = trade->price;
    if (!last) return;
    if (!std::exchange(connected, true)) venue.connect(account, core::times_of(event).received);
    venue.answer(account, core::times_of(event).received, last);
  });
  const auto found = compare_account(asked_);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_TRUE(found->is_live);
  ASSERT_FALSE(found->orders.empty());
  const ExplainedOrder& first = found->orders.front();
  EXPECT_EQ(first.rest, Rest::kUnexplained);
  EXPECT_THAT(first.why, HasSubstr("not explained by the model"));
  EXPECT_EQ(first.account.filled, first.last.filled);
  // It charged nothing and answered at once, which is measured; that its price was worse nothing explains.
  ASSERT_FALSE(first.steps.empty());
  EXPECT_EQ(first.steps.front().change.part, "latency");
  EXPECT_EQ(first.steps.back().change.part, "fees");
  EXPECT_EQ(first.last.fees, first.account.fees);
  EXPECT_GT(first.account.value, first.last.value);
  const Ran told = run({});
  EXPECT_EQ(told.code, 4);
  EXPECT_THAT(told.out, HasSubstr("not explained by the model (value +"));
  const Ran json = run({.run = {.format = OutputFormat::kJson}});
  EXPECT_EQ(json.code, 4);
  const auto document = net::parse_json(json.out).value();
  EXPECT_EQ(*document.find("account")->text(), "live");
  EXPECT_EQ(*document.find("orders")->array()->front().find("rest")->text(), first.why);
}

TEST_F(AccountFills, an_order_by_hand_and_a_kill_switch_are_named) {
  bool placed = false;
  bool killed = false;
  trade(*account_setup_of(config().trading).value(), [&](PaperAccount& account, const core::Event& event) {
    const core::Timestamp at = core::times_of(event).received;
    if (at >= kStart + core::minutes(10) && !std::exchange(placed, true)) {
      api::NewOrder order;
      order.request.qty = {1'000};
      EXPECT_TRUE(account.place(order));
    }
    if (at >= kStart + core::minutes(20) && !std::exchange(killed, true)) account.engage_kill_switch("enough", at);
  });
  const auto found = compare_account(asked_);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->by_hand, 1U);
  EXPECT_THAT(found->notes, ::testing::ElementsAre(HasSubstr("1 orders of that time were placed by hand")));
  const auto refused = std::ranges::find_if(found->orders, [](const ExplainedOrder& order) {
    return order.rest == Rest::kKnown && order.why == "the account's order was refused: kill_switch";
  });
  EXPECT_NE(refused, found->orders.end());
}

TEST_F(AccountFills, what_cannot_be_compared_is_said) {
  trade_on_paper();
  const auto code_of_run = [&](const AccountAgainst& asked) {
    const auto found = compare_account(asked);
    return found ? std::string{} : found.error().code + ": " + found.error().message;
  };
  AccountAgainst asked = asked_;
  asked.run.strategy = "breakout";
  EXPECT_THAT(code_of_run(asked), HasSubstr("no_orders: the store has no orders of breakout in "));
  asked = asked_;
  asked.run.symbols = {"ETHUSDT"};
  EXPECT_THAT(code_of_run(asked), HasSubstr("no_data: it has no events of ETHUSDT; it has "));
  asked = asked_;
  asked.changes = {{"data", "candles"}};
  EXPECT_THAT(code_of_run(asked), HasSubstr("bad_change: the account met the recorded events themselves"));
  asked = asked_;
  asked.capital = "-1";
  EXPECT_THAT(code_of_run(asked), HasSubstr("bad_amount"));
  asked = asked_;
  asked.store = (folder_.path() / "none.db").string();
  EXPECT_THAT(code_of_run(asked), HasSubstr("no_database"));
  std::ofstream{folder_.path() / "config/main.yaml", std::ios::app} << "  currency: EUR\n";
  EXPECT_THAT(code_of_run(asked_), HasSubstr("other_currency: the stored account is in USDT, not in EUR"));
  const Ran told = run({.typed = {"risk"}});
  EXPECT_EQ(told.code, 2);
  EXPECT_THAT(told.err, HasSubstr("--risk"));
}

TEST_F(AccountFills, a_recording_of_another_time_is_told) {
  trade_on_paper();
  // The same market a day earlier.
  asked_.run.files = {(folder_.path() / "other.tmrec").string()};
  auto recorder = Recorder::open(asked_.run.files.front(), clock_).value();
  const std::vector<std::string> names{"BTCUSDT"};
  sim::Exchange exchange{{.start = kStart - core::days(1), .listings = sim::listings_for(names).value()}};
  FeedItem item{exchange.instruments().front()};
  ASSERT_TRUE(recorder->put(item));
  std::vector<core::Event> events;
  exchange.advance(exchange.now() + core::minutes(1), events);
  for (const core::Event& event : events) {
    item = event;
    ASSERT_TRUE(recorder->put(item));
  }
  recorder.reset();
  const auto found = compare_account(asked_);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "no_orders");
  EXPECT_THAT(found.error().message, HasSubstr("those it has were asked for between 2024-03-01T12:"));
}

}  // namespace
}  // namespace tidemark::app

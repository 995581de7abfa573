#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "api/activation.hpp"
#include "api/trading.hpp"
#include "app/serve/book_wants.hpp"
#include "app/serve/change_line.hpp"
#include "app/serve/kill_requests.hpp"
#include "app/serve/order_line.hpp"
#include "app/serve/shard.hpp"
#include "app/serve/trading_commands.hpp"
#include "app/serve/trading_intake.hpp"
#include "app/trading/paper_account.hpp"
#include "app/trading/shadow_mode.hpp"
#include "app/trading/stage_keeper.hpp"
#include "bus/queue_registry.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// The account that trades, on its thread: what the engine says comes in from the dispatch thread, what people and bots
/// ask for from the API's; what changes goes to the store whole and in order, and to all who listen. The kill switch
/// comes before everything that waits. While the stage lets the account enter nothing, its shadow trades beside it, on
/// paper and in memory only, at full size: what the strategy would have done.
///
/// Charts and signals never wait for trading. While the store takes nothing for long, and when the market is faster for
/// long than the account, events are missed: the account is stale from then on, says so, and takes no new orders. What
/// still waits is let go, too, and it goes on with the market as it is then, as after a restart: its orders, positions
/// and money are what they were. Only a source that can be slowed down (a file) waits for it instead.
class TradingDesk final : public api::Trading, public api::Activation {
 public:
  struct Dependencies {
    std::string store_path;
    storage::Writer& writer;
    const core::Clock& clock;
    ops::Logger& logger;
    ops::Metrics& metrics;
    /// To all who listen: what changed, and how the account stands.
    std::function<void(const storage::TradingChange&, const api::Portfolio&)> tell;
    /// What keeps the account from being what it should be; nullopt: nothing.
    std::function<void(std::optional<std::string>)> report;
    bus::OverflowPolicy when_full{bus::OverflowPolicy::kBlock};  ///< kRefuse: events are missed
    BookWants* books{nullptr};                                   ///< absent: whoever gives depths gives them all
    /// Changes that wait while the store cannot be written; then the account stands still.
    std::size_t unwritten_max{4096};
    /// How long the market waits for a busy account at most, from the ring being full until it is half empty.
    core::Duration patience{core::seconds(1)};
    OrderLine* venue{nullptr};  ///< of an account that trades at one; its threads end after this one's
    ActivationSetup stages;
    /// Whether the service does what it promises: asked once a minute.
    std::function<ServiceLook()> look;
    /// To all who listen: a step of the stage.
    std::function<void(const storage::ActivationEventRecord&)> tell_step;
    /// The account a candidate would have.
    std::function<core::Result<ShadowCandidate>(const api::ShadowRequest&)> candidate;
  };
  /// Takes over what the last run left. Errors are those of the store, and kConflict "other_currency". Books that do
  /// not add up engage the kill switch, and are reported.
  [[nodiscard]] static core::Result<std::unique_ptr<TradingDesk>> open(AccountSetup setup,
                                                                       const std::vector<core::Instrument>& instruments,
                                                                       Dependencies dependencies);

  // The dispatch thread.
  void put_instrument(const core::Instrument& instrument);
  /// What the account has no use for is not taken.
  void offer(const engine::Output& output);
  void offer(SharedDepth depth) { push(std::move(depth)); }

  /// The thread's body. It must end after the dispatch thread, and before the writer.
  void run(const std::stop_token& stop);
  void interrupt() { parker_.notify(); }
  /// From now on the market's events are taken also while the store takes nothing, so that who gives them can end.
  void let_go() {
    intake_.let_go();
    parker_.notify();
  }

  // Any other thread.
  [[nodiscard]] std::shared_ptr<const api::Portfolio> portfolio() const override;
  core::Result<api::PlacedOrder> place(const api::NewOrder& order) override;
  core::Status cancel(std::uint64_t order) override;
  core::Result<std::size_t> cancel_all(std::optional<core::InstrumentId> instrument) override;
  void engage_kill_switch(std::string reason) override;
  core::Result<api::KillReport> await_kill_switch() override;
  core::Status release_kill_switch() override;
  core::Status release_halt() override;
  core::Status put(storage::JournalChange change) override;

  [[nodiscard]] std::shared_ptr<const api::ActivationView> activation() const override;
  core::Result<activation::Event> promote(std::string reason) override;
  core::Result<activation::Event> roll_back(std::string reason, std::optional<activation::Stage> to) override;
  core::Result<activation::Event> restart(std::string reason) override;
  [[nodiscard]] std::shared_ptr<const api::ShadowView> shadow() const override;
  core::Status start_shadow(const api::ShadowRequest& request) override;
  core::Status stop_shadow() override;

  [[nodiscard]] bus::QueueRegistry::Registration register_queue(bus::QueueRegistry& queues);

 private:
  TradingDesk(AccountSetup setup, Dependencies dependencies, std::unique_ptr<storage::Store> store);
  core::Status begin(const std::vector<core::Instrument>& instruments);

  // The dispatch thread.
  void push(TradingItem item);

  // The trading thread.
  void take(TradingItem& item);
  void end_gap();
  void tell_problem();
  void take_arrivals();
  void add(const core::Instrument& instrument);
  void want_books();
  [[nodiscard]] bool wants_book(core::InstrumentId instrument) const;
  std::size_t drain();
  void obey_kill();
  void hear_venue();
  void ask_venue();
  void hand_over();
  void hand_over_change();
  void take_for_stages(const engine::Output& output);
  void look_at_service();
  void look_at_shadow();
  void obey_stage();
  void begin_shadow();
  void add_to_shadow(const core::Instrument& instrument);
  void remember(const core::Instrument& instrument);
  core::Result<activation::Event> step(std::function<core::Result<activation::Event>()> work);
  void show();
  void show_stage();
  void settle_candidate();
  core::Result<std::size_t> begin_candidate(const ShadowCandidate& asked);
  void show_if_due();
  void look_at_store();
  void trouble(const core::Error& error);

  [[nodiscard]] core::Status store_takes() const;
  [[nodiscard]] core::Status follows_market() const;
  /// Does it on the trading thread, and waits until it is in the store.
  template <class T>
  core::Result<T> ask(std::function<core::Result<T>(PaperAccount&)> work);

  Dependencies on_;
  AccountSetup setup_;                     ///< of the account, on paper
  std::unique_ptr<storage::Store> store_;  ///< for reading, on the trading thread
  PaperAccount account_;
  std::unique_ptr<PaperAccount> shadow_;  ///< null: the account does what its strategy says
  StageKeeper stages_;
  std::unique_ptr<ShadowMode> candidate_;      ///< null: no candidate runs
  std::vector<core::Instrument> instruments_;  ///< that the account trades
  TradingIntake intake_;
  ChangeLine changes_;
  KillRequests kills_;
  TradingCommands commands_;
  bus::Parker parker_;

  // The trading thread's own.
  std::optional<std::string> problem_;   ///< that stays until the end
  std::optional<std::string> unlinked_;  ///< why the venue is not connected
  bool problem_told_{true};
  BookWants::Wanted books_wanted_;
  core::Duration shown_at_{0};
  core::Duration looked_at_{0};
  std::vector<VenueEvent> heard_;
  std::vector<trading::VenueRequest> requests_;
  std::optional<bool> connected_;  ///< to the venue, as it was last reported
  core::Duration served_at_{0};
  std::uint64_t faults_seen_{0};
  std::uint64_t stage_shown_{0};  ///< StageKeeper::revision()

  mutable std::mutex mutex_;  ///< guards what follows
  std::shared_ptr<const api::Portfolio> shown_;
  std::shared_ptr<const api::ActivationView> shown_stage_;
  std::shared_ptr<const api::ShadowView> shown_candidate_;
  std::vector<core::Instrument> arrivals_;
  std::atomic<bool> any_arrival_{false};
  std::mutex report_mutex_;  ///< one report after another

  ops::Counter& orders_;
  ops::Counter& fills_;
  ops::Counter& missed_total_;
  ops::Histogram& kill_seconds_;
};

}  // namespace tidemark::app

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "api/reports.hpp"
#include "api/subscriptions.hpp"
#include "core/clock.hpp"
#include "core/instrument.hpp"
#include "venues/live/market_data_venue.hpp"

namespace tidemark::app {

/// One venue as its session was last seen, and how much came of each kind of stream.
struct VenueView {
  std::string venue;
  venues::VenueStatus status;
  std::vector<venues::StreamStatus> streams;
  std::array<std::uint64_t, venues::kStreamKindCount> messages{};
};

/// Between a live feed, which has a thread to itself, and everyone who asks how it is or wants other symbols. The feed
/// posts pictures and takes changes; all else may be called from any thread.
class LiveBoard final : public api::Subscriptions {
 public:
  explicit LiveBoard(const core::Clock& clock) : clock_{clock}, began_{clock.now()} {}
  static constexpr std::size_t kChangesMax = 256;

  // The feed's side.
  void post(std::vector<VenueView> venues);
  /// All that the venues list; may grow.
  void post_directory(const core::InstrumentTable& directory);
  void post_subscription(const core::SymbolName& name, api::SubscriptionState state);
  /// Changes wanted since the last call, in order. `venue` is set.
  [[nodiscard]] std::vector<api::SubscriptionChange> take_changes();
  /// Books that someone needs anew since the last call, each once.
  [[nodiscard]] std::vector<core::InstrumentId> take_books();
  /// What lets the feed look here soon.
  void set_wake(std::function<void()> wake) { wake_ = std::move(wake); }

  // Everyone's side.
  core::Result<api::AvailableSymbol> request(const api::SubscriptionChange& change) override;
  [[nodiscard]] api::AvailablePage available(std::string_view search, std::size_t limit) const override;
  [[nodiscard]] api::SubscriptionState state(const core::Instrument& instrument) const override;
  /// The book of this instrument is no good: the session fetches a new snapshot.
  void ask_book(core::InstrumentId instrument);
  /// One line per venue and kind of stream, in the state of the worst of its instruments.
  [[nodiscard]] std::vector<api::FeedLink> links() const;
  [[nodiscard]] std::vector<api::PartReport> parts() const;
  /// Why an instrument's feed is not live; empty when it is.
  [[nodiscard]] std::string reason(core::InstrumentId instrument) const;

 private:
  /// The parts of one venue as they were last told, to know since when they are as they are.
  struct Parts {
    api::PartReport rest;
    api::PartReport streams;
  };

  [[nodiscard]] const api::AvailableSymbol* listed(const core::SymbolName& name) const;
  [[nodiscard]] static Parts parts_of(const VenueView& venue, core::Timestamp now);

  const core::Clock& clock_;
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  core::Timestamp began_;
  std::vector<VenueView> venues_;
  std::map<std::string, Parts> parts_;
  std::vector<api::AvailableSymbol> listed_;                                      ///< sorted by symbol, then venue
  std::map<std::pair<std::string, std::string>, api::SubscriptionState> states_;  ///< by venue and symbol
  std::vector<api::SubscriptionChange> changes_;
  std::set<core::InstrumentId> books_;
};

}  // namespace tidemark::app

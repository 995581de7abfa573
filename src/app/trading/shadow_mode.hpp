#pragma once

#include <string>
#include <vector>

#include "app/trading/shadow_account.hpp"

namespace tidemark::app {

/// A candidate strategy, its account made ready.
struct ShadowCandidate {
  std::string id;
  std::vector<std::string> parameters;  ///< as they were asked for
  AccountSetup account;
};

/// Shadow mode: the active strategy and a candidate side by side on the same input, each on paper in memory. Both begin
/// flat, knowing nothing, at the same moment: neither has a past the other has not. Not thread-safe.
class ShadowMode {
 public:
  static constexpr std::size_t kOrdersMax = 10'000;

  ShadowMode(const std::string& active_id, const AccountSetup& active, const ShadowCandidate& candidate,
             core::Timestamp since);

  void add_instrument(const core::Instrument& instrument);
  void on_output(const engine::Output& output);
  void on_depth(const engine::BookDepth& depth);
  // As PaperAccount's, of both.
  void lose_book(core::InstrumentId instrument);
  void on_gap();
  [[nodiscard]] std::vector<core::InstrumentId> book_needs() const;
  /// As ShadowAccount::settle(), of both; the first call says true.
  core::Result<bool> settle();
  [[nodiscard]] api::ShadowView view() const;

 private:
  ShadowAccount active_;
  ShadowAccount candidate_;
  core::Timestamp since_;
  std::string strategy_;
  std::vector<std::string> parameters_;
};

}  // namespace tidemark::app

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace tidemark::venues {

/// How a message came.
enum class Origin : std::uint8_t { kStream, kFetched };

/// What became of a message given to a chain.
enum class Taken : std::uint8_t {
  kPassed,     ///< next in line: handed on, with what had waited for it
  kHeld,       ///< something before it is missing
  kDuplicate,  ///< had already
  kIgnored,    ///< not wanted: forming candles behind a hole
};

/// How long and how hard a hole is mended before it is given up.
struct HealConfig {
  core::Duration grace{core::milliseconds(250)};        ///< messages that overtook each other sort themselves out
  core::Duration give_up_after{core::seconds(60)};      ///< from the hole's discovery
  core::Duration retry_first{core::milliseconds(500)};  ///< after a failed fetch; doubles
  core::Duration retry_cap{core::seconds(15)};
  std::size_t hold_max{20'000};                 ///< messages held back behind a hole
  std::uint64_t trades_max{50'000};             ///< a hole of more trades is not fetched
  std::uint32_t candles_max{10'080};            ///< nor one of more candles (a week of minutes)
  core::Duration candle_due{core::seconds(5)};  ///< a closed candle not there this long after its end is asked for
};

/// The course of mending one hole: when to ask, when to ask again, when to stop. Shared by the chains.
class Healing {
 public:
  explicit Healing(const HealConfig& config) : config_{&config} {}

  [[nodiscard]] bool open() const { return since_.has_value(); }
  [[nodiscard]] bool asking() const { return asking_; }
  /// Something is missing since `now` at the latest; it is asked for after `grace`.
  void begin(core::Timestamp now, core::Duration grace);
  void begin(core::Timestamp now) { begin(now, config_->grace); }
  /// The hole is closed or given up. An answer still under way changes nothing.
  void end();
  /// May ask now; then asked() must follow.
  [[nodiscard]] bool may_ask(core::Timestamp now) const { return since_ && !asking_ && now >= ask_at_; }
  void asked() { asking_ = true; }
  /// An answer brought something: go on at once, with new patience.
  void progressed(core::Timestamp now);
  void failed(core::Timestamp now);
  /// Too long for more patience. Never while nothing is missing.
  [[nodiscard]] bool hopeless(core::Timestamp now) const { return since_ && now - *since_ >= config_->give_up_after; }
  /// Asked for at least once: worth telling.
  [[nodiscard]] bool under_way() const { return since_ && (asking_ || told_); }
  /// When something may be to do; nothing while nothing is missing.
  [[nodiscard]] std::optional<core::Timestamp> due() const;

 private:
  const HealConfig* config_;
  std::optional<core::Timestamp> since_;
  core::Timestamp ask_at_;
  core::Timestamp retry_at_;  ///< not before, after a failure
  core::Duration wait_{};
  bool asking_{false};
  bool told_{false};
};

}  // namespace tidemark::venues

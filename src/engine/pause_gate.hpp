#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/finding.hpp"
#include "core/time.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// Auto-pause with hysteresis: easy to close, slow to open again.
struct PauseConfig {
  std::uint32_t clean_candles{5};  ///< closed base candles without a critical finding before signals resume
  double close_below{0.5};         ///< quality score of the base series that pauses
  double open_above{0.7};          ///< and the score it must have again
};

/// Whether the signals of one instrument may be used. A critical finding, a feed that is not live, a book that is lost
/// or stale, or a quality score below `close_below` pauses; `clean_candles` good candles in a row with feed and book
/// live and the score above `open_above` resume. Each call answers with the change it made, if any.
class PauseGate {
 public:
  struct Change {
    SignalGate gate{SignalGate::kOpen};
    core::FindingCode reason{core::FindingCode::kGap};
  };

  explicit PauseGate(PauseConfig config) : config_{config} {}

  [[nodiscard]] SignalGate state() const { return state_; }

  std::optional<Change> critical(core::FindingCode code);
  std::optional<Change> feed_down(core::FindingCode reason);
  void feed_up() { feed_ = Feed::kUp; }
  /// The book of a venue that gives one is not to be trusted.
  std::optional<Change> book_down(core::FindingCode reason);
  void book_up() { book_ = Feed::kUp; }
  /// A closed base candle was accepted; `score` of the series including it. `reason` names what a low score is put down
  /// to. A candle that itself had a critical finding is announced before the finding, so that it does not count as
  /// clean.
  std::optional<Change> candle(double score, core::FindingCode reason);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  enum class Feed : std::uint8_t { kUp, kDown };

  std::optional<Change> pause(core::FindingCode reason);

  PauseConfig config_;
  SignalGate state_{SignalGate::kOpen};
  core::FindingCode reason_{core::FindingCode::kGap};
  Feed feed_{Feed::kUp};
  Feed book_{Feed::kUp};
  std::uint32_t clean_{0};
};

}  // namespace tidemark::engine

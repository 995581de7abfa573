#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "pipeline/calendar.hpp"
#include "pipeline/robust_window.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/static_list.hpp"

namespace tidemark::pipeline {

struct ValidatorConfig {
  RuleTable rules;
  core::Duration future_tolerance{core::seconds(5)};      ///< how far ahead of our clock a time may be
  core::Duration clock_skew_tolerance{core::seconds(1)};  ///< received may precede exchange time by this much
  std::uint16_t window{256};                              ///< candles the robust statistics look back on, 8..1024
  std::uint16_t window_min{32};                           ///< no jump is reported before this many
  double return_z_limit{10};                              ///< robust z-score of the close-to-close return
  double jump_min{0.002};                                 ///< a move smaller than this fraction is never a jump
  double volume_z_limit{12};             ///< robust z-score of the square root of the volume, upwards only
  std::uint16_t stale_repeat_limit{10};  ///< flat zero-volume candles in a row until the series is called stale
  double tick_jump_limit{0.2};           ///< a trade this fraction away from the one before is flagged
};

/// Most findings one candle can have at once.
inline constexpr std::size_t kFindingsPerCandle = 16;
using FindingList = StaticList<core::Finding, kFindingsPerCandle>;

/// What is to become of one candle.
struct Verdict {
  core::Policy policy{core::Policy::kAccept};  ///< the strictest among the findings
  std::uint8_t flags{0};                       ///< CandleFlag bits to add when accepted
  FindingList findings;

  [[nodiscard]] bool accepted() const { return !refuses(policy); }
};

/// Judges the candles of one series one by one, in order of arrival. Refused candles leave no trace in the state.
/// Formulas: return r = 2 (c - p) / (c + p), the bounded twin of the logarithmic return; volume v = sqrt(volume);
/// z = (x - median) / (1.4826 MAD) over the window before this candle (Iglewicz & Hoaglin 1993), where the scale is
/// never taken smaller than one price step. After a gap the return is not judged. Not thread-safe; allocates only at
/// construction.
class Validator {
 public:
  Validator(const core::Instrument& instrument, core::Timeframe timeframe, Calendar calendar,
            const ValidatorConfig& config);

  /// `now` is our clock when the candle was had; absent for history whose age is beyond doubt.
  [[nodiscard]] Verdict check(const core::Candle& candle, std::optional<core::Timestamp> now);

  /// Only what the candle says by itself: possible numbers, a time on the grid. For candles still forming; keeps
  /// nothing.
  [[nodiscard]] Verdict check_alone(const core::Candle& candle) const;

  /// The last candle accepted, if any.
  [[nodiscard]] const std::optional<core::Candle>& last() const { return last_; }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void add(Verdict& verdict, core::FindingCode code, const core::Candle& candle, double value, double limit) const;
  [[nodiscard]] Verdict implausible_time(const core::Candle& candle, std::optional<core::Timestamp> now) const;
  void check_shape(const core::Candle& candle, Verdict& verdict) const;
  void check_time(const core::Candle& candle, std::optional<core::Timestamp> now, Verdict& verdict) const;
  void check_sequence(const core::Candle& candle, Verdict& verdict) const;
  void check_plausibility(const core::Candle& candle, Verdict& verdict);
  void check_return(const core::Candle& candle, Verdict& verdict);
  void check_volume(const core::Candle& candle, Verdict& verdict);
  void check_stale(const core::Candle& candle, Verdict& verdict);

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  core::Scale scale_;
  std::int64_t tick_;
  Calendar calendar_;
  ValidatorConfig config_;

  core::Timestamp known_at_;
  std::optional<core::Candle> last_;
  RobustWindow returns_;
  RobustWindow volumes_;
  std::uint32_t flat_run_{0};
};

}  // namespace tidemark::pipeline

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/instrument.hpp"
#include "decision/calibration.hpp"
#include "decision/entry_filters.hpp"
#include "decision/settings.hpp"
#include "decision/trace.hpp"

namespace tidemark::decision {

/// All a decision rests on, as known when a candle of the shortest timeframe closed.
struct DecisionInputs {
  core::InstrumentId instrument;
  core::CandleF candle;
  core::Timestamp moment;    ///< end of the candle: what ages are reckoned from
  core::Timestamp known_at;  ///< when it was received; later for history that is fetched
  double tick{0};            ///< least step of the price
  DataState data{DataState::kGood};
  std::uint64_t configuration{0};   ///< configuration_version() of the settings and the frame's weights
  std::array<Part, 2> structure{};  ///< 4h, 1h
  std::array<Part, 2> momentum{};   ///< 1h, 15m
  std::array<Part, 2> liquidity{};  ///< 15m, 5m
  std::span<const Factor> factors;  ///< of all timeframes from 5m on; weigh() looks at those that count at the price
  Frame frame;                      ///< present: the candle's close
  EntryView entry;
  std::optional<double> atr;  ///< of 15m
  std::optional<int> trend;   ///< of 1h: -1, 0 range, 1 (REGIME)
  /// Share of the timeframes' weights (analysis::confidence::weight_of) whose trend is bullish, and bearish; 0 … 1.
  std::array<double, 2> convergence{};
  /// When a side, bullish and bearish, may signal again; absent: now.
  std::array<std::optional<core::Timestamp>, 2> barred_until{};
};

/// The sides, bullish and bearish, of which a signal may still come.
struct OpenSides {
  std::array<bool, 2> open{};

  [[nodiscard]] bool any() const { return open[0] || open[1]; }
};

/// Of which sides a signal may come, whatever the confluence turns out to be; never without one that would. Asks the
/// gates that do not rest on confluence, and looks at neither factors nor convergence.
[[nodiscard]] OpenSides open_sides(const DecisionInputs& inputs, const DecisionSettings& settings);
/// Whether a signal of one of those sides may have confidence enough; never false where one has. `volume` is what the
/// factors of volume, bullish and bearish, are worth at most. Looks at convergence, and at no factor.
[[nodiscard]] bool may_convince(const DecisionInputs& inputs, const OpenSides& sides,
                                const std::array<double, 2>& volume, const DecisionSettings& settings,
                                const Calibration& history);
/// The first part of a decision, a pure function: everything but the trade it proposes, and every gate that does not
/// ask about that. `out`'s former content does not matter. Allocates nothing.
void weigh(const DecisionInputs& inputs, const DecisionSettings& settings, const Calibration& history, Trace& out);
/// Whether what weigh() wrote may become a signal. If not, a trade would be proposed for the trace's sake only.
[[nodiscard]] bool is_promising(const Trace& weighed);
/// The second part: the trade, from the levels around (as plan_of() wants them), its gate, and the verdict.
void conclude(const DecisionInputs& inputs, std::span<const PlanLevel> levels, const DecisionSettings& settings,
              Trace& out);

/// Both parts, where inputs.factors are all there are.
void decide(const DecisionInputs& inputs, const DecisionSettings& settings, const Calibration& history, Trace& out);

/// The type that a score alone gives.
[[nodiscard]] SignalType type_of(double score, const DecisionSettings& settings);

/// The signal that a trace with Verdict::kSignal proposes; its candle ended at `moment`.
[[nodiscard]] Signal signal_of(const Trace& trace, core::Timestamp moment, const DecisionSettings& settings,
                               std::uint64_t number);

}  // namespace tidemark::decision

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/confidence/reliability.hpp"
#include "analysis/kernel/fixed_list.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "decision/confluence.hpp"
#include "decision/entry_filters.hpp"
#include "decision/plan.hpp"
#include "decision/readings.hpp"
#include "decision/signal.hpp"
#include "decision/weights.hpp"

namespace tidemark::decision {

/// Rises when the same findings give other decisions.
inline constexpr int kLogicVersion = 1;

/// Whether the instrument's data may be used.
enum class DataState : std::uint8_t {
  kGood,
  kPaused,  ///< its signals are paused (engine: PauseGate)
  kLate,    ///< the candle came long after its end: history teaches, but is no time to trade
};
inline constexpr std::array<std::string_view, 3> kDataStateNames{"good", "paused", "late"};

/// What a decision must pass, in the order it is asked.
enum class GateId : std::uint8_t {
  kData,          ///< the instrument's data is good: signals not paused, the candle not late; 1 of 1
  kWarmUp,        ///< structure, momentum and the ATR of 15m are known; 3 of 3
  kDirection,     ///< |score| reaches weak_from
  kStructure,     ///< structure does not point the other way: its value the side's way is 0 or more
  kConfluence,    ///< of the side, at the price
  kEntryFilters,  ///< share of the applicable entry filters that passed
  kConfidence,    ///< 0 … 100
  kRiskReward,    ///< to the first target
  kRepeat,        ///< minutes since the side may signal again: 0 or more
};
inline constexpr std::array<std::string_view, 9> kGateNames{
    "data", "warm_up", "direction", "structure", "confluence", "entry_filters", "confidence", "risk_reward", "repeat"};
inline constexpr std::size_t kGateCount = kGateNames.size();

struct Gate {
  GateId gate{};
  bool asked{false};   ///< without a side, or before all is known, what follows cannot be asked
  bool passed{false};  ///< asked, and value >= threshold
  double value{0};
  double threshold{0};

  [[nodiscard]] double margin() const { return value - threshold; }  ///< negative: what is missing
  friend bool operator==(const Gate&, const Gate&) = default;
};

enum class Verdict : std::uint8_t { kNoSignal, kSignal };
inline constexpr std::array<std::string_view, 2> kVerdictNames{"no_signal", "signal"};

/// A factor of the side that counted at the price, with its part in the confluence score.
struct TraceFactor {
  Factor factor;
  double weight{0};
  double contribution{0};

  friend bool operator==(const TraceFactor&, const TraceFactor&) = default;
};

/// One decision with everything it rests on. Contributions of readings sum, in their order, to `score` exactly; those
/// of factors, in their order, and the bonus, to `confluence` exactly.
struct Trace {
  core::InstrumentId instrument;
  core::Timestamp candle;    ///< open time of the shortest timeframe's candle
  core::Timestamp known_at;  ///< when the decision was taken; names the trace within its instrument
  double price{0};           ///< the close it was taken at
  double pip{0};
  DataState data{DataState::kGood};
  Verdict verdict{Verdict::kNoSignal};
  SignalType type{SignalType::kNeutral};     ///< of the signal; neutral without one
  SignalType leaning{SignalType::kNeutral};  ///< what the score alone would be
  Side side{Side::kNone};                    ///< the score leans to
  std::optional<std::uint64_t> signal;       ///< number of the signal that was opened
  double score{0};                           ///< -1 … 1
  std::array<Reading, kComponentCount> readings{};

  double confluence{0};          ///< 0 … 1, of `side` at the price
  double confluence_against{0};  ///< of the other side
  double bonus{0};
  analysis::FixedList<TraceFactor, kFactorTypeCount> factors;  ///< the strongest of each type, in the types' order

  analysis::confidence::SignalFactors confidence_parts;
  double confidence{0};  ///< 0 … 100
  FilterResults filters{};
  std::array<Gate, kGateCount> gates{};
  Plan plan;  ///< meaningful when the risk_reward gate was asked

  Weights weights;
  std::uint64_t configuration{0};  ///< configuration_version()
  int logic_version{kLogicVersion};
};

/// A gate's value that would have to be another.
struct Change {
  GateId gate{};
  double from{0};
  double to{0};
};
/// The nearest change that flips the outcome. Without a signal: every asked gate that failed, each to its threshold
/// (what follows it may fail still where that could not be asked). With one: the gate nearest to failing, told as the
/// threshold it must fall below.
[[nodiscard]] analysis::FixedList<Change, kGateCount> nearest_change(const Trace& trace);
/// What one reading would have to be, the others as they are, for |score| to reach `threshold` on the trace's side.
/// Absent where no value within -1 … 1 does.
[[nodiscard]] std::optional<double> reading_needed(const Trace& trace, Component component, double threshold);

}  // namespace tidemark::decision

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "activation/estimates.hpp"
#include "activation/evidence.hpp"
#include "activation/settings.hpp"

namespace tidemark::activation {

enum class Criterion : std::uint8_t { kTrades, kWinRate, kRiskReward, kDrawdown, kObjectives, kLatency, kQuality };
inline constexpr std::size_t kCriteria = 7;

enum class Bound : std::uint8_t { kAtLeast, kAtMost };
enum class Unit : std::uint8_t { kCount, kShare, kRatio, kMilliseconds };

/// What there is to say of a criterion whatever was measured.
struct CriterionInfo {
  Criterion criterion{};
  std::string_view id;     ///< "win_rate"
  std::string_view title;  ///< "Win rate"
  Bound bound{Bound::kAtLeast};
  Unit unit{Unit::kShare};
  std::string_view sample;    ///< what is counted: "trades closed at this stage"
  std::string_view interval;  ///< how its interval of 95 % comes about, or why there is none
};
[[nodiscard]] const std::array<CriterionInfo, kCriteria>& criteria_info() noexcept;

enum class Verdict : std::uint8_t {
  kMet,
  kUnmet,
  kTooFew,  ///< samples: nothing can be said yet, and nothing is promoted on it
};
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;
[[nodiscard]] std::string_view name_of(Bound bound) noexcept;
[[nodiscard]] std::string_view name_of(Unit unit) noexcept;

/// A criterion held against what was seen.
struct Judgement {
  Criterion criterion{};
  Verdict verdict{Verdict::kTooFew};
  std::optional<double> measured;  ///< absent: nothing to measure yet
  double target{0};
  std::uint64_t sample{0};
  std::uint64_t sample_min{0};
  std::optional<Interval> interval;  ///< of 95 %

  friend bool operator==(const Judgement& a, const Judgement& b);
};

using Board = std::array<Judgement, kCriteria>;

/// What is not of one stage: how the machine and the data are now.
struct Present {
  LatencySeen latency;
  std::optional<QualitySeen> quality;

  friend bool operator==(const Present&, const Present&) = default;
};

/// Judged by the measured value; the interval says how much that is worth.
[[nodiscard]] Board judge(const Criteria& criteria, const Evidence& evidence, const Present& present);
/// All of it met.
[[nodiscard]] bool is_go(const Board& board) noexcept;
/// "Win rate 62.5 %, at least 80 % (8 of 30 trades closed at this stage)".
[[nodiscard]] std::string describe(const Judgement& judgement);
/// A value of this unit for people: "62.5 %", "3.14", "180 ms".
[[nodiscard]] std::string text_of(double value, Unit unit);

}  // namespace tidemark::activation

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/confidence/pattern_confidence.hpp"
#include "core/time.hpp"

namespace tidemark::analysis::volume {

using confidence::Side;

/// What can be found in the volume of a series; the rules stand in patterns.hpp and flow_divergence.hpp.
enum class Kind : std::uint8_t {
  kSpike,
  kDivergence,
  kClimax,
  kDryUp,
  kAccumulationDistribution,
  kBreakout,
  kFakeOut,
  kExhaustion,
  kObvDivergence,
  kObvHiddenDivergence,
  kAdDivergence,
  kAdHiddenDivergence,
};
inline constexpr std::size_t kKindCount = 12;

[[nodiscard]] constexpr std::size_t index_of(Kind kind) {
  return static_cast<std::size_t>(kind);
}

/// How pronounced a finding is.
enum class Strength : std::uint8_t { kWeak, kMedium, kStrong, kExtreme };
inline constexpr std::array<std::string_view, 4> kStrengthNames{"weak", "medium", "strong", "extreme"};
[[nodiscard]] constexpr std::string_view name_of(Strength strength) noexcept {
  return kStrengthNames[static_cast<std::size_t>(strength)];
}
[[nodiscard]] std::optional<Strength> parse_strength(std::string_view text) noexcept;

/// Which way a finding points: "bullish", "bearish", or "neutral" where it says nothing of direction.
[[nodiscard]] std::string_view name_of_side(Side side) noexcept;

/// One row: what a user interface, the API, the documentation and the tests need to know about a kind.
struct KindInfo {
  Kind kind{};
  std::string_view id;          ///< "spike", "dry_up" …: stable, in the store and the API
  std::string_view title;       ///< "Volume spike"
  std::string_view rule;        ///< in plain words, with the names of its parameters
  std::string_view parameters;  ///< those names, separated by blanks (settings.hpp)
  std::string_view measure;     ///< what Finding::measure is, with its unit
  std::string_view source;      ///< who described it
  int logic_version{1};         ///< rises when the same candles give other findings
};

/// All rows, in the order of Kind. An explicit array; nothing registers itself.
[[nodiscard]] std::span<const KindInfo, kKindCount> kind_rows();
[[nodiscard]] const KindInfo& info_of(Kind kind);
/// In any case; nullptr for an unknown id.
[[nodiscard]] const KindInfo* find_kind(std::string_view id) noexcept;

/// Something that the volume of a series showed. Said once, when the candle that completes it closed, and never
/// changed. All numbers are finite.
struct Finding {
  Kind kind{};
  Side side{Side::kNone};
  Strength strength{Strength::kWeak};
  double confidence{0};    ///< 0 … 100: 100 times the mean of the evidence that its rule names, each 0 … 1
  double volume_ratio{0};  ///< volume over the mean of the candles before; of the completing candle (dry-up: of its
                           ///< last candles); 0 when there is no mean to compare with
  double price_change{0};  ///< percent, close to close over `candles` (swing to swing for the OBV and A/D divergences)
  double measure{0};       ///< the number behind the strength; KindInfo::measure says which
  int candles{1};          ///< it spans, the first and the last included
  core::Timestamp from;    ///< open time of the first of them
  core::Timestamp time;    ///< open time of the candle it is about: the last of them
  core::Timestamp known_at;  ///< end of the candle that completed it
  double price{0};           ///< what it is about: the close; the boundary that was broken; the later swing
  double from_price{0};      ///< the close, boundary or swing it is held against, where the first candle stands

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace tidemark::analysis::volume

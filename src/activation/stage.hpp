#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/money.hpp"

namespace tidemark::activation {

/// How far a configuration is trusted, lowest first.
enum class Stage : std::uint8_t {
  kShadow,  ///< decides, does not trade; what it would have done is reckoned beside the account
  kPaper,   ///< trades with play money, at full size
  kMicro,   ///< from here on real money, at a part of the size
  kPartialQuarter,
  kPartialHalf,
  kFull,
};

inline constexpr std::array kStages{Stage::kShadow,         Stage::kPaper,       Stage::kMicro,
                                    Stage::kPartialQuarter, Stage::kPartialHalf, Stage::kFull};

/// What a position's size is multiplied by: 0, 1 (of play money), 0.10, 0.25, 0.50, 1.
[[nodiscard]] core::Rate multiplier_of(Stage stage) noexcept;
/// "shadow", "paper", "micro", "partial_25", "partial_50", "full".
[[nodiscard]] std::string_view name_of(Stage stage) noexcept;
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view text) noexcept;
/// Nothing above full.
[[nodiscard]] std::optional<Stage> above(Stage stage) noexcept;
/// Shadow stays shadow.
[[nodiscard]] Stage below(Stage stage) noexcept;
[[nodiscard]] constexpr bool is_real_money(Stage stage) noexcept {
  return stage >= Stage::kMicro;
}

}  // namespace tidemark::activation

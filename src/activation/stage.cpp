#include "activation/stage.hpp"

#include <algorithm>

namespace tidemark::activation {
namespace {

struct Row {
  std::string_view name;
  core::Rate multiplier;
};

constexpr std::array kRows{
    Row{"shadow", {0}},
    Row{"paper", {core::kRateOne}},
    Row{"micro", {core::kRateOne / 10}},
    Row{"partial_25", {core::kRateOne / 4}},
    Row{"partial_50", {core::kRateOne / 2}},
    Row{"full", {core::kRateOne}},
};
static_assert(kRows.size() == kStages.size());

}  // namespace

core::Rate multiplier_of(Stage stage) noexcept {
  return kRows[static_cast<std::size_t>(stage)].multiplier;
}

std::string_view name_of(Stage stage) noexcept {
  return kRows[static_cast<std::size_t>(stage)].name;
}

std::optional<Stage> parse_stage(std::string_view text) noexcept {
  const auto found = std::ranges::find(kRows, text, &Row::name);
  if (found == kRows.end()) return std::nullopt;
  return kStages[static_cast<std::size_t>(found - kRows.begin())];
}

std::optional<Stage> above(Stage stage) noexcept {
  if (stage == Stage::kFull) return std::nullopt;
  return static_cast<Stage>(static_cast<std::uint8_t>(stage) + 1);
}

Stage below(Stage stage) noexcept {
  return stage == Stage::kShadow ? stage : static_cast<Stage>(static_cast<std::uint8_t>(stage) - 1);
}

}  // namespace tidemark::activation

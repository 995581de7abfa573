#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"

namespace tidemark::app {

inline constexpr std::uint16_t kSimPort = 8910;

/// What the user typed after `tidemark sim`.
struct SimOptions {
  std::string address{"127.0.0.1"};
  std::uint16_t port{kSimPort};  ///< 0: any free one
  std::uint64_t seed{1};
  double speed{1};                       ///< venue time by real time
  std::vector<std::string> symbols;      ///< empty: the first eight built-in ones, or
  std::size_t symbol_count{0};           ///< so many, made-up ones after the built-in; 0: not asked for
  std::vector<std::string> markets;      ///< "spot", "usdm"; empty: both
  std::string history;                   ///< length of the generated past, "3d"; empty: the venue's own
  std::vector<std::string> replay;       ///< files to play instead of a generated market
  std::optional<std::string> timeframe;  ///< of a candle file that does not show it
  std::string faults;                    ///< a plan in the grammar of sim/faults/fault_plan.hpp
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark sim`: the simulated exchange behind Binance's REST and WebSocket protocols, until SIGINT or SIGTERM.
/// Prints where it is reached once it listens. A port in use, an unknown symbol or a broken fault plan is one clear
/// line.
int run_sim(const SimOptions& options, const Console& console);

}  // namespace tidemark::app

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/json_writer.hpp"

namespace tidemark::app::evidence {

/// How many of so many went well.
struct Share {
  std::uint64_t hits{0};
  std::uint64_t ended{0};
};

/// A verdict on one kind, from the 95 % intervals of both success rates (Wilson).
enum class Verdict : std::uint8_t {
  kTooFew,    ///< fewer than 30 outcomes in the market or shuffled
  kNoBetter,  ///< the intervals overlap: no better than chance
  kBetter,    ///< the market's lies above
  kWorse,     ///< below
};
[[nodiscard]] Verdict verdict_of(Share market, Share shuffled);
/// "no better than chance".
[[nodiscard]] std::string_view name_of(Verdict verdict);
/// The same for a table in Markdown, in bold what stands out.
[[nodiscard]] std::string cell_of(Verdict verdict);

/// "45 (30 to 61)", percent; a dash of nothing.
[[nodiscard]] std::string rate_text(Share share);
/// Members "ended", "hits", "low", "high".
void write_share(net::JsonWriter& json, Share share);

}  // namespace tidemark::app::evidence

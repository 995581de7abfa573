#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "venues/binance/live/live_config.hpp"

namespace tidemark::venues::binance {

/// How Binance calls things: streams, paths, control messages, and what a request weighs (source-apis.md 1 and 2).

/// "btcusdt@aggTrade".
[[nodiscard]] std::string stream_name(std::string_view symbol, StreamKind kind);
/// The path of the combined streams that carry this kind.
[[nodiscard]] const std::string& stream_path(const Endpoints& endpoints, StreamKind kind);
/// Which of our kinds a message belongs to; empty for those that belong to no stream of ours.
[[nodiscard]] std::optional<StreamKind> kind_of(MessageKind message) noexcept;

enum class Control : std::uint8_t { kSubscribe, kUnsubscribe, kList };
[[nodiscard]] std::string control_text(Control control, std::span<const std::string> streams, std::uint64_t id);

/// A GET request: path with query, and its weight.
struct Call {
  std::string path;
  std::uint32_t weight{1};
};
inline constexpr std::uint32_t kPageMax = 1000;  ///< rows of one answer

[[nodiscard]] Call exchange_info_call(Market market);
[[nodiscard]] Call depth_call(Market market, std::string_view symbol, std::uint32_t levels);
/// kPageMax aggregate trades from this running number on.
[[nodiscard]] Call trades_call(Market market, std::string_view symbol, std::uint64_t from_number);
/// The newest ones.
[[nodiscard]] Call latest_trades_call(Market market, std::string_view symbol);
/// 1m candles from `from` on, oldest first, the forming one included.
[[nodiscard]] Call candles_call(Market market, std::string_view symbol, core::Timestamp from, std::uint32_t limit);
[[nodiscard]] Call quote_call(Market market, std::string_view symbol);

}  // namespace tidemark::venues::binance

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"
#include "core/values.hpp"

namespace tidemark::core {

/// Index into the process's InstrumentTable; dense, starts at 0.
struct InstrumentId {
  std::uint32_t value{0};

  friend constexpr auto operator<=>(InstrumentId, InstrumentId) = default;
};

enum class MarketType : std::uint8_t { kCryptoSpot, kCryptoPerpetual, kForex, kMetal, kFutures, kEquity };

[[nodiscard]] std::string_view name_of(MarketType type) noexcept;
[[nodiscard]] std::optional<MarketType> parse_market_type(std::string_view text) noexcept;

/// Which hours the market trades (pipeline/calendar.hpp gives them meaning).
enum class CalendarKind : std::uint8_t { kAlways, kForexWeek, kEquityWeekdays };

/// A symbol on a venue, with the facts needed to read its numbers.
struct Instrument {
  InstrumentId id;
  std::string venue;   ///< lower-case: "binance", "binance_usdm", "file", "sim"
  std::string symbol;  ///< canonical: upper-case, no separator: "BTCUSDT"
  MarketType market_type{MarketType::kCryptoSpot};
  CalendarKind calendar{CalendarKind::kAlways};
  Scale scale;
  Price tick_size{1};              ///< smallest price step, in price units of `scale`; >= 1
  Qty lot_size{1};                 ///< smallest quantity step, in quantity units of `scale`; >= 1
  std::optional<double> pip_size;  ///< overrides the market's rule (00-product.md)

  /// "binance:BTCUSDT".
  [[nodiscard]] std::string key() const { return venue + ":" + symbol; }
};

/// A user's way of naming an instrument, taken apart. `venue` is empty for a bare symbol.
struct SymbolName {
  std::string venue;
  std::string symbol;

  friend bool operator==(const SymbolName&, const SymbolName&) = default;
};

/// Accepts BTCUSDT, BTC/USDT, BTC-USD, EUR_USD, BTC/USDT:USDT (ccxt perpetual), binance:BTCUSDT, BINANCE:BTCUSDT,
/// any case; result is canonical. Refuses empty, over-long (> 32) and other characters than letters and digits
/// ('_' is kept only before a dated contract: BTCUSDT_240628).
[[nodiscard]] Result<SymbolName> parse_symbol(std::string_view text);

/// What is traded and what it is paid in: "BTCUSDT" as "BTC" and "USDT". A symbol without a known quote asset is split
/// before its last three letters; of one of three letters or fewer the quote is empty.
struct AssetPair {
  std::string base;
  std::string quote;

  friend bool operator==(const AssetPair&, const AssetPair&) = default;
};
[[nodiscard]] AssetPair split_symbol(std::string_view symbol);

/// Market type and calendar guessed from a canonical symbol alone (EURUSD -> forex, XAUUSD -> metal, else crypto spot);
/// for files that come without metadata. Configuration and venues overrule it.
[[nodiscard]] MarketType guess_market_type(std::string_view symbol) noexcept;
[[nodiscard]] CalendarKind calendar_of(MarketType type) noexcept;

/// The size of one pip in price, by the product's rule: forex 0.0001 (0.01 for JPY quotes), XAU 0.1, else 1 bp of
/// `price`.
[[nodiscard]] double pip_size_of(const Instrument& instrument, double price) noexcept;

/// All instruments of this process. Single writer at start-up or on the owner's thread; ids stay valid for its life.
class InstrumentTable {
 public:
  /// Adds, or returns the existing entry of the same venue and symbol unchanged.
  InstrumentId add(Instrument instrument);
  /// Replaces the facts of an existing instrument (id, venue and symbol stay).
  void update(InstrumentId id, const Instrument& facts);
  [[nodiscard]] const Instrument& get(InstrumentId id) const { return instruments_[id.value]; }
  [[nodiscard]] std::optional<InstrumentId> find(std::string_view venue, std::string_view symbol) const;
  /// First instrument with this symbol on any venue, in order of addition.
  [[nodiscard]] std::optional<InstrumentId> find_any_venue(std::string_view symbol) const;
  [[nodiscard]] const std::vector<Instrument>& all() const { return instruments_; }
  [[nodiscard]] std::size_t size() const { return instruments_.size(); }
  /// Grows with every change: equal numbers mean nothing was added or updated in between.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept { return std::hash<std::string_view>{}(key); }
  };
  std::vector<Instrument> instruments_;
  std::unordered_map<std::string, InstrumentId, Hash, std::equal_to<>> by_key_;
  std::uint64_t generation_{0};
};

}  // namespace tidemark::core

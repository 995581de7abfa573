#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidemark::venues::binance {

/// The keys of more than one letter that some message needs.
enum class LongKey : std::uint8_t {
  kStream,
  kData,
  kPreviousId,  ///< "pu"
  kStatus,      ///< "st": 1 USD-M, 2 COIN-M
  kLastUpdateId,
  kBids,
  kAsks,
  kSymbol,
  kResult,
  kId,
  kError,
  kCode,
  kMessage,
  kPrice,
  kQty,
  kTime,
  kIsBuyerMaker,
  kBidPrice,
  kBidQty,
  kAskPrice,
  kAskQty,
  kMarkPrice,
  kIndexPrice,
  kLastFundingRate,
  kNextFundingTime,
  kOpenInterest,
  kPriceChange,
};
inline constexpr std::size_t kLongKeyCount = static_cast<std::size_t>(LongKey::kPriceChange) + 1;

/// Key text as it stands in the message, up to its closing quote. Gives kLongKeyCount when it is none of ours.
[[nodiscard]] std::size_t find_long_key(std::string_view text) noexcept;

/// The raw JSON tokens of one message object by key, whatever their order. A token is "" when the key was absent;
/// strings keep their quotes, arrays are whole. Views into the message.
class Fields {
 public:
  void clear() {
    letters_ = 0;
    named_ = 0;
  }
  [[nodiscard]] bool empty() const { return letters_ == 0 && named_ == 0; }

  /// `key` must be an ASCII letter.
  void set(char key, std::string_view token) {
    const std::size_t at = place(key);
    letters_ |= std::uint64_t{1} << at;
    tokens_[at] = token;
  }
  void set(LongKey key, std::string_view token) {
    const auto at = static_cast<std::size_t>(key);
    named_ |= std::uint64_t{1} << at;
    tokens_[kLetterSlots + at] = token;
  }
  [[nodiscard]] bool has(char key) const { return (letters_ >> place(key) & 1U) != 0; }
  [[nodiscard]] bool has(LongKey key) const { return (named_ >> static_cast<unsigned>(key) & 1U) != 0; }
  [[nodiscard]] std::string_view get(char key) const { return has(key) ? tokens_[place(key)] : std::string_view{}; }
  [[nodiscard]] std::string_view get(LongKey key) const {
    return has(key) ? tokens_[kLetterSlots + static_cast<std::size_t>(key)] : std::string_view{};
  }

  [[nodiscard]] static constexpr bool is_letter(char c) {
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'z';
  }

 private:
  /// 'A'..'Z' are 1..26 and 'a'..'z' 33..58 in the low six bits.
  static constexpr std::size_t kLetterSlots = 64;
  static constexpr std::size_t place(char key) {
    return static_cast<std::size_t>(static_cast<unsigned char>(key)) & 63U;
  }
  static_assert(kLongKeyCount <= 64);

  std::uint64_t letters_{0};
  std::uint64_t named_{0};
  std::array<std::string_view, kLetterSlots + kLongKeyCount> tokens_;
};

/// All that one message may need: its own object's fields and those of the object inside it (kline "k", order "o").
struct MessageFields {
  Fields outer;
  Fields inner;

  void clear() {
    outer.clear();
    inner.clear();
  }
};

}  // namespace tidemark::venues::binance

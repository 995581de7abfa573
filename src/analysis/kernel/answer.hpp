#pragma once

#include <optional>

namespace tidemark::analysis {

/// What a block answers: a value, or none yet. As std::optional, but a plain pair, which a compiler keeps in registers
/// from block to block, where the storage of std::optional goes by memory: four of the 150 ns of a candle through 61
/// patterns and twenty indicators (bench/candlestick_bench).
template <class T>
class Answer {
 public:
  constexpr Answer() = default;
  constexpr Answer(std::nullopt_t /*none*/) {}                // NOLINT(google-explicit-constructor): as std::optional
  constexpr Answer(T value) : value_{value}, there_{true} {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] constexpr bool has_value() const { return there_; }
  constexpr explicit operator bool() const { return there_; }
  /// There is one.
  constexpr const T& operator*() const { return value_; }
  constexpr const T* operator->() const { return &value_; }
  [[nodiscard]] constexpr T value_or(T otherwise) const { return there_ ? value_ : otherwise; }
  constexpr operator std::optional<T>() const {  // NOLINT(google-explicit-constructor): to keep one
    return there_ ? std::optional<T>{value_} : std::nullopt;
  }
  friend constexpr bool operator==(const Answer& a, const Answer& b) {
    return a.there_ == b.there_ && (!a.there_ || a.value_ == b.value_);
  }
  friend constexpr bool operator==(const Answer& a, const T& b) { return a.there_ && a.value_ == b; }
  friend constexpr bool operator==(const Answer& a, std::nullopt_t /*none*/) { return !a.there_; }
  /// Without this one, std::optional would compare its value with an answer, and none with any.
  friend constexpr bool operator==(const Answer& a, const std::optional<T>& b) {
    return a.there_ == b.has_value() && (!a.there_ || a.value_ == *b);
  }

 private:
  T value_{};
  bool there_{false};
};

}  // namespace tidemark::analysis

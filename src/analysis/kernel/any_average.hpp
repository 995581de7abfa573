#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/hilbert.hpp"
#include "analysis/kernel/parameters.hpp"

namespace tidemark::analysis {

/// TA-Lib's MAType, with its numbers.
enum class AverageType : std::uint8_t { kSma, kEma, kWma, kDema, kTema, kTrima, kKama, kMama, kT3 };
inline constexpr std::array<std::string_view, 9> kAverageNames{"SMA",   "EMA",  "WMA",  "DEMA", "TEMA",
                                                               "TRIMA", "KAMA", "MAMA", "T3"};

[[nodiscard]] constexpr AverageType average_type(double parameter) {
  return static_cast<AverageType>(static_cast<int>(parameter));
}
/// Which average an indicator uses.
[[nodiscard]] constexpr ParameterInfo average_parameter(std::string_view name, std::string_view title,
                                                        std::string_view talib) {
  return choice_parameter(name, title, talib, kAverageNames, 0);
}

/// Values before the first answer; period 1 is the value itself, of any type.
[[nodiscard]] int average_lookback(AverageType type, int period);

/// An average whose type is a parameter (TA_MA): a block (blocks.hpp). MAMA knows no period and runs with limits 0.5
/// and 0.05, T3 with volume factor 0.7. With `skip`, the first values are left out.
class AnyAverage {
 public:
  AnyAverage(AverageType type, int period, int skip = 0);

  Answer<double> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<double> next(double x) const { return feed(*this, x); }

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  struct Itself {
    [[nodiscard]] Answer<double> next(double x) const { return x; }
    static auto fields(auto& /*self*/) { return std::tie(); }
  };
  /// On the heap, because it is many times the size of the others.
  struct MamaLine {
    std::unique_ptr<Mama> mama;
    Answer<double> next(double x) { return line(mama->next(x)); }
    [[nodiscard]] Answer<double> next(double x) const { return line(std::as_const(*mama).next(x)); }
    static Answer<double> line(const Answer<Mama::Values>& values) {
      if (!values) return std::nullopt;
      return values->mama;
    }
    static auto fields(auto& self) { return std::tie(*self.mama); }
  };
  using Any = std::variant<Itself, Sma, Ema, Wma, Dema, Tema, Trima, Kama, MamaLine, T3>;

  static Any make(AverageType type, int period, int skip);

  // Inlined by force: g++ 12 passes an optional through memory in two halves and reads it as one, which stalls.
  template <class Self>
  [[gnu::always_inline]] static inline Answer<double> feed(Self& self, double x) {
    if (self.seen_ < self.skip_) [[unlikely]] {
      keep(self.seen_, self.seen_ + 1);
      return std::nullopt;
    }
    if (auto* sma = std::get_if<Sma>(&self.any_)) [[likely]]
      return sma->next(x);
    double value = 0;
    if (!other(self.any_, x, value)) return std::nullopt;
    return value;
  }
  /// The types but the simple one; false while there is no value.
  template <class AnyOf>
  [[gnu::noinline]] static bool other(AnyOf& any, double x, double& value) {
    const auto next = std::visit([x](auto& average) { return average.next(x); }, any);
    value = next.value_or(0);
    return next.has_value();
  }

  int skip_;
  int seen_{0};
  Any any_;
};

}  // namespace tidemark::analysis

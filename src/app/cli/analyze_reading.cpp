#include "app/cli/analyze_reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tidemark::app {
namespace {

using analysis::Column;

/// The newest candle with what the indicator said there and one candle before.
struct Reading {
  std::span<const Column> columns;
  std::span<const core::CandleF> candles;

  [[nodiscard]] double last(std::size_t output) const { return columns[output].back(); }
  /// NaN when there was none.
  [[nodiscard]] double before(std::size_t output) const {
    const auto& column = columns[output];
    return column.size() < 2 ? std::nan("") : column[column.size() - 2];
  }
  [[nodiscard]] double close() const { return candles.back().close; }
};

/// "0.23 %" of `whole`; "-" when there is nothing to compare with.
std::string share_text(double part, double whole) {
  return whole == 0 ? std::string{"-"} : fixed_text(100 * std::fabs(part / whole), 2) + " %";
}

std::string direction(double now, double before) {
  if (std::isnan(before)) return "";
  if (now > before) return "; it rises";
  return now < before ? "; it falls" : "; it is level";
}

std::string read_average(const Reading& r) {
  const double average = r.last(0);
  const std::string trend = direction(average, r.before(0));
  if (r.close() == average) return "close is at the average" + trend;
  const std::string side = r.close() > average ? " above" : " below";
  return "close is " + share_text(r.close() - average, average) + side + " the average" + trend;
}

/// Wilder's thresholds, 70 and 30.
std::string read_rsi(const Reading& r) {
  const double now = r.last(0);
  const std::string trend = direction(now, r.before(0));
  if (now >= 70) return "overbought (70 or more)" + trend;
  if (now <= 30) return "oversold (30 or less)" + trend;
  return (now >= 50 ? "gains outweigh losses" : "losses outweigh gains") + trend;
}

std::string read_atr(const Reading& r) {
  return "a candle moves by " + share_text(r.last(0), r.close()) + " of the close on average";
}

std::string read_macd(const Reading& r) {
  const double now = r.last(2);
  const double before = r.before(2);
  const std::string zero = r.last(0) > 0 ? "above zero" : r.last(0) < 0 ? "below zero" : "at zero";
  if (before <= 0 && now > 0) return "crossed above its signal at this candle, " + zero;
  if (before >= 0 && now < 0) return "crossed below its signal at this candle, " + zero;
  if (now == 0) return "at its signal, " + zero;
  const std::string side = now > 0 ? "above its signal, " : "below its signal, ";
  if (std::isnan(before)) return side + zero;
  return side + zero + (std::fabs(now) > std::fabs(before) ? ", distance grows" : ", distance shrinks");
}

std::string read_bbands(const Reading& r) {
  const double width = r.last(0) - r.last(2);
  const std::string wide = "; the bands are " + share_text(width, r.last(1)) + " of the middle apart";
  if (width <= 0) return "the bands have no width";
  if (r.close() > r.last(0)) return "close is above the upper band" + wide;
  if (r.close() < r.last(2)) return "close is below the lower band" + wide;
  return "close is at " + fixed_text(100 * (r.close() - r.last(2)) / width, 0) + " % of the way from lower to upper" +
         wide;
}

/// Volume against price over the last candles: only the change means something, the level is arbitrary.
std::string read_obv(const Reading& r) {
  constexpr std::size_t kBack = 20;
  const auto& column = r.columns[0];
  if (column.size() <= kBack) return "";
  const double volume = r.last(0) - column[column.size() - 1 - kBack];
  const double price = r.close() - r.candles[r.candles.size() - 1 - kBack].close;
  const auto move = [](double change) { return change > 0 ? "rose" : change < 0 ? "fell" : "is unchanged"; };
  const bool apart = volume * price < 0;
  return std::string{"over 20 candles it "} + move(volume) + " while the close " + move(price) +
         (apart ? ": they disagree" : "");
}

/// The bounds are those the catalogue row names.
std::string read_momentum(const Reading& r) {
  const double score = r.last(0);
  const double size = std::fabs(score);
  if (size < 0.1) return "no momentum";
  const std::string side = score > 0 ? "upward momentum" : "downward momentum";
  return (size > 0.5 ? "strong " : "") + side + direction(score, r.before(0));
}

std::string read_regime(const Reading& r) {
  const double trend = r.last(0);
  const std::string kind = trend > 0 ? "a rising trend" : trend < 0 ? "a falling trend" : "a range";
  return kind + (r.last(1) > 0 ? " with high volatility" : " with low volatility");
}

struct Reader {
  std::string_view id;
  std::string (*read)(const Reading&);
};

constexpr std::array kReaders{Reader{"ATR", read_atr},   Reader{"BBANDS", read_bbands},
                              Reader{"MACD", read_macd}, Reader{"MOMENTUM", read_momentum},
                              Reader{"OBV", read_obv},   Reader{"REGIME", read_regime},
                              Reader{"RSI", read_rsi}};

/// A line over the price that stands for it: an average, or near enough.
bool is_average(const analysis::IndicatorInfo& info) {
  return info.family == "overlap" && info.outputs.size() == 1 && info.placement == analysis::Placement::kOnPrice &&
         !info.id.starts_with("SAR");
}

}  // namespace

std::string read_last_values(const analysis::IndicatorSpec& spec, std::span<const Column> columns,
                             std::span<const core::CandleF> candles) {
  const auto* reader = std::ranges::find(kReaders, spec.info->id, &Reader::id);
  const auto unknown = [](const Column& column) { return column.empty() || std::isnan(column.back()); };
  if (std::ranges::any_of(columns, unknown)) return {};
  if (reader == kReaders.end()) return is_average(*spec.info) ? read_average({columns, candles}) : std::string{};
  return reader->read({columns, candles});
}

std::string fixed_text(double value, int decimals) {
  std::array<char, 64> buffer{};
  const double size = std::fabs(value);
  const auto text = [&](std::chars_format format, int precision) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    return std::string{buffer.data(), end.ptr};
  };
  if (size >= 1e15) return text(std::chars_format::general, 6);
  if (value != 0 && size < std::pow(10.0, -decimals)) return text(std::chars_format::general, 2);
  return text(std::chars_format::fixed, decimals);
}

}  // namespace tidemark::app

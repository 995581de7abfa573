#include "analysis/momentum/momentum.hpp"

#include <cmath>
#include <string_view>
#include <tuple>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis::momentum {
namespace {

std::unique_ptr<Indicator> made(std::string_view text) {
  return parse_indicator(text)->make();
}

/// -1 … 1 without a scale: half way when as large as `scale`.
double squashed(double value, double scale) {
  const double size = std::fabs(value) + scale;
  return size > 0 ? value / size : 0;
}

auto parts_of(auto& m) {
  return std::tie(m.changes, m.rsi, m.macd, m.acceleration, m.score, m.rsi_value, m.histogram, m.atr, m.range_place,
                  m.trend, m.volatile_, m.regime_known);
}

}  // namespace

MomentumAnalyzer::MomentumAnalyzer()
    : rsi_{made("RSI:period=14")}, macd_{made("MACD")}, atr_{made("ATR:period=14")}, regime_{made("REGIME")} {}

double MomentumAnalyzer::change(std::size_t from, std::size_t candles, double atr) const {
  const double moved = closes_.newest(from) - closes_.newest(from + candles);
  return squashed(moved, atr * std::sqrt(static_cast<double>(candles)));
}

void MomentumAnalyzer::update(const core::CandleF& candle) {
  if (!acceptable(candle)) return;
  std::array<double, kOutputsMax> rsi{};
  std::array<double, kOutputsMax> macd{};
  std::array<double, kOutputsMax> atr{};
  std::array<double, kOutputsMax> regime{};
  constexpr auto kReady = Indicator::Ready::kReady;
  const bool has_rsi = rsi_->feed(candle, std::span{rsi}.first(1)) == kReady;
  const bool has_macd = macd_->feed(candle, std::span{macd}.first(3)) == kReady;
  const bool has_atr = atr_->feed(candle, std::span{atr}.first(1)) == kReady;
  const bool has_regime = regime_->feed(candle, std::span{regime}.first(5)) == kReady;
  closes_.feed(candle.close);
  if (!has_rsi || !has_macd || !has_atr || !closes_.full()) return;

  Momentum m;
  m.atr = atr[0];
  m.rsi_value = rsi[0];
  m.histogram = macd[2];
  m.regime_known = has_regime;
  if (has_regime) {
    m.trend = static_cast<int>(regime[0]);
    m.volatile_ = regime[1] > 0;
    m.range_place = regime[4];
  }
  m.changes = (change(0, 5, m.atr) + change(0, 10, m.atr) + change(0, 20, m.atr)) / 3;
  m.rsi = (m.rsi_value - 50) / 50;
  m.macd = squashed(m.histogram, m.atr / 10);
  const double newer = closes_.newest(0) - closes_.newest(5);
  const double older = closes_.newest(5) - closes_.newest(10);
  m.acceleration = squashed(newer - older, m.atr * std::sqrt(5.0));
  m.score = 0.4 * m.changes + 0.25 * m.rsi + 0.25 * m.macd + 0.1 * m.acceleration;
  now_ = m;
}

void MomentumAnalyzer::snapshot(core::ByteWriter& out) const {
  for (const auto* indicator : {&rsi_, &macd_, &atr_, &regime_}) (*indicator)->snapshot(out);
  closes_.save(out);
  out.put(static_cast<std::uint8_t>(now_ ? 1 : 0));
  if (now_) std::apply([&out](const auto&... part) { (snapshot_detail::save(part, out), ...); }, parts_of(*now_));
}

bool MomentumAnalyzer::restore(core::ByteReader& in) {
  for (const auto* indicator : {&rsi_, &macd_, &atr_, &regime_}) {
    if (!(*indicator)->restore(in)) return false;
  }
  if (!closes_.load(in)) return false;
  now_.reset();
  if (in.get<std::uint8_t>() == 0) return in.ok();
  Momentum& m = now_.emplace();
  const bool loaded =
      std::apply([&in](auto&... part) { return (snapshot_detail::load(part, in) && ...); }, parts_of(m));
  return loaded && m.trend >= -1 && m.trend <= 1 && m.atr >= 0;
}

}  // namespace tidemark::analysis::momentum

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/session.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// Money and volume since the anchor.
struct Traded {
  double money{0};
  double volume{0};
  static auto fields(auto& self) { return std::tie(self.money, self.volume); }

  void add(const core::CandleF& candle, double price) {
    money += price * candle.volume;
    volume += candle.volume;
  }
  [[nodiscard]] double average_or(double price) const { return volume > 0 ? money / volume : price; }
};

struct VwapKernel {
  static constexpr std::string_view kId = "VWAP";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit VwapKernel(std::span<const double> p)
      : session{static_cast<SessionLength>(whole(p[0]))},
        start_hour{whole(p[1])},
        source{static_cast<PriceSource>(whole(p[2]))} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const std::int64_t number = session_number(candle.open_time, self.session, self.start_hour);
    const double price = price_of(self.source, candle);
    Traded traded = self.started && number == self.number ? self.traded : Traded{};
    traded.add(candle, price);
    keep(self.traded, traded);
    keep(self.number, number);
    keep(self.started, true);
    out[0] = traded.average_or(price);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.traded, self.number, self.started); }

  SessionLength session;
  int start_hour;
  PriceSource source;
  Traded traded;
  std::int64_t number{0};
  bool started{false};
};

struct AvwapKernel {
  static constexpr std::string_view kId = "AVWAP";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AvwapKernel(std::span<const double> p)
      : anchor{core::Timestamp::from_s(static_cast<std::int64_t>(p[0]))},
        source{static_cast<PriceSource>(whole(p[1]))} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    if (candle.open_time < self.anchor) return false;
    const double price = price_of(self.source, candle);
    Traded traded = self.traded;
    traded.add(candle, price);
    keep(self.traded, traded);
    out[0] = traded.average_or(price);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.traded); }

  core::Timestamp anchor;
  PriceSource source;
  Traded traded;
};

constexpr ParameterInfo vwap_source() {
  return as_option(
      choice_parameter("source", "Source", "", kPriceSourceNames, static_cast<double>(PriceSource::kHlc3)));
}
constexpr double kLatestAnchor = 4'102'444'800;  // 2100-01-01
constexpr ParameterInfo anchor_parameter() {
  auto parameter = number_parameter("anchor_time", "Anchor", "", 0, 0, kLatestAnchor, "s");
  parameter.integer = true;
  return parameter;
}

constexpr std::array kAvwapParameters{anchor_parameter(), vwap_source()};
constexpr std::array kAvwapOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kAvwapRow{
    .id = AvwapKernel::kId,
    .title = "Anchored Volume Weighted Average Price",
    .family = "overlap",
    .inputs = "time high low close volume",
    .parameters = kAvwapParameters,
    .outputs = kAvwapOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "sum of price * volume / sum of volume over all candles that open at the anchor (seconds since 1970 UTC) or "
        "later, price = (high + low + close) / 3; the price itself until something is traded; no value before the "
        "anchor. Anchor 0 runs over everything",
    .source = "B. Shannon, Maximum Trading Gains With Anchored VWAP (2023); expected numbers by talipp f65d546 VWAP",
    .logic_version = AvwapKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .reach_s = [](std::span<const double> /*p*/) { return kWholeSeries; },
    .make = make_streaming<AvwapKernel>,
};

constexpr std::array kVwapParameters{choice_parameter("session", "Session", "", kSessionNames, 0), start_hour_option(),
                                     vwap_source()};
constexpr IndicatorInfo kVwapRow{
    .id = VwapKernel::kId,
    .title = "Volume Weighted Average Price",
    .family = "overlap",
    .inputs = "time high low close volume",
    .parameters = kVwapParameters,
    .outputs = kAvwapOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "sum of price * volume / sum of volume since the session began, price = (high + low + close) / 3; the price "
        "itself until something is traded. Sessions are days (UTC, or from another hour on), weeks from Monday, or "
        "months; the first may be seen in part only",
    .source =
        "ChartSchool, Volume-Weighted Average Price (VWAP); expected numbers by talipp f65d546 VWAP within the first "
        "session",
    .logic_version = VwapKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 1); },
    .make = make_streaming<VwapKernel>,
};

}  // namespace

const IndicatorInfo& rows::avwap() {
  return kAvwapRow;
}
const IndicatorInfo& rows::vwap() {
  return kVwapRow;
}

}  // namespace tidemark::analysis

#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

double difference(double x, double before) {
  return x - before;
}
double rate(double x, double before) {
  return before != 0.0 ? (x / before - 1.0) * 100.0 : 0.0;
}
double fraction(double x, double before) {
  return before != 0.0 ? (x - before) / before : 0.0;
}
double ratio(double x, double before) {
  return before != 0.0 ? x / before : 0.0;
}
double ratio_100(double x, double before) {
  return before != 0.0 ? x / before * 100.0 : 0.0;
}

/// A comparison with the value n candles ago.
template <double (*kCompare)(double, double), FixedText kName>
struct ChangeKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit ChangeKernel(std::span<const double> p) : lag{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto before = self.lag.next(x);
    if (!before) return false;
    out[0] = kCompare(x, *before);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.lag); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line x = batch::price_of_last(plan, p);
    plan.add_output(
        plan.map(std::array{x, x.before(whole(p[0]))}, [](double now, double before) { return kCompare(now, before); }),
        whole(p[0]));
    return true;
  }

  Lag lag;
};

using MomKernel = ChangeKernel<difference, "MOM">;
using RocKernel = ChangeKernel<rate, "ROC">;
using RocpKernel = ChangeKernel<fraction, "ROCP">;
using RocrKernel = ChangeKernel<ratio, "ROCR">;
using Rocr100Kernel = ChangeKernel<ratio_100, "ROCR100">;

constexpr std::array kMomParameters{period_parameter(10, 1), source_parameter()};
constexpr std::array kMomOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kMomRow{
    .id = MomKernel::kId,
    .title = "Momentum",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMomParameters,
    .outputs = kMomOutputs,
    .placement = Placement::kOwnPane,
    .formula = "close - close n candles ago (TA-Lib TA_MOM)",
    .source = "TA-Lib 0.6 TA_MOM",
    .logic_version = MomKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<MomKernel>,
    .lay_out = MomKernel::lay_out,
};

constexpr std::array kRocOutputs{OutputInfo{.name = "Real", .unit = "%"}};
constexpr IndicatorInfo kRocRow{
    .id = RocKernel::kId,
    .title = "Rate of Change",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMomParameters,
    .outputs = kRocOutputs,
    .placement = Placement::kOwnPane,
    .formula = "(close / close n candles ago - 1) * 100; 0 after a close of 0 (TA-Lib TA_ROC)",
    .source = "TA-Lib 0.6 TA_ROC",
    .logic_version = RocKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<RocKernel>,
    .lay_out = RocKernel::lay_out,
};

constexpr std::array kRocpOutputs{OutputInfo{.name = "Real", .unit = ""}};
constexpr IndicatorInfo kRocpRow{
    .id = RocpKernel::kId,
    .title = "Rate of Change, fraction",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMomParameters,
    .outputs = kRocpOutputs,
    .placement = Placement::kOwnPane,
    .formula = "(close - close n candles ago) / close n candles ago; 0 after a close of 0 (TA-Lib TA_ROCP)",
    .source = "TA-Lib 0.6 TA_ROCP",
    .logic_version = RocpKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<RocpKernel>,
    .lay_out = RocpKernel::lay_out,
};

constexpr IndicatorInfo kRocrRow{
    .id = RocrKernel::kId,
    .title = "Rate of Change, ratio",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMomParameters,
    .outputs = kRocpOutputs,
    .placement = Placement::kOwnPane,
    .formula = "close / close n candles ago; 0 after a close of 0 (TA-Lib TA_ROCR)",
    .source = "TA-Lib 0.6 TA_ROCR",
    .logic_version = RocrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<RocrKernel>,
    .lay_out = RocrKernel::lay_out,
};

constexpr IndicatorInfo kRocr100Row{
    .id = Rocr100Kernel::kId,
    .title = "Rate of Change, ratio times 100",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMomParameters,
    .outputs = kRocOutputs,
    .placement = Placement::kOwnPane,
    .formula = "close / close n candles ago * 100; 0 after a close of 0 (TA-Lib TA_ROCR100)",
    .source = "TA-Lib 0.6 TA_ROCR100",
    .logic_version = Rocr100Kernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<Rocr100Kernel>,
    .lay_out = Rocr100Kernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::mom() {
  return kMomRow;
}
const IndicatorInfo& rows::roc() {
  return kRocRow;
}
const IndicatorInfo& rows::rocp() {
  return kRocpRow;
}
const IndicatorInfo& rows::rocr() {
  return kRocrRow;
}
const IndicatorInfo& rows::rocr100() {
  return kRocr100Row;
}

}  // namespace tidemark::analysis

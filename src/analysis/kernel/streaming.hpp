#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis {

/// Streaming<Kernel> makes an Indicator of a kernel:
///
///   struct SmaKernel {
///     static constexpr std::string_view kId = "SMA";     // the row's id, also marks its snapshots
///     static constexpr int kVersion = 1;                 // rises when the same input gives other numbers
///     static constexpr std::size_t kOutputs = 1;
///     explicit SmaKernel(std::span<const double> parameters);
///     // Feeds one candle to the blocks of `self`; false until every output has a value. Self is SmaKernel (update) or
///     // const SmaKernel (peek): state is kept in blocks, whose const next() only answers (blocks.hpp).
///     template <class Self>
///     static bool step(Self& self, const core::CandleF& candle, std::span<double> out);
///     static auto fields(auto& self) { return std::tie(self.mean); }   // all that changes while running
///     RollingSum sum;
///   };
///
/// A kernel of one series takes `double x` instead of the candle. Its row's last parameter is source_parameter(): which
/// price of the candle x is.
template <class Kernel>
concept OneSeries = requires(Kernel& kernel, double x, std::span<double> out) { Kernel::step(kernel, x, out); };

template <class Kernel>
class Streaming final : public Indicator {
 public:
  explicit Streaming(std::span<const double> parameters)
      : parameters_(parameters.begin(), parameters.end()), kernel_{parameters} {
    if constexpr (OneSeries<Kernel>) source_ = static_cast<PriceSource>(parameters.back());
  }

  Ready feed(const core::CandleF& candle, std::span<double> out) override {
    return step(kernel_, source_, candle, out) ? Ready::kReady : Ready::kWarmingUp;
  }

  [[nodiscard]] Ready foresee(const core::CandleF& forming, std::span<double> out) const override {
    return step(kernel_, source_, forming, out) ? Ready::kReady : Ready::kWarmingUp;
  }

  void update_all(std::span<const core::CandleF> candles, std::span<const std::span<double>> columns) override {
    // A local kernel cannot alias the columns, so its state stays in registers; its windows are moved, not copied.
    Kernel kernel = std::move(kernel_);
    const PriceSource source = source_;
    std::array<double*, Kernel::kOutputs> cells{};
    for (std::size_t o = 0; o < cells.size(); ++o) cells[o] = columns[o].data();
    for (std::size_t i = 0; i < candles.size(); ++i) {
      std::array<double, Kernel::kOutputs> values{};
      if (!acceptable(candles[i]) || !step(kernel, source, candles[i], std::span<double>{values})) {
        values.fill(std::numeric_limits<double>::quiet_NaN());
      }
      for (std::size_t o = 0; o < cells.size(); ++o) cells[o][i] = values[o];
    }
    kernel_ = std::move(kernel);
  }

  void snapshot(core::ByteWriter& out) const override {
    out.put_text(Kernel::kId);
    out.put(std::int32_t{Kernel::kVersion});
    out.put_doubles(parameters_);
    snapshot_detail::save(kernel_, out);
  }

  bool restore(core::ByteReader& in) override {
    const bool same_kind = in.get_text() == Kernel::kId && in.get<std::int32_t>() == Kernel::kVersion;
    return same_kind && in.get_doubles() == parameters_ && snapshot_detail::load(kernel_, in) && in.ok();
  }

 private:
  template <class Self>
  static bool step(Self& kernel, PriceSource source, const core::CandleF& candle, std::span<double> out) {
    if constexpr (OneSeries<Kernel>) {
      return Kernel::step(kernel, price_of(source, candle), out);
    } else {
      return Kernel::step(kernel, candle, out);
    }
  }

  std::vector<double> parameters_;
  PriceSource source_{PriceSource::kClose};
  Kernel kernel_;
};

template <class Kernel>
std::unique_ptr<Indicator> make_streaming(std::span<const double> parameters) {
  return std::make_unique<Streaming<Kernel>>(parameters);
}

}  // namespace tidemark::analysis

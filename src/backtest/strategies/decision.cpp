#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <variant>

#include "backtest/strategies/rows.hpp"

namespace tidemark::backtest {
namespace {

constexpr std::array<std::string_view, 2> kSides{"long", "both"};
constexpr std::array<analysis::ParameterInfo, 2> kParameters{
    {{.name = "confidence",
      .title = "Least confidence",
      .fallback = 0,
      .min = 0,
      .max = 100,
      .unit = "%",
      .integer = false},
     {.name = "sides", .title = "Sides", .fallback = 1, .min = 0, .max = 1, .unit = "", .choices = kSides}}};

/// Trades the engine's signals: a market entry with the signal's stop and first target, out at its expiry, turned over
/// by a signal of the other side.
class Decision final : public Strategy {
 public:
  Decision(std::span<const double> values, core::Scale scale)
      : confidence_{values[0]},
        shorts_{values[1] != 0},
        ticks_per_unit_{static_cast<double>(core::kPow10[scale.price_decimals])} {}

  void on_output(const engine::Output& output, Trader& trader) override {
    const auto* said = std::get_if<engine::SignalOutput>(&output);
    if (said == nullptr || said->signal->status != decision::SignalStatus::kOpen) return;
    if (said->signal->confidence < confidence_) return;
    follow(*said->signal, trader);
  }

  void on_candle(const core::Candle&, Trader& trader) override {
    if (!expires_ || trader.now() < *expires_) return;
    expires_.reset();
    leave(trader);
  }

  void snapshot(core::ByteWriter& out) const override { out.put(expires_ ? expires_->ns : std::int64_t{0}); }
  [[nodiscard]] bool restore(core::ByteReader& in) override {
    const auto ns = in.get<std::int64_t>();
    expires_ = ns == 0 ? std::nullopt : std::optional{core::Timestamp{ns}};
    return in.ok() && in.remaining() == 0;
  }

 private:
  void follow(const decision::Signal& signal, Trader& trader) {
    const bool buys = signal.side == decision::Side::kBullish;
    const bool with_it = buys ? trader.position() > 0 : trader.position() < 0;
    if (with_it || signal.targets.empty()) return;
    leave(trader);
    if (!buys && !shorts_) return;
    const core::Price stop{std::llround(signal.stop * ticks_per_unit_)};
    const core::Price target{std::llround(signal.targets[0] * ticks_per_unit_)};
    const core::Side side = buys ? core::Side::kBuy : core::Side::kSell;
    if (trader.enter(side, trader.risk_size(stop), stop, target, buys ? "signal_buy" : "signal_sell",
                     signal.known_at)) {
      expires_ = signal.expires;
    }
  }

  static void leave(Trader& trader) {
    trader.cancel_all();
    trader.go_to(0, "");
  }

  double confidence_;
  bool shorts_;
  double ticks_per_unit_;
  std::optional<core::Timestamp> expires_;  ///< of the signal that was followed
};

}  // namespace

const StrategyRow& decision_row() {
  static constexpr StrategyRow kRow{
      .id = "decision",
      .title = "The decision engine's signals",
      .rule =
          "Enters when the engine decides for a side, with the signal's stop and first target, and leaves when the "
          "signal expires or the engine decides for the other side (sides=long: then it only leaves).",
      .needs = Needs::kDecision,
      .parameters = kParameters,
      .make = [](std::span<const double> values, core::Scale scale) -> std::unique_ptr<Strategy> {
        return std::make_unique<Decision>(values, scale);
      }};
  return kRow;
}

}  // namespace tidemark::backtest

#include "backtest/look_ahead.hpp"

#include <algorithm>

namespace tidemark::backtest {
namespace {

/// A number for everything an order event says; FNV-1a, which is enough to tell two lists apart.
class Trace {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) {
      hash_ = (hash_ ^ ((value >> (8 * i)) & 0xff)) * 0x100000001b3ULL;
    }
  }
  void add(const core::OrderEvent& event) {
    add(static_cast<std::uint64_t>(event.at.ns));
    add(event.order.value);
    add(static_cast<std::uint64_t>(event.kind));
    add(static_cast<std::uint64_t>(event.qty.lots));
    add(event.reason ? static_cast<std::uint64_t>(*event.reason) + 1 : 0);
    if (!event.fill) return;
    add(static_cast<std::uint64_t>(event.fill->side));
    add(static_cast<std::uint64_t>(event.fill->price.ticks));
    add(static_cast<std::uint64_t>(event.fill->qty.lots));
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_{0xcbf29ce484222325ULL};
};

/// All that happened so far, the end of the run left out: it is where the candles end that decides when it comes.
class Tracer : public RunObserver {
 public:
  void on_order_event(const core::OrderEvent& event) override {
    if (event.reason == core::OrderReason::kEnd) return;
    trace_.add(event);
    ++events_;
    last_ = event.at;
  }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t hash() const { return trace_.value(); }
  [[nodiscard]] core::Timestamp last() const { return last_; }

 private:
  Trace trace_;
  std::uint64_t events_{0};
  core::Timestamp last_;
};

/// What had happened when a decision was taken.
struct Mark {
  core::Timestamp at;
  std::uint64_t events{0};
  std::uint64_t hash{0};
};

class Whole final : public Tracer {
 public:
  void on_decision() override { marks_.push_back({last(), events(), hash()}); }
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }

 private:
  std::vector<Mark> marks_;
};

}  // namespace

std::span<const core::Candle> ended_by(core::Timestamp until, std::span<const core::Candle> candles,
                                       core::Timeframe timeframe) {
  const core::Timestamp last_open = until - core::duration_of(timeframe);
  const auto end = std::ranges::upper_bound(candles, last_open, {}, &core::Candle::open_time);
  return candles.first(static_cast<std::size_t>(end - candles.begin()));
}

core::Result<LookAheadCheck> check_look_ahead(std::size_t prefixes, const PartRun& run_part) {
  constexpr core::Timestamp kEver = core::Timestamp::from_s(9'000'000'000);
  Whole whole;
  if (auto status = run_part(kEver, whole); !status) return core::forward_error(status);
  LookAheadCheck check;
  const auto& marks = whole.marks();
  const std::size_t runs = std::min(prefixes, marks.size());
  for (std::size_t i = 0; i < runs; ++i) {
    const Mark& with = marks[(i + 1) * marks.size() / runs - 1];
    Tracer without;
    if (auto status = run_part(with.at, without); !status) return core::forward_error(status);
    ++check.prefixes;
    if (without.hash() != with.hash) check.found.push_back({with.at, with.events, without.events()});
  }
  return check;
}

}  // namespace tidemark::backtest

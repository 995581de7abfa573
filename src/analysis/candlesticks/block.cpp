#include "analysis/candlesticks/block.hpp"

#include <algorithm>
#include <bit>

#include "analysis/candlesticks/simd.hpp"
#include "analysis/candlesticks/verdicts.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

constexpr std::size_t kNewest = 0;

/// Bit c of row r becomes bit r of row c.
void transpose(std::array<std::uint64_t, 64>& rows) {
  std::uint64_t mask = 0x00000000FFFFFFFF;
  for (std::size_t half = 32; half != 0; half >>= 1U, mask ^= mask << half) {
    for (std::size_t block = 0; block < 64; block += 2 * half) {
      for (std::size_t r = block; r < block + half; ++r) {
        const std::uint64_t exchanged = ((rows[r] >> half) ^ rows[r + half]) & mask;
        rows[r + half] ^= exchanged;
        rows[r] ^= exchanged << half;
      }
    }
  }
}

}  // namespace

/// The eight candles from a place on, and those before each of them.
template <class Eights>
class BatchKernel::View {
 public:
  TIDEMARK_INLINE View(const BatchKernel& block, std::size_t place) : block_{block}, place_{place} {}
  [[nodiscard]] TIDEMARK_INLINE Eights open(std::size_t ago) const { return field(kOpen, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights high(std::size_t ago) const { return field(kHigh, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights low(std::size_t ago) const { return field(kLow, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights close(std::size_t ago) const { return field(kClose, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights top(std::size_t ago) const { return field(kTop, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights bottom(std::size_t ago) const { return field(kBottom, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights body(std::size_t ago) const { return field(kBody, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights upper(std::size_t ago) const { return field(kUpper, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights lower(std::size_t ago) const { return field(kLower, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights range(std::size_t ago) const { return field(kRange, ago); }
  [[nodiscard]] TIDEMARK_INLINE Eights gauge(Gauge gauge, std::size_t ago) const {
    return Eights::load(block_.gauges_[index_of(gauge)].data() + place_ + ago);
  }
  [[nodiscard]] TIDEMARK_INLINE double reach(Penetration of) const { return block_.kernel_.settings_[of]; }

 private:
  [[nodiscard]] TIDEMARK_INLINE Eights field(Field field, std::size_t ago) const {
    return Eights::load(block_.fields_[field].data() + place_ + ago);
  }

  const BatchKernel& block_;
  std::size_t place_;
};

bool BatchKernel::can_take(const Kernel& kernel) {
  return kernel.gauges_.candles_ >= std::max<std::uint64_t>(kernel.gauges_.settled_, kernel.ready_.size());
}

/// Newest first, so that a place is an age and a comparison's bits fall where the words want them.
void BatchKernel::take(std::span<const core::CandleF, kCandles> candles) {
  for (std::size_t i = 0; i < kCandles; ++i) {
    const core::CandleF& candle = candles[kCandles - 1 - i];
    fields_[kOpen][i] = candle.open;
    fields_[kHigh][i] = candle.high;
    fields_[kLow][i] = candle.low;
    fields_[kClose][i] = candle.close;
  }
  for (std::size_t k = 1; k <= kFurthestAgo; ++k) {
    const Kernel::Slot& slot = kernel_.slot_ago(k);
    const std::size_t place = kCandles + k - 1;
    const Shape& s = slot.shape;
    const std::array<double, kFieldCount> values{s.open,   s.high, s.low,   s.close, s.top,
                                                 s.bottom, s.body, s.upper, s.lower, s.range};
    for (std::size_t f = 0; f < kFieldCount; ++f) fields_[f][place] = values[f];
    for (std::size_t g = 0; g < kGaugeCount; ++g) gauges_[g][place] = slot.gauges[g];
  }
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::measure() {
  for (std::size_t p = 0; p < kCandles; p += 8) {
    const auto open = Eights::load(&fields_[kOpen][p]);
    const auto high = Eights::load(&fields_[kHigh][p]);
    const auto low = Eights::load(&fields_[kLow][p]);
    const auto close = Eights::load(&fields_[kClose][p]);
    const auto top = larger(open, close);
    const auto bottom = smaller(open, close);
    const auto upper = high - top;
    const auto lower = bottom - low;
    top.store(&fields_[kTop][p]);
    bottom.store(&fields_[kBottom][p]);
    (top - bottom).store(&fields_[kBody][p]);
    upper.store(&fields_[kUpper][p]);
    lower.store(&fields_[kLower][p]);
    (high - low).store(&fields_[kRange][p]);
    (upper + lower).store(&shadows_[p]);
  }
}

const BatchKernel::Places& BatchKernel::ranges(RangeType type) const {
  switch (type) {
    case RangeType::kRealBody:
      return fields_[kBody];
    case RangeType::kHighLow:
      return fields_[kRange];
    case RangeType::kShadows:
      break;
  }
  return shadows_;
}

/// changes_[t][p]: newest - oldest of the track at the candle of that place.
void BatchKernel::take_changes() {
  GaugeBank& bank = kernel_.gauges_;
  for (std::size_t t = 0; t < bank.tracks_.size(); ++t) {
    Window& window = bank.tracks_[t].window;
    const Places& range = ranges(bank.tracks_[t].range);
    Places& change = changes_[t];
    const std::size_t period = window.capacity();
    const std::size_t within = kCandles - std::min(period, kCandles);
    for (std::size_t p = 0; p < within; ++p) change[p] = range[p] - range[p + period];
    for (std::size_t p = within; p < kCandles; ++p) change[p] = range[p] - window.newest(period + p - kCandles);
    for (std::size_t p = kCandles - within; p-- > 0;) window.exchange(range[p]);
  }
}

/// sums_[s][p]: the sum as it stood when the candle of that place came.
void BatchKernel::sum_up() {
  take_changes();
  GaugeBank& bank = kernel_.gauges_;
  // Eight chains of additions at a time: one alone would wait for itself.
  constexpr std::size_t kAbreast = 8;
  for (std::size_t first = 0; first < bank.sums_.size(); first += kAbreast) {
    std::array<double, kAbreast> total{};
    std::array<const double*, kAbreast> by{};
    for (std::size_t k = 0; k < kAbreast; ++k) {
      total[k] = bank.totals_[first + k];
      by[k] = changes_[bank.track_of_sum_[first + k]].data();
    }
    for (std::size_t p = kCandles; p-- > 0;) {
      // All loads before the stores, which might else be taken for the loads' source.
      std::array<double, kAbreast> change;
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kAbreast; ++k) change[k] = by[k][p];
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kAbreast; ++k) {
        sums_[first + k][p] = total[k];
        total[k] += change[k];
      }
    }
    const std::size_t count = std::min(kAbreast, bank.sums_.size() - first);
    std::copy_n(total.begin(), count, bank.totals_.begin() + static_cast<std::ptrdiff_t>(first));
  }
  bank.candles_ += kCandles;
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::mean() {
  const GaugeBank& bank = kernel_.gauges_;
  for (std::size_t s = 0; s < bank.sums_.size(); ++s) {
    const double period = bank.periods_[s];
    for (std::size_t p = 0; p < kCandles; p += 8) (Eights::load(&sums_[s][p]) / period).store(&sums_[s][p]);
  }
  const auto scale = [&](std::size_t gauge, const Places& from) {
    for (std::size_t p = 0; p < kCandles; p += 8) {
      (Eights::load(&from[p]) * bank.factors_[gauge]).store(&gauges_[gauge][p]);
    }
  };
  for (std::size_t g = 0; g < kGaugeCount; ++g) {
    if (bank.sum_of_gauge_[g] < bank.sums_.size()) scale(g, sums_[bank.sum_of_gauge_[g]]);
  }
  for (const auto& own : bank.own_) scale(index_of(own.gauge), ranges(own.range));
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::read_facts() {
  static_assert(std::endian::native == std::endian::little, "the byte of eight candles is placed in its word");
  auto* const bytes = reinterpret_cast<std::uint8_t*>(facts_.words.data());
  for (std::size_t group = 0; group < kCandles / 8; ++group) {
    const View<Eights> v{*this, group * 8};
#define TIDEMARK_READ_FACTS(name, definition) \
  bytes[8 * std::size_t{name} + group] = static_cast<std::uint8_t>((definition).bits());
    TIDEMARK_CANDLE_FACTS(TIDEMARK_READ_FACTS)
#undef TIDEMARK_READ_FACTS
  }
  for (std::size_t f = 0; f < kFactCount; ++f) bytes[8 * f + 7] = kernel_.facts_.words[f];
}

/// The last candles and facts become the kernel's.
void BatchKernel::give_back() {
  for (std::size_t f = 0; f < kFactCount; ++f) kernel_.facts_.words[f] = static_cast<std::uint8_t>(facts_.words[f]);
  kernel_.next_ += kCandles;
  for (std::size_t k = 1; k <= kFurthestAgo; ++k) {
    Kernel::Slot& slot = kernel_.slots_[(kernel_.next_ - k) % Kernel::kSlots];
    const auto f = [&](Field field) { return fields_[field][kNewest + k - 1]; };
    slot.shape = {f(kOpen),   f(kHigh), f(kLow),   f(kClose), f(kTop),
                  f(kBottom), f(kBody), f(kUpper), f(kLower), f(kRange)};
    for (std::size_t g = 0; g < kGaugeCount; ++g) slot.gauges[g] = gauges_[g][kNewest + k - 1];
  }
  kernel_.gauges_.averages(kernel_.slots_[kernel_.next_ % Kernel::kSlots].gauges);
}

void BatchKernel::hand_out(std::span<PatternHits, kCandles> hits) const {
  Verdicts<std::uint64_t> verdicts;
  judge(facts_, verdicts);
  const auto mark = [&](Pattern pattern, PatternSet PatternHits::* set) {
    const std::uint64_t found = verdicts.bullish[index_of(pattern)] | verdicts.bearish[index_of(pattern)];
    std::uint64_t where = verdicts.special[index_of(pattern)] & found & ((std::uint64_t{1} << kCandles) - 1);
    if ((kernel_.patterns_ & set_of(pattern)) == 0) where = 0;
    for (; where != 0; where &= where - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(where));
      hits[kCandles - 1 - place].*set |= set_of(pattern);
    }
  };
  for (const Pattern pattern : kGraded) mark(pattern, &PatternHits::touching);
  for (const Pattern pattern : kStaged) mark(pattern, &PatternHits::confirming);
  transpose(verdicts.bullish);
  transpose(verdicts.bearish);
  const PatternSet ready = kernel_.patterns_;
  for (std::size_t place = 0; place < kCandles; ++place) {
    PatternHits& hit = hits[kCandles - 1 - place];
    hit.ready |= ready;
    hit.bullish |= verdicts.bullish[place] & ready;
    hit.bearish |= verdicts.bearish[place] & ready;
  }
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::run(std::span<PatternHits, kCandles> hits) {
  measure<Eights>();
  sum_up();
  mean<Eights>();
  read_facts<Eights>();
  hand_out(hits);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void BatchKernel::run_wide(std::span<PatternHits, kCandles> hits) {
  run<Eight<4>>(hits);
}
#endif

void BatchKernel::update(std::span<const core::CandleF, kCandles> candles, std::span<PatternHits, kCandles> hits) {
  take(candles);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    run_wide(hits);
  } else {
    run<Eight<2>>(hits);
  }
#else
  run<Eight<2>>(hits);
#endif
  give_back();
}

}  // namespace tidemark::analysis::candlesticks

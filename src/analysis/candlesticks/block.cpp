#include "analysis/candlesticks/block.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "analysis/candlesticks/simd.hpp"
#include "analysis/candlesticks/verdicts.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

constexpr std::size_t kNewest = 0;

using Words __attribute__((vector_size(32))) = std::uint64_t;

TIDEMARK_INLINE void exchange(std::uint64_t* upper, std::uint64_t* lower, std::size_t half, std::uint64_t mask) {
  const std::uint64_t exchanged = ((*upper >> half) ^ *lower) & mask;
  *lower ^= exchanged;
  *upper ^= exchanged << half;
}

TIDEMARK_INLINE void exchange_four(std::uint64_t* upper, std::uint64_t* lower, std::size_t half, std::uint64_t mask) {
  Words a;
  Words b;
  std::memcpy(&a, upper, sizeof a);
  std::memcpy(&b, lower, sizeof b);
  const Words exchanged = ((a >> half) ^ b) & mask;
  b ^= exchanged;
  a ^= exchanged << half;
  std::memcpy(upper, &a, sizeof a);
  std::memcpy(lower, &b, sizeof b);
}

/// Bit c of row r becomes bit r of row c: squares of ever half the size are exchanged across the diagonal.
TIDEMARK_INLINE void transpose(std::array<std::uint64_t, 64>& rows) {
  std::uint64_t mask = 0x00000000FFFFFFFF;
  for (std::size_t half = 32; half != 0; half >>= 1U, mask ^= mask << half) {
    for (std::size_t block = 0; block < 64; block += 2 * half) {
      std::uint64_t* const upper = &rows[block];
      std::uint64_t* const lower = &rows[block + half];
      if (half >= 4) {
        for (std::size_t r = 0; r < half; r += 4) exchange_four(upper + r, lower + r, half, mask);
      } else {
        for (std::size_t r = 0; r < half; ++r) exchange(upper + r, lower + r, half, mask);
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
    return Eights::load(block_.means_of_[index_of(gauge)] + place_ + ago) *
           block_.kernel_.gauges_.factors_[index_of(gauge)];
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
bool BatchKernel::take(std::span<const core::CandleF, kCandles> candles) {
  bool fine = true;
  for (std::size_t i = 0; i < kCandles; ++i) {
    const core::CandleF& candle = candles[i];
    const std::size_t place = kCandles - 1 - i;
    fields_[kOpen][place] = candle.open;
    fields_[kHigh][place] = candle.high;
    fields_[kLow][place] = candle.low;
    fields_[kClose][place] = candle.close;
    fine &= acceptable(candle);
  }
  if (!fine) return false;
  const GaugeBank& bank = kernel_.gauges_;
  const std::size_t sums = bank.sums_.size();
  for (std::size_t k = 1; k <= kFurthestAgo; ++k) {
    const Kernel::Slot& slot = kernel_.slot_ago(k);
    const std::size_t place = kCandles + k - 1;
    const Shape& s = slot.shape;
    const std::array<double, kFieldCount> values{s.open,   s.high, s.low,   s.close, s.top,
                                                 s.bottom, s.body, s.upper, s.lower, s.range};
    for (std::size_t f = 0; f < kFieldCount; ++f) fields_[f][place] = values[f];
    shadows_[place] = s.upper + s.lower;
    if (k > kFurthestGaugeAgo) continue;
    for (std::size_t m = 0; m < sums; ++m) means_[m][place] = slot.means[bank.place_of_sum_[m]];
  }
  return true;
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

/// means_[s][p]: the sum as it stood when the candle of that place came.
void BatchKernel::sum_up() {
  take_changes();
  GaugeBank& bank = kernel_.gauges_;
  // Eight chains of additions at a time: one alone would wait for itself.
  constexpr std::size_t kAbreast = 8;
  for (std::size_t first = 0; first < bank.sums_.size(); first += kAbreast) {
    std::array<double, kAbreast> total;
    std::array<const double*, kAbreast> by;
    for (std::size_t k = 0; k < kAbreast; ++k) {
      total[k] = bank.totals_[bank.place_of_sum_[first + k]];
      by[k] = changes_[bank.track_of_sum_[first + k]].data();
    }
    for (std::size_t p = kCandles; p-- > 0;) {
      // All loads before the stores, which might else be taken for the loads' source.
      std::array<double, kAbreast> change;
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kAbreast; ++k) change[k] = by[k][p];
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kAbreast; ++k) {
        means_[first + k][p] = total[k];
        total[k] += change[k];
      }
    }
    for (std::size_t k = 0; k < kAbreast; ++k) bank.totals_[bank.place_of_sum_[first + k]] = total[k];
  }
  bank.candles_ += kCandles;
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::divide() {
  const GaugeBank& bank = kernel_.gauges_;
  for (std::size_t s = 0; s < bank.sums_.size(); ++s) {
    const double period = bank.sums_[s].period;
    for (std::size_t p = 0; p < kCandles; p += 8) (Eights::load(&means_[s][p]) / period).store(&means_[s][p]);
  }
  std::array<const double*, kMeanPlaces> lines;
  for (std::size_t m = 0; m < bank.sums_.size(); ++m) lines[bank.place_of_sum_[m]] = means_[m].data();
  for (const auto& own : bank.own_) lines[own.place] = ranges(own.range).data();
  for (std::size_t g = 0; g < kGaugeCount; ++g) means_of_[g] = lines[bank.mean_of_gauge_[g]];
}

template <class Eights>
TIDEMARK_INLINE void BatchKernel::read_facts() {
  static_assert(std::endian::native == std::endian::little, "the byte of eight candles is placed in its word");
  // Words of its own, which nothing else can alias: what is read of the candles stays in registers.
  Facts<std::uint64_t> facts;
  auto* const bytes = reinterpret_cast<std::uint8_t*>(facts.words.data());
  for (std::size_t group = 0; group < kCandles / 8; ++group) {
    const View<Eights> v{*this, group * 8};
#define TIDEMARK_READ_FACTS(name, definition) \
  bytes[8 * std::size_t{name} + group] = static_cast<std::uint8_t>((definition).bits());
    TIDEMARK_CANDLE_FACTS(TIDEMARK_READ_FACTS)
#undef TIDEMARK_READ_FACTS
  }
  for (std::size_t f = 0; f < kFactCount; ++f) bytes[8 * f + 7] = kernel_.facts_.words[f];
  facts_ = facts;
}

/// The last candles and facts become the kernel's.
void BatchKernel::give_back() {
  const GaugeBank& bank = kernel_.gauges_;
  const std::size_t sums = bank.sums_.size();
  for (std::size_t f = 0; f < kFactCount; ++f) kernel_.facts_.words[f] = static_cast<std::uint8_t>(facts_.words[f]);
  kernel_.next_ += kCandles;
  for (std::size_t k = 1; k <= kFurthestAgo; ++k) {
    Kernel::Slot& slot = kernel_.slots_[(kernel_.next_ - k) % Kernel::kSlots];
    const auto f = [&](Field field) { return fields_[field][kNewest + k - 1]; };
    slot.shape = {f(kOpen),   f(kHigh), f(kLow),   f(kClose), f(kTop),
                  f(kBottom), f(kBody), f(kUpper), f(kLower), f(kRange)};
    if (k > kFurthestGaugeAgo) continue;
    for (std::size_t m = 0; m < sums; ++m) slot.means[bank.place_of_sum_[m]] = means_[m][kNewest + k - 1];
    bank.add_own(slot.shape, slot.means);
  }
  bank.averages(kernel_.slots_[kernel_.next_ % Kernel::kSlots].means);
}

TIDEMARK_INLINE void BatchKernel::hand_out(std::span<PatternHits, kCandles> hits) const {
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
  divide<Eights>();
  read_facts<Eights>();
  hand_out(hits);
}

#if defined(TIDEMARK_WIDE_VECTORS)
[[gnu::target("avx2")]] void BatchKernel::run_by_four(std::span<PatternHits, kCandles> hits) {
  run<Eight<4>>(hits);
}

[[gnu::target("avx512f,avx512dq")]] void BatchKernel::run_by_eight(std::span<PatternHits, kCandles> hits) {
  run<Eight<8>>(hits);
}

void BatchKernel::run_widest(std::span<PatternHits, kCandles> hits) {
  if (__builtin_cpu_supports("avx512dq")) {
    run_by_eight(hits);
  } else if (__builtin_cpu_supports("avx2")) {
    run_by_four(hits);
  } else {
    run<Eight<2>>(hits);
  }
}
#else
void BatchKernel::run_widest(std::span<PatternHits, kCandles> hits) {
  run<Eight<2>>(hits);
}
#endif

bool BatchKernel::update(std::span<const core::CandleF, kCandles> candles, std::span<PatternHits, kCandles> hits) {
  if (!take(candles)) return false;
  run_widest(hits);
  give_back();
  return true;
}

}  // namespace tidemark::analysis::candlesticks

#include "analysis/batch/plan.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::analysis::batch {
namespace {

constexpr double kNotYet = std::numeric_limits<double>::quiet_NaN();
constexpr auto kBlockSize = static_cast<std::int64_t>(kBlock);
/// The past of a line is moved back once in at least so many candles.
constexpr std::size_t kRoomMin = 4 * kBlock;

/// So far ahead candles are asked for, that they are near when their block comes.
constexpr std::size_t kAhead = 2 * kBlock;

}  // namespace

/// A formula of whole blocks.
struct Plan::BlockStep final : Step {
  BlockStep(Line from, Line to, std::int64_t later, double constant, BlockFormula what)
      : of{from}, line{to}, delay{later}, with{constant}, formula{what} {}

  void bind(Plan& plan) override {
    in = plan.reading(of, delay);
    out = plan.writing(line);
  }
  void run(std::size_t cursor, std::int64_t newest) override {
    formula(in + cursor, out + cursor, newest - delay * kBlockSize, with);
  }

  Line of;
  Line line;
  std::int64_t delay;
  double with;
  BlockFormula formula;
  const double* in{nullptr};
  double* out{nullptr};
};

Plan::Plan() {
  new_lines(kInputCount, 0, 0, 0);
}

const Line* Plan::known(const void* what, std::span<const Line> of, std::span<const double> with) const {
  const auto same = [&](const Known& one) {
    return one.what == what && std::ranges::equal(one.of, of) && std::ranges::equal(one.with, with);
  };
  const auto found = std::ranges::find_if(known_, same);
  return found == known_.end() ? nullptr : &found->line;
}

Line Plan::new_lines(std::size_t count, std::int64_t from, std::int64_t delay, std::int64_t offset) {
  const Line first{static_cast<std::uint32_t>(stores_.size()), 0};
  for (std::size_t k = 0; k < count; ++k) {
    stores_.push_back({.from = from, .delay = delay, .offset = offset, .past = 0, .values = {}});
  }
  delay_ = std::max(delay_, delay);
  return first;
}

std::int64_t Plan::latest_from(std::span<const Line> of) const {
  std::int64_t latest = 0;
  for (const Line line : of) latest = std::max(latest, from(line));
  return latest;
}

std::int64_t Plan::largest_delay(std::span<const Line> of) const {
  std::int64_t largest = 0;
  for (const Line line : of) largest = std::max(largest, stores_[line.index_].delay);
  return largest;
}

void Plan::will_read(Line line, std::int64_t delay, std::size_t past) {
  Store& store = stores_[line.index_];
  const auto later = static_cast<std::size_t>(delay - store.offset) * kBlock;
  store.past = std::max(store.past, later + line.ago_ + past);
}

double* Plan::reading(Line line, std::int64_t delay) {
  Store& store = stores_[line.index_];
  return store.values.data() + store.past - static_cast<std::size_t>(delay - store.offset) * kBlock - line.ago_;
}

double* Plan::writing(Line line) {
  Store& store = stores_[line.index_];
  return store.values.data() + store.past;
}

Line Plan::map_block(Line of, const Block& block, BlockFormula formula) {
  const std::array key{static_cast<double>(block.past), static_cast<double>(block.from), block.with};
  const auto* what = reinterpret_cast<const void*>(formula);
  if (const Line* line = known(what, std::span{&of, 1}, key)) return *line;
  const std::int64_t delay = largest_delay(std::span{&of, 1});
  will_read(of, delay, static_cast<std::size_t>(block.past));
  const Line line = new_lines(1, from(of) + block.from, delay, delay);
  steps_.push_back(std::make_unique<BlockStep>(of, line, delay, block.with, formula));
  known_.push_back({what, {of}, {key.begin(), key.end()}, line});
  return line;
}

/// The chain is given values from candle `begins` on, answers from `answers` on, and can run abreast from `settled` on.
template <class Kind>
Line Plan::chain(std::array<Line, Kind::kInputs> in, typename Kind::Block block, std::vector<double> with,
                 std::int64_t begins, std::int64_t answers, std::int64_t settled) {
  if (const Line* line = known(&kMark<Kind>, in, with)) return *line;
  const std::int64_t delay = largest_delay(in);
  for (const Line line : in) will_read(line, delay);
  const Line line = new_lines(1, answers, delay + 1, delay);
  std::get<Bank<Kind>>(banks_).laid.push_back(
      {.chain = {.block = std::move(block), .from = begins, .lag = delay * kBlockSize}, .in = in, .out = line});
  settled_ = std::max(settled_, settled + delay * kBlockSize);
  known_.push_back({&kMark<Kind>, {in.begin(), in.end()}, std::move(with), line});
  return line;
}

Line Plan::ema(Line x, int period, int skip, double k) {
  const std::int64_t begins = from(x);
  const std::int64_t seeded = begins + skip + period - 1;
  return chain<EmaKind>({x}, Ema{period, skip, k}, {static_cast<double>(period), static_cast<double>(skip), k}, begins,
                        seeded, seeded + 1);
}

Line Plan::wilder_mean(Line x, int period) {
  const std::int64_t seeded = from(x) + period - 1;
  return chain<WilderMeanKind>({x}, WilderMean{period}, {static_cast<double>(period)}, from(x), seeded, seeded + 1);
}

Line Plan::wilder_sum(Line x, int period) {
  // It could answer one value earlier; those who use it do not ask.
  const std::int64_t answers = from(x) + period - 1;
  return chain<WilderSumKind>({x}, WilderSum{period}, {static_cast<double>(period)}, from(x), answers, answers + 1);
}

Line Plan::rolling_sum(Line x, int period) {
  const std::int64_t full = from(x) + period - 1;
  return chain<RollingSumKind>({x, x.before(period - 1)}, RollingSum{period}, {}, from(x), full, full + 1);
}

Line Plan::weighted_sum(Line x, int period) {
  const std::int64_t full = from(x) + period - 1;
  return chain<WeightedSumKind>({x, x.before(period)}, WeightedSum{period}, {}, from(x), full, full + 1);
}

Line Plan::total(Line x) {
  return chain<TotalKind>({x}, RunningTotal{}, {}, from(x), from(x), from(x));
}

void Plan::add_output(Line line, int from) {
  will_read(line, stores_[line.index_].delay);
  outputs_.push_back({line, from});
}

void Plan::bind() {
  std::size_t longest = 0;
  for (const Store& store : stores_) longest = std::max(longest, store.past);
  room_ = std::max(kRoomMin, longest / 4 / kBlock * kBlock);
  for (Store& store : stores_) store.values.assign(store.past + room_, 0);
  for (const auto& step : steps_) step->bind(*this);
  const auto bind_bank = [this]<class Kind>(Bank<Kind>& bank) {
    for (Laid<Kind>& laid : bank.laid) {
      for (std::size_t k = 0; k < laid.in.size(); ++k)
        laid.chain.in[k] = reading(laid.in[k], laid.chain.lag / kBlockSize);
      laid.chain.out = writing(laid.out);
      bank.chains.add(laid.chain);
    }
  };
  std::apply([&](auto&... bank) { (bind_bank(bank), ...); }, banks_);
}

void Plan::load(std::span<const core::CandleF> candles, std::size_t first) {
  const std::array<double*, kVolume + 1> to{writing(open()) + cursor_, writing(high()) + cursor_,
                                            writing(low()) + cursor_, writing(close()) + cursor_,
                                            writing(volume()) + cursor_};
  // After the last candle come copies of it, which nobody asks for.
  std::array<core::CandleF, kBlock> padded;
  std::span<const core::CandleF> block{padded};
  if (first + kBlock <= candles.size()) {
    block = candles.subspan(first, kBlock);
  } else {
    padded.fill(candles.back());
    if (first < candles.size()) std::ranges::copy(candles.subspan(first), padded.begin());
  }
  for (std::size_t i = 0; i < kBlock; ++i) {
    __builtin_prefetch(candles.data() + std::min(first + kAhead + i, candles.size() - 1));
    const core::CandleF& candle = block[i];
    to[kOpen][i] = candle.open;
    to[kHigh][i] = candle.high;
    to[kLow][i] = candle.low;
    to[kClose][i] = candle.close;
    to[kVolume][i] = candle.volume;
  }
}

void Plan::run_chains_abreast() {
  run_widest([this] {
    for (std::size_t i = cursor_; i < cursor_ + kBlock; i += 4) {
      std::apply([i](auto&... bank) { (bank.chains.run_four(i), ...); }, banks_);
    }
  });
}

void Plan::run_chains(std::int64_t newest) {
  if (newest < settled_) {
    std::apply([&](auto&... bank) { (bank.chains.run_alone(cursor_, newest), ...); }, banks_);
    return;
  }
  if (!abreast_) {
    const double* idle = stores_[kZero].values.data();
    double* waste = stores_[kWaste].values.data();
    std::apply([&](auto&... bank) { (bank.chains.join(idle, waste), ...); }, banks_);
    abreast_ = true;
  }
  run_chains_abreast();
}

/// The blocks since the cursor began, of which the one at the cursor is `iteration`. All at once, because a cache takes
/// to few long writes more kindly than to many short ones in turn.
void Plan::hand_out(std::int64_t iteration, std::span<const std::span<double>> columns, std::size_t count) const {
  const auto begun = iteration - static_cast<std::int64_t>(cursor_ / kBlock);
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    const Output& output = outputs_[o];
    const Store& store = stores_[output.line.index_];
    const std::int64_t first = (begun - store.delay) * kBlockSize;
    const std::int64_t from = std::max<std::int64_t>(first, 0);
    const std::int64_t to =
        std::min(first + static_cast<std::int64_t>(cursor_ + kBlock), static_cast<std::int64_t>(count));
    if (from >= to) continue;
    const std::size_t back = static_cast<std::size_t>(store.delay - store.offset) * kBlock + output.line.ago_;
    const double* const values = store.values.data() + store.past - back;
    double* const column = columns[o].data();
    std::copy(values + (from - first), values + (to - first), column + from);
    if (from < output.from) std::fill(column + from, column + std::min(to, output.from), kNotYet);
  }
}

void Plan::move_on() {
  cursor_ += kBlock;
  if (cursor_ < room_) return;
  cursor_ = 0;
  for (Store& store : stores_) {
    const auto past = store.values.begin() + static_cast<std::ptrdiff_t>(room_);
    std::copy(past, store.values.end(), store.values.begin());
  }
}

void Plan::run(std::span<const core::CandleF> candles, std::span<const std::span<double>> columns) {
  bind();
  const auto blocks = static_cast<std::int64_t>((candles.size() + kBlock - 1) / kBlock);
  for (std::int64_t iteration = 0; iteration < blocks + delay_ && blocks > 0; ++iteration) {
    const std::int64_t newest = iteration * kBlockSize;
    load(candles, static_cast<std::size_t>(newest));
    for (const auto& step : steps_) step->run(cursor_, newest);
    run_chains(newest);
    const bool is_last = iteration + 1 == blocks + delay_;
    if (is_last || cursor_ + kBlock == room_) hand_out(iteration, columns, candles.size());
    move_on();
  }
}

}  // namespace tidemark::analysis::batch

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/kernel/knobs.hpp"
#include "analysis/structure/fractals.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::structure {

/// What a candle that is a high and a low fractal at once counts as: within it nobody knows which came first.
enum class OutsideCandle : std::uint8_t {
  kContinue,  ///< the end that extends the present leg, else the one that turns it; never both
  kHigh,      ///< a high (the smart-money-concepts library)
};
inline constexpr std::array<std::string_view, 2> kOutsideCandleNames{"continue", "high"};

/// What a fractal further out on the side of the present swing does.
enum class SwingExtension : std::uint8_t {
  kFurther,  ///< takes the swing's place
  kNever,    ///< nothing: the first fractal stands (LuxAlgo's pivots)
};
inline constexpr std::array<std::string_view, 2> kSwingExtensionNames{"further", "never"};

/// Whether the series itself begins with a swing.
enum class FirstCandle : std::uint8_t {
  kOrdinary,
  kSwing,  ///< the first candle's other end is the swing before the first one (the smart-money-concepts library)
};
inline constexpr std::array<std::string_view, 2> kFirstCandleNames{"ordinary", "swing"};

/// Settings of fractals and swings. check_settings() names what is out of range.
struct SwingSettings {
  int left{2};   ///< candles before a fractal, 0 … kFractalSideMax
  int right{2};  ///< candles after it, 1 … kFractalSideMax
  FractalTies ties{FractalTies::kLast};
  OutsideCandle outside{OutsideCandle::kContinue};
  SwingExtension extension{SwingExtension::kFurther};
  FirstCandle first{FirstCandle::kOrdinary};
  int atr_period{14};      ///< candles, 1 … 1000
  double atr_multiple{1};  ///< least leg in average true ranges, 0 … 100; 0: every fractal turns, without warm-up
  int skip{0};             ///< candles at the beginning of the series that are no swings, 0 … 10000

  friend bool operator==(const SwingSettings&, const SwingSettings&) = default;

  [[nodiscard]] FractalShape shape() const { return {left, right, ties}; }
  /// Swings as the smart-money-concepts library 0.0.27 has them once all candles are in: `length` - 1 candles before,
  /// `length` after, none among the first 2 * `length` - 1 candles but the first, no filter. length 1 …
  /// kFractalSideMax.
  [[nodiscard]] static SwingSettings smart_money(int length) {
    return {.left = length - 1,
            .right = length,
            .ties = FractalTies::kAny,
            .outside = OutsideCandle::kHigh,
            .first = FirstCandle::kSwing,
            .atr_multiple = 0,
            .skip = 2 * length - 1};
  }
  /// Pivots as LuxAlgo's Smart Money Concepts script has them: a candle beyond the `length` candles after it turns the
  /// leg, whatever came before it, and stands. (Its first pivot can only be a low; ours is whichever comes first.)
  [[nodiscard]] static SwingSettings lux_algo(int length) {
    return {.left = 0,
            .right = length,
            .ties = FractalTies::kStrict,
            .outside = OutsideCandle::kHigh,
            .extension = SwingExtension::kNever,
            .atr_multiple = 0};
  }
};
[[nodiscard]] std::span<const Knob<SwingSettings>> knobs_of(const SwingSettings& settings);
[[nodiscard]] core::Status check_settings(const SwingSettings& settings);

enum class SwingStage : std::uint8_t {
  kFormed,     ///< a fractal turned the leg: the swing stands there for now
  kExtended,   ///< a fractal further out took its place
  kConfirmed,  ///< the leg back has begun with a swing at the other end: final
};
inline constexpr std::array<std::string_view, 3> kSwingStageNames{"formed", "extended", "confirmed"};

/// One thing that became known of a swing. Never changed once said.
struct Swing {
  std::uint64_t number{0};  ///< 1, 2 …: the same for all that is said of one swing; highs and lows alternate
  End end{End::kHigh};
  SwingStage stage{SwingStage::kFormed};
  Moment at;        ///< the candle whose high or low it is
  double price{0};  ///< that high or low
  Moment known;     ///< the candle whose close made it known
  double leg{0};    ///< distance from the swing before, in price; 0 for the first swing

  friend bool operator==(const Swing&, const Swing&) = default;
};

void save_swing(const std::optional<Swing>& swing, core::ByteWriter& out);
[[nodiscard]] bool load_swing(std::optional<Swing>& swing, core::ByteReader& in);

/// Swings: the turning points of the market, highs and lows in turn. The first fractal is the first swing. After a
/// swing low, a high fractal turns the leg when it lies at least atr_multiple average true ranges (Wilder's, as of the
/// candle that confirms the fractal) above it; a lower low fractal instead carries the swing low on. Equal fractals
/// change nothing: the first stands. Highs mirror lows.
///
/// Alternation without rewriting: who waits for the leg back to be sure hears of every turn one leg late, and who
/// publishes the first fractal at once must take it back when a further one follows. So both are said, as events of
/// their own: kFormed at once, kExtended when a further fractal supersedes it, kConfirmed when the other end has
/// formed. The kConfirmed ones alone are the alternating swings of the finished chart (each known one leg late); the
/// last formed or extended one is the swing of the leg in progress. Nothing that was said changes.
///
/// Source: fractals of B. Williams; turning points filtered by ATR are the usual form of the zigzag (W. Wilder's
/// average true range for a threshold that follows volatility). SwingSettings::smart_money() gives those of
/// joshyattridge/smart-money-concepts instead.
class SwingTracker {
 public:
  /// `settings` have passed check_settings().
  explicit SwingTracker(const SwingSettings& settings) : settings_{settings} {}

  /// Candles of history it looks back at.
  [[nodiscard]] static std::size_t reach(const SwingSettings& settings) {
    return static_cast<std::size_t>(settings.left) + static_cast<std::size_t>(settings.right) + 1;
  }
  /// What the newest candle of `history` made known, in order: at most two events, kConfirmed before kFormed. `hits`
  /// are find_fractals() of that candle.
  struct Said {
    std::array<Swing, 2> swings;
    std::size_t count{0};

    void say(const Swing& swing) { swings[count++] = swing; }
    [[nodiscard]] std::span<const Swing> span() const& { return std::span{swings}.first(count); }
    [[nodiscard]] std::span<const Swing> span() const&& = delete;
  };
  Said update(const History& history, const FractalHits& hits);

  /// The swing of the leg in progress, as formed or last extended.
  [[nodiscard]] const std::optional<Swing>& current() const { return current_; }
  /// The newest final swing.
  [[nodiscard]] const std::optional<Swing>& confirmed() const { return confirmed_; }

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  [[nodiscard]] std::optional<End> end_of(const History& history, const FractalHits& hits) const;
  [[nodiscard]] bool turns(const History& history, double price) const;
  void begin(Swing first, Said& said);
  void extend(Swing further, Said& said);
  void turn(Swing next, Said& said);

  SwingSettings settings_;
  std::optional<Swing> current_;
  std::optional<Swing> confirmed_;
  core::CandleF first_candle_;  ///< of the series, where it counts as a swing
};

/// Fractals and swings of one series on their own: (settings, state, candle) -> swings. Batch is the same code fed from
/// an array. Allocates nothing after construction but what `out` needs to grow. Not thread-safe.
class SwingFinder {
 public:
  /// `settings` have passed check_settings().
  explicit SwingFinder(const SwingSettings& settings = {});

  /// Feeds one closed candle and appends what it made known. A candle that is not finite is refused: nothing is said
  /// and nothing changes.
  void update(const core::CandleF& candle, std::vector<Swing>& out);

  [[nodiscard]] const History& history() const { return history_; }
  [[nodiscard]] const SwingTracker& tracker() const { return tracker_; }
  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of these settings; the finder must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  SwingSettings settings_;
  History history_;
  SwingTracker tracker_;
};

}  // namespace tidemark::analysis::structure

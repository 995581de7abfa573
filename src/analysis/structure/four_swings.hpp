#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/breaks.hpp"

namespace tidemark::analysis::structure {

/// BOS and CHoCH by four swings: of four consecutive final swings A B C D, low high low high with A < C < B < D is a
/// bullish BOS at B, with D > B > A > C a bullish CHoCH; high low high low with A > C > B > D is a bearish BOS, with
/// D < B < A < C a bearish CHoCH. It counts once a candle from the second after B on has closed (or, as an option,
/// traded) beyond B, so it is known at the later of D's finality and the break. A later one (by B) that is broken no
/// later than an earlier one takes the earlier one's place: one not yet broken is then never said, one already said is
/// followed by kInvalidated. The event runs from B's candle to the one that breaks; price is B's, as the library has it
/// in single precision; measure is the distance from B to D in price.
///
/// Source: joshyattridge/smart-money-concepts 0.0.27, `bos_choch`, without its look-ahead: the final table is the same,
/// each row at the time it could be known. At most kPendingMax may wait for their break; an older one is given up.
class FourSwingBreaks {
 public:
  static constexpr std::size_t kPendingMax = 64;
  static constexpr std::size_t kSaidMax = 64;

  explicit FourSwingBreaks(BreakBy by) : by_{by} {}

  void update(const Telling& tell, const SwingTracker::Said& said);

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  /// A swing as one of the four, with its first break from the second candle after it on.
  struct Watched {
    Swing swing;
    std::optional<Moment> broken;
  };
  struct Found {
    Kind kind{Kind::kBreakOfStructure};
    Side side{Side::kBullish};
    std::uint64_t id{0};  ///< 0 until said
    std::uint64_t swing{0};
    Moment from{};
    Moment at{};  ///< of the break
    double level{0};
    double reach{0};

    static auto fields(auto& self) {
      return std::tie(self.kind, self.side, self.id, self.swing, self.from, self.at, self.level, self.reach);
    }
    [[nodiscard]] bool valid() const { return kind <= Kind::kAbcPattern && side <= Side::kNeutral; }
  };

  void watch(const History& history, const Swing& swing);
  void look_for_break(const History& history, std::int64_t index, Watched& watched) const;
  [[nodiscard]] std::optional<Found> judge() const;
  void say(const Telling& tell, Found found);
  void end(const Telling& tell, const Found& found) const;

  BreakBy by_;
  std::array<std::optional<Watched>, 4> swings_;  ///< A B C D, D the last final one
  std::optional<Watched> current_;                ///< of the leg in progress
  BoundedList<Found> pending_{kPendingMax};
  BoundedList<Found> said_{kSaidMax};
  std::array<std::uint64_t, 2> counts_{};
};

}  // namespace tidemark::analysis::structure

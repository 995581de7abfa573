#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "decision/factor.hpp"
#include "decision/weights.hpp"

namespace tidemark::decision {

struct ConfluenceSettings {
  double tolerance_pips{5};     ///< how far a level may lie from the price that it counts at
  double max_distance_pips{5};  ///< the same for a supply or demand zone, from its nearer edge; inside it is 0
  double fibonacci_bonus{1.2};  ///< what the score is multiplied by when a Fibonacci level meets a zone, 1 … 2
  double bonus_pips{2};         ///< how near they must be: from the level to the zone, inside it is 0
};

/// What scores are reckoned in.
struct Frame {
  double present{0};  ///< the price now: where states of the market bear
  double pip{0};      ///< in price, > 0
  Weights weights;
  ConfluenceSettings settings;
};

/// How many reasons agree at a price, 0 … 1: the sum over the factor types of weight x the value of the type's
/// strongest factor that counts there, times the bonus, at most 1. Several factors of one type are one reason.
struct Score {
  std::array<double, kFactorTypeCount> contributions{};
  /// Place, in the factors scored, of the one each type's contribution comes from.
  std::array<std::optional<std::uint32_t>, kFactorTypeCount> strongest{};
  double bonus{0};  ///< what the Fibonacci bonus added
  /// Exactly the contributions, added in the order of their types, plus `bonus`.
  double total{0};

  /// Without supply and demand and the bonus it may bring: what is the same with that capability off.
  [[nodiscard]] double without_zones() const;
};

/// Whether a factor counts at a price: a level within the tolerance, a zone within its distance, a state of the market
/// where the present price is within the tolerance.
[[nodiscard]] bool counts_at(const Factor& factor, double price, const Frame& frame);
/// Of the factors on that side. More of them, or stronger ones, never lower it.
[[nodiscard]] Score score_at(std::span<const Factor> factors, Side side, double price, const Frame& frame);

/// One row of features for a model.
struct ZoneFeatures {
  std::uint16_t factor_count{0};
  std::uint16_t type_count{0};
  double mean_strength{0};
  std::uint16_t sd_zone_count{0};
  double sd_zone_strength_avg{0};
  std::uint16_t sd_fibonacci_alignment_count{0};  ///< Fibonacci levels within bonus_pips of a zone
  std::uint16_t sd_fresh_zone_count{0};           ///< never tested
  std::uint16_t sd_tested_zone_count{0};

  friend bool operator==(const ZoneFeatures&, const ZoneFeatures&) = default;
};

/// A price at which levels of one side cluster.
struct ConfluenceZone {
  Side side{Side::kNone};
  double price{0};  ///< the level the others cluster about
  double top{0};    ///< of the levels that count here; supply and demand zones reach beyond
  double bottom{0};
  Score score;  ///< its places are in Confluence::factors, from `first` on
  ZoneFeatures features;
  std::uint32_t first{0};  ///< its factors: Confluence::factors[first … first + count)
  std::uint32_t count{0};
};

/// The confluence of one timeframe's chart when a candle of it closed.
struct Confluence {
  core::Timestamp time;      ///< open time of that candle
  core::Timestamp known_at;  ///< when it was known
  Frame frame;
  std::vector<ConfluenceZone> zones;  ///< highest score first
  std::vector<Factor> factors;        ///< those of the zones, zone by zone; one may stand in several

  [[nodiscard]] std::span<const Factor> factors_of(const ConfluenceZone& zone) const {
    return std::span{factors}.subspan(zone.first, zone.count);
  }
};

/// Finds confluence zones. Every level that is no supply or demand zone is a place where one may be; of those within
/// the tolerance of each other the one with the highest score without zones stays (of equal ones the lower), and of all
/// that stay the kZonesMax highest by that score. So which prices are named does not depend on whether supply and
/// demand is looked for, only their scores do. A factor counts for each price it is near. Allocates nothing once warm.
/// Not thread-safe.
class ConfluenceFinder {
 public:
  static constexpr std::size_t kZonesMax = 8;

  /// Fills zones, factors and frame of `out`.
  void find(std::span<const Factor> factors, const Frame& frame, Confluence& out);

 private:
  /// A level that may be a place: what its type would add there, and where it stands among the factors.
  struct Level {
    double price{0};
    double worth{0};  ///< weight x value
    std::uint32_t index{0};
    std::uint8_t type{0};  ///< its place among the types of levels
    Side side{Side::kNone};
  };
  struct Place {
    Side side{Side::kNone};
    double price{0};
    double rank{0};
  };

  void sort_out(std::span<const Factor> factors, const Frame& frame);
  void rank_places(const Frame& frame);
  void choose(double tolerance);
  /// Fills near_ with what counts at a place.
  void gather(std::span<const Factor> factors, const Place& place, const Frame& frame);

  std::vector<Level> levels_;             ///< by price
  std::vector<std::uint32_t> zones_;      ///< by their index
  std::vector<std::uint32_t> states_;     ///< of the market, by their index
  std::array<double, 2> present_rank_{};  ///< what the states of the market add, bullish and bearish
  std::vector<Place> places_;             ///< a heap while some are chosen
  std::vector<Place> chosen_;
  std::vector<std::uint32_t> counted_;
  std::vector<Factor> near_;
};

}  // namespace tidemark::decision

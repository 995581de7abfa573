#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::app {

/// A chart over time as one SVG element, styled by the page's classes: `line`, `area`, `grid`, `label` and those given
/// here. Coordinates are rounded to a tenth of a unit.
class SvgChart {
 public:
  struct Frame {
    core::Timestamp from;
    core::Timestamp to;
    double low{0};
    double high{1};
    double height{260};
    std::string_view unit{};  ///< behind the numbers of the vertical axis
  };
  struct Point {
    core::Timestamp at;
    double value{0};
  };
  enum class Marker : std::uint8_t { kUp, kDown };

  /// `frame.high` above `frame.low`; a little room is left above and below.
  explicit SvgChart(const Frame& frame);

  void line(std::string_view style, std::span<const Point> points);
  /// Filled down to `base`.
  void area(std::string_view style, std::span<const Point> points, double base);
  void marker(Marker kind, std::string_view style, const Point& point, std::string_view title);
  void segment(std::string_view style, const Point& from, const Point& to);

  [[nodiscard]] std::string finish() &&;

 private:
  [[nodiscard]] std::string x(core::Timestamp at) const;
  [[nodiscard]] std::string y(double value) const;
  [[nodiscard]] std::string path(std::span<const Point> points) const;
  void grid();

  Frame frame_;
  std::string text_;
};

}  // namespace tidemark::app

#include "app/backtest/svg_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/analyze_reading.hpp"
#include "net/html_text.hpp"

namespace tidemark::app {
namespace {

constexpr double kWidth = 1000;
constexpr double kLeft = 64;
constexpr double kBottom = 22;
constexpr double kRoom = 0.04;  // above and below, of the range

std::string coordinate(double value) {
  return fixed_text(value, 1);
}

/// 1, 2 or 5 times a power of ten, so that about five of them make the range.
double grid_step(double range) {
  const double raw = range / 5;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= raw) return times * power;
  }
  return 10 * power;
}

int decimals_for(double step) {
  return std::clamp(static_cast<int>(-std::floor(std::log10(step))), 0, 8);
}

}  // namespace

SvgChart::SvgChart(const Frame& frame) : frame_{frame} {
  if (!(frame_.high > frame_.low)) {
    frame_.high += 1;
    frame_.low -= 1;
  }
  const double room = (frame_.high - frame_.low) * kRoom;
  frame_.high += room;
  frame_.low -= room;
  text_ = "<svg viewBox=\"0 0 " + coordinate(kWidth) + ' ' + coordinate(frame_.height) +
          "\" preserveAspectRatio=\"none\" role=\"img\">\n";
  grid();
}

std::string SvgChart::x(core::Timestamp at) const {
  const double whole = static_cast<double>(std::max<std::int64_t>((frame_.to - frame_.from).ns, 1));
  return coordinate(kLeft + (kWidth - kLeft) * static_cast<double>((at - frame_.from).ns) / whole);
}

std::string SvgChart::y(double value) const {
  return coordinate((frame_.height - kBottom) * (frame_.high - value) / (frame_.high - frame_.low));
}

void SvgChart::grid() {
  const double step = grid_step(frame_.high - frame_.low);
  const auto first = static_cast<std::int64_t>(std::ceil(frame_.low / step));
  const auto last = static_cast<std::int64_t>(std::floor(frame_.high / step));
  for (std::int64_t i = first; i <= last; ++i) {
    const double value = static_cast<double>(i) * step;
    const std::string at = y(value);
    text_.append("<line class=\"grid\" x1=\"").append(coordinate(kLeft)).append("\" x2=\"").append(coordinate(kWidth));
    text_.append("\" y1=\"").append(at).append("\" y2=\"").append(at).append("\"/>");
    text_.append("<text class=\"label end\" x=\"").append(coordinate(kLeft - 6)).append("\" y=\"").append(at);
    text_.append("\" dy=\"4\">").append(fixed_text(value, decimals_for(step))).append(frame_.unit).append("</text>\n");
  }
  constexpr std::int64_t kDates = 6;
  for (std::int64_t i = 0; i < kDates; ++i) {
    const core::Timestamp at{frame_.from.ns + (frame_.to.ns - frame_.from.ns) / kDates * i};
    text_ += "<text class=\"label\" x=\"" + x(at) + "\" y=\"" + coordinate(frame_.height - 6) + "\">" +
             core::format_iso(at).substr(0, 10) + "</text>\n";
  }
}

std::string SvgChart::path(std::span<const Point> points) const {
  std::string text;
  for (const Point& point : points) {
    text += (text.empty() ? "M" : "L") + x(point.at) + ' ' + y(point.value);
  }
  return text;
}

void SvgChart::line(std::string_view style, std::span<const Point> points) {
  if (points.empty()) return;
  text_ += "<path class=\"line " + std::string{style} + "\" d=\"" + path(points) + "\"/>\n";
}

void SvgChart::area(std::string_view style, std::span<const Point> points, double base) {
  if (points.empty()) return;
  const std::string floor = y(base);
  text_ += "<path class=\"area " + std::string{style} + "\" d=\"" + path(points) + 'L' + x(points.back().at) + ' ' +
           floor + 'L' + x(points.front().at) + ' ' + floor + "Z\"/>\n";
}

void SvgChart::marker(Marker kind, std::string_view style, const Point& point, std::string_view title) {
  const std::string shape = kind == Marker::kUp ? "l-4 8h8z" : "l-4 -8h8z";
  text_ += "<path class=\"" + std::string{style} + "\" d=\"M" + x(point.at) + ' ' + y(point.value) + shape +
           "\"><title>" + net::html_text(title) + "</title></path>\n";
}

void SvgChart::segment(std::string_view style, const Point& from, const Point& to) {
  const std::array points{from, to};
  text_ += "<path class=\"line " + std::string{style} + "\" d=\"" + path(points) + "\"/>\n";
}

std::string SvgChart::finish() && {
  return std::move(text_) + "</svg>\n";
}

}  // namespace tidemark::app

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/structure/event.hpp"

namespace tidemark::analysis::structure {

/// A daily session by its first and last minute of the day, UTC. From the end back to the start when it spans midnight.
struct SessionHours {
  int start{0};  ///< minutes after midnight, 0 … 1439
  int end{0};    ///< 0 … 1439; the same as start: no session
};
inline constexpr std::size_t kSessionCount = 3;
inline constexpr std::array<std::string_view, kSessionCount> kTradingSessionNames{"asia", "london", "new_york"};

/// Whether a candle that opens exactly at the end still belongs.
enum class SessionEnd : std::uint8_t { kExcluded, kIncluded };
inline constexpr std::array<std::string_view, 2> kSessionEndNames{"excluded", "included"};

struct SessionSettings {
  /// Tokyo 00:00-09:00, London 07:00-16:00, New York 13:00-22:00: the hours of the smart-money-concepts library.
  std::array<SessionHours, kSessionCount> hours{{{0, 540}, {420, 960}, {780, 1320}}};
  SessionEnd end{SessionEnd::kExcluded};
};

/// Session: the candles that open within fixed hours of a day in UTC, without daylight saving. kFormed with its first
/// candle; kCompleted, with its highest high and lowest low, known with the first candle after it (or of the next one).
/// part is the session's place in kTradingSessionNames; measure is high - low, confidence 1.
///
/// Source: common usage; hours and the inclusive end as an option from joshyattridge/smart-money-concepts 0.0.27.
class Sessions {
 public:
  explicit Sessions(const SessionSettings& settings) : settings_{settings} {}

  void update(const Telling& tell);

  /// As of the newest candle.
  struct Running {
    bool active{false};
    std::uint64_t id{0};
    std::int64_t day{0};  ///< on which it began, days since 1970
    Moment from{};
    Moment last{};
    double high{0};
    double low{0};

    static auto fields(auto& self) {
      return std::tie(self.active, self.id, self.day, self.from, self.last, self.high, self.low);
    }
  };
  [[nodiscard]] const Running& session(std::size_t part) const { return running_[part]; }

  static auto fields(auto& self) { return std::tie(self.running_, self.sessions_); }

 private:
  SessionSettings settings_;
  std::array<Running, kSessionCount> running_;
  std::uint64_t sessions_{0};
};

}  // namespace tidemark::analysis::structure

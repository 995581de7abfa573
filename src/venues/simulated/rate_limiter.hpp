#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::venues::simulated {

/// Request weights of one market by client address, in whole minutes of the venue's clock, as Binance counts them. Over
/// the budget: 429; a client that goes on is banned with 418, two minutes at first and twice as long each time.
class RateLimiter {
 public:
  explicit RateLimiter(int budget) : budget_{budget} {}

  /// A request that must not be served.
  struct Refusal {
    int status{429};
    core::Duration retry_after;
    core::Timestamp until;
  };
  struct Outcome {
    int used{0};  ///< of this minute, this request included
    std::optional<Refusal> refusal;
  };
  [[nodiscard]] Outcome take(std::string_view client, int weight, core::Timestamp now);
  [[nodiscard]] int budget() const { return budget_; }

 private:
  struct Client {
    core::Timestamp minute;
    int used{0};
    int refused{0};  ///< requests after the budget was gone, in this minute
    core::Timestamp banned_until;
    core::Duration next_ban{core::minutes(2)};
  };
  void forget_idle(core::Timestamp now);

  int budget_;
  std::map<std::string, Client, std::less<>> clients_;
};

}  // namespace tidemark::venues::simulated

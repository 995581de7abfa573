#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "venues/binance/live/live_config.hpp"
#include "venues/binance/live/wire_names.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues::binance {

enum class JobKind : std::uint8_t { kExchangeInfo, kSnapshot, kTrades, kCandles, kQuote, kRepair };
/// What comes first when not all may go out: what others wait for, then what keeps up, then what may take its time.
enum class Urgency : std::uint8_t { kHealing, kPolling, kBackground };
inline constexpr std::size_t kUrgencyCount = 3;

struct Job {
  JobKind kind{JobKind::kExchangeInfo};
  core::InstrumentId instrument;  ///< of all but kExchangeInfo
  Call call;
  Urgency urgency{Urgency::kHealing};
};

struct Answered {
  Job job;
  /// The body of a 200. kExhausted: refused by the venue's limits; kRefused: another 4xx; kUnavailable, kTimeout: a 5xx
  /// or no answer.
  core::Result<std::string> body;
};

/// The one door for REST requests of one market: within the weight a minute that we allow ourselves, counted by the
/// venue's own X-MBX-USED-WEIGHT-1M where it is higher than ours; nothing goes out while a 429, 418 or 403 says to
/// wait. A job so refused stays at the head of its queue; every other failure is the asker's to judge. Not thread-safe.
class RestGate {
 public:
  RestGate(const LiveConfig& config, Transport& transport) : config_{&config}, transport_{&transport} {}

  void submit(Job job);
  /// Forgets the jobs of an instrument; answers under way are not heard.
  void cancel(core::InstrumentId instrument);
  void cancel_all();
  /// Sends what may go; gives the moment to be called again.
  core::Timestamp on_time(core::Timestamp now);
  /// Empty when the request is not ours, or was put back into the queue.
  [[nodiscard]] std::optional<Answered> on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at);

  [[nodiscard]] std::uint32_t weight_used() const { return used_; }
  [[nodiscard]] std::optional<core::Timestamp> banned_until(core::Timestamp now) const;
  [[nodiscard]] std::size_t waiting() const;

 private:
  [[nodiscard]] std::optional<Answered> judge(Job job, const HttpReply& reply, core::Timestamp at);
  void hold_back(const HttpReply& reply, core::Timestamp at);
  void begin_minute(core::Timestamp now);
  [[nodiscard]] std::deque<Job>* next_queue();

  const LiveConfig* config_;
  Transport* transport_;
  std::array<std::deque<Job>, kUrgencyCount> queues_;
  std::map<RequestId, Job> under_way_;
  std::uint32_t used_{0};
  std::int64_t minute_{-1};
  core::Timestamp blocked_until_{INT64_MIN};
};

}  // namespace tidemark::venues::binance

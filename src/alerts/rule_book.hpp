#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "alerts/firing.hpp"
#include "alerts/rule.hpp"
#include "alerts/watch.hpp"

namespace tidemark::alerts {

struct BookSettings {
  /// What was known before is of the past: the candles a source begins with make nothing fire.
  core::Timestamp since;
  /// What became known longer than this after it happened (candles fetched after an outage) makes nothing fire.
  core::Duration late_max{core::minutes(10)};
  std::uint32_t firings_per_minute{60};  ///< of one rule over all instruments; more are suppressed and counted
};

/// How far a rule has got with one instrument: what has to outlive the process.
struct Progress {
  std::string rule_id;
  std::string instrument;  ///< "binance:BTCUSDT"
  std::uint64_t firings{0};
  core::Timestamp known_at;  ///< of the last one
  core::Timestamp candle;    ///< open time of its candle

  friend bool operator==(const Progress&, const Progress&) = default;
};

/// What came of a firing: what is told, and what is sent.
struct Fired {
  Firing firing;
  Progress progress;  ///< after it
  std::string body;
  bool json{true};
  std::vector<std::string> webhooks;
};

/// All rules, by the instruments they are about, and their memories. A happening costs what the rules of its kind and
/// instrument cost. Not thread-safe.
class RuleBook {
 public:
  explicit RuleBook(BookSettings settings) : settings_{settings} {}

  /// An instrument that happenings may be about; its facts are replaced.
  void put_instrument(const core::Instrument& instrument);
  /// Adds a rule, or replaces it: what the old one remembered is forgotten. Its templates must be right (read_rule).
  void put(const Rule& rule);
  void remove(const std::string& id);
  /// What the last run left, after the rules.
  void restore(const Progress& progress);
  /// Where the price of an instrument ("binance:BTCUSDT") stood at a time of the last run, after the rules and their
  /// progress: the first price of this run is held against it. Not by rules that were changed or have fired since.
  void stood(const std::string& instrument, double price, core::Timestamp at);
  /// A firing of the last run: it will not fire again.
  void remember(const std::string& firing_id);

  /// Adds what fires to `fired`. `now` goes into texts only.
  void see(const Happening& happening, core::Timestamp now, std::vector<Fired>& fired);

  /// Which kinds of happenings the rules of an instrument need, a bit each (1 << Kind).
  [[nodiscard]] std::uint32_t wants(core::InstrumentId instrument) const;
  [[nodiscard]] std::uint64_t suppressed() const { return suppressed_; }

 private:
  struct Stand {
    double price{0};
    core::Timestamp at;
  };
  struct Memory {
    Watch watch;
    bool has_begun{false};
    std::uint64_t firings{0};
    core::Timestamp known_at{INT64_MIN};
    core::Timestamp candle{INT64_MIN};
  };
  struct Slot {
    Rule rule;
    Template message;
    Template body;
    std::map<std::uint32_t, Memory> memories;  ///< by instrument
    core::Timestamp minute{};                  ///< when the minute began in which firings are counted
    std::uint32_t in_minute{0};
  };
  struct Market {
    core::Instrument instrument;
    std::array<std::vector<Slot*>, kKindCount> rules;
    std::array<std::optional<core::CandleF>, core::kTimeframeCount> newest;
    bool has_trades{false};
    core::Timestamp price_known{INT64_MIN};
    std::optional<Stand> stood;
  };

  [[nodiscard]] bool note(const Happening& happening, Market& market) const;
  static void begin(const Slot& slot, const Market& market, Memory& memory);
  void judge(const Happening& happening, core::Timestamp now, Market& market, std::vector<Fired>& fired);
  [[nodiscard]] bool may_fire(const Happening& happening, const Slot& slot, const Memory& memory) const;
  [[nodiscard]] bool within_rate(Slot& slot, core::Timestamp known_at);
  [[nodiscard]] static Firing firing_of(const Happening& happening, const Market& market, const Slot& slot,
                                        const Hit& hit);
  static void index(Slot& slot, Market& market);

  BookSettings settings_;
  std::unordered_map<std::string, std::unique_ptr<Slot>> slots_;
  std::unordered_map<std::uint32_t, Market> markets_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  /// By instrument: of those that have not been put yet.
  std::unordered_map<std::string, std::vector<Progress>> unclaimed_;
  std::unordered_map<std::string, Stand> unclaimed_stands_;
  std::unordered_set<std::string> known_;
  std::deque<std::string> known_order_;
  std::uint64_t suppressed_{0};
};

}  // namespace tidemark::alerts

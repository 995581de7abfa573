#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "decision/decider.hpp"
#include "engine/decision_config.hpp"
#include "engine/output.hpp"
#include "engine/sink.hpp"

namespace tidemark::engine {

/// Confluence, decisions and signals of one instrument: it listens to what the other banks say of closed candles, and
/// adds what follows from it. Deciding allocates nothing once warm; what is published (a report of confluence per
/// closed candle, a trace, a signal) stands on the heap, one piece each, so that whoever receives it can keep it.
class DecisionBank {
 public:
  /// `config`, whose settings have passed check_settings() and whose weights weights_for(), must outlive the bank.
  /// Absent: it is silent.
  DecisionBank(const std::optional<DecisionConfig>& config, const core::Instrument& instrument);

  /// A candle of a timeframe has closed; what the other banks said of it stands in sink.out from `mark` on.
  void observe(core::Timeframe timeframe, const core::CandleF& candle, std::size_t mark, Sink& sink);
  /// Everything that closed together was observed: says the confluence of those charts, and the state of the market.
  void say_confluence(Sink& sink);
  /// The best bid and ask.
  void on_quote(core::Price bid, core::Price ask, core::Timestamp now);
  /// Takes the decision of a closed base candle, when the base is short enough for one (Decider::kLongestBase).
  void decide(core::Timeframe base, const core::Candle& candle, Sink& sink);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void hear(const Output& output, decision::TimeframeEvidence& evidence, core::Timestamp moment) const;
  [[nodiscard]] std::unique_ptr<decision::Decider> make() const;

  const std::optional<DecisionConfig>* config_;
  core::Instrument instrument_;
  std::unique_ptr<decision::Decider> decider_;
  std::uint32_t closed_{0};  ///< bit per timeframe that closed since say_confluence()
};

}  // namespace tidemark::engine

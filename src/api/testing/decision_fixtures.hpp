#pragma once

#include <memory>

#include "api/testing/fixtures.hpp"
#include "decision/confluence.hpp"
#include "decision/signal.hpp"
#include "decision/trace.hpp"

/// What the engine may say of decisions, made by hand; for tests only.
namespace tidemark::api::testing {

inline const core::Timestamp kTaken = core::Timestamp::from_ms(kStart + 60'123);

inline decision::Signal buy() {
  decision::Signal signal{.number = 7,
                          .type = decision::SignalType::kWeakBuy,
                          .side = decision::Side::kBullish,
                          .score = 0.25,
                          .confluence = 0.3,
                          .confidence = 55,
                          .entry = 100,
                          .stop = 98,
                          .risk_reward = 1.5,
                          .risk_percent = 0.55,
                          .size_hint = 0.275,
                          .candle = core::Timestamp::from_ms(kStart),
                          .known_at = kTaken,
                          .expires = kTaken + core::hours(4),
                          .updated = kTaken};
  signal.targets.push(103);
  return signal;
}

inline decision::Signal stopped() {
  decision::Signal signal = buy();
  signal.status = decision::SignalStatus::kStopped;
  signal.updated = kTaken + core::minutes(5);
  signal.ended = signal.updated;
  signal.exit = 98;
  signal.adverse = 2.5;
  return signal;
}

inline decision::Factor zone_factor() {
  decision::Factor factor{
      .type = decision::FactorType::kSupplyDemand,
      .timeframe = core::Timeframe::k1h,
      .side = decision::Side::kBullish,
      .price = 99.5,
      .strength = 0.8,
      .confidence = 1,
      .finding = {.source = decision::FindingSource::kZone, .kind = 0, .id = 12, .time = kTaken, .known_at = kTaken}};
  factor.zone = decision::ZoneFacts{.tests = 1, .top = 99.5, .bottom = 98};
  return factor;
}

/// A decision without a signal: the score reaches 0.1 of 0.2.
inline decision::Trace no_signal() {
  decision::Trace trace{.candle = core::Timestamp::from_ms(kStart), .known_at = kTaken, .price = 100, .pip = 0.01};
  trace.side = decision::Side::kBullish;
  trace.score = 0.1;
  for (std::size_t i = 0; i < decision::kGateCount; ++i) {
    trace.gates[i] = {static_cast<decision::GateId>(i), true, true, 1, 0};
  }
  trace.gates[2] = {decision::GateId::kDirection, true, false, 0.1, 0.2};
  trace.readings[0] = {
      .component = decision::Component::kStructure, .known = true, .value = 0.2, .weight = 0.5, .contribution = 0.1};
  trace.plan.targets.push(103);
  trace.factors.push({zone_factor(), 0.25, 0.2});
  trace.configuration = 0xff;
  return trace;
}

inline decision::Confluence chart() {
  decision::Confluence confluence{.time = core::Timestamp::from_ms(kStart), .known_at = kTaken};
  confluence.frame = {.present = 100, .pip = 0.01, .weights = decision::default_weights()};
  confluence.factors = {zone_factor()};
  decision::ConfluenceZone zone{
      .side = decision::Side::kBullish, .price = 99.5, .top = 99.5, .bottom = 99.5, .first = 0, .count = 1};
  zone.score.contributions[decision::index_of(decision::FactorType::kSupplyDemand)] = 0.19;
  zone.score.strongest[decision::index_of(decision::FactorType::kSupplyDemand)] = 0;
  zone.score.total = 0.19;
  confluence.zones = {zone};
  return confluence;
}

inline engine::SignalOutput said(const decision::Signal& signal) {
  return {.signal = std::make_shared<const decision::Signal>(signal), .known_at = signal.updated};
}

}  // namespace tidemark::api::testing

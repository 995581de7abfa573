#include "api/status_events.hpp"

#include <cassert>

#include "api/encode.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

template <class... F>
struct Overload : F... {
  using F::operator()...;
};

constexpr int kNoTimeframe = -1;

}  // namespace

void StatusEvents::keep(const Key& key, const engine::Output& output) {
  const auto [it, added] = places_.try_emplace(key, events_.size());
  if (!added) {
    events_[it->second] = output;
    return;
  }
  if (events_.size() >= capacity_) {
    places_.erase(it);
    overflowed_ = true;
    return;
  }
  events_.push_back(output);
}

void StatusEvents::add(const engine::Output& output) {
  const std::size_t kind = output.index();
  std::visit(Overload{[&](const core::FeedStatus& o) { keep({kind, o.instrument.value, kNoTimeframe, 0}, output); },
                      [&](const engine::PauseOutput& o) { keep({kind, o.instrument.value, kNoTimeframe, 0}, output); },
                      [&](const engine::QualityOutput& o) {
                        keep({kind, o.instrument.value, static_cast<int>(o.timeframe), 0}, output);
                      },
                      [&](const core::Gap& o) {
                        keep({kind, o.instrument.value, static_cast<int>(o.timeframe), o.range.from.ns}, output);
                      },
                      [&](const engine::BookOutput& o) {
                        const auto [it, first] = books_.try_emplace(o.instrument.value, o.state);
                        if (!first && it->second == o.state) return;
                        it->second = o.state;
                        keep({kind, o.instrument.value, kNoTimeframe, 0}, output);
                      },
                      [](const auto&) {}},
             output);
}

StatusEvents::Batch StatusEvents::take() {
  Batch batch{std::move(events_), overflowed_};
  events_.clear();
  places_.clear();
  overflowed_ = false;
  return batch;
}

std::string encode_status(const engine::Output& event, const core::Instrument& instrument) {
  std::string out;
  net::JsonWriter json{out};
  const auto begin = [&](std::string_view kind) {
    json.begin_object();
    json.key("kind").text(kind);
    json.key("symbol").text(instrument.symbol);
    json.key("venue").text(instrument.venue);
  };
  std::visit(Overload{[&](const core::FeedStatus& o) {
                        begin("feed");
                        json.key("feed_state").text(core::name_of(o.state));
                      },
                      [&](const engine::PauseOutput& o) {
                        begin("signals");
                        json.key("signals").text(name_of(o.gate));
                        json.key("reason").text(core::name_of(o.reason));
                      },
                      [&](const engine::QualityOutput& o) {
                        begin("quality");
                        json.key("timeframe").text(core::name_of(o.timeframe));
                        encode_quality_score(json.key("quality"), o.quality);
                      },
                      [&](const core::Gap& o) {
                        begin("gap");
                        encode_gap_members(json, o);
                      },
                      [&](const engine::BookOutput& o) {
                        begin("book");
                        json.key("state").text(name_of(o.state));
                      },
                      [](const auto&) { assert(false && "StatusEvents keeps no other kind"); }},
             event);
  json.end_object();
  return out;
}

}  // namespace tidemark::api

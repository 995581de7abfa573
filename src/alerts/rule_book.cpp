#include "alerts/rule_book.hpp"

#include <algorithm>
#include <utility>

#include "net/hmac_sha256.hpp"

namespace tidemark::alerts {
namespace {

constexpr std::size_t kFiringsRemembered = 8192;
constexpr std::size_t kFiringIdDigits = 32;

/// When it was true in the market: a trade at once, a candle and what is found on it when the candle is over.
core::Timestamp end_of(const Happening& happening) {
  if (happening.kind == Kind::kPrice) return happening.known_at;
  return happening.time + core::duration_of(happening.timeframe.value_or(core::Timeframe::k1m));
}

std::string id_of(const Firing& firing, const Happening& happening) {
  std::string text = firing.rule_id + '\n' + firing.venue + ':' + firing.symbol + '\n';
  text += std::to_string(static_cast<int>(happening.kind)) + '\n' + std::string{core::name_of(firing.timeframe)} + '\n';
  text += firing.event + '\n' + firing.detail + '\n' + std::to_string(happening.number) + '\n';
  text += std::to_string(happening.time.ns);
  return net::hmac_sha256_hex("firing", text).substr(0, kFiringIdDigits);
}

}  // namespace

void RuleBook::put_instrument(const core::Instrument& instrument) {
  Market& market = markets_[instrument.id.value];
  const bool is_new = market.instrument.symbol.empty();
  market.instrument = instrument;
  if (!is_new) return;
  by_key_[instrument.key()] = instrument.id.value;
  for (auto& [id, slot] : slots_) index(*slot, market);
  if (const auto stand = unclaimed_stands_.extract(instrument.key())) market.stood = stand.mapped();
  const auto waiting = unclaimed_.extract(instrument.key());
  if (waiting.empty()) return;
  for (const Progress& progress : waiting.mapped()) restore(progress);
}

void RuleBook::index(Slot& slot, Market& market) {
  const auto& wanted = slot.rule.symbol;
  if (!slot.rule.enabled) return;
  if (wanted && wanted->symbol != market.instrument.symbol) return;
  if (wanted && !wanted->venue.empty() && wanted->venue != market.instrument.venue) return;
  market.rules[static_cast<std::size_t>(kind_of(slot.rule.condition))].push_back(&slot);
}

void RuleBook::put(const Rule& rule) {
  remove(rule.id);
  auto slot = std::make_unique<Slot>();
  slot->rule = rule;
  if (auto message = Template::parse(rule.message, "message")) slot->message = std::move(*message);
  if (auto body = Template::parse(rule.body, "body")) slot->body = std::move(*body);
  for (auto& [id, market] : markets_) index(*slot, market);
  slots_.emplace(rule.id, std::move(slot));
}

void RuleBook::remove(const std::string& id) {
  const auto found = slots_.find(id);
  if (found == slots_.end()) return;
  for (auto& [number, market] : markets_) {
    for (auto& rules : market.rules) std::erase(rules, found->second.get());
  }
  for (auto& [key, waiting] : unclaimed_) {
    std::erase_if(waiting, [&](const Progress& progress) { return progress.rule_id == id; });
  }
  slots_.erase(found);
}

void RuleBook::restore(const Progress& progress) {
  const auto slot = slots_.find(progress.rule_id);
  if (slot == slots_.end()) return;
  const auto market = by_key_.find(progress.instrument);
  if (market == by_key_.end()) {
    unclaimed_[progress.instrument].push_back(progress);
    return;
  }
  Memory& memory = slot->second->memories[market->second];
  memory.firings = progress.firings;
  memory.known_at = progress.known_at;
  memory.candle = progress.candle;
}

void RuleBook::stood(const std::string& instrument, double price, core::Timestamp at) {
  const auto market = by_key_.find(instrument);
  if (market == by_key_.end()) {
    unclaimed_stands_[instrument] = {price, at};
  } else {
    markets_[market->second].stood = Stand{price, at};
  }
}

void RuleBook::remember(const std::string& firing_id) {
  if (!known_.insert(firing_id).second) return;
  known_order_.push_back(firing_id);
  if (known_order_.size() <= kFiringsRemembered) return;
  known_.erase(known_order_.front());
  known_order_.pop_front();
}

std::uint32_t RuleBook::wants(core::InstrumentId instrument) const {
  const auto market = markets_.find(instrument.value);
  if (market == markets_.end()) return 0;
  std::uint32_t bits = 0;
  for (std::size_t kind = 0; kind < kKindCount; ++kind) {
    if (!market->second.rules[kind].empty()) bits |= 1U << kind;
  }
  // Candles fill placeholders, and say when a finding was made.
  return bits == 0 ? 0 : bits | (1U << static_cast<unsigned>(Kind::kCandle));
}

/// Takes in what the market itself must remember; false when the happening says nothing new.
bool RuleBook::note(const Happening& happening, Market& market) const {
  if (happening.kind == Kind::kCandle) {
    auto& newest = market.newest[core::index_of(*happening.timeframe)];
    if (newest && happening.candle.open_time <= newest->open_time) return false;  // a repair of the past
    newest = happening.candle;
    return true;
  }
  if (happening.kind != Kind::kPrice) return true;
  // The past a source begins with must not hide what the price has crossed in it.
  if (market.stood && happening.known_at < settings_.since) return false;
  if (happening.price_of == Happening::PriceOf::kTrade) {
    market.has_trades = true;
  } else if (market.has_trades) {
    return false;
  }
  if (happening.known_at < market.price_known) return false;
  market.price_known = happening.known_at;
  return true;
}

void RuleBook::see(const Happening& happening, core::Timestamp now, std::vector<Fired>& fired) {
  const auto found = markets_.find(happening.instrument.value);
  if (found == markets_.end()) return;
  Market& market = found->second;
  if (!note(happening, market)) return;
  if (happening.kind == Kind::kPrice || happening.kind == Kind::kCandle) return judge(happening, now, market, fired);
  Happening dated = happening;
  const core::Timeframe timeframe = happening.timeframe.value_or(core::Timeframe::k1m);
  const auto& newest = market.newest[core::index_of(timeframe)];
  dated.time =
      newest ? newest->open_time : core::open_time_of(happening.known_at, timeframe) - core::duration_of(timeframe);
  if (newest && happening.kind != Kind::kSignal) dated.price = newest->close;
  judge(dated, now, market, fired);
}

bool RuleBook::may_fire(const Happening& happening, const Slot& slot, const Memory& memory) const {
  const Rule& rule = slot.rule;
  if (happening.known_at < settings_.since || happening.known_at < rule.updated) return false;
  if (happening.known_at - end_of(happening) > settings_.late_max) return false;
  if (rule.expires && happening.known_at >= *rule.expires) return false;
  if (memory.firings == 0) return true;
  if (rule.repeat == Repeat::kOnce) return false;
  const core::Timestamp candle = core::open_time_of(happening.time, timeframe_of(rule, happening));
  if (rule.repeat == Repeat::kCandle && candle <= memory.candle) return false;
  return rule.cooldown.ns == 0 || happening.known_at - memory.known_at >= rule.cooldown;
}

bool RuleBook::within_rate(Slot& slot, core::Timestamp known_at) {
  if (known_at - slot.minute >= core::minutes(1) || known_at < slot.minute) {
    slot.minute = known_at;
    slot.in_minute = 0;
  }
  if (slot.in_minute >= settings_.firings_per_minute) {
    ++suppressed_;
    return false;
  }
  ++slot.in_minute;
  return true;
}

Firing RuleBook::firing_of(const Happening& happening, const Market& market, const Slot& slot, const Hit& hit) {
  Firing firing{.id = {},
                .rule_id = slot.rule.id,
                .rule_name = slot.rule.name,
                .venue = market.instrument.venue,
                .symbol = market.instrument.symbol,
                .timeframe = timeframe_of(slot.rule, happening),
                .event = std::string{hit.event},
                .detail = std::string{hit.detail.empty() ? happening.detail : hit.detail},
                .direction = hit.direction,
                .price = happening.price,
                .confidence = {},
                .level = hit.level,
                .zone_top = {},
                .zone_bottom = {},
                .stop = happening.stop,
                .target = happening.target,
                .time = happening.time,
                .known_at = happening.known_at,
                .message = {}};
  if (happening.kind != Kind::kPrice && happening.kind != Kind::kCandle) firing.confidence = happening.confidence;
  if (happening.kind == Kind::kZone || happening.kind == Kind::kConfluence) {
    firing.zone_top = happening.top;
    firing.zone_bottom = happening.bottom;
  }
  firing.id = id_of(firing, happening);
  return firing;
}

/// A rule's first look at an instrument: as it was left.
void RuleBook::begin(const Slot& slot, const Market& market, Memory& memory) {
  if (std::exchange(memory.has_begun, true) || !market.stood) return;
  if (slot.rule.updated <= market.stood->at && memory.known_at < market.stood->at) {
    memory.watch.stood(market.stood->price);
  }
}

void RuleBook::judge(const Happening& happening, core::Timestamp now, Market& market, std::vector<Fired>& fired) {
  for (Slot* slot : market.rules[static_cast<std::size_t>(happening.kind)]) {
    const Rule& rule = slot->rule;
    const core::Timeframe timeframe = timeframe_of(rule, happening);
    // A move is counted in candles of one length; a finding may be wanted on every length.
    const bool of_another = happening.timeframe && (happening.kind == Kind::kCandle || rule.timeframe) &&
                            *happening.timeframe != rule.timeframe.value_or(core::Timeframe::k1m);
    if (of_another) continue;
    Memory& memory = slot->memories[market.instrument.id.value];
    begin(*slot, market, memory);
    const auto hit = memory.watch.see(rule.condition, timeframe, happening);
    if (!hit || !may_fire(happening, *slot, memory)) continue;
    Firing firing = firing_of(happening, market, *slot, *hit);
    if (known_.contains(firing.id) || !within_rate(*slot, happening.known_at)) continue;
    remember(firing.id);
    ++memory.firings;
    memory.known_at = happening.known_at;
    memory.candle = core::open_time_of(happening.time, timeframe);
    const auto& candle = market.newest[core::index_of(timeframe)];
    const auto value = [&](Placeholder placeholder) { return value_of(firing, candle, now, placeholder); };
    firing.message = slot->message.empty() ? sentence_of(firing) : slot->message.render(value);
    std::string body = slot->body.empty() ? document_of(firing) : slot->body.render(value);
    fired.push_back({.firing = firing,
                     .progress = {rule.id, market.instrument.key(), memory.firings, memory.known_at, memory.candle},
                     .body = std::move(body),
                     .json = slot->body.empty() || slot->body.is_json(),
                     .webhooks = rule.webhooks});
  }
}

}  // namespace tidemark::alerts

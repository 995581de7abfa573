#include "api/posted_trading.hpp"

#include <array>
#include <utility>

#include "api/posted_members.hpp"
#include "net/text.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::api {
namespace {

using core::Result;
using core::Status;
using net::JsonValue;

constexpr std::size_t kClientIdMax = 64;
constexpr std::size_t kTagsMax = 20;
constexpr std::size_t kTagBytes = 40;
constexpr std::size_t kNotesBytes = 16'384;
constexpr std::size_t kSetupBytes = 100;
constexpr std::size_t kReasonBytes = 200;

constexpr std::array<std::string_view, 15> kOrderMembers{
    "symbol",        "side",      "position",  "type",        "quantity",  "limit_price", "trigger_price",  "trail",
    "time_in_force", "good_till", "post_only", "reduce_only", "stop_loss", "take_profit", "client_order_id"};
constexpr std::array<std::string_view, 2> kSides{"buy", "sell"};
constexpr std::array<std::string_view, 2> kPositions{"long", "short"};
constexpr std::array<std::string_view, 6> kTypes{"market",     "limit",       "stop",
                                                 "stop_limit", "take_profit", "trailing_stop"};
constexpr std::array<std::string_view, 4> kTimesInForce{"gtc", "ioc", "fok", "gtd"};

bool is_client_id(std::string_view text) {
  return !text.empty() && text.size() <= kClientIdMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  });
}

Status needed(bool is_there, std::string_view name) {
  return is_there ? Status{} : bad_member("missing_member", "This must be given.", name);
}

/// A value into its place; the member's own error otherwise.
template <class T, class U>
Status into(Result<T> value, U& out) {
  if (!value) return std::unexpected(value.error());
  out = static_cast<U>(std::move(*value));
  return {};
}

Status first_failure(std::initializer_list<Status> all) {
  for (const Status& one : all) {
    if (!one) return one;
  }
  return {};
}

Status read_kind(const JsonValue& json, core::OrderRequest& request) {
  if (auto status = needed(json.find("side") != nullptr, "side"); !status) return status;
  if (const JsonValue* given = json.find("position"); given != nullptr && !given->is_null()) {
    const auto position = posted_choice(json, "position", kPositions);
    if (!position) return std::unexpected(position.error());
    request.position = *position == 0 ? core::PositionSide::kLong : core::PositionSide::kShort;
  }
  return first_failure({into(posted_choice(json, "side", kSides), request.side),
                        into(posted_choice(json, "type", kTypes), request.type),
                        into(posted_choice(json, "time_in_force", kTimesInForce), request.time_in_force)});
}

Status read_flags(const JsonValue& json, core::OrderRequest& request) {
  const auto post_only = posted_flag(json, "post_only");
  if (!post_only) return std::unexpected(post_only.error());
  const auto reduce_only = posted_flag(json, "reduce_only");
  if (!reduce_only) return std::unexpected(reduce_only.error());
  if (*post_only) request.liquidity = core::Liquidity::kPostOnly;
  if (*reduce_only) request.effect = core::Effect::kReduceOnly;
  return {};
}

/// A price must be there exactly where the type needs it.
Status check_price(const std::optional<core::Price>& price, bool wanted, std::string_view name) {
  if (wanted) return needed(price.has_value(), name);
  return price ? bad_member("bad_combination", "An order of this type has none.", name) : Status{};
}

Status check_order(const core::OrderRequest& r, const core::Instrument& instrument) {
  const bool trails = r.type == core::OrderType::kTrailingStop;
  if (auto status = first_failure({check_price(r.limit, core::has_limit(r.type), "limit_price"),
                                   check_price(r.trigger, core::waits_for_trigger(r.type) && !trails, "trigger_price"),
                                   check_price(r.trail, trails, "trail")});
      !status) {
    return status;
  }
  if (r.qty.lots % instrument.lot_size.lots != 0) {
    return bad_member("off_grid",
                      "This must be a multiple of " +
                          core::format_decimal(instrument.lot_size.lots, instrument.scale.qty_decimals) + ".",
                      "quantity");
  }
  for (const auto& [price, name] : {std::pair{&r.limit, "limit_price"}, std::pair{&r.trigger, "trigger_price"}}) {
    if (*price && (*price)->ticks % instrument.tick_size.ticks != 0) {
      return bad_member("off_grid",
                        "This must be a multiple of " +
                            core::format_decimal(instrument.tick_size.ticks, instrument.scale.price_decimals) + ".",
                        name);
    }
  }
  if (r.time_in_force == core::TimeInForce::kGtd) return needed(r.good_till.has_value(), "good_till");
  return r.good_till ? bad_member("bad_combination", "Only a gtd order has this.", "good_till") : Status{};
}

Status read_tags(const JsonValue& json, std::vector<std::string>& tags) {
  const JsonValue* list = json.find("tags");
  if (list == nullptr) return {};
  if (list->array() == nullptr || list->array()->size() > kTagsMax) {
    return bad_member("bad_value", "This must be a list of at most 20 tags.", "tags");
  }
  tags.clear();
  for (const JsonValue& item : *list->array()) {
    const bool good = item.text() != nullptr && item.text()->size() <= kTagBytes &&
                      !net::trimmed(*item.text()).empty() && !net::has_control_characters(*item.text());
    if (!good) return bad_member("bad_value", "A tag is readable text of one line, of at most 40 bytes.", "tags");
    if (std::ranges::find(tags, *item.text()) == tags.end()) tags.push_back(*item.text());
  }
  return {};
}

}  // namespace

Result<core::SymbolName> posted_symbol(const JsonValue& json) {
  if (json.members() == nullptr) return bad_member("bad_body", "This must be an object.", "body");
  const JsonValue* symbol = json.find("symbol");
  if (symbol == nullptr) return bad_member("missing_member", "This must be given.", "symbol");
  auto name = core::parse_symbol(symbol->text() == nullptr ? "" : *symbol->text());
  if (!name) return bad_member(name.error().code, name.error().message, "symbol");
  return name;
}

Result<NewOrder> read_new_order(const JsonValue& json, const core::Instrument& instrument) {
  if (auto status = check_members(json, kOrderMembers); !status) return std::unexpected(status.error());
  NewOrder order;
  core::OrderRequest& r = order.request;
  r.instrument = instrument.id;
  const core::Scale scale = instrument.scale;
  std::optional<std::int64_t> lots;
  auto status = first_failure(
      {read_kind(json, r), read_flags(json, r), into(posted_units(json, "quantity", scale.qty_decimals), lots),
       into(posted_price(json, "limit_price", scale), r.limit),
       into(posted_price(json, "trigger_price", scale), r.trigger), into(posted_price(json, "trail", scale), r.trail),
       into(posted_price(json, "stop_loss", scale), order.stop_loss),
       into(posted_price(json, "take_profit", scale), order.take_profit),
       into(posted_time(json, "good_till"), r.good_till)});
  if (!status) return std::unexpected(status.error());
  if (!lots) return bad_member("missing_member", "This must be given.", "quantity");
  r.qty = {*lots};
  if (auto good = check_order(r, instrument); !good) return std::unexpected(good.error());
  const auto id = posted_text(json, "client_order_id", kClientIdMax);
  if (!id) return std::unexpected(id.error());
  if (!*id) return order;
  if (!is_client_id(**id)) {
    return bad_member("bad_value", "This must be 1 to 64 letters, digits or any of - _ . :", "client_order_id");
  }
  order.client_id = **id;
  return order;
}

Result<SizeQuestion> read_size_question(const JsonValue& json, const core::Instrument& instrument,
                                        std::optional<core::Money> equity, std::optional<core::Price> last) {
  static constexpr std::array<std::string_view, 13> kMembers{
      "symbol",    "method",   "equity",           "entry",    "stop",   "risk_percent",
      "atr",       "multiple", "fraction_percent", "win_rate", "payoff", "target_volatility",
      "volatility"};
  static constexpr std::array<std::string_view, 5> kMethods{"stop", "atr", "fraction", "kelly", "volatility"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  SizeQuestion q;
  std::size_t method = 0;
  std::optional<core::Price> entry = last;
  std::optional<core::Price> given;
  std::optional<std::string> money;
  std::optional<core::Rate> risk;
  std::optional<core::Rate> multiple;
  std::optional<core::Rate> fraction;
  constexpr double kAll = 100;
  constexpr double kManyTimes = 100 * 1000;  // a multiple, as percent
  const core::Scale scale = instrument.scale;
  auto status = first_failure(
      {into(posted_choice(json, "method", kMethods), method), into(posted_price(json, "entry", scale), given),
       into(posted_price(json, "stop", scale), q.stop), into(posted_price(json, "atr", scale), q.atr),
       into(decimal_text(json, "equity"), money), into(posted_percent(json, "risk_percent", kAll), risk),
       into(posted_percent(json, "multiple", kManyTimes), multiple),
       into(posted_percent(json, "fraction_percent", kAll), fraction),
       into(posted_number(json, "win_rate"), q.win_rate), into(posted_number(json, "payoff"), q.payoff),
       into(posted_number(json, "target_volatility"), q.target_volatility),
       into(posted_number(json, "volatility"), q.volatility)});
  if (!status) return std::unexpected(status.error());
  q.method = kMethods[method];
  if (given) entry = given;
  if (money) equity = core::parse_money(*money);
  if (money && (!equity || equity->units <= 0)) return bad_member("bad_number", "This must be above 0.", "equity");
  if (risk) q.risk = *risk;
  if (multiple) q.multiple = {multiple->e8 * 100};
  if (fraction) q.fraction = *fraction;
  if (auto there = first_failure(
          {needed(equity.has_value(), "equity"), needed(entry.has_value(), "entry"),
           needed(q.method != "stop" || q.stop, "stop"), needed(q.method != "atr" || q.atr, "atr"),
           needed(q.method != "kelly" || q.win_rate, "win_rate"), needed(q.method != "kelly" || q.payoff, "payoff"),
           needed(q.method != "volatility" || q.target_volatility, "target_volatility"),
           needed(q.method != "volatility" || q.volatility, "volatility")});
      !there) {
    return std::unexpected(there.error());
  }
  q.equity = *equity;
  q.entry = *entry;
  return q;
}

Result<storage::TradeNotes> read_notes(const JsonValue& json, storage::TradeNotes notes) {
  static constexpr std::array<std::string_view, 2> kMembers{"tags", "notes"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  if (auto status = read_tags(json, notes.tags); !status) return std::unexpected(status.error());
  auto text = posted_text(json, "notes", kNotesBytes);
  if (!text) return std::unexpected(text.error());
  if (json.find("notes") != nullptr) notes.text = text->value_or("");
  return notes;
}

namespace {

/// What amounts of the instrument are in. A share's symbol does not say it.
std::string currency_of(const core::Instrument& instrument, const std::string& account) {
  using core::MarketType;
  const bool says = instrument.market_type != MarketType::kEquity && instrument.market_type != MarketType::kFutures;
  const std::string quote = core::split_symbol(instrument.symbol).quote;
  return says && !quote.empty() ? quote : account;
}

/// What the trade brought in the account's currency, as far as that is said.
Status read_account_profit(const JsonValue& json, core::Money profit, const std::string& account,
                           storage::TradeRecord& trade) {
  const auto text = decimal_text(json, "rate");
  if (!text) return std::unexpected(text.error());
  std::optional<core::Money> brought;
  if (trade.currency == account) brought = profit;
  if (*text) {
    const auto rate = trading::parse_exchange_rate(**text);
    if (!rate) return bad_member("bad_number", "This must be above 0, with at most 18 decimals.", "rate");
    if (trade.currency == account) {
      return bad_member("bad_combination", "The instrument is quoted in the account's currency.", "rate");
    }
    brought = trading::convert(profit, *rate);
    if (!brought) return bad_member("bad_number", "The amount is too large.", "rate");
  }
  if (brought) trade.account_profit = core::format_money(*brought);
  return {};
}

}  // namespace

Result<storage::PutManualTrade> read_manual_trade(const JsonValue& json, const core::Instrument& instrument,
                                                  const std::string& currency) {
  static constexpr std::array<std::string_view, 13> kMembers{
      "symbol",     "direction", "quantity", "entry_price", "exit_price", "stop", "fees",
      "entered_at", "exited_at", "setup",    "tags",        "notes",      "rate"};
  static constexpr std::array<std::string_view, 2> kDirections{"long", "short"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  const core::Scale scale = instrument.scale;
  std::size_t direction = 0;
  std::optional<std::int64_t> lots;
  std::optional<core::Price> entry;
  std::optional<core::Price> exit;
  std::optional<core::Price> stop;
  std::optional<std::string> fees;
  std::optional<core::Timestamp> entered;
  std::optional<core::Timestamp> exited;
  std::optional<std::string> setup;
  storage::PutManualTrade out;
  std::optional<std::string> text;
  auto status =
      first_failure({needed(json.find("direction") != nullptr, "direction"),
                     into(posted_choice(json, "direction", kDirections), direction),
                     into(posted_units(json, "quantity", scale.qty_decimals), lots),
                     into(posted_price(json, "entry_price", scale), entry),
                     into(posted_price(json, "exit_price", scale), exit), into(posted_price(json, "stop", scale), stop),
                     into(decimal_text(json, "fees"), fees), into(posted_time(json, "entered_at"), entered),
                     into(posted_time(json, "exited_at"), exited), into(posted_text(json, "setup", kSetupBytes), setup),
                     into(posted_text(json, "notes", kNotesBytes), text), read_tags(json, out.notes.tags)});
  if (!status) return std::unexpected(status.error());
  for (const auto& [there, name] :
       {std::pair{lots.has_value(), "quantity"}, std::pair{entry.has_value(), "entry_price"},
        std::pair{exit.has_value(), "exit_price"}, std::pair{entered.has_value(), "entered_at"},
        std::pair{exited.has_value(), "exited_at"}}) {
    if (auto given = needed(there, name); !given) return std::unexpected(given.error());
  }
  if (*exited < *entered) return bad_member("bad_value", "This must not be before entered_at.", "exited_at");
  const auto paid = core::parse_money(fees.value_or("0"));
  if (!paid) return bad_member("bad_number", "This must be an amount of money.", "fees");
  const bool is_long = direction == 0;
  const auto in = core::notional_of(*entry, {*lots}, scale);
  const auto back = core::notional_of(*exit, {*lots}, scale);
  if (!in || !back) return bad_member("bad_number", "The amount is too large.", "quantity");
  const core::Money gross = is_long ? *back - *in : *in - *back;
  storage::TradeRecord& t = out.trade;
  t.source = "manual";
  t.instrument = {instrument.venue, instrument.symbol};
  t.position = "net";
  t.direction = kDirections[direction];
  t.setup = setup.value_or("");
  t.currency = currency_of(instrument, currency);
  t.entered = *entered;
  t.exited = *exited;
  t.qty = core::format_decimal(*lots, scale.qty_decimals);
  t.entry_value = core::format_money(*in);
  t.exit_value = core::format_money(*back);
  t.fees = core::format_money(*paid);
  t.funding = "0";
  t.profit = core::format_money(gross - *paid);
  if (auto read = read_account_profit(json, gross - *paid, currency, t); !read) return std::unexpected(read.error());
  // Of what happened in between only entry and exit are known.
  t.best = core::format_money(std::max(gross, core::Money{}));
  t.worst = core::format_money(std::min(gross, core::Money{}));
  if (stop && *stop != *entry) {
    const core::Price distance{entry->ticks > stop->ticks ? entry->ticks - stop->ticks : stop->ticks - entry->ticks};
    if (const auto risk = core::notional_of(distance, {*lots}, scale)) t.risk = core::format_money(*risk);
  }
  out.notes.text = text.value_or("");
  return out;
}

Status read_confirmation(const JsonValue& json) {
  const JsonValue* confirm = json.find("confirm");
  if (confirm != nullptr && confirm->text() != nullptr && *confirm->text() == "release") return {};
  return bad_member("not_confirmed", "This must be \"release\": whoever releases means it.", "confirm");
}

Result<KillSwitchRequest> read_kill_switch(const JsonValue& json) {
  static constexpr std::array<std::string_view, 3> kMembers{"engaged", "reason", "confirm"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  if (json.find("engaged") == nullptr) return bad_member("missing_member", "This must be given.", "engaged");
  const auto engaged = posted_flag(json, "engaged");
  if (!engaged) return std::unexpected(engaged.error());
  auto reason = posted_text(json, "reason", kReasonBytes);
  if (!reason) return std::unexpected(reason.error());
  if (!*engaged) {
    if (auto confirmed = read_confirmation(json); !confirmed) return std::unexpected(confirmed.error());
  }
  return KillSwitchRequest{*engaged, reason->value_or("by hand")};
}

}  // namespace tidemark::api

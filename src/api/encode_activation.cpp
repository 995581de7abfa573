#include "api/encode_activation.hpp"

#include <optional>

#include "activation/watch.hpp"

namespace tidemark::api {
namespace {

using activation::Judgement;
using activation::Stage;

void write_optional(net::JsonWriter& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  value ? static_cast<void>(json.number(*value)) : static_cast<void>(json.null());
}

void write_criterion(net::JsonWriter& json, const Judgement& j) {
  const activation::CriterionInfo& info = activation::criteria_info()[static_cast<std::size_t>(j.criterion)];
  json.begin_object().key("id").text(info.id).key("title").text(info.title);
  json.key("verdict").text(activation::name_of(j.verdict));
  write_optional(json, "measured", j.measured);
  json.key("target").number(j.target).key("bound").text(activation::name_of(info.bound));
  json.key("unit").text(activation::name_of(info.unit));
  json.key("sample").unsigned_integer(j.sample).key("sample_min").unsigned_integer(j.sample_min);
  json.key("sample_of").text(info.sample).key("interval");
  if (j.interval) {
    json.begin_object().key("low").number(j.interval->low).key("high").number(j.interval->high).end_object();
  } else {
    json.null();
  }
  json.key("interval_method").text(info.interval).end_object();
}

void write_board(net::JsonWriter& json, const activation::Board& board) {
  json.begin_array();
  for (const Judgement& j : board) write_criterion(json, j);
  json.end_array();
}

void write_multiplier(net::JsonWriter& json, core::Rate multiplier) {
  json.key("multiplier").decimal(multiplier.e8, core::kRateDecimals);
}

/// Why no promotion would be given whatever is seen; empty: nothing is in the way.
std::string hindrance_of(const ActivationView& view) {
  const activation::State& state = view.machine.state();
  const auto next = activation::above(state.stage);
  if (!next) return "full is the highest stage";
  if (*next > view.reach.highest) return view.reach.why;
  if (state.rejected && state.good) {
    return "this configuration was rolled back; the last good one is " + state.good->configuration;
  }
  return {};
}

void write_next(net::JsonWriter& json, const ActivationView& view) {
  const auto next = activation::above(view.machine.state().stage);
  json.key("next");
  next ? static_cast<void>(json.text(activation::name_of(*next))) : static_cast<void>(json.null());
  const std::string hindrance = hindrance_of(view);
  json.key("hindrance");
  hindrance.empty() ? static_cast<void>(json.null()) : static_cast<void>(json.text(hindrance));
}

void write_stages(net::JsonWriter& json, const ActivationView& view) {
  json.key("stages").begin_array();
  for (const Stage stage : activation::kStages) {
    json.begin_object().key("stage").text(activation::name_of(stage));
    write_multiplier(json, activation::multiplier_of(stage));
    json.key("real_money").boolean(activation::is_real_money(stage));
    json.key("reachable").boolean(stage <= view.reach.highest).end_object();
  }
  json.end_array();
}

void write_configuration(net::JsonWriter& json, const activation::State& state) {
  json.key("configuration").begin_object().key("id").text(state.configuration);
  json.key("rejected").boolean(state.rejected).key("last_good");
  if (state.good) {
    json.begin_object().key("id").text(state.good->configuration);
    json.key("stage").text(activation::name_of(state.good->stage)).end_object();
  } else {
    json.null();
  }
  json.end_object();
}

void write_triggers(net::JsonWriter& json, const activation::Machine& machine) {
  json.key("triggers").begin_array();
  for (const activation::Watch& watch : activation::watches_of(machine)) {
    json.begin_object().key("id").text(activation::name_of(watch.trigger)).key("title").text(watch.title);
    write_optional(json, "measured", watch.measured);
    json.key("limit").number(watch.limit).key("bound").text(activation::name_of(watch.bound));
    json.key("unit").text(activation::name_of(watch.unit)).end_object();
  }
  json.end_array();
}

}  // namespace

std::string encode_board(const activation::Board& board) {
  std::string text;
  net::JsonWriter json{text};
  write_board(json, board);
  return text;
}

void write_activation_event(net::JsonWriter& json, const storage::ActivationEventRecord& event) {
  json.begin_object().key("number").unsigned_integer(event.number).key("at").text(core::format_iso(event.at));
  json.key("kind").text(event.kind).key("from").text(event.from).key("to").text(event.to);
  json.key("configuration").text(event.configuration).key("reason").text(event.reason).key("rollback");
  if (event.rollback) {
    json.begin_object().key("trigger").text(event.rollback->trigger);
    write_optional(json, "measured", event.rollback->measured);
    write_optional(json, "limit", event.rollback->limit);
    json.key("restored").text(event.rollback->restored).end_object();
  } else {
    json.null();
  }
  json.key("criteria").raw(event.board).end_object();
}

std::string encode_activation(const ActivationView& view, const std::vector<storage::ActivationEventRecord>& events) {
  const activation::State& state = view.machine.state();
  const activation::Board board = view.machine.board();
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("stage").text(activation::name_of(state.stage));
  write_multiplier(json, view.multiplier);
  json.key("since").text(core::format_iso(state.since));
  json.key("go").boolean(activation::is_go(board));
  write_next(json, view);
  write_stages(json, view);
  write_configuration(json, state);
  json.key("criteria");
  write_board(json, board);
  write_triggers(json, view.machine);
  json.key("events").begin_array();
  for (const auto& event : events) write_activation_event(json, event);
  json.end_array().end_object();
  return body;
}

std::string encode_go_no_go(const ActivationView& view) {
  const activation::Board board = view.machine.board();
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("stage").text(activation::name_of(view.machine.state().stage));
  json.key("verdict").text(activation::is_go(board) ? "go" : "no_go");
  write_next(json, view);
  json.key("criteria");
  write_board(json, board);
  json.end_object();
  return body;
}

}  // namespace tidemark::api

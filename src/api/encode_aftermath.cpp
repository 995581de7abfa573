#include "api/encode_aftermath.hpp"

namespace tidemark::api {

void encode_moves(net::JsonWriter& json, const analysis::aftermath::Moves& moves) {
  json.begin_object();
  json.key("count").unsigned_integer(moves.count);
  json.key("mean_percent").number(moves.mean_percent);
  json.key("median_percent").number(moves.median_percent);
  json.key("mean_atr").number(moves.mean_atr);
  json.key("median_atr").number(moves.median_atr);
  json.key("share_up").number(moves.share_up);
  json.end_object();
}

void encode_difference(net::JsonWriter& json, const analysis::aftermath::After& after) {
  if (!after.percent) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("mean").number(after.percent->mean);
  json.key("low").number(after.percent->low);
  json.key("high").number(after.percent->high);
  json.end_object();
}

void encode_followed(net::JsonWriter& json, const analysis::aftermath::After& after) {
  json.begin_object();
  json.key("candles").integer(after.horizon);
  encode_moves(json.key("events"), after.events);
  encode_difference(json.key("difference_percent"), after);
  json.end_object();
}

}  // namespace tidemark::api

#include "app/cli/trace_text.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/analyze_reading.hpp"

namespace tidemark::app {
namespace {

using net::JsonValue;

/// A line of the tree and what hangs below it.
struct Node {
  std::string text;
  std::vector<Node> below{};
};

std::string text_of(const JsonValue& object, std::string_view name) {
  const JsonValue* member = object.find(name);
  return member != nullptr && member->text() != nullptr ? *member->text() : "";
}

double number_of(const JsonValue& object, std::string_view name) {
  const JsonValue* member = object.find(name);
  return member != nullptr ? member->number().value_or(0) : 0;
}

bool is_true(const JsonValue& object, std::string_view name) {
  const JsonValue* member = object.find(name);
  return member != nullptr && member->boolean() != nullptr && *member->boolean();
}

const JsonValue::Array& list_of(const JsonValue& object, std::string_view name) {
  static const JsonValue::Array kNone;
  const JsonValue* member = object.find(name);
  return member != nullptr && member->array() != nullptr ? *member->array() : kNone;
}

std::string plain(double value) {
  std::string text = fixed_text(value, 3);
  if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string with_sign(double value) {
  return (value >= 0 ? "+" : "") + fixed_text(value, 3);
}

Node readings_of(const JsonValue& trace) {
  Node node{"score " + with_sign(number_of(trace, "score")) + ", leaning " + text_of(trace, "leaning")};
  for (const JsonValue& reading : list_of(trace, "readings")) {
    std::string line = with_sign(number_of(reading, "contribution")) + "  " + text_of(reading, "name") + " " +
                       with_sign(number_of(reading, "value")) + " x " + fixed_text(number_of(reading, "weight"), 2);
    for (const JsonValue& part : list_of(reading, "timeframes")) {
      line += "  " + text_of(part, "timeframe") + " " +
              (is_true(part, "known") ? with_sign(number_of(part, "value")) : std::string{"unknown"});
    }
    node.below.push_back({line});
  }
  return node;
}

Node gates_of(const JsonValue& trace) {
  Node node{"gates"};
  for (const JsonValue& gate : list_of(trace, "gates")) {
    if (!is_true(gate, "asked")) {
      node.below.push_back({"-    " + text_of(gate, "name") + ": not asked"});
      continue;
    }
    node.below.push_back({(is_true(gate, "passed") ? "ok   " : "FAIL ") + text_of(gate, "name") + ": " +
                          plain(number_of(gate, "value")) + ", needs " + plain(number_of(gate, "threshold")) +
                          ", margin " + with_sign(number_of(gate, "margin"))});
  }
  return node;
}

std::string finding_of(const JsonValue& factor) {
  const JsonValue* finding = factor.find("finding");
  if (finding == nullptr) return "";
  std::string text = text_of(*finding, "source");
  if (const std::string kind = text_of(*finding, "kind"); !kind.empty()) text += " " + kind;
  if (const double id = number_of(*finding, "id"); id > 0) text += " #" + plain(id);
  text += ", known " + text_of(*finding, "known_at");
  if (const JsonValue* zone = finding->find("zone")) {
    text += ", " + text_of(*zone, "status") + ", " + plain(number_of(*zone, "tests")) + " tests, " +
            plain(number_of(*zone, "distance_pips")) + " pips away";
  }
  return text;
}

Node confluence_of(const JsonValue& trace) {
  Node node;
  const JsonValue* confluence = trace.find("confluence");
  if (confluence == nullptr) return node;
  node.text = "confluence " + fixed_text(number_of(*confluence, "score"), 3) + ", against it " +
              fixed_text(number_of(*confluence, "against"), 3);
  for (const JsonValue& factor : list_of(*confluence, "factors")) {
    node.below.push_back({with_sign(number_of(factor, "contribution")) + "  " + text_of(factor, "type") + " " +
                          text_of(factor, "timeframe") + " at " + plain(number_of(factor, "price")) + ", weight " +
                          fixed_text(number_of(factor, "weight"), 3) + "  (" + finding_of(factor) + ")"});
  }
  if (const double bonus = number_of(*confluence, "bonus"); bonus > 0) {
    node.below.push_back({with_sign(bonus) + "  bonus: a Fibonacci level at a supply or demand zone"});
  }
  return node;
}

Node confidence_of(const JsonValue& trace) {
  Node node;
  const JsonValue* confidence = trace.find("confidence");
  if (confidence == nullptr) return node;
  node.text = "confidence " + fixed_text(number_of(*confidence, "value"), 1);
  for (const std::string_view part :
       {"volume", "trend_alignment", "market_context", "historical_success", "timeframe_convergence"}) {
    node.below.push_back({std::string{part} + " " + fixed_text(number_of(*confidence, part), 2)});
  }
  return node;
}

Node filters_of(const JsonValue& trace) {
  Node node{"entry filters"};
  for (const JsonValue& filter : list_of(trace, "entry_filters")) {
    const std::string state = text_of(filter, "state");
    std::string line = (state == "passed" ? "ok   " : state == "failed" ? "FAIL " : "-    ") + text_of(filter, "name");
    if (state == "not_applicable") {
      line += ": does not apply";
    } else {
      line += ": " + plain(number_of(filter, "value")) + " against " + plain(number_of(filter, "threshold"));
    }
    node.below.push_back({line});
  }
  return node;
}

Node plan_of(const JsonValue& trace) {
  Node node;
  const JsonValue* plan = trace.find("plan");
  if (plan == nullptr || plan->is_null()) return node;
  node.text =
      "trade: entry " + plain(number_of(*plan, "entry")) + ", stop " + plain(number_of(*plan, "stop")) + ", targets";
  for (const JsonValue& target : list_of(*plan, "targets")) node.text += " " + plain(target.number().value_or(0));
  node.text += ", reward " + fixed_text(number_of(*plan, "risk_reward"), 2) + " for 1";
  return node;
}

Node change_of(const JsonValue& trace) {
  const bool signal = text_of(trace, "verdict") == "signal";
  Node node{signal ? "nearest to failing" : "for a signal it would take"};
  for (const JsonValue& change : list_of(trace, "nearest_change")) {
    Node one{text_of(change, "gate") + " " + plain(number_of(change, "from")) + (signal ? " below " : " up to ") +
             plain(number_of(change, "to"))};
    for (const JsonValue& reading : list_of(change, "readings")) {
      one.below.push_back({"by " + text_of(reading, "name") + " alone, from " + with_sign(number_of(reading, "from")) +
                           " to " + with_sign(number_of(reading, "to"))});
    }
    node.below.push_back(std::move(one));
  }
  return node;
}

Node versions_of(const JsonValue& trace) {
  Node node;
  const JsonValue* versions = trace.find("versions");
  if (versions == nullptr) return node;
  node.text = "decision logic " + plain(number_of(*versions, "decision")) + ", configuration " +
              text_of(*versions, "configuration") + ", weights " + text_of(*versions, "weights");
  if (const double outcomes = number_of(*versions, "weights_outcomes"); outcomes > 0) {
    node.text += " from " + plain(outcomes) + " outcomes";
  }
  return node;
}

void write(const Node& node, const std::string& indent, std::ostream& out) {
  for (std::size_t i = 0; i < node.below.size(); ++i) {
    const bool last = i + 1 == node.below.size();
    out << indent << (last ? "└─ " : "├─ ") << node.below[i].text << '\n';
    write(node.below[i], indent + (last ? "   " : "│  "), out);
  }
}

}  // namespace

void write_trace_tree(const JsonValue& trace, std::ostream& out) {
  const bool signal = text_of(trace, "verdict") == "signal";
  Node root{text_of(trace, "id") + "\n" + text_of(trace, "venue") + ":" + text_of(trace, "symbol") + " at " +
            text_of(trace, "known_at") + ", price " + plain(number_of(trace, "price")) + ": " +
            (signal ? text_of(trace, "type") : "no signal")};
  if (const std::string data = text_of(trace, "data"); data == "late" || data == "paused") {
    root.text += data == "late" ? ", the candle came late" : ", signals are paused";
  }
  for (Node& node : std::vector<Node>{readings_of(trace), gates_of(trace), confluence_of(trace), confidence_of(trace),
                                      filters_of(trace), plan_of(trace), change_of(trace), versions_of(trace)}) {
    if (!node.text.empty()) root.below.push_back(std::move(node));
  }
  out << root.text << '\n';
  write(root, "", out);
}

}  // namespace tidemark::app

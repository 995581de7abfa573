#pragma once

#include <cmath>
#include <string>

#include "net/json_reader.hpp"

namespace tidemark::api::testing {

/// Checks a JSON value against the JSON Schema words our document uses: $ref, type, enum, required, properties, items,
/// prefixItems, oneOf, minimum, maximum, additionalProperties, maxProperties. Stricter than the standard in one way: an
/// object may only have properties its schema names. Returns what is wrong and where; empty when nothing is.
class SchemaCheck {
 public:
  explicit SchemaCheck(const net::JsonValue& schemas) : schemas_{schemas} {}

  [[nodiscard]] std::string check(const net::JsonValue& value, const std::string& name) const {
    const net::JsonValue* schema = schemas_.find(name);
    return schema == nullptr ? "there is no schema " + name : check(value, *schema, "$");
  }

 private:
  std::string check(const net::JsonValue& value, const net::JsonValue& schema, const std::string& at) const {
    if (const auto* ref = schema.find("$ref")) {
      const std::string name = ref->text()->substr(ref->text()->rfind('/') + 1);
      const net::JsonValue* target = schemas_.find(name);
      return target == nullptr ? at + ": dangling " + name : check(value, *target, at);
    }
    if (const auto* one_of = schema.find("oneOf")) {
      std::string all;
      for (const auto& option : *one_of->array()) {
        const std::string wrong = check(value, option, at);
        if (wrong.empty()) return {};
        all += wrong + "; ";
      }
      return at + ": none of the options fits: " + all;
    }
    if (const auto* type = schema.find("type"); type != nullptr && !has_type(value, *type)) return at + ": wrong type";
    if (const auto* choices = schema.find("enum")) {
      bool found = false;
      for (const auto& c : *choices->array()) {
        const bool same = c.text() != nullptr && value.text() != nullptr && *value.text() == *c.text();
        found = found || same || (c.is_null() && value.is_null());
      }
      if (!found) return at + ": not in enum";
    }
    if (const auto* least = schema.find("minimum");
        least != nullptr && value.number() && *value.number() < *least->number()) {
      return at + ": too small";
    }
    if (const auto* most = schema.find("maximum");
        most != nullptr && value.number() && *value.number() > *most->number()) {
      return at + ": too large";
    }
    if (value.array() != nullptr) return check_array(value, schema, at);
    if (value.members() != nullptr) return check_object(value, schema, at);
    return {};
  }

  std::string check_array(const net::JsonValue& value, const net::JsonValue& schema, const std::string& at) const {
    const auto* prefix = schema.find("prefixItems");
    const auto* items = schema.find("items");
    const auto* most = schema.find("maxItems");
    if (most != nullptr && value.array()->size() > static_cast<std::size_t>(*most->integer())) return at + ": too many";
    for (std::size_t i = 0; i < value.array()->size(); ++i) {
      const std::string place = at + "[" + std::to_string(i) + "]";
      const net::JsonValue& item = (*value.array())[i];
      std::string wrong;
      if (prefix != nullptr) {
        wrong = i < prefix->array()->size() ? check(item, (*prefix->array())[i], place) : place + ": too many";
      } else if (items != nullptr) {
        wrong = check(item, *items, place);
      } else {
        wrong = place + ": items are not described";
      }
      if (!wrong.empty()) return wrong;
    }
    if (prefix != nullptr && value.array()->size() < prefix->array()->size()) return at + ": too few";
    return {};
  }

  std::string check_object(const net::JsonValue& value, const net::JsonValue& schema, const std::string& at) const {
    if (const auto* required = schema.find("required")) {
      for (const auto& name : *required->array()) {
        if (value.find(*name.text()) == nullptr) return at + ": " + *name.text() + " is missing";
      }
    }
    if (schema.find("maxProperties") != nullptr && !value.members()->empty()) return at + ": must be empty";
    const auto* properties = schema.find("properties");
    const auto* others = schema.find("additionalProperties");
    for (const auto& [name, member] : *value.members()) {
      const net::JsonValue* known = properties != nullptr ? properties->find(name) : nullptr;
      if (known == nullptr) known = others;
      if (known == nullptr) return at + "." + name + ": is not described";
      std::string wrong = check(member, *known, at + "." + name);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  static bool has_type(const net::JsonValue& value, const net::JsonValue& type) {
    if (type.array() != nullptr) {
      for (const auto& one : *type.array()) {
        if (has_type(value, one)) return true;
      }
      return false;
    }
    const std::string& name = *type.text();
    if (name == "null") return value.is_null();
    if (name == "boolean") return value.boolean() != nullptr;
    if (name == "integer") return value.integer() != nullptr;
    if (name == "number") return value.number().has_value();
    if (name == "string") return value.text() != nullptr;
    if (name == "array") return value.array() != nullptr;
    return name == "object" && value.members() != nullptr;
  }

  const net::JsonValue& schemas_;
};

}  // namespace tidemark::api::testing

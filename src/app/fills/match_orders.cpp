#include "app/fills/match_orders.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/decimal.hpp"

namespace tidemark::app {
namespace {

using Named = std::map<OrderName, const AccountOrder*>;
constexpr const char* kUnexplained = "not explained by the model";
/// An account writes down what it is worth every minute while its market goes on.
constexpr core::Duration kFollows = core::minutes(3);

bool is_asked_for(const AccountComparison& comparison, const AccountOrder& order) {
  return order.created >= comparison.begin && order.created <= comparison.end;
}

Named named(const std::vector<AccountOrder>& orders) {
  Named all;
  for (const AccountOrder& one : orders) all.emplace(one.name, &one);
  return all;
}

std::optional<OrderOutcome> outcome_of(const Named& orders, const OrderName& name) {
  const auto found = orders.find(name);
  return found == orders.end() ? std::nullopt : std::optional{found->second->outcome};
}

/// Of two that name a parent: the parent's order.
const AccountOrder* parent_of(const std::vector<AccountOrder>& orders, const AccountOrder& leg) {
  if (!leg.parent) return nullptr;
  const auto found = std::ranges::find(orders, *leg.parent, &AccountOrder::id);
  return found == orders.end() ? nullptr : &*found;
}

/// What the two accounts know of why they differ.
class Reasons {
 public:
  Reasons(const StoredAccount& account, const PlayedAccount& model, const AccountComparison& about)
      : account_{account}, model_{model}, about_{about} {}

  /// Of an order of both that came out otherwise.
  [[nodiscard]] std::pair<Rest, std::string> of(const AccountOrder& real, const AccountOrder& modeled) const {
    if (real.outcome == modeled.outcome) return {Rest::kNone, {}};
    if (real.outcome.state == core::OrderState::kRejected && modeled.outcome.state != real.outcome.state) {
      return {Rest::kKnown, "the account's order was refused: " + real.reason};
    }
    const bool killed = account_.killed && real.reason == core::name_of(core::OrderReason::kKillSwitch);
    if (killed) return {Rest::kKnown, "the kill switch was engaged at " + core::format_iso(*account_.killed)};
    if (real.outcome.asked != modeled.outcome.asked) {
      if (auto why = of_size(real); !why.empty()) return {Rest::kKnown, std::move(why)};
    }
    std::string why = kUnexplained;
    if (real.reason != modeled.reason && !real.reason.empty()) why += "; the account's order ended so: " + real.reason;
    return {Rest::kUnexplained, std::move(why)};
  }

  /// Of an order that the account alone asked for.
  [[nodiscard]] std::string of_account_alone(const AccountOrder& order, const Named& models) const {
    const AccountOrder* entry = parent_of(account_.history.orders(), order);
    if (entry != nullptr) {
      const auto modeled = models.find(entry->name);
      if (modeled == models.end()) return "its entry is in the account alone";
      if (modeled->second->outcome.state == core::OrderState::kRejected) {
        return "the model's entry was refused: " + modeled->second->reason;
      }
    }
    return of_positions(order);
  }

  /// Of an order that the model alone asked for.
  [[nodiscard]] std::string of_model_alone(const AccountOrder& order, const Named& accounts) const {
    const AccountOrder* entry = parent_of(model_.history.orders(), order);
    if (entry != nullptr) {
      const auto real = accounts.find(entry->name);
      if (real == accounts.end()) return "its entry is in the model alone";
      if (real->second->outcome.state == core::OrderState::kRejected) {
        return "the account's entry was refused: " + real->second->reason;
      }
    }
    if (!follows(order.created)) return "the account did not follow the market then";
    if (account_.killed && *account_.killed <= order.created) {
      return "the kill switch was engaged at " + core::format_iso(*account_.killed);
    }
    return of_positions(order);
  }

 private:
  /// Sizes are shares of what the account is worth.
  [[nodiscard]] std::string of_size(const AccountOrder& order) const {
    const auto real = worth(account_.equity, order.created);
    const auto modeled = worth(model_.equity, order.created);
    if (!real || !modeled || *real == *modeled) return {};
    return "of another size, as the account was worth " + core::format_money(*real) + " then, the model " +
           core::format_money(*modeled);
  }

  [[nodiscard]] std::string of_positions(const AccountOrder& order) const {
    const std::int64_t real = account_.history.held(order.created);
    const std::int64_t modeled = model_.history.held(order.created);
    if (real == modeled) return kUnexplained;
    const int decimals = about_.instrument.scale.qty_decimals;
    return "the account held " + core::format_decimal(real, decimals) + " then, the model " +
           core::format_decimal(modeled, decimals);
  }

  [[nodiscard]] static std::optional<core::Money> worth(const std::map<core::Timestamp, core::Money>& equity,
                                                        core::Timestamp at) {
    const auto next = equity.upper_bound(at);
    return next == equity.begin() ? std::nullopt : std::optional{std::prev(next)->second};
  }

  [[nodiscard]] bool follows(core::Timestamp at) const {
    const auto next = account_.equity.lower_bound(at - kFollows);
    return next != account_.equity.end() && next->first <= at + kFollows;
  }

  const StoredAccount& account_;
  const PlayedAccount& model_;
  const AccountComparison& about_;
};

std::vector<ModelStep> steps_of(const OrderName& name, const std::vector<Named>& models,
                                const std::vector<ModelChange>& changes) {
  std::vector<ModelStep> steps;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto before = outcome_of(models[i], name);
    const auto after = outcome_of(models[i + 1], name);
    if (before != after) steps.push_back({changes[i], before, after});
  }
  return steps;
}

}  // namespace

void match_orders(const StoredAccount& account, const std::vector<PlayedAccount>& models,
                  const std::vector<ModelChange>& changes, AccountComparison& comparison) {
  std::vector<Named> modeled;
  modeled.reserve(models.size());
  for (const PlayedAccount& one : models) modeled.push_back(named(one.history.orders()));
  const Named& last = modeled.back();
  const Reasons reasons{account, models.back(), comparison};
  for (const AccountOrder& real : account.history.orders()) {
    if (!is_asked_for(comparison, real)) continue;
    const auto found = last.find(real.name);
    if (found == last.end()) {
      comparison.only_account.push_back({real.name, real.id, real.outcome, reasons.of_account_alone(real, last)});
      continue;
    }
    auto [rest, why] = reasons.of(real, *found->second);
    comparison.orders.push_back({.name = real.name,
                                 .id = real.id,
                                 .first = outcome_of(modeled.front(), real.name),
                                 .steps = steps_of(real.name, modeled, changes),
                                 .last = found->second->outcome,
                                 .account = real.outcome,
                                 .rest = rest,
                                 .why = std::move(why)});
  }
  const Named real = named(account.history.orders());
  for (const AccountOrder& one : models.back().history.orders()) {
    if (real.contains(one.name) || !is_asked_for(comparison, one)) continue;
    comparison.only_model.push_back({one.name, one.id, one.outcome, reasons.of_model_alone(one, real)});
  }
}

}  // namespace tidemark::app

#pragma once

#include <memory>
#include <string>
#include <utility>

#include "api/activation.hpp"
#include "api/encode_activation.hpp"
#include "storage/store.hpp"

namespace tidemark::api::testing {

/// A machine at the stage paper with play money; each step is in the store at once.
class FakeActivation final : public Activation {
 public:
  FakeActivation(storage::Store& store, activation::Machine machine) : store_{store}, machine_{std::move(machine)} {
    put(machine_.configure(core::Timestamp::from_s(1'704'067'200), kConfiguration, kReach).value());
  }

  std::shared_ptr<const ActivationView> activation() const override {
    return std::make_shared<const ActivationView>(ActivationView{machine_, kReach, machine_.multiplier()});
  }
  core::Result<activation::Event> promote(std::string reason) override {
    return put(machine_.promote(at(), reason, kReach));
  }
  core::Result<activation::Event> roll_back(std::string reason, std::optional<activation::Stage> to) override {
    return put(machine_.roll_back(at(), reason, to));
  }
  core::Result<activation::Event> restart(std::string reason) override { return put(machine_.restart(at(), reason)); }

  std::shared_ptr<const ShadowView> shadow() const override { return shadow_; }
  core::Status start_shadow(const ShadowRequest& request) override {
    if (request.strategy == "nope") {
      return core::fail(core::ErrorKind::kInvalidArgument, "unknown_strategy", "There is no such strategy.",
                        "strategy");
    }
    ShadowView view;
    view.strategy = request.strategy;
    view.parameters = request.parameters;
    view.orders.same.push_back({"sim:BTCUSDT", at(), "buy"});
    view.orders.only_candidate.push_back({"sim:BTCUSDT", at(), "sell"});
    shadow_ = std::make_shared<const ShadowView>(std::move(view));
    return {};
  }
  core::Status stop_shadow() override {
    shadow_ = nullptr;
    return {};
  }

  [[nodiscard]] activation::Machine& machine() { return machine_; }

 private:
  static inline const std::string kConfiguration = "00000000000000aa";
  static inline const activation::Reach kReach{activation::Stage::kPaper, "the account trades with play money"};

  static core::Timestamp at() { return core::Timestamp::from_s(1'704'067'260); }
  core::Result<activation::Event> put(core::Result<activation::Event> event) {
    if (!event) return event;
    storage::TradingChange change;
    change.activation.configurations.push_back({kConfiguration, at(), R"({"trading.strategy":"decision"})"});
    storage::ActivationEventRecord record{.number = event->number,
                                          .at = event->at,
                                          .kind = std::string{activation::name_of(event->kind)},
                                          .from = std::string{activation::name_of(event->from)},
                                          .to = std::string{activation::name_of(event->to)},
                                          .configuration = event->configuration,
                                          .reason = event->reason,
                                          .board = encode_board(event->board),
                                          .rollback = {}};
    if (event->trigger) {
      record.rollback = storage::RollbackRecord{std::string{activation::name_of(*event->trigger)}, event->measured,
                                                event->limit, event->restored};
    }
    change.activation.events.push_back(std::move(record));
    if (auto written = store_.trading_ledger().put(change); !written) return std::unexpected(written.error());
    return event;
  }

  storage::Store& store_;
  activation::Machine machine_;
  std::shared_ptr<const ShadowView> shadow_;
};

}  // namespace tidemark::api::testing

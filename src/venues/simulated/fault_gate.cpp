#include "venues/simulated/fault_gate.hpp"

#include <utility>

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kHeldMost = core::seconds(1);

void release(Connection& connection) {
  if (!connection.held) return;
  const std::string text = *std::exchange(connection.held, std::nullopt);
  connection.peer->send(text);
}

}  // namespace

void FaultGate::pass(Connection& connection, std::string_view text, core::Timestamp now) {
  using sim::MessageFate;
  const MessageFate fate = dice_.message(now);
  switch (fate) {
    case MessageFate::kDrop:
      return;
    case MessageFate::kAfterNext:
      if (connection.held) break;
      connection.held = std::string{text};
      connection.held_since = now;
      return;
    case MessageFate::kTwice:
      connection.peer->send(text);
      break;
    case MessageFate::kMalformed:
    case MessageFate::kTruncated:
    case MessageFate::kJunk:
      connection.peer->send(dice_.spoil(text, fate));
      return release(connection);
    case MessageFate::kPass:
      break;
  }
  connection.peer->send(text);
  release(connection);
}

void FaultGate::release_overdue(Connection& connection, core::Timestamp now) {
  if (connection.held && now - connection.held_since >= kHeldMost) release(connection);
}

}  // namespace tidemark::venues::simulated

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tidemark::sim {

/// Order id -> slot in the order pool. Open addressing with linear probing; removal shifts later entries back, so there
/// are no tombstones and a warm index never allocates. Id 0 marks an empty cell and may not be stored.
class IdIndex {
 public:
  IdIndex() : cells_(kStartCells) {}

  void insert(std::uint64_t id, std::uint32_t slot) {
    if ((size_ + 1) * 2 > cells_.size()) grow();
    place(id, slot);
    ++size_;
  }

  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t id) const {
    if (id == 0) return std::nullopt;
    for (std::size_t at = home(id); cells_[at].id != 0; at = next(at)) {
      if (cells_[at].id == id) return cells_[at].slot;
    }
    return std::nullopt;
  }

  /// The id must be there.
  void erase(std::uint64_t id) {
    std::size_t hole = home(id);
    while (cells_[hole].id != id) hole = next(hole);
    for (std::size_t at = next(hole); cells_[at].id != 0; at = next(at)) {
      // An entry may fill the hole unless its home lies after the hole (cyclically): then it would become unreachable.
      const std::size_t from_home = (at - home(cells_[at].id)) & mask();
      if (from_home < ((at - hole) & mask())) continue;
      cells_[hole] = cells_[at];
      hole = at;
    }
    cells_[hole] = {};
    --size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Cell {
    std::uint64_t id{0};
    std::uint32_t slot{0};
  };
  static constexpr std::size_t kStartCells = 1024;

  [[nodiscard]] std::size_t mask() const { return cells_.size() - 1; }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & mask(); }
  // Ids are handed out in sequence: the low bits spread them perfectly and keep neighbors in one cache line.
  [[nodiscard]] std::size_t home(std::uint64_t id) const { return id & mask(); }

  void place(std::uint64_t id, std::uint32_t slot) {
    std::size_t at = home(id);
    while (cells_[at].id != 0) at = next(at);
    cells_[at] = {id, slot};
  }

  void grow() {
    std::vector<Cell> old(cells_.size() * 2);
    old.swap(cells_);
    for (const Cell& cell : old) {
      if (cell.id != 0) place(cell.id, cell.slot);
    }
  }

  std::vector<Cell> cells_;
  std::size_t size_{0};
};

}  // namespace tidemark::sim

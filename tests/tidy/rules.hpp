#pragma once

#include "tests/tidy/source_tree.hpp"

namespace tidemark::tidy {

// Each rule looks at a whole tree and names what breaks it; one that finds nothing to look at says so as a problem.

/// src/modules.txt: rooms exist and are described, the graph has no cycle, no pure room leans on an io room, and
/// CMakeLists.txt links what the table allows.
[[nodiscard]] Problems check_rooms(const SourceTree& tree);
/// Every #include of a room is allowed by src/modules.txt, names an existing header from src/, and a .cpp's own header
/// comes first.
[[nodiscard]] Problems check_includes(const SourceTree& tree);
/// Pure rooms include nothing but their rooms and the harmless part of the standard library.
[[nodiscard]] Problems check_purity(const SourceTree& tree);
/// Libraries that are slow to compile are seen by few translation units, and never from the header of another room.
[[nodiscard]] Problems check_heavy_headers(const SourceTree& tree);

/// Clocks, randomness, threads and output only where they belong.
[[nodiscard]] Problems check_banned_names(const SourceTree& tree);

/// Lengths of files, functions and lines.
[[nodiscard]] Problems check_file_lengths(const SourceTree& tree);
[[nodiscard]] Problems check_function_lengths(const SourceTree& tree);

/// Every header starts with #pragma once.
[[nodiscard]] Problems check_pragma_once(const SourceTree& tree);
/// No paths of one machine, no notes of work left undone.
[[nodiscard]] Problems check_words(const SourceTree& tree);
/// Every room has a README of a page and an entry in ARCHITECTURE.md; every decision record is listed.
[[nodiscard]] Problems check_documents(const SourceTree& tree);

}  // namespace tidemark::tidy

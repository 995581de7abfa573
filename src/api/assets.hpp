#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/http_router.hpp"

namespace tidemark::api {

/// A file of the dashboard, in the binary (cmake/TidemarkAssets.cmake writes the table at build time).
struct Asset {
  std::string_view path;  ///< "/index.html", "/assets/index-4f2a.js"
  std::string_view bytes;
  std::string_view gzip;    ///< the same, packed; empty when that saves nothing
  std::string_view digest;  ///< hex, of the bytes
};

/// Sorted by path; empty when the dashboard was not built.
[[nodiscard]] std::span<const Asset> embedded_assets();

/// The media type by file extension; "application/octet-stream" for unknown ones.
[[nodiscard]] std::string_view media_type_of(std::string_view path) noexcept;

/// Answers with the dashboard: its files, and index.html for its own addresses (/chart/BTCUSDT …), which are all paths
/// without a file extension outside /api and /ws. Files under /assets/ carry a hash in their names and may be cached
/// for good; everything else is revalidated. Without a dashboard, `/` says so and how to build it.
[[nodiscard]] net::HttpHandler make_dashboard(std::span<const Asset> assets);
/// The same from a folder, read anew each time: for working on the dashboard. Never leaves the folder.
[[nodiscard]] net::HttpHandler make_dashboard(std::filesystem::path folder);

}  // namespace tidemark::api

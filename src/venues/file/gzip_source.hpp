#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "venues/file/byte_source.hpp"

namespace tidemark::venues::file {

/// Decodes gzip data of one or several members. Zero bytes behind the last member are padding; anything else is damage.
[[nodiscard]] core::Result<std::unique_ptr<ByteSource>> make_gzip_source(std::unique_ptr<ByteSource> packed,
                                                                         const std::string& name);

}  // namespace tidemark::venues::file

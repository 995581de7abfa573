# tidemark_embed_assets(TARGET DIR): puts every file below DIR into TARGET as the table of src/api/assets.hpp. Without DIR
# the table is empty. Files that come, go or change are noticed by the next build.
#
# This file is also the script that writes the table (cmake -P, with TIDEMARK_ASSETS_DIR and TIDEMARK_ASSETS_OUT).
if(CMAKE_SCRIPT_MODE_FILE)
  set(dir ${TIDEMARK_ASSETS_DIR})
  set(out ${TIDEMARK_ASSETS_OUT})
  file(GLOB_RECURSE files RELATIVE ${dir} ${dir}/*)
  list(SORT files COMPARE STRING)
  find_program(gzip gzip)
  set(blobs "")
  set(rows "")
  set(number 0)
  foreach(file IN LISTS files)
    file(SHA256 ${dir}/${file} digest)
    string(SUBSTRING ${digest} 0 16 digest)
    # The assembler reads the bytes; the digest in the text makes the compiler run again when they change.
    string(APPEND blobs "TIDEMARK_BLOB(asset_${number}, \"${dir}/${file}\")  // ${digest}\n")
    set(packed "{}")
    file(SIZE ${dir}/${file} size)
    if(gzip AND size GREATER 1024 AND file MATCHES "\\.(html|js|css|json|svg|map|txt|webmanifest)$")
      set(packed_file ${out}.${number}.gz)
      execute_process(COMMAND ${gzip} -9 -n -c ${dir}/${file} OUTPUT_FILE ${packed_file} RESULT_VARIABLE failed)
      file(SIZE ${packed_file} packed_size)
      if(NOT failed AND packed_size LESS size)
        string(APPEND blobs "TIDEMARK_BLOB(asset_${number}_gz, \"${packed_file}\")\n")
        set(packed "blob(asset_${number}_gz, asset_${number}_gz_end)")
      endif()
    endif()
    string(APPEND rows
           "      Asset{\"/${file}\", blob(asset_${number}, asset_${number}_end), ${packed}, \"${digest}\"},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(body "")
  if(rows)
    set(body "  static const Asset kAssets[] = {\n${rows}  };\n  return kAssets;")
  else()
    set(body "  return {};")
  endif()
  file(WRITE ${out} "// Written by cmake/TidemarkAssets.cmake.
#include \"api/assets.hpp\"

#define TIDEMARK_BLOB(name, file)                                                                        \\
  __asm__(\".pushsection .rodata\\n.balign 16\\n\" #name \":\\n.incbin \\\"\" file \"\\\"\\n\" #name \"_end:\\n.byte 0\\n\" \\
          \".popsection\\n\");                                                                             \\
  extern \"C\" const char name[];                                                                          \\
  extern \"C\" const char name##_end[];

${blobs}
namespace tidemark::api {
namespace {
[[maybe_unused]] std::string_view blob(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
}  // namespace

std::span<const Asset> embedded_assets() {
${body}
}

}  // namespace tidemark::api
")
  return()
endif()

set(TIDEMARK_ASSETS_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(tidemark_embed_assets target dir)
  set(out ${CMAKE_BINARY_DIR}/${target}_assets.cpp)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${dir}/*)
  # The list itself is a dependency: a file taken away must change the table too.
  string(SHA256 list_digest "${files}")
  set(list_file ${out}.list)
  set(old "")
  if(EXISTS ${list_file})
    file(READ ${list_file} old)
  endif()
  if(NOT old STREQUAL list_digest)
    file(WRITE ${list_file} ${list_digest})
  endif()
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DTIDEMARK_ASSETS_DIR=${dir} -DTIDEMARK_ASSETS_OUT=${out} -P ${TIDEMARK_ASSETS_SCRIPT}
    DEPENDS ${files} ${list_file} ${TIDEMARK_ASSETS_SCRIPT}
    COMMENT "Embedding the dashboard"
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()

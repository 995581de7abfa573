# Compiler, linker and packages for every target.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(simdjson REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND NOT TIDEMARK_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

enable_testing()
if(TIDEMARK_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  include(GoogleTest)
endif()

# Ours only: packages come in as system headers.
function(tidemark_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wimplicit-fallthrough
    -Wno-missing-field-initializers # designated initializers leave the rest at their defaults on purpose
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-null-dereference>)
  # Indicators promise TA-Lib's bits: no fused multiply-add, on any machine.
  target_compile_options(${target} PRIVATE -ffp-contract=off)
  if(TIDEMARK_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(TIDEMARK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${TIDEMARK_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${TIDEMARK_SANITIZE})
  endif()
  if(TIDEMARK_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  target_compile_definitions(${target} PRIVATE SPDLOG_FMT_EXTERNAL)
endfunction()

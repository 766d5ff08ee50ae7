/* fuzz.h - how a fuzz target says what is wrong.
 *
 * g_error ends by SIGTRAP, which the fuzzer does not see: the input would be lost.
 * fuzz_fail prints and aborts.
 */
#ifndef SENF_TESTS_FUZZ_FUZZ_H
#define SENF_TESTS_FUZZ_FUZZ_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_fail(...) (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), abort())

#endif

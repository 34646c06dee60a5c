#ifndef CFILTERCOMPARISON_H
#define CFILTERCOMPARISON_H

#include <stddef.h>
#include <stdint.h>

/* Filters of 1,024 bits: sixteen words each, one filter behind the other. */
#define CORRIDOR_FILTER_WORDS 16

/* One pair whose Dice coefficient reaches the threshold. */
typedef struct {
    uint32_t left;
    uint32_t right;
    /* Bits that are set in both. */
    uint32_t common;
} corridor_filter_pair;

/* Filters and what is computed once for each; all arrays have `count` elements. Padding after the end is not read. */
typedef struct {
    const uint64_t *words;
    /* Bits set in the whole filter, and in its second half. */
    const uint32_t *bits;
    const uint32_t *second_half_bits;
    size_t count;
} corridor_filters;

/* Compares each of `left[left_from ..< left_to]` with each of `right[right_from ..< right_to]`: 2·|a∧b| ≥ threshold·(|a|+|b|).
 *
 * Writes the first `capacity` pairs that reach the threshold and returns how many there are in all; if that is more than `capacity`, call again with more room.
 * Two empty filters are never a pair. */
size_t corridor_compare_filters(const corridor_filters *left, size_t left_from, size_t left_to, const corridor_filters *right, size_t right_from,
                                size_t right_to, double threshold, corridor_filter_pair *found, size_t capacity);

/* Bits that are set in both filters. */
uint32_t corridor_common_bits(const uint64_t *left, const uint64_t *right);

/* Sets of instructions, from the most general; see corridor_filter_instructions. */
enum { CORRIDOR_PORTABLE = 0, CORRIDOR_POPCNT = 1, CORRIDOR_AVX2 = 2, CORRIDOR_AVX512 = 3, CORRIDOR_NEON = 4 };

/* The best set of instructions this processor has. */
int corridor_filter_instructions(void);

/* As corridor_compare_filters with a set of instructions that is named, for tests; one the processor lacks is replaced by CORRIDOR_PORTABLE. */
size_t corridor_compare_filters_with(int instructions, const corridor_filters *left, size_t left_from, size_t left_to, const corridor_filters *right,
                                     size_t right_from, size_t right_to, double threshold, corridor_filter_pair *found, size_t capacity);

#endif

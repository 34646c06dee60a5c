#include "CFilterComparison.h"

/* How a pair is decided: most pairs of different people already differ so much in the first 512 bits that the rest cannot make up for it. If c is the number
 * of common bits of the first halves, no more than min(rest of a, rest of b) can be added, so the pair is out if c < need − min(rest a, rest b). Only what is
 * left is counted in full, and the full count alone decides. */

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#if defined(__aarch64__)
#include <arm_neon.h>
#endif

#define HALF (CORRIDOR_FILTER_WORDS / 2)

/* A tile of filters of the right side stays in the first-level cache (16 KiB) while all filters of the left pass over it. */
#define TILE 128

typedef struct {
    const corridor_filters *left;
    const corridor_filters *right;
    double threshold;
    corridor_filter_pair *found;
    size_t capacity;
    size_t count;
} comparison;

static inline void add_if_alike(comparison *work, size_t left, size_t right, uint32_t common) {
    uint32_t bits = work->left->bits[left] + work->right->bits[right];
    if (bits == 0 || 2.0 * common < work->threshold * bits) return;
    if (work->count < work->capacity) {
        work->found[work->count] = (corridor_filter_pair){(uint32_t)left, (uint32_t)right, common};
    }
    work->count++;
}

/* The fewest common bits of the first halves with which a pair can still reach the threshold. */
static inline double least_common(const comparison *work, size_t left, size_t right) {
    uint32_t left_rest = work->left->second_half_bits[left], right_rest = work->right->second_half_bits[right];
    uint32_t rest = left_rest < right_rest ? left_rest : right_rest;
    return work->threshold * (work->left->bits[left] + work->right->bits[right]) / 2 - rest;
}

static inline uint32_t common_in_words(const uint64_t *left, const uint64_t *right, int from, int to) {
    uint32_t common = 0;
    for (int word = from; word < to; word++) common += (uint32_t)__builtin_popcountll(left[word] & right[word]);
    return common;
}

uint32_t corridor_common_bits(const uint64_t *left, const uint64_t *right) { return common_in_words(left, right, 0, CORRIDOR_FILTER_WORDS); }

/* The loop that the portable and the popcnt variant share; inlined into both so that each is compiled for its instructions. */
__attribute__((always_inline)) static inline void compare_tile_by_words(comparison *work, size_t left, size_t from, size_t to) {
    const uint64_t *query = work->left->words + left * CORRIDOR_FILTER_WORDS;
    for (size_t right = from; right < to; right++) {
        const uint64_t *other = work->right->words + right * CORRIDOR_FILTER_WORDS;
        uint32_t common = 0;
        for (int word = 0; word < HALF; word++) common += (uint32_t)__builtin_popcountll(query[word] & other[word]);
        if (common < least_common(work, left, right)) continue;
        for (int word = HALF; word < CORRIDOR_FILTER_WORDS; word++) common += (uint32_t)__builtin_popcountll(query[word] & other[word]);
        add_if_alike(work, left, right, common);
    }
}

static void compare_tile_portable(comparison *work, size_t left, size_t from, size_t to) { compare_tile_by_words(work, left, from, to); }

#if defined(__x86_64__)

__attribute__((target("popcnt"))) static void compare_tile_popcnt(comparison *work, size_t left, size_t from, size_t to) {
    compare_tile_by_words(work, left, from, to);
}

/* Bits in each byte of 256, by two look-ups of four bits (W. Muła, N. Kurz, D. Lemire, Faster Population Counts Using AVX2 Instructions, 2018). */
__attribute__((target("avx2"), always_inline)) static inline __m256i bits_in_bytes(__m256i value) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(0x0F);
    __m256i lower = _mm256_shuffle_epi8(table, _mm256_and_si256(value, low));
    __m256i upper = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(value, 4), low));
    return _mm256_add_epi8(lower, upper);
}

/* Common bits of the first halves, as four sums of 64 bits that are yet to be added up. */
__attribute__((target("avx2"), always_inline)) static inline __m256i half_sums(__m256i first, __m256i second, const uint64_t *other) {
    __m256i a = bits_in_bytes(_mm256_and_si256(first, _mm256_loadu_si256((const __m256i *)other)));
    __m256i b = bits_in_bytes(_mm256_and_si256(second, _mm256_loadu_si256((const __m256i *)(other + 4))));
    return _mm256_sad_epu8(_mm256_add_epi8(a, b), _mm256_setzero_si256());
}

/* Common bits of a half of one filter with the same half of four that follow each other, so that adding up is done for four in one instruction. */
__attribute__((target("avx2"), always_inline)) static inline __m128i common_of_four_avx2(__m256i first, __m256i second, const uint64_t *other) {
    __m256i sums0 = half_sums(first, second, other), sums1 = half_sums(first, second, other + CORRIDOR_FILTER_WORDS);
    __m256i sums2 = half_sums(first, second, other + 2 * CORRIDOR_FILTER_WORDS), sums3 = half_sums(first, second, other + 3 * CORRIDOR_FILTER_WORDS);
    __m256i pair02 = _mm256_or_si256(sums0, _mm256_slli_epi64(sums2, 32)), pair13 = _mm256_or_si256(sums1, _mm256_slli_epi64(sums3, 32));
    __m256i added = _mm256_add_epi32(_mm256_unpacklo_epi64(pair02, pair13), _mm256_unpackhi_epi64(pair02, pair13));
    /* Now 0, 2, 1, 3. */
    __m128i common = _mm_add_epi32(_mm256_castsi256_si128(added), _mm256_extracti128_si256(added, 1));
    return _mm_shuffle_epi32(common, _MM_SHUFFLE(3, 1, 2, 0));
}

/* What decides about four pairs at once. Bounds are computed in single precision: so much is allowed for rounding that they never exclude what the exact count would take. */
typedef struct {
    __m128 half_threshold;
    __m128i bits;
    __m128i rest;
    __m128 allowance;
} four_bounds;

__attribute__((target("avx2"), always_inline)) static inline four_bounds bounds_of(const comparison *work, size_t left) {
    return (four_bounds){_mm_set1_ps((float)(work->threshold / 2)), _mm_set1_epi32((int)work->left->bits[left]),
                         _mm_set1_epi32((int)work->left->second_half_bits[left]), _mm_set1_ps(0.01f)};
}

/* The common bits that each of four pairs needs to reach the threshold. */
__attribute__((target("avx2"), always_inline)) static inline __m128 need_of_four(const four_bounds *bounds, const comparison *work, size_t right) {
    __m128i other_bits = _mm_loadu_si128((const __m128i *)(work->right->bits + right));
    return _mm_mul_ps(bounds->half_threshold, _mm_cvtepi32_ps(_mm_add_epi32(bounds->bits, other_bits)));
}

/* Which of four pairs can still reach what they need when the second halves agree as far as they can. */
__attribute__((target("avx2"), always_inline)) static inline int open_of_four(const four_bounds *bounds, const comparison *work, size_t right, __m128i common,
                                                                                __m128 need) {
    __m128i other_rest = _mm_loadu_si128((const __m128i *)(work->right->second_half_bits + right));
    __m128 have = _mm_add_ps(_mm_cvtepi32_ps(_mm_add_epi32(common, _mm_min_epi32(bounds->rest, other_rest))), bounds->allowance);
    return _mm_movemask_ps(_mm_cmpge_ps(have, need));
}

/* Of four pairs that were counted in full, those that may be alike are decided one by one. */
__attribute__((target("avx2"), always_inline)) static inline void add_of_four(comparison *work, size_t left, size_t right, __m128i common, __m128 need,
                                                                               const four_bounds *bounds) {
    int open = _mm_movemask_ps(_mm_cmpge_ps(_mm_add_ps(_mm_cvtepi32_ps(common), bounds->allowance), need));
    uint32_t counts[4];
    _mm_storeu_si128((__m128i *)counts, common);
    for (; open; open &= open - 1) {
        int index = __builtin_ctz((unsigned)open);
        add_if_alike(work, left, right + (size_t)index, counts[index]);
    }
}

__attribute__((target("avx2,popcnt"))) static void compare_tile_avx2(comparison *work, size_t left, size_t from, size_t to) {
    const uint64_t *query = work->left->words + left * CORRIDOR_FILTER_WORDS;
    const __m256i quarter0 = _mm256_loadu_si256((const __m256i *)query), quarter1 = _mm256_loadu_si256((const __m256i *)(query + 4));
    const __m256i quarter2 = _mm256_loadu_si256((const __m256i *)(query + 8)), quarter3 = _mm256_loadu_si256((const __m256i *)(query + 12));
    const four_bounds bounds = bounds_of(work, left);
    size_t right = from;
    for (; right + 4 <= to; right += 4) {
        const uint64_t *other = work->right->words + right * CORRIDOR_FILTER_WORDS;
        __m128i common = common_of_four_avx2(quarter0, quarter1, other);
        __m128 need = need_of_four(&bounds, work, right);
        if (!open_of_four(&bounds, work, right, common, need)) continue;
        common = _mm_add_epi32(common, common_of_four_avx2(quarter2, quarter3, other + HALF));
        add_of_four(work, left, right, common, need, &bounds);
    }
    compare_tile_by_words(work, left, right, to);
}

/* The counts of eight words stay below 65, so that four pairs fit side by side into one sum. */
__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"), always_inline)) static inline __m128i common_of_four_avx512(__m512i half, const uint64_t *other) {
    __m512i sums = _mm512_popcnt_epi64(_mm512_and_si512(half, _mm512_loadu_si512(other)));
    __m512i sums1 = _mm512_popcnt_epi64(_mm512_and_si512(half, _mm512_loadu_si512(other + CORRIDOR_FILTER_WORDS)));
    __m512i sums2 = _mm512_popcnt_epi64(_mm512_and_si512(half, _mm512_loadu_si512(other + 2 * CORRIDOR_FILTER_WORDS)));
    __m512i sums3 = _mm512_popcnt_epi64(_mm512_and_si512(half, _mm512_loadu_si512(other + 3 * CORRIDOR_FILTER_WORDS)));
    sums = _mm512_or_si512(_mm512_or_si512(sums, _mm512_slli_epi64(sums1, 16)), _mm512_or_si512(_mm512_slli_epi64(sums2, 32), _mm512_slli_epi64(sums3, 48)));
    return _mm_cvtepu16_epi32(_mm_cvtsi64_si128((long long)_mm512_reduce_add_epi64(sums)));
}

__attribute__((target("avx2,avx512f,avx512vl,avx512vpopcntdq,popcnt"))) static void compare_tile_avx512(comparison *work, size_t left, size_t from, size_t to) {
    const uint64_t *query = work->left->words + left * CORRIDOR_FILTER_WORDS;
    const __m512i first = _mm512_loadu_si512(query), second = _mm512_loadu_si512(query + HALF);
    const four_bounds bounds = bounds_of(work, left);
    size_t right = from;
    for (; right + 4 <= to; right += 4) {
        const uint64_t *other = work->right->words + right * CORRIDOR_FILTER_WORDS;
        __m128i common = common_of_four_avx512(first, other);
        __m128 need = need_of_four(&bounds, work, right);
        if (!open_of_four(&bounds, work, right, common, need)) continue;
        common = _mm_add_epi32(common, common_of_four_avx512(second, other + HALF));
        add_of_four(work, left, right, common, need, &bounds);
    }
    compare_tile_by_words(work, left, right, to);
}

#endif

#if defined(__aarch64__)

static inline uint32_t common_in_half(const uint64_t *left, const uint64_t *right) {
    uint8x16_t sums = vdupq_n_u8(0);
    for (int word = 0; word < HALF; word += 2) {
        uint64x2_t both = vandq_u64(vld1q_u64(left + word), vld1q_u64(right + word));
        sums = vaddq_u8(sums, vcntq_u8(vreinterpretq_u8_u64(both)));
    }
    return vaddlvq_u8(sums);
}

static void compare_tile_neon(comparison *work, size_t left, size_t from, size_t to) {
    const uint64_t *query = work->left->words + left * CORRIDOR_FILTER_WORDS;
    for (size_t right = from; right < to; right++) {
        const uint64_t *other = work->right->words + right * CORRIDOR_FILTER_WORDS;
        uint32_t common = common_in_half(query, other);
        if (common < least_common(work, left, right)) continue;
        add_if_alike(work, left, right, common + common_in_half(query + HALF, other + HALF));
    }
}

#endif

static int has(int instructions) {
    switch (instructions) {
    case CORRIDOR_PORTABLE: return 1;
#if defined(__x86_64__)
    case CORRIDOR_POPCNT: return __builtin_cpu_supports("popcnt");
    case CORRIDOR_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    case CORRIDOR_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq")
               && __builtin_cpu_supports("popcnt");
#endif
#if defined(__aarch64__)
    case CORRIDOR_NEON: return 1;
#endif
    default: return 0;
    }
}

int corridor_filter_instructions(void) {
    static const int best_first[] = {CORRIDOR_NEON, CORRIDOR_AVX512, CORRIDOR_AVX2, CORRIDOR_POPCNT};
    for (size_t index = 0; index < sizeof best_first / sizeof *best_first; index++) {
        if (has(best_first[index])) return best_first[index];
    }
    return CORRIDOR_PORTABLE;
}

typedef void (*tile_function)(comparison *, size_t, size_t, size_t);

static tile_function function_for(int instructions) {
    if (!has(instructions)) return compare_tile_portable;
    switch (instructions) {
#if defined(__x86_64__)
    case CORRIDOR_POPCNT: return compare_tile_popcnt;
    case CORRIDOR_AVX2: return compare_tile_avx2;
    case CORRIDOR_AVX512: return compare_tile_avx512;
#endif
#if defined(__aarch64__)
    case CORRIDOR_NEON: return compare_tile_neon;
#endif
    default: return compare_tile_portable;
    }
}

size_t corridor_compare_filters_with(int instructions, const corridor_filters *left, size_t left_from, size_t left_to, const corridor_filters *right,
                                     size_t right_from, size_t right_to, double threshold, corridor_filter_pair *found, size_t capacity) {
    tile_function compare_tile = function_for(instructions);
    comparison work = {left, right, threshold, found, capacity, 0};
    for (size_t tile = right_from; tile < right_to; tile += TILE) {
        size_t end = tile + TILE < right_to ? tile + TILE : right_to;
        for (size_t query = left_from; query < left_to; query++) compare_tile(&work, query, tile, end);
    }
    return work.count;
}

size_t corridor_compare_filters(const corridor_filters *left, size_t left_from, size_t left_to, const corridor_filters *right, size_t right_from,
                                size_t right_to, double threshold, corridor_filter_pair *found, size_t capacity) {
    return corridor_compare_filters_with(corridor_filter_instructions(), left, left_from, left_to, right, right_from, right_to, threshold, found, capacity);
}

/* dispatch.c - which kernels this processor runs. */
#include "lang/nn/kernels.h"
#include <string.h>
#if defined(__aarch64__) && defined(__linux__)
#    include <sys/auxv.h>
#endif

typedef struct Choice {
    const Kernels *kernels;
    bool runs;
} Choice;

/* Fastest first; returns how many. */
static int choices(Choice list[4])
{
    int n = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    list[n++] = (Choice){&kernels_vnni, wide && __builtin_cpu_supports("avx512vnni")};
    list[n++] = (Choice){&kernels_avx2, __builtin_cpu_supports("avx2") != 0};
#elif defined(__aarch64__) && defined(__linux__)
    list[n++] = (Choice){&kernels_neon,
                         (getauxval(AT_HWCAP) & (1ul << 20)) != 0}; /* HWCAP_ASIMDDP */
#endif
    list[n++] = (Choice){&kernels_scalar, true};
    return n;
}

const Kernels *kernels_best(void)
{
    Choice list[4];
    int n = choices(list);
    for (int i = 0; i < n; i++)
        if (list[i].runs) return list[i].kernels;
    return &kernels_scalar;
}

const Kernels *kernels_named(const char *name)
{
    Choice list[4];
    int n = choices(list);
    for (int i = 0; i < n; i++)
        if (list[i].runs && strcmp(list[i].kernels->name, name) == 0) return list[i].kernels;
    return NULL;
}

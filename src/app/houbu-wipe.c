/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* What a password or a number has passed through is copied by many: the toolkit, the JSON parser,
 * the HTTP library, the bus. None of them wipes what it gives back, but all of them give it back
 * here: the program's own free() comes before the C library's for every library in it. */

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define CAN_WIPE 1
/* Nothing else of the program is seen by its libraries. */
#define HOUBU_EXPORT __attribute__ ((visibility ("default")))

extern void __libc_free (void *memory);
extern void *__libc_realloc (void *memory, size_t size);

static volatile gboolean wiping;

HOUBU_EXPORT void
free (void *memory)
{
  if (wiping && memory != NULL)
    explicit_bzero (memory, malloc_usable_size (memory));
  __libc_free (memory);
}

/* Grows by moving, so that what is left behind is wiped as well. */
HOUBU_EXPORT void *
realloc (void *memory, size_t size)
{
  const size_t usable = wiping && memory != NULL ? malloc_usable_size (memory) : 0;
  void *moved;

  if (usable == 0)
    return __libc_realloc (memory, size);
  if (size <= usable)
    {
      explicit_bzero ((char *) memory + size, usable - size);
      return __libc_realloc (memory, size);
    }
  moved = malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, memory, usable);
  free (memory);
  return moved;
}

#else
#define CAN_WIPE 0
#endif

/**
 * houbu_wipe_set_on:
 * @on: whether memory is overwritten when it is given back, from now on
 *
 * Costs a few per cent of the time, so that it is for computers that several people use.
 */
void
houbu_wipe_set_on (gboolean on)
{
#if CAN_WIPE
  wiping = on;
#endif
}

/**
 * houbu_wipe_can:
 *
 * Returns: whether this build can overwrite memory; one with sanitizers keeps freed memory itself
 */
gboolean
houbu_wipe_can (void)
{
  return CAN_WIPE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Functions that may wait for the writer or for a reader; whoever comes then is told to try later.
 */
#define HOUBU_STORE_MOST_QUEUED 8192
/* Members of one commit: by number, and by the time they have taken so far. */
#define HOUBU_STORE_MOST_MEMBERS 256
#define HOUBU_STORE_MOST_MEMBERS_US 8000
/* Seconds after which whoever was refused may try again. */
#define HOUBU_STORE_RETRY_AFTER 2
/* How often a store that cannot commit tries whether it can again. */
#define HOUBU_STORE_PROBE_US 500000
/* What a probe writes: enough room for an ordinary commit. */
#define HOUBU_STORE_PROBE_BYTES 65536
#define HOUBU_STORE_MOST_READERS 4
/* Readings that one thread does in one snapshot. */
#define HOUBU_STORE_MOST_READINGS 32

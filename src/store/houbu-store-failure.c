/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-failure.h"

G_DEFINE_QUARK (houbu - store - failure, houbu_store_failure)

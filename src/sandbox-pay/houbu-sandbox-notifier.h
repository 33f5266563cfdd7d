/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-sandbox.h"

G_BEGIN_DECLS

/* Tells the application what was paid until it answers `success`, on a schedule. */
typedef struct _HoubuSandboxNotifier HoubuSandboxNotifier;

HoubuSandboxNotifier *houbu_sandbox_notifier_new (HoubuSandbox *sandbox);
void houbu_sandbox_notifier_free (HoubuSandboxNotifier *self);
void houbu_sandbox_notifier_wake (HoubuSandboxNotifier *self);

G_END_DECLS

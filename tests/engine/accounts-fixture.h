/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operations-accounts.h"

#include "test-world.h"

G_BEGIN_DECLS

/* A world whose messages to phones go to a file, and one account, 13900000001 "practice-01". */
typedef struct
{
  TestWorld *world; /* (owned) */
  char *outbox;     /* (owned): path */
  char *folder;     /* (owned) */
} Phones;

Phones *phones_new (void (*change) (HoubuEngineOptions *options));
void phones_free (Phones *phones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Phones, phones_free)

/* The newest message to this phone, waited for until there are so many; its first six digits. */
char *phones_text (Phones *phones, const char *phone, guint count);
char *phones_code (Phones *phones, const char *phone, guint count);
/* Lines of the outbox so far. */
guint phones_count (Phones *phones);

/* Asks for a code; NULL as the caller is nobody. */
HoubuMessageReceipt *
phones_ask (Phones *phones, HoubuCaller *caller, const char *phone, const char *purpose);
void phones_ask_fails (Phones *phones,
                       HoubuCaller *caller,
                       const char *phone,
                       const char *purpose,
                       HoubuErrorCode code,
                       const char *field);

/* Registers, or resets; %NULL when it worked. */
GError *phones_register (Phones *phones, const char *phone, const char *code, const char *password);
GError *phones_reset (Phones *phones, const char *phone, const char *code, const char *password);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuForm:
 *
 * Fields of a form, each name once, sorted by name: what a payment platform's requests,
 * notifications and signatures are made of.
 */
typedef struct _HoubuForm HoubuForm;

HoubuForm *houbu_form_new (void);
HoubuForm *houbu_form_parse (const char *text, gssize length);
void houbu_form_free (HoubuForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuForm, houbu_form_free)

void houbu_form_set (HoubuForm *self, const char *name, const char *value);
const char *houbu_form_get (HoubuForm *self, const char *name);
guint houbu_form_get_size (HoubuForm *self);
char *houbu_form_to_signed_text (HoubuForm *self, gboolean with_sign_type);
char *houbu_form_encode (HoubuForm *self);

/* Money and time as the platform writes them. */
char *houbu_form_write_amount (gint64 fen);
gboolean houbu_form_read_amount (const char *text, gint64 *fen);
char *houbu_form_write_time (gint64 at);
gboolean houbu_form_read_time (const char *text, gint64 *at);

/* Its days are those of Beijing. */
#define HOUBU_FORM_TIME_ZONE_US (8 * G_TIME_SPAN_HOUR)

G_END_DECLS

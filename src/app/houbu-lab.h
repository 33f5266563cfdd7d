/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuLabSource:
 * @HOUBU_LAB_OFF: nobody asks for it
 * @HOUBU_LAB_BY_ENVIRONMENT: HOUBU_LAB=1, which reaches a program in any sandbox
 * @HOUBU_LAB_BY_LOCK: a setting that the administrator has locked
 * @HOUBU_LAB_BY_SETTING: a setting that can be changed here
 * @HOUBU_LAB_BY_SERVER: the server says that this is a shared computer
 *
 * Who has switched lab mode on.
 */
typedef enum
{
  HOUBU_LAB_OFF,
  HOUBU_LAB_BY_ENVIRONMENT,
  HOUBU_LAB_BY_LOCK,
  HOUBU_LAB_BY_SETTING,
  HOUBU_LAB_BY_SERVER,
} HoubuLabSource;

/**
 * HoubuLab:
 *
 * Lab mode: others use this computer too, so nothing of one of them may stay or show.
 *
 * Signal: `changed`: it was switched on or off, or by somebody else.
 */
#define HOUBU_TYPE_LAB (houbu_lab_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLab, houbu_lab, HOUBU, LAB, GObject)

#define HOUBU_LAB_KEY "lab-mode"

HoubuLab *houbu_lab_new (GSettings *settings);
gboolean houbu_lab_is_on (HoubuLab *self);
HoubuLabSource houbu_lab_get_source (HoubuLab *self);
char *houbu_lab_describe (HoubuLab *self);
void houbu_lab_follow_server (HoubuLab *self, gboolean asks);
guint houbu_lab_get_idle_seconds (HoubuLab *self);

G_END_DECLS

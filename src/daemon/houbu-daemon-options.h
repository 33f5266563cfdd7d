/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit codes of houbud. */
enum
{
  HOUBU_EXIT_DONE = 0,
  HOUBU_EXIT_FAILED = 1, /* or: the check found something */
  HOUBU_EXIT_USAGE = 2,
};

/* What the command line says. */
typedef struct
{
  char *data;         /* (owned) (nullable) */
  char *listen;       /* (owned) */
  char *config;       /* (owned) (nullable) */
  char *check_config; /* (owned) (nullable) */
  char *role;         /* (owned) (nullable): of `operator add` */
  char *scope;        /* (owned) (nullable): likewise */
  gboolean practice;
  gboolean version;
  gboolean verbose;
  gboolean allow_public;
  gboolean until_stdin_closes;
  GStrv words; /* (owned): what is left: the command and its arguments */
} HoubuDaemonOptions;

HoubuDaemonOptions *houbu_daemon_options_parse (int argc, char **argv, GError **error);
void houbu_daemon_options_free (HoubuDaemonOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuDaemonOptions, houbu_daemon_options_free)

G_END_DECLS

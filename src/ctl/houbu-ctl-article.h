/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-ctl.h"

G_BEGIN_DECLS

/**
 * HoubuCtlArticle:
 * @title: (owned) (nullable): `--title`
 * @text: (owned) (nullable): `--text`, or what stands in the file
 * @file: (owned) (nullable): `--file`
 *
 * What is to be read by candidates, as the command line says it.
 */
typedef struct
{
  char *title;
  char *text;
  char *file;
} HoubuCtlArticle;

void houbu_ctl_article_add_options (HoubuCtlArticle *article, GOptionContext *context);
void houbu_ctl_article_clear (HoubuCtlArticle *article);
gboolean houbu_ctl_article_read (HoubuCtlArticle *article);
gboolean houbu_ctl_article_check_whole (const HoubuCtlArticle *article);
gboolean houbu_ctl_article_check_any (const HoubuCtlArticle *article);
HoubuCtlExit houbu_ctl_remove (HoubuCtl *ctl, const char *prefix, const char *id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuCtlArticle, houbu_ctl_article_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

/**
 * HoubuCtlExit:
 * @HOUBU_CTL_DONE: done
 * @HOUBU_CTL_REFUSED: the server refused it: a rule, or something in the request or the file
 * @HOUBU_CTL_USAGE: the command line is wrong
 * @HOUBU_CTL_UNREACHABLE: the server cannot be reached, or makes no sense
 * @HOUBU_CTL_NOT_ALLOWED: wrong password, or outside the operator's role or scope
 *
 * What the program ends with. Scripts rely on the numbers.
 */
typedef enum
{
  HOUBU_CTL_DONE = 0,
  HOUBU_CTL_REFUSED = 1,
  HOUBU_CTL_USAGE = 2,
  HOUBU_CTL_UNREACHABLE = 3,
  HOUBU_CTL_NOT_ALLOWED = 4,
} HoubuCtlExit;

/**
 * HoubuCtl:
 *
 * One run of the program: the global options, and the connection once there is one.
 */
typedef struct
{
  /* owned */
  char *server;
  char *operator_name;
  char *password_file; /* (nullable) */
  char *language;      /* (nullable) */
  HoubuConnection *connection;

  gboolean json;
  gboolean signed_in;
} HoubuCtl;

typedef struct
{
  const char *name;      /* one or two words */
  const char *arguments; /* as the help shows them */
  const char *summary;   /* (translatable) */
  HoubuCtlExit (*run) (HoubuCtl *ctl, int argc, char **argv);
} HoubuCtlCommand;

/* One file each. Each run gets the words after the command's name, with argv[0] the name itself. */
extern const HoubuCtlCommand houbu_ctl_exam_create;
extern const HoubuCtlCommand houbu_ctl_exam_show;
extern const HoubuCtlCommand houbu_ctl_exam_set;
extern const HoubuCtlCommand houbu_ctl_import;
extern const HoubuCtlCommand houbu_ctl_export;
extern const HoubuCtlCommand houbu_ctl_capacity;
extern const HoubuCtlCommand houbu_ctl_queue_show;
extern const HoubuCtlCommand houbu_ctl_queue_explain;
extern const HoubuCtlCommand houbu_ctl_review_list;
extern const HoubuCtlCommand houbu_ctl_review_approve;
extern const HoubuCtlCommand houbu_ctl_review_refuse;
extern const HoubuCtlCommand houbu_ctl_notice_list;
extern const HoubuCtlCommand houbu_ctl_notice_add;
extern const HoubuCtlCommand houbu_ctl_notice_set;
extern const HoubuCtlCommand houbu_ctl_notice_remove;
extern const HoubuCtlCommand houbu_ctl_news_list;
extern const HoubuCtlCommand houbu_ctl_news_add;
extern const HoubuCtlCommand houbu_ctl_news_set;
extern const HoubuCtlCommand houbu_ctl_news_remove;
extern const HoubuCtlCommand houbu_ctl_page_list;
extern const HoubuCtlCommand houbu_ctl_page_show;
extern const HoubuCtlCommand houbu_ctl_page_set;
extern const HoubuCtlCommand houbu_ctl_page_remove;
extern const HoubuCtlCommand houbu_ctl_payments_list;
extern const HoubuCtlCommand houbu_ctl_payments_show;
extern const HoubuCtlCommand houbu_ctl_payments_return;
extern const HoubuCtlCommand houbu_ctl_payments_reconcile;
extern const HoubuCtlCommand houbu_ctl_refund;
extern const HoubuCtlCommand houbu_ctl_lock;
extern const HoubuCtlCommand houbu_ctl_unlock;
extern const HoubuCtlCommand houbu_ctl_journal;
extern const HoubuCtlCommand houbu_ctl_stats;

void houbu_ctl_clear (HoubuCtl *ctl);
GOptionContext *houbu_ctl_option_context (HoubuCtl *ctl,
                                          const HoubuCtlCommand *command,
                                          const GOptionEntry *entries);
gboolean houbu_ctl_parse (GOptionContext *context, int *argc, char ***argv, int n_arguments);
void houbu_ctl_use_language (HoubuCtl *ctl);

/* houbu-ctl-call.c: each waits for the answer; a failure is reported and becomes the exit code */
gboolean houbu_ctl_sign_in (HoubuCtl *ctl, HoubuCtlExit *code);
void houbu_ctl_sign_out (HoubuCtl *ctl);
gpointer houbu_ctl_call (HoubuCtl *ctl,
                         const char *method,
                         const char *path,
                         gpointer body,
                         GType reply_type,
                         HoubuCtlExit *code);
gpointer houbu_ctl_call_all (HoubuCtl *ctl, const char *path, GType list_type, HoubuCtlExit *code);
gpointer houbu_ctl_upload (HoubuCtl *ctl,
                           const char *path,
                           GFile *file,
                           const char *content_type,
                           GType reply_type,
                           HoubuCtlExit *code);
gboolean
houbu_ctl_download (HoubuCtl *ctl, const char *path, GOutputStream *sink, HoubuCtlExit *code);
char *houbu_ctl_path (const char *prefix, const char *segment, const char *suffix);

/* houbu-ctl-report.c */
HoubuCtlExit houbu_ctl_report (HoubuCtl *ctl, const GError *error);
HoubuCtlExit houbu_ctl_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
void houbu_ctl_print_record (gpointer record);

G_END_DECLS

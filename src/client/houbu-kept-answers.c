/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-kept-answers.h"

/* The boards that one looks at in turn; none of them is longer. */
#define MOST_ANSWERS 8
#define MOST_BYTES (256 * 1024)

typedef struct
{
  char *path;   /* (owned) */
  char *tag;    /* (owned) */
  GBytes *body; /* (owned) */
} Answer;

struct _HoubuKeptAnswers
{
  GQueue answers; /* (element-type Answer): the latest first */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->path);
  g_free (answer->tag);
  g_bytes_unref (answer->body);
  g_free (answer);
}

HoubuKeptAnswers *
houbu_kept_answers_new (void)
{
  return g_new0 (HoubuKeptAnswers, 1);
}

void
houbu_kept_answers_free (HoubuKeptAnswers *self)
{
  houbu_kept_answers_forget (self);
  g_free (self);
}

void
houbu_kept_answers_forget (HoubuKeptAnswers *self)
{
  g_queue_clear_full (&self->answers, answer_free);
}

static GList *
find_link (HoubuKeptAnswers *self, const char *path)
{
  GList *link = self->answers.head;

  while (link != NULL && !g_str_equal (((Answer *) link->data)->path, path))
    link = link->next;
  return link;
}

static void
drop (HoubuKeptAnswers *self, GList *link)
{
  answer_free (link->data);
  g_queue_delete_link (&self->answers, link);
}

/**
 * houbu_kept_answers_put:
 * @self: kept answers
 * @path: what was asked for
 * @tag: (nullable): the answer's `ETag`; without one it is not kept
 * @body: (transfer none): the answer
 *
 * Keeps an answer in place of what was there for @path.
 */
void
houbu_kept_answers_put (HoubuKeptAnswers *self, const char *path, const char *tag, GBytes *body)
{
  GList *before = find_link (self, path);
  Answer *answer;

  if (before != NULL)
    drop (self, before);
  if (tag == NULL || g_bytes_get_size (body) > MOST_BYTES)
    return;
  answer = g_new0 (Answer, 1);
  answer->path = g_strdup (path);
  answer->tag = g_strdup (tag);
  answer->body = g_bytes_ref (body);
  g_queue_push_head (&self->answers, answer);
  if (self->answers.length > MOST_ANSWERS)
    drop (self, self->answers.tail);
}

/**
 * houbu_kept_answers_find:
 * @self: kept answers
 * @path: what is asked for
 * @tag: (out) (transfer none): its `ETag`
 *
 * Returns: (transfer none) (nullable): what was answered last
 */
GBytes *
houbu_kept_answers_find (HoubuKeptAnswers *self, const char *path, const char **tag)
{
  GList *link = find_link (self, path);
  Answer *answer = link != NULL ? link->data : NULL;

  *tag = answer != NULL ? answer->tag : NULL;
  return answer != NULL ? answer->body : NULL;
}

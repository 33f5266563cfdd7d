/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-statement-private.h"

#include "houbu-store-failure.h"
#include "houbu-tx-private.h"

#include <string.h>

/* One bit for each parameter that is still unbound. */
#define MOST_PARAMETERS 64

/*
 * Where the names stand that were asked for, in the order in which they were first asked for. The
 * same code asks in the same order each time, so the next name is nearly always the next one here.
 */
typedef struct
{
  GPtrArray *names; /* (owned) (element-type utf8) */
  GArray *indices;  /* (owned) (element-type int) */
  guint next;
} Names;

struct _HoubuStatement
{
  HoubuTx *tx;               /* (not owned) */
  const HoubuDriver *driver; /* (not owned) */
  const HoubuSql *sql;       /* (not owned) */
  gpointer prepared;         /* (owned) (nullable) */
  GError *broken;            /* (owned) (nullable): why it cannot be prepared */
  Names parameters;
  Names columns;
  guint64 all_parameters;
  guint64 unbound;
  gboolean writes;
  gboolean misused;
  gboolean listed; /* by the transaction, as perhaps at a row */
};

static void
names_init (Names *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->indices = g_array_new (FALSE, FALSE, sizeof (int));
  self->next = 0;
}

static void
names_clear (Names *self)
{
  g_ptr_array_unref (self->names);
  g_array_unref (self->indices);
}

static int
names_find (Names *self, const char *name, int (*find) (gpointer, const char *), gpointer prepared)
{
  guint n = self->names->len;
  int index;

  for (guint i = 0; i < n; i++)
    {
      guint at = (self->next + i) % n;

      if (strcmp (g_ptr_array_index (self->names, at), name) != 0)
        continue;
      self->next = at + 1;
      return g_array_index (self->indices, int, at);
    }
  index = find (prepared, name);
  if (index >= 0)
    {
      g_ptr_array_add (self->names, g_strdup (name));
      g_array_append_val (self->indices, index);
      self->next = n + 1;
    }
  return index;
}

/* A statement that cannot be prepared is handed out all the same; it fails when it is stepped. */
HoubuStatement *
houbu_statement_new (HoubuTx *tx,
                     const HoubuDriver *driver,
                     gpointer connection,
                     const HoubuSql *sql)
{
  HoubuStatement *self = g_new0 (HoubuStatement, 1);
  int parameters;

  self->tx = tx;
  self->driver = driver;
  self->sql = sql;
  names_init (&self->parameters);
  names_init (&self->columns);
  self->prepared = driver->prepare (connection, sql->text, &self->broken);
  if (self->prepared == NULL)
    return self;

  parameters = driver->count_parameters (self->prepared);
  g_assert (parameters < MOST_PARAMETERS);
  self->all_parameters = (G_GUINT64_CONSTANT (1) << parameters) - 1;
  self->unbound = self->all_parameters;
  self->writes = driver->writes (self->prepared);
  return self;
}

void
houbu_statement_free (HoubuStatement *self)
{
  if (self->prepared != NULL)
    self->driver->finalize (self->prepared);
  names_clear (&self->parameters);
  names_clear (&self->columns);
  g_clear_error (&self->broken);
  g_free (self);
}

/* What the transaction does with those it has listed, when a member or itself ends. */
void
houbu_statement_unlist (HoubuStatement *self)
{
  houbu_statement_reset (self);
  self->listed = FALSE;
}

static gboolean
find_parameter (HoubuStatement *self, const char *name, int *parameter)
{
  if (self->prepared == NULL)
    return FALSE;
  *parameter = names_find (&self->parameters, name, self->driver->find_parameter, self->prepared);
  if (*parameter < 0)
    {
      g_critical ("Statement %s has no parameter %s", self->sql->name, name);
      self->misused = TRUE;
      return FALSE;
    }
  self->unbound &= ~(G_GUINT64_CONSTANT (1) << *parameter);
  return TRUE;
}

static gboolean
find_column (HoubuStatement *self, const char *name, int *column)
{
  if (self->prepared == NULL)
    return FALSE;
  *column = names_find (&self->columns, name, self->driver->find_column, self->prepared);
  if (*column < 0)
    g_critical ("Statement %s has no column %s", self->sql->name, name);
  return *column >= 0;
}

void
houbu_statement_bind_int64 (HoubuStatement *self, const char *parameter, gint64 value)
{
  int i;

  g_return_if_fail (self != NULL && parameter != NULL);

  if (find_parameter (self, parameter, &i))
    self->driver->bind_int64 (self->prepared, i, value);
}

/**
 * houbu_statement_bind_int64_or_null:
 * @self: a statement
 * @parameter: its name, without `$`
 * @value: a number
 * @absent: the number that stands for NULL, such as HOUBU_NONE
 */
void
houbu_statement_bind_int64_or_null (HoubuStatement *self,
                                    const char *parameter,
                                    gint64 value,
                                    gint64 absent)
{
  if (value == absent)
    houbu_statement_bind_null (self, parameter);
  else
    houbu_statement_bind_int64 (self, parameter, value);
}

/**
 * houbu_statement_bind_text:
 * @self: a statement
 * @parameter: its name, without `$`
 * @value: (nullable): copied; %NULL is NULL
 */
void
houbu_statement_bind_text (HoubuStatement *self, const char *parameter, const char *value)
{
  int i;

  g_return_if_fail (self != NULL && parameter != NULL);

  if (value == NULL)
    houbu_statement_bind_null (self, parameter);
  else if (find_parameter (self, parameter, &i))
    self->driver->bind_text (self->prepared, i, value);
}

void
houbu_statement_bind_blob (HoubuStatement *self,
                           const char *parameter,
                           gconstpointer data,
                           gsize length)
{
  int i;

  g_return_if_fail (self != NULL && parameter != NULL);
  g_return_if_fail (data != NULL || length == 0);

  if (find_parameter (self, parameter, &i))
    self->driver->bind_blob (self->prepared, i, data, length);
}

/**
 * houbu_statement_bind_bytes:
 * @self: a statement
 * @parameter: its name, without `$`
 * @value: (nullable): copied; %NULL is NULL
 */
void
houbu_statement_bind_bytes (HoubuStatement *self, const char *parameter, GBytes *value)
{
  gconstpointer data;
  gsize length = 0;

  if (value == NULL)
    {
      houbu_statement_bind_null (self, parameter);
      return;
    }
  data = g_bytes_get_data (value, &length);
  houbu_statement_bind_blob (self, parameter, data, length);
}

void
houbu_statement_bind_null (HoubuStatement *self, const char *parameter)
{
  int i;

  g_return_if_fail (self != NULL && parameter != NULL);

  if (find_parameter (self, parameter, &i))
    self->driver->bind_null (self->prepared, i);
}

static gboolean
fail_if_unfit (HoubuStatement *self, GError **error)
{
  if (self->broken != NULL)
    {
      g_propagate_error (error, g_error_copy (self->broken));
      return FALSE;
    }
  if (self->unbound != 0)
    g_critical ("Statement %s has unbound parameters", self->sql->name);
  if (self->unbound == 0 && !self->misused)
    return TRUE;
  g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_FAILED,
                       "It is not used as it is written");
  return FALSE;
}

static HoubuRowStep
step_prepared (HoubuStatement *self, GError **error)
{
  HoubuRowStep step;

  if (self->writes)
    houbu_tx_mark_written (self->tx);
  step = self->driver->step (self->prepared, error);
  if (step == HOUBU_ROW_NONE && self->writes)
    houbu_tx_note_change (self->tx);
  if (step != HOUBU_ROW_READY)
    self->driver->reset (self->prepared);
  return step;
}

/**
 * houbu_statement_step:
 * @self: a statement whose parameters are all bound
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Goes to the first or next row. Texts and blobs of the row before are gone then; when there is no
 * next row the statement is reset.
 *
 * Returns: %TRUE at a row; %FALSE at the end, or on failure with @error set
 */
gboolean
houbu_statement_step (HoubuStatement *self, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (houbu_tx_fail_if_failed (self->tx, error))
    return FALSE;
  if (fail_if_unfit (self, &failure))
    switch (step_prepared (self, &failure))
      {
      case HOUBU_ROW_READY:
        if (!self->listed)
          houbu_tx_list_active (self->tx, self);
        self->listed = TRUE;
        return TRUE;
      case HOUBU_ROW_NONE:
        return FALSE;
      case HOUBU_ROW_FAILED:
      default:
        break;
      }
  g_prefix_error (&failure, "Statement %s: ", self->sql->name);
  houbu_tx_set_failure (self->tx, failure);
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_statement_run:
 * @self: a statement whose parameters are all bound
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Runs a statement whose rows, if any, do not matter.
 *
 * Returns: whether it succeeded
 */
gboolean
houbu_statement_run (HoubuStatement *self, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  while (houbu_statement_step (self, &failure))
    ;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_statement_reset:
 * @self: a statement
 *
 * Ends its reading. Its parameters have to be bound anew.
 */
void
houbu_statement_reset (HoubuStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->prepared != NULL)
    self->driver->reset (self->prepared);
  self->unbound = self->all_parameters;
  self->misused = FALSE;
}

gboolean
houbu_statement_is_null (HoubuStatement *self, const char *column)
{
  int i;

  g_return_val_if_fail (self != NULL && column != NULL, TRUE);

  return !find_column (self, column, &i) || self->driver->is_null (self->prepared, i);
}

/**
 * houbu_statement_get_int64:
 * @self: a statement at a row
 * @column: name of a column
 *
 * Returns: its number, 0 for NULL
 */
gint64
houbu_statement_get_int64 (HoubuStatement *self, const char *column)
{
  int i;

  g_return_val_if_fail (self != NULL && column != NULL, 0);

  return find_column (self, column, &i) ? self->driver->get_int64 (self->prepared, i) : 0;
}

/**
 * houbu_statement_get_int64_or:
 * @self: a statement at a row
 * @column: name of a column
 * @absent: what to return for NULL
 *
 * Returns: its number
 */
gint64
houbu_statement_get_int64_or (HoubuStatement *self, const char *column, gint64 absent)
{
  if (houbu_statement_is_null (self, column))
    return absent;
  return houbu_statement_get_int64 (self, column);
}

/**
 * houbu_statement_get_text:
 * @self: a statement at a row
 * @column: name of a column
 *
 * Returns: (transfer none) (nullable): its text until the next step, %NULL for NULL
 */
const char *
houbu_statement_get_text (HoubuStatement *self, const char *column)
{
  int i;

  g_return_val_if_fail (self != NULL && column != NULL, NULL);

  return find_column (self, column, &i) ? self->driver->get_text (self->prepared, i) : NULL;
}

/**
 * houbu_statement_dup_text:
 * @self: a statement at a row
 * @column: name of a column
 *
 * Returns: (transfer full) (nullable): a copy of its text, %NULL for NULL
 */
char *
houbu_statement_dup_text (HoubuStatement *self, const char *column)
{
  return g_strdup (houbu_statement_get_text (self, column));
}

/**
 * houbu_statement_get_blob:
 * @self: a statement at a row
 * @column: name of a column
 * @length: (out): its size in bytes, 0 for NULL
 *
 * Returns: (transfer none) (nullable): its bytes until the next step, %NULL for NULL or none
 */
gconstpointer
houbu_statement_get_blob (HoubuStatement *self, const char *column, gsize *length)
{
  int i;

  g_return_val_if_fail (self != NULL && column != NULL && length != NULL, NULL);

  *length = 0;
  return find_column (self, column, &i) ? self->driver->get_blob (self->prepared, i, length) : NULL;
}

/**
 * houbu_statement_dup_bytes:
 * @self: a statement at a row
 * @column: name of a column
 *
 * Returns: (transfer full) (nullable): a copy of its bytes, %NULL for NULL
 */
GBytes *
houbu_statement_dup_bytes (HoubuStatement *self, const char *column)
{
  gconstpointer data;
  gsize length = 0;

  if (houbu_statement_is_null (self, column))
    return NULL;
  data = houbu_statement_get_blob (self, column, &length);
  return g_bytes_new (data, length);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-outbox-sender.h"

#include "houbu-time.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that has grown to this begins anew. */
#define MAX_BYTES (1 << 20)

/*
 * For practice: writes messages to a file, a line each, "TIME NUMBER TEXT". Only its owner may read
 * it.
 */
struct _HoubuOutboxSender
{
  GObject parent_instance;

  char *path;        /* (owned) */
  HoubuClock *clock; /* (owned) */
};

static gboolean
fail (int fd, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code),
               "The outbox cannot be written: %s", g_strerror (code));
  if (fd >= 0)
    close (fd);
  return FALSE;
}

static gboolean
append (const char *path, const char *line, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
  gsize length = strlen (line);
  struct stat info;

  if (fd < 0 || fchmod (fd, 0600) != 0 || fstat (fd, &info) != 0 ||
      (info.st_size > MAX_BYTES && ftruncate (fd, 0) != 0) ||
      write (fd, line, length) != (gssize) length)
    return fail (fd, error);
  close (fd);
  return TRUE;
}

static void
append_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (append (HOUBU_OUTBOX_SENDER (source)->path, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
send_async (HoubuSender *sender,
            const HoubuMessage *message,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  HoubuOutboxSender *self = HOUBU_OUTBOX_SENDER (sender);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *time = houbu_time_to_string (houbu_clock_now (self->clock));
  char *line = g_strdup_printf ("%s %s %s\n", time, message->phone, message->text);

  g_task_set_source_tag (task, send_async);
  g_task_set_task_data (task, line, g_free);
  g_task_run_in_thread (task, append_in_thread);
}

static void
iface_init (HoubuSenderInterface *iface)
{
  iface->send_async = send_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HoubuOutboxSender,
                               houbu_outbox_sender,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOUBU_TYPE_SENDER, iface_init))

static void
houbu_outbox_sender_finalize (GObject *object)
{
  HoubuOutboxSender *self = HOUBU_OUTBOX_SENDER (object);

  g_free (self->path);
  g_clear_pointer (&self->clock, houbu_clock_unref);
  G_OBJECT_CLASS (houbu_outbox_sender_parent_class)->finalize (object);
}

static void
houbu_outbox_sender_class_init (HoubuOutboxSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_outbox_sender_finalize;
}

static void
houbu_outbox_sender_init (HoubuOutboxSender *self)
{
}

/**
 * houbu_outbox_sender_new:
 * @path: of the file, which is made when it is not there
 * @clock: (transfer none): for the times in it
 *
 * Returns: (transfer full): a sender that writes messages to the file
 */
HoubuSender *
houbu_outbox_sender_new (const char *path, HoubuClock *clock)
{
  HoubuOutboxSender *self;

  g_return_val_if_fail (path != NULL && clock != NULL, NULL);

  self = g_object_new (HOUBU_TYPE_OUTBOX_SENDER, NULL);
  self->path = g_strdup (path);
  self->clock = houbu_clock_ref (clock);
  return HOUBU_SENDER (self);
}

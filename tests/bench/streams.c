/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Opens event streams and says when the last of them has seen a word once more:
 *
 *   bench-streams PORT COUNT FILE WORD
 *
 * FILE holds a prepared request for each, as bench-load takes them. Prints `open` when all are
 * answered, and for each round, which is over when every stream has seen WORD as often as there
 * were rounds,
 *
 *   ROUND LAST CPU BYTES
 *
 * when it was over (monotonic, µs), the processor time used so far (µs), and the bytes a stream
 * received so far. Ends with its standard input.
 */

#define EVENTS 256
#define ROUNDS 64
/* Requests that wait for their answer while the streams are opened. */
#define WAVE 64

typedef struct
{
  int fd;
  gboolean answered;
  guint matched; /* characters of the word seen last */
  guint seen;
} Stream;

typedef struct
{
  Stream *streams;
  guint count;
  guint opened;
  guint answered;
  const char *word;
  guint length;
  guint reached[ROUNDS + 1]; /* how many have seen the word so often */
  guint64 bytes;
  int poll;
} Reader;

static gint64
get_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static void
note_seen (Reader *reader, Stream *stream)
{
  guint round = ++stream->seen;

  if (round > ROUNDS || ++reader->reached[round] < reader->count)
    return;
  printf ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT "\n", round,
          g_get_monotonic_time (), get_cpu (), reader->bytes / reader->count);
  fflush (stdout);
}

/* The first character of the word stands nowhere else in it, so a mismatch starts it anew. */
static void
look_for_word (Reader *reader, Stream *stream, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == reader->word[stream->matched])
        stream->matched++;
      else
        stream->matched = bytes[i] == reader->word[0];
      if (stream->matched < reader->length)
        continue;
      stream->matched = 0;
      note_seen (reader, stream);
    }
}

static void
on_readable (Reader *reader, Stream *stream)
{
  char buffer[8192];
  gssize length = recv (stream->fd, buffer, sizeof buffer, MSG_DONTWAIT);

  if (length < 0 && errno == EAGAIN)
    return;
  if (length <= 0)
    g_error ("a stream was closed: %s", length < 0 ? g_strerror (errno) : "end");
  if (!stream->answered)
    {
      if (!g_str_has_prefix (buffer, "HTTP/1.1 200"))
        g_error ("a stream was refused: %.*s", 200, buffer);
      stream->answered = TRUE;
      reader->answered++;
    }
  reader->bytes += (guint64) length;
  look_for_word (reader, stream, buffer, (gsize) length);
}

/* FALSE at the end of the standard input. */
static gboolean
read_once (Reader *reader, int timeout)
{
  struct epoll_event events[EVENTS];
  int count = epoll_wait (reader->poll, events, EVENTS, timeout);

  for (int i = 0; i < count; i++)
    if (events[i].data.ptr == NULL)
      return FALSE;
    else
      on_readable (reader, events[i].data.ptr);
  return TRUE;
}

static void
watch (Reader *reader, int fd, Stream *stream)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = stream };

  if (epoll_ctl (reader->poll, EPOLL_CTL_ADD, fd, &event) != 0)
    g_error ("epoll: %s", g_strerror (errno));
}

static void
open_stream (Reader *reader, guint16 port, const char *request, guint32 length)
{
  Stream *stream = &reader->streams[reader->opened++];
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  stream->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (stream->fd < 0 || connect (stream->fd, (struct sockaddr *) &address, sizeof address) != 0 ||
      send (stream->fd, request, length, MSG_NOSIGNAL) != (gssize) length)
    g_error ("cannot open a stream: %s", g_strerror (errno));
  watch (reader, stream->fd, stream);
  while (reader->opened - reader->answered >= WAVE)
    read_once (reader, -1);
}

static void
open_all (Reader *reader, guint16 port, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  gsize at = 0;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    g_error ("%s", error->message);
  while (reader->opened < reader->count)
    {
      guint32 length;

      if (at + sizeof length > size)
        at = 0;
      memcpy (&length, bytes + at, sizeof length);
      open_stream (reader, port, bytes + at + sizeof length, length);
      at += sizeof length + length;
    }
  while (reader->answered < reader->count)
    read_once (reader, -1);
  printf ("open\n");
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  Reader reader = { .poll = epoll_create1 (EPOLL_CLOEXEC) };

  if (argc != 5)
    g_error ("usage: bench-streams PORT COUNT FILE WORD");
  reader.count = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  reader.word = argv[4];
  reader.length = (guint) strlen (reader.word);
  reader.streams = g_new0 (Stream, reader.count);
  open_all (&reader, (guint16) g_ascii_strtoull (argv[1], NULL, 10), argv[3]);
  watch (&reader, STDIN_FILENO, NULL);
  while (read_once (&reader, -1))
    ;
  g_free (reader.streams);
  return 0;
}

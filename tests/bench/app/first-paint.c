/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first-paint COMMAND…: starts a program on an empty X display and says when it painted.
 *
 * It looks from outside, so any program is measured in the same way: whenever the X server reports
 * that something on the screen changed, the screen is fetched and the time after that noted.
 * When nothing has changed for a while it prints one line,
 *
 *   PID FIRST COMPLETE
 *
 * the milliseconds from just before the program was started to the first picture with something in
 * it and to the first one that is (almost) what stays. Then it waits for the end of its standard
 * input, so that the idle program can be looked at, and ends it. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS 1000
#define LIMIT_MS 30000
#define MAX_PICTURES 2000
/* A blinking cursor or a spinner's last frame makes no difference. */
#define SAME_PER_MILLE 998
/* A window that is only mapped is of one colour; text and shadows have many. */
#define MIN_COLOURS 4

typedef struct
{
  double when;
  uint32_t *pixels;
} Picture;

typedef struct
{
  Display *display;
  XImage *image;
  XShmSegmentInfo segment;
  int damage_event;
  size_t n_pixels;
  double begin;
  Picture pictures[MAX_PICTURES];
  size_t n_pictures;
  const Picture *first; /* the first one with something in it, once there is one */
} Watch;

static void
die (const char *what)
{
  fprintf (stderr, "first-paint: %s\n", what);
  exit (2);
}

static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
watch_open (Watch *watch)
{
  int screen, error_event;

  watch->display = XOpenDisplay (NULL);
  if (watch->display == NULL)
    die ("no display");
  if (!XDamageQueryExtension (watch->display, &watch->damage_event, &error_event) ||
      !XShmQueryExtension (watch->display))
    die ("the display lacks the extensions DAMAGE and MIT-SHM");
  screen = DefaultScreen (watch->display);
  watch->image = XShmCreateImage (watch->display, DefaultVisual (watch->display, screen),
                                  (unsigned) DefaultDepth (watch->display, screen), ZPixmap, NULL,
                                  &watch->segment, (unsigned) DisplayWidth (watch->display, screen),
                                  (unsigned) DisplayHeight (watch->display, screen));
  if (watch->image == NULL || watch->image->bits_per_pixel != 32)
    die ("the display has no 32 bits a pixel");
  watch->n_pixels = (size_t) watch->image->width * (size_t) watch->image->height;
  watch->segment.shmid = shmget (IPC_PRIVATE, watch->n_pixels * 4, IPC_CREAT | 0600);
  watch->segment.shmaddr = watch->image->data = shmat (watch->segment.shmid, NULL, 0);
  if (watch->image->data == (char *) -1)
    die (strerror (errno));
  XShmAttach (watch->display, &watch->segment);
  XSync (watch->display, False);
  shmctl (watch->segment.shmid, IPC_RMID, NULL);
  XDamageCreate (watch->display, DefaultRootWindow (watch->display), XDamageReportRawRectangles);
  XSync (watch->display, False);
}

static int
count_colours (const Watch *watch, const Picture *picture)
{
  uint32_t seen[MIN_COLOURS];
  int n_seen = 0;

  for (size_t i = 0; i < watch->n_pixels && n_seen < MIN_COLOURS; i++)
    {
      const uint32_t colour = picture->pixels[i] & 0xffffff;
      int known = 0;

      for (int j = 0; j < n_seen && !known; j++)
        known = seen[j] == colour;
      if (!known)
        seen[n_seen++] = colour;
    }
  return n_seen;
}

/* Fetches the screen and keeps it when it is another picture than the last. */
static void
watch_take (Watch *watch)
{
  const size_t size = watch->n_pixels * 4;
  Picture *next = &watch->pictures[watch->n_pictures];

  XShmGetImage (watch->display, DefaultRootWindow (watch->display), watch->image, 0, 0, AllPlanes);
  next->when = now_ms () - watch->begin;
  if (watch->n_pictures > 0 && memcmp (next[-1].pixels, watch->image->data, size) == 0)
    return;
  if (watch->n_pictures + 1 == MAX_PICTURES)
    die ("the screen never came to rest");
  next->pixels = malloc (size);
  if (next->pixels == NULL)
    die ("out of memory");
  memcpy (next->pixels, watch->image->data, size);
  watch->n_pictures++;
  if (watch->first == NULL && count_colours (watch, next) >= MIN_COLOURS)
    watch->first = next;
}

/* Whether the screen was damaged before the limit. */
static int
watch_wait (Watch *watch, int limit_ms)
{
  struct pollfd wait = { .fd = ConnectionNumber (watch->display), .events = POLLIN };
  int damaged = 0;

  if (XPending (watch->display) == 0)
    poll (&wait, 1, limit_ms);
  while (XPending (watch->display) > 0)
    {
      XEvent event;

      XNextEvent (watch->display, &event);
      damaged |= event.type == watch->damage_event + XDamageNotify;
    }
  return damaged;
}

static size_t
count_same (const Watch *watch, const Picture *a, const Picture *b)
{
  size_t same = 0;

  for (size_t i = 0; i < watch->n_pixels; i++)
    same += a->pixels[i] == b->pixels[i];
  return same;
}

static const Picture *
find_complete (const Watch *watch)
{
  const Picture *last = &watch->pictures[watch->n_pictures - 1];
  const Picture *complete = last;

  while (complete > watch->pictures &&
         count_same (watch, complete - 1, last) * 1000 >= watch->n_pixels * SAME_PER_MILLE)
    complete--;
  return complete;
}

static pid_t
start (char *command[])
{
  const pid_t child = fork ();

  if (child != 0)
    return child;
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  execvp (command[0], command);
  perror (command[0]);
  _exit (127);
}

static void
watch_until_quiet (Watch *watch, pid_t child)
{
  double last_change = now_ms ();

  while (watch->first == NULL || now_ms () - last_change < QUIET_MS)
    {
      const size_t before = watch->n_pictures;

      if (watch_wait (watch, QUIET_MS / 10))
        watch_take (watch);
      if (watch->n_pictures > before)
        last_change = now_ms ();
      if (now_ms () - watch->begin > LIMIT_MS)
        die ("nothing was painted");
      if (waitpid (child, NULL, WNOHANG) == child)
        die ("the program ended by itself");
    }
}

int
main (int argc, char *argv[])
{
  static Watch watch;
  char byte;
  pid_t child;

  if (argc < 2)
    die ("a command is missing");
  watch_open (&watch);
  watch.begin = now_ms ();
  child = start (argv + 1);
  if (child < 0)
    die (strerror (errno));
  watch_until_quiet (&watch, child);
  printf ("%d %.1f %.1f\n", (int) child, watch.first->when, find_complete (&watch)->when);
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    ;
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  return 0;
}

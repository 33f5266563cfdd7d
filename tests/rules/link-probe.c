/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing to run: that this program links is the proof. The whole rule book stands on GLib alone,
 * so a call to anything else is an undefined symbol here. */
int
main (void)
{
  return 0;
}

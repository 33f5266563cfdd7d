/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands linked whole against exactly what they may use: anything else does not link. */
int
main (void)
{
  return 0;
}

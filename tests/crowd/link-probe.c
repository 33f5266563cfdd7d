/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The crowd linked whole against exactly what it may use: anything else does not link. */
int
main (void)
{
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The platforms linked whole against exactly what they may use. */
int
main (void)
{
  return 0;
}

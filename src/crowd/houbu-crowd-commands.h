/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-crowd-run.h"

G_BEGIN_DECLS

int houbu_crowd_command_people (int argc, char **argv);
int houbu_crowd_command_run (int argc, char **argv);

G_END_DECLS

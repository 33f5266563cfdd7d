/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GError *houbu_certificate_refuse (GTlsCertificate *certificate, GTlsCertificateFlags wrong);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * HoubuQrCode:
 *
 * A text as a QR code to be shown in a picture: dark on white with its quiet zone, whatever the
 * colours around it are, because that is what every reader expects.
 */
#define HOUBU_TYPE_QR_CODE (houbu_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (HoubuQrCode, houbu_qr_code, HOUBU, QR_CODE, GObject)

HoubuQrCode *houbu_qr_code_new (const char *text);

G_END_DECLS

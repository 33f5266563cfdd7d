/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operation.h"

G_BEGIN_DECLS

/* anyone */
extern const HoubuOperation houbu_operation_get_exam;
extern const HoubuOperation houbu_operation_list_pages;
extern const HoubuOperation houbu_operation_get_page; /* path: kind */
extern const HoubuOperation houbu_operation_create_captcha;
extern const HoubuOperation houbu_operation_send_verification_code;
extern const HoubuOperation houbu_operation_create_account;
extern const HoubuOperation houbu_operation_reset_password;
extern const HoubuOperation houbu_operation_recover_account;
extern const HoubuOperation houbu_operation_sign_in;
extern const HoubuOperation houbu_operation_refresh_session; /* the refresh token is call->bearer */

/* candidates */
extern const HoubuOperation houbu_operation_get_session;
extern const HoubuOperation houbu_operation_sign_out;
extern const HoubuOperation houbu_operation_change_phone;
extern const HoubuOperation houbu_operation_sign_out_everywhere;
extern const HoubuOperation houbu_operation_get_agreement;
extern const HoubuOperation houbu_operation_accept_agreement;
extern const HoubuOperation houbu_operation_query_qualification;
extern const HoubuOperation houbu_operation_ask_for_review;
extern const HoubuOperation houbu_operation_get_review;
extern const HoubuOperation houbu_operation_create_registration;
extern const HoubuOperation houbu_operation_get_registration;
extern const HoubuOperation houbu_operation_reveal_identity; /* stores nothing: takes no key */

/* operators */
extern const HoubuOperation houbu_operation_sign_in_operator;
extern const HoubuOperation houbu_operation_sign_out_operator;

G_END_DECLS

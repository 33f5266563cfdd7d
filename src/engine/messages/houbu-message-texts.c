/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-message-texts.h"

#include "houbu-limits.h"

#define MINUTES (HOUBU_LIMIT_VERIFICATION_CODE_SECONDS / 60)

/* One line each; {value} and {minutes} are filled in. */
static const struct
{
  const char *en;
  const char *zh;
} texts[] = {
  [HOUBU_MESSAGE_REGISTER] = {
    "[Houbu] {value} is your code to register an account, good for {minutes} minutes. Tell it to "
    "nobody.",
    "【候补】验证码 {value}，用于注册通行证账号，{minutes} 分钟内有效。请勿告诉他人。",
  },
  [HOUBU_MESSAGE_RESET] = {
    "[Houbu] {value} is your code to set a new password, good for {minutes} minutes. Tell it to "
    "nobody.",
    "【候补】验证码 {value}，用于重新设置密码，{minutes} 分钟内有效。请勿告诉他人。",
  },
  [HOUBU_MESSAGE_CHANGE_PHONE] = {
    "[Houbu] {value} is your code to use this phone for your account, good for {minutes} minutes. "
    "Tell it to nobody.",
    "【候补】验证码 {value}，用于将账号绑定到本手机号，{minutes} 分钟内有效。请勿告诉他人。",
  },
  [HOUBU_MESSAGE_HAS_ACCOUNT] = {
    "[Houbu] This phone has an account already. Sign in with the number; if you forgot the "
    "password, reset it.",
    "【候补】本手机号已注册通行证账号，请直接登录；如忘记密码，请重新设置密码。",
  },
  [HOUBU_MESSAGE_NO_ACCOUNT] = {
    "[Houbu] This phone has no account, so there is no password to reset. You may register one.",
    "【候补】本手机号尚未注册通行证账号，无法重新设置密码，请先注册。",
  },
  [HOUBU_MESSAGE_PHONE_TAKEN] = {
    "[Houbu] This phone belongs to an account already and cannot be used for another one.",
    "【候补】本手机号已绑定其他通行证账号，不能重复绑定。",
  },
  [HOUBU_MESSAGE_PHONE_CHANGED] = {
    "[Houbu] Your account now uses the phone {value}. If that was not you, ask your school at once.",
    "【候补】您的通行证账号已改绑手机号 {value}。如非本人操作，请立即联系学校老师。",
  },
  [HOUBU_MESSAGE_ACCOUNT_NAME] = {
    "[Houbu] You registered with the account {value}. Sign in with this name or with this phone.",
    "【候补】您已使用通行证账号 {value} 报名，请使用该账号或本手机号登录。",
  },
  [HOUBU_MESSAGE_ACCOUNT_PHONE] = {
    "[Houbu] You registered with the account of this phone. Sign in with the number.",
    "【候补】您已使用本手机号的通行证账号报名，请使用本手机号登录。",
  },
};

/**
 * houbu_message_text:
 * @text: what is to be said
 * @chinese: whether in Chinese; in English otherwise
 * @value: (nullable): what it is about
 *
 * Returns: (transfer full): one line
 */
char *
houbu_message_text (HoubuMessageText text, gboolean chinese, const char *value)
{
  g_autofree char *minutes = g_strdup_printf ("%d", (int) MINUTES);
  GString *line;

  g_return_val_if_fail ((gsize) text < G_N_ELEMENTS (texts), NULL);

  line = g_string_new (chinese ? texts[text].zh : texts[text].en);
  g_string_replace (line, "{minutes}", minutes, 1);
  if (value != NULL)
    g_string_replace (line, "{value}", value, 1);
  return g_string_free (line, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-reasons.h"

#include "houbu-words-private.h"

static const HoubuWord cancel_words[HOUBU_N_CANCEL_REASONS] = {
  [HOUBU_CANCEL_NONE] = { "none", "None", "无" },
  [HOUBU_CANCEL_GIVE_UP] = { "give_up", "Giving up this subject", "放弃科目报考及候补" },
  [HOUBU_CANCEL_OTHER_CAMPUS] = { "other_campus", "Taking it at another campus", "改报其他校区" },
  [HOUBU_CANCEL_OTHER_SUBJECT] = { "other_subject", "Taking another subject", "改报其他科目" },
  [HOUBU_CANCEL_WAITED_TOO_LONG] = { "waited_too_long", "Waited too long", "等待时间过长" },
  [HOUBU_CANCEL_OTHER] = { "other", "Other", "其他" },
};

static const HoubuWord fail_words[HOUBU_N_FAIL_REASONS] = {
  [HOUBU_FAIL_NONE] = { "none", "None", "无" },
  [HOUBU_FAIL_WINDOW_CLOSED] = { "window_closed", "The waitlist closed", "候补已截止" },
  [HOUBU_FAIL_INELIGIBLE] = { "ineligible", "No longer qualified for this subject",
                              "不再具备报考资格" },
  [HOUBU_FAIL_CONFLICT] = { "conflict", "Another subject of this level is taken",
                            "已报考同级别其他科目" },
  [HOUBU_FAIL_WRITTEN_LOST] = { "written_lost", "The written subject of this level was lost",
                                "同级别笔试报考已失效" },
  [HOUBU_FAIL_OFFERING_WITHDRAWN] = { "offering_withdrawn", "The campus withdrew this subject",
                                      "校区已取消该科目" },
  [HOUBU_FAIL_REGISTRATION_DELETED] = { "registration_deleted", "The registration was deleted",
                                        "报名信息已删除" },
  [HOUBU_FAIL_OPERATOR] = { "operator", "Ended by an operator", "管理员取消" },
};

static const HoubuWord end_words[HOUBU_N_END_REASONS] = {
  [HOUBU_END_NONE] = { "none", "None", "无" },
  [HOUBU_END_CANDIDATE] = { "candidate", "Cancelled by the candidate", "考生取消" },
  [HOUBU_END_DEADLINE] = { "deadline", "Not paid in time", "超时未支付" },
  [HOUBU_END_WRITTEN_LOST] = { "written_lost", "The written subject of this level was lost",
                               "同级别笔试报考已失效" },
  [HOUBU_END_OFFERING_WITHDRAWN] = { "offering_withdrawn", "The campus withdrew this subject",
                                     "校区已取消该科目" },
  [HOUBU_END_REGISTRATION_DELETED] = { "registration_deleted", "The registration was deleted",
                                       "报名信息已删除" },
  [HOUBU_END_OPERATOR] = { "operator", "Ended by an operator", "管理员取消" },
  [HOUBU_END_DUPLICATE_PAYMENT] = { "duplicate_payment", "Paid twice", "重复支付" },
};

/**
 * houbu_cancel_reason_to_word:
 * @reason: a reason to give up waiting
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_cancel_reason_to_word (HoubuCancelReason reason)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_CANCEL_REASONS, NULL);

  return cancel_words[reason].word;
}

/**
 * houbu_cancel_reason_from_word:
 * @word: (nullable): a word
 *
 * Returns: the reason it names, or %HOUBU_CANCEL_NONE
 */
HoubuCancelReason
houbu_cancel_reason_from_word (const char *word)
{
  return (HoubuCancelReason) houbu_words_find (cancel_words, HOUBU_N_CANCEL_REASONS, word);
}

/**
 * houbu_cancel_reason_get_name:
 * @reason: a reason to give up waiting
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): how it is shown
 */
const char *
houbu_cancel_reason_get_name (HoubuCancelReason reason, const char *language)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_CANCEL_REASONS, NULL);

  return houbu_words_get_name (&cancel_words[reason], language);
}

/**
 * houbu_fail_reason_to_word:
 * @reason: a reason why waiting failed
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_fail_reason_to_word (HoubuFailReason reason)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_FAIL_REASONS, NULL);

  return fail_words[reason].word;
}

/**
 * houbu_fail_reason_from_word:
 * @word: (nullable): a word
 *
 * Returns: the reason it names, or %HOUBU_FAIL_NONE
 */
HoubuFailReason
houbu_fail_reason_from_word (const char *word)
{
  return (HoubuFailReason) houbu_words_find (fail_words, HOUBU_N_FAIL_REASONS, word);
}

/**
 * houbu_fail_reason_get_name:
 * @reason: a reason why waiting failed
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): how it is shown
 */
const char *
houbu_fail_reason_get_name (HoubuFailReason reason, const char *language)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_FAIL_REASONS, NULL);

  return houbu_words_get_name (&fail_words[reason], language);
}

/**
 * houbu_end_reason_to_word:
 * @reason: a reason why an enrolment ended
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_end_reason_to_word (HoubuEndReason reason)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_END_REASONS, NULL);

  return end_words[reason].word;
}

/**
 * houbu_end_reason_from_word:
 * @word: (nullable): a word
 *
 * Returns: the reason it names, or %HOUBU_END_NONE
 */
HoubuEndReason
houbu_end_reason_from_word (const char *word)
{
  return (HoubuEndReason) houbu_words_find (end_words, HOUBU_N_END_REASONS, word);
}

/**
 * houbu_end_reason_get_name:
 * @reason: a reason why an enrolment ended
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): how it is shown
 */
const char *
houbu_end_reason_get_name (HoubuEndReason reason, const char *language)
{
  g_return_val_if_fail ((guint) reason < HOUBU_N_END_REASONS, NULL);

  return houbu_words_get_name (&end_words[reason], language);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-member-private.h"

#include "houbu-work.h"

static void sign_in (HoubuCrowdMember *self);
static void ask_agreement (HoubuCrowdMember *self);
static void query (HoubuCrowdMember *self);

/* --------------------------------------------------------------------------------------------- */
/* Registering, for whoever has no registration yet */

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRegistration) registration = houbu_registration_service_create_finish (
      HOUBU_REGISTRATION_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (registration == NULL)
    {
      houbu_crowd_member_fail (self, error, query);
      return;
    }
  houbu_crowd_member_take_registration (self, registration);
  houbu_crowd_member_think (self, houbu_crowd_member_look_at_board);
}

static void
register_with (HoubuCrowdMember *self, const char *query_id)
{
  g_autoptr (HoubuRegistrationService) service = houbu_registration_service_new (self->connection);

  houbu_registration_service_create_async (service, query_id, TRUE, TRUE, self->intention,
                                           self->cancellable, on_registered,
                                           houbu_crowd_call_new (self, HOUBU_CROWD_REGISTER));
}

static void
on_queried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuQualificationResult) found = houbu_qualification_service_query_finish (
      HOUBU_QUALIFICATION_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (found == NULL)
    houbu_crowd_member_fail (self, error, query);
  else
    register_with (self, houbu_qualification_result_get_query_id (found));
}

static void
query (HoubuCrowdMember *self)
{
  g_autoptr (HoubuQualificationService) service =
      houbu_qualification_service_new (self->connection);

  houbu_qualification_service_query_async (
      service, houbu_id_type_from_string (self->person->id_type), self->person->id_number,
      self->person->name, self->cancellable, on_queried,
      houbu_crowd_call_new (self, HOUBU_CROWD_QUERY));
}

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;

  houbu_agreement_service_accept_finish (HOUBU_AGREEMENT_SERVICE (source), result, &error);
  if (!houbu_crowd_call_answered (call, error))
    return;
  if (error != NULL)
    houbu_crowd_member_fail (self, error, ask_agreement);
  else
    houbu_crowd_member_think (self, query);
}

static void
on_agreement (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuAgreement) agreement =
      houbu_agreement_service_get_finish (HOUBU_AGREEMENT_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (agreement == NULL)
    houbu_crowd_member_fail (self, error, ask_agreement);
  else
    houbu_agreement_service_accept_async (
        HOUBU_AGREEMENT_SERVICE (source), houbu_agreement_get_version (agreement), self->intention,
        self->cancellable, on_accepted, houbu_crowd_call_new (self, HOUBU_CROWD_ACCEPT));
}

static void
ask_agreement (HoubuCrowdMember *self)
{
  g_autoptr (HoubuAgreementService) service = houbu_agreement_service_new (self->connection);

  houbu_agreement_service_get_async (service, self->cancellable, on_agreement,
                                     houbu_crowd_call_new (self, HOUBU_CROWD_AGREEMENT));
}

/* --------------------------------------------------------------------------------------------- */
/* Signing in */

static void
on_solved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;

  if (g_cancellable_is_cancelled (call->visit))
    return;
  g_free (self->captcha_answer);
  self->captcha_answer = houbu_work_run_finish (HOUBU_WORK (source), result, NULL);
  sign_in (self);
}

static void
on_captcha (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuWork) work = NULL;
  g_autoptr (HoubuCaptchaChallenge) captcha =
      houbu_account_service_new_captcha_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (captcha == NULL)
    {
      houbu_crowd_member_fail (self, error, sign_in);
      return;
    }
  g_free (self->captcha_id);
  self->captcha_id = g_strdup (houbu_captcha_challenge_get_id (captcha));
  work = houbu_work_new (houbu_captcha_challenge_get_challenge (captcha),
                         (guint) houbu_captcha_challenge_get_difficulty (captcha));
  houbu_work_run_async (work, self->cancellable, on_solved,
                        houbu_crowd_call_new (self, HOUBU_CROWD_CAPTCHA));
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuSession) session =
      houbu_account_service_sign_in_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);
  gboolean first = self->captcha_id == NULL;

  if (!houbu_crowd_call_answered (call, error))
    return;
  g_clear_pointer (&self->captcha_id, g_free);
  g_clear_pointer (&self->captcha_answer, g_free);
  if (session != NULL)
    {
      houbu_connection_set_session (self->connection, session);
      houbu_crowd_member_read_state (self);
    }
  else if (first && g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_CAPTCHA_FAILED))
    houbu_account_service_new_captcha_async (self->accounts, HOUBU_CAPTCHA_KIND_WORK,
                                             self->cancellable, on_captcha,
                                             houbu_crowd_call_new (self, HOUBU_CROWD_CAPTCHA));
  else
    houbu_crowd_member_fail (self, error, sign_in);
}

/* A captcha is asked for when the server wants one. */
static void
sign_in (HoubuCrowdMember *self)
{
  houbu_account_service_sign_in_async (self->accounts, self->person->phone, self->person->password,
                                       self->captcha_id, self->captcha_answer, FALSE,
                                       self->cancellable, on_signed_in,
                                       houbu_crowd_call_new (self, HOUBU_CROWD_SIGN_IN));
}

static void
on_exam (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuExam) exam =
      houbu_exam_service_current_finish (HOUBU_EXAM_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (exam == NULL)
    houbu_crowd_member_fail (self, error, houbu_crowd_member_enter);
  else if (!houbu_exam_get_rehearsal (exam))
    {
      self->stage->is_live = TRUE;
      self->stage->changed (self->stage->user_data);
    }
  else
    houbu_crowd_member_think (self, sign_in);
}

/* The app opens with the exam, whoever looks. */
void
houbu_crowd_member_enter (HoubuCrowdMember *self)
{
  g_autoptr (HoubuExamService) service = houbu_exam_service_new (self->connection);

  houbu_exam_service_current_async (service, self->cancellable, on_exam,
                                    houbu_crowd_call_new (self, HOUBU_CROWD_EXAM));
}

/* What follows from the state that was read. */
void
houbu_crowd_member_state_read (HoubuCrowdMember *self)
{
  if (self->is_last_look)
    houbu_crowd_member_leave (self);
  else if (houbu_registration_get_status (self->registration) == HOUBU_REGISTRATION_STATUS_NONE)
    houbu_crowd_member_think (self, ask_agreement);
  else
    houbu_crowd_member_think (self, houbu_crowd_member_look_at_board);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-flow.h"

#include <glib/gi18n.h>

#include "houbu-pages.h"
#include "houbu-payment-view.h"
#include "houbu-seat.h"

static const char *const step_names[HOUBU_N_STEPS] = {
  /* Translators: the steps of registering, shown in a row; as short as can be */
  [HOUBU_STEP_SIGN_IN] = N_ ("Sign In"),
  [HOUBU_STEP_AGREEMENT] = N_ ("Agreement"),
  [HOUBU_STEP_QUALIFICATION] = N_ ("Qualification"),
  [HOUBU_STEP_WRITTEN] = N_ ("Written"),
  [HOUBU_STEP_ORAL] = N_ ("Oral"),
  [HOUBU_STEP_DONE] = N_ ("Done"),
};

static gboolean
has_registration (const HoubuProgress *progress)
{
  return progress->status != HOUBU_REGISTRATION_STATUS_UNSET &&
         progress->status != HOUBU_REGISTRATION_STATUS_NONE;
}

static void
read_payment (HoubuProgress *progress, HoubuCandidate *candidate)
{
  HoubuPaymentView view;

  progress->pay_kind = houbu_payment_view_find_kind (candidate);
  if (progress->pay_kind == HOUBU_SUBJECT_KIND_UNSET)
    return;
  view = houbu_payment_view_read (candidate, progress->pay_kind);
  progress->paying = houbu_payment_view_is_open (&view);
}

/**
 * houbu_flow_read_progress:
 * @candidate: who
 * @agreed: whether the agreement in force was accepted
 *
 * Returns: how far they have come
 */
HoubuProgress
houbu_flow_read_progress (HoubuCandidate *candidate, gboolean agreed)
{
  HoubuProgress progress = { .agreed = agreed };
  GListModel *enrolments = houbu_candidate_get_enrolments (candidate);

  progress.signed_in = houbu_candidate_get_account (candidate) != NULL;
  progress.status = houbu_candidate_get_status (candidate);
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      if (!houbu_seat_is_held (enrolment))
        continue;
      if (houbu_seat_is_oral (enrolment))
        progress.oral = TRUE;
      else
        progress.written = TRUE;
      progress.opens_oral |= houbu_seat_opens_oral (enrolment);
    }
  read_payment (&progress, candidate);
  return progress;
}

/**
 * houbu_flow_step_is_done:
 * @progress: how far a candidate has come
 * @step: a step
 *
 * A registration implies the two steps that lead to it. "Done" is done when everything is paid.
 *
 * Returns: %TRUE when the step lies behind
 */
gboolean
houbu_flow_step_is_done (const HoubuProgress *progress, HoubuStep step)
{
  switch (step)
    {
    case HOUBU_STEP_SIGN_IN:
      return progress->signed_in;
    case HOUBU_STEP_AGREEMENT:
      return progress->signed_in && (progress->agreed || has_registration (progress));
    case HOUBU_STEP_QUALIFICATION:
      return progress->signed_in && has_registration (progress);
    case HOUBU_STEP_WRITTEN:
      return progress->signed_in && progress->written;
    case HOUBU_STEP_ORAL:
      return progress->signed_in && progress->oral;
    case HOUBU_STEP_DONE:
      return progress->signed_in && progress->status == HOUBU_REGISTRATION_STATUS_REGISTERED;
    default:
      return FALSE;
    }
}

/**
 * houbu_flow_current_step:
 * @progress: how far a candidate has come
 * @step_of_page: the step of the page in front, or %HOUBU_NO_STEP
 *
 * The details are the page of everything after the confirmation; "done" they are only at the end.
 *
 * Returns: the step to point at, or %HOUBU_NO_STEP
 */
int
houbu_flow_current_step (const HoubuProgress *progress, int step_of_page)
{
  if (step_of_page != HOUBU_STEP_DONE || houbu_flow_step_is_done (progress, HOUBU_STEP_DONE))
    return step_of_page;
  return has_registration (progress) ? HOUBU_STEP_WRITTEN : HOUBU_NO_STEP;
}

/**
 * houbu_flow_step_name:
 * @step: a step
 *
 * Returns: its name in the user's language
 */
const char *
houbu_flow_step_name (HoubuStep step)
{
  g_return_val_if_fail ((int) step >= 0 && step < HOUBU_N_STEPS, NULL);
  return _ (step_names[step]);
}

/**
 * houbu_flow_step_page:
 * @progress: how far a candidate has come
 * @step: a step
 *
 * Returns: (nullable): the page to go to for looking at a step that is done, %NULL when it cannot
 * be gone to
 */
const char *
houbu_flow_step_page (const HoubuProgress *progress, HoubuStep step)
{
  if (step == HOUBU_STEP_WRITTEN && progress->signed_in && has_registration (progress))
    return HOUBU_PAGE_NAME_WRITTEN;
  if (step == HOUBU_STEP_ORAL && progress->signed_in && progress->opens_oral)
    return HOUBU_PAGE_NAME_ORAL;
  if (!houbu_flow_step_is_done (progress, step))
    return NULL;
  switch (step)
    {
    case HOUBU_STEP_SIGN_IN:
      return HOUBU_PAGE_NAME_HOME;
    case HOUBU_STEP_AGREEMENT:
      return HOUBU_PAGE_NAME_AGREEMENT;
    default:
      return HOUBU_PAGE_NAME_DETAILS;
    }
}

/**
 * houbu_flow_next_page:
 * @progress: how far a candidate has come
 *
 * Returns: the page where it goes on
 */
const char *
houbu_flow_next_page (const HoubuProgress *progress)
{
  if (!progress->signed_in)
    return HOUBU_PAGE_NAME_SIGN_IN;
  if (!has_registration (progress))
    return progress->agreed ? HOUBU_PAGE_NAME_QUALIFICATION : HOUBU_PAGE_NAME_AGREEMENT;
  if (progress->status == HOUBU_REGISTRATION_STATUS_EMPTY)
    return HOUBU_PAGE_NAME_WRITTEN;
  return progress->pay_kind != HOUBU_SUBJECT_KIND_UNSET ? HOUBU_PAGE_NAME_PAYMENT
                                                        : HOUBU_PAGE_NAME_DETAILS;
}

/**
 * houbu_flow_next_label:
 * @progress: how far a candidate has come
 *
 * Returns: what the button says that leads to houbu_flow_next_page()
 */
const char *
houbu_flow_next_label (const HoubuProgress *progress)
{
  if (!progress->signed_in)
    return _ ("_Sign In");
  if (!has_registration (progress))
    return progress->agreed ? _ ("_Continue Registering") : _ ("_Start Registering");
  if (progress->pay_kind != HOUBU_SUBJECT_KIND_UNSET)
    return progress->paying ? _ ("_Go On with the Payment") : _ ("_Pay Now");
  switch (progress->status)
    {
    case HOUBU_REGISTRATION_STATUS_EMPTY:
      return _ ("_Choose Written Subjects");
    case HOUBU_REGISTRATION_STATUS_WAITING:
      return _ ("_Watch Your Place in the Queue");
    default:
      return _ ("_See Your Registration");
    }
}

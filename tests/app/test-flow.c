/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-flow.h"

#include <string.h>

#include "houbu-pages.h"

typedef struct
{
  const char *name;
  HoubuProgress progress;
  const char *next;
  int current_on_details;
} Case;

#define STATUS(word) HOUBU_REGISTRATION_STATUS_##word

static const Case cases[] = {
  { "signed out", { 0 }, HOUBU_PAGE_NAME_SIGN_IN, HOUBU_NO_STEP },
  { "nothing yet",
    { .signed_in = TRUE, .status = STATUS (NONE) },
    HOUBU_PAGE_NAME_AGREEMENT,
    HOUBU_NO_STEP },
  { "not fetched yet", { .signed_in = TRUE }, HOUBU_PAGE_NAME_AGREEMENT, HOUBU_NO_STEP },
  { "agreed",
    { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (NONE) },
    HOUBU_PAGE_NAME_QUALIFICATION,
    HOUBU_NO_STEP },
  { "registered, empty",
    { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (EMPTY) },
    HOUBU_PAGE_NAME_WRITTEN,
    HOUBU_STEP_WRITTEN },
  { "waiting",
    { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (WAITING) },
    HOUBU_PAGE_NAME_DETAILS,
    HOUBU_STEP_WRITTEN },
  { "unpaid",
    { .signed_in = TRUE,
      .agreed = TRUE,
      .status = STATUS (UNPAID),
      .written = TRUE,
      .pay_kind = HOUBU_SUBJECT_KIND_WRITTEN },
    HOUBU_PAGE_NAME_PAYMENT,
    HOUBU_STEP_WRITTEN },
  { "paying",
    { .signed_in = TRUE,
      .agreed = TRUE,
      .status = STATUS (UNPAID),
      .written = TRUE,
      .pay_kind = HOUBU_SUBJECT_KIND_WRITTEN,
      .paying = TRUE },
    HOUBU_PAGE_NAME_PAYMENT,
    HOUBU_STEP_WRITTEN },
  { "locked by the school",
    { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (UNPAID), .written = TRUE },
    HOUBU_PAGE_NAME_DETAILS,
    HOUBU_STEP_WRITTEN },
  { "all paid",
    { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (REGISTERED), .written = TRUE },
    HOUBU_PAGE_NAME_DETAILS,
    HOUBU_STEP_DONE },
};

/* From each stage the one button leads to the page where it goes on, and says something. */
static void
test_next (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (houbu_flow_next_page (&cases[i].progress), ==, cases[i].next);
      g_assert_nonnull (houbu_pages_find (cases[i].next));
      g_assert_cmpuint (strlen (houbu_flow_next_label (&cases[i].progress)), >, 3);
    }
}

/* The details belong to the written step until everything is paid. */
static void
test_current (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (houbu_flow_current_step (&cases[i].progress, HOUBU_STEP_DONE), ==,
                       cases[i].current_on_details);
      g_assert_cmpint (houbu_flow_current_step (&cases[i].progress, HOUBU_STEP_AGREEMENT), ==,
                       HOUBU_STEP_AGREEMENT);
    }
}

/* A step that is not done cannot be gone to, one that is done leads to a page there is. */
static void
test_step_pages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint step = 0; step < HOUBU_N_STEPS; step++)
      {
        const char *page = houbu_flow_step_page (&cases[i].progress, step);

        if (page == NULL)
          g_assert_false (houbu_flow_step_is_done (&cases[i].progress, step));
        else
          g_assert_nonnull (houbu_pages_find (page));
        if (!cases[i].progress.signed_in)
          g_assert_null (page);
      }
}

/* The oral step can be gone to with the written seat that it needs, and not without. */
static void
test_oral_step (void)
{
  HoubuProgress progress = { .signed_in = TRUE, .status = STATUS (UNPAID), .written = TRUE };

  g_assert_null (houbu_flow_step_page (&progress, HOUBU_STEP_ORAL));
  progress.opens_oral = TRUE;
  g_assert_cmpstr (houbu_flow_step_page (&progress, HOUBU_STEP_ORAL), ==, HOUBU_PAGE_NAME_ORAL);
  g_assert_false (houbu_flow_step_is_done (&progress, HOUBU_STEP_ORAL));
}

/* An accepted agreement alone does not make the qualification done; a registration implies both. */
static void
test_steps_done (void)
{
  const HoubuProgress agreed = { .signed_in = TRUE, .agreed = TRUE, .status = STATUS (NONE) };
  const HoubuProgress registered = { .signed_in = TRUE, .status = STATUS (EMPTY) };

  g_assert_true (houbu_flow_step_is_done (&agreed, HOUBU_STEP_AGREEMENT));
  g_assert_false (houbu_flow_step_is_done (&agreed, HOUBU_STEP_QUALIFICATION));
  g_assert_true (houbu_flow_step_is_done (&registered, HOUBU_STEP_AGREEMENT));
  g_assert_true (houbu_flow_step_is_done (&registered, HOUBU_STEP_QUALIFICATION));
  g_assert_false (houbu_flow_step_is_done (&registered, HOUBU_STEP_WRITTEN));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/flow/next", test_next);
  g_test_add_func ("/app/flow/current", test_current);
  g_test_add_func ("/app/flow/step-pages", test_step_pages);
  g_test_add_func ("/app/flow/oral-step", test_oral_step);
  g_test_add_func ("/app/flow/steps-done", test_steps_done);
  return g_test_run ();
}

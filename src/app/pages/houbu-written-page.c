/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-written-page.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-confirm-dialog.h"
#include "houbu-offering-row.h"
#include "houbu-pages.h"
#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text-dialog.h"
#include "houbu-text.h"

struct _HoubuWrittenPage
{
  HoubuPage parent_instance;

  /* template */
  GtkWidget *campus_group;
  AdwComboRow *campus_row;
  GtkListBox *english_list;
  GtkWidget *english_box;
  HoubuArticleList *notices_list;
  GtkListBox *other_list;
  GtkWidget *other_box;
  GtkButton *submit_button;
  GtkLabel *sum_label;

  GListModel *campuses;            /* (owned) (nullable) (element-type HoubuCampusChoice) */
  GHashTable *ticked;              /* (owned) (element-type utf8): ids of offerings */
  HoubuIntention *enrol_intention; /* (owned) */
  HoubuIntention *join_intention;  /* (owned) */
  gboolean bound;
};

/* What the answer to the question about joining needs. */
typedef struct
{
  HoubuWrittenPage *page;  /* (owned) */
  HoubuOffering *offering; /* (owned) */
} Joining;

G_DEFINE_FINAL_TYPE (HoubuWrittenPage, houbu_written_page, HOUBU_TYPE_PAGE)

static void
joining_free (Joining *joining)
{
  g_object_unref (joining->page);
  g_object_unref (joining->offering);
  g_free (joining);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Joining, joining_free)

static HoubuServices *
get_services (HoubuWrittenPage *self)
{
  return houbu_page_get_services (HOUBU_PAGE (self));
}

static HoubuCandidate *
get_candidate (HoubuWrittenPage *self)
{
  return houbu_services_get_candidate (get_services (self));
}

static gboolean
is_english (gpointer item, gpointer user_data)
{
  const char *language = houbu_subject_get_language (houbu_offering_get_subject (item));

  return (g_strcmp0 (language, "en") == 0) == GPOINTER_TO_INT (user_data);
}

static void
refresh (HoubuWrittenPage *self)
{
  houbu_page_set_state (HOUBU_PAGE (self), houbu_page_get_state (HOUBU_PAGE (self)));
}

/* Joining. */

static void
on_joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWrittenPage) self = user_data;
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEntry) entry =
      houbu_waitlist_service_join_finish (HOUBU_WAITLIST_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  houbu_page_set_busy (page, FALSE);
  if (entry == NULL)
    {
      houbu_page_show_problem (page, error);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        houbu_page_reload (page);
      return;
    }
  houbu_candidate_apply (get_candidate (self), HOUBU_RECORD (entry));
  /* Translators: %s is a subject such as CET-4 */
  text = g_strdup_printf (_ ("You are waiting for %s now"),
                          houbu_text_subject_name (houbu_entry_get_subject (entry)));
  houbu_page_say (page, text);
  houbu_page_go (page, HOUBU_PAGE_NAME_DETAILS, NULL);
}

static void
on_join_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Joining) joining = user_data;
  HoubuPage *page = HOUBU_PAGE (joining->page);

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_waitlist_service_join_async (
      houbu_services_get_waitlist (houbu_page_get_services (page)),
      houbu_offering_get_id (joining->offering), joining->page->join_intention,
      houbu_page_get_cancellable (page), on_joined_cb, g_object_ref (page));
}

static char *
describe_joining (HoubuWrittenPage *self, HoubuOffering *offering)
{
  HoubuExam *exam = houbu_candidate_get_exam (get_candidate (self));
  const gint64 hold = exam != NULL ? houbu_exam_get_hold_seconds (exam) : 0;
  g_autofree char *hold_text = houbu_text_left (hold * G_TIME_SPAN_SECOND);

  /* Translators: a place in a queue; how long a seat is held, such as "1 d 0 h" */
  return g_strdup_printf (
      _ ("Your place will be about %" PRId64
         ". When a seat falls free and it is your turn, it is held for you for %s; if you do not "
         "pay "
         "in that time, it goes to the next.\n\nYou can wait for one subject of each level only."),
      houbu_offering_get_waiting (offering) + 1, hold_text);
}

static void
on_row_join_asked_cb (HoubuOfferingRow *row, HoubuWrittenPage *self)
{
  HoubuOffering *offering = houbu_offering_row_get_offering (row);
  g_autofree char *heading = NULL;
  g_autofree char *body = describe_joining (self, offering);
  HoubuConfirm confirm = { .body = body, .accept = _ ("_Join the Waitlist") };
  Joining *joining = g_new0 (Joining, 1);

  joining->page = g_object_ref (self);
  joining->offering = g_object_ref (offering);
  /* Translators: a subject such as CET-4, the name of a campus */
  confirm.heading = heading = g_strdup_printf (
      _ ("Wait for %s at %s?"), houbu_text_subject_name (houbu_offering_get_subject (offering)),
      houbu_campus_get_name (houbu_offering_get_campus (offering)));
  houbu_confirm_dialog_ask_async (GTK_WIDGET (self), &confirm,
                                  houbu_page_get_cancellable (HOUBU_PAGE (self)),
                                  on_join_answered_cb, joining);
}

/* Enrolling. */

static GListModel *
get_offerings (HoubuWrittenPage *self)
{
  return houbu_candidate_get_offerings (get_candidate (self));
}

/* The ids of what is ticked and can still be taken, and what it costs. */
static GStrv
collect_ticked (HoubuWrittenPage *self, gint64 *sum)
{
  GListModel *offerings = get_offerings (self);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  *sum = 0;
  for (guint i = 0; i < g_list_model_get_n_items (offerings); i++)
    {
      g_autoptr (HoubuOffering) offering = g_list_model_get_item (offerings, i);

      if (!g_hash_table_contains (self->ticked, houbu_offering_get_id (offering)) ||
          houbu_offering_get_action (offering) != HOUBU_OFFERING_ACTION_ENROL)
        continue;
      g_strv_builder_add (ids, houbu_offering_get_id (offering));
      if (houbu_offering_get_fee_fen (offering) != HOUBU_UNSET)
        *sum += houbu_offering_get_fee_fen (offering);
    }
  return g_strv_builder_end (ids);
}

static void
on_enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWrittenPage) self = user_data;
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) enrolments =
      houbu_enrolment_service_enrol_finish (HOUBU_ENROLMENT_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (enrolments == NULL)
    {
      houbu_page_show_problem (page, error);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        houbu_page_reload (page);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuRecord) enrolment = g_list_model_get_item (enrolments, i);

      houbu_candidate_apply (get_candidate (self), enrolment);
    }
  g_hash_table_remove_all (self->ticked);
  houbu_page_say (page, _ ("The seats are held for you"));
  houbu_page_go (page, HOUBU_PAGE_NAME_DETAILS, NULL);
}

static void
on_submit_clicked_cb (GtkButton *button, HoubuWrittenPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  gint64 sum;
  g_auto (GStrv) ids = collect_ticked (self, &sum);

  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_enrolment_service_enrol_async (houbu_services_get_enrolment (get_services (self)),
                                       (const char *const *) ids, self->enrol_intention,
                                       houbu_page_get_cancellable (page), on_enrolled_cb,
                                       g_object_ref (self));
}

/* The board. */

static void
on_row_tick_changed_cb (HoubuOfferingRow *row, gboolean ticked, HoubuWrittenPage *self)
{
  const char *id = houbu_offering_get_id (houbu_offering_row_get_offering (row));

  if (ticked)
    g_hash_table_add (self->ticked, g_strdup (id));
  else
    g_hash_table_remove (self->ticked, id);
  refresh (self);
}

static void
on_row_details_asked_cb (HoubuOfferingRow *row, HoubuWrittenPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_DETAILS, NULL);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HoubuWrittenPage *self = user_data;
  GtkWidget *row = houbu_offering_row_new (item);

  houbu_offering_row_set_ticked (
      HOUBU_OFFERING_ROW (row), g_hash_table_contains (self->ticked, houbu_offering_get_id (item)));
  g_signal_connect_object (row, "tick-changed", G_CALLBACK (on_row_tick_changed_cb), self, 0);
  g_signal_connect_object (row, "join-asked", G_CALLBACK (on_row_join_asked_cb), self, 0);
  g_signal_connect_object (row, "details-asked", G_CALLBACK (on_row_details_asked_cb), self, 0);
  return row;
}

static void
bind_list (HoubuWrittenPage *self, GtkListBox *list, gboolean english)
{
  GtkFilter *filter =
      GTK_FILTER (gtk_custom_filter_new (is_english, GINT_TO_POINTER (english), NULL));
  g_autoptr (GtkFilterListModel) rows =
      gtk_filter_list_model_new (g_object_ref (get_offerings (self)), filter);

  gtk_list_box_bind_model (list, G_LIST_MODEL (rows), make_row, self, NULL);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static gboolean
is_provincial (gpointer item, gpointer user_data)
{
  return houbu_notice_get_audience (item) == HOUBU_NOTICE_AUDIENCE_PROVINCE;
}

/* The manual shows what the province says above its subjects. */
static void
bind_notices (HoubuWrittenPage *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_provincial, NULL, NULL));
  g_autoptr (GtkFilterListModel) rows = gtk_filter_list_model_new (
      g_object_ref (houbu_candidate_get_notices (get_candidate (self))), filter);

  houbu_article_list_set_model (self->notices_list, G_LIST_MODEL (rows),
                                houbu_article_row_new_for_notice);
}

static void
on_offerings_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWrittenPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_show_offerings_finish (HOUBU_CANDIDATE (source), result, &error))
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  houbu_page_set_state (HOUBU_PAGE (self), g_list_model_get_n_items (get_offerings (self)) > 0 ||
                                                   g_list_model_get_n_items (self->campuses) > 1
                                               ? HOUBU_PAGE_READY
                                               : HOUBU_PAGE_EMPTY);
}

static char *
get_campus_code (HoubuWrittenPage *self)
{
  g_autoptr (HoubuCampusChoice) choice = NULL;

  if (self->campuses == NULL)
    return NULL;
  choice = g_list_model_get_item (self->campuses, adw_combo_row_get_selected (self->campus_row));
  return choice != NULL ? g_strdup (houbu_campus_choice_get_code (choice)) : NULL;
}

static void
load_offerings (HoubuWrittenPage *self)
{
  g_autofree char *campus = get_campus_code (self);

  if (campus == NULL)
    {
      houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_EMPTY);
      return;
    }
  houbu_candidate_show_offerings_async (get_candidate (self), HOUBU_SUBJECT_KIND_WRITTEN, campus,
                                        houbu_page_get_cancellable (HOUBU_PAGE (self)),
                                        on_offerings_got_cb, g_object_ref (self));
}

static void
on_campus_selected_notify_cb (AdwComboRow *row, GParamSpec *pspec, HoubuWrittenPage *self)
{
  if (houbu_page_has_content (HOUBU_PAGE (self)))
    load_offerings (self);
}

/* The campus of the school's record comes first, unless another one was chosen before. */
static guint
find_first_campus (HoubuWrittenPage *self, const char *chosen)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (get_candidate (self));
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;
  const char *wanted = chosen;

  if (wanted == NULL && student != NULL)
    wanted = houbu_campus_get_code (houbu_student_get_campus (student));
  for (guint i = 0; i < g_list_model_get_n_items (self->campuses); i++)
    {
      g_autoptr (HoubuCampusChoice) choice = g_list_model_get_item (self->campuses, i);

      if (g_strcmp0 (houbu_campus_choice_get_code (choice), wanted) == 0)
        return i;
    }
  return 0;
}

static void
take_campuses (HoubuWrittenPage *self, GListModel *campuses)
{
  g_autofree char *chosen = get_campus_code (self);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_set_object (&self->campuses, campuses);
  for (guint i = 0; i < g_list_model_get_n_items (campuses); i++)
    {
      g_autoptr (HoubuCampusChoice) choice = g_list_model_get_item (campuses, i);
      g_autofree char *name = houbu_text_place (houbu_campus_choice_get_code (choice),
                                                houbu_campus_choice_get_name (choice));

      gtk_string_list_append (names, name);
    }
  g_signal_handlers_block_by_func (self->campus_row, on_campus_selected_notify_cb, self);
  adw_combo_row_set_model (self->campus_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->campus_row, find_first_campus (self, chosen));
  g_signal_handlers_unblock_by_func (self->campus_row, on_campus_selected_notify_cb, self);
  load_offerings (self);
}

static void
on_campuses_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWrittenPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) campuses =
      houbu_offering_service_list_campuses_finish (HOUBU_OFFERING_SERVICE (source), result, &error);

  if (campuses != NULL)
    take_campuses (self, campuses);
  else
    houbu_page_fail (HOUBU_PAGE (self), error);
}

static void
houbu_written_page_reload (HoubuPage *page)
{
  HoubuWrittenPage *self = HOUBU_WRITTEN_PAGE (page);

  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  houbu_offering_service_list_campuses_async (
      houbu_services_get_offering (get_services (self)), HOUBU_SUBJECT_KIND_WRITTEN, NULL,
      houbu_page_get_cancellable (page), on_campuses_got_cb, g_object_ref (self));
}

static void
on_guide_clicked_cb (GtkButton *button, HoubuWrittenPage *self)
{
  houbu_text_dialog_show (GTK_WIDGET (self), get_services (self), HOUBU_PAGE_KIND_WAITLIST_GUIDE);
}

static void
on_details_clicked_cb (GtkButton *button, HoubuWrittenPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_DETAILS, NULL);
}

static void
apply_submit (HoubuWrittenPage *self)
{
  gint64 sum;
  g_auto (GStrv) ids = collect_ticked (self, &sum);
  const guint n = g_strv_length (ids);
  g_autofree char *money = houbu_text_money (sum);
  g_autofree char *label = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit_button), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->sum_label), n == 0);
  if (n == 0)
    label = g_strdup (_ ("_Register"));
  else
    /* Translators: the number of subjects, the sum of money */
    label = g_strdup_printf (
        g_dngettext (NULL, "_Register %u Subject · %s", "_Register %u Subjects · %s", n), n, money);
  houbu_spoken_set_button_label (self->submit_button, label);
}

static void
houbu_written_page_apply_state (HoubuPage *page)
{
  HoubuWrittenPage *self = HOUBU_WRITTEN_PAGE (page);

  if (get_services (self) == NULL || !self->bound)
    return;
  gtk_widget_set_visible (self->english_box,
                          gtk_list_box_get_row_at_index (self->english_list, 0) != NULL);
  gtk_widget_set_visible (self->other_box,
                          gtk_list_box_get_row_at_index (self->other_list, 0) != NULL);
  gtk_widget_set_visible (self->campus_group,
                          self->campuses != NULL && g_list_model_get_n_items (self->campuses) > 0);
  apply_submit (self);
}

static void
houbu_written_page_constructed (GObject *object)
{
  HoubuWrittenPage *self = HOUBU_WRITTEN_PAGE (object);

  G_OBJECT_CLASS (houbu_written_page_parent_class)->constructed (object);
  if (get_services (self) == NULL)
    return;
  self->bound = TRUE;
  bind_list (self, self->english_list, TRUE);
  bind_list (self, self->other_list, FALSE);
  bind_notices (self);
}

static void
houbu_written_page_dispose (GObject *object)
{
  HoubuWrittenPage *self = HOUBU_WRITTEN_PAGE (object);

  self->bound = FALSE;
  g_clear_object (&self->campuses);
  g_clear_object (&self->enrol_intention);
  g_clear_object (&self->join_intention);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_WRITTEN_PAGE);
  G_OBJECT_CLASS (houbu_written_page_parent_class)->dispose (object);
}

static void
houbu_written_page_finalize (GObject *object)
{
  g_hash_table_unref (HOUBU_WRITTEN_PAGE (object)->ticked);
  G_OBJECT_CLASS (houbu_written_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-written-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, campus_group);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, campus_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, english_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, english_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, notices_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, other_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, other_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, submit_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuWrittenPage, sum_label);
  gtk_widget_class_bind_template_callback (widget_class, on_campus_selected_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_details_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_guide_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_submit_clicked_cb);
}

static void
houbu_written_page_class_init (HoubuWrittenPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  object_class->constructed = houbu_written_page_constructed;
  object_class->dispose = houbu_written_page_dispose;
  object_class->finalize = houbu_written_page_finalize;
  page_class->activate = houbu_written_page_reload;
  page_class->reload = houbu_written_page_reload;
  page_class->apply_state = houbu_written_page_apply_state;
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
houbu_written_page_init (HoubuWrittenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->ticked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->enrol_intention = houbu_intention_new ();
  self->join_intention = houbu_intention_new ();
}

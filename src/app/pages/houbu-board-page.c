/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-board-page.h"

#include <glib/gi18n.h>

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-board-actions.h"
#include "houbu-help-topic-page.h"
#include "houbu-campus-dialog.h"
#include "houbu-offering-row.h"
#include "houbu-pages.h"
#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

typedef struct
{
  /* template */
  GtkWidget *campus_button;
  GtkWidget *campus_group;
  GtkLabel *campus_label;
  GtkListBox *english_list;
  GtkWidget *english_box;
  GtkLabel *notes_label;
  HoubuArticleList *notices_list;
  GtkListBox *other_list;
  GtkWidget *other_box;
  GtkButton *submit_button;
  GtkLabel *sum_label;

  GListModel *campuses;            /* (owned) (nullable) (element-type HoubuCampusChoice) */
  HoubuCampusChoice *campus;       /* (owned) (nullable): the one shown */
  GListModel *rows;                /* (owned) (nullable): the board's rows of this kind */
  GHashTable *ticked;              /* (owned) (element-type utf8): ids of offerings */
  HoubuIntention *enrol_intention; /* (owned) */
  HoubuIntention *join_intention;  /* (owned) */
} HoubuBoardPagePrivate;

enum
{
  PROP_NOTES = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HoubuBoardPage, houbu_board_page, HOUBU_TYPE_PAGE)

static HoubuBoardPagePrivate *
get_private (HoubuBoardPage *self)
{
  return houbu_board_page_get_instance_private (self);
}

static HoubuServices *
get_services (HoubuBoardPage *self)
{
  return houbu_page_get_services (HOUBU_PAGE (self));
}

static HoubuCandidate *
get_candidate (HoubuBoardPage *self)
{
  return houbu_services_get_candidate (get_services (self));
}

static HoubuSubjectKind
get_kind (HoubuBoardPage *self)
{
  return HOUBU_BOARD_PAGE_GET_CLASS (self)->kind;
}

static void
refresh (HoubuBoardPage *self)
{
  houbu_page_set_state (HOUBU_PAGE (self), houbu_page_get_state (HOUBU_PAGE (self)));
}

/* Rows */

/* The ids of what is ticked and can still be taken, and what it costs. */
static GStrv
collect_ticked (HoubuBoardPage *self, gint64 *sum)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  *sum = 0;
  for (guint i = 0; i < g_list_model_get_n_items (priv->rows); i++)
    {
      g_autoptr (HoubuOffering) offering = g_list_model_get_item (priv->rows, i);

      if (!g_hash_table_contains (priv->ticked, houbu_offering_get_id (offering)) ||
          houbu_offering_get_action (offering) != HOUBU_OFFERING_ACTION_ENROL)
        continue;
      g_strv_builder_add (ids, houbu_offering_get_id (offering));
      if (houbu_offering_get_fee_fen (offering) != HOUBU_UNSET)
        *sum += houbu_offering_get_fee_fen (offering);
    }
  return g_strv_builder_end (ids);
}

static void
on_submit_clicked_cb (GtkButton *button, HoubuBoardPage *self)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  gint64 sum;
  g_auto (GStrv) ids = collect_ticked (self, &sum);

  houbu_board_actions_enrol (HOUBU_PAGE (self), (const char *const *) ids, priv->ticked,
                             priv->enrol_intention);
}

static void
on_row_join_asked_cb (HoubuOfferingRow *row, HoubuBoardPage *self)
{
  houbu_board_actions_join (HOUBU_PAGE (self), houbu_offering_row_get_offering (row),
                            get_private (self)->join_intention);
}

static void
on_row_tick_changed_cb (HoubuOfferingRow *row, gboolean ticked, HoubuBoardPage *self)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  const char *id = houbu_offering_get_id (houbu_offering_row_get_offering (row));

  if (ticked)
    g_hash_table_add (priv->ticked, g_strdup (id));
  else
    g_hash_table_remove (priv->ticked, id);
  refresh (self);
}

static void
show_details (HoubuBoardPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_DETAILS, NULL);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HoubuBoardPage *self = user_data;
  GtkWidget *row = houbu_offering_row_new (item);

  houbu_offering_row_set_ticked (
      HOUBU_OFFERING_ROW (row),
      g_hash_table_contains (get_private (self)->ticked, houbu_offering_get_id (item)));
  g_signal_connect_object (row, "tick-changed", G_CALLBACK (on_row_tick_changed_cb), self, 0);
  g_signal_connect_object (row, "join-asked", G_CALLBACK (on_row_join_asked_cb), self, 0);
  g_signal_connect_object (row, "details-asked", G_CALLBACK (show_details), self,
                           G_CONNECT_SWAPPED);
  return row;
}

/* The candidate has one board, which another page may have filled with the other kind. */
static gboolean
is_of_kind (gpointer item, gpointer user_data)
{
  return houbu_subject_get_kind (houbu_offering_get_subject (item)) ==
         (HoubuSubjectKind) GPOINTER_TO_INT (user_data);
}

static gboolean
is_english (gpointer item, gpointer user_data)
{
  const char *language = houbu_subject_get_language (houbu_offering_get_subject (item));

  return (g_strcmp0 (language, "en") == 0) == GPOINTER_TO_INT (user_data);
}

static GListModel *
filter_rows (GListModel *model, GtkCustomFilterFunc matches, int value)
{
  GtkCustomFilter *filter = gtk_custom_filter_new (matches, GINT_TO_POINTER (value), NULL);

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (model), GTK_FILTER (filter)));
}

static void
bind_list (HoubuBoardPage *self, GtkListBox *list, gboolean english)
{
  g_autoptr (GListModel) rows = filter_rows (get_private (self)->rows, is_english, english);

  gtk_list_box_bind_model (list, rows, make_row, self, NULL);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static gboolean
is_provincial (gpointer item, gpointer user_data)
{
  return houbu_notice_get_audience (item) == HOUBU_NOTICE_AUDIENCE_PROVINCE;
}

/* The manual shows what the province says above its subjects. */
static void
bind_notices (HoubuBoardPage *self)
{
  g_autoptr (GListModel) notices =
      filter_rows (houbu_candidate_get_notices (get_candidate (self)), is_provincial, 0);

  houbu_article_list_set_model (get_private (self)->notices_list, notices,
                                houbu_article_row_new_for_notice);
}

/* The campus */

static void
on_offerings_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuBoardPage) self = user_data;
  HoubuBoardPagePrivate *priv = get_private (self);
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_show_offerings_finish (HOUBU_CANDIDATE (source), result, &error))
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  houbu_page_set_state (HOUBU_PAGE (self), g_list_model_get_n_items (priv->rows) > 0 ||
                                                   g_list_model_get_n_items (priv->campuses) > 1
                                               ? HOUBU_PAGE_READY
                                               : HOUBU_PAGE_EMPTY);
}

static char *
describe_campus (HoubuCampusChoice *campus)
{
  const char *school = houbu_school_get_name (houbu_campus_choice_get_school (campus));
  g_autofree char *place = houbu_text_place (houbu_campus_choice_get_code (campus),
                                             houbu_campus_choice_get_name (campus));

  return g_strdup_printf ("%s · %s", school, place);
}

static void
show_campus (HoubuBoardPage *self, HoubuCampusChoice *campus)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  g_autofree char *text = campus != NULL ? describe_campus (campus) : g_strdup ("");

  g_set_object (&priv->campus, campus);
  gtk_label_set_text (priv->campus_label, text);
  if (campus == NULL)
    {
      houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_EMPTY);
      return;
    }
  houbu_candidate_show_offerings_async (
      get_candidate (self), get_kind (self), houbu_campus_choice_get_code (campus),
      houbu_page_get_cancellable (HOUBU_PAGE (self)), on_offerings_got_cb, g_object_ref (self));
}

static void
on_campus_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCampusChoice) campus = houbu_campus_dialog_ask_finish (result);

  if (campus != NULL)
    show_campus (HOUBU_BOARD_PAGE (source), campus);
}

static void
on_campus_clicked_cb (GtkButton *button, HoubuBoardPage *self)
{
  houbu_campus_dialog_ask_async (GTK_WIDGET (self), get_private (self)->campuses,
                                 houbu_page_get_cancellable (HOUBU_PAGE (self)), on_campus_asked_cb,
                                 NULL);
}

/* The campus of the school's record comes first, unless another one was chosen before. */
static HoubuCampusChoice *
find_first_campus (HoubuBoardPage *self)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  HoubuRegistration *registration = houbu_candidate_get_registration (get_candidate (self));
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;
  const char *wanted = NULL;

  if (priv->campus != NULL)
    wanted = houbu_campus_choice_get_code (priv->campus);
  else if (student != NULL)
    wanted = houbu_campus_get_code (houbu_student_get_campus (student));
  for (guint i = 0; i < g_list_model_get_n_items (priv->campuses); i++)
    {
      g_autoptr (HoubuCampusChoice) choice = g_list_model_get_item (priv->campuses, i);

      if (g_strcmp0 (houbu_campus_choice_get_code (choice), wanted) == 0)
        return g_steal_pointer (&choice);
    }
  return g_list_model_get_item (priv->campuses, 0);
}

static void
on_campuses_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuBoardPage) self = user_data;
  g_autoptr (HoubuCampusChoice) first = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) campuses =
      houbu_offering_service_list_campuses_finish (HOUBU_OFFERING_SERVICE (source), result, &error);

  if (campuses == NULL)
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  g_set_object (&get_private (self)->campuses, campuses);
  first = find_first_campus (self);
  show_campus (self, first);
}

static void
houbu_board_page_reload (HoubuPage *page)
{
  HoubuBoardPage *self = HOUBU_BOARD_PAGE (page);

  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  houbu_offering_service_list_campuses_async (
      houbu_services_get_offering (get_services (self)), get_kind (self), NULL,
      houbu_page_get_cancellable (page), on_campuses_got_cb, g_object_ref (self));
}

/* The page */

static void
on_guide_clicked_cb (GtkButton *button, HoubuBoardPage *self)
{
  g_autoptr (GObject) topic =
      houbu_help_topic_new (houbu_page_kind_to_string (HOUBU_PAGE_KIND_WAITLIST_GUIDE));

  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HELP_TOPIC, topic);
}

static void
on_details_clicked_cb (GtkButton *button, HoubuBoardPage *self)
{
  show_details (self);
}

static void
apply_submit (HoubuBoardPage *self)
{
  HoubuBoardPagePrivate *priv = get_private (self);
  gint64 sum;
  g_auto (GStrv) ids = collect_ticked (self, &sum);
  const guint n = g_strv_length (ids);
  g_autofree char *money = houbu_text_money (sum);
  g_autofree char *label = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (priv->submit_button), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (priv->sum_label), n == 0);
  if (n == 0)
    label = g_strdup (_ ("_Register"));
  else
    /* Translators: the number of subjects, the sum of money */
    label = g_strdup_printf (
        g_dngettext (NULL, "_Register %u Subject · %s", "_Register %u Subjects · %s", n), n, money);
  houbu_spoken_set_button_label (priv->submit_button, label);
}

static void
houbu_board_page_apply_state (HoubuPage *page)
{
  HoubuBoardPage *self = HOUBU_BOARD_PAGE (page);
  HoubuBoardPagePrivate *priv = get_private (self);
  const guint n_campuses = priv->campuses != NULL ? g_list_model_get_n_items (priv->campuses) : 0;

  if (priv->rows == NULL)
    return;
  gtk_widget_set_visible (priv->english_box,
                          gtk_list_box_get_row_at_index (priv->english_list, 0) != NULL);
  gtk_widget_set_visible (priv->other_box,
                          gtk_list_box_get_row_at_index (priv->other_list, 0) != NULL);
  gtk_widget_set_visible (priv->campus_group, n_campuses > 0);
  gtk_widget_set_visible (priv->campus_button, n_campuses > 1);
  apply_submit (self);
}

static void
houbu_board_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NOTES:
      g_value_set_string (
          value, gtk_label_get_text (get_private (HOUBU_BOARD_PAGE (object))->notes_label));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_board_page_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NOTES:
      gtk_label_set_text (get_private (HOUBU_BOARD_PAGE (object))->notes_label,
                          g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_board_page_constructed (GObject *object)
{
  HoubuBoardPage *self = HOUBU_BOARD_PAGE (object);
  HoubuBoardPagePrivate *priv = get_private (self);

  G_OBJECT_CLASS (houbu_board_page_parent_class)->constructed (object);
  if (get_services (self) == NULL)
    return;
  priv->rows = filter_rows (houbu_candidate_get_offerings (get_candidate (self)), is_of_kind,
                            get_kind (self));
  bind_list (self, priv->english_list, TRUE);
  bind_list (self, priv->other_list, FALSE);
  bind_notices (self);
}

static void
houbu_board_page_dispose (GObject *object)
{
  HoubuBoardPagePrivate *priv = get_private (HOUBU_BOARD_PAGE (object));

  g_clear_object (&priv->rows);
  g_clear_object (&priv->campuses);
  g_clear_object (&priv->campus);
  g_clear_object (&priv->enrol_intention);
  g_clear_object (&priv->join_intention);
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_BOARD_PAGE);
  G_OBJECT_CLASS (houbu_board_page_parent_class)->dispose (object);
}

static void
houbu_board_page_finalize (GObject *object)
{
  g_hash_table_unref (get_private (HOUBU_BOARD_PAGE (object))->ticked);
  G_OBJECT_CLASS (houbu_board_page_parent_class)->finalize (object);
}

#define BIND_CHILD(name)                                                                           \
  gtk_widget_class_bind_template_child_private (widget_class, HoubuBoardPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-board-page.ui");
  BIND_CHILD (campus_button);
  BIND_CHILD (campus_group);
  BIND_CHILD (campus_label);
  BIND_CHILD (english_box);
  BIND_CHILD (english_list);
  BIND_CHILD (notes_label);
  BIND_CHILD (notices_list);
  BIND_CHILD (other_box);
  BIND_CHILD (other_list);
  BIND_CHILD (submit_button);
  BIND_CHILD (sum_label);
  gtk_widget_class_bind_template_callback (widget_class, on_campus_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_details_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_guide_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_submit_clicked_cb);
}

static void
houbu_board_page_class_init (HoubuBoardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  object_class->get_property = houbu_board_page_get_property;
  object_class->set_property = houbu_board_page_set_property;
  object_class->constructed = houbu_board_page_constructed;
  object_class->dispose = houbu_board_page_dispose;
  object_class->finalize = houbu_board_page_finalize;
  page_class->activate = houbu_board_page_reload;
  page_class->reload = houbu_board_page_reload;
  page_class->apply_state = houbu_board_page_apply_state;

  props[PROP_NOTES] =
      g_param_spec_string ("notes", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
houbu_board_page_init (HoubuBoardPage *self)
{
  HoubuBoardPagePrivate *priv = get_private (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->ticked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  priv->enrol_intention = houbu_intention_new ();
  priv->join_intention = houbu_intention_new ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-facts.h"

#include <glib/gi18n.h>

#include "houbu-glyphs.h"
#include "houbu-reflow.h"
#include "houbu-text.h"

struct _HoubuFacts
{
  GtkBox parent_instance;

  /* borrowed */
  HoubuReflow *open_line; /* (nullable): has room for a second pair */
};

#define PAIR_THRESHOLD 480
#define LINE_SPACING 24
#define NAME_SPACING 3

G_DEFINE_FINAL_TYPE (HoubuFacts, houbu_facts, GTK_TYPE_BOX)

static GtkWidget *
make_pair (const char *name, GtkWidget *value)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_VERTICAL, NAME_SPACING);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (pair), label);
  gtk_box_append (GTK_BOX (pair), value);
  return pair;
}

static GtkWidget *
make_value (const char *value)
{
  /* Translators: stands where a fact is not known */
  const char *text = value != NULL && *value != '\0' ? value : _ ("–");
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *spelt = houbu_glyphs_spell (gtk_widget_get_pango_context (label), text);

  gtk_label_set_text (GTK_LABEL (label), spelt);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static HoubuReflow *
begin_line (HoubuFacts *self)
{
  GtkWidget *line = houbu_reflow_new (PAIR_THRESHOLD, LINE_SPACING);

  g_object_set (line, "homogeneous", TRUE, "column-spacing", 12, NULL);
  gtk_box_append (GTK_BOX (self), line);
  return HOUBU_REFLOW (line);
}

static void
houbu_facts_class_init (HoubuFactsClass *klass)
{
}

static void
houbu_facts_init (HoubuFacts *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "houbu-facts");
}

/**
 * houbu_facts_clear:
 * @self: a table
 */
void
houbu_facts_clear (HoubuFacts *self)
{
  GtkWidget *child;

  g_return_if_fail (HOUBU_IS_FACTS (self));
  self->open_line = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
}

/**
 * houbu_facts_add:
 * @self: a table
 * @name: what it is
 * @value: (nullable): what it is for this one; plain text
 */
void
houbu_facts_add (HoubuFacts *self, const char *name, const char *value)
{
  houbu_facts_add_widget (self, name, make_value (value));
}

/**
 * houbu_facts_add_wide:
 * @self: a table
 * @name: what it is
 * @value: (nullable): a long value, which gets a line of its own
 */
void
houbu_facts_add_wide (HoubuFacts *self, const char *name, const char *value)
{
  g_return_if_fail (HOUBU_IS_FACTS (self));
  self->open_line = NULL;
  gtk_box_append (GTK_BOX (self), make_pair (name, make_value (value)));
}

/**
 * houbu_facts_add_widget:
 * @self: a table
 * @name: what it is
 * @value: (transfer floating): shows the value
 */
void
houbu_facts_add_widget (HoubuFacts *self, const char *name, GtkWidget *value)
{
  HoubuReflow *line;

  g_return_if_fail (HOUBU_IS_FACTS (self) && name != NULL);
  line = self->open_line != NULL ? self->open_line : begin_line (self);
  self->open_line = self->open_line != NULL ? NULL : line;
  houbu_reflow_append (line, make_pair (name, value));
}

/**
 * houbu_facts_add_record:
 * @self: a table
 * @student: the school's record
 *
 * Adds what the school's record says about the studies.
 */
void
houbu_facts_add_record (HoubuFacts *self, HoubuStudent *student)
{
  HoubuSchool *school = houbu_student_get_school (student);
  HoubuCampus *campus = houbu_student_get_campus (student);
  g_autofree char *school_text =
      houbu_text_place (houbu_school_get_code (school), houbu_school_get_name (school));
  g_autofree char *campus_text =
      houbu_text_place (houbu_campus_get_code (campus), houbu_campus_get_name (campus));

  houbu_facts_add (self, _ ("School of the written exam"), school_text);
  houbu_facts_add (self, _ ("Campus of the written exam"), campus_text);
  houbu_facts_add (self, _ ("Education level"), houbu_student_get_education_level (student));
  houbu_facts_add (self, _ ("Length of study (years)"), houbu_student_get_study_years (student));
  houbu_facts_add (self, _ ("Year of entry"), houbu_student_get_entry_year (student));
  houbu_facts_add (self, _ ("Grade"), houbu_student_get_grade (student));
  houbu_facts_add (self, _ ("Department"), houbu_student_get_department (student));
  houbu_facts_add (self, _ ("Major"), houbu_student_get_major (student));
  houbu_facts_add (self, _ ("Class"), houbu_student_get_class_name (student));
  houbu_facts_add (self, _ ("Student number"), houbu_student_get_student_number (student));
  houbu_facts_add_wide (self, _ ("Remark"), houbu_student_get_remark (student));
}

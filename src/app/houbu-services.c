/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-services.h"

struct _HoubuServices
{
  GObject parent_instance;

  HoubuConnection *connection;              /* (owned) */
  HoubuKeyring *keyring;                    /* (owned) */
  HoubuCandidate *candidate;                /* (owned) */
  HoubuJourney *journey;                    /* (owned) */
  HoubuPractice *practice;                  /* (owned) (nullable) */
  HoubuLab *lab;                            /* (owned) (nullable) */
  HoubuHealth *health;                      /* (owned) (nullable): what the server said last */
  HoubuAccountService *account;             /* (owned) */
  HoubuAgreementService *agreement;         /* (owned) */
  HoubuEnrolmentService *enrolment;         /* (owned) */
  HoubuOfferingService *offering;           /* (owned) */
  HoubuPaymentService *payment;             /* (owned) */
  HoubuPhoneService *phone;                 /* (owned) */
  HoubuQualificationService *qualification; /* (owned) */
  HoubuRegistrationService *registration;   /* (owned) */
  HoubuWaitlistService *waitlist;           /* (owned) */
};

enum
{
  SIGNAL_LEARNT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuServices, houbu_services, G_TYPE_OBJECT)

static void
houbu_services_dispose (GObject *object)
{
  HoubuServices *self = HOUBU_SERVICES (object);

  g_clear_object (&self->account);
  g_clear_object (&self->agreement);
  g_clear_object (&self->enrolment);
  g_clear_object (&self->offering);
  g_clear_object (&self->payment);
  g_clear_object (&self->phone);
  g_clear_object (&self->qualification);
  g_clear_object (&self->registration);
  g_clear_object (&self->waitlist);
  g_clear_object (&self->journey);
  g_clear_object (&self->candidate);
  g_clear_object (&self->keyring);
  g_clear_object (&self->connection);
  g_clear_object (&self->practice);
  g_clear_object (&self->health);
  g_clear_object (&self->lab);
  G_OBJECT_CLASS (houbu_services_parent_class)->dispose (object);
}

static void
houbu_services_class_init (HoubuServicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_services_dispose;
  signals[SIGNAL_LEARNT] = g_signal_new ("learnt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_services_init (HoubuServices *self)
{
}

/**
 * houbu_services_new:
 * @connection: the way to a server
 * @practice: (nullable): the private server behind it, which lives as long as this does
 *
 * Returns: (transfer full): all services of that server
 */
HoubuServices *
houbu_services_new (HoubuConnection *connection, HoubuPractice *practice)
{
  HoubuServices *self;

  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);
  self = g_object_new (HOUBU_TYPE_SERVICES, NULL);
  self->connection = g_object_ref (connection);
  self->practice = practice != NULL ? g_object_ref (practice) : NULL;
  self->keyring = houbu_keyring_new ();
  self->candidate = houbu_candidate_new (connection, self->keyring);
  self->journey = houbu_journey_new (self->candidate);
  self->account = houbu_account_service_new (connection);
  self->agreement = houbu_agreement_service_new (connection);
  self->enrolment = houbu_enrolment_service_new (connection);
  self->offering = houbu_offering_service_new (connection);
  self->payment = houbu_payment_service_new (connection);
  self->phone = houbu_phone_service_new (connection);
  self->qualification = houbu_qualification_service_new (connection);
  self->registration = houbu_registration_service_new (connection);
  self->waitlist = houbu_waitlist_service_new (connection);
  return self;
}

static void
on_learnt_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuServices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuHealth) health =
      houbu_exam_service_health_finish (HOUBU_EXAM_SERVICE (source), result, &error);

  if (health == NULL)
    {
      g_debug ("The server does not say how it is: %s", error->message);
      return;
    }
  g_set_object (&self->health, health);
  g_signal_emit (self, signals[SIGNAL_LEARNT], 0);
}

/**
 * houbu_services_learn:
 * @self: the services
 *
 * Asks the server how it is; `learnt` tells of the answer, if there is one.
 */
void
houbu_services_learn (HoubuServices *self)
{
  g_autoptr (HoubuExamService) exams = NULL;

  g_return_if_fail (HOUBU_IS_SERVICES (self));
  exams = houbu_exam_service_new (self->connection);
  houbu_exam_service_health_async (exams, NULL, on_learnt_cb, g_object_ref (self));
}

/**
 * houbu_services_asks_for_lab:
 * @self: the services
 *
 * Returns: whether the server has said that this is a shared computer
 */
gboolean
houbu_services_asks_for_lab (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), FALSE);
  return self->health != NULL && houbu_health_get_shared_computer (self->health);
}

/**
 * houbu_services_set_lab:
 * @self: the services
 * @lab: (nullable): lab mode, for the pages
 */
void
houbu_services_set_lab (HoubuServices *self, HoubuLab *lab)
{
  g_return_if_fail (HOUBU_IS_SERVICES (self));
  g_set_object (&self->lab, lab);
}

/**
 * houbu_services_get_lab:
 * @self: the services
 *
 * Returns: (transfer none) (nullable): lab mode
 */
HoubuLab *
houbu_services_get_lab (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->lab;
}

/**
 * houbu_services_get_connection:
 * @self: the services
 *
 * Returns: (transfer none): the way to the server
 */
HoubuConnection *
houbu_services_get_connection (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->connection;
}

/**
 * houbu_services_get_candidate:
 * @self: the services
 *
 * Returns: (transfer none): who is signed in and what they have
 */
HoubuCandidate *
houbu_services_get_candidate (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->candidate;
}

/**
 * houbu_services_get_keyring:
 * @self: the services
 *
 * Returns: (transfer none): where a device is remembered
 */
HoubuKeyring *
houbu_services_get_keyring (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->keyring;
}

/**
 * houbu_services_get_journey:
 * @self: the services
 *
 * Returns: (transfer none): how far the candidate has come
 */
HoubuJourney *
houbu_services_get_journey (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->journey;
}

/**
 * houbu_services_get_practice:
 * @self: the services
 *
 * Returns: (transfer none) (nullable): the private server on this computer
 */
HoubuPractice *
houbu_services_get_practice (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->practice;
}

/**
 * houbu_services_get_account:
 * @self: the services
 *
 * Returns: (transfer none): sign in and out
 */
HoubuAccountService *
houbu_services_get_account (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->account;
}

/**
 * houbu_services_get_agreement:
 * @self: the services
 *
 * Returns: (transfer none): the agreement and its acceptance
 */
HoubuAgreementService *
houbu_services_get_agreement (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->agreement;
}

/**
 * houbu_services_get_enrolment:
 * @self: the services
 *
 * Returns: (transfer none): seats
 */
HoubuEnrolmentService *
houbu_services_get_enrolment (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->enrolment;
}

/**
 * houbu_services_get_offering:
 * @self: the services
 *
 * Returns: (transfer none): the board
 */
HoubuOfferingService *
houbu_services_get_offering (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->offering;
}

/**
 * houbu_services_get_payment:
 * @self: the services
 *
 * Returns: (transfer none): orders at the payment provider
 */
HoubuPaymentService *
houbu_services_get_payment (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->payment;
}

/**
 * houbu_services_get_phone:
 * @self: the services
 *
 * Returns: (transfer none): what an account does by its phone
 */
HoubuPhoneService *
houbu_services_get_phone (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->phone;
}

/**
 * houbu_services_get_qualification:
 * @self: the services
 *
 * Returns: (transfer none): the school's records
 */
HoubuQualificationService *
houbu_services_get_qualification (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->qualification;
}

/**
 * houbu_services_get_registration:
 * @self: the services
 *
 * Returns: (transfer none): the registration
 */
HoubuRegistrationService *
houbu_services_get_registration (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->registration;
}

/**
 * houbu_services_get_waitlist:
 * @self: the services
 *
 * Returns: (transfer none): places in queues
 */
HoubuWaitlistService *
houbu_services_get_waitlist (HoubuServices *self)
{
  g_return_val_if_fail (HOUBU_IS_SERVICES (self), NULL);
  return self->waitlist;
}

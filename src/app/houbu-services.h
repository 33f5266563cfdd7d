/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-client.h"

#include "houbu-journey.h"
#include "houbu-lab.h"
#include "houbu-practice.h"

G_BEGIN_DECLS

/**
 * HoubuServices:
 *
 * How to talk to one server, made once and never changed: another server is another one of these.
 *
 * Signal: `learnt`: the server has said how it is, and whether this is a shared computer.
 */
#define HOUBU_TYPE_SERVICES (houbu_services_get_type ())
G_DECLARE_FINAL_TYPE (HoubuServices, houbu_services, HOUBU, SERVICES, GObject)

HoubuServices *houbu_services_new (HoubuConnection *connection, HoubuPractice *practice);
void houbu_services_learn (HoubuServices *self);
gboolean houbu_services_asks_for_lab (HoubuServices *self);
void houbu_services_set_lab (HoubuServices *self, HoubuLab *lab);
HoubuLab *houbu_services_get_lab (HoubuServices *self);

HoubuConnection *houbu_services_get_connection (HoubuServices *self);
HoubuCandidate *houbu_services_get_candidate (HoubuServices *self);
HoubuKeyring *houbu_services_get_keyring (HoubuServices *self);
HoubuJourney *houbu_services_get_journey (HoubuServices *self);
HoubuPhoneService *houbu_services_get_phone (HoubuServices *self);
HoubuPractice *houbu_services_get_practice (HoubuServices *self);
HoubuAccountService *houbu_services_get_account (HoubuServices *self);
HoubuAgreementService *houbu_services_get_agreement (HoubuServices *self);
HoubuEnrolmentService *houbu_services_get_enrolment (HoubuServices *self);
HoubuOfferingService *houbu_services_get_offering (HoubuServices *self);
HoubuPaymentService *houbu_services_get_payment (HoubuServices *self);
HoubuQualificationService *houbu_services_get_qualification (HoubuServices *self);
HoubuRegistrationService *houbu_services_get_registration (HoubuServices *self);
HoubuWaitlistService *houbu_services_get_waitlist (HoubuServices *self);

G_END_DECLS

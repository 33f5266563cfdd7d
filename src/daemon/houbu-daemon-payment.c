/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-payment.h"

#include "houbu-page-provider.h"
#include "houbu-payer.h"

#include <glib/gstdio.h>
#include <string.h>

/* What practice is wired up with. */
#define SANDBOX_PROGRAM "houbu-sandbox-pay"
#define SANDBOX_NAME "sandbox"
#define SANDBOX_APP_ID "2022083000000001"
#define LISTENING "listening on "

#define PRIVATE_KEY "app-private.pem"
#define PUBLIC_KEY "app-public.pem"

struct _HoubuDaemonPayment
{
  HoubuPayer *payer;    /* (owned) */
  GSubprocess *sandbox; /* (owned) (nullable) */
};

/* A sandbox on its way. */
typedef struct
{
  HoubuDaemonPayment *payment; /* (owned) (nullable) */
  GDataInputStream *output;    /* (owned) (nullable) */
  char *folder;                /* (owned): of its books and keys */
  char *own_key;               /* (owned): file */
  char *notify_url;            /* (owned) (nullable) */
  guint timeout_seconds;
} Starting;

static void
starting_free (gpointer data)
{
  Starting *starting = data;

  g_clear_pointer (&starting->payment, houbu_daemon_payment_free);
  g_clear_object (&starting->output);
  g_free (starting->folder);
  g_free (starting->own_key);
  g_free (starting->notify_url);
  g_free (starting);
}

static gboolean
start_payer (HoubuDaemonPayment *self, HoubuEngine *engine, const char *name, HoubuGateway *gateway)
{
  g_autoptr (HoubuProvider) provider = houbu_page_provider_new (name, gateway);

  self->payer = houbu_payer_new (engine, provider);
  houbu_payer_start (self->payer);
  return TRUE;
}

static HoubuDaemonPayment *
start_configured (HoubuEngine *engine, const HoubuDaemonConfig *config, GError **error)
{
  g_autoptr (HoubuDaemonPayment) self = g_new0 (HoubuDaemonPayment, 1);
  g_autoptr (HoubuGateway) gateway = NULL;
  HoubuSigner *signer = NULL;

  if (config->payment_gateway == NULL || config->payment_app_id == NULL ||
      config->payment_private_key == NULL || config->payment_provider_key == NULL)
    {
      g_set_error_literal (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
                           "[payment] needs gateway, app-id, private-key and provider-key");
      return NULL;
    }
  signer = houbu_signer_new (config->payment_private_key, config->payment_provider_key, error);
  if (signer == NULL)
    return NULL;
  gateway = houbu_gateway_new (config->payment_gateway, config->payment_app_id,
                               config->payment_notify_address, signer, config->payment_seconds);
  start_payer (self, engine, config->payment_provider, gateway);
  return g_steal_pointer (&self);
}

/* --------------------------------------------------------------------------------------------- */
/* Practice */

/* Beside this program, as it is installed, or in the build tree's folder beside. */
static char *
find_sandbox (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = NULL;
  g_autofree char *built = NULL;

  if (folder == NULL)
    return g_find_program_in_path (SANDBOX_PROGRAM);
  beside = g_build_filename (folder, SANDBOX_PROGRAM, NULL);
  built = g_build_filename (folder, "..", "sandbox-pay", SANDBOX_PROGRAM, NULL);
  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_find_program_in_path (SANDBOX_PROGRAM);
}

static gboolean
on_sandbox_listening (HoubuEngine *engine, Starting *starting, const char *line, GError **error)
{
  g_autofree char *key = g_build_filename (starting->folder, "platform-public.pem", NULL);
  g_autofree char *url = NULL;
  g_autoptr (HoubuGateway) gateway = NULL;
  HoubuSigner *signer = NULL;

  if (line == NULL || !g_str_has_prefix (line, LISTENING))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s did not start", SANDBOX_PROGRAM);
      return FALSE;
    }
  signer = houbu_signer_new (starting->own_key, key, error);
  if (signer == NULL)
    return FALSE;
  url = g_strconcat ("http://", line + strlen (LISTENING), "/gateway.do", NULL);
  gateway = houbu_gateway_new (url, SANDBOX_APP_ID, starting->notify_url, signer,
                               starting->timeout_seconds);
  return start_payer (starting->payment, engine, SANDBOX_NAME, gateway);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Starting *starting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (error == NULL &&
      on_sandbox_listening (g_task_get_source_object (task), starting, line, &error))
    g_task_return_pointer (task, g_steal_pointer (&starting->payment),
                           (GDestroyNotify) houbu_daemon_payment_free);
  else
    g_task_return_error (task, error);
}

/* The keys of this store's application, made when it is practised on for the first time. */
static gboolean
prepare_keys (Starting *starting, const char *data, char **public_key, GError **error)
{
  g_autofree char *folder = g_build_filename (data, "payment", NULL);

  g_mkdir_with_parents (folder, 0700);
  starting->folder = g_build_filename (data, SANDBOX_NAME, NULL);
  starting->own_key = g_build_filename (folder, PRIVATE_KEY, NULL);
  *public_key = g_build_filename (folder, PUBLIC_KEY, NULL);
  return g_file_test (starting->own_key, G_FILE_TEST_EXISTS) ||
         houbu_signer_generate (starting->own_key, *public_key, error);
}

static gboolean
spawn (Starting *starting, const char *data, GError **error)
{
  g_autofree char *program = find_sandbox ();
  g_autofree char *public_key = NULL;

  if (program == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s is not there", SANDBOX_PROGRAM);
      return FALSE;
    }
  if (!prepare_keys (starting, data, &public_key, error))
    return FALSE;
  /* It reads until we are gone, however we go. */
  starting->payment->sandbox =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                        program, "--data", starting->folder, "--app-id", SANDBOX_APP_ID,
                        "--app-key", public_key, "--until-stdin-closes", NULL);
  return starting->payment->sandbox != NULL;
}

static void
start_sandbox (Starting *starting, const char *data, GTask *task)
{
  GError *error = NULL;

  starting->payment = g_new0 (HoubuDaemonPayment, 1);
  if (!spawn (starting, data, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  starting->output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (starting->payment->sandbox));
  g_data_input_stream_read_line_async (starting->output, G_PRIORITY_DEFAULT, NULL, on_line, task);
}

/**
 * houbu_daemon_payment_start_async:
 * @engine: an engine
 * @options: the command line
 * @config: the configuration
 * @own_address: (nullable): host and port at which this process listens
 * @callback: called when it is ready
 * @user_data: for @callback
 */
void
houbu_daemon_payment_start_async (HoubuEngine *engine,
                                  const HoubuDaemonOptions *options,
                                  const HoubuDaemonConfig *config,
                                  const char *own_address,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (engine, NULL, callback, user_data);
  HoubuDaemonPayment *configured = NULL;
  Starting *starting = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, houbu_daemon_payment_start_async);
  if (config->payment_provider != NULL)
    configured = start_configured (engine, config, &error);
  else if (options->practice)
    {
      starting = g_new0 (Starting, 1);
      starting->timeout_seconds = config->payment_seconds;
      if (own_address != NULL)
        starting->notify_url =
            g_strconcat ("http://", own_address, "/v1/payment-notifications/" SANDBOX_NAME, NULL);
      g_task_set_task_data (task, starting, starting_free);
      start_sandbox (starting, options->data, task);
      return;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, configured, (GDestroyNotify) houbu_daemon_payment_free);
  g_object_unref (task);
}

/**
 * houbu_daemon_payment_start_finish:
 * @engine: the engine
 * @result: the result
 * @error: what of the configuration is not good, or why there is no sandbox
 *
 * Returns: (transfer full) (nullable): what keeps it running; %NULL without an error when nothing
 *   can be paid here
 */
HoubuDaemonPayment *
houbu_daemon_payment_start_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_daemon_payment_free:
 * @self: (transfer full) (nullable): a provider
 *
 * Ends it; a sandbox of our own goes with it.
 */
void
houbu_daemon_payment_free (HoubuDaemonPayment *self)
{
  if (self == NULL)
    return;
  if (self->payer != NULL)
    houbu_payer_stop (self->payer);
  g_clear_object (&self->payer);
  if (self->sandbox != NULL)
    g_subprocess_send_signal (self->sandbox, SIGTERM);
  g_clear_object (&self->sandbox);
  g_free (self);
}

/**
 * houbu_daemon_payment_generate_keys:
 * @folder: where to write them
 * @error: return location
 *
 * Makes a pair of keys for an application: what the provider is given is the public one.
 */
gboolean
houbu_daemon_payment_generate_keys (const char *folder, GError **error)
{
  g_autofree char *private_key = g_build_filename (folder, PRIVATE_KEY, NULL);
  g_autofree char *public_key = g_build_filename (folder, PUBLIC_KEY, NULL);

  return houbu_signer_generate (private_key, public_key, error);
}

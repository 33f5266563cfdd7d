/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-config.h"

#include <stddef.h>
#include <string.h>

#include "houbu-lab-networks.h"

typedef enum
{
  TYPE_NUMBER,  /* guint */
  TYPE_SECONDS, /* gint64 microseconds, written in seconds */
  TYPE_BOOLEAN,
  TYPE_RATE,     /* HoubuRate: per second and burst, parted by a slash */
  TYPE_MODE,     /* guint, written in octal */
  TYPE_CAPTCHA,  /* HoubuCaptchaMode */
  TYPE_HEADER,   /* char *: name of a header */
  TYPE_METRICS,  /* gboolean, written as who may read them */
  TYPE_COMMAND,  /* GStrv: a program and its arguments */
  TYPE_PATH,     /* char *: an absolute one */
  TYPE_WORD,     /* char *: small letters */
  TYPE_ID,       /* char *: letters and digits */
  TYPE_URL,      /* char *: https, or http on this computer */
  TYPE_NETWORKS, /* GPtrArray *: addresses and networks */
} SettingType;

typedef struct
{
  const char *section;
  const char *key;
  SettingType type;
  gsize offset;
  gint64 low, high; /* of numbers */
} Setting;

/* Of a provider's word and an application's id. */
#define MOST_LETTERS 32

#define AT(field) offsetof (HoubuDaemonConfig, field)

/* Every key that there is; another one is an error, so that a slip of the pen is noticed. */
static const Setting settings[] = {
  { "captcha", "mode", TYPE_CAPTCHA, AT (engine.captcha_mode) },
  { "captcha", "failures", TYPE_NUMBER, AT (engine.captcha_failures), 1, 1000 },
  { "captcha", "difficulty", TYPE_NUMBER, AT (engine.captcha_difficulty), 1, 32 },

  { "http", "connections", TYPE_NUMBER, AT (http.limits.connections), 8, 1000000 },
  { "http", "pool-bytes", TYPE_NUMBER, AT (http.limits.pool_bytes), 4096, 65536 },
  { "http", "headers", TYPE_NUMBER, AT (http.limits.headers), 16, 1000 },
  { "http", "idle-seconds", TYPE_NUMBER, AT (http.limits.idle_seconds), 1, 3600 },
  { "http", "request-seconds", TYPE_NUMBER, AT (http.limits.request_seconds), 1, 3600 },
  { "http", "upload-seconds", TYPE_NUMBER, AT (http.limits.upload_seconds), 1, 86400 },
  { "http", "reply-seconds", TYPE_NUMBER, AT (http.limits.reply_seconds), 1, 3600 },
  { "http", "socket-mode", TYPE_MODE, AT (socket_mode), 0, 0777 },
  { "http", "address-header", TYPE_HEADER, AT (address_header) },
  { "http", "metrics", TYPE_METRICS, AT (http.metrics_for_all) },
  { "http", "log-requests", TYPE_BOOLEAN, AT (http.log_requests) },
  { "http", "stop-seconds", TYPE_NUMBER, AT (stop_seconds), 0, 600 },

  { "lab", "networks", TYPE_NETWORKS, AT (http.lab_networks) },

  { "live", "streams", TYPE_NUMBER, AT (http.streams), 0, 1000000 },
  { "live", "streams-per-account", TYPE_NUMBER, AT (http.streams_per_account), 1, 1000 },
  { "live", "reader-bytes", TYPE_NUMBER, AT (http.stream_bytes), 4096, 16 << 20 },
  { "live", "reader-seconds", TYPE_NUMBER, AT (http.stream_seconds), 1, 3600 },
  { "live", "heartbeat-seconds", TYPE_NUMBER, AT (http.heartbeat_seconds), 1, 300 },

  { "limits", "account", TYPE_RATE, AT (engine.rates[HOUBU_BUCKET_ACCOUNT]) },
  { "limits", "address", TYPE_RATE, AT (engine.rates[HOUBU_BUCKET_ADDRESS]) },
  { "limits", "sign-in", TYPE_RATE, AT (engine.rates[HOUBU_BUCKET_SIGN_IN]) },
  { "limits", "captcha", TYPE_RATE, AT (engine.rates[HOUBU_BUCKET_CAPTCHA]) },
  { "limits", "sign-in-failures-free", TYPE_NUMBER, AT (engine.sign_in_failures_free), 0, 1000 },
  { "limits", "sign-in-failures-per-hour", TYPE_NUMBER, AT (engine.sign_in_failures_per_hour), 1,
    100000 },
  { "limits", "query-failures-account", TYPE_NUMBER, AT (engine.query_failures_account), 1,
    100000 },
  { "limits", "query-failures-number", TYPE_NUMBER, AT (engine.query_failures_number), 1, 100000 },
  { "limits", "query-failures-name", TYPE_NUMBER, AT (engine.query_failures_name), 1, 100000 },

  { "messages", "command", TYPE_COMMAND, AT (message_command) },
  { "messages", "outbox", TYPE_PATH, AT (message_outbox) },
  { "messages", "seconds", TYPE_NUMBER, AT (engine.message_seconds), 1, 600 },
  { "messages", "a-day", TYPE_NUMBER, AT (engine.messages_per_day), 1, 100000000 },
  { "messages", "a-day-number", TYPE_NUMBER, AT (engine.messages_per_number), 1, 1000 },
  { "messages", "a-day-account", TYPE_NUMBER, AT (engine.messages_per_account), 1, 1000 },
  { "messages", "a-day-address", TYPE_NUMBER, AT (engine.messages_per_address), 1, 100000000 },

  { "password", "threads", TYPE_NUMBER, AT (engine.hasher_threads), 1, 64 },
  { "password", "waiting", TYPE_NUMBER, AT (engine.hasher_waiting), 1, 100000 },

  { "session", "idle-seconds", TYPE_SECONDS, AT (engine.session_idle), 10, 31536000 },
  { "session", "length-seconds", TYPE_SECONDS, AT (engine.session_length), 10, 31536000 },
  { "session", "remembered-seconds", TYPE_SECONDS, AT (engine.refresh_length), 10, 31536000 },

  { "store", "batch", TYPE_NUMBER, AT (engine.store_batch), 1, 4096 },
  { "review", "pass-mark", TYPE_NUMBER, AT (engine.review_pass_mark), 0, 710 },

  { "payment", "provider", TYPE_WORD, AT (payment_provider) },
  { "payment", "gateway", TYPE_URL, AT (payment_gateway) },
  { "payment", "app-id", TYPE_ID, AT (payment_app_id) },
  { "payment", "private-key", TYPE_PATH, AT (payment_private_key) },
  { "payment", "provider-key", TYPE_PATH, AT (payment_provider_key) },
  { "payment", "notify-address", TYPE_URL, AT (payment_notify_address) },
  { "payment", "seconds", TYPE_NUMBER, AT (payment_seconds), 1, 60 },

  { "practice", "hold-seconds", TYPE_NUMBER, AT (practice_hold_seconds), 1, 31536000 },
};

static gboolean
parse_number (const Setting *setting, const char *value, gint64 *number)
{
  return g_ascii_string_to_signed (value, 10, setting->low, setting->high, number, NULL);
}

static gboolean
parse_rate (const char *value, HoubuRate *rate)
{
  char *end;

  rate->per_second = g_ascii_strtod (value, &end);
  if (end == value || *end != '/')
    return FALSE;
  value = end + 1;
  rate->burst = g_ascii_strtod (value, &end);
  return end > value && *end == '\0' && rate->per_second > 0 && rate->per_second <= 1e6 &&
         rate->burst >= 1 && rate->burst <= 1e9;
}

static gboolean
parse_boolean (const char *value, const char *yes, const char *no, gboolean *flag)
{
  *flag = strcmp (value, yes) == 0;
  return *flag || strcmp (value, no) == 0;
}

static gboolean
parse_mode (const Setting *setting, const char *value, guint *mode)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 8, (guint64) setting->low, (guint64) setting->high,
                                   &number, NULL))
    return FALSE;
  *mode = (guint) number;
  return TRUE;
}

static gboolean
parse_header (const char *value, char **header)
{
  if (*value == '\0' || strspn (value, G_CSET_A_2_Z G_CSET_a_2_z "-") != strlen (value))
    return FALSE;
  g_free (*header);
  *header = g_strdup (value);
  return TRUE;
}

/* Quotes as in a shell, which there is none of. */
static gboolean
parse_command (const char *value, GStrv *command)
{
  g_auto (GStrv) words = NULL;

  if (!g_shell_parse_argv (value, NULL, &words, NULL) || !g_path_is_absolute (words[0]) ||
      !g_file_test (words[0], G_FILE_TEST_IS_EXECUTABLE))
    return FALSE;
  g_strfreev (*command);
  *command = g_steal_pointer (&words);
  return TRUE;
}

static gboolean
parse_path (const char *value, char **path)
{
  if (!g_path_is_absolute (value))
    return FALSE;
  g_free (*path);
  *path = g_strdup (value);
  return TRUE;
}

static gboolean
parse_letters (const char *value, const char *allowed, char **text)
{
  if (*value == '\0' || strlen (value) > MOST_LETTERS || strspn (value, allowed) != strlen (value))
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

/* Nothing that is signed for money goes over a line that others can read. */
static gboolean
parse_url (const char *value, char **url)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  address = g_inet_address_new_from_string (host);
  if (strcmp (g_uri_get_scheme (uri), "https") != 0 &&
      (strcmp (g_uri_get_scheme (uri), "http") != 0 || address == NULL ||
       !g_inet_address_get_is_loopback (address)))
    return FALSE;
  g_free (*url);
  *url = g_strdup (value);
  return TRUE;
}

static gboolean
parse_networks (const char *value, GPtrArray **networks)
{
  GPtrArray *parsed = houbu_lab_networks_parse (value);

  if (parsed == NULL)
    return FALSE;
  g_clear_pointer (networks, g_ptr_array_unref);
  *networks = parsed;
  return TRUE;
}

static gboolean
apply (HoubuDaemonConfig *self, const Setting *setting, const char *value)
{
  gpointer field = G_STRUCT_MEMBER_P (self, setting->offset);
  gint64 number = 0;

  switch (setting->type)
    {
    case TYPE_NUMBER:
      if (!parse_number (setting, value, &number))
        return FALSE;
      *(guint *) field = (guint) number;
      return TRUE;
    case TYPE_SECONDS:
      if (!parse_number (setting, value, &number))
        return FALSE;
      *(gint64 *) field = number * G_USEC_PER_SEC;
      return TRUE;
    case TYPE_BOOLEAN:
      return parse_boolean (value, "true", "false", field);
    case TYPE_RATE:
      return parse_rate (value, field);
    case TYPE_MODE:
      return parse_mode (setting, value, field);
    case TYPE_CAPTCHA:
      return houbu_captcha_mode_from_string (value, field);
    case TYPE_HEADER:
      return parse_header (value, field);
    case TYPE_METRICS:
      return parse_boolean (value, "everyone", "loopback", field);
    case TYPE_COMMAND:
      return parse_command (value, field);
    case TYPE_PATH:
      return parse_path (value, field);
    case TYPE_WORD:
      return parse_letters (value, G_CSET_a_2_z, field);
    case TYPE_ID:
      return parse_letters (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, field);
    case TYPE_URL:
      return parse_url (value, field);
    case TYPE_NETWORKS:
      return parse_networks (value, field);
    default:
      g_assert_not_reached ();
    }
}

static char *
describe (const Setting *setting)
{
  switch (setting->type)
    {
    case TYPE_NUMBER:
    case TYPE_SECONDS:
      return g_strdup_printf ("a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                              setting->low, setting->high);
    case TYPE_BOOLEAN:
      return g_strdup ("true or false");
    case TYPE_RATE:
      return g_strdup ("how many a second and how many at once, such as 10/60");
    case TYPE_MODE:
      return g_strdup ("octal permission bits, such as 0660");
    case TYPE_CAPTCHA:
      return g_strdup ("always, after-failures or off");
    case TYPE_HEADER:
      return g_strdup ("the name of a header");
    case TYPE_METRICS:
      return g_strdup ("loopback or everyone");
    case TYPE_COMMAND:
      return g_strdup ("the absolute path of a program, and its arguments");
    case TYPE_PATH:
      return g_strdup ("an absolute path");
    case TYPE_WORD:
      return g_strdup ("a word of small letters");
    case TYPE_ID:
      return g_strdup ("letters and digits");
    case TYPE_URL:
      return g_strdup ("an https address, or an http one on this computer");
    case TYPE_NETWORKS:
      return g_strdup ("networks such as 10.20.0.0/16, parted by commas, or all");
    default:
      g_assert_not_reached ();
    }
}

/* ---- the file, line by line, so that what is wrong can be named by its line */

typedef struct
{
  const char *path;
  guint line;
  char *section;     /* (owned) (nullable) */
  GHashTable *given; /* (owned): "section.key" */
} Reader;

static gboolean
fail (Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "%s:%u: %s", reader->path,
               reader->line, text);
  return FALSE;
}

static gboolean
is_section (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].section, name) == 0)
      return TRUE;
  return FALSE;
}

static const Setting *
find_setting (const char *section, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].section, section) == 0 && strcmp (settings[i].key, key) == 0)
      return &settings[i];
  return NULL;
}

static gboolean
read_section (Reader *reader, const char *line, GError **error)
{
  gsize length = strlen (line);

  if (line[length - 1] != ']')
    return fail (reader, error, "the section's bracket is not closed");
  g_free (reader->section);
  reader->section = g_strndup (line + 1, length - 2);
  if (!is_section (reader->section))
    return fail (reader, error, "there is no section [%s]", reader->section);
  return TRUE;
}

static gboolean
read_setting (Reader *reader, HoubuDaemonConfig *self, char *line, GError **error)
{
  char *equals = strchr (line, '=');
  g_autofree char *wanted = NULL;
  const Setting *setting;
  const char *value;

  if (equals == NULL)
    return fail (reader, error, "“%s” is neither a section nor a setting", line);
  *equals = '\0';
  g_strchomp (line);
  value = g_strchug (equals + 1);
  if (reader->section == NULL)
    return fail (reader, error, "%s stands before the first section", line);
  setting = find_setting (reader->section, line);
  if (setting == NULL)
    return fail (reader, error, "there is no key “%s” in [%s]", line, reader->section);
  if (!g_hash_table_add (reader->given, (gpointer) setting))
    return fail (reader, error, "[%s] %s is set twice", reader->section, line);
  if (apply (self, setting, value))
    return TRUE;
  wanted = describe (setting);
  return fail (reader, error, "[%s] %s is “%s” and should be %s", reader->section, line, value,
               wanted);
}

static gboolean
read_line (Reader *reader, HoubuDaemonConfig *self, char *line, GError **error)
{
  reader->line++;
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[')
    return read_section (reader, line, error);
  return read_setting (reader, self, line, error);
}

/**
 * houbu_daemon_config_new:
 *
 * Returns: (transfer full): the defaults
 */
HoubuDaemonConfig *
houbu_daemon_config_new (void)
{
  HoubuDaemonConfig *self = g_new0 (HoubuDaemonConfig, 1);

  houbu_engine_options_init (&self->engine);
  houbu_http_options_init (&self->http);
  self->socket_mode = 0660;
  self->address_header = g_strdup ("X-Real-IP");
  self->stop_seconds = 10;
  self->practice_hold_seconds = 600;
  self->payment_seconds = 8;
  return self;
}

/**
 * houbu_daemon_config_free:
 * @self: (transfer full) (nullable): a configuration
 */
void
houbu_daemon_config_free (HoubuDaemonConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->address_header);
  g_clear_pointer (&self->http.lab_networks, g_ptr_array_unref);
  g_strfreev (self->message_command);
  g_free (self->message_outbox);
  g_free (self->payment_provider);
  g_free (self->payment_gateway);
  g_free (self->payment_app_id);
  g_free (self->payment_private_key);
  g_free (self->payment_provider_key);
  g_free (self->payment_notify_address);
  g_free (self);
}

/**
 * houbu_daemon_config_load:
 * @self: a configuration
 * @path: of a file in the format of #GKeyFile
 * @error: return location of a #GFileError or #GKeyFileError
 *
 * Applies a file. The error names the file, the line, the section and the key.
 *
 * Returns: whether every line was understood
 */
gboolean
houbu_daemon_config_load (HoubuDaemonConfig *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) given = g_hash_table_new (NULL, NULL);
  Reader reader = { .path = path, .given = given };
  gboolean good = TRUE;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING,
                   "%s: the file is not UTF-8", path);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; good && lines[i] != NULL; i++)
    good = read_line (&reader, self, lines[i], error);
  g_free (reader.section);
  return good;
}

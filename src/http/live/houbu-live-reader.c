/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-reader.h"

#include "houbu-live-frame.h"

/*
 * houbu_live_frames_new:
 * @type: of the event, static
 * @chinese: (transfer none) (nullable): its JSON
 * @english: (transfer none) (nullable): the same with English texts
 *
 * Returns: (transfer full): an event not yet encoded
 */
HoubuLiveFrames *
houbu_live_frames_new (const char *type, GBytes *chinese, GBytes *english)
{
  HoubuLiveFrames *self = g_new0 (HoubuLiveFrames, 1);

  self->type = type;
  if (chinese != NULL)
    self->texts[HOUBU_LIVE_CHINESE].data = g_bytes_ref (chinese);
  if (english != NULL)
    self->texts[HOUBU_LIVE_ENGLISH].data = g_bytes_ref (english);
  return self;
}

/*
 * houbu_live_frames_free:
 * @self: (transfer full): an event
 */
void
houbu_live_frames_free (HoubuLiveFrames *self)
{
  for (int language = 0; language < HOUBU_LIVE_N_LANGUAGES; language++)
    {
      g_clear_pointer (&self->texts[language].data, g_bytes_unref);
      g_clear_pointer (&self->texts[language].plain, g_bytes_unref);
      g_clear_pointer (&self->texts[language].last, g_bytes_unref);
    }
  g_free (self);
}

static GBytes *
get_plain (HoubuLiveFrames *self, HoubuLiveLanguage language)
{
  HoubuLiveText *text = &self->texts[language];

  if (text->plain == NULL)
    text->plain = houbu_live_frame_event (self->type, text->data);
  return text->plain;
}

static GBytes *
get_last (HoubuLiveFrames *self, HoubuLiveLanguage language, gint64 seq)
{
  HoubuLiveText *text = &self->texts[language];

  if (text->last == NULL)
    text->last = houbu_live_frame_event_with_id (seq, self->type, text->data);
  return text->last;
}

/*
 * houbu_live_reader_new:
 * @stream: its stream
 * @caller: whose it is
 * @token: by which
 *
 * Returns: (transfer full): a reader that has not joined yet
 */
HoubuLiveReader *
houbu_live_reader_new (HoubuHttpStream *stream, HoubuCaller *caller, const char *token)
{
  HoubuLiveReader *self = g_new0 (HoubuLiveReader, 1);

  self->stream = houbu_http_stream_ref (stream);
  self->caller = houbu_caller_ref (caller);
  self->token = g_strdup (token);
  self->queues = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->batch = g_ptr_array_new ();
  self->link.data = self;
  return self;
}

/*
 * houbu_live_reader_free:
 * @self: (transfer full): a reader that no index knows any more
 */
void
houbu_live_reader_free (HoubuLiveReader *self)
{
  houbu_http_stream_set_closed_func (self->stream, NULL, NULL);
  houbu_http_stream_unref (self->stream);
  houbu_caller_unref (self->caller);
  g_hash_table_unref (self->queues);
  g_ptr_array_unref (self->batch);
  g_free (self->token);
  g_free (self->school);
  g_free (self->province);
  g_free (self);
}

/*
 * houbu_live_reader_set_place:
 * @self: a reader
 * @school: (nullable): code of its school
 * @province: (nullable): code of its province
 *
 * Says which rows of the board concern it.
 */
void
houbu_live_reader_set_place (HoubuLiveReader *self, const char *school, const char *province)
{
  g_free (self->school);
  g_free (self->province);
  self->school = g_strdup (school);
  self->province = g_strdup (province);
}

/*
 * houbu_live_reader_deal:
 * @self: a reader
 * @frames: (transfer none): lives until the batch is flushed
 *
 * Adds an event to the reader's share of the batch.
 */
void
houbu_live_reader_deal (HoubuLiveReader *self, HoubuLiveFrames *frames)
{
  g_ptr_array_add (self->batch, frames);
}

/*
 * houbu_live_reader_flush:
 * @self: a reader
 * @seq: where to resume after the whole batch
 *
 * Sends the reader's share. Only its last event carries the id: a reader that is cut off in the
 * middle gets the whole batch again.
 *
 * Returns: number of events sent
 */
guint
houbu_live_reader_flush (HoubuLiveReader *self, gint64 seq)
{
  guint count = self->batch->len;

  for (guint i = 0; i < count; i++)
    {
      HoubuLiveFrames *frames = g_ptr_array_index (self->batch, i);

      houbu_http_stream_push (self->stream, i + 1 < count ? get_plain (frames, self->language)
                                                          : get_last (frames, self->language, seq));
    }
  g_ptr_array_set_size (self->batch, 0);
  return count;
}

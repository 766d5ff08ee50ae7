/* markdown_html.h - the markup that Markdown turns into, in one place.
 *
 * Two sets: what the GFM specification prints (`senf markdown --plain`), and what a
 * site's pages hold. It is the only HTML in C, since Markdown is defined by its
 * HTML; it holds no words, only marks.
 *
 * SLOT_N_TEXT is the N slot of slots.h: what stands before each id of a body.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_HTML_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_HTML_H

#define SLOT_N_TEXT "\001N\002"

typedef struct MarkdownMarkup {
  const char *quote, *quote_end;
  const char *alert, *alert_title, *alert_title_end, *alert_end; /* kind, then what it is called */
  const char *list, *list_end;
  const char *ordered, *ordered_start, *ordered_start_end, *ordered_end;
  const char *item, *item_end;
  const char *task, *task_checked, *task_open; /* an item's begin, and its box */
  const char *task_label, *task_label_end;
  const char *paragraph, *paragraph_end;
  const char *rule;
  const char *anchor, *anchor_end; /* behind a heading's text */
  const char *code, *code_language, *code_language_end, *code_end;
  const char *code_inline, *code_inline_end;
  const char *line_break;
  const char *emphasis, *emphasis_end;
  const char *strong, *strong_end;
  const char *strike, *strike_end;
  const char *link, *link_end;
  const char *image, *image_alt, *image_end;
  const char *image_attributes; /* behind the title, before all others */
  const char *figure, *caption, *figure_end;
  const char *formula, *formula_end; /* around one that stands by itself */
  const char *title, *tag_end;       /* of links; and of images before image_end */
  const char *table, *table_named, *table_named_end, *table_end;
  const char *head, *head_end, *body, *body_end, *row, *row_end;
  const char *head_cell, *head_cell_end, *cell, *cell_end;
  const char *align_left, *align_center, *align_right;
  const char *notes, *notes_end, *note, *note_named, *note_end;
  const char *note_link, *note_link_id, *note_link_text, *note_link_end;
  const char *back, *back_text, *back_text_more, *back_number_end, *back_end;
} MarkdownMarkup;

extern const MarkdownMarkup markdown_plain, markdown_site;

#endif

#include "common/system/options.h"

#include "common/suggest.h"

#include <errno.h>
#include <string.h>

static const Option HELP = {
    .name = "help", .letter = 'h', .kind = OPTION_FLAG, .help = "show this help"};

typedef struct Parse {
  const Command *command;
  char **argv;
  int argc, next;
  bool *help;
  Error **error;
} Parse;

static const Option *find_name(const Command *command, const char *name, size_t length)
{
  for (const Option *option = command->options; option && option->name; option++) {
    if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
      return option;
  }
  return length == 4 && memcmp(name, "help", 4) == 0 ? &HELP : NULL;
}

static const Option *find_letter(const Command *command, char letter)
{
  for (const Option *option = command->options; option && option->name; option++) {
    if (option->letter == letter)
      return option;
  }
  return letter == HELP.letter ? &HELP : NULL;
}

static bool unknown_option(const Parse *parse, const char *argument)
{
  error_set(parse->error, ERROR_USAGE, "unknown option '%s'", argument);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (const Option *option = parse->command->options; option && option->name; option++)
    g_ptr_array_add(names, (gpointer)option->name);
  g_ptr_array_add(names, (gpointer)HELP.name);
  g_ptr_array_add(names, NULL);
  const char *bare = argument + strspn(argument, "-");
  g_autofree char *name = g_strndup(bare, strcspn(bare, "="));
  const char *nearest = suggest_nearest(name, (const char *const *)names->pdata);
  if (nearest)
    error_hint(parse->error, "did you mean '--%s'?", nearest);
  else
    error_hint(parse->error, "usage: %s", parse->command->usage);
  return false;
}

static bool set_int(const Parse *parse, const Option *option, const char *text)
{
  char *end;
  errno = 0;
  int64_t number = g_ascii_strtoll(text, &end, 10);
  bool digits = g_ascii_isdigit(text[0]) || (text[0] == '-' && g_ascii_isdigit(text[1]));
  if (!digits || *end || errno != 0 || number < option->min || number > option->max) {
    error_set(parse->error, ERROR_USAGE,
              "'--%s' wants a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
              ", not '%s'",
              option->name, option->min, option->max, text);
    return false;
  }
  *(int64_t *)option->value = number;
  return true;
}

/* `value` is what stands behind '=', or NULL. */
static bool apply(Parse *parse, const Option *option, const char *value)
{
  if (option->kind == OPTION_FLAG) {
    if (value) {
      error_set(parse->error, ERROR_USAGE, "'--%s' takes no value", option->name);
      return false;
    }
    *(option == &HELP ? parse->help : (bool *)option->value) = true;
    return true;
  }
  if (!value && parse->next < parse->argc)
    value = parse->argv[parse->next++];
  if (!value) {
    error_set(parse->error, ERROR_USAGE, "'--%s' wants a value: --%s %s", option->name,
              option->name, option->placeholder);
    return false;
  }
  if (option->kind == OPTION_INT)
    return set_int(parse, option, value);
  *(const char **)option->value = value;
  return true;
}

static bool parse_option(Parse *parse, const char *argument)
{
  if (argument[1] == '-') {
    const char *name = argument + 2;
    const char *equals = strchr(name, '=');
    const Option *option =
        find_name(parse->command, name, equals ? (size_t)(equals - name) : strlen(name));
    return option ? apply(parse, option, equals ? equals + 1 : NULL)
                  : unknown_option(parse, argument);
  }
  const Option *option = argument[2] ? NULL : find_letter(parse->command, argument[1]);
  return option ? apply(parse, option, NULL) : unknown_option(parse, argument);
}

static bool check_operands(const Parse *parse, const GPtrArray *operands)
{
  int count = (int)operands->len;
  const Command *command = parse->command;
  if (count < command->operands_min)
    error_set(parse->error, ERROR_USAGE, "an argument is missing");
  else if (command->operands_max >= 0 && count > command->operands_max)
    error_set(parse->error, ERROR_USAGE, "'%s' is one argument too many",
              (const char *)g_ptr_array_index(operands, command->operands_max));
  else
    return true;
  error_hint(parse->error, "usage: %s", command->usage);
  return false;
}

bool options_parse(const Command *command, int argc, char **argv, GPtrArray *operands, bool *help,
                   Error **error)
{
  Parse parse = {.command = command, .argv = argv, .argc = argc, .help = help, .error = error};
  bool ended = false;
  *help = false;
  while (parse.next < argc) {
    char *argument = argv[parse.next++];
    if (!ended && strcmp(argument, "--") == 0) {
      ended = true;
    } else if (!ended && argument[0] == '-' && argument[1]) {
      if (!parse_option(&parse, argument))
        return false;
    } else {
      g_ptr_array_add(operands, argument);
    }
  }
  return *help || check_operands(&parse, operands);
}

/* "  -j, --jobs N" */
static char *option_title(const Option *option)
{
  g_autofree char *letter = option->letter ? g_strdup_printf("-%c, ", option->letter) : NULL;
  return g_strdup_printf("  %s--%s%s%s", letter ? letter : "    ", option->name,
                         option->placeholder ? " " : "",
                         option->placeholder ? option->placeholder : "");
}

static void put_option(const Option *option, int width, GString *out)
{
  g_autofree char *title = option_title(option);
  g_string_append_printf(out, "%-*s  %s\n", width, title, option->help);
}

enum { HELP_WIDTH = 80 };

/* Words in lines of at most HELP_WIDTH characters; a newline of the text stays. */
static void put_wrapped(const char *text, GString *out)
{
  size_t column = 0;
  while (*text) {
    size_t length = strcspn(text, " \n"), characters = (size_t)g_utf8_strlen(text, (gssize)length);
    if (column > 0 && column + 1 + characters > HELP_WIDTH) {
      g_string_append_c(out, '\n');
      column = 0;
    }
    if (column > 0)
      g_string_append_c(out, ' ');
    column += (column > 0) + characters;
    g_string_append_len(out, text, (gssize)length);
    text += length;
    for (; *text == ' ' || *text == '\n'; text++) {
      if (*text == '\n') {
        g_string_append_c(out, '\n');
        column = 0;
      }
    }
  }
  if (column > 0)
    g_string_append_c(out, '\n');
}

static void describe(const char *name, const char *text, GString *out)
{
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  for (size_t i = 0; lines[i]; i++)
    if (*lines[i])
      g_string_append_printf(out, "%s\t%s\n", name, lines[i]);
}

static void describe_option(const Option *option, GString *out)
{
  char letter[] = {'-', option->letter, '\0'};
  g_string_append_printf(out, "option\t--%s\t%s\t%s\t%s\n", option->name,
                         option->letter ? letter : "",
                         option->placeholder ? option->placeholder : "", option->help);
}

void options_describe(const Command *command, GString *out)
{
  describe("usage", command->usage, out);
  describe("summary", command->summary, out);
  describe("details", command->details, out);
  for (const Option *option = command->options; option && option->name; option++)
    describe_option(option, out);
  describe_option(&HELP, out);
}

void options_help(const Command *command, GString *out)
{
  g_string_append_printf(out, "usage: %s\n\n", command->usage);
  put_wrapped(command->summary, out);
  g_string_append(out, "\noptions:\n");
  g_autofree char *last = option_title(&HELP);
  int width = (int)strlen(last);
  for (const Option *option = command->options; option && option->name; option++) {
    g_autofree char *title = option_title(option);
    width = MAX(width, (int)strlen(title));
  }
  for (const Option *option = command->options; option && option->name; option++)
    put_option(option, width, out);
  put_option(&HELP, width, out);
  if (command->details) {
    g_string_append_c(out, '\n');
    put_wrapped(command->details, out);
  }
}

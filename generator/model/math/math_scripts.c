#include "generator/model/math/math_parse.h"

typedef struct Scripts {
  GString *sub, *sup;
  unsigned primes;
} Scripts;

/* An argument written beside the output. */
static GString *script_read(Math *math)
{
  GString *out = math->out;
  math->out = g_string_new(NULL);
  math->at++;
  math_argument(math);
  GString *script = math->out;
  math->out = out;
  return script;
}

static bool script_next(Math *math, Scripts *scripts)
{
  const char *before = math->at;
  math_spaces(math);
  char c = math->at < math->end ? *math->at : 0;
  GString **place = c == '_' ? &scripts->sub : c == '^' ? &scripts->sup : NULL;
  if (c == '\'' && !scripts->sup) {
    math->at++;
    scripts->primes++;
    return true;
  }
  if (!place || *place) {
    math->at = before;
    return false;
  }
  *place = script_read(math);
  return true;
}

static const char *prime_text(unsigned count)
{
  static const char *const primes[] = {"", "′", "″", "‴", "⁗"};
  return primes[MIN(count, G_N_ELEMENTS(primes) - 1)];
}

/* "f'^2": the primes come first. */
static void add_primes(Scripts *scripts)
{
  if (scripts->primes == 0)
    return;
  g_autofree char *prime = g_strdup_printf("<mo>%s</mo>", prime_text(scripts->primes));
  if (!scripts->sup) {
    scripts->sup = g_string_new(prime);
    return;
  }
  g_string_prepend(scripts->sup, prime);
  g_string_prepend(scripts->sup, "<mrow>");
  g_string_append(scripts->sup, "</mrow>");
}

static void put_scripts(Math *math, size_t begin, Scripts *scripts, bool limits)
{
  static const char *const beside[] = {"", "msub", "msup", "msubsup"};
  static const char *const above[] = {"", "munder", "mover", "munderover"};
  size_t which = (scripts->sub ? 1u : 0u) | (scripts->sup ? 2u : 0u);
  if (which == 0)
    return;
  const char *name = limits ? above[which] : beside[which];
  g_autofree char *open = g_strdup_printf("<%s>", name);
  g_string_insert(math->out, (gssize)begin, open);
  if (scripts->sub)
    math_put(math, scripts->sub->str);
  if (scripts->sup)
    math_put(math, scripts->sup->str);
  g_string_append_printf(math->out, "</%s>", name);
}

void math_scripts(Math *math, size_t begin)
{
  Scripts scripts = {0};
  MathClass class = math->last;
  bool limits = (class == MATH_OP || class == MATH_LIMIT || math->limits) && !math->no_limits;
  math->limits = math->no_limits = false;
  while (script_next(math, &scripts))
    ;
  add_primes(&scripts);
  put_scripts(math, begin, &scripts, limits);
  if (scripts.sub)
    g_string_free(scripts.sub, TRUE);
  if (scripts.sup)
    g_string_free(scripts.sup, TRUE);
  math->last = class;
}

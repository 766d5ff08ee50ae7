/* One render: from the variables and the name to the text. */
#include "common/template/run/evaluate.h"

/* The render's variables by the hash of their names. */
static void index_variables(TemplateRun *run)
{
  const TemplateRender *render = run->render;
  uint32_t size = 8;
  while (size < render->variable_count * 2)
    size *= 2;
  run->variable_mask = size - 1;
  run->variables = arena_new_array(run->arena, const TemplateVariable *, size);
  /* the last one of a name wins: it is met first */
  for (size_t i = render->variable_count; i-- > 0;) {
    const TemplateVariable *variable = &render->variables[i];
    uint32_t at = text_hash(variable->name, strlen(variable->name)) & run->variable_mask;
    while (run->variables[at] != NULL)
      at = (at + 1) & run->variable_mask;
    run->variables[at] = variable;
  }
}

static size_t limit(size_t set, size_t fallback)
{
  return set > 0 ? set : fallback;
}

static void run_init(TemplateRun *run, TemplateSet *set, const TemplateRender *render)
{
  const TemplateOptions *options = &set->options;
  *run = (TemplateRun){.set = set,
                       .options = options,
                       .render = render,
                       .arena = render->arena,
                       .out = render->out,
                       .out_start = render->out->len,
                       .max_steps = limit(options->max_steps, 3 * 1000 * 1000),
                       .max_depth = limit(options->max_depth, 100),
                       .max_output = limit(options->max_output, 32 * 1024 * 1024),
                       .max_loop = limit(options->max_loop, 1000 * 1000)};
  run->max_memory = MAX(run->max_output * 3, 1024 * 1024);
  index_variables(run);
}

bool template_render(TemplateSet *set, const char *name, const TemplateRender *render,
                     Error **error)
{
  TemplateRun run;
  const Template *template = set_need(set, name, error);
  if (template == NULL)
    return false;
  run_init(&run, set, render);
  run.stack = __builtin_frame_address(0);
  if (render->run != NULL)
    *render->run = &run;
  Context *context = context_new(&run, template, NULL);
  bool ran = context != NULL && template_run(&run, template, context) && run.error == NULL;
  if (render->run != NULL)
    *render->run = NULL;
  if (run.modules != NULL)
    g_hash_table_unref(run.modules);
  if (!ran)
    render->out->len = run.out_start;
  render->out->str[render->out->len] = '\0';
  if (run.error != NULL)
    error_move(error, run.error);
  return ran;
}

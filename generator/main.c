/* main.c - senf's command table. */
#include "generator/commands.h"

static const ProgramCommand commands[] = {
    {"init", command_init, "a new site, or a repository to push to"},
    {"new", command_new, "a new post"},
    {"build", command_build, "build the site, or bring it up to date"},
    {"plan", command_plan, "what build would do, and why"},
    {"why", command_why, "what an output file read"},
    {"verify", command_verify, "prove that the output equals a full build"},
    {"check", command_check, "links, anchors, headings, templates"},
    {"list", command_list, "drafts, future, expired or broken pages"},
    {"serve", command_serve, "preview, rebuilt and reloaded on save"},
    {"render", command_render, "render one template"},
    {"markdown", command_markdown, "Markdown to HTML"},
    {0},
};

int main(int argc, char **argv)
{
  return program_run(&(Program){"senf", commands}, argc, argv);
}
